"""The facts, one fact with its correction by two people, ends of criteria, equivalences, and a word of a label."""

from __future__ import annotations

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from catalog.access import OPERATOR
from catalog.entrance import Entrance
from catalog.evidence.fact_changes import CONFIDENCES
from catalog.reference.shipped import shipped_facts
from catalog.services.facts.criteria import list_criteria
from catalog.services.facts.equivalences import list_equivalences
from catalog.services.facts.show import show_fact
from catalog.services.intake.words import WordLine, list_decided, list_words
from catalog.wording.sentences import templates
from tests.ui.demo_screens import BUYER, REVIEWER, SUPPLIER, Opened, demo, drawn, html, opened, state_of, text
from tests.ui.staff import AUDITOR, PUBLISHER
from ui.wording.words import FOLDER

__all__ = ["demo", "opened"]
FACT = "/fait?kind=label&key=EU_ECOLABEL"


def again(at: AppTest, opener: str) -> None:
    """Run with the button pressed that opens a dialog: here each run draws the whole page anew."""
    at.button(key=opener).click().run()


def test_the_list_counts_marks_and_narrows(opened: Opened) -> None:
    shipped = shipped_facts()
    unsure = [fact for fact in shipped if fact.confidence != "verified"]
    at = opened("/faits", AUDITOR)
    filters = at.button_group(key="fact_filter")
    assert filters.options[0] == f"Tous · {len(shipped)}"
    assert filters.options[1] == f"À confirmer · {len(unsure)}"
    assert len([link for link in at.get("page_link") if link.proto.page == "fait"]) == 25
    assert "synthèse faite pour ce produit" in text(at)
    at.selectbox(key="fact_kind").set_value("label").run()
    labels = [fact for fact in shipped if fact.kind == "label"]
    told = at.button_group(key="fact_filter").options
    assert told[0] == f"Tous · {len(labels)}"
    assert told[1] == f"À confirmer · {len([fact for fact in labels if fact in unsure])}"
    at.text_input(key="fact_words").set_value("ecolabel europeen").run()
    drawn(at)
    assert [link.proto.label.split(" :small")[0] for link in at.get("page_link") if link.proto.page == "fait"] == [
        "Écolabel européen"
    ]
    assert state_of(at) == {"genre": "label", "q": "ecolabel europeen"}
    assert "Labels · EU_ECOLABEL · version 1, fournie" in text(at)


def test_a_link_carries_the_filters(opened: Opened) -> None:
    at = opened("/faits?genre=country&filtre=to_confirm", AUDITOR, "en")
    assert at.selectbox(key="fact_kind").value == "country"
    assert "To confirm" in text(at)
    assert "31 facts" in [each.value for each in at.header]


@pytest.mark.parametrize("email", [BUYER, SUPPLIER])
@pytest.mark.parametrize("page", ["faits", "fait", "criteres", "equivalences"])
def test_they_are_the_central_bodys(opened: Opened, page: str, email: str) -> None:
    at = opened(f"/{page}", email)
    assert "rôle" in " ".join(each.value for each in at.markdown)


def test_a_fact_tells_where_it_comes_from_and_what_rests_on_it(opened: Opened) -> None:
    at = opened(FACT, AUDITOR)
    assert [each.value for each in at.title] == ["Écolabel européen"]
    assert "Vérifié à sa source" in text(at)
    assert "Articles qui s’y appuient" in text(at)
    assert not [each for each in at.button if each.key == "fact_propose"]
    unknown = opened("/fait?kind=label&key=NOBODY", AUDITOR)
    assert [each.value for each in unknown.title] == ["Fait introuvable"]


def test_a_correction_is_drafted_rehearsed_and_applied_by_another(opened: Opened, demo: Entrance) -> None:
    at = opened(FACT, REVIEWER)
    assert at.button(key="fact_propose").disabled
    field = next(each for each in [*at.text_input, *at.text_area] if each.key == "fact_column_owner")
    field.set_value("Commission européenne")
    at.text_input(key="fact_source").set_value("site de l’émetteur")
    at.text_area(key="fact_reason").set_value("nom officiel").run()
    at.button(key="fact_rehearse").click().run()
    assert "Aucun attribut ne change" in text(drawn(at))
    at.button(key="fact_propose").click().run()
    assert "Correction proposée. Une autre personne doit l’appliquer." in text(drawn(at))
    assert "Vous avez proposé cette correction" in text(at)
    with demo.reading() as means:
        (proposal,) = show_fact(OPERATOR, means, "label", "EU_ECOLABEL").proposals
    assert not [each for each in at.button if each.key == f"apply_{proposal.id}"]

    other = opened(FACT, PUBLISHER)
    assert "Commission européenne" in html(other)
    other.button(key=f"apply_{proposal.id}").click().run()
    assert "Correction appliquée" in text(drawn(other))
    assert [each.value for each in other.header][-1] == "2 versions"
    with demo.reading() as means:
        assert show_fact(OPERATOR, means, "label", "EU_ECOLABEL").columns["owner"] == "Commission européenne"


def test_what_cannot_stand_is_said(opened: Opened) -> None:
    at = opened("/fait?kind=family_scope&key=cleaning", REVIEWER)
    at.text_input(key="fact_column_families").set_value("NULLE_PART").run()
    at.button(key="fact_rehearse").click().run()
    assert "nomme la famille « NULLE_PART », qui n’existe pas" in text(drawn(at)).replace("\u00a0", " ")


def test_a_publisher_drops_a_correction_with_a_reason(opened: Opened, demo: Entrance) -> None:
    at = opened("/fait?kind=country&key=FR", REVIEWER)
    at.text_input(key="fact_column_name_fr").set_value("République française")
    at.text_input(key="fact_source").set_value("JO")
    at.text_area(key="fact_reason").set_value("nom long").run()
    at.button(key="fact_propose").click().run()
    with demo.reading() as means:
        (one,) = show_fact(OPERATOR, means, "country", "FR").proposals
    other = opened("/fait?kind=country&key=FR", PUBLISHER)
    other.text_input(key=f"why_{one.id}").set_value("le nom court suffit").run()
    other.button(key=f"dropped_{one.id}").click().run()
    assert "Correction écartée" in text(drawn(other))


def test_the_end_of_criteria_is_decided_for_the_whole_group(opened: Opened, demo: Entrance) -> None:
    with demo.reading() as means:
        line = max(list_criteria(OPERATOR, means, None), key=lambda each: each.products)
    key = f"{line.label}_{line.group}"
    at = opened("/criteres?jours=all", REVIEWER)
    assert f"{line.products} articles" in text(at).replace("\u00a0", " ").replace("\u202f", " ")
    again(at, f"decide_{key}")
    at.radio(key="criteria_decision").set_value("ended")
    again(at, f"decide_{key}")
    assert "sort" in text(drawn(at))
    assert at.button(key="criteria_confirm").disabled
    at.text_area(key="criteria_reason").set_value("critères abrogés")
    again(at, f"decide_{key}")
    at.button(key="criteria_confirm").click()
    again(at, f"decide_{key}")
    with demo.reading() as means:
        (decided,) = [each for each in list_criteria(OPERATOR, means, None) if each.decision]
    assert (decided.group, decided.decision, decided.until) == (line.group, "ended", dt.date(2026, 11, 21))
    at = opened("/criteres", REVIEWER)
    assert "Critères terminés" in text(at)
    assert "critères abrogés" in text(at)


def test_an_auditor_reads_ends_of_criteria_and_decides_nothing(opened: Opened) -> None:
    at = opened("/criteres", AUDITOR, "en")
    assert [each.value for each in at.title] == ["Ends of criteria"]
    assert not [each for each in at.button if str(each.key).startswith("decide_")]


def test_an_equivalence_is_decided_listed_printed_and_undone(opened: Opened, demo: Entrance) -> None:
    at = opened("/equivalences", REVIEWER)
    assert "Aucune équivalence n’a encore été décidée." in [each.value for each in at.markdown]
    again(at, "equivalence_new")
    at.selectbox(key="equivalence_mark").set_value("NF_ENVIRONNEMENT")
    at.selectbox(key="equivalence_label").set_value("EU_ECOLABEL")
    again(at, "equivalence_new")
    at.text_area(key="equivalence_reason").set_value("mêmes exigences")
    again(at, "equivalence_new")
    at.button(key="equivalence_confirm").click()
    again(at, "equivalence_new")
    with demo.reading() as means:
        (found,) = list_equivalences(OPERATOR, means)
    assert (found.mark, found.label, found.families, found.verdict) == ("NF_ENVIRONNEMENT", "EU_ECOLABEL", (), "accept")
    at = opened("/equivalences", REVIEWER)
    assert "NF Environnement vaut Écolabel européen" in text(at)
    assert "/files/equivalences/all?lang=fr" in html(at)
    again(at, "equivalence_open_0")
    at.text_area(key="equivalence_reason").set_value("erreur")
    again(at, "equivalence_open_0")
    at.button(key="equivalence_confirm").click()
    again(at, "equivalence_open_0")
    with demo.reading() as means:
        assert list_equivalences(OPERATOR, means) == []


def test_a_label_word_is_rehearsed_before_it_is_kept(opened: Opened, demo: Entrance) -> None:
    at = opened("/mots", REVIEWER)
    key = next(str(each.key) for each in at.button if "Point vert" in each.label)
    again(at, key)
    assert "Aucun attribut ne change" in text(drawn(at))
    at.button(key="word_confirm").click()
    again(at, key)
    with demo.reading() as means:
        (decided,) = list_decided(OPERATOR, means)
    assert (decided.kind, decided.meaning) == ("label", "GREEN_DOT")
    assert decided.word not in [line.word for line in _waiting(demo)]


def _waiting(demo: Entrance) -> list[WordLine]:
    with demo.reading() as means:
        return list_words(OPERATOR, means)


def test_every_kind_column_and_confidence_has_words() -> None:
    known, facts = templates(FOLDER), shipped_facts()
    asked = {f"facts.kind.{fact.kind}" for fact in facts} | {f"fact.confidence.{fact.confidence}" for fact in facts}
    asked |= {f"fact.confidence.{each}" for each in CONFIDENCES}
    asked |= {f"fact.column.{column}" for fact in facts for column in fact.payload}
    assert asked - set(known) == set()

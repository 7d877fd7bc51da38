"""Agreements on screen: each role sees its own, staff change terms, a clause is tried live before it is added."""

from __future__ import annotations

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from catalog.entrance import Entrance
from catalog.queries import agreements, price_clauses
from tests.ui.demo_screens import BUYER, REVIEWER, SUPPLIER, Opened, demo, drawn, html, opened, text

__all__ = ["demo", "opened"]

ADMIN, PUBLISHER, AUDITOR = "admin@capdemo.example", "publication@capdemo.example", "audit@capdemo.example"


def links(at: AppTest, page: str) -> list[str]:
    return [link.proto.query_string for link in at.get("page_link") if link.proto.page == page]


@pytest.mark.parametrize(
    ("email", "seen"),
    [(PUBLISHER, ["AC-ENT-2026", "AC-NUM-2025", "AC-PAP-2026"]), (SUPPLIER, ["AC-ENT-2026"]),
     (BUYER, ["AC-ENT-2026", "AC-NUM-2025", "AC-PAP-2026"])],
)  # fmt: skip
def test_each_role_sees_its_agreements(opened: Opened, email: str, seen: list[str]) -> None:
    at = opened("/accords", email)
    assert at.title[0].value == "Accords-cadres"
    assert links(at, "accord") == [f"code={code}" for code in seen]
    assert ("10 adhérents" in text(at)) == (email == PUBLISHER)


def test_one_agreement_with_its_lots(opened: Opened) -> None:
    at = opened("/accord?code=AC-ENT-2026", AUDITOR)
    assert links(at, "lot") == [f"code=ENT-{n}" for n in range(1, 6)]
    said = text(at)
    assert "Bordereau des prix unitaires (BPU)" in said
    assert "Sans clause de prix" in said
    assert at.expander == []


def test_a_supplier_sees_the_lots_it_holds_without_the_other_holders(opened: Opened) -> None:
    at = opened("/accord?code=AC-ENT-2026", SUPPLIER)
    assert links(at, "lot") == ["code=ENT-1", "code=ENT-2"]
    at = opened("/lot?code=ENT-2", SUPPLIER)
    assert "Brumevert" not in html(at)
    assert "offres en vigueur" not in html(at)
    assert at.expander == []


@pytest.mark.parametrize("address", ["/lot?code=ENT-3", "/accord?code=AC-NUM-2025"])
def test_what_a_supplier_does_not_hold_is_not_there(opened: Opened, address: str) -> None:
    assert opened(address, SUPPLIER).title[0].value in ("Lot introuvable", "Accord-cadre introuvable")


def test_a_lot_in_words(opened: Opened) -> None:
    said = text(opened("/lot?code=ENT-1", REVIEWER)).replace("\u00a0", " ")
    assert "P = P0 × (0,15 + 0,6 × DEMO-CHIM + 0,25 × DEMO-EMB), chaque indice rapporté à sa valeur de base." in said
    assert "DEMO-CHIM : Produits chimiques d’entretien (indice inventé, démo)" in said
    assert "Clause butoir : +3 % au plus par an." in said
    assert "2 fois 12 mois" in said
    english = text(opened("/lot?code=NUM-3", REVIEWER, "en"))
    assert "Discount of 12% on the public tariff." in english
    assert "Maximum excl. VAT €350,000.00" in english


def test_the_arithmetic_is_tried_live(opened: Opened) -> None:
    at = opened("/lot?code=ENT-1", PUBLISHER)
    at.date_input(key="clause.try.day").set_value(dt.date(2027, 1, 15))
    at.text_input(key="clause.ceiling").set_value("")
    drawn(at.text_input(key="clause.try.price").set_value("13.10").run())
    said = text(at).replace("\u00a0", " ")
    # 12 x (0.15 + 0.6 x 118.4/113.0 + 0.25 x 110.1/108.5) = 12.39
    assert "12,00 € × (0,15 + 0,6 × 118,4 / 113 + 0,25 × 110,1 / 108,5) = 12,39 €" in said
    assert "Au-delà de la clause" in said
    drawn(at.text_input(key="clause.fixed").set_value("0.25").run())
    assert "La part fixe et les poids des indices font 1.1 en tout" in text(at).replace("\u00a0", " ")
    drawn(at.text_input(key="clause.base_month").set_value("").run())
    assert "Le terme « mois de base » manque." in text(at).replace("\u00a0", " ")


def test_a_clause_is_added_beside_the_earlier_one(opened: Opened, demo: Entrance) -> None:
    at = opened("/lot?code=ENT-5", PUBLISHER)
    at.text_input(key="clause.source").set_value("CCAP, article 9")
    at.text_input(key="clause.ceiling").set_value("2.5")
    drawn(at.number_input(key="clause.months").set_value(12).run())
    drawn(at.button(key="clause.effect").click().run())
    assert "76 prix : Le prix prévu" in text(at).replace("\u00a0", " ")
    drawn(at.button(key="clause.add").click().run())
    assert "C’est enregistré 76 offres en vigueur sont concernées. 10 adhérents les voient." in text(at)
    with demo.reading() as means:
        lot = agreements.lots_by_code(means.session)["ENT-5"].id
        (kept,) = price_clauses.clauses(means.session, [lot])[lot]
    assert (kept.kind, kept.terms, kept.source) == (
        "firm", {"months": 12, "ceiling": "2.5", "ceiling_per": "revision"}, "CCAP, article 9",
    )  # fmt: skip


def test_what_is_lacking_is_told(opened: Opened) -> None:
    at = opened("/lot?code=NUM-2", PUBLISHER)
    at.button(key="clause.add").click().run()
    assert [each.value for each in at.exception] == []
    assert len(at.error) == 1
    assert "source" in at.error[0].value


def test_terms_of_a_lot_change_and_another_s_change_is_not_overwritten(opened: Opened, demo: Entrance) -> None:
    at = opened("/lot?code=PAP-2", PUBLISHER)
    other = opened("/lot?code=PAP-2", ADMIN)
    at.text_input(key="agreement.maximum").set_value("120000")
    drawn(_press(at, "Enregistrer").run())
    assert "C’est enregistré" in text(at)
    with demo.reading() as means:
        assert agreements.lots_by_code(means.session)["PAP-2"].maximum == 120_000_000_000
    other.text_input(key="agreement.minimum").set_value("80")
    _press(other, "Enregistrer").run()
    assert other.error[0].value.startswith("Quelqu’un d’autre a changé")


def test_an_administrator_makes_an_agreement_and_a_lot(opened: Opened, demo: Entrance) -> None:
    at = opened("/accords", ADMIN)
    for key, value in (("agreement.code", "AC-MOB"), ("agreement.name", "Mobilier (essai)")):
        at.text_input(key=key).set_value(value)
    at.date_input(key="agreement.starts").set_value(dt.date(2027, 1, 1))
    at.date_input(key="agreement.ends").set_value(dt.date(2029, 12, 31))
    _press(at, "Créer").run()
    at = opened("/lot?new=AC-MOB", ADMIN)
    at.text_input(key="agreement.lot.code").set_value("MOB-1")
    at.text_input(key="agreement.name").set_value("Lot 1")
    at.multiselect(key="agreement.holders").set_value(["OCTAVELLE", "ENCRELUNE"])
    at.selectbox(key="agreement.allocation").set_value("cascade")
    _press(at, "Créer").run()
    with demo.reading() as means:
        lot = agreements.lots_by_code(means.session)["MOB-1"]
    assert (lot.agreement, dict(lot.ranks)) == ("AC-MOB", {"OCTAVELLE": 1, "ENCRELUNE": 2})


@pytest.mark.parametrize("email", [PUBLISHER, REVIEWER, SUPPLIER, BUYER])
def test_only_an_administrator_makes_a_lot(opened: Opened, email: str) -> None:
    labels = [each.label for each in opened("/accords", email).expander]
    assert "Nouvel accord-cadre" not in labels


def test_a_member_joins_from_a_day(opened: Opened, demo: Entrance) -> None:
    at = opened("/accord?code=AC-NUM-2025", PUBLISHER)
    assert "Crèche Les Lucioles (démo) 01/07/2025 sans fin" in text(at)
    at.selectbox(key="members.member").set_value("CRE-GALIPETTE")
    at.date_input(key="members.from").set_value(dt.date(2026, 12, 1))
    places = [place for place, each in enumerate(at.button) if each.label == "Enregistrer"]
    at.button[places[-1]].click()
    drawn(at.run())
    assert "Multi-accueil La Galipette (démo) 01/12/2026 sans fin" in text(at)
    with demo.reading() as means:
        said = [each for each in agreements.memberships(means.session) if each.organisation == "CRE-GALIPETTE"]
    assert [(each.agreement, each.valid_from) for each in said] == [
        ("AC-ENT-2026", dt.date(2026, 1, 1)), ("AC-NUM-2025", dt.date(2026, 12, 1)),
    ]  # fmt: skip
    assert "Adhérents" not in [each.value for each in opened("/accord?code=AC-ENT-2026", SUPPLIER).header]


def test_a_value_of_an_index_is_added_with_its_source(opened: Opened, demo: Entrance) -> None:
    at = opened("/accords", PUBLISHER)
    assert "novembre 2026 118,4 Valeurs inventées pour la démonstration" in text(at).replace("\u00a0", " ")
    for key, value in (("month", "2026-12"), ("value", "119,2"), ("source", "Bulletin")):
        at.text_input(key=f"index.{key}").set_value(value)
    _press(at, "Enregistrer").run()
    assert [each.value for each in at.error] == ["Donnez la source et le motif de cette valeur."]
    at.text_input(key="index.reason").set_value("mise à jour")
    drawn(_press(at, "Enregistrer").run())
    assert "décembre 2026 119,2 Bulletin" in text(at).replace("\u00a0", " ")
    with demo.reading() as means:
        kept = price_clauses.index_facts(means.session)["DEMO-CHIM:2026-12"]
    assert (kept.payload, kept.source, kept.reason) == ({"value": "119.2"}, "Bulletin", "mise à jour")
    assert "Indices de prix" not in [each.value for each in opened("/accords", SUPPLIER).header]


def test_a_schedule_shows_its_lines(opened: Opened) -> None:
    said = text(opened("/lot?code=ENT-3", PUBLISHER))
    assert "Brumevert Entretien (démo) 72" in said
    assert 'action="/files"' in html(opened("/lot?code=ENT-3", PUBLISHER))
    assert 'action="/files"' not in html(opened("/lot?code=ENT-3", AUDITOR))


def _press(at: AppTest, label: str) -> AppTest:
    """Press the button of a form by its label; run it to see what it did."""
    button = next(each for each in at.button if each.label == label)
    button.click()
    return at


def test_a_holder_s_terms_are_shown_and_changed(opened: Opened, demo: Entrance) -> None:
    told = text(opened("/lot?code=ENT-2", BUYER))
    assert "Conditions de livraison de chaque titulaire" in told
    assert "Brumevert Entretien (démo) 80,00 € 250,00 € 22,00 € 8 jours" in told.replace("\u00a0", " ")
    assert "Brumevert" not in text(opened("/lot?code=ENT-2", "catalogue@claironde.example"))
    at = opened("/lot?code=ENT-2", PUBLISHER)
    at.text_input(key="agreement.held.minimum_order").set_value("75")
    at = drawn(_press(at, "Modifier les conditions").run())
    assert "C’est enregistré" in text(at)
    assert "Claironde Hygiène (démo) 75,00 € 150,00 € 15,00 € 5 jours" in text(at).replace("\u00a0", " ")

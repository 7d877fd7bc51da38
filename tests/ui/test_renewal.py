"""The renewal screens: lots compared, opened with a reason, equivalences confirmed, selections converted and told."""

from __future__ import annotations

from catalog.entrance import Entrance
from catalog.services.buying import select
from catalog.services.people.accounts import actor_by_email
from catalog.services.renewal.show import show
from tests.ui.demo_screens import BUYER, REVIEWER, Opened, demo, drawn, opened, text

__all__ = ["demo", "opened"]

PUBLISHER, AUDITOR = "publication@capdemo.example", "audit@capdemo.example"
PLACE = "/renouvellement?old=ENT-1&new=ENT-3"


def counts(demo: Entrance) -> dict[str, int]:
    with demo.reading() as means:
        return dict(show(actor_by_email(means, PUBLISHER), means, "ENT-1", "ENT-3").content.counts())


def test_two_lots_are_compared_from_the_list(opened: Opened) -> None:
    at = opened("/renouvellements", REVIEWER)
    assert at.title[0].value == "Renouvellements"
    assert [each.key for each in at.selectbox] == ["renewal.old", "renewal.new"]
    assert [len(each.options) for each in at.selectbox] == [10, 9]
    assert at.selectbox[0].options[0].startswith("NUM")


def test_before_it_is_opened_it_is_a_comparison(opened: Opened, demo: Entrance) -> None:
    at = opened(PLACE, REVIEWER)
    assert "Comparaison seulement : rien n’est enregistré" in text(at)
    found = counts(demo)
    assert f"Proposées {found['proposed']} Sans équivalent {found['alone']} Confirmées 0 Sans suite 0" in text(at)
    assert [each.key for each in at.button if each.key and each.key.startswith(("yes_", "no_"))] == []


def test_in_english(opened: Opened) -> None:
    assert "Comparison only: nothing is recorded" in text(opened(PLACE, REVIEWER, "en"))


def test_an_auditor_reads_and_does_nothing(opened: Opened) -> None:
    at = opened(PLACE, AUDITOR)
    assert [each for each in at.button if each.key in ("convert", "sure", "put_back")] == []
    assert [each.label for each in at.text_input] == []


def test_lots_that_are_none_have_a_way_back(opened: Opened) -> None:
    at = opened("/renouvellement?old=NONE&new=ENT-3", REVIEWER)
    assert at.title[0].value == "Renouvellement introuvable"


def test_from_a_reason_to_converted_selections_and_back(opened: Opened, demo: Entrance) -> None:
    with demo.writing() as means:
        buyer = actor_by_email(means, BUYER)
        pair = next(
            each
            for each in show(actor_by_email(means, PUBLISHER), means, "ENT-1", "ENT-3").content.pairs
            if each.state == "proposed"
        )
        made = select.add(buyer, means, demo.shelf.edition(means), [pair.old.offer.offer_id], 3)
    at = opened(PLACE, PUBLISHER)
    at.text_input(key="renewal.reason").set_value("Fin du lot")
    at = drawn(next(each for each in at.button if each.label == "Ouvrir le renouvellement").click().run())
    assert "Le renouvellement est ouvert." in text(at)
    name = f"{pair.old.offer.supplier}/{pair.old.offer.reference}"
    at = drawn(opened(PLACE, PUBLISHER).button(key=f"yes_{name}").click().run())
    assert counts(demo)["confirmed"] == 1
    at = drawn(at.button(key="convert").click().run())
    assert "Lignes de sélection converties : 1." in text(at)
    assert pair.new is not None
    said = text(opened("/selection", BUYER))
    assert "Votre sélection a changé de lot" in said
    assert f"{pair.old.offer.name} ({pair.old.offer.supplier_name}, {pair.old.offer.reference}) est devenu" in said
    at = drawn(opened(PLACE, PUBLISHER).button(key="put_back").click().run())
    assert "Lignes de sélection rétablies : 1." in text(at)
    with demo.reading() as means:
        content = select.read(buyer, means, demo.shelf.edition(means), made).content
    assert [(line.offer_id, line.quantity) for line in content.lines] == [(pair.old.offer.offer_id, 3)]

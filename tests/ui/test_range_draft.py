"""The draft editor: each change is kept at once and shows who enters and who leaves; two people; publication by another."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from catalog.entrance import Entrance
from catalog.services.people.accounts import actor_by_email
from catalog.services.ranges.draft import Change, change, drafts
from catalog.services.ranges.show import show_range
from tests.ui.demo_screens import BUYER, REVIEWER, Opened, demo, drawn, opened, text

__all__ = ["demo", "opened"]

CODE, PUBLISHER = "papier-ecolabellise", "publication@capdemo.example"
ADDRESS = f"/gamme-brouillon?code={CODE}"


def field(at: AppTest, kind: str, name: str) -> object:
    """The widget of one field, whatever state the draft is in."""
    return next(each for each in getattr(at, kind) if (each.key or "").endswith(f".{name}"))


def sequence(demo: Entrance) -> int:
    with demo.reading() as means:
        return drafts(actor_by_email(means, REVIEWER), means)[CODE].sequence


def test_it_shows_what_leaves_and_every_decision_with_its_reason(opened: Opened) -> None:
    at = opened(ADDRESS, REVIEWER)
    assert at.title[0].value.replace("\\", "") == "Brouillon : Papier écolabellisé"
    said = text(at)
    assert "Par rapport à la version 1." in said
    assert "Entrent +0 Sortent −11 Avant 45 Après 34" in said
    assert "FEUILLANDE/0043708 Écarter · Aminata Kourouvel" in said
    assert "Le lot PAP-1 ne fait pas partie de la gamme." in said


def test_each_change_is_kept_and_counted_at_once(opened: Opened, demo: Entrance) -> None:
    at, before = opened(ADDRESS, REVIEWER), sequence(demo)
    field(at, "multiselect", "lots").set_value([])  # type: ignore[attr-defined]
    drawn(at.run())
    assert sequence(demo) == before + 1
    assert "Sortent −1 Avant 45 Après 44" in text(at)
    field(at, "multiselect", "lots").set_value(["PAP-2"])  # type: ignore[attr-defined]
    assert "Sortent −11" in text(drawn(at.run()))


def test_of_two_people_the_second_is_told(opened: Opened, demo: Entrance) -> None:
    at = opened(ADDRESS, REVIEWER)
    with demo.writing() as means:
        change(
            actor_by_email(means, PUBLISHER), means, CODE, sequence(demo), Change(description_en="Paper, others said.")
        )
    field(at, "radio", "profile").set_value("strict")  # type: ignore[attr-defined]
    said = text(drawn(at.run()))
    assert "a changé entre-temps" in said
    assert "Qui : Gwenola Tressart. Quoi : description_en." in said
    assert field(at, "text_area", "description_en").value == "Paper, others said."  # type: ignore[attr-defined]


def test_a_decision_needs_a_reason_and_a_product_that_exists(opened: Opened, demo: Entrance) -> None:
    at = opened(ADDRESS, REVIEWER)
    at.text_input(key="hand.product").set_value("FEUILLANDE/0043707")
    add = next(each for each in at.button if each.label == "Ajouter la décision")
    assert "Donnez le motif de cette décision" in text(drawn(add.click().run()))
    at.text_input(key="hand.product").set_value("FEUILLANDE/none")
    at.text_input(key="hand.reason").set_value("because")
    next(each for each in at.button if each.label == "Ajouter la décision").click()
    assert "FEUILLANDE/none" in text(drawn(at.run()))
    assert len(drafts_hand(demo)) == 1


def drafts_hand(demo: Entrance) -> list[object]:
    with demo.reading() as means:
        return list(drafts(actor_by_email(means, REVIEWER), means)[CODE].terms.hand)


def test_published_by_another_than_its_last_author(opened: Opened, demo: Entrance) -> None:
    with demo.writing() as means:
        change(actor_by_email(means, REVIEWER), means, CODE, sequence(demo), Change(profile="strict"))
    assert not [each for each in opened(ADDRESS, REVIEWER).button if each.key == "publish"]
    at = opened(ADDRESS, PUBLISHER)
    at.button(key="publish").click().run()
    with demo.reading() as means:
        assert show_range(actor_by_email(means, REVIEWER), means, CODE).terms.number == 2
    at = opened(f"/gamme?code={CODE}", REVIEWER)
    assert "La version 1 compte encore" in text(at)
    assert "Version 2 validée pour la centrale d’achat par Gwenola Tressart" in text(at)
    assert opened(ADDRESS, REVIEWER).title[0].value == "Pas de brouillon"


def test_no_member_opens_it(opened: Opened) -> None:
    assert opened(ADDRESS, BUYER).title[0].value == "Cette page est réservée à la centrale d’achat"

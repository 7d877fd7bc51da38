"""The daily verbs on a product's sheet, and how what was done is told to each."""

from __future__ import annotations

import pytest

from catalog.entrance import Entrance
from catalog.services.people.accounts import actor_by_email
from catalog.services.release import correct, rename, succeed, suspend
from tests.ui.demo_screens import BUYER, REVIEWER, SUPPLIER, Opened, demo, drawn, html, opened, text
from tests.ui.staff import PUBLISHER

__all__ = ["demo", "opened"]

SHEET = "/produit?ref=CLAIRONDE/{}"


def keys(at) -> list[str]:  # type: ignore[no-untyped-def]
    return [button.key for button in at.button if (button.key or "").startswith("verb_")]


@pytest.mark.parametrize(
    ("email", "verbs"),
    [
        (PUBLISHER, ["verb_correct", "verb_suspend", "verb_rename", "verb_succeed"]),
        (REVIEWER, ["verb_suspend"]),
        (SUPPLIER, []),
        (BUYER, []),
    ],
)
def test_each_is_offered_what_they_may_do(opened: Opened, email: str, verbs: list[str]) -> None:
    assert keys(opened(SHEET.format("CL22301"), email)) == verbs


@pytest.mark.parametrize("verb", ["correct", "suspend", "rename", "succeed"])
def test_each_verb_asks_for_a_reason_first(opened: Opened, verb: str) -> None:
    at = opened(SHEET.format("CL22301"), PUBLISHER)
    drawn(at.button(key=f"verb_{verb}").click().run())
    assert at.button(key="verb_confirm").disabled
    assert "Motif" in [field.label for field in at.text_input]


def corrected(demo: Entrance) -> None:
    with demo.writing() as means:
        wanted = correct.Wanted("CLAIRONDE", "CL11002", "brand", "Marque vérifiée", "étiquette lue")
        correct.correct(actor_by_email(means, PUBLISHER), means, wanted)


def test_a_correction_shows_both_values_to_who_may_know(opened: Opened, demo: Entrance) -> None:
    corrected(demo)
    said = text(opened(SHEET.format("CL11002"), REVIEWER))
    assert "Après Marque vérifiée" in said
    assert "La correction compte : étiquette lue" in said
    assert "étiquette lue" in text(opened(SHEET.format("CL11002"), SUPPLIER))
    assert "étiquette lue" not in text(opened(SHEET.format("CL11002"), BUYER))


def test_a_suspended_offer_is_said_in_plain_words(opened: Opened, demo: Entrance) -> None:
    with demo.writing() as means:
        wanted = suspend.Wanted("CLAIRONDE", "CL22301", "rappel du fabricant")
        suspend.suspend(actor_by_email(means, REVIEWER), means, wanted)
    at = opened(SHEET.format("CL22301"), BUYER)
    assert "Suspendu : il ne peut pas être commandé pour le moment" in text(at)
    assert "rappel du fabricant" not in html(at)
    assert not [each for each in at.button if each.label.startswith("Ajouter à ma sélection")]
    at = opened(SHEET.format("CL22301"), REVIEWER)
    assert "rappel du fabricant" in text(at)
    assert keys(at) == ["verb_lift"]


def test_a_renamed_reference_is_found_by_its_old_one_and_a_successor_is_named(opened: Opened, demo: Entrance) -> None:
    with demo.writing() as means:
        publisher = actor_by_email(means, PUBLISHER)
        rename.rename(publisher, means, "CLAIRONDE", "CL11003", "CL-NEUF", "nouvelle gamme")
        wanted = succeed.Wanted("CLAIRONDE", "CL11001", "replaced", "fin de série", "avenant n° 2", "CL11002")
        succeed.succeed(publisher, means, wanted)
    at = opened(SHEET.format("CL11003"), BUYER)
    assert "La référence « CL11003 » s’appelle maintenant « CL-NEUF »" in text(at)
    at = opened(SHEET.format("CL11001"), BUYER)
    assert "« CL11001 » est remplacé par « CL11002 »" in text(at)
    assert "ref=CLAIRONDE%2FCL11002" in [each.proto.query_string for each in at.get("page_link")]


def test_two_publications_are_compared(opened: Opened, demo: Entrance) -> None:
    corrected(demo)
    at = opened("/comparer?before=1&after=2", REVIEWER)
    assert at.title[0].value == "Comparer deux publications"
    assert "CL11002 · Claironde Hygiène (démo)" in text(at)
    assert 'href="/files/comparison/1-2"' in html(at)
    assert "Ces deux publications disent la même chose." in [
        each.value for each in opened("/comparer?before=1&after=1", REVIEWER).markdown
    ]
    assert opened("/comparer?before=99&after=x", REVIEWER).title[0].value == "Comparer deux publications"


def test_the_words_page(opened: Opened) -> None:
    at = opened("/mots", REVIEWER)
    assert at.title[0].value == "Mots à décider"
    assert opened("/mots", BUYER).title[0].value == "Cette page est réservée à la centrale d’achat"

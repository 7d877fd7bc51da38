"""The selection page on the demonstration: quantities, totals, warnings, files, and who gets none."""

from __future__ import annotations

import pytest

from catalog.entrance import Entrance
from catalog.facets.selection import Selection
from catalog.services.buying import select
from catalog.services.buying.search import search
from catalog.services.buying.select import OfferName
from catalog.services.people.accounts import actor_by_email
from tests import demo_world
from tests.ui.demo_screens import BUYER, PRESCRIBER, Opened, demo, drawn, html, key, opened, text
from ui.parts.price import money

__all__ = ["demo", "opened"]

WANTED = (OfferName("BRUMEVERT", "BV31002", "ENT-3"), OfferName("CLAIRONDE", "CL22301"))


@pytest.fixture
def chosen(demo: Entrance) -> int:
    """A selection of two offers, of the buyer."""
    with demo.writing() as means:
        return select.add(actor_by_email(means, BUYER), means, demo.shelf.edition(means), WANTED)


def test_an_empty_selection_says_what_it_is_for(opened: Opened) -> None:
    at = opened("/selection", "achats@lanterne.example")
    assert [each.value for each in at.title] == ["Ma sélection"]
    assert any("Votre sélection est vide." in each.value for each in at.markdown)


@pytest.mark.parametrize(
    ("language", "order", "total"),
    [
        ("fr", "Ceci n’est pas un bon de commande.", "Total HT 23,19 €"),
        ("en", "This is not a purchase order.", "Total excl. VAT €23.19"),
    ],
)
def test_lines_by_supplier_and_totals(opened: Opened, chosen: int, language: str, order: str, total: str) -> None:
    at = opened("/selection", language=language)
    assert [each.value for each in at.header][1:3] == ["Brumevert Entretien \\(démo\\)", "Claironde Hygiène \\(démo\\)"]
    assert order in text(at)
    assert total in text(at)


def test_a_quantity_changes_the_totals(opened: Opened, chosen: int) -> None:
    at = opened("/selection")
    drawn(at.number_input(key=key(at, "number_input", "quantity.")).set_value(3).run())
    assert "45,87 € HT" in text(at)
    assert "Total HT 53,77 €" in text(at)
    drawn(at.number_input(key=key(at, "number_input", "quantity.")).set_value(1).run())
    assert "Total HT 23,19 €" in text(at)


def test_the_files_of_a_buyer_go_by_our_own_route(opened: Opened, chosen: int) -> None:
    drawn_ = html(opened("/selection", language="en"))
    for kind in ("xlsx", "csv"):
        assert f'href="/files/selection/{chosen}?format={kind}&amp;lang=en" target="_self" download' in drawn_


def test_a_prescriber_chooses_and_exports_nothing(opened: Opened, demo: Entrance) -> None:
    with demo.writing() as means:
        actor = actor_by_email(means, PRESCRIBER)
        offer = search(actor, means, demo.shelf, Selection(size=1)).offers[0]
        select.add(actor, means, demo.shelf.edition(means), [offer.offer])
    at = opened("/selection", PRESCRIBER)
    assert f"Total HT {money(offer.price, 'fr')}".replace("\u00a0", " ") in text(at)
    assert "/files/selection/" not in html(at)


def test_a_name_of_ones_own(opened: Opened, chosen: int) -> None:
    at = opened("/selection")
    drawn(at.text_input(key="selection.name").set_value("  Rentrée   <b>2027</b> ").run())
    assert '<h1 class="title">Rentrée &lt;b&gt;2027&lt;/b&gt;</h1>' in html(at)


def test_a_name_that_cannot_be_is_refused_in_passing(opened: Opened, chosen: int) -> None:
    at = opened("/selection")
    drawn(at.text_input(key="selection.name").set_value("   ").run())
    assert [each.value for each in at.toast] == ["Le nom d’une sélection a de 1 à 120 caractères, sur une ligne\\."]
    assert "Total HT" in text(at)


def test_taking_out(opened: Opened, chosen: int) -> None:
    at = opened("/selection")
    drawn(at.button(key=key(at, "button", "remove.", 1)).click().run())
    assert "Total HT 15,29 €" in text(at)


def test_what_is_no_longer_as_it_was_is_told(demo: Entrance, opened: Opened) -> None:
    """The day after, the proof of one line has ended."""
    with demo.writing() as means:
        actor = actor_by_email(means, "direction@lucioles.example")
        edition = demo.shelf.edition(means)
        ends = {offer: tags for offer in edition.offers if (tags := edition.tags_of(offer))}
        offer = next(
            offer for offer, tags in ends.items()
            if tags["early_childhood"].state == "yes" and tags["early_childhood"].until == edition.on
        )  # fmt: skip
        select.add(actor, means, edition, [offer])
    assert "expirée" not in text(opened("/selection", "direction@lucioles.example"))
    tomorrow = demo_world.on(demo.settings.home, "2026-11-23")
    with tomorrow.reading() as means:
        content = select.read(
            actor,
            means,
            tomorrow.shelf.edition(means),
            select.current(actor, means).id,  # type: ignore[union-attr]
        ).content
    assert [line.tags["early_childhood"].standing for line in content.lines] == ["expired"]

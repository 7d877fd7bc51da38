"""A supplier's word for a label: kept with the product, counted by products, heard at once, undone by a later word."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from catalog.access import OPERATOR
from catalog.errors import Invalid, NotAllowed
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.models import Batch, Claim
from catalog.published.tags import product_tags
from catalog.services.intake.words import decide_word, list_words, rehearse_word
from catalog.tagging.heard import UNHEARD, heard, is_word, word_of
from catalog.tagging.records import Claim as Said
from catalog.tagging.records import Product
from catalog.tagging.vocabulary import Vocabulary
from tests.proofs.world import World

TODAY = dt.date(2026, 11, 22)


def said(means: Means, world: World, reference: str, quote: str, attribute: str = UNHEARD) -> None:
    """A label cell of a published product that nobody understood."""
    supplier = world.organisations["ORGE" if reference.startswith("O") else "VERNET"]
    batch = means.session.scalar(select(Batch.id).where(Batch.supplier_id == supplier))
    row = Claim(
        supplier_id=supplier, product_id=world.products[reference], since=1, attribute=attribute, label=None, number=None,
        quote=quote, against=False, batch_id=batch, file="f.csv", sheet=None, row=2, column="Labels",
    )  # fmt: skip
    means.session.add(row)
    means.session.flush()


def standing(means: Means, world: World, reference: str, attribute: str = "ecolabelled") -> tuple[str, tuple[str, ...]]:
    (tags,) = product_tags(means.session, 1, TODAY, end_of(means.clock.today()), {world.products[reference]}).values()
    return tags[attribute].standing, tags[attribute].claimed_labels


def waiting(means: Means) -> list[tuple[str, int, int]]:
    return [(line.word, line.products, line.suppliers) for line in list_words(OPERATOR, means)]


def test_words_wait_in_order_of_their_products_and_are_heard_at_once(means: Means, world: World) -> None:
    said(means, world, "O-1", "Fleur d’Europe")
    said(means, world, "V-2", "FLEUR D'EUROPE")
    said(means, world, "V-2", "Étoile verte")
    assert [(products, suppliers) for _, products, suppliers in waiting(means)] == [(2, 2), (1, 1)]
    assert standing(means, world, "O-1") == ("missing", ())

    found = rehearse_word(world.actors["reviewer"], means, "fleur d'europe", "EU_ECOLABEL")
    assert (found.tags, found.ranges, found.restated) == ((), (), 2)
    assert standing(means, world, "O-1") == ("missing", ())

    decide_word(world.actors["reviewer"], means, "label", "Fleur d’Europe", "EU_ECOLABEL")
    assert standing(means, world, "O-1") == ("declared", ("EU_ECOLABEL",))
    assert standing(means, world, "V-2") == ("declared", ("EU_ECOLABEL",))
    assert waiting(means) == [("Étoile verte", 1, 1)]


def test_a_later_word_undoes_it_and_a_past_day_stays_as_it_was(means: Means, world: World) -> None:
    said(means, world, "O-1", "Fleur d’Europe")
    decide_word(OPERATOR, means, "label", "Fleur d’Europe", "EU_ECOLABEL")
    assert rehearse_word(OPERATOR, means, "Fleur d’Europe", None).restated == 1

    decide_word(OPERATOR, means, "label", "Fleur d’Europe", None, "un parfum")

    assert standing(means, world, "O-1") == ("missing", ())
    assert waiting(means) == []
    (tags,) = product_tags(means.session, 1, TODAY, end_of(dt.date(2026, 11, 21)), {world.products["O-1"]}).values()
    assert "ecolabelled" not in tags


def test_a_cell_of_an_attribute_column_is_heard_too(means: Means, world: World) -> None:
    said(means, world, "O-1", "Fleur d’Europe", attribute="ecolabelled")
    assert standing(means, world, "O-1") == ("declared", ())
    decide_word(OPERATOR, means, "label", "fleur d’europe", "EU_ECOLABEL")
    assert standing(means, world, "O-1") == ("declared", ("EU_ECOLABEL",))


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_what_the_facts_understand_since_waits_no_more(means: Means, world: World) -> None:
    said(means, world, "O-1", "Écolabel européen")
    assert waiting(means) == []


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_only_staff_rehearse_and_only_labels_that_exist(means: Means, world: World) -> None:
    for role in ("auditor", "admin", "supplier", "buyer"):
        with pytest.raises(NotAllowed):
            rehearse_word(world.actors[role], means, "x", "EU_ECOLABEL")
    for word, meaning in (("x", "NOBODY"), (" ", "EU_ECOLABEL")):
        with pytest.raises(Invalid):
            rehearse_word(world.actors["publisher"], means, word, meaning)


@pytest.mark.parametrize(
    ("text", "word"), [("Fleur", True), ("EN 14476", True), ("3023 0914", False), ("", False), ("x" * 81, False)]
)
def test_what_may_be_a_word(text: str, word: bool) -> None:
    assert is_word(text) is word


def test_a_word_is_heard_within_a_label_cell_and_as_a_whole_elsewhere() -> None:
    words = Vocabulary.of([
        ("label", "L", LABEL), ("label_word", word_of("Fleur  d’Europe"), {"label": "L"}), ("label_word", "vert", {"label": "L"}),
    ])  # fmt: skip

    def labels(*claims: Said) -> list[tuple[str, str | None]]:
        found = heard(Product("S", "R", "N", claims=claims), words)
        return [(claim.attribute, claim.label) for claim in found.claims]

    assert labels(Said(UNHEARD, "certifié fleur d'europe n° 3")) == [("ecolabelled", "L")]
    assert labels(Said("ecolabelled", "certifié fleur d'europe")) == [("ecolabelled", None)]
    assert labels(Said("remanufactured", "Vert")) == [("ecolabelled", "L")]
    assert labels(Said(UNHEARD, "Vertueux"), Said("remanufactured", "oui")) == [("remanufactured", None)]
    assert labels(Said("remanufactured", "vert", against=True)) == [("remanufactured", None)]


LABEL = {
    "attribute_proven": "ecolabelled", "families": "", "number_regex": "", "search_regex": "", "told_by_shape": "",
    "words": "L",
}  # fmt: skip

"""Whoever left an agreement no longer sees its past either: search, product sheet, explanation, selection, export."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from catalog.access import Actor
from catalog.errors import NotFound
from catalog.facets.selection import Selection
from catalog.means.means import Means
from catalog.published.shelf import Edition, Shelf
from catalog.services.buying import select as buying
from catalog.services.buying.explain import explain
from catalog.services.buying.export import export
from catalog.services.buying.search import search
from catalog.services.buying.sheet import sheet
from tests.agreements.sample import DAY, on
from tests.buying.offers import account, edition, published

Ask = Callable[[Actor, Means, Edition], object]
LOOKS: dict[str, Ask] = {
    "sheet": lambda who, means, past: sheet(who, means, past, "SUP-A", "A-1"),
    "explain": lambda who, means, past: explain(who, means, "SUP-A", "A-1", on=past.on),
    "add": lambda who, means, past: buying.add(who, means, past, [buying.OfferName("SUP-A", "A-1", "ENT-1")]),
}


@pytest.fixture
def shelf(means: Means) -> Shelf:
    return Shelf(means.settings.index)


@pytest.mark.parametrize("name", LOOKS)
def test_a_past_day_opens_nothing_that_was_left_since(means: Means, shelf: Shelf, name: str) -> None:
    published(means)
    buyer, later = account(means, "LYCEE"), on(means, DAY + dt.timedelta(days=1))
    LOOKS[name](buyer, means, shelf.edition(means))
    past = shelf.edition(later, DAY)
    assert past.on == DAY
    with pytest.raises(NotFound):
        LOOKS[name](buyer, later, past)


def test_a_search_of_a_past_day_counts_nothing_that_was_left_since(means: Means, shelf: Shelf) -> None:
    published(means)
    buyer, later = account(means, "LYCEE"), on(means, DAY + dt.timedelta(days=1))
    counts = [search(buyer, at, shelf, Selection(), DAY).json()["facets"]["agreement"] for at in (means, later)]
    assert counts == [{"ENT": 3, "NUM": 1}, {"NUM": 1}]


def test_a_selection_of_a_past_day_hides_what_was_left_since(means: Means, shelf: Shelf) -> None:
    offers, buyer = published(means), account(means, "LYCEE")
    made = buying.add(buyer, means, edition(means), [offers["A-1", "ENT-1"], offers["A-2", "NUM-1"]])
    later = on(means, DAY + dt.timedelta(days=1))
    past = shelf.edition(later, DAY)
    assert [line.state for line in buying.read(buyer, later, past, made).content.lines] == ["hidden", "published"]
    text = export(buyer, later, past, made, "csv").content.decode("utf-8-sig")
    assert ("A-1" in text, "A-2" in text) == (False, True)

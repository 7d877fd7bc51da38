"""The day after a lot's last day no member finds, adds or exports its offers; the days on which it ran stay as they were."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import update

from catalog.access import OPERATOR
from catalog.errors import NotFound
from catalog.facets.selection import Selection
from catalog.means.means import Means
from catalog.models import Lot
from catalog.published.shelf import Shelf
from catalog.services.buying import select as buying
from catalog.services.buying.explain import explain
from catalog.services.buying.export import export
from catalog.services.buying.search import search
from catalog.services.buying.sheet import sheet
from tests.agreements.sample import DAY, on
from tests.buying.offers import account, edition, published

NEXT = DAY + dt.timedelta(days=1)


@pytest.fixture
def shelf(means: Means) -> Shelf:
    return Shelf(means.settings.index)


def ends(means: Means, day: dt.date) -> None:
    means.session.execute(update(Lot).where(Lot.code == "ENT-1").values(ends=day))


def begins(means: Means, day: dt.date) -> None:
    means.session.execute(update(Lot).where(Lot.code == "ENT-1").values(starts=day))


def test_search_counts_a_lot_until_its_last_day(means: Means, shelf: Shelf) -> None:
    published(means)
    ends(means, DAY)
    buyer, later = account(means, "CRECHE"), on(means, NEXT)
    lots = [search(buyer, at, shelf, Selection()).json()["facets"]["lot"] for at in (means, later)]
    assert lots == [{"ENT-1": 2, "ENT-2": 1}, {"ENT-2": 1}]
    assert search(buyer, later, shelf, Selection(), DAY).json()["facets"]["lot"] == {"ENT-1": 2, "ENT-2": 1}
    assert search(OPERATOR, later, shelf, Selection()).answer.facets["lot"]["ENT-1"] == 2


def test_a_lot_that_has_not_begun_is_not_offered(means: Means, shelf: Shelf) -> None:
    published(means)
    begins(means, NEXT)
    buyer, later = account(means, "CRECHE"), on(means, NEXT)
    lots = [search(buyer, at, shelf, Selection()).json()["facets"]["lot"] for at in (means, later)]
    assert lots == [{"ENT-2": 1}, {"ENT-1": 2, "ENT-2": 1}]


def test_an_offer_of_a_closed_lot_is_opened_by_no_way(means: Means, shelf: Shelf) -> None:
    offers, buyer, later = published(means), account(means, "CRECHE"), on(means, NEXT)
    ends(means, DAY)
    today = shelf.edition(later)
    with pytest.raises(NotFound):
        sheet(buyer, later, today, "SUP-A", "A-1")
    with pytest.raises(NotFound):
        explain(buyer, later, "SUP-A", "A-1")
    with pytest.raises(NotFound):
        buying.add(buyer, later, today, [offers["A-1", "ENT-1"]])
    assert [each.lot for each in sheet(buyer, later, today, "SUP-B", "B-1").offers] == ["ENT-2"]


def test_a_selection_names_what_is_closed_and_exports_none_of_it(means: Means, shelf: Shelf) -> None:
    offers, buyer = published(means), account(means, "CRECHE")
    made = buying.add(buyer, means, edition(means), [offers["A-1", "ENT-1"], offers["B-1", "ENT-2"]], 2)
    ends(means, DAY)
    later = on(means, NEXT)
    content = buying.read(buyer, later, shelf.edition(later), made).content
    closed, kept = content.lines
    assert (closed.state, closed.price, closed.total, closed.tags) == ("closed", None, None, {})
    assert closed.offer is not None
    assert closed.offer.name == "Détergent sols 5 L"
    assert (kept.state, content.totals, content.uncounted) == ("published", {"EUR": 2_200_000}, 1)
    text = export(buyer, later, shelf.edition(later), made, "csv").content.decode("utf-8-sig")
    assert ("A-1" in text, "B-1" in text) == (False, True)
    assert (
        "1 ligne(s) de la sélection ne figurent pas ici\u00a0: leur lot est clos, ou n’a pas encore commencé." in text
    )
    last_day = export(buyer, means, shelf.edition(means), made, "csv").content.decode("utf-8-sig")
    assert ("A-1" in last_day, "B-1" in last_day) == (True, True)

"""A product that left: since when, what it was, and nobody learns of one that was never theirs to see."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import update

from catalog.means.means import Means
from catalog.models import Lot
from catalog.published.shelf import Shelf
from catalog.services.buying.gone import Gone, gone_product
from tests.agreements.sample import DAY, on
from tests.buying.offers import NOON, account, edition, published, withdrawn

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def test_a_withdrawn_product_says_what_it_was_and_since_when(means: Means) -> None:
    offers, buyer = published(means), account(means, "CRECHE")
    withdrawn(means, offers["A-1", "ENT-1"])
    found = gone_product(buyer, means, edition(means), "SUP-A", "A-1")
    assert isinstance(found, Gone)
    told = (found.reference, found.name, found.family, found.lots, found.since)
    assert told == ("A-1", "Détergent sols 5 L", "CLEANING", ("ENT-1",), NOON.date())


def test_a_product_whose_lot_has_ended_left_with_it(means: Means) -> None:
    published(means)
    buyer = account(means, "CRECHE")
    means.session.execute(update(Lot).where(Lot.code == "ENT-1").values(ends=DAY))
    later = on(means, DAY + dt.timedelta(days=1))
    found = gone_product(buyer, later, Shelf(means.settings.index).edition(later), "SUP-A", "A-1")
    assert found is not None
    assert found.since == DAY


def test_what_is_still_offered_in_one_lot_is_not_gone(means: Means) -> None:
    offers, buyer = published(means), account(means, "CRECHE")
    assert gone_product(buyer, means, edition(means), "SUP-A", "A-1") is None
    withdrawn(means, offers["B-1", "ENT-1"])
    assert gone_product(buyer, means, edition(means), "SUP-B", "B-1") is None


def test_one_of_another_agreement_answers_like_none(means: Means) -> None:
    offers, buyer = published(means), account(means, "CRECHE")
    withdrawn(means, offers["A-2", "NUM-1"])
    assert gone_product(buyer, means, edition(means), "SUP-A", "A-2") is None
    assert gone_product(account(means, "LYCEE"), means, edition(means), "SUP-A", "A-2") is not None
    assert gone_product(buyer, means, edition(means), "SUP-A", "ZZZ") is None
    assert gone_product(buyer, means, edition(means), "", "") is None

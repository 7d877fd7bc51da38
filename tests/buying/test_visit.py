"""What changed since the last visit and nothing else: prices, tags, ranges, lots, withdrawals, successors."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select, update

from catalog.means.means import Means
from catalog.models import Lot, OfferVersion, Product, Succession
from catalog.published.shelf import Shelf
from catalog.services.buying import select as buying
from catalog.services.buying.visit import Visit, changed, visited
from catalog.wording.sentences import say, templates
from tests.agreements.sample import DAY, on
from tests.buying.offers import NOON, account, edition, published, withdrawn

SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
LAST = dt.date(2027, 5, 31)
"""The last day of the only ecolabel."""
NEXT = DAY + dt.timedelta(days=1)


def told(found: Visit) -> list[tuple[str, dict[str, object]]]:
    for change in found.changes:
        assert all(say(f"visit.{change.code}", change.params, each) for each in ("fr", "en"))
    return [(change.code, dict(change.params)) for change in found.changes]


def again(means: Means) -> Shelf:
    """A shelf that has read nothing yet."""
    return Shelf(means.settings.index.parent / "again")


@SQLITE
def test_a_first_visit_and_a_second_without_change_say_nothing(means: Means) -> None:
    offers, buyer = published(means), account(means, "CRECHE")
    made = buying.add(buyer, means, edition(means), [offers["A-1", "ENT-1"]])
    assert changed(buyer, means, edition(means), made) == Visit(None)
    visited(buyer, means, edition(means), made)
    assert changed(buyer, means, edition(means), made) == Visit(DAY)
    buying.add(buyer, means, edition(means), [offers["B-1", "ENT-1"]], 2, made)
    buying.change_quantity(buyer, means, made, buying.read(buyer, means, edition(means), made).content.lines[0].id, 8)
    assert told(changed(buyer, means, edition(means), made)) == []


@SQLITE
def test_each_person_has_visits_of_its_own(means: Means) -> None:
    offers, one, two = published(means), account(means, "CRECHE"), account(means, "CRECHE", name="two")
    made = buying.add(one, means, edition(means), [offers["A-1", "ENT-1"]])
    visited(one, means, edition(means), made)
    means.session.execute(
        update(OfferVersion).where(OfferVersion.offer_id == offers["A-1", "ENT-1"]).values(price=4_200_000)
    )
    fresh = again(means).edition(means)
    expected = [("dearer", {"before": (3_950_000, "EUR"), "after": (4_200_000, "EUR")})]
    assert told(changed(one, means, fresh, made)) == expected
    assert changed(two, means, fresh, made) == Visit(None)
    visited(one, means, fresh, made)
    assert told(changed(one, means, fresh, made)) == []


@SQLITE
def test_a_price_that_moves_only_by_the_quantity_is_no_news(means: Means) -> None:
    offers, buyer = published(means), account(means, "LYCEE")
    made = buying.add(buyer, means, edition(means), [offers["A-2", "NUM-1"]], 9)
    visited(buyer, means, edition(means), made)
    line = buying.read(buyer, means, edition(means), made).content.lines[0]
    buying.change_quantity(buyer, means, made, line.id, 10)
    assert told(changed(buyer, means, edition(means), made)) == []


@SQLITE
def test_a_tag_is_lost_with_the_day_of_its_proof_and_says_why(means: Means) -> None:
    offers, buyer = published(means), account(means, "CRECHE")
    made = buying.add(buyer, means, edition(means), [offers["A-1", "ENT-1"]])
    last, after, shelf = on(means, LAST), on(means, LAST + dt.timedelta(days=1)), again(means)
    visited(buyer, last, shelf.edition(last), made)
    found = changed(buyer, after, shelf.edition(after), made)
    assert told(found) == [("lost", {"attribute": "ecolabelled"})]
    why = found.changes[0].why
    assert why is not None
    assert "31\u00a0mai 2027" in say(why.code, why.params, "fr")
    visited(buyer, after, shelf.edition(after), made)
    assert told(changed(buyer, last, shelf.edition(last), made)) == [("gained", {"attribute": "ecolabelled"})]


@SQLITE
def test_a_lot_that_closes_is_told_once(means: Means) -> None:
    offers, buyer = published(means), account(means, "CRECHE")
    made = buying.add(buyer, means, edition(means), [offers["A-1", "ENT-1"]])
    visited(buyer, means, edition(means), made)
    means.session.execute(update(Lot).where(Lot.code == "ENT-1").values(ends=DAY))
    later, shelf = on(means, NEXT), again(means)
    assert told(changed(buyer, later, shelf.edition(later), made)) == [("closed", {})]
    visited(buyer, later, shelf.edition(later), made)
    assert told(changed(buyer, later, shelf.edition(later), made)) == []


def test_what_is_withdrawn_names_what_follows_it(means: Means) -> None:
    offers, buyer = published(means), account(means, "LYCEE")
    made = buying.add(buyer, means, edition(means), [offers["A-1", "ENT-1"]])
    visited(buyer, means, edition(means), made)
    withdrawn(means, offers["A-1", "ENT-1"])
    products = dict(means.session.execute(select(Product.reference, Product.id)).all())
    owner = means.session.scalars(select(Product.supplier_id).where(Product.reference == "A-1")).one()
    means.session.add(
        Succession(
            supplier_id=owner, product_id=products["A-1"], successor_id=products["A-2"], kind="replaced",
            reason="nouvelle formule", since=2, recorded_at=NOON,
        )
    )  # fmt: skip
    means.session.flush()
    found = changed(buyer, means, edition(means), made)
    assert told(found) == [("withdrawn", {}), ("replaced", {"reference": "A-2", "name": "Cartouche noire"})]
    assert found.changes[1].link == ("SUP-A", "A-2", "NUM-1")
    other = account(means, "CRECHE", name="creche")
    theirs = buying.add(other, means, edition(means), [offers["B-1", "ENT-1"]])
    assert buying.read(other, means, edition(means), theirs).content.uncounted == 0


@SQLITE
def test_a_successor_outside_the_agreements_is_not_named(means: Means) -> None:
    offers, buyer = published(means), account(means, "CRECHE")
    made = buying.add(buyer, means, edition(means), [offers["A-1", "ENT-1"]])
    visited(buyer, means, edition(means), made)
    withdrawn(means, offers["A-1", "ENT-1"])
    products = dict(means.session.execute(select(Product.reference, Product.id)).all())
    owner = means.session.scalars(select(Product.supplier_id).where(Product.reference == "A-1")).one()
    means.session.add(
        Succession(
            supplier_id=owner, product_id=products["A-1"], successor_id=products["A-2"], kind="replaced", reason="x",
            since=2, recorded_at=NOON,
        )
    )  # fmt: skip
    means.session.flush()
    assert told(changed(buyer, means, edition(means), made)) == [("withdrawn", {})]


def test_every_change_has_its_sentence() -> None:
    codes = "withdrawn suspended closed hidden back replaced dearer cheaper priced unpriced lost gained left entered".split()
    assert {f"visit.{code}" for code in codes} == {code for code in templates() if code.startswith("visit.")}

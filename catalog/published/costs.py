"""What an offer costs for a need: whole order units by its minimum and multiple, tiers, eco-contribution. Read once a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from catalog.comparable import Incomparable, Measure, Pack, measured, units_for
from catalog.facets.index import OfferRow
from catalog.means.means import Means
from catalog.prices import ONE, Price, line_total, price_on
from catalog.published.shelf import Edition
from catalog.queries import buying, packs
from catalog.queries.buying import OfferTerms
from catalog.queries.packs import PackSaid


@dataclass(frozen=True, slots=True)
class Ordered:
    """How an offer is ordered. `measure`: what one order unit gives, or why that is not known. `least` and `multiple`:
    whole order units. eco: 10^-6 per order unit, None where none is stated.

    dilution: of the most concentrated stated use, dilution_least of the least (10^-4 percent).
    """

    measure: Measure | Incomparable
    tiers: tuple[Price, ...] = ()
    eco: int | None = None
    least: int = 1
    multiple: int = 1
    dilution: int | None = None
    dilution_least: int | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """So many order units at a price (10^-6, excluding VAT); `goods` and `eco` to the cent."""

    units: int
    price: int
    goods: int
    eco: int

    @property
    def total(self) -> int:
        """Goods and eco-contribution, excluding VAT."""
        return self.goods + self.eco


def ordered(means: Means, edition: Edition, offers: Sequence[int]) -> dict[int, Ordered]:
    """Offer id -> how it is ordered, for those that are published."""
    terms = buying.terms(means.session, offers, edition.publication)
    said = packs.packs(means.session, offers, edition.publication)
    return {offer: _ordered(each, said[offer]) for offer, each in terms.items() if offer in said}


def cost(row: OfferRow, how: Ordered, units: int, day: dt.date) -> Cost | None:
    """What so many order units cost on a day, raised to what the supplier takes; None without a price."""
    if row.price is None:
        return None
    taken = -(-max(units, how.least) // how.multiple) * how.multiple
    price = price_on(day, Price(row.price), how.tiers, taken * ONE)
    if price is None:
        return None
    return Cost(taken, price, line_total(price, taken), line_total(how.eco or 0, taken))


def cost_of_need(row: OfferRow, how: Ordered, need: Fraction, day: dt.date) -> Cost | None:
    """What covers a need, in the basis of the offer; None where the basis or the price is not known."""
    if isinstance(how.measure, Incomparable):
        return None
    return cost(row, how, units_for(need, how.measure, how.least, how.multiple), day)


def _ordered(terms: OfferTerms, said: PackSaid) -> Ordered:
    return Ordered(
        measure=measured(pack_of(said)),
        tiers=tuple(Price(t.price, t.valid_from, t.valid_to, t.min_quantity) for t in terms.tiers),
        eco=terms.eco_contribution,
        least=max(1, -(-(terms.min_order_quantity or 0) // ONE)),
        multiple=_whole(terms.order_multiple),
        dilution=said.dilution,
        dilution_least=said.dilution_least,
    )


def pack_of(said: PackSaid) -> Pack:
    """What decides the basis of an offer."""
    return Pack(said.order_unit, said.content_unit, said.content, said.dilution, said.yield_pages)


def _whole(multiple: int | None) -> int:
    """The whole order units between two quantities that the supplier takes: by 2.5 it is 5."""
    return multiple // gcd(multiple, ONE) if multiple and multiple > 0 else 1


def measures(means: Means, edition: Edition, offers: Sequence[int]) -> Mapping[int, Measure | Incomparable]:
    """Offer id -> what one order unit gives, or why that is not known."""
    said = packs.packs(means.session, offers, edition.publication)
    return {offer: measured(pack_of(each)) for offer, each in said.items()}

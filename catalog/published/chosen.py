"""The lines of a selection as an edition shows them today: prices read again, what has gone said, totals in integers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from catalog.facets.index import OfferRow
from catalog.facets.selection import Scope
from catalog.means.means import Means
from catalog.prices import ONE, ContentPrice, Price, content_price, line_total, price_on
from catalog.published.shelf import Edition
from catalog.published.tags import Tags
from catalog.queries import buying
from catalog.queries.buying import LineKept, OfferKnown, OfferTerms

LineState = Literal["published", "suspended", "closed", "withdrawn", "hidden"]
"""closed: its lot has ended (or not begun). withdrawn: no longer published. hidden: outside what the organisation may see
(an agreement it left)."""


@dataclass(frozen=True, slots=True)
class ChosenOffer:
    """What names an offer to a person; pack and unit only while it is published."""

    supplier: str
    supplier_name: str
    reference: str
    lot: str
    lot_name: str
    agreement: str
    name: str
    gtin: str | None
    family: str | None
    order_unit: str | None = None
    content_unit: str | None = None
    content_per_order_unit: int | None = None


@dataclass(frozen=True, slots=True)
class ChosenLine:
    """One line. `price`: excluding VAT, per order unit, at this quantity on the day; `total`: to the cent.

    offer: None when hidden. Both amounts are None, and in no total, unless the offer is published with a price.
    """

    id: int
    offer_id: int
    quantity: int
    state: LineState
    offer: ChosenOffer | None = None
    price: int | None = None
    currency: str | None = None
    vat: int | None = None
    total: int | None = None
    content: ContentPrice | None = None
    tags: Tags = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SupplierTotal:
    """What the lines of one supplier add up to in one currency, excluding VAT."""

    supplier: str
    supplier_name: str
    currency: str
    amount: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """Lines in order; totals by supplier and currency, and overall by currency; `uncounted`: lines in no total."""

    lines: tuple[ChosenLine, ...]
    suppliers: tuple[SupplierTotal, ...]
    totals: Mapping[str, int]
    uncounted: int


def sees(scope: Scope, offer: OfferRow | OfferKnown) -> bool:
    """Whether the offer lies within the scope, and its lot runs."""
    return scope.allows(offer.agreement, offer.supplier, offer.lot)


def rows(edition: Edition, offer_ids: Sequence[int]) -> dict[int, OfferRow]:
    """Offer id -> the offer as published, for those that are."""
    places = [int(place) for place in edition.index.rows_of(offer_ids)] if offer_ids else []
    found = edition.index.offers(place for place in places if place >= 0)
    return {row.offer: row for row in found}


def chosen(means: Means, edition: Edition, scope: Scope, kept: Sequence[LineKept]) -> Chosen:
    """Read the lines against an edition, as `scope` may see it."""
    ids = [line.offer_id for line in kept]
    published = rows(edition, ids)
    terms = buying.terms(means.session, ids, edition.publication)
    gone = buying.last_known(means.session, [offer for offer in ids if offer not in published])
    lines = tuple(
        _published(edition, scope, line, published[line.offer_id], terms.get(line.offer_id))
        if line.offer_id in published
        else _gone(scope, line, gone.get(line.offer_id))
        for line in kept
    )
    return Chosen(lines, _by_supplier(lines), _overall(lines), sum(line.total is None for line in lines))


def _published(edition: Edition, scope: Scope, line: LineKept, row: OfferRow, terms: OfferTerms | None) -> ChosenLine:
    if not scope.knows(row.agreement, row.supplier):
        return _hidden(line)
    if row.lot in scope.closed_lots:
        return ChosenLine(line.id, line.offer_id, line.quantity, "closed", _offer(row))
    price = None if row.suspended else _price(edition, line, row, terms)
    shown = ChosenLine(
        line.id, line.offer_id, line.quantity, "suspended" if row.suspended else "published", _offer(row)
    )
    return replace(
        shown,
        price=price,
        currency=row.currency,
        vat=terms.vat if terms else None,
        total=None if price is None else line_total(price, line.quantity),
        content=None if price is None else content_price(price, row.content_unit, row.content_per_order_unit),
        tags=edition.tags_of(row.offer),
    )


def _price(edition: Edition, line: LineKept, row: OfferRow, terms: OfferTerms | None) -> int | None:
    """The price at this quantity: the published one, or that of a tier which the quantity reaches."""
    if row.price is None:
        return None
    tiers = [Price(t.price, t.valid_from, t.valid_to, t.min_quantity) for t in terms.tiers] if terms else []
    return price_on(edition.on, Price(row.price), tiers, line.quantity * ONE)


def _gone(scope: Scope, line: LineKept, known: OfferKnown | None) -> ChosenLine:
    if known is None or not scope.knows(known.agreement, known.supplier):
        return _hidden(line)
    offer = ChosenOffer(
        known.supplier, known.supplier_name, known.reference, known.lot, known.lot_name, known.agreement, known.name,
        known.gtin, known.family,
    )  # fmt: skip
    return ChosenLine(line.id, line.offer_id, line.quantity, "withdrawn", offer)


def _hidden(line: LineKept) -> ChosenLine:
    return ChosenLine(line.id, line.offer_id, line.quantity, "hidden")


def _offer(row: OfferRow) -> ChosenOffer:
    return ChosenOffer(
        row.supplier, row.supplier_name or row.supplier, row.reference, row.lot, row.lot_name or row.lot,
        row.agreement, row.name, row.gtin, row.family, row.order_unit, row.content_unit, row.content_per_order_unit,
    )  # fmt: skip


def _by_supplier(lines: Sequence[ChosenLine]) -> tuple[SupplierTotal, ...]:
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    for line in lines:
        if line.offer and line.currency and line.total is not None:
            sums[line.offer.supplier, line.offer.supplier_name, line.currency] += line.total
    return tuple(SupplierTotal(*key, amount) for key, amount in sorted(sums.items()))


def _overall(lines: Sequence[ChosenLine]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for line in lines:
        if line.currency and line.total is not None:
            sums[line.currency] += line.total
    return dict(sorted(sums.items()))

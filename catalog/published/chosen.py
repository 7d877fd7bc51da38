"""The lines of a selection as an edition shows them today: prices read again, what has gone said, totals in integers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import gcd
from typing import Any, Literal

from catalog.access import Actor
from catalog.facets.index import OfferRow
from catalog.facets.selection import Scope
from catalog.means.means import Means
from catalog.models import Selection
from catalog.prices import ONE, ContentPrice, Price, content_price, divided, line_total, price_on
from catalog.published import contests_seen
from catalog.published.shelf import Edition
from catalog.published.tags import Tags
from catalog.queries import agreements, buying
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
    first_price: at quantity 1. eco: the eco-contribution of the whole line, its own amount; vat: 10^-4 percent. unit_price:
    per unit of `unit_basis`, at this quantity. least, multiple: the smallest order and its steps, 10^-6 order units.
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
    supplier_id: int = 0
    first_price: int | None = None
    eco: int | None = None
    unit_price: int | None = None
    unit_basis: str | None = None
    least: int | None = None
    multiple: int | None = None
    lead_time_days: int | None = None

    @property
    def orderable(self) -> int:
        """The smallest whole quantity from this one on that the supplier takes; this one where it takes it."""
        step = self.multiple if self.multiple and self.multiple > 0 else ONE
        wanted = max(self.quantity * ONE, self.least or 0)
        whole = step * ONE // gcd(step, ONE)
        return -(-wanted // whole) * whole // ONE


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


def chosen_in(actor: Actor, means: Means, edition: Edition, selection: Selection, *, tagged: bool = True) -> Chosen:
    """The lines of a selection as an actor of its organisation may read them on the edition's day.

    tagged False: without their tags, for who wants the amounts alone.
    """
    scope = agreements.scope_open(means.session, actor, edition.on, means.clock)
    found = chosen(means, edition, scope, buying.lines(means.session, selection), tagged=tagged)
    lines = tuple(replace(line, tags=contests_seen.seen_by(actor, line.tags)) for line in found.lines)
    return replace(found, lines=lines)


def lines_mark(lines: Sequence[LineKept | ChosenLine]) -> str:
    """What was seen of a selection's lines, in short: equal lines and quantities, equal mark."""
    return "-".join(f"{line.id}.{line.quantity}" for line in sorted(lines, key=lambda each: each.id))


def ranges_of(edition: Edition, offers: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Offer id -> the codes of the ranges that it is in on the edition's day, of whatever central body."""
    places = [int(place) for place in edition.index.rows_of(offers)] if offers else []
    return {
        offer: edition.live.listed("range", place) if place >= 0 else ()
        for offer, place in zip(offers, places, strict=True)
    }


def chosen(means: Means, edition: Edition, scope: Scope, kept: Sequence[LineKept], *, tagged: bool = True) -> Chosen:
    """Read the lines against an edition, as `scope` may see it."""
    ids = [line.offer_id for line in kept]
    published = rows(edition, ids)
    terms = buying.terms(means.session, ids, edition.publication)
    gone = buying.last_known(means.session, [offer for offer in ids if offer not in published])
    seen = [offer for offer, row in published.items() if sees(scope, row)] if tagged else []
    tags = dict(zip(seen, edition.tags_of_each(seen), strict=True))
    lines = tuple(
        replace(
            _published(edition, scope, line, published[line.offer_id], terms.get(line.offer_id)),
            tags=tags.get(line.offer_id, {}),
        )
        if line.offer_id in published
        else _gone(scope, line, gone.get(line.offer_id))
        for line in kept
    )
    return Chosen(lines, _by_supplier(lines), _overall(lines), sum(line.total is None for line in lines))


def _published(edition: Edition, scope: Scope, line: LineKept, row: OfferRow, terms: OfferTerms | None) -> ChosenLine:
    if not scope.knows(row.agreement, row.supplier):
        return _hidden(line)
    if row.lot in scope.closed_lots:
        return ChosenLine(line.id, line.offer_id, line.quantity, "closed", _offer(row), supplier_id=line.supplier_id)
    state: LineState = "suspended" if row.suspended else "published"
    shown = ChosenLine(line.id, line.offer_id, line.quantity, state, _offer(row), supplier_id=line.supplier_id)
    price = None if row.suspended else _price(edition, line.quantity, row, terms)
    shown = replace(shown, currency=row.currency, **_terms(terms))
    return shown if price is None else _priced(edition, shown, row, terms, price)


def _terms(terms: OfferTerms | None) -> dict[str, Any]:
    """What the supplier asks of an order of the offer."""
    if terms is None:
        return {}
    return {
        "vat": terms.vat, "least": terms.min_order_quantity, "multiple": terms.order_multiple,
        "lead_time_days": terms.lead_time_days,
    }  # fmt: skip


def _priced(edition: Edition, line: ChosenLine, row: OfferRow, terms: OfferTerms | None, price: int) -> ChosenLine:
    eco = terms.eco_contribution if terms else None
    return replace(
        line,
        price=price,
        first_price=_price(edition, 1, row, terms),
        total=line_total(price, line.quantity),
        eco=None if eco is None else line_total(eco, line.quantity),
        content=content_price(price, row.content_unit, row.content_per_order_unit),
        unit_price=_unit_price(row, price),
        unit_basis=row.unit_basis,
    )


def _unit_price(row: OfferRow, price: int) -> int | None:
    """The comparable price in the proportion of the price at this quantity to the one at quantity 1."""
    if row.unit_price is None or not row.price:
        return row.unit_price
    return row.unit_price if price == row.price else divided(row.unit_price * price, row.price)


def _price(edition: Edition, quantity: int, row: OfferRow, terms: OfferTerms | None) -> int | None:
    """The price at this quantity: the published one, or that of a tier which the quantity reaches."""
    if row.price is None:
        return None
    tiers = [Price(t.price, t.valid_from, t.valid_to, t.min_quantity) for t in terms.tiers] if terms else []
    return price_on(edition.on, Price(row.price), tiers, quantity * ONE)


def _gone(scope: Scope, line: LineKept, known: OfferKnown | None) -> ChosenLine:
    if known is None or not scope.knows(known.agreement, known.supplier):
        return _hidden(line)
    offer = ChosenOffer(
        known.supplier, known.supplier_name, known.reference, known.lot, known.lot_name, known.agreement, known.name,
        known.gtin, known.family,
    )  # fmt: skip
    return ChosenLine(line.id, line.offer_id, line.quantity, "withdrawn", offer, supplier_id=line.supplier_id)


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

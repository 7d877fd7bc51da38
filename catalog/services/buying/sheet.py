"""The sheet of a product: what its supplier says of it, where that stands, and its offers in the lots of the asker."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from catalog.access import Actor, require
from catalog.comparable import Incomparable, unit_price
from catalog.errors import NotFound
from catalog.facets.selection import Scope
from catalog.means.means import Means
from catalog.prices import Price, including_vat, price_on
from catalog.published import contests_seen
from catalog.published.capacities import capacities_of, capacity_said
from catalog.published.chosen import sees
from catalog.published.costs import Ordered, ordered
from catalog.published.notes import Notes, notes_of
from catalog.published.shelf import Edition
from catalog.published.tags import Tags
from catalog.queries import agreements, buying, products
from catalog.queries.references import normalised
from catalog.tagging.records import Reason, Source

NOT_KNOWN = capacity_said(None)
NO_PRICE = "comparable.no_price"


@dataclass(frozen=True, slots=True)
class OfferSeen:
    """One offer. Amounts are micro-units of `currency` a unit, VAT a rate in 10^-4 percent; None where not known.

    unit_price: per unit of `unit_basis`; where there is none, `incomparable` is the code of the reason. dilution: of the
    most concentrated stated use, dilution_least of the least (10^-4 percent).
    """

    offer: int
    lot: str
    lot_name: str
    agreement: str
    agreement_name: str
    lot_ends: dt.date
    price: int | None
    price_with_vat: int | None
    vat: int | None
    currency: str | None
    order_unit: str | None
    content_unit: str | None
    content_per_order_unit: int | None
    eco_contribution: int | None
    min_order_quantity: int | None
    tiers: tuple[Price, ...]
    suspended: bool = False
    order_multiple: int | None = None
    unit_price: int | None = None
    unit_basis: str | None = None
    dilution: int | None = None
    dilution_least: int | None = None
    incomparable: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A product as published. `source`: the row its supplier described it in; `offers`: by lot code, those seen.

    asked: the reference as asked, where the product bears another one now; notes: what people corrected or suspended.
    capacity: what its supplier says it can deliver, or that it is not known.
    """

    supplier: str
    supplier_name: str
    reference: str
    name: str
    description: str | None
    brand: str | None
    gtin: str | None
    family: str | None
    hazard_codes: tuple[str, ...]
    source: Source
    tags: Tags
    offers: tuple[OfferSeen, ...]
    asked: str | None = None
    notes: Notes = field(default_factory=Notes)
    capacity: Reason = NOT_KNOWN


def sheet(actor: Actor, means: Means, edition: Edition, supplier: str, reference: str) -> Sheet:
    """The sheet on the edition's day. Raises NotFound, the same for a product of others and for none."""
    require(actor, "catalogue.explain")
    scope = agreements.scope_open(means.session, actor, edition.on, means.clock)
    known = [edition.offers[offer] for offer in _ids(means, edition, supplier, reference) if offer in edition.offers]
    rows = {row.offer: row for key in known if (row := edition.row(key.offer)) is not None and sees(scope, row)}
    seen = [key for key in known if key.offer in rows]
    product = products.sheet_of(means.session, *_product(seen), edition.publication) if seen else None
    if product is None:
        raise NotFound("product.unknown", supplier=supplier, reference=reference)
    tags = contests_seen.seen_by(actor, edition.tags_of(seen[0].offer))
    made = _sheet(product, _offers(means, edition, scope, *_product(seen)), tags)
    notes = notes_of(means.session, *_product(seen), edition.publication, [offer.lot for offer in made.offers])
    declared = capacities_of(means, edition, [seen[0].offer]).get(seen[0].offer)
    return replace(
        made, notes=notes.seen_by(actor), asked=None if made.reference == normalised(reference) else reference,
        capacity=capacity_said(declared),
    )  # fmt: skip


def _ids(means: Means, edition: Edition, supplier: str, reference: str) -> list[int]:
    return buying.offers_named(means.session, supplier, reference, None, edition.publication)


def _product(keys: list[Any]) -> tuple[int, int]:
    return keys[0].supplier_id, keys[0].product_id


def _offers(means: Means, edition: Edition, scope: Scope, supplier_id: int, product_id: int) -> tuple[OfferSeen, ...]:
    found = products.offers_of_product(means.session, supplier_id, product_id, edition.publication)
    seen = [
        row
        for row in found
        if (scope.agreements is None or row["agreement"] in scope.agreements) and row["lot"] not in scope.closed_lots
    ]
    ids = [row["offer_id"] for row in seen]
    terms, hows = buying.terms(means.session, ids, edition.publication), ordered(means, edition, ids)
    return tuple(_compared(_offer(row, terms[row["offer_id"]], edition.on), hows[row["offer_id"]]) for row in seen)


def _compared(offer: OfferSeen, how: Ordered) -> OfferSeen:
    """The offer with its comparable price, or the reason why it has none."""
    said = replace(offer, dilution=how.dilution, dilution_least=how.dilution_least)
    if isinstance(how.measure, Incomparable) or offer.price is None:
        return replace(said, incomparable=how.measure.code if isinstance(how.measure, Incomparable) else NO_PRICE)
    return replace(said, unit_price=unit_price(offer.price, how.measure), unit_basis=how.measure.basis)


def _offer(row: Mapping[str, Any], terms: buying.OfferTerms, day: dt.date) -> OfferSeen:
    tiers = tuple(Price(t.price, t.valid_from, t.valid_to, t.min_quantity) for t in terms.tiers)
    price = (
        None if row["price"] is None else price_on(day, Price(row["price"], row["valid_from"], row["valid_to"]), tiers)
    )
    return OfferSeen(
        offer=row["offer_id"],
        **{
            name: row[name]
            for name in ("lot", "lot_name", "agreement", "agreement_name", "lot_ends", "vat", "currency")
        },
        price=price,
        price_with_vat=None if price is None else including_vat(price, row["vat"]),
        order_unit=row["order_unit"],
        content_unit=row["content_unit"],
        content_per_order_unit=row["content_per_order_unit"],
        eco_contribution=row["eco_contribution"],
        min_order_quantity=row["min_order_quantity"],
        order_multiple=row["order_multiple"],
        tiers=tiers,
        suspended=row["suspended"],
    )


def _sheet(product: Mapping[str, Any], offers: tuple[OfferSeen, ...], tags: Tags) -> Sheet:
    names = ("supplier", "supplier_name", "reference", "name", "description", "brand", "gtin", "family")
    return Sheet(
        **{name: product[name] for name in names},
        hazard_codes=tuple(product["hazard_codes"] or ()),
        source=Source(product["file"], product["sheet"], product["row"]),
        tags=tags,
        offers=offers,
    )

"""What a line of an order list can say: each field with its kind, and its value from the line, its holder and its buyer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from catalog.prices import including_vat
from catalog.published.chosen import ChosenLine, ChosenOffer
from catalog.published.holder_orders import HolderOrder
from catalog.wording.sentences import named
from catalog.wording.units import pack_text, unit_name
from catalog.writing.table import Kind, Value


@dataclass(frozen=True, slots=True)
class Ordering:
    """Who orders and when: the same on every line of an order list."""

    buyer: str
    buyer_siret: str | None
    selection: str
    service_code: str | None
    engagement_number: str | None
    day: dt.date
    publication: int
    language: str


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One line with its holder's terms. bpu: its line of the unit price schedule; ranges: those it is in, with versions."""

    line: ChosenLine
    offer: ChosenOffer
    holder: HolderOrder
    bpu: str | None
    ordering: Ordering
    ranges: str | None = None


class OrderField(NamedTuple):
    """`kind` and width of its column; its value of a line. Its name is `order.field.CODE`."""

    kind: Kind
    width: int
    value: Callable[[OrderLine], Value]


def _pack(at: OrderLine) -> Value:
    offer = at.offer
    return pack_text(offer.order_unit, offer.content_unit, offer.content_per_order_unit, at.ordering.language)


def _unit(at: OrderLine) -> Value:
    return unit_name(at.offer.order_unit, at.ordering.language) if at.offer.order_unit else None


def _family(at: OrderLine) -> Value:
    return named("family", at.offer.family, at.ordering.language) if at.offer.family else None


def _with_vat(at: OrderLine) -> Value:
    """The line with its VAT, eco-contribution included, as in the holder's total."""
    if at.line.total is None:
        return None
    return including_vat(at.line.total + (at.line.eco or 0), at.line.vat)


FIELDS: Mapping[str, OrderField] = {
    "buyer": OrderField("text", 28, lambda at: at.ordering.buyer),
    "buyer_siret": OrderField("text", 17, lambda at: at.ordering.buyer_siret),
    "service_code": OrderField("text", 14, lambda at: at.ordering.service_code),
    "engagement_number": OrderField("text", 18, lambda at: at.ordering.engagement_number),
    "supplier": OrderField("text", 28, lambda at: at.offer.supplier_name),
    "supplier_code": OrderField("text", 14, lambda at: at.offer.supplier),
    "supplier_siret": OrderField("text", 17, lambda at: at.holder.supplier_siret),
    "agreement": OrderField("text", 16, lambda at: at.offer.agreement),
    "lot": OrderField("text", 10, lambda at: at.offer.lot),
    "lot_name": OrderField("text", 28, lambda at: at.offer.lot_name),
    "bpu_line": OrderField("text", 10, lambda at: at.bpu),
    "reference": OrderField("text", 16, lambda at: at.offer.reference),
    "gtin": OrderField("text", 16, lambda at: at.offer.gtin),
    "name": OrderField("text", 44, lambda at: at.offer.name),
    "family": OrderField("text", 22, _family),
    "pack": OrderField("text", 22, _pack),
    "quantity": OrderField("whole", 10, lambda at: at.line.quantity),
    "unit": OrderField("text", 12, _unit),
    "unit_code": OrderField("text", 8, lambda at: at.offer.order_unit),
    "currency": OrderField("text", 8, lambda at: at.line.currency),
    "price": OrderField("amount", 14, lambda at: at.line.price),
    "vat": OrderField("rate", 9, lambda at: at.line.vat),
    "total": OrderField("amount", 14, lambda at: at.line.total),
    "total_with_vat": OrderField("amount", 14, _with_vat),
    "eco_contribution": OrderField("amount", 14, lambda at: at.line.eco),
    "lead_time_days": OrderField(
        "whole", 10,
        lambda at: at.line.lead_time_days if at.line.lead_time_days is not None else at.holder.lead_time_days,
    ),
    "minimum_order": OrderField("amount", 14, lambda at: at.holder.minimum),
    "free_delivery_from": OrderField("amount", 14, lambda at: at.holder.franco),
    "delivery_fee": OrderField("amount", 14, lambda at: at.holder.fee),
    "areas": OrderField("text", 18, lambda at: ", ".join(at.holder.areas) or None),
    "ranges": OrderField("text", 28, lambda at: at.ranges),
    "selection": OrderField("text", 24, lambda at: at.ordering.selection),
    "day": OrderField("date", 11, lambda at: at.ordering.day),
    "publication": OrderField("whole", 11, lambda at: at.ordering.publication),
}  # fmt: skip
"""Code -> field, in the order in which they are offered."""

DEFAULT = (
    "agreement", "lot", "bpu_line", "supplier", "supplier_siret", "buyer", "buyer_siret", "service_code",
    "engagement_number", "reference", "gtin", "name", "pack", "quantity", "unit", "currency", "price", "vat", "total",
    "eco_contribution", "total_with_vat", "lead_time_days", "ranges",
)  # fmt: skip
"""The columns of an order list where the organisation has no layout of its own."""

"""A swap as the command line and the HTTP interface hand it out."""

from __future__ import annotations

from typing import Any

from catalog.comparable import Measure
from catalog.facets.index import OfferRow
from catalog.published.costs import Cost, Ordered
from catalog.services.buying.swap import Alternative, Swap
from catalog.tagging.records import Reason
from catalog.wording.formats import decimal_text, rate_text
from catalog.wording.sentences import say


def swap_json(found: Swap) -> dict[str, Any]:
    """Amounts are decimal strings excluding VAT; gap is below zero where the alternative saves."""
    return {
        "offer": _offer(found.offer, found.how, found.cost),
        "quantity": found.quantity,
        "compliant": found.compliant,
        "why": both(found.why) if found.why else None,
        "notes": [both(note) for note in found.notes],
        "alternatives": [_alternative(each) for each in found.alternatives],
        "counted": both(Reason("swap.counted")),
    }


def both(reason: Reason) -> dict[str, str]:
    """A reason as a sentence in each language."""
    return {language: say(reason.code, reason.params, language) for language in ("fr", "en")}


def _alternative(each: Alternative) -> dict[str, Any]:
    gap = {"gap": decimal_text(each.gap), "ranges": list(each.ranges), "notes": [both(note) for note in each.notes]}
    return _offer(each.offer, each.how, each.cost) | gap


def _offer(row: OfferRow, how: Ordered, cost: Cost | None) -> dict[str, Any]:
    return {
        "supplier": row.supplier,
        "reference": row.reference,
        "lot": row.lot,
        "name": row.name,
        "currency": row.currency,
        "unit_price": decimal_text(row.unit_price),
        "unit_basis": row.unit_basis,
        "dilution": rate_text(how.dilution) if isinstance(how.measure, Measure) else None,
        "units": cost.units if cost else None,
        "price": decimal_text(cost.price) if cost else None,
        "eco_contribution": decimal_text(cost.eco) if cost else None,
        "cost": decimal_text(cost.total) if cost else None,
    }

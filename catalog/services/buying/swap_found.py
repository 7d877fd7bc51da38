"""A swap as it is handed out: the offer, what could stand in for it, and both as one document."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from catalog.comparable import Measure
from catalog.facets.index import OfferRow
from catalog.published.costs import Cost, Ordered
from catalog.tagging.records import Reason
from catalog.wording.formats import decimal_text, rate_text
from catalog.wording.sentences import say


@dataclass(frozen=True, slots=True)
class Alternative:
    """A compliant offer. gap: its cost less the present one's, 10^-6 of the currency, below zero where it saves.

    notes: what to know first: another lot, who the lot's orders go to, the supplier's capacity.
    """

    offer: OfferRow
    how: Ordered
    cost: Cost
    gap: int
    ranges: tuple[str, ...]
    notes: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Swap:
    """An offer, a yearly quantity, and what could stand in for it; `why`: why nothing does.

    compliant: the offer is itself what is asked for. amount: what the quantity gives, in the basis of `how`.
    """

    offer: OfferRow
    quantity: int
    how: Ordered
    cost: Cost | None
    amount: Fraction | None
    compliant: bool
    notes: tuple[Reason, ...]
    alternatives: tuple[Alternative, ...] = ()
    why: Reason | None = None

    def json(self) -> dict[str, Any]:
        """Amounts are decimal strings excluding VAT; gap is below zero where the alternative saves."""
        return {
            "offer": _offer(self.offer, self.how, self.cost),
            "quantity": self.quantity,
            "compliant": self.compliant,
            "why": both(self.why) if self.why else None,
            "notes": [both(note) for note in self.notes],
            "alternatives": [_alternative(each) for each in self.alternatives],
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

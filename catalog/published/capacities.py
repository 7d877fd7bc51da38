"""What suppliers say they can deliver, beside what somebody wants: never a promise, and silence is told as silence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.published.shelf import Edition
from catalog.queries import capacities
from catalog.queries.capacities import Declared
from catalog.tagging.records import Reason

YEAR = 12


def capacities_of(means: Means, edition: Edition, offers: Sequence[int]) -> Mapping[int, Declared]:
    """Offer id -> what the supplier of its product had declared by the end of the edition's day."""
    keys = {
        offer: (edition.offers[offer].supplier_id, edition.offers[offer].product_id)
        for offer in offers
        if offer in edition.offers
    }
    found = capacities.declared(means.session, set(keys.values()), end_of(edition.on))
    return {offer: found[key] for offer, key in keys.items() if key in found}


def exceeded(declared: Declared, units: int) -> bool:
    """Whether so many order units a year are more than what was declared comes to in a year."""
    return units * declared.months > declared.quantity * YEAR


def capacity_said(declared: Declared | None, units: int | None = None) -> Reason:
    """What is known, as a reason: not known, declared, or exceeded by so many order units a year."""
    if declared is None:
        return Reason("capacity.unknown")
    params: dict[str, str | int | None] = {
        "n": declared.quantity,
        "months": declared.months,
        "day": declared.recorded_at.date().isoformat(),
    }
    if units is None or not exceeded(declared, units):
        return Reason(f"capacity.declared.{declared.months}", params)
    return Reason(f"capacity.exceeded.{declared.months}", params | {"wanted": units})

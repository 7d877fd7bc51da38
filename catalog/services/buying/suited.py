"""Which dedicated ranges a body of the actor's kind looks for first."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.access import Actor, require
from catalog.means.means import Means
from catalog.queries import agreements
from catalog.queries.ranges import RangeTerms

CHILDREN = "early_childhood"
"""The sector of crèches, and the attribute that only they look for first."""
_OFFICE = frozenset({"OFFICE_PAPER", "OFFICE_SUPPLIES", "PRINT_CONSUMABLES"})
_BUILDINGS = frozenset({"CLEANING", "HYGIENE_PAPER", "CLEANING_TOOLS"})
FAMILIES: Mapping[str, frozenset[str]] = {
    "school": _OFFICE,
    "higher_education": _OFFICE,
    "culture": _OFFICE,
    "town": _BUILDINGS,
    "intermunicipal": _BUILDINGS,
    "care": frozenset({"HYGIENE_PAPER", "PERSONAL_HYGIENE", "LAUNDRY_DISH"}),
}
"""Sector -> the families that its bodies buy most. Only the order of a page hangs on it."""


def sector_of(actor: Actor, means: Means) -> str | None:
    """The sector of the actor's organisation; None where none is recorded."""
    require(actor, "organisations.read", actor.organisation_id)
    code = actor.organisation
    card = agreements.organisations(means.session, [code]).get(code) if code else None
    return card.sector if card else None


def suits(terms: RangeTerms, sector: str | None) -> bool:
    """Whether a range is made for bodies of the sector: by its attribute for crèches, by its families for others."""
    if CHILDREN in (terms.rule.get("attributes") or ()):
        return sector == CHILDREN
    return bool(FAMILIES.get(sector or "", frozenset()) & set(terms.rule.get("families") or ()))

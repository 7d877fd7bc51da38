"""Rehearse a batch: what publishing it would change, cell by cell, before anything is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.access import Actor, require
from catalog.errors import NotFound
from catalog.means.means import Means
from catalog.published.acts import place_of
from catalog.published.rehearsal import changes_of, names_of, withdraws
from catalog.queries import agreements, intake
from catalog.staging.changes import Cell, Changes
from catalog.wording.formats import decimal_text, quantity_text, rate_text
from catalog.wording.sentences import say

SHOWN = 200
"""How many cells, withdrawn or incomplete references a rehearsal names one by one; all are counted."""
MONEY = frozenset({"price", "printed_price", "list_price", "eco_contribution"})
RATES = frozenset({"vat", "discount_rate"})
QUANTITIES = frozenset({"price_basis", "content_per_order_unit", "min_order_quantity", "order_multiple"})


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The changes against the current publication, and whether missing offers would be withdrawn.

    names: reference -> name of what the batch names or leaves out, for whoever reads the changes. above: publications
    that wait for a later day, and would be published again on top.
    """

    publication: int
    changes: Changes
    withdraws: bool
    names: Mapping[str, str]
    above: tuple[int, ...] = ()

    def json(self) -> dict[str, Any]:
        """Counts first, then what changes; `questions` holds the withdrawal while nobody answered it."""
        found = self.changes
        return {
            "against": self.publication,
            "above": list(self.above),
            "new_products": found.new_products,
            "new_offers": found.new_offers,
            "changed_offers": found.changed_offers,
            "same_offers": found.same_offers,
            "gone_offers": len(found.gone),
            "withdrawn_offers": len(found.gone) if self.withdraws else 0,
            "incomplete": list(found.incomplete[:SHOWN]),
            "gone": [{"reference": reference, "lot": lot} for reference, lot in found.gone[:SHOWN]],
            "cells": [cell_json(cell) for cell in found.cells[:SHOWN]],
            "cells_total": len(found.cells),
        }


def rehearse(actor: Actor, means: Means, batch_id: int, effective: dt.date | None = None) -> Rehearsal:
    """The rehearsal of one batch, against the publication that it will stand on when it takes effect (default: today).

    Raises NotFound for another supplier's, as for none; Invalid for a day that is past.
    """
    batch = intake.find(means.session, batch_id, agreements.scope_today(means.session, actor, means.clock))
    require(actor, "batch.read", batch.supplier_id if batch else -1)
    if batch is None:
        raise NotFound("batch.unknown", batch=batch_id)
    place = place_of(means, effective or means.clock.today())
    found, names = changes_of(means, batch, place.base), names_of(means, batch, place.base)
    return Rehearsal(place.base, found, withdraws(batch), names, tuple(act.number for act in place.above))


def withdraw_question(rehearsal: Rehearsal, lots: tuple[str, ...]) -> dict[str, Any] | None:
    """The question put to a person when a full file leaves offers out and nobody has answered yet."""
    if not rehearsal.changes.gone or rehearsal.withdraws:
        return None
    params = {"n": len(rehearsal.changes.gone), "lots": ", ".join(lots)}
    both = {language: say("question.withdraw", params, language) for language in ("fr", "en")}
    return {"id": "withdraw", **both, "choices": ["yes", "no"]}


def cell_json(cell: Cell) -> dict[str, Any]:
    """One changed cell with plain values: amounts and rates as decimal strings."""
    return {
        "reference": cell.reference,
        "lot": cell.lot,
        "field": cell.field,
        "before": plain(cell.field, cell.before),
        "after": plain(cell.field, cell.after),
    }


def plain(field: str, value: Any) -> Any:
    """A value of a version as it is printed."""
    if value is None:
        return None
    if field in MONEY:
        return decimal_text(value)
    if field in RATES:
        return rate_text(value)
    if field in QUANTITIES:
        return quantity_text(value)
    return value.isoformat() if hasattr(value, "isoformat") else value

"""Values of versions in plain words and figures, as rehearsals, comparisons and verbs print them alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog.staging.changes import Cell
from catalog.wording.formats import decimal_text, quantity_text, rate_text
from catalog.wording.sentences import say

SHOWN = 200
"""How many cells, withdrawn or incomplete references are named one by one; all are counted."""
MONEY = frozenset({"price", "printed_price", "list_price", "eco_contribution"})
RATES = frozenset({"vat", "discount_rate"})
QUANTITIES = frozenset({"price_basis", "content_per_order_unit", "min_order_quantity", "order_multiple"})


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


def both(code: str, params: Mapping[str, Any]) -> dict[str, str]:
    """A sentence in each language."""
    return {language: say(code, params, language) for language in ("fr", "en")}

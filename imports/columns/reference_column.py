"""Which column is the reference, or which columns together: proposed as a question, never made up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np

from imports.cleaning.dates import date
from imports.columns.draft import Draft, held_or_all, same_cells, strong, tokens_of
from imports.columns.keys import apart, telling_apart
from imports.columns.price_column import called_money
from imports.fields import known_field, never_applied
from imports.record import Params, Question
from imports.tables.layout import number_share


def take_reference(draft: Draft, positions: list[int]) -> None:
    """The reference column; a composed one is proposed where none tells the rows apart."""
    if "reference" in draft.fields:
        return
    held = strong(draft, held_or_all(draft, positions), "reference") if positions else []
    if len(held) > 1 and not same_cells(draft, held):
        telling = [position for position in held if _tells(draft, [position])]
        if telling:
            _ask(draft, telling if len(telling) > 1 else held)
        else:
            _propose(draft)
    elif held and (_tells(draft, held[:1]) or _tiered(draft)):
        draft.take("reference", held[:1])
    else:
        _propose(draft)


def _tells(draft: Draft, positions: Sequence[int]) -> bool:
    """True when the columns tell at least half of the rows apart: what is left are repeats to be named."""
    return apart([draft.table.grid.columns[position] for position in positions], draft.table.lines) * 2 >= len(
        draft.table.lines
    )


def _tiered(draft: Draft) -> bool:
    return any(name in draft.fields for name in ("min_order_quantity", "valid_from", "valid_to", "validity", "lot"))


_NO_KEY = frozenset(
    ("money", "rate", "vat", "quantity", "packaging", "date", "days", "currency", "claim", "hazard", "texts", "unit")
)


_NO_KEY_FIELD = frozenset(("image_url", "documents"))
_CODES = frozenset(
    "id code ref reference sku no nr num numero cod codice codigo artikelnummer artikelnr artnr bestellnummer handle item part".split()
)
"""Words by which a column calls itself a code."""
_MOST_CODES = 5
_PACKED = frozenset(("packaging", "unit"))
"""What tells articles apart where nothing else does: a soap of 500 ml from the same of 1 L."""


def _propose(draft: Draft) -> None:
    """Asks for the reference, with the smallest set of columns that tells the rows apart as first choice."""
    positions = _key_candidates(draft)
    columns = [draft.table.grid.columns[position] for position in positions]
    best = tuple(positions[index] for index in telling_apart(columns, draft.table.lines)) if positions else ()
    if codes := [position for position in positions if _coded(draft, position)]:
        _ask(draft, codes[:_MOST_CODES])
        return
    best = _with_name(draft, best)
    choice = "+".join(draft.table.titles[position] for position in best)
    draft.questions.append(Question("reference", (choice,) if choice else (), _told(draft, choice, best)))


def _ask(draft: Draft, positions: Sequence[int]) -> None:
    """Asks which of these columns is the reference; the first choice is told with what it tells apart."""
    titles = tuple(draft.table.titles[position] for position in positions)
    draft.questions.append(Question("reference", titles, _told(draft, titles[0], positions[:1])))


def _told(draft: Draft, choice: str, positions: Sequence[int]) -> Params:
    told = apart([draft.table.grid.columns[position] for position in positions], draft.table.lines)
    return {"first": choice or None, "rows": len(draft.table.lines), "apart": told}


def _coded(draft: Draft, position: int) -> bool:
    """True for a column that calls itself a code or a number and tells the rows apart."""
    return bool(tokens_of(draft, position) & _CODES) and _tells(draft, [position])


def _with_name(draft: Draft, best: tuple[int, ...]) -> tuple[int, ...]:
    """A content or a unit alone ("500 ml") is no reference, even where it tells the few rows of a file apart."""
    packed = {
        position
        for name in ("content_per_order_unit", "order_unit", "content_unit")
        for position in draft.fields.get(name, ())
    }
    return (*draft.fields.get("name", ()), *best) if best and set(best) <= packed else best


def _key_candidates(draft: Draft) -> list[int]:
    """Columns that may be part of a reference: no amounts, no dates, no texts of a sentence's length unless needed."""
    fields = {position: name for name, positions in draft.fields.items() for position in positions}
    prices = {position for question in draft.questions if question.id == "price_column" for position in range(len(draft.table.titles))
              if draft.table.titles[position] in question.choices}  # fmt: skip
    usable = _usable(draft, fields, prices, _NO_KEY)
    wider = _usable(draft, fields, prices, _NO_KEY - _PACKED)
    if len(draft.table.lines) > 1 and not (usable and _as_telling(draft, usable, wider)):
        usable = wider
    short = [position for position in usable if fields.get(position) not in ("name", "description")]
    telling = short and len(draft.table.lines) > 1 and _as_telling(draft, short, usable)
    named = sorted(usable, key=lambda position: fields.get(position) != "name")
    return short if telling and usable is not wider else named


def _usable(draft: Draft, fields: Mapping[int, str], prices: set[int], barred: frozenset[str]) -> list[int]:
    usable = []
    for position, title in enumerate(draft.table.titles):
        known = known_field(fields[position]) if position in fields else None
        kind = known.kind if known else "text"
        barred_here = kind in barred or fields.get(position) in _NO_KEY_FIELD or _sums(draft, position)
        if (
            title
            and draft.held(position)
            and position not in prices
            and not barred_here
            and not _private(draft, position)
        ):
            usable.append(position)
    undated = [position for position in usable if not _dated(draft, position)]
    return undated or usable


def _sums(draft: Draft, position: int) -> bool:
    """True for a column of amounts, whether or not they are the prices."""
    return (
        called_money(draft, position)
        and number_share(draft.table.grid.columns[position], draft.table.lines) > 0.5
        and not tokens_of(draft, position) & _CODES
    )


def _dated(draft: Draft, position: int) -> bool:
    """True for a column of dates: it tells purchases apart, not articles."""
    column = draft.table.grid.columns[position]
    cells = [column.values[code] for code in np.unique(column.codes[draft.table.lines]).tolist() if code]
    return all(
        isinstance(cell, dt.date) or (isinstance(cell, str) and isinstance(date()(cell), dt.date)) for cell in cells
    )


def _private(draft: Draft, position: int) -> bool:
    """Rights, owners and internal ids never make a reference; a supplier's own code may, and an "id" that is no mere number."""
    tokens = tokens_of(draft, position)
    if tokens == {"id"}:
        return number_share(draft.table.grid.columns[position], draft.table.lines) > 0.5
    return never_applied(draft.table.titles[position]) and not tokens & {"fournisseur", "supplier"}


def _as_telling(draft: Draft, some: list[int], every: list[int]) -> bool:
    lines, columns = draft.table.lines, draft.table.grid.columns
    return apart([columns[position] for position in some], lines) == apart(
        [columns[position] for position in every], lines
    )

"""A source whose format itself names its columns (BMEcat, UBL, cXML, CIF): nothing of its layout is guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from imports.columns.draft import Mapped
from imports.columns.mapping import as_told
from imports.columns.remembered import recalled_columns
from imports.fields import known_field
from imports.record import Issue, Question, Request, Source
from imports.tables.layout import Table
from imports.tables.rows import Sorted


@dataclass(frozen=True, slots=True, eq=False)
class Structured(Source):
    """One grid of product lines without a header line; a product element (or CIF line) is one line, tiers in columns.

    titles: the element path over each column ("PRODUCT_DETAILS/DESCRIPTION_SHORT"). fields: title, or titles joined by
    "+" for a reference in parts -> field. includes_vat: price title -> what the format says of it. left_out: line -> why
    it is skipped (a deletion, a punch-out item). deleted: the lines among them that name what is to go. transaction:
    what the file says it is. prices: the titles between which a person must choose, where the format names none.
    """

    titles: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    includes_vat: Mapping[str, bool] = field(default_factory=dict)
    left_out: Mapping[int, Issue] = field(default_factory=dict)
    deleted: frozenset[int] = frozenset()
    transaction: Literal["full", "patch"] = "full"
    prices: tuple[str, ...] = ()
    header_rows: tuple[int, ...] = ()


def table_of(source: Structured) -> Table:
    """The grid under its titles; every line is a row."""
    grid = source.grids[0]
    titles = source.titles
    lines = np.arange(len(grid.numbers), dtype=np.intp)
    return Table(grid, (), titles, tuple((title,) for title in titles), lines, frozenset(source.fields.values()))


def mapped_of(source: Structured, table: Table, request: Request) -> Mapped:
    """What a person said of the columns, then what the earlier file taught, then what the format says.

    Raises UnreadableFile where no price can be found.
    """
    recalled = recalled_columns(request, source.titles, source.fields)
    request = replace(request, mapping={**recalled, **request.mapping})
    said = {title: name for title, name in source.fields.items() if title not in request.mapping}
    taken = {name for name in request.mapping.values() if (known := known_field(name)) and not known.several}
    mapping = {**request.mapping, **{title: name for title, name in said.items() if name not in taken}}
    mapped = as_told(table, replace(request, mapping=mapping), source.prices)
    price = mapped.fields.get("price", ())
    includes = source.includes_vat.get(table.titles[price[0]]) if price else None
    told = mapped.includes_vat if includes is None else includes
    return replace(mapped, includes_vat=told, from_memory=tuple(recalled))


def sorted_of(source: Structured) -> Sorted:
    """All lines are products but those that the reader left out."""
    height = len(source.grids[0].numbers)
    kept = np.ones(height, dtype=bool)
    kept[list(source.left_out)] = False
    return Sorted(np.nonzero(kept)[0], tuple(source.left_out.values()), height - int(kept.sum()))


def settled(request: Request, questions: tuple[Question, ...]) -> Request | None:
    """The request with the decimal point of the format, where nothing in the file decides; None where it is not asked."""
    if not any(question.id == "decimal_sign" for question in questions) or "decimal_sign" in request.answers:
        return None
    return replace(request, answers={**request.answers, "decimal_sign": "."})

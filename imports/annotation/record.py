"""What an annotation is made from, and what came of it. Pure data; every sentence is given, none is written here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from imports.record import Level

Form = Literal["same", "copied", "report"]
"""same: the very workbook, edited. copied: a workbook of the same cells. report: the summary alone."""


class Unfollowed(Exception):
    """The workbook is built in a way that is not edited in place; a workbook of the same cells is made instead."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One line of the summary and, where it has a row of a sheet and is `marked`, a part of the comment of its cell.

    column: the header as in the file, or headers joined ("A+B"). reference: the product's, to find it by.
    """

    level: Level
    wrong: str
    remedy: str = ""
    sheet: str | None = None
    row: int | None = None
    last_row: int | None = None
    column: str | None = None
    value: str | None = None
    proposal: str | None = None
    reference: str | None = None
    marked: bool = True


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of the summary. heads: level, sheet, row, column, cell, reference, value, wrong, remedy, proposal.

    `proposal` holds {proposal}, `at_row` {row} and {text}. notices: "same", "copied", "report", "comments_left" ({n}),
    "lines_left" ({n}).
    """

    sheet: str
    marker: str
    rows_sheet: str
    heads: tuple[str, ...]
    levels: Mapping[str, str]
    proposal: str
    at_row: str
    notices: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Order:
    """All that one annotation needs beside the file.

    facts: (label, text) pairs above the table. places: as `Reading.places`. first: sheet ("" for a plain file) -> the
    letters of the column that is marked where a remark has a row and no column.
    """

    labels: Labels
    facts: tuple[tuple[str, str], ...] = ()
    questions: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    places: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    first: Mapping[str, str] = field(default_factory=dict)
    max_seconds: float = 60
    max_mb: int = 512


@dataclass(frozen=True, slots=True)
class Annotated:
    """What was made: its form, how many cells are coloured, how many of them have a comment."""

    form: Form
    cells: int = 0
    comments: int = 0


def order_json(order: Order) -> dict[str, Any]:
    """The order in JSON's own types."""
    return asdict(order)


def order_from(told: Mapping[str, Any]) -> Order:
    """The order that `order_json` wrote and JSON carried."""
    labels = Labels(**{**told["labels"], "heads": tuple(told["labels"]["heads"])})
    return Order(
        labels=labels,
        facts=tuple((label, text) for label, text in told["facts"]),
        questions=tuple(told["questions"]),
        remarks=tuple(Remark(**remark) for remark in told["remarks"]),
        **{name: told[name] for name in ("places", "first", "max_seconds", "max_mb")},
    )

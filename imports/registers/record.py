"""What is handed over of a register: the entries, the count of every row, what is wrong with which cell. Pure data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from imports.record import Issue

FIELDS = (
    "number", "label", "product_group", "name", "company", "brand", "gtin", "code_type", "model", "more_models", "countries",
    "valid_from", "valid_until",
)  # fmt: skip
"""What a column of a register may be."""


@dataclass(frozen=True, slots=True)
class RegisterRequest:
    """How to read an export. label: the code whose entries are asked for.

    words: folded word of a label column -> label code. shapes: label code -> the pattern of its whole licence numbers.
    telling: the labels whose numbers name them by their shape alone.
    """

    name: str
    label: str
    words: Mapping[str, str] = field(default_factory=dict)
    shapes: Mapping[str, str] = field(default_factory=dict)
    telling: tuple[str, ...] = ()
    max_seconds: float = 60
    max_mb: int = 512


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """One product under a licence, as the register lists it. row: the number a person sees (the header of a file is row 1).

    gtin: 14 digits whose check digit holds, never a number for internal use. model: one or several, "; " between.
    A row with several article numbers gives one entry each.
    """

    row: int
    number: str | None = None
    product_group: str | None = None
    name: str | None = None
    company: str | None = None
    gtin: str | None = None
    model: str | None = None
    countries: str | None = None
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class RegisterReading:
    """imported + rejected + skipped = rows, always; `entries` may be more than `imported` (see `ListedEntry`).

    columns: header as in the file -> field. refusal: nothing was read, and why. extracted_on: where the file or its name
    says so. others: label code, or the word written, of the rows skipped for it -> how many.
    """

    format: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    ignored_columns: tuple[str, ...] = ()
    rows: int = 0
    imported: int = 0
    rejected: int = 0
    skipped: int = 0
    issues: tuple[Issue, ...] = ()
    entries: tuple[ListedEntry, ...] = ()
    others: Mapping[str, int] = field(default_factory=dict)
    extracted_on: dt.date | None = None
    refusal: Issue | None = None

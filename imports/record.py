"""What a reader hands over: places, issues, questions, grids and products. Pure data, no behaviour worth a test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Cell = str | Decimal | dt.date | dt.datetime | dt.time | dt.timedelta | None
"""One cell as the file holds it. A number of a workbook is a Decimal (never a float), a CSV cell is always text."""

Level = Literal["error", "warning"]
Verdict = Literal["import", "ask", "refuse"]
Params = Mapping[str, str | int | None]


@dataclass(frozen=True, slots=True)
class SourceRef:
    """The cell behind a value. `row` is the number the person sees in the file (the header of a plain file is 1)."""

    file: str
    sheet: str | None
    row: int | None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """Something wrong in a row (or, with `row` None, in the file): data, never an exception.

    `last_row` closes a stretch of rows that share one issue. `code` and `params` become a sentence in `catalog.wording`.
    """

    code: str
    level: Level
    row: int | None = None
    column: str | None = None
    value: str | None = None
    sheet: str | None = None
    last_row: int | None = None
    proposal: str | None = None
    params: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """Something only a person can answer before reading goes on. `choices` are values, shown as they are."""

    id: str
    choices: tuple[str, ...] = ()
    params: Params = field(default_factory=dict)


class UnreadableFile(Exception):
    """The one exception of this room: nothing of the file can become a product. Carries a stable code and parameters."""

    def __init__(self, code: str, **params: str | int | None) -> None:
        super().__init__(code)
        self.code = code
        self.params: Params = params


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column of a sheet, each distinct cell kept once. `values[codes[i]]` is the cell of line i; code 0 is blank."""

    values: Sequence[Cell]
    codes: npt.NDArray[np.int32]

    def at(self, line: int) -> Cell:
        return self.values[int(self.codes[line])]


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """One sheet (or the whole of a plain file) as read, before anybody decided what is a header.

    columns: all of one height. `numbers[i]` is the row number a person sees for line i (blank lines may be left out).
    offset: how many empty columns of the sheet stand to the left of `columns[0]`.
    hidden_rows / hidden_columns: how many the author hid; they are read, and mentioned.
    merged: (first_line, first_column, last_line, last_column), zero-based positions into `columns`, inclusive.
    broken: line -> issue of a line that cannot be cut into cells; it is rejected whatever its cells hold.
    stack: where several sheets were laid under one another, (name, first line) of each; `name` then joins the names.
    """

    name: str | None
    columns: tuple[Column, ...]
    numbers: npt.NDArray[np.int32]
    offset: int = 0
    hidden: bool = False
    hidden_rows: int = 0
    hidden_columns: int = 0
    merged: tuple[tuple[int, int, int, int], ...] = ()
    broken: Mapping[int, Issue] = field(default_factory=dict)
    stack: tuple[tuple[str, int], ...] = ()

    def line(self, line: int) -> tuple[Cell, ...]:
        return tuple(column.at(line) for column in self.columns)

    def sheet(self, line: int) -> str | None:
        """The name of the sheet in which a line stands."""
        return next((name for name, first in reversed(self.stack) if first <= line), self.name)

    def place(self, line: int) -> int | str:
        """The row number of a line as told in a sentence, behind its sheet's name where there are several."""
        number = int(self.numbers[line])
        return f"{self.sheet(line)} {number}" if self.stack else number


@dataclass(frozen=True, slots=True)
class Source:
    """A file as its format's reader understood it: its grids and how it was decoded."""

    format: str
    grids: tuple[Grid, ...]
    encoding: str | None = None
    delimiter: str | None = None
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """What the rest of the house has learnt about words, given to the mapping as an argument.

    headers: folded header text -> field name (a field of `fields.FIELDS`, or `claim:ATTRIBUTE`).
    families: folded family word -> family code. units: folded unit word -> UN/ECE Rec 20 code.
    values: field -> folded word -> meaning, confirmed once for everybody: a family code under `family`, a Rec 20 code
    under `order_unit` and `content_unit`, "yes" or "no" under `claim:ATTRIBUTE`; "" means that the word says nothing.
    Whatever stands under `label` is known elsewhere: it is no leftover. Words are folded by `fields.fold`.
    """

    headers: Mapping[str, str] = field(default_factory=dict)
    families: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Memory:
    """What the supplier's earlier file of this format taught: advice, never an order.

    columns: header as in that file -> field, "" for one that was left aside (`Reading.columns` with `ignored_columns`).
    A column counts only where its header is present and holds something. answers: question id -> value; one counts only
    where its question comes up and its value is still possible. values: as `Words.values`, this supplier's own, which win.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Repair:
    """A cell as a person rewrote it: of which sheet (None: of whichever is read), row and title; "" empties it."""

    sheet: str | None
    row: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Request:
    """How to read one file: everything a person already answered, and what the supplier's earlier file taught.

    mapping: header as in the file (or "Header1+Header2" composed) -> field. answers: question id -> value. Both win over
    `remembered`.
    """

    name: str
    sheet: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    currency: str = "EUR"
    currency_given: bool = False
    family: str | None = None
    mode: Literal["full", "patch"] = "full"
    lot_column: str | None = None
    free_items: bool = False
    max_seconds: float = 30
    max_mb: int = 512
    words: Words = field(default_factory=Words)
    remembered: Memory = field(default_factory=Memory)
    repairs: tuple[Repair, ...] = ()


MONEY = pa.int64()
"""Amounts are integers of 10^-6 of the currency."""
RATE = pa.int64()
"""Rates (VAT, discount) are integers of 10^-4 percent: 5.5 % is 55 000."""
QUANTITY = pa.int64()
"""Quantities are integers of 10^-6 of the unit."""

TIER = pa.struct([("min_quantity", QUANTITY), ("valid_from", pa.date32()), ("valid_to", pa.date32()), ("price", MONEY)])
CLAIM_CELL = pa.struct([("attribute", pa.string()), ("column", pa.string()), ("text", pa.string())])
"""A cell of a label or attribute column. `attribute` is None for a free label column ("Labels", "Certifications")."""

PRODUCTS = pa.schema(
    [
        ("row", pa.int32()),
        ("sheet", pa.string()),
        ("reference", pa.string()),
        ("name", pa.string()),
        ("description", pa.string()),
        ("brand", pa.string()),
        ("gtin", pa.string()),
        ("price", MONEY),
        ("price_basis", QUANTITY),
        ("currency", pa.string()),
        ("vat", RATE),
        ("price_includes_vat", pa.bool_()),
        ("order_unit", pa.string()),
        ("content_unit", pa.string()),
        ("content_per_order_unit", QUANTITY),
        ("valid_from", pa.date32()),
        ("valid_to", pa.date32()),
        ("family", pa.string()),
        ("classifications", pa.list_(pa.string())),
        ("image_url", pa.string()),
        ("list_price", MONEY),
        ("discount_rate", RATE),
        ("prices", pa.list_(TIER)),
        ("min_order_quantity", QUANTITY),
        ("order_multiple", QUANTITY),
        ("packaging_levels", pa.list_(pa.string())),
        ("eco_contribution", MONEY),
        ("lead_time_days", pa.int32()),
        ("dilution", RATE),
        ("dilution_least", RATE),
        ("yield_pages", pa.int64()),
        ("lot", pa.string()),
        ("product_type", pa.string()),
        ("active_status", pa.string()),
        ("replaced_by", pa.string()),
        ("allergens", pa.list_(pa.string())),
        ("origin", pa.string()),
        ("hazard_codes", pa.list_(pa.string())),
        ("hazard_column", pa.string()),
        ("documents", pa.list_(pa.string())),
        ("claim_cells", pa.list_(CLAIM_CELL)),
        ("deleted", pa.bool_()),
    ]
)
"""One offer a line; rows that are tiers of one offer share a line. Missing is null, never 0 or "". `price` is as printed.

dilution: concentrate in the ready solution, of the most concentrated stated use; dilution_least: of the least, where several
are stated. yield_pages: pages that one cartridge prints.
`deleted` is null, or True for a line of an update that says that its reference goes: such a line offers nothing.
"""


@dataclass(frozen=True, slots=True)
class Leftover:
    """A word in a family, unit or claim column that nobody understood, with the number of rows that hold it.

    `value` as first written. Of label columns, whoever has the vocabulary drops what it understands.
    """

    column: str
    field: str
    value: str
    rows: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The answer for one file. imported + rejected + skipped = rows, always.

    While a question waits, every row is counted as skipped (issue `rows.waiting`); a refused file's rows are rejected.
    from_memory: headers and question ids that were taken from `Request.remembered`. leftovers: the most frequent first,
    at most some hundreds; `leftovers_left`: how many further ones there are.
    """

    verdict: Verdict
    format: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_rows: tuple[int, ...] = ()
    transaction: Literal["full", "patch"] = "full"
    columns: Mapping[str, str] = field(default_factory=dict)
    ignored_columns: tuple[str, ...] = ()
    places: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Sheet ("" for a plain file) -> title -> the letters of its column."""
    rows: int = 0
    imported: int = 0
    rejected: int = 0
    skipped: int = 0
    rejected_references: tuple[str, ...] = ()
    """What the rejected rows name, where that much can be read: the file does not leave these references out."""
    issues: tuple[Issue, ...] = ()
    questions: tuple[Question, ...] = ()
    refusal: Issue | None = None
    products: pa.Table = field(default_factory=lambda: PRODUCTS.empty_table())
    raw: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    """Row number -> header -> text as written, for every row that was read (kept with the batch)."""
    from_memory: tuple[str, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    leftovers_left: int = 0
    seconds: float = 0.0
    peak_mb: int = 0

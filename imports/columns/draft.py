"""The mapping of a table while it is being made, and when it is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from imports.fields import field_of, fold, known_field
from imports.record import Issue, Question, Request
from imports.tables.layout import Table

_WEAK = {
    "reference": frozenset("code article item articles interne id commande cde internal ref1 ref2".split()),
    "name": frozenset("produit produits articles nom product intitule article title short description".split()),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What the price's header says of its cells: for how many units (10^-6) and of which measure they are.

    halves: where it announces two prices in a cell, which of them is without VAT.
    """

    basis: int | None = None
    measure: str | None = None
    halves: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Mapped:
    """The columns of a table as fields. Positions index `Table.grid.columns`.

    fields: field -> positions (several only where the field allows it, or for a composed reference).
    columns: title -> field, as reported; a composed reference is reported as "Header1+Header2".
    """

    fields: Mapping[str, tuple[int, ...]]
    columns: Mapping[str, str]
    ignored: tuple[str, ...]
    questions: tuple[Question, ...] = ()
    issues: tuple[Issue, ...] = ()
    includes_vat: bool | None = None
    currency: str | None = None
    vat_rate: int | None = None
    discounted: bool = False
    """The price is the list price less the discount of its row: a person said so."""
    from_memory: tuple[str, ...] = ()
    """Headers that were read as in the supplier's earlier file."""
    said: Said = field(default_factory=Said)
    variants: tuple[int, ...] = ()
    """Columns of sizes, colours and the like that were not taken: rows that differ in them are not identical."""

    def one(self, name: str) -> int | None:
        """The column of a field, or None."""
        return next(iter(self.fields.get(name, ())), None)


@dataclass(slots=True)
class Draft:
    """The mapping while it is being made."""

    table: Table
    request: Request
    fields: dict[str, tuple[int, ...]] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    refused: set[int] = field(default_factory=set)
    questions: list[Question] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    discounted: bool = False
    remembered: list[str] = field(default_factory=list)

    def take(self, name: str, positions: Sequence[int]) -> None:
        """Gives columns to a field. Those of a composed reference go on saying what they say by themselves."""
        self.fields[name] = (*self.fields.get(name, ()), *positions)
        if name != "reference" or (len(positions) == 1 and self.named(positions[0]) in (None, "reference")):
            self.taken.update(positions)

    def named(self, position: int) -> str | None:
        """The field that a column's header surely names, whatever it was given to."""
        parts = self.table.alternatives[position] or (self.table.titles[position],)
        hits = (field_of(part, self.request.words) for part in parts)
        return next((hit for hit in hits if hit and known_field(hit)), None)

    def ask(self, identity: str, positions: Sequence[int], **params: str | int | None) -> None:
        self.questions.append(Question(identity, tuple(self.table.titles[position] for position in positions), params))

    def held(self, position: int) -> bool:
        return bool((self.table.grid.columns[position].codes[self.table.lines] > 0).any())

    def free(self) -> list[int]:
        titled = [position for position, title in enumerate(self.table.titles) if title]
        return [position for position in titled if position not in self.taken | self.refused]


def held_or_all(draft: Draft, positions: list[int]) -> list[int]:
    """The columns that hold anything, else the first of them."""
    return [position for position in positions if draft.held(position)] or positions[:1]


def tokens_of(draft: Draft, position: int) -> frozenset[str]:
    """The words of a column\'s header, folded."""
    return frozenset(fold(draft.table.titles[position]).split())


def strong(draft: Draft, positions: list[int], name: str) -> list[int]:
    """Those whose header is more than a loose word ("Code" beside "Référence"), where there are any."""
    strong = [position for position in positions if not tokens_of(draft, position) <= _WEAK[name]]
    return strong or positions


def same_cells(draft: Draft, positions: list[int]) -> bool:
    """True when the columns hold the same cells."""
    lines, columns = draft.table.lines, draft.table.grid.columns
    texts = [
        np.array([str(cell) for cell in columns[position].values], dtype=object)[columns[position].codes[lines]]
        for position in positions
    ]
    return all((texts[0] == other).all() for other in texts[1:])

"""Compare two versions of the catalogue: what is new, gone and changed between two publications, cell by cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.access import Actor, require
from catalog.errors import NotFound
from catalog.means.means import Means
from catalog.published.standing import standing_of
from catalog.published.told import SHOWN, cell_json
from catalog.queries import agreements, comparison, release
from catalog.staging.changes import Changes
from catalog.staging.comparison import between, renames
from catalog.writing.table import Column, Table

COLUMNS = ("supplier", "reference", "lot", "what", "field", "before", "after")


@dataclass(frozen=True, slots=True)
class Compared:
    """One supplier's part. suspended, lifted: (reference, lot) of offers that are suspended after, or before, alone."""

    supplier: str
    changes: Changes
    suspended: tuple[tuple[str, str], ...]
    lifted: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What publication `after` has that `before` had not, by supplier; counts are exact whatever is named."""

    before: int
    after: int
    parts: tuple[Compared, ...]

    def json(self) -> dict[str, Any]:
        """The counts and cells of a rehearsal; cells named up to a limit, each with its supplier."""
        found = [part.changes for part in self.parts]
        counts = ("new_products", "new_offers", "changed_offers", "same_offers")
        return {
            "before": self.before,
            "after": self.after,
            **{name: sum(getattr(each, name) for each in found) for name in counts},
            "gone_offers": sum(each.gone_rows.num_rows for each in found),
            "renames": list(self._renames())[:SHOWN],
            "suspended": [each for part in self.parts for each in _named(part, part.suspended)][:SHOWN],
            "lifted": [each for part in self.parts for each in _named(part, part.lifted)][:SHOWN],
            "new": [each for part in self.parts for each in _named(part, _new(part.changes))][:SHOWN],
            "gone": [each for part in self.parts for each in _named(part, part.changes.gone)][:SHOWN],
            "cells": [
                {"supplier": part.supplier, **cell_json(cell)}
                for part in self.parts
                for cell in part.changes.first_cells(SHOWN)
            ][:SHOWN],
            "cells_total": sum(each.cell_count for each in found),
        }

    def table(self) -> Table:
        """Every line of it, for a file: what is new, gone, renamed, suspended, lifted, and each changed cell."""
        return Table("compare", (), [Column(name, width=24) for name in COLUMNS], self._lines())

    def _renames(self) -> Iterator[dict[str, str]]:
        for part in self.parts:
            yield from ({"supplier": part.supplier, "before": old, "after": new} for old, new in renames(part.changes))

    def _lines(self) -> Iterator[tuple[str | None, ...]]:
        for part in self.parts:
            kinds = {
                "new": _new(part.changes),
                "gone": part.changes.gone,
                "suspended": part.suspended,
                "lifted": part.lifted,
            }
            for what, keys in kinds.items():
                yield from ((part.supplier, reference, lot, what, None, None, None) for reference, lot in keys)
            for old, new in renames(part.changes):
                yield part.supplier, new, None, "renamed", "reference", old, new
            for cell in part.changes.cells:
                said = cell_json(cell)
                before, after = (None if said[name] is None else str(said[name]) for name in ("before", "after"))
                yield part.supplier, cell.reference, cell.lot, "changed", cell.field, before, after


def compare(
    actor: Actor,
    means: Means,
    before: int | dt.date,
    after: int | dt.date,
    supplier: str | None = None,
    lot: str | None = None,
) -> Comparison:
    """Compare two publications, by number or as in force on a day, as far as the actor sees into them.

    Raises NotFound for a number that is none, and for a supplier or lot of others as for none.
    """
    require(actor, "publication.compare", actor.organisation_id)
    numbers = [_number(means, each) for each in (before, after)]
    held = _held(actor, means, supplier, lot)
    parts = (_part(means, code, owner, lots, numbers) for (code, owner), lots in held.items())
    return Comparison(numbers[0], numbers[1], tuple(parts))


def _number(means: Means, asked: int | dt.date) -> int:
    if isinstance(asked, dt.date):
        return release.publication_on(means.session, asked)
    if asked != 0 and release.recorded_at(means.session, asked) is None:
        raise NotFound("publication.unknown", publication=asked)
    return asked


def _held(
    actor: Actor, means: Means, supplier: str | None, lot: str | None
) -> Mapping[tuple[str, int], Mapping[str, int]]:
    """(supplier code, id) -> lot code -> lot id, of the offers that lie in the actor's sight."""
    scope = agreements.scope_today(means.session, actor, means.clock)
    found: dict[tuple[str, int], dict[str, int]] = {}
    for each in comparison.lots_offered(means.session):
        asked = supplier in (None, each.supplier) and lot in (None, each.lot)
        if asked and scope.knows(each.agreement, each.supplier):
            found.setdefault((each.supplier, each.supplier_id), {})[each.lot] = each.lot_id
    if not found and (supplier or lot):
        raise NotFound("compare.nothing", supplier=supplier or "", lot=lot or "")
    return found


def _part(means: Means, code: str, owner: int, lots: Mapping[str, int], numbers: list[int]) -> Compared:
    old, new = (standing_of(means.session, owner, list(lots.values()), number) for number in numbers)
    held = [comparison.suspended(means.session, owner, lots.values(), number) for number in numbers]
    return Compared(code, between(old, new), tuple(sorted(held[1] - held[0])), tuple(sorted(held[0] - held[1])))


def _new(found: Changes) -> tuple[tuple[str, str], ...]:
    new = found.offer_rows.filter(found.offer_before["offer_id"].is_null())
    return tuple(zip(new["reference"].to_pylist(), new["lot"].to_pylist(), strict=True))


def _named(part: Compared, keys: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    return [{"supplier": part.supplier, "reference": reference, "lot": lot} for reference, lot in keys[:SHOWN]]

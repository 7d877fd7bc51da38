"""What was recorded that may move a tag or a range, told apart table by table: from what was known of one edition to
what the next one adds.

Rows are never changed, but a writer that commits late adds one with an earlier time. So nobody trusts times alone: a
set of rows is known by its size and the sum of its ids, and where it cannot be shown what was added, nothing is said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import Session

from catalog.models import (
    Coverage,
    Decision,
    DocumentReading,
    Fact,
    Proof,
    ProofEnding,
    RangeValidation,
    RangeVersion,
    RegisterExtract,
    TagDecision,
    Validation,
)
from catalog.models import Word as SupplierWord
from catalog.queries.evidence import moving

LIVE: tuple[Any, ...] = (
    Fact, SupplierWord, Proof, ProofEnding, Coverage, Decision, TagDecision, DocumentReading, RegisterExtract,
    RangeVersion, RangeValidation, Validation,
)  # fmt: skip
"""Tables whose rows may move a tag or a range on a day already past when they are recorded."""
Stamp = tuple[tuple[int, int], ...]
"""For each table of LIVE how many rows, and the sum of their ids (each modulo a prime, or sums leave 64 bits)."""
PRIME = 2_147_483_647
LATE = dt.timedelta(minutes=10)
"""A writer that takes no longer than this is followed row by row; a later one costs a whole tagging."""
MANY = 20_000
"""Rows beyond which to look at each costs more than to tag all."""
BLOCK = 400
FIRST = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MOMENT = dt.timedelta(microseconds=1)
EVERYTHING = (Fact, SupplierWord, RegisterExtract)
"""Tables of which any row may touch any product."""
OF_RANGES = (RangeVersion, RangeValidation, Validation)
"""Tables that move ranges and no tag."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Which rows an edition was made from: those recorded before `settled` by their stamp, the later ones by their ids.

    until: no row of this instant or later is among them. tails: for each table of LIVE the ids recorded since `settled`.
    """

    until: dt.datetime
    settled: dt.datetime
    stamp: Stamp
    tails: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What rows touch that one edition rests on and the other does not. products: ids. everything: whatever there is."""

    everything: bool = False
    ranges: bool = False
    products: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table of LIVE: when it was recorded, and whom it touches."""

    id: int
    at: dt.datetime
    touches: int | str | None


def stamp(session: Session, before: dt.datetime) -> Stamp:
    """The rows recorded before an instant, in one statement."""
    of = [
        select(
            literal(place).label("place"), func.count().label("rows"), func.coalesce(func.sum(table.id % PRIME), 0)
        ).where(table.recorded_at < before, *moving(table))
        for place, table in enumerate(LIVE)
    ]
    found = {place: (int(rows), int(ids)) for place, rows, ids in session.execute(union_all(*of))}
    return tuple(found[place] for place in range(len(LIVE)))


def ledger(session: Session, until: dt.datetime) -> Ledger:
    """The rows recorded before an instant, as a later edition can tell what it adds to them."""
    last = max((at for table in LIVE if (at := _last(session, table, until))), default=FIRST)
    settled = last - LATE if last > FIRST + LATE else FIRST
    tails = _tails(session, settled, until)
    if tails is None:  # so many in the last minutes that they are settled too
        settled, tails = last + MOMENT, ((),) * len(LIVE)
    return Ledger(until, settled, stamp(session, settled), tails)


def since(session: Session, known: Ledger, until: dt.datetime) -> Change | None:
    """What moved between a ledger and the rows recorded before `until`; None where it cannot be shown."""
    if stamp(session, known.settled) != known.stamp:
        return None
    low, high = min(known.settled, until), max(known.until, until)
    moved: list[list[_Row]] = []
    for table, tail in zip(LIVE, known.tails, strict=True):
        rows = _between(session, table, low, high)
        if rows is None or not {row.id for row in rows}.issuperset(tail):
            return None  # too many, or a row is gone: it was taken back with its transaction
        told = frozenset(tail)
        moved.append([row for row in rows if (row.at < known.settled or row.id in told) != (row.at < until)])
    return _change(session, moved, high)


def _last(session: Session, table: Any, until: dt.datetime) -> dt.datetime | None:
    found: dt.datetime | None = session.scalar(select(func.max(table.recorded_at)).where(table.recorded_at < until))
    return found


def _tails(session: Session, settled: dt.datetime, until: dt.datetime) -> tuple[tuple[int, ...], ...] | None:
    found = []
    for table in LIVE:
        rows = _between(session, table, settled, until, MANY // 10)
        if rows is None:
            return None
        found.append(tuple(row.id for row in rows))
    return tuple(found)


def _between(session: Session, table: Any, low: dt.datetime, high: dt.datetime, most: int = MANY) -> list[_Row] | None:
    """The rows of a table recorded from `low` on and before `high`; None where there are more than `most`."""
    within = (table.recorded_at >= low, table.recorded_at < high, *moving(table))
    rows = session.execute(select(table.id, table.recorded_at, _touched_by(table)).where(*within).limit(most + 1)).all()
    return [_Row(*row) for row in rows] if len(rows) <= most else None


def _touched_by(table: Any) -> Any:
    """The column that names whom a row touches: a product, a proof or a document; of others nobody asks."""
    found = table.id
    if table in (Coverage, TagDecision):
        found = table.product_id
    elif table in (ProofEnding, Decision):
        found = table.proof_id
    elif table is DocumentReading:
        found = table.document
    return found


def _change(session: Session, moved: Sequence[Sequence[_Row]], high: dt.datetime) -> Change:
    """Products are named by their coverage, or by the coverage of a proof, or of a proof of a document."""
    of = dict(zip(LIVE, moved, strict=True))
    documents = {str(row.touches) for row in of[DocumentReading]}
    proofs = {int(row.touches or 0) for table in (Proof, ProofEnding, Decision) for row in of[table]}
    proofs |= set(_any(session, select(Proof.id), Proof.document, documents))
    products = {int(row.touches or 0) for table in (Coverage, TagDecision) for row in of[table]}
    covered = select(Coverage.product_id).where(Coverage.recorded_at < high)
    products |= set(_any(session, covered, Coverage.proof_id, proofs))
    everything = any(of[table] for table in EVERYTHING)
    return Change(everything, any(of[table] for table in OF_RANGES), frozenset(products))


def _any(session: Session, statement: Any, column: Any, values: Collection[Any]) -> Iterator[int]:
    asked = sorted(values)
    for start in range(0, len(asked), BLOCK):
        yield from session.scalars(statement.where(column.in_(asked[start : start + BLOCK])))

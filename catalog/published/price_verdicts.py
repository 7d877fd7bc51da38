"""Every price of a batch under the clause of its lot, on the day it would take effect; and what a person decided of them.

Only prices that change are put to a person; one that stands already and is dearer than the clause says is counted apart.
Judged is every price of a quantity, on the day of effect and on each later day from which the file gives another.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from catalog.clauses.figures import PERCENT
from catalog.clauses.judge import judge
from catalog.clauses.records import WORDS, Judgement, Priced
from catalog.clauses.terms import Clause
from catalog.means.means import Means
from catalog.models import Batch
from catalog.prices import ONE
from catalog.published.price_history import History, LotHistory, clause_of, index_values, lot_history
from catalog.queries import intake, price_clauses
from catalog.staging.changes import Changes, OfferKey, Standing
from catalog.staging.repriced import PRICE_FIELDS, repriced
from catalog.staging.row_prices import Row, price_in, prices_from
from catalog.staging.written import joined, whole

QUESTION = "price_clause"
CHOICES = ("accept", "keep", "allowed")
"""accept: publish as sent. keep: those keep the price that stands, new ones stay out. allowed: the clause's price."""
STEEP = 10 * PERCENT
"""A rise that is mentioned in a lot without a clause."""


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One price judged. place: -1 the price of the offer, else the tier that holds it. moves: it is not what stands."""

    reference: str
    lot: str
    currency: str
    before: int | None
    day: dt.date
    place: int
    moves: bool
    judgement: Judgement
    quantity: int = ONE


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdicts on a batch. lines: one an offer, the worst of its days; counts: verdict -> offers.

    steep: offers of lots without a clause that rise by more than STEEP. answer: what a person decided, or None.
    settled: what was done by it (kept, left_out, allowed -> offers).
    """

    day: dt.date
    clauses: Mapping[str, Clause | None] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    lines: tuple[PriceLine, ...] = ()
    asked: tuple[PriceLine, ...] = ()
    stale: int = 0
    safeguard: int = 0
    steep: int = 0
    answer: str | None = None
    settled: Mapping[str, int] = field(default_factory=dict)

    @property
    def waits(self) -> int:
        """How many offers wait for a person's answer."""
        return 0 if self.answer in CHOICES else len({(line.reference, line.lot) for line in self.asked})


@dataclass(frozen=True)
class _Case:
    """A batch's prices about to be judged."""

    means: Means
    batch: Batch
    found: Changes
    standing: Standing
    named: pa.Table
    day: dt.date
    publication: int

    @cached_property
    def lots(self) -> Mapping[str, int]:
        """Lot code -> id."""
        return intake.lot_ids(self.means.session, self.batch.supplier_id, self.batch.id)

    @cached_property
    def clauses(self) -> Mapping[str, Clause | None]:
        """Lot code -> the clause in force on the day of effect."""
        recorded = price_clauses.clauses(self.means.session, list(self.lots.values()))
        return {
            code: clause_of(price_clauses.clause_on(recorded.get(lot_id, []), self.day))
            for code, lot_id in self.lots.items()
        }

    @cached_property
    def history(self) -> History:
        """The earlier prices of the batch's lots."""
        lots = tuple(self.lots[code] for code, clause in self.clauses.items() if clause)
        return History(self.means.session, self.batch.supplier_id, lots, self.publication)

    @cached_property
    def indices(self) -> Mapping[str, int]:
        """The values of all indices."""
        return index_values(self.means.session)

    @cached_property
    def families(self) -> Mapping[str, str | None]:
        """Reference -> purchase family, as it would be."""
        stood = zip(*(self.standing.products[name].to_pylist() for name in ("reference", "family")), strict=True)
        said = zip(*(self.found.product_rows[name].to_pylist() for name in ("reference", "family")), strict=True)
        return dict(stood) | dict(said)

    @cached_property
    def same(self) -> pa.Table:
        """The offers that the file names and leaves as they are."""
        keys = joined([self.standing.offers["reference"], self.standing.offers["lot"]])
        named = joined([self.named["reference"], self.named["lot"]])
        moved = joined([self.found.offer_rows["reference"], self.found.offer_rows["lot"]])
        stays = pc.and_(pc.is_in(keys, value_set=named), pc.invert(pc.is_in(keys, value_set=moved)))
        return self.standing.offers.filter(stays)


def judged(
    means: Means, batch: Batch, found: Changes, standing: Standing, named: pa.Table, day: dt.date, publication: int
) -> tuple[Changes, Judged]:
    """The changes as a person's answer leaves them, and the verdicts they were judged by.

    `named`: the staged rows, for the offers that stay as they are. `publication`: the one that is written on.
    """
    case = _Case(means, batch, found, standing, named, day, publication)
    answer = batch.answers.get("answers", {}).get(QUESTION)
    seen = _seen(case, answer)
    return _settled(case, seen) if answer in ("keep", "allowed") and seen.asked else (found, seen)


def _seen(case: _Case, answer: str | None) -> Judged:
    lines = [line for lot, clause in case.clauses.items() if clause for line in _lot_lines(case, lot, clause)]
    worst: dict[OfferKey, PriceLine] = {}
    for line in lines:
        key = (line.reference, line.lot)
        worst[key] = max(worst.get(key, line), line, key=_gravity)
    counts = Counter(line.judgement.word for line in worst.values())
    bare = [code for code, clause in case.clauses.items() if clause is None]
    free, steep = _without_clause(case, bare)
    beyond = [line for line in lines if line.judgement.word == "beyond"]
    return Judged(
        case.day, case.clauses,
        {word: n for word in WORDS if (n := counts[word] + (free if word == "no_clause" else 0))},
        tuple(sorted(worst.values(), key=_gravity, reverse=True)), tuple(line for line in beyond if line.moves),
        sum(line.judgement.word == "beyond" and not line.moves for line in worst.values()),
        sum(line.judgement.safeguard for line in worst.values()), steep, answer,
    )  # fmt: skip


def _gravity(line: PriceLine) -> tuple[bool, bool, bool, int, int]:
    """The gravest last: beyond and moving, beyond, against the safeguard; then what cannot be judged; then by the gap."""
    found = line.judgement
    beyond = found.word == "beyond"
    lacking = found.allowed is None and found.word not in ("within", "no_clause")
    return beyond and line.moves, beyond, found.safeguard, (found.gap or 0) if beyond else int(lacking), found.rise or 0


def _lot_lines(case: _Case, lot: str, clause: Clause) -> Iterator[PriceLine]:
    histories = _Days(case, lot, clause)
    rows = case.found.offer_rows.filter(pc.equal(case.found.offer_rows["lot"], lot)).to_pylist()
    before = case.found.offer_before.filter(pc.equal(case.found.offer_rows["lot"], lot)).to_pylist()
    for row, stood in zip(rows, before, strict=True):
        yield from _offer_lines(case, histories, row, stood if stood["reference"] is not None else None)
    for row in case.same.filter(pc.equal(case.same["lot"], lot)).to_pylist():
        yield from _offer_lines(case, histories, row, row)


class _Days(dict[tuple[dt.date, int], LotHistory]):
    """What stands behind the prices of a lot, by day and quantity; most files need a single one."""

    def __init__(self, case: _Case, lot: str, clause: Clause) -> None:
        super().__init__()
        self.case, self.lot, self.clause = case, lot, clause

    def __missing__(self, key: tuple[dt.date, int]) -> LotHistory:
        day, quantity = key
        self[key] = lot_history(self.case.history, self.clause, self.case.lots[self.lot], day, quantity)
        return self[key]


def _offer_lines(case: _Case, days: _Days, row: Row, stood: Row | None) -> Iterator[PriceLine]:
    reference, offer = row["reference"], 0 if stood is None else stood["offer_id"]
    family, currency = case.families.get(reference), row["currency"] or "EUR"
    for each in prices_from(row, case.day):
        before = None if stood is None else price_in(stood, each.day, each.quantity)
        behind = days[each.day, each.quantity]
        priced = Priced(
            each.price, family, row["list_price"], before, behind.base(offer), behind.eve.get(offer),
            behind.year_ago.get(offer), behind.lines.get(reference),
        )  # fmt: skip
        found = judge(days.clause, priced, each.day, case.indices)
        yield PriceLine(
            reference, row["lot"], currency, before, each.day, each.place, each.price != before, found, each.quantity
        )


def _without_clause(case: _Case, lots: Sequence[str]) -> tuple[int, int]:
    """How many offers of lots without a clause the file prices, and how many rise by more than STEEP."""
    if not lots:
        return 0, 0
    mine = pc.is_in(case.found.offer_rows["lot"], value_set=pa.array(lots, pa.string()))
    after = pc.filter(case.found.offer_rows["price"], mine)
    before = pc.filter(case.found.offer_before["price"], mine)
    limit = pc.multiply(before, 100 * PERCENT + STEEP)
    steep = pc.sum(pc.greater(pc.multiply(after, 100 * PERCENT), limit)).as_py() or 0
    same = pc.sum(pc.is_in(case.same["lot"], value_set=pa.array(lots, pa.string()))).as_py() or 0
    return len(after) + same, steep


def _settled(case: _Case, seen: Judged) -> tuple[Changes, Judged]:
    """What a person decided of the prices beyond the clause, done."""
    asked: dict[OfferKey, list[PriceLine]] = defaultdict(list)
    for line in seen.asked:
        asked[line.reference, line.lot].append(line)
    prices: dict[OfferKey, Row] = {}
    left_out: set[OfferKey] = set()
    for row, stood in _pairs(case, seen):
        key = (row["reference"], row["lot"])
        if seen.answer == "allowed":
            prices[key] = _at_allowed(row, asked[key])
        elif stood is not None:
            prices[key] = {name: stood[name] for name in PRICE_FIELDS}
        else:
            left_out.add(key)
    done = {"allowed": len(prices)} if seen.answer == "allowed" else {"kept": len(prices), "left_out": len(left_out)}
    return repriced(case.found, prices, left_out), dataclasses.replace(seen, settled=done)


def _pairs(case: _Case, seen: Judged) -> Iterator[tuple[Row, Row | None]]:
    """The rows of the offers asked about, each beside what stands."""
    asked = pa.array([(line.reference, line.lot) for line in seen.asked], pa.list_(pa.string()))
    wanted = joined([pc.list_element(asked, 0), pc.list_element(asked, 1)])
    mine = pc.is_in(joined([whole(case.found.offer_rows[name]) for name in ("reference", "lot")]), value_set=wanted)
    after, before = case.found.offer_rows.filter(mine).to_pylist(), case.found.offer_before.filter(mine).to_pylist()
    for row, stood in zip(after, before, strict=True):
        yield row, stood if stood["reference"] is not None else None


def _at_allowed(row: Row, lines: Sequence[PriceLine]) -> dict[str, Any]:
    """The prices of a row with those beyond put to what the clause allows; what the file printed stays beside them."""
    price, tiers = row["price"], [dict(tier) for tier in row["tiers"] or ()]
    for line in lines:
        if line.place < 0:
            price = line.judgement.allowed
        else:
            tiers[line.place]["price"] = line.judgement.allowed
    return {"price": price, "tiers": tiers}

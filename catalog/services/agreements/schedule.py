"""Load the unit price schedule (BPU) of a holder of a lot from its file. Lines are added, never changed: a later one speaks.

The file is read between the two transactions: `schedule_request` says how (and who may), `load_schedule` keeps the lines.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from catalog.access import Actor, require
from catalog.errors import Invalid, NotFound
from catalog.means import journal
from catalog.means.locks import alone
from catalog.means.means import Means
from catalog.models import ScheduleLine, new_id
from catalog.prices import price_excluding_vat
from catalog.queries import agreements, price_clauses
from catalog.queries.agreements import LotTerms
from catalog.queries.price_clauses import LineKept
from catalog.wording.reading import issue_params
from catalog.wording.sentences import say
from imports.reading import read_file
from imports.record import Reading, Request

SHOWN = 200
"""How many lines a report names; all are counted."""


@dataclass(frozen=True, slots=True)
class ScheduleChange:
    """One line that is new, changes its price, or ends. Prices in 10^-6, None where there is none."""

    reference: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class ScheduleReport:
    """What the file does to the schedule in force on its day: counts, the first lines, and what was not read of it."""

    valid_from: dt.date
    new: int
    changed: int
    ended: int
    same: int
    rejected: int
    lines: tuple[ScheduleChange, ...]


def schedule_request(
    actor: Actor, means: Means, lot: str, supplier: str, name: str, mapping: Mapping[str, str] | None = None
) -> Request:
    """How to read a schedule. Raises NotAllowed, NotFound, Invalid when the supplier does not hold the lot."""
    terms, _ = _held(actor, means, lot, supplier)
    return Request(name, currency=terms.currency, mapping=mapping or {}, free_items=terms.free_items)


def read_schedule(path: Path, request: Request) -> Reading:
    """Read the file, outside any transaction."""
    return read_file(path, request)


def load_schedule(
    actor: Actor, means: Means, lot: str, supplier: str, reading: Reading, valid_from: dt.date, *,
    full: bool = False, dry: bool = False,
) -> ScheduleReport:  # fmt: skip
    """Add the lines of a reading from a day on, unless `dry`; `full`: lines that it does not name end that day.

    Raises Invalid for a file that asks or is refused, besides what `schedule_request` raises.
    """
    terms, supplier_id = _held(actor, means, lot, supplier)
    if reading.verdict != "import":
        raise Invalid("schedule.unreadable", **_why(reading))
    alone(means.session, f"schedule:{terms.id}:{supplier_id}")
    standing = price_clauses.schedule_on(means.session, supplier_id, terms.id, valid_from)
    prices, unread = _prices(reading)
    changes = list(_changes(prices, standing, full=full))
    if changes and not dry:
        rows = [_row(actor, means, supplier_id, terms.id, each, valid_from) for each in changes]
        means.session.execute(insert(ScheduleLine), rows)
        told = {"supplier": supplier, "lines": len(changes), "from": valid_from.isoformat()}
        journal.write(actor, means, "schedule.load", f"lot:{lot}", **told)
    return _report(changes, prices, valid_from, reading.rejected + unread)


def _held(actor: Actor, means: Means, lot: str, supplier: str) -> tuple[LotTerms, int]:
    require(actor, "agreement.change")
    scope = agreements.scope_today(means.session, actor, means.clock)
    terms = next((each for each in agreements.lots(means.session, scope) if each.code == lot), None)
    if terms is None:
        raise NotFound("lot.not_found", lot=lot)
    if supplier not in terms.holders:
        raise Invalid("schedule.not_holder", supplier=supplier, lot=lot)
    return terms, agreements.organisations(means.session, [supplier])[supplier].id


def _why(reading: Reading) -> dict[str, str]:
    if reading.refusal:
        params = issue_params(reading.refusal)
        return {f"detail_{each}": say(reading.refusal.code, params, each).rstrip(".") for each in ("fr", "en")}
    asked = reading.questions[0]
    return {f"detail_{each}": say(f"question.{asked.id}", asked.params, each) for each in ("fr", "en")}


def _prices(reading: Reading) -> tuple[dict[str, int], int]:
    """Reference -> price without VAT; and how many lines had none. Of one reference twice, the last line speaks."""
    found: dict[str, int] = {}
    unread = 0
    names = ("reference", "price", "price_includes_vat", "vat", "price_basis")
    for row in reading.products.select(names).to_pylist():
        price = None if row["price"] is None else _excluding_vat(row)
        if price is None:
            unread += 1
        else:
            found[row["reference"]] = price
    return found, unread


def _excluding_vat(row: Mapping[str, Any]) -> int | None:
    return price_excluding_vat(row["price"], bool(row["price_includes_vat"]), row["vat"], row["price_basis"])


def _changes(prices: Mapping[str, int], standing: Mapping[str, LineKept], *, full: bool) -> Iterator[ScheduleChange]:
    for reference, price in prices.items():
        before = standing[reference].price if reference in standing else None
        if before != price:
            yield ScheduleChange(reference, before, price)
    if full:
        yield from (
            ScheduleChange(reference, line.price, None)
            for reference, line in standing.items()
            if reference not in prices
        )


def _row(
    actor: Actor, means: Means, supplier_id: int, lot_id: int, change: ScheduleChange, valid_from: dt.date
) -> dict[str, Any]:
    return {
        "supplier_id": supplier_id, "id": new_id(), "lot_id": lot_id, "reference": change.reference, "line": None,
        "price": change.after, "valid_from": valid_from, "recorded_at": means.clock.now(),
        "by_organisation_id": actor.organisation_id, "by_account_id": actor.account_id,
    }  # fmt: skip


def _report(
    changes: list[ScheduleChange], prices: Mapping[str, int], valid_from: dt.date, rejected: int
) -> ScheduleReport:
    new = sum(each.before is None for each in changes)
    ended = sum(each.after is None for each in changes)
    changed = len(changes) - new - ended
    same = len(prices) - new - changed
    return ScheduleReport(valid_from, new, changed, ended, same, rejected, tuple(changes[:SHOWN]))

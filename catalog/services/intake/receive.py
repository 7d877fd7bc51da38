"""Receive a supplier's file: what it is for is checked, it is read, and it becomes a batch. The same file twice is one.

Reading takes its time and happens outside any transaction: `prepare` says how to read (and who may), `receive` keeps
what was read. The entrance does both around the reading.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, field, replace
from typing import Any, Literal

import pyarrow as pa
from sqlalchemy import and_, delete, insert

from catalog.access import Actor, require
from catalog.errors import Conflict, Invalid, NotFound
from catalog.facets.selection import Scope
from catalog.means import journal
from catalog.means.clock import end_of
from catalog.means.locks import alone
from catalog.means.means import Means
from catalog.models import Batch, BatchIssue, BatchLot, new_id, new_ids
from catalog.published import remembering
from catalog.published.bulk import insert_columns
from catalog.queries import agreements, intake, proofs
from catalog.queries.agreements import LotTerms, OrganisationCard
from catalog.staging.stage import StagedLot, Staging, stage
from catalog.tagging.left_over import not_understood
from catalog.tagging.vocabulary import Vocabulary
from catalog.wording.reading import reading_json
from imports.record import Issue, Reading, Request
from imports.record import Repair as Repair
from imports.tables.raw import kept

Mode = Literal["full", "patch"]
STATES: Mapping[str, str] = {"import": "rehearsed", "ask": "asking", "refuse": "refused"}
_TEXTS = ("level", "code", "sheet", "column", "value", "proposal")
ISSUE_FIELDS = {**dict.fromkeys(_TEXTS, pa.string()), "row": pa.int64(), "last_row": pa.int64()}
LONGEST = 240.0
"""Seconds that the reading of a received file may take. `check` has limits of its own."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a file is for: whose, which lots, full or patch, and what a person has answered already."""

    supplier: str
    lots: tuple[str, ...]
    name: str
    mode: Mode = "full"
    lot_column: str | None = None
    sheet: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    repairs: tuple[Repair, ...] = ()

    @property
    def scope(self) -> str:
        """Mode and lots in one canonical text: the same file for the same purpose exists once."""
        return f"{self.mode}:{','.join(sorted(self.lots))}"


@dataclass(frozen=True, slots=True)
class Received:
    """The batch; `known`: the same file for the same purpose was there already and nothing was created."""

    batch: int
    known: bool


def prepare(actor: Actor, means: Means, delivery: Delivery) -> Request:
    """How to read the file. Raises NotFound, NotAllowed, or Invalid when the supplier does not hold a lot."""
    supplier, lots = _terms(actor, means, delivery)
    currencies = {lot.currency for lot in lots}
    if len(currencies) > 1:
        raise Invalid("delivery.currencies", currencies=", ".join(sorted(currencies)))
    words = remembering.words_of(means.session, _vocabulary(means), supplier.id)
    return Request(
        name=delivery.name, sheet=delivery.sheet, mapping=delivery.mapping, answers=delivery.answers,
        currency=currencies.pop(), mode=delivery.mode, lot_column=delivery.lot_column,
        free_items=all(lot.free_items for lot in lots), words=words,
        remembered=remembering.memory_of(means.session, supplier.id), max_seconds=LONGEST,
        repairs=delivery.repairs,
    )  # fmt: skip


def known(actor: Actor, means: Means, delivery: Delivery, sha256: str) -> int | None:
    """The id of the batch that already holds this file for this purpose, if there is one that was not refused."""
    supplier, _ = _terms(actor, means, delivery)
    batch = intake.same_file(means.session, supplier.id, sha256, delivery.scope)
    return batch.id if batch else None


def receive(
    actor: Actor, means: Means, delivery: Delivery, sha256: str, reading: Reading, *, first: bool = False
) -> Received:
    """Keep a reading as a batch (or, for a batch that waited for answers, as what it now says).

    `first`: nobody had sent the file when it was read; if somebody has by now, theirs is the batch.
    """
    supplier, lots = _terms(actor, means, delivery)
    alone(means.session, f"batch:{supplier.id}:{sha256}")
    batch = intake.same_file(means.session, supplier.id, sha256, delivery.scope)
    if batch is not None and (first or batch.state in ("published", "undone")):
        return Received(batch.id, known=True)
    if batch is None:
        batch = _new(actor, means, delivery, supplier, lots, sha256)
    batch.mode, vocabulary = reading.transaction, _vocabulary(means)
    reading = replace(reading, leftovers=not_understood(reading.leftovers, vocabulary))
    staging = stage(reading, [_staged(lot) for lot in lots], vocabulary, by_column=_by_column(delivery, reading))
    _fill(means, batch, delivery, staging)
    if remembering.teaches(delivery.answers, delivery.mapping, delivery.sheet):
        remembering.keep(actor, means, batch)
    journal.write(
        actor, means, "batch.receive", f"batch:{batch.id}", file=delivery.name, sha256=sha256, state=batch.state
    )
    return Received(batch.id, known=False)


def delivery_of(actor: Actor, means: Means, batch_id: int, *, for_change: bool = False) -> tuple[Delivery, str]:
    """What a batch was received for, with the answers so far, and the hash of its file.

    for_change: nobody answers until the transaction ends.
    """
    scope = agreements.scope_today(means.session, actor, means.clock)
    batch = intake.find(means.session, batch_id, scope, for_change=for_change)
    if batch is None:
        raise NotFound("batch.unknown", batch=batch_id)
    require(actor, "batch.answer", batch.supplier_id)
    if batch.state == "published":
        raise Conflict("batch.closed", batch=batch_id, state=batch.state)
    return _delivery(means, batch), batch.sha256


def _delivery(means: Means, batch: Batch) -> Delivery:
    said = batch.answers
    cards = agreements.organisations(means.session)
    code = next(card.code for card in cards.values() if card.id == batch.supplier_id)
    lots = intake.lot_ids(means.session, batch.supplier_id, batch.id)
    mode: Mode = "patch" if batch.scope.startswith("patch:") else "full"
    return Delivery(code, tuple(lots), batch.file_name, mode, batch.lot_column, said.get("sheet"),
                    said.get("mapping", {}), said.get("answers", {}), repairs_of(said))  # fmt: skip


def repairs_of(said: Mapping[str, Any]) -> tuple[Repair, ...]:
    """The cells that a person wrote again, as a batch keeps them beside its answers."""
    return tuple(Repair(*each) for each in said.get("repairs", ()))


def _terms(actor: Actor, means: Means, delivery: Delivery) -> tuple[OrganisationCard, list[LotTerms]]:
    supplier = agreements.organisations(means.session, [delivery.supplier]).get(delivery.supplier)
    if supplier is None or supplier.kind != "supplier":
        require(actor, "batch.receive", -1)
        raise NotFound("supplier.unknown", supplier=delivery.supplier)
    require(actor, "batch.receive", supplier.id)
    if not delivery.lots:
        raise Invalid("delivery.no_lot")
    lots = agreements.lots_by_code(means.session, delivery.lots)
    seen = agreements.scope_today(means.session, actor, means.clock)
    for code in delivery.lots:
        _held(code, lots.get(code), supplier, seen)
    return supplier, [lots[code] for code in delivery.lots]


def _held(code: str, lot: LotTerms | None, supplier: OrganisationCard, seen: Scope) -> None:
    """The central body is told that a lot is another holder's; a supplier, only that there is none for it."""
    holds = lot is not None and supplier.code in lot.holders
    outside = seen.agreements is not None and (lot is None or lot.agreement not in seen.agreements)
    if lot is None or outside or (seen.suppliers is not None and not holds):
        raise NotFound("lot.not_found", lot=code)
    if not holds:
        raise Invalid("delivery.not_holder", supplier=supplier.name, lot=code)


def _vocabulary(means: Means) -> Vocabulary:
    return Vocabulary.of(proofs.facts(means.session, end_of(means.clock.today())))


def _staged(lot: LotTerms) -> StagedLot:
    return StagedLot(lot.code, lot.name, lot.currency, lot.families[0] if len(lot.families) == 1 else None)


def _by_column(delivery: Delivery, reading: Reading) -> bool:
    """Rows name their lot where a column was named for it, or where there are several lots and a lot column was found."""
    found = "lot" in reading.columns.values()
    return found and (delivery.lot_column is not None or len(delivery.lots) > 1)


def _new(
    actor: Actor, means: Means, delivery: Delivery, supplier: OrganisationCard, lots: Iterable[LotTerms], sha256: str
) -> Batch:
    batch = Batch(
        supplier_id=supplier.id, id=new_id(), sha256=sha256, file_name=delivery.name, mode=delivery.mode,
        scope=delivery.scope, lot_column=delivery.lot_column, state="asking", recorded_at=means.clock.now(),
        by_organisation_id=actor.organisation_id, by_account_id=actor.account_id,
    )  # fmt: skip
    means.session.add(batch)
    means.session.flush()
    rows = [{"supplier_id": supplier.id, "batch_id": batch.id, "lot_id": lot.id} for lot in lots]
    means.session.execute(insert(BatchLot), rows)
    return batch


def _fill(means: Means, batch: Batch, delivery: Delivery, staging: Staging) -> None:
    reading = staging.reading
    batch.state = STATES[reading.verdict]
    report = reading_json(replace(reading, issues=()))
    batch.report = {key: value for key, value in report.items() if key != "issues"}
    batch.answers = {"sheet": delivery.sheet, "mapping": dict(delivery.mapping), "answers": dict(delivery.answers)}
    if delivery.repairs:
        batch.answers |= {"repairs": [list(astuple(each)) for each in delivery.repairs]}
    batch.staged = means.files.put(_arrow(staging.table))
    batch.rows = means.files.put(kept(reading.raw))
    batch.row_count, batch.imported = reading.rows, reading.imported
    batch.rejected, batch.skipped = reading.rejected, reading.skipped
    _keep_issues(means, batch, reading.issues)
    means.session.flush()


def _keep_issues(means: Means, batch: Batch, issues: tuple[Issue, ...]) -> None:
    mine = and_(BatchIssue.supplier_id == batch.supplier_id, BatchIssue.batch_id == batch.id)
    means.session.execute(delete(BatchIssue).where(mine), execution_options={"synchronize_session": False})
    said = {name: pa.array([getattr(issue, name) for issue in issues], kind) for name, kind in ISSUE_FIELDS.items()}
    params = pa.array([json.dumps(dict(issue.params), ensure_ascii=False) for issue in issues], pa.string())
    ids = pa.array(new_ids(len(issues)) if issues else (), pa.int64())
    insert_columns(means.session, BatchIssue, len(issues), {
        "supplier_id": batch.supplier_id, "batch_id": batch.id, "id": ids, "params": params, **said,
    })  # fmt: skip


def _arrow(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue().to_pybytes())

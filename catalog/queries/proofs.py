"""Facts, proofs with what they cover and what was decided of them, and what the tagging engine is given.

"Recorded before" an instant: facts, proofs, coverage and decisions are live and append-only, so the state of any day
is what had been recorded by its end. Nothing here is ever updated.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from catalog.means.clock import day_of
from catalog.models import (
    Account,
    Batch,
    Claim,
    Coverage,
    Decision,
    Fact,
    Organisation,
    ProductVersion,
    Proof,
    RangeVersion,
)
from catalog.models import Word as SupplierWord
from catalog.queries import words
from catalog.queries.products import in_force
from catalog.tagging import records

Payload = Mapping[str, Any]
Key = tuple[int, int]
"""(supplier id, product id)."""
CHECKED = "checked_on"
"""The day a fact was last checked: kept with it for the staff's list, of no interest to the engine."""
BLOCK = 400
"""How many products one statement names."""
HAZARDS = "hazard_codes"


@dataclass(frozen=True, slots=True)
class TaggingInput:
    """All that the engine looks at for one product on one day."""

    supplier_id: int
    product_id: int
    product: records.Product
    proofs: tuple[records.Proof, ...] = ()
    contests: tuple[records.Contest, ...] = ()


def facts(session: Session, recorded_before: dt.datetime) -> list[tuple[str, str, Mapping[str, Any]]]:
    """(kind, key, payload) of every fact in force: the last local version where there is one, else the last shipped."""
    rows = session.execute(
        select(Fact.kind, Fact.key, Fact.payload)
        .where(Fact.recorded_at < recorded_before)
        .order_by(Fact.kind, Fact.key, Fact.origin == "local", Fact.version)
    )
    last = {
        (kind, key): {name: text for name, text in payload.items() if name != CHECKED} for kind, key, payload in rows
    }
    spoken = words.label_words(session, recorded_before)
    return [(kind, key, _spoken(kind, key, payload, spoken)) for (kind, key), payload in last.items()]


def _spoken(kind: str, key: str, payload: Payload, spoken: Mapping[str, Sequence[str]]) -> Payload:
    """A label's fact, with the suppliers' words that were decided to mean it."""
    decided = spoken.get(key, ()) if kind == "label" else ()
    return {**payload, "words": ";".join([payload["words"], *decided])} if decided else payload


def shipped_versions(session: Session) -> dict[tuple[str, str], Fact]:
    """(kind, key) -> the last version that came with the product."""
    rows = session.scalars(select(Fact).where(Fact.origin == "shipped").order_by(Fact.version))
    return {(fact.kind, fact.key): fact for fact in rows}


def last_numbers(session: Session) -> dict[tuple[str, str], int]:
    """(kind, key) -> the highest version number, shipped or local."""
    rows = session.execute(select(Fact.kind, Fact.key, func.max(Fact.version)).group_by(Fact.kind, Fact.key))
    return {(kind, key): number for kind, key, number in rows}


def decision_sequence(session: Session, recorded_before: dt.datetime) -> int:
    """How many facts, words, proofs, coverages, decisions and range versions had been recorded: it only grows.

    A count rather than a highest id: of two writers the later to commit may hold the lower id, and would go unseen.
    """
    tables = (Fact, SupplierWord, Proof, Coverage, Decision, RangeVersion)
    counts = [
        select(func.count()).select_from(table).where(table.recorded_at < recorded_before).scalar_subquery()
        for table in tables
    ]
    return session.scalar(select(sum(counts[1:], counts[0]))) or 0


def tagging_inputs(
    session: Session, publication: int, recorded_before: dt.datetime, products: Collection[int] | None = None
) -> dict[Key, TaggingInput]:
    """Every product of a publication (or those of these ids) with its claims, and the proofs known before an instant."""
    if products is None:
        return _inputs(session, publication, recorded_before, None)
    ids = sorted(set(products))
    found: dict[Key, TaggingInput] = {}
    for start in range(0, len(ids), BLOCK):
        found |= _inputs(session, publication, recorded_before, ids[start : start + BLOCK])
    return found


def _inputs(
    session: Session, publication: int, recorded_before: dt.datetime, ids: Sequence[int] | None
) -> dict[Key, TaggingInput]:
    rows = session.execute(_limited(_products(publication), ProductVersion, ids)).all()
    claims = _claims(session, publication, ids)
    proofs = _covering(session, recorded_before, ids)
    columns = _hazard_columns(session, {row.batch_id for row in rows if row.hazard_codes})
    found = {}
    for row in rows:
        key = (row.supplier_id, row.product_id)
        found[key] = TaggingInput(*key, _product(row, claims.get(key, ()), columns), proofs.get(key, ()))
    return found


def covering(
    session: Session, recorded_before: dt.datetime, products: Collection[int]
) -> dict[Key, tuple[records.Proof, ...]]:
    """The proofs known before an instant that cover the products of these ids, published or not."""
    ids = sorted(set(products))
    found: dict[Key, tuple[records.Proof, ...]] = {}
    for start in range(0, len(ids), BLOCK):
        found |= _covering(session, recorded_before, ids[start : start + BLOCK])
    return found


def _limited(statement: Select[*tuple[Any, ...]], table: Any, ids: Sequence[int] | None) -> Select[*tuple[Any, ...]]:
    """Named suppliers lead the keys of these tables: without them a few products would cost a scan of all."""
    if ids is None:
        return statement
    suppliers = select(Organisation.id).where(Organisation.kind == "supplier")
    return statement.where(table.supplier_id.in_(suppliers), table.product_id.in_(ids))


def _products(publication: int) -> Select[*tuple[Any, ...]]:
    version = ProductVersion
    chosen: Select[*tuple[Any, ...]] = (
        select(
            version.supplier_id, version.product_id, Organisation.code, version.reference, version.name,
            version.description, version.family, version.gtin, version.hazard_codes, version.batch_id,
            Batch.file_name, version.sheet, version.row,
        )
        .join(Batch, and_(Batch.supplier_id == version.supplier_id, Batch.id == version.batch_id))
        .join(Organisation, Organisation.id == version.supplier_id)
        .where(in_force(version, publication))
    )  # fmt: skip
    return chosen


def _product(row: Any, claims: tuple[records.Claim, ...], columns: Mapping[int, str]) -> records.Product:
    source = None
    if row.hazard_codes:
        source = records.Source(row.file_name, row.sheet, row.row, columns.get(row.batch_id))
    return records.Product(
        row.code,
        row.reference,
        row.name,
        row.description,
        row.family,
        row.gtin,
        tuple(row.hazard_codes),
        source,
        claims,
    )


def _hazard_columns(session: Session, batches: Collection[int]) -> dict[int, str]:
    """batch id -> the header under which its file gives the hazard codes."""
    asked = sorted(batches)
    found: dict[int, str | None] = {}
    for start in range(0, len(asked), BLOCK):
        statement = select(Batch.id, Batch.report).where(Batch.id.in_(asked[start : start + BLOCK]))
        found |= {batch: _header(report.get("columns") or {}) for batch, report in session.execute(statement)}
    return {batch: header for batch, header in found.items() if header}


def _header(columns: Mapping[str, str]) -> str | None:
    return next((header for header, name in columns.items() if name == HAZARDS), None)


def _claims(session: Session, publication: int, ids: Sequence[int] | None) -> dict[Key, tuple[records.Claim, ...]]:
    statement: Select[*tuple[Any, ...]] = (
        select(
            Claim.supplier_id, Claim.product_id, Claim.attribute, Claim.quote, Claim.label, Claim.number, Claim.against,
            Claim.file, Claim.sheet, Claim.row, Claim.column,
        )
        .where(in_force(Claim, publication))
        .order_by(Claim.id)
    )  # fmt: skip
    found: dict[Key, list[records.Claim]] = {}
    for row in session.execute(_limited(statement, Claim, ids)):
        place = records.Source(row.file, row.sheet, row.row, row.column)
        claim = records.Claim(row.attribute, row.quote, row.label, row.number, row.against, place)
        found.setdefault((row.supplier_id, row.product_id), []).append(claim)
    return {key: tuple(claims) for key, claims in found.items()}


def _covering(
    session: Session, recorded_before: dt.datetime, ids: Sequence[int] | None
) -> dict[Key, tuple[records.Proof, ...]]:
    statement: Select[*tuple[Any, ...]] = (
        select(Coverage.supplier_id, Coverage.product_id, Coverage.proof_id, Coverage.matched)
        .where(Coverage.recorded_at < recorded_before)
        .order_by(Coverage.proof_id)
    )
    rows = session.execute(_limited(statement, Coverage, ids)).all()
    proofs = _proofs(session, recorded_before, None if ids is None else {row.proof_id for row in rows})
    matched = {number: dataclasses.replace(proof, matched=True) for number, proof in proofs.items()}
    found: dict[Key, list[records.Proof]] = {}
    for row in rows:
        if row.proof_id in proofs:
            proof = (matched if row.matched else proofs)[row.proof_id]
            found.setdefault((row.supplier_id, row.product_id), []).append(proof)
    return {key: tuple(several) for key, several in found.items()}


def _proofs(session: Session, recorded_before: dt.datetime, ids: Collection[int] | None) -> dict[int, records.Proof]:
    if ids is not None and len(ids) > BLOCK:
        ids = None
    statement: Select[*tuple[Any, ...]] = select(
        Proof.id, Proof.attribute, Proof.kind, Proof.basis, Proof.valid_from, Proof.valid_until, Proof.label,
        Proof.number, Proof.issuer, Proof.document, Proof.document_name,
    ).where(Proof.recorded_at < recorded_before)  # fmt: skip
    if ids is not None:
        statement = statement.where(Proof.id.in_(ids))
    words = last_words(session, recorded_before, ids)
    return {row.id: _judged(records.Proof(*row), words.get(row.id)) for row in session.execute(statement)}


def _judged(proof: records.Proof, word: Word | None) -> records.Proof:
    if word is None:
        return proof
    return dataclasses.replace(
        proof,
        accepted=word.verdict == "accept",
        checked_by=word.by,
        checked_on=day_of(word.recorded_at),
        check_reason=word.reason,
    )


@dataclass(frozen=True, slots=True)
class Word:
    """The last decision on a proof. `by`: the name of the person, or None for the operator of the command line."""

    verdict: str
    reason: str
    recorded_at: dt.datetime
    by: str | None


def last_words(session: Session, recorded_before: dt.datetime, ids: Collection[int] | None = None) -> dict[int, Word]:
    """proof id -> the last decision recorded before an instant."""
    account = and_(Account.organisation_id == Decision.by_organisation_id, Account.id == Decision.by_account_id)
    statement = (
        select(Decision.proof_id, Decision.verdict, Decision.reason, Decision.recorded_at, Account.name)
        .join(Account, account, isouter=True)
        .where(Decision.recorded_at < recorded_before)
        .order_by(Decision.recorded_at, Decision.id)
    )
    if ids is not None:
        statement = statement.where(Decision.proof_id.in_(ids))
    return {row.proof_id: Word(*row[1:]) for row in session.execute(statement)}


def find(session: Session, proof_id: int) -> Proof | None:
    """The proof of that id, whoever entered it."""
    return session.get(Proof, proof_id)


def covered_keys(session: Session, proof_id: int, supplier_id: int | None = None) -> list[Key]:
    """The products that a proof covers, of one supplier or of all."""
    statement = select(Coverage.supplier_id, Coverage.product_id).where(Coverage.proof_id == proof_id)
    if supplier_id is not None:
        statement = statement.where(Coverage.supplier_id == supplier_id)
    return [(supplier, product) for supplier, product in session.execute(statement.order_by(Coverage.product_id))]

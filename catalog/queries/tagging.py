"""What the tagging engine is given of each product: what its file says, its proofs, what was decided, its registers.

Everything is read for a whole publication at once, or for the products of some ids in blocks.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from catalog.means.clock import day_of
from catalog.models import Batch, Claim, Coverage, Organisation, ProductVersion, Proof
from catalog.queries import evidence
from catalog.queries.evidence import Reading, Registers
from catalog.queries.hazard_sources import hazard_sources
from catalog.queries.products import in_force
from catalog.queries.proofs import Word, last_words
from catalog.tagging import records
from catalog.tagging.decisions import Said, open_contests, rulings

Key = tuple[int, int]
"""(supplier id, product id)."""
BLOCK = 400
"""How many products one statement names."""


class Between(NamedTuple):
    """The product ids from `first` on, up to `end` and without it."""

    first: int
    end: int


Ids = Sequence[int] | Between | None
"""Which products one reading is of: those of these ids, or all."""


@dataclass(frozen=True, slots=True)
class TaggingInput:
    """All that the engine looks at for one product on one day."""

    supplier_id: int
    product_id: int
    product: records.Product
    proofs: tuple[records.Proof, ...] = ()
    contests: tuple[records.Contest, ...] = ()
    rulings: tuple[records.Ruling, ...] = ()


def tagging_inputs(
    session: Session,
    publication: int,
    recorded_before: dt.datetime,
    products: Collection[int] | Between | None = None,
    registers: Registers | None = None,
) -> dict[Key, TaggingInput]:
    """Every product of a publication (or those of these ids) with its claims, and the proofs known before an instant.

    registers: as known then, where the caller has them already.
    """
    known = registers or evidence.registers(session, recorded_before)
    if products is None or isinstance(products, Between):
        return _inputs(session, publication, recorded_before, products, known)
    ids = sorted(set(products))
    found: dict[Key, TaggingInput] = {}
    for start in range(0, len(ids), BLOCK):
        found |= _inputs(session, publication, recorded_before, ids[start : start + BLOCK], known)
    return found


def _inputs(
    session: Session, publication: int, recorded_before: dt.datetime, ids: Ids, registers: Registers
) -> dict[Key, TaggingInput]:
    rows = session.execute(_limited(_products(publication), ProductVersion, ids)).all()
    claims = _claims(session, publication, ids)
    sources = hazard_sources(session, rows, publication)
    beside = _standing(session, recorded_before, ids, registers)
    found = {}
    for row in rows:
        key = (row.supplier_id, row.product_id)
        found[key] = beside.of(*key, _product(row, claims.get(key, ()), sources.get(key)))
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands beside products, whatever their files say: proofs, decisions on tags, registers."""

    proofs: Mapping[Key, tuple[records.Proof, ...]]
    said: Mapping[Key, Sequence[Said]]
    registers: Registers

    def of(self, supplier_id: int, product_id: int, product: records.Product) -> TaggingInput:
        """All that the engine looks at for a product as it is, or as it would be."""
        key = (supplier_id, product_id)
        shown, said = self.proofs.get(key, ()), self.said.get(key, ())
        seen = self.registers.sightings(product)
        whole = dataclasses.replace(product, sightings=seen) if seen else product
        if not said:
            return TaggingInput(*key, whole, shown)
        return TaggingInput(*key, whole, shown, open_contests(said), rulings(said, product, shown))


def standing(session: Session, recorded_before: dt.datetime, products: Collection[int]) -> Standing:
    """What stood before an instant beside the products of these ids, published or not."""
    ids, known = sorted(set(products)), evidence.registers(session, recorded_before)
    blocks = (ids[start : start + BLOCK] for start in range(0, len(ids), BLOCK))
    parts = [_standing(session, recorded_before, block, known) for block in blocks]
    held = {key: proofs for part in parts for key, proofs in part.proofs.items()}
    said = {key: words for part in parts for key, words in part.said.items()}
    return Standing(held, said, known)


def _standing(session: Session, recorded_before: dt.datetime, ids: Ids, registers: Registers) -> Standing:
    shown = _covering(session, recorded_before, ids)
    said = evidence.said(session, recorded_before, None if isinstance(ids, Between) else ids)
    return Standing(shown, said, registers)


def covering(
    session: Session, recorded_before: dt.datetime, products: Collection[int]
) -> dict[Key, tuple[records.Proof, ...]]:
    """The proofs known before an instant that cover the products of these ids, published or not."""
    ids = sorted(set(products))
    found: dict[Key, tuple[records.Proof, ...]] = {}
    for start in range(0, len(ids), BLOCK):
        found |= _covering(session, recorded_before, ids[start : start + BLOCK])
    return found


def _limited(statement: Select[*tuple[Any, ...]], table: Any, ids: Ids) -> Select[*tuple[Any, ...]]:
    """Named suppliers lead the keys of these tables: without them a few products would cost a scan of all."""
    if ids is None:
        return statement
    if isinstance(ids, Between):
        return statement.where(table.product_id >= ids.first, table.product_id < ids.end)
    suppliers = select(Organisation.id).where(Organisation.kind == "supplier")
    return statement.where(table.supplier_id.in_(suppliers), table.product_id.in_(ids))


def _products(publication: int) -> Select[*tuple[Any, ...]]:
    version = ProductVersion
    chosen: Select[*tuple[Any, ...]] = (
        select(
            version.supplier_id, version.product_id, Organisation.code, version.reference, version.name,
            version.description, version.family, version.gtin, version.hazard_codes, version.hazards_carried, version.batch_id,
            version.brand,
            Batch.file_name, version.sheet, version.row,
        )
        .join(Batch, and_(Batch.supplier_id == version.supplier_id, Batch.id == version.batch_id))
        .join(Organisation, Organisation.id == version.supplier_id)
        .where(in_force(version, publication))
    )  # fmt: skip
    return chosen


def _product(row: Any, claims: tuple[records.Claim, ...], source: records.Source | None) -> records.Product:
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
        row.brand,
    )


def _claims(session: Session, publication: int, ids: Ids) -> dict[Key, tuple[records.Claim, ...]]:
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


def _covering(session: Session, recorded_before: dt.datetime, ids: Ids) -> dict[Key, tuple[records.Proof, ...]]:
    statement: Select[*tuple[Any, ...]] = (
        select(Coverage.supplier_id, Coverage.product_id, Coverage.proof_id, Coverage.matched, Coverage.how)
        .where(Coverage.recorded_at < recorded_before)
        .order_by(Coverage.proof_id)
    )
    rows = session.execute(_limited(statement, Coverage, ids)).all()
    proofs = _proofs(session, recorded_before, None if ids is None else {row.proof_id for row in rows})
    tied: dict[tuple[int, bool, str], records.Proof] = {}
    found: dict[Key, list[records.Proof]] = {}
    for row in rows:
        if row.proof_id in proofs:
            tie = (row.proof_id, row.matched, row.how)
            if tie not in tied:
                tied[tie] = _tied(proofs[row.proof_id], row.matched, row.how)
            found.setdefault((row.supplier_id, row.product_id), []).append(tied[tie])
    return {key: tuple(several) for key, several in found.items()}


def _tied(proof: records.Proof, matched: bool, how: str) -> records.Proof:
    same = (proof.matched, proof.how) == (matched, how)
    return proof if same else dataclasses.replace(proof, matched=matched, how=how)


def _proofs(session: Session, recorded_before: dt.datetime, ids: Collection[int] | None) -> dict[int, records.Proof]:
    """Proof id -> proof, of all or of these ids, in blocks."""
    if ids is None:
        return _judged(session, recorded_before, None)
    asked, found = sorted(ids), dict[int, records.Proof]()
    for start in range(0, len(asked), BLOCK):
        found |= _judged(session, recorded_before, asked[start : start + BLOCK])
    return found


def _judged(session: Session, recorded_before: dt.datetime, ids: Sequence[int] | None) -> dict[int, records.Proof]:
    """Proofs with the staff's word on them, the day they were made to end, and what was read in their documents."""
    statement: Select[*tuple[Any, ...]] = select(
        Proof.id, Proof.attribute, Proof.kind, Proof.basis, Proof.valid_from, Proof.valid_until, Proof.label,
        Proof.number, Proof.issuer, Proof.document, Proof.document_name,
    ).where(Proof.recorded_at < recorded_before)  # fmt: skip
    if ids is not None:
        statement = statement.where(Proof.id.in_(ids))
    rows = session.execute(statement).all()
    said, ended = last_words(session, recorded_before, ids), evidence.endings(session, recorded_before, ids)
    read = evidence.readings(session, recorded_before, {row.document for row in rows if row.document})
    return {row.id: _made(row, said.get(row.id), ended.get(row.id), read.get(row.document or "")) for row in rows}


def _made(row: Any, word: Word | None, ended: tuple[dt.date, str] | None, read: Reading | None) -> records.Proof:
    if word is None and ended is None and read is None:
        return records.Proof(*row)
    until, why = row.valid_until, None
    if ended is not None and (until is None or ended[0] < until):
        until, why = ended
    accepted, by, on, reason = _heard(word) if word else (None, None, None, None)
    sheet, ingredients = (read.sheet, read.ingredients) if read else (None, None)
    return records.Proof(
        row.id, row.attribute, row.kind, row.basis, row.valid_from, until, row.label, row.number, row.issuer,
        row.document, row.document_name, accepted, by, on, reason, False, sheet, ingredients, why,
    )  # fmt: skip


def _heard(word: Word) -> tuple[bool, str | None, dt.date, str]:
    return word.verdict == "accept", word.by, day_of(word.recorded_at), word.reason

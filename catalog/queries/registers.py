"""Registers as loaded: extracts, which of their entries speak now, the proofs that rest on them, what waits for a person.

An extract speaks for the product groups that it lists: of each group the newest extract speaks. One that was loaded as
the whole register speaks for every group.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import Session

from catalog.models import (
    Account,
    Claim,
    Coverage,
    Organisation,
    Product,
    ProductVersion,
    Proof,
    ProofEnding,
    RegisterEntry,
    RegisterExtract,
    RegisterMatch,
)
from catalog.queries.products import BLOCK, in_force

Key = tuple[int, int]
"""(supplier id, product id)."""


@dataclass(frozen=True, slots=True)
class ExtractLine:
    """One extract as loaded. groups: the product groups it lists (None: rows without one). by: who loaded it."""

    id: int
    label: str
    file_name: str
    sha256: str
    extracted_on: dt.date
    rows: int
    imported: int
    rejected: int
    skipped: int
    report: Mapping[str, Any]
    recorded_at: dt.datetime
    by: str | None
    author: tuple[int | None, int | None]
    groups: frozenset[str | None]

    @property
    def whole(self) -> bool:
        """Whether it was loaded as the whole register."""
        return bool(self.report.get("whole"))


@dataclass(frozen=True, slots=True)
class KeptEntry:
    """One entry with the day of its extract."""

    id: int
    extract_id: int
    extracted_on: dt.date
    row: int
    number: str | None
    group: str | None
    name: str | None
    company: str | None
    gtin: str | None
    model: str | None
    countries: str | None
    valid_from: dt.date | None
    valid_until: dt.date | None


@dataclass(frozen=True, slots=True)
class ProductLine:
    """A product in force, as compared with a register."""

    supplier_id: int
    product_id: int
    supplier: str
    supplier_name: str
    reference: str
    name: str
    brand: str | None
    gtin: str | None
    family: str | None

    @property
    def key(self) -> Key:
        """(supplier id, product id)."""
        return (self.supplier_id, self.product_id)


@dataclass(frozen=True, slots=True)
class RegisterProof:
    """A proof that rests on a register and that nothing ended. scope: what of the entry it rests on (see `Proof.scope`)."""

    id: int
    supplier_id: int
    product_id: int
    extract_id: int
    extracted_on: dt.date
    number: str | None
    valid_from: dt.date
    valid_until: dt.date | None
    matched: bool
    scope: Mapping[str, list[str]]

    @property
    def key(self) -> Key:
        """(supplier id, product id)."""
        return (self.supplier_id, self.product_id)


@dataclass(frozen=True, slots=True)
class MatchLine:
    """A proposal with both sides: the product and the entry. answer None: it waits."""

    id: int
    label: str
    how: str
    score: int
    answer: str | None
    reason: str | None
    product: ProductLine
    entry: KeptEntry
    author: tuple[int | None, int | None]
    """Who loaded the extract."""


def extracts(session: Session, label: str | None = None) -> list[ExtractLine]:
    """Every extract (of a label), the newest day first; of one day, the last loaded first."""
    extract = RegisterExtract
    account = and_(Account.organisation_id == extract.by_organisation_id, Account.id == extract.by_account_id)
    statement = select(extract, Account.name).join(Account, account, isouter=True)
    if label is not None:
        statement = statement.where(extract.label == label)
    rows = session.execute(statement.order_by(extract.extracted_on.desc(), extract.id.desc())).all()
    groups = _groups(session, [row.RegisterExtract.id for row in rows])
    return [_extract(row.RegisterExtract, row.name, groups.get(row.RegisterExtract.id, frozenset())) for row in rows]


def _extract(row: RegisterExtract, by: str | None, groups: frozenset[str | None]) -> ExtractLine:
    return ExtractLine(
        row.id, row.label, row.file_name, row.sha256, row.extracted_on, row.rows, row.imported, row.rejected,
        row.skipped, row.report, row.recorded_at, by, (row.by_organisation_id, row.by_account_id), groups,
    )  # fmt: skip


def _groups(session: Session, ids: Collection[int]) -> dict[int, frozenset[str | None]]:
    entry = RegisterEntry
    found: dict[int, set[str | None]] = {}
    for block in _blocks(ids):
        statement = select(entry.extract_id, entry.product_group).where(entry.extract_id.in_(block)).distinct()
        for extract, group in session.execute(statement):
            found.setdefault(extract, set()).add(group)
    return {extract: frozenset(groups) for extract, groups in found.items()}


def labels_loaded(session: Session) -> list[str]:
    """The labels that have an extract."""
    return list(session.scalars(select(RegisterExtract.label).distinct().order_by(RegisterExtract.label)))


def loaded(session: Session, label: str, sha256: str) -> int | None:
    """The extract that was loaded from these bytes for this label."""
    asked = (RegisterExtract.label == label, RegisterExtract.sha256 == sha256)
    return session.scalar(select(RegisterExtract.id).where(*asked))


def entries(session: Session, extract: ExtractLine, groups: Collection[str | None] | None = None) -> list[KeptEntry]:
    """The entries of an extract, in the order of its rows; `groups`: of these product groups alone."""
    entry = RegisterEntry
    rows = session.scalars(select(entry).where(entry.extract_id == extract.id).order_by(entry.row, entry.id))
    return [_entry(row, extract.extracted_on) for row in rows if groups is None or row.product_group in groups]


def _entry(row: RegisterEntry, day: dt.date) -> KeptEntry:
    return KeptEntry(
        row.id, row.extract_id, day, row.row, row.number, row.product_group, row.name, row.company, row.gtin, row.model,
        row.countries, row.valid_from, row.valid_until,
    )  # fmt: skip


def product_lines(
    session: Session, publication: int, since: int | None = None, keys: Collection[Key] | None = None
) -> list[ProductLine]:
    """The products of a publication; `since`: only what that publication itself wrote; `keys`: only these."""
    version = ProductVersion
    statement = (
        select(version.supplier_id, version.product_id, Organisation.code, Organisation.name, version.reference,
               version.name, version.brand, version.gtin, version.family)
        .join(Organisation, Organisation.id == version.supplier_id)
        .where(in_force(version, publication))
        .order_by(Organisation.code, version.reference)
    )  # fmt: skip
    if since is not None:
        statement = statement.where(version.since == since)
    if keys is None:
        return [ProductLine(*row) for row in session.execute(statement)]
    wanted = set(keys)
    blocks = _blocks({product for _, product in wanted})
    rows = [ProductLine(*row) for block in blocks for row in session.execute(_of_products(statement, block))]
    return [row for row in rows if row.key in wanted]


def _of_products(statement: Any, block: list[int]) -> Any:
    return statement.where(ProductVersion.product_id.in_(block))


def cited(session: Session, publication: int, label: str) -> dict[Key, frozenset[str]]:
    """Product -> the numbers of this label that its supplier cites in force."""
    found: dict[Key, set[str]] = {}
    chosen = (in_force(Claim, publication), Claim.label == label, Claim.number.is_not(None))
    for supplier, product, number in session.execute(
        select(Claim.supplier_id, Claim.product_id, Claim.number).where(*chosen)
    ):
        found.setdefault((supplier, product), set()).add(str(number))
    return {key: frozenset(numbers) for key, numbers in found.items()}


def standing_proofs(session: Session, label: str) -> list[RegisterProof]:
    """The proofs that rest on a register of this label and that nothing ended, each with its product."""
    ended = exists().where(ProofEnding.proof_id == Proof.id)
    rows = session.execute(
        select(Proof.id, Coverage.supplier_id, Coverage.product_id, Proof.extract_id, RegisterExtract.extracted_on,
               Proof.number, Proof.valid_from, Proof.valid_until, Coverage.matched, Proof.scope)
        .join(Coverage, Coverage.proof_id == Proof.id)
        .join(RegisterExtract, RegisterExtract.id == Proof.extract_id)
        .where(Proof.kind == "register", Proof.label == label, ~ended)
        .order_by(Proof.id)
    )  # fmt: skip
    return [
        RegisterProof(proof, supplier, product, extract, day, number, first, last, matched, scope or {})
        for proof, supplier, product, extract, day, number, first, last, matched, scope in rows
    ]


def refused_pairs(session: Session, label: str) -> list[tuple[Key, KeptEntry]]:
    """What a person refused, or is asked already: the product, and the entry as it was listed."""
    rows = session.execute(
        select(RegisterMatch.supplier_id, RegisterMatch.product_id, RegisterEntry, RegisterExtract.extracted_on)
        .join(RegisterEntry, RegisterEntry.id == RegisterMatch.entry_id)
        .join(RegisterExtract, RegisterExtract.id == RegisterEntry.extract_id)
        .where(RegisterEntry.label == label)
    )  # fmt: skip
    return [((row[0], row[1]), _entry(row[2], row[3])) for row in rows]


def matches(
    session: Session, publication: int, *, waiting: bool = True, ids: Collection[int] | None = None,
    label: str | None = None,
) -> list[MatchLine]:  # fmt: skip
    """Proposals of products in force, the likeliest first. waiting: those that nobody answered alone."""
    match, entry, extract = RegisterMatch, RegisterEntry, RegisterExtract
    statement = (
        select(match, entry, extract.extracted_on, extract.by_organisation_id, extract.by_account_id)
        .join(entry, entry.id == match.entry_id)
        .join(extract, extract.id == entry.extract_id)
        .order_by(match.score.desc(), match.id)
    )
    if waiting:
        statement = statement.where(match.answer.is_(None))
    if label is not None:
        statement = statement.where(entry.label == label)
    if ids is not None:
        statement = statement.where(match.id.in_(list(ids)))
    rows = session.execute(statement).all()
    keys = {(row[0].supplier_id, row[0].product_id) for row in rows}
    products = {line.key: line for line in product_lines(session, publication, keys=keys)} if keys else {}
    return [
        MatchLine(row[0].id, row[1].label, row[0].how, row[0].score, row[0].answer, row[0].reason,
                  products[row[0].supplier_id, row[0].product_id], _entry(row[1], row[2]), (row[3], row[4]))
        for row in rows if (row[0].supplier_id, row[0].product_id) in products
    ]  # fmt: skip


def waiting_count(session: Session) -> int:
    """How many proposals wait for a person."""
    return session.scalar(select(func.count()).select_from(RegisterMatch).where(RegisterMatch.answer.is_(None))) or 0


def covered_by(session: Session, extract_id: int) -> int:
    """How many proofs rest on an extract."""
    return session.scalar(select(func.count()).select_from(Proof).where(Proof.extract_id == extract_id)) or 0


def references(session: Session, keys: Collection[Key]) -> dict[Key, tuple[str, str]]:
    """Product -> (supplier's code, the reference it was first known by), published or not."""
    found: dict[Key, tuple[str, str]] = {}
    for block in _blocks({product for _, product in keys}):
        rows = session.execute(
            select(Product.supplier_id, Product.id, Organisation.code, Product.reference)
            .join(Organisation, Organisation.id == Product.supplier_id)
            .where(Product.id.in_(block))
        )
        found |= {(supplier, number): (code, reference) for supplier, number, code, reference in rows}
    return {key: found[key] for key in keys if key in found}


def _blocks(ids: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), BLOCK):
        yield ordered[start : start + BLOCK]

"""Facts with their versions and proposed corrections, and what of the catalogue rests on one."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import String, and_, cast, func, select
from sqlalchemy.orm import Session, aliased

from catalog.models import Account, Claim, Coverage, Fact, FactProposal, ProductVersion, Proof
from catalog.queries.products import in_force as standing

CHECKED = "checked_on"
"""The day a fact was last checked: kept with it for the staff's list, of no interest to the engine."""
ProductKey = tuple[int, int]
"""(supplier id, product id)."""


@dataclass(frozen=True, slots=True)
class FactVersion:
    """One version of one fact. by: the person's name, None for the operator or what came with the product."""

    kind: str
    key: str
    version: int
    payload: Mapping[str, str]
    source: str
    confidence: str
    origin: str
    reason: str | None
    recorded_at: dt.datetime
    by: str | None = None


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A correction as proposed. payload None: the newer shipped version. answer None: it waits for a publisher."""

    id: int
    kind: str
    key: str
    base_version: int | None
    payload: Mapping[str, str] | None
    source: str
    confidence: str
    reason: str
    recorded_at: dt.datetime
    by: str | None
    author: tuple[int | None, int | None]
    answer: str | None
    answer_reason: str | None
    answered_at: dt.datetime | None
    answered_by: str | None


def in_force(session: Session, recorded_before: dt.datetime, *kinds: str) -> list[FactVersion]:
    """The version in force of every fact (of these kinds), in order.

    A local version stays over newer shipped ones, until one of those is taken in its place: a shipped row with a reason.
    """
    last: dict[tuple[str, str], FactVersion] = {}
    for row in _versions(session, recorded_before, kinds):
        before = last.get((row.kind, row.key))
        if not (before and before.origin == "local" and row.origin == "shipped" and row.reason is None):
            last[row.kind, row.key] = row
    return list(last.values())


def confidences(session: Session, recorded_before: dt.datetime, *kinds: str) -> dict[tuple[str, str], str]:
    """(kind, key) -> how sure the version in force is, of these kinds."""
    return {(row.kind, row.key): row.confidence for row in in_force(session, recorded_before, *kinds)}


def waiting(session: Session, recorded_before: dt.datetime) -> dict[tuple[str, str], FactVersion]:
    """(kind, key) -> the newest shipped version, where a local one stands over it that is older."""
    standing = {(row.kind, row.key): row for row in in_force(session, recorded_before)}
    newest: dict[tuple[str, str], FactVersion] = {}
    for row in _versions(session, recorded_before, ()):
        stands = standing[row.kind, row.key]
        if row.origin == "shipped" and stands.origin == "local" and row.version > stands.version:
            newest[row.kind, row.key] = row
    return newest


def versions(session: Session, kind: str, key: str) -> list[FactVersion]:
    """Every version of one fact with who made it, the newest first."""
    account = and_(Account.organisation_id == Fact.by_organisation_id, Account.id == Fact.by_account_id)
    query = (
        select(*_COLUMNS, Account.name)
        .join(Account, account, isouter=True)
        .where(Fact.kind == kind, Fact.key == key)
        .order_by(Fact.version.desc())
    )
    return [FactVersion(*row) for row in session.execute(query)]


def last_version(session: Session, kind: str, key: str) -> int:
    """The number of a fact's last version; 0 where there is none."""
    return session.scalar(select(func.max(Fact.version)).where(Fact.kind == kind, Fact.key == key)) or 0


_COLUMNS = (
    Fact.kind, Fact.key, Fact.version, Fact.payload, Fact.source, Fact.confidence, Fact.origin, Fact.reason,
    Fact.recorded_at,
)  # fmt: skip


def _versions(session: Session, recorded_before: dt.datetime, kinds: tuple[str, ...]) -> Iterator[FactVersion]:
    query = select(*_COLUMNS).where(Fact.recorded_at < recorded_before).order_by(Fact.kind, Fact.key, Fact.version)
    if kinds:
        query = query.where(Fact.kind.in_(kinds))
    for row in session.execute(query):
        yield FactVersion(*row)


def proposals(session: Session, kind: str | None = None, key: str | None = None) -> list[ProposalLine]:
    """The corrections proposed (of one fact), the newest first."""
    one, by, of = FactProposal, aliased(Account), aliased(Account)
    query = (
        select(one.id, one.kind, one.key, one.base_version, one.payload, one.source, one.confidence, one.reason,
               one.recorded_at, by.name, one.by_organisation_id, one.by_account_id, one.answer, one.answer_reason,
               one.answered_at, of.name)
        .join(by, and_(by.organisation_id == one.by_organisation_id, by.id == one.by_account_id), isouter=True)
        .join(of, and_(of.organisation_id == one.answered_by_organisation_id, of.id == one.answered_by_account_id),
              isouter=True)
        .order_by(one.id.desc())
    )  # fmt: skip
    if kind is not None:
        query = query.where(one.kind == kind, one.key == key)
    return [_proposal(tuple(row)) for row in session.execute(query)]


def _proposal(row: tuple[Any, ...]) -> ProposalLine:
    names = [one.name for one in fields(ProposalLine)]
    return ProposalLine(**dict(zip(names, (*row[:10], (row[10], row[11]), *row[12:]), strict=True)))


def labelled(session: Session, recorded_before: dt.datetime) -> list[tuple[int, str, str | None, int]]:
    """(proof id, label, number, products) of every proof with a label known before an instant."""
    query = (
        select(Proof.id, Proof.label, Proof.number, func.count(Coverage.product_id.distinct()))
        .join(Coverage, Coverage.proof_id == Proof.id, isouter=True)
        .where(Proof.label.is_not(None), Proof.recorded_at < recorded_before)
        .group_by(Proof.id, Proof.label, Proof.number)
    )
    return [(number, str(label), licence, count) for number, label, licence, count in session.execute(query)]


def covered(session: Session, proofs: Iterable[int], publication: int) -> set[ProductKey]:
    """The products of a publication that any of these proofs covers."""
    query = (
        select(Coverage.supplier_id, Coverage.product_id)
        .join(ProductVersion, and_(ProductVersion.supplier_id == Coverage.supplier_id,
                                   ProductVersion.product_id == Coverage.product_id))
        .where(Coverage.proof_id.in_(sorted(proofs)), standing(ProductVersion, publication))
    )  # fmt: skip
    return {(supplier, product) for supplier, product in session.execute(query)}


def claiming(session: Session, publication: int, label: str) -> set[ProductKey]:
    """The products of a publication that claim a label."""
    query = select(Claim.supplier_id, Claim.product_id).where(Claim.label == label, standing(Claim, publication))
    return {(supplier, product) for supplier, product in session.execute(query)}


def in_families(session: Session, publication: int) -> Counter[str]:
    """Family code -> how many products of a publication are in it."""
    one = ProductVersion
    query = select(one.family, func.count()).where(one.family.is_not(None), standing(one, publication))
    return Counter({str(family): count for family, count in session.execute(query.group_by(one.family))})


def with_hazards(session: Session, publication: int) -> list[tuple[Any, int]]:
    """(hazard codes, products) of a publication, one line for all that have the same."""
    one = ProductVersion
    codes = cast(one.hazard_codes, String)
    query = select(func.max(codes), func.count()).where(standing(one, publication), func.length(codes) > 2)
    return [(text, count) for text, count in session.execute(query.group_by(codes))]


def attributes_claimed(session: Session, publication: int) -> Counter[str]:
    """Attribute -> how many products of a publication claim it."""
    query = select(Claim.attribute, func.count(Claim.product_id.distinct())).where(standing(Claim, publication))
    return Counter({attribute: count for attribute, count in session.execute(query.group_by(Claim.attribute))})

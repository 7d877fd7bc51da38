"""Facts, proofs with what they cover, and what was decided of them.

"Recorded before" an instant: facts, proofs, coverage and decisions are live and append-only, so the state of any day
is what had been recorded by its end. Nothing here is ever updated.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from catalog.models import (
    Account,
    Coverage,
    Decision,
    Fact,
    Proof,
)
from catalog.queries import words
from catalog.queries.facts import CHECKED
from catalog.queries.facts import in_force as in_force_facts

Payload = Mapping[str, Any]
Key = tuple[int, int]
"""(supplier id, product id)."""


def facts(session: Session, recorded_before: dt.datetime) -> list[tuple[str, str, Mapping[str, Any]]]:
    """(kind, key, payload) of every fact in force, and the suppliers' words for labels that were decided by then."""
    found: list[tuple[str, str, Payload]] = [
        (line.kind, line.key, {name: text for name, text in line.payload.items() if name != CHECKED})
        for line in in_force_facts(session, recorded_before)
    ]
    spoken = words.label_words(session, recorded_before)
    return found + [("label_word", word, {"label": label}) for label, said in spoken.items() for word in said]


def shipped_versions(session: Session) -> dict[tuple[str, str], Fact]:
    """(kind, key) -> the last version that came with the product."""
    rows = session.scalars(select(Fact).where(Fact.origin == "shipped").order_by(Fact.version))
    return {(fact.kind, fact.key): fact for fact in rows}


def last_numbers(session: Session) -> dict[tuple[str, str], int]:
    """(kind, key) -> the highest version number, shipped or local."""
    rows = session.execute(select(Fact.kind, Fact.key, func.max(Fact.version)).group_by(Fact.kind, Fact.key))
    return {(kind, key): number for kind, key, number in rows}


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
        .order_by(Decision.id)
    )
    if ids is not None:
        statement = statement.where(Decision.proof_id.in_(ids))
    return {row.proof_id: Word(*row[1:]) for row in session.execute(statement)}


def find(session: Session, proof_id: int) -> Proof | None:
    """The proof of that id, whoever entered it."""
    return session.get(Proof, proof_id)


def entered_by(session: Session, ids: Collection[int]) -> frozenset[tuple[int | None, int | None]]:
    """Who entered these proofs: (organisation id, account id), both None for the operator of the command line."""
    statement = select(Proof.by_organisation_id, Proof.by_account_id).where(Proof.id.in_(ids)).distinct()
    return frozenset((organisation, account) for organisation, account in session.execute(statement))


def covered_keys(session: Session, proof_id: int, supplier_id: int | None = None) -> list[Key]:
    """The products that a proof covers, of one supplier or of all."""
    statement = select(Coverage.supplier_id, Coverage.product_id).where(Coverage.proof_id == proof_id)
    if supplier_id is not None:
        statement = statement.where(Coverage.supplier_id == supplier_id)
    return [(supplier, product) for supplier, product in session.execute(statement.order_by(Coverage.product_id))]

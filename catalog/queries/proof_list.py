"""The list of proofs as people go through it: what waits, what holds, what ends soon."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, or_, select
from sqlalchemy.orm import Session

from catalog.models import Account, Coverage, Decision, Organisation, Proof

STATES = ("waiting", "accepted", "refused", "expiring", "expired")


@dataclass(frozen=True, slots=True)
class ProofLine:
    """One line of the list of proofs. `products`: how many products of the scope it covers, of these suppliers.

    entered_by / checked_by: names of persons, None for the operator of the command line.
    """

    id: int
    attribute: str
    kind: str
    basis: str
    label: str | None
    number: str | None
    issuer: str | None
    valid_from: dt.date
    valid_until: dt.date | None
    document: str | None
    document_name: str | None
    recorded_at: dt.datetime
    entered_by: str | None
    verdict: str | None
    reason: str | None
    checked_by: str | None
    suppliers: tuple[str, ...] = ()
    products: int = 0


def proof_list(
    session: Session,
    state: str | None = None,
    *,
    day: dt.date,
    days: int = 60,
    supplier_id: int | None = None,
    limit: int = 500,
) -> list[ProofLine]:
    """Proofs, the newest first (expiring: the first to end first); of one supplier's products only where it is named.

    state: waiting, refused, accepted, expired, or expiring (accepted, with `days` or less left); None: all.
    """
    last = _last_decisions()
    order = (Proof.valid_until, Proof.id) if state == "expiring" else (Proof.id.desc(),)
    statement = _listed(last).where(*_in_state(state, last, day, days)).order_by(*order).limit(limit)
    if supplier_id is not None:
        own = select(Coverage.proof_id).where(Coverage.supplier_id == supplier_id)
        statement = statement.where(Proof.id.in_(own))
    lines = [ProofLine(*row) for row in session.execute(statement)]
    spans = _spans(session, [line.id for line in lines], supplier_id)
    return [dataclasses.replace(line, suppliers=spans[line.id][0], products=spans[line.id][1]) for line in lines]


def proof_line(session: Session, proof_id: int, supplier_id: int | None = None) -> ProofLine | None:
    """The line of one proof; None where there is none, or none that covers a product of that supplier."""
    row = session.execute(_listed(_last_decisions()).where(Proof.id == proof_id)).one_or_none()
    codes, products = _spans(session, [proof_id], supplier_id)[proof_id]
    if row is None or (supplier_id is not None and not products):
        return None
    return dataclasses.replace(ProofLine(*row), suppliers=codes, products=products)


def _last_decisions() -> Subquery:
    account = and_(Account.organisation_id == Decision.by_organisation_id, Account.id == Decision.by_account_id)
    place = func.row_number().over(
        partition_by=Decision.proof_id, order_by=(Decision.recorded_at.desc(), Decision.id.desc())
    )
    ranked = (
        select(Decision.proof_id, Decision.verdict, Decision.reason, Account.name, place.label("place"))
        .join(Account, account, isouter=True)
        .subquery()
    )
    return select(ranked).where(ranked.c.place == 1).subquery()


def _listed(last: Subquery) -> Select[*tuple[Any, ...]]:
    account = and_(Account.organisation_id == Proof.by_organisation_id, Account.id == Proof.by_account_id)
    listed: Select[*tuple[Any, ...]] = (
        select(
            Proof.id, Proof.attribute, Proof.kind, Proof.basis, Proof.label, Proof.number, Proof.issuer,
            Proof.valid_from, Proof.valid_until, Proof.document, Proof.document_name, Proof.recorded_at,
            Account.name, last.c.verdict, last.c.reason, last.c.name,
        )
        .join(Account, account, isouter=True)
        .join(last, last.c.proof_id == Proof.id, isouter=True)
    )  # fmt: skip
    return listed


def _in_state(state: str | None, last: Subquery, day: dt.date, days: int) -> list[ColumnElement[bool]]:
    accepted = last.c.verdict == "accept"
    conditions: Mapping[str, list[ColumnElement[bool]]] = {
        "waiting": [last.c.verdict.is_(None)],
        "refused": [last.c.verdict == "refuse"],
        "accepted": [accepted, or_(Proof.valid_until.is_(None), Proof.valid_until >= day)],
        "expiring": [accepted, Proof.valid_until.between(day, day + dt.timedelta(days=days))],
        "expired": [accepted, Proof.valid_until < day],
    }
    return [] if state is None else conditions[state]


def _spans(session: Session, ids: Sequence[int], supplier_id: int | None) -> dict[int, tuple[tuple[str, ...], int]]:
    statement = (
        select(Coverage.proof_id, Organisation.code, func.count())
        .join(Organisation, Organisation.id == Coverage.supplier_id)
        .where(Coverage.proof_id.in_(ids))
        .group_by(Coverage.proof_id, Organisation.code)
        .order_by(Organisation.code)
    )
    if supplier_id is not None:
        statement = statement.where(Coverage.supplier_id == supplier_id)
    found: dict[int, tuple[tuple[str, ...], int]] = dict.fromkeys(ids, ((), 0))
    for number, code, products in session.execute(statement):
        codes, count = found[number]
        found[number] = ((*codes, code), count + products)
    return found

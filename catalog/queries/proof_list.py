"""The list of proofs as people go through it: what waits, what is contested, what holds, what ends soon."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, Subquery, and_, case, cast, exists, func, not_, or_, select
from sqlalchemy.orm import Session

from catalog.models import Account, Coverage, Decision, Organisation, Proof, ProofEnding, TagDecision

STATES = ("waiting", "contested", "accepted", "refused", "expiring", "expired")


@dataclass(frozen=True, slots=True)
class ProofLine:
    """One line of the list of proofs. `products`: how many products of the scope it covers, of these suppliers.

    entered_by / checked_by: names of persons, None for the operator of the command line. ended: the last day that a
    person (or a register) gave it, earlier than its own. matched: a register's GTIN ties it to every product it covers: it
    counts without a person's word.
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
    holder: str | None = None
    holder_link: str | None = None
    scope: Mapping[str, list[str]] | None = None
    replaces_id: int | None = None
    ended: dt.date | None = None
    matched: bool = False
    suppliers: tuple[str, ...] = ()
    products: int = 0

    @property
    def last_day(self) -> dt.date | None:
        """The last day it holds: its own, or the earlier one it was given. None: no end."""
        known = [day for day in (self.valid_until, self.ended) if day]
        return min(known) if known else None

    @property
    def withdrawn(self) -> bool:
        """Whether it ends before the day it says."""
        return self.ended is not None and self.ended == self.last_day and self.ended != self.valid_until


def proof_list(
    session: Session,
    state: str | None = None,
    *,
    day: dt.date,
    days: int = 60,
    supplier_id: int | None = None,
    limit: int = 5000,
) -> list[ProofLine]:
    """Proofs, the newest first (expiring: the first to end first); of one supplier's products only where it is named.

    state: waiting, contested (a tag that it carries is), refused, accepted, expired, or expiring (accepted, with `days` or
    less left); None: all.
    """
    last, ends = _last_decisions(), _endings()
    until = _last_day(ends)
    order = (until, Proof.id) if state == "expiring" else (Proof.id.desc(),)
    statement = _listed(last, ends).order_by(*order).limit(limit)
    if state == "contested":
        statement = statement.where(Proof.id.in_(contested_proofs(session, supplier_id)))
    else:
        statement = statement.where(*_in_state(state, last, ends, day, days))
    if supplier_id is not None:
        own = select(Coverage.proof_id).where(Coverage.supplier_id == supplier_id)
        statement = statement.where(Proof.id.in_(own))
    lines = [ProofLine(*row) for row in session.execute(statement)]
    spans = _spans(session, [line.id for line in lines], supplier_id)
    return [dataclasses.replace(line, suppliers=spans[line.id][0], products=spans[line.id][1]) for line in lines]


def proof_line(session: Session, proof_id: int, supplier_id: int | None = None) -> ProofLine | None:
    """The line of one proof; None where there is none, or none that covers a product of that supplier."""
    row = session.execute(_listed(_last_decisions(), _endings()).where(Proof.id == proof_id)).one_or_none()
    codes, products = _spans(session, [proof_id], supplier_id)[proof_id]
    if row is None or (supplier_id is not None and not products):
        return None
    return dataclasses.replace(ProofLine(*row), suppliers=codes, products=products)


def may_grow(session: Session, labels: Collection[str], supplier_id: int | None = None) -> list[ProofLine]:
    """The proofs of a family or a model list, and those of a numbered licence of these labels, the newest first.

    Of one supplier's products where it is named.
    """
    numbered = and_(Proof.number.is_not(None), Proof.label.in_(sorted(labels)))
    statement = _listed(_last_decisions(), _endings()).order_by(Proof.id.desc())
    grows = statement.where(or_(cast(Proof.scope, String).like("{%"), numbered))
    lines = [ProofLine(*row) for row in session.execute(grows)]
    spans = _spans(session, [line.id for line in lines], supplier_id)
    seen = [dataclasses.replace(line, suppliers=spans[line.id][0], products=spans[line.id][1]) for line in lines]
    return [line for line in seen if supplier_id is None or line.products]


def same_certificate(session: Session, proof: Proof) -> list[int]:
    """The ids of the proofs that are the same paper: the same document, or without one the same label and number."""
    if proof.document is not None:
        query = select(Proof.id).where(Proof.document == proof.document)
    else:
        label = Proof.label.is_(None) if proof.label is None else Proof.label == proof.label
        query = select(Proof.id).where(Proof.document.is_(None), Proof.number == proof.number, label)
    return list(session.scalars(query.order_by(Proof.id)))


def renewed(session: Session, recorded_before: dt.datetime | None = None) -> dict[int, int]:
    """Proof -> the one that renews it, unless that one was refused. What is renewed asks for no further alert."""
    last = _last_decisions()
    query = (
        select(Proof.replaces_id, Proof.id)
        .join(last, last.c.proof_id == Proof.id, isouter=True)
        .where(Proof.replaces_id.is_not(None), or_(last.c.verdict.is_(None), last.c.verdict == "accept"))
        .order_by(Proof.id)
    )
    if recorded_before is not None:
        query = query.where(Proof.recorded_at < recorded_before)
    return {old: new for old, new in session.execute(query) if old is not None}


def contested_proofs(session: Session, supplier_id: int | None = None) -> set[int]:
    """The proofs of whose attribute an open contest stands on a product that they cover."""
    keys = open_contests(session, supplier_id)
    found: set[int] = set()
    for owner, product, attribute in keys:
        query = (
            select(Proof.id)
            .join(Coverage, Coverage.proof_id == Proof.id)
            .where(Coverage.supplier_id == owner, Coverage.product_id == product, Proof.attribute == attribute)
        )
        found |= set(session.scalars(query))
    return found


def open_contests(session: Session, supplier_id: int | None = None) -> set[tuple[int, int, str]]:
    """(supplier, product, attribute) whose last contest of a side was neither taken back by that side nor ruled since."""
    one = TagDecision
    query = select(one.supplier_id, one.product_id, one.attribute, one.side, one.verdict)
    query = query.where(one.verdict != "accept").order_by(one.recorded_at, one.id)
    if supplier_id is not None:
        query = query.where(one.supplier_id == supplier_id)
    sides: dict[tuple[int, int, str], set[str]] = {}
    for owner, product, attribute, side, verdict in session.execute(query):
        standing = sides.setdefault((owner, product, attribute), set())
        if verdict == "contest":
            standing.add(side)
        elif verdict == "withdraw":
            standing.discard(side)
        else:
            standing.clear()
    return {key for key, standing in sides.items() if standing}


def _last_decisions() -> Subquery:
    account = and_(Account.organisation_id == Decision.by_organisation_id, Account.id == Decision.by_account_id)
    place = func.row_number().over(partition_by=Decision.proof_id, order_by=Decision.id.desc())
    ranked = (
        select(Decision.proof_id, Decision.verdict, Decision.reason, Account.name, place.label("place"))
        .join(Account, account, isouter=True)
        .subquery()
    )
    return select(ranked).where(ranked.c.place == 1).subquery()


def _endings() -> Subquery:
    first = func.min(ProofEnding.last_day).label("last_day")
    return select(ProofEnding.proof_id, first).group_by(ProofEnding.proof_id).subquery()


def _last_day(ends: Subquery) -> ColumnElement[Any]:
    """The earlier of a proof's own last day and the one it was given; NULL: no end."""
    earlier = or_(Proof.valid_until.is_(None), ends.c.last_day < Proof.valid_until)
    return case((and_(ends.c.last_day.is_not(None), earlier), ends.c.last_day), else_=Proof.valid_until)


def _listed(last: Subquery, ends: Subquery) -> Select[*tuple[Any, ...]]:
    account = and_(Account.organisation_id == Proof.by_organisation_id, Account.id == Proof.by_account_id)
    listed: Select[*tuple[Any, ...]] = (
        select(
            Proof.id, Proof.attribute, Proof.kind, Proof.basis, Proof.label, Proof.number, Proof.issuer,
            Proof.valid_from, Proof.valid_until, Proof.document, Proof.document_name, Proof.recorded_at,
            Account.name, last.c.verdict, last.c.reason, last.c.name, Proof.holder, Proof.holder_link, Proof.scope,
            Proof.replaces_id, ends.c.last_day, _matched(),
        )
        .join(Account, account, isouter=True)
        .join(last, last.c.proof_id == Proof.id, isouter=True)
        .join(ends, ends.c.proof_id == Proof.id, isouter=True)
    )  # fmt: skip
    return listed


def _matched() -> ColumnElement[bool]:
    """Whether every product of a proof is tied to it by the GTIN of a register, which verifies."""
    tied = exists().where(Coverage.proof_id == Proof.id)
    return and_(tied.where(Coverage.matched), not_(tied.where(not_(Coverage.matched))))


def _in_state(state: str | None, last: Subquery, ends: Subquery, day: dt.date, days: int) -> list[ColumnElement[bool]]:
    until, undecided, withdrawn = _last_day(ends), last.c.verdict.is_(None), ends.c.last_day < day
    accepted = or_(last.c.verdict == "accept", and_(undecided, _matched()))
    conditions: Mapping[str, list[ColumnElement[bool]]] = {
        "waiting": [undecided, not_(_matched()), or_(ends.c.last_day.is_(None), ends.c.last_day >= day)],
        "refused": [last.c.verdict == "refuse"],
        "accepted": [accepted, or_(until.is_(None), until >= day)],
        "expiring": [accepted, until.between(day, day + dt.timedelta(days=days))],
        "expired": [or_(and_(accepted, until < day), and_(undecided, withdrawn))],
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

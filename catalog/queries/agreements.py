"""Organisations, framework agreements, lots with their holders, memberships, and what an actor may see of them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from catalog.access import Actor
from catalog.facets.selection import EVERYTHING, Scope
from catalog.means.clock import Clock, end_of
from catalog.models import Account, Agreement, Holder, Lot, Membership, Organisation

NOTHING = Scope(agreements=frozenset(), suppliers=frozenset())


@dataclass(frozen=True, slots=True)
class OrganisationCard:
    """A central body, member or supplier."""

    id: int
    code: str
    kind: str
    name: str
    siret: str | None
    sector: str | None
    size: int | None


@dataclass(frozen=True, slots=True)
class AgreementTerms:
    """A framework agreement; `central`: the code of its central body."""

    id: int
    code: str
    name: str
    central: str
    starts: dt.date
    ends: dt.date


@dataclass(frozen=True, slots=True)
class HolderTerms:
    """What a holder asks of an order in a lot: amounts excluding VAT in 10^-6 of its currency; None: not known.

    minimum_order: the holder's own; free_delivery_from: the order from which delivery is free (franco); delivery_fee: below.
    """

    rank: int | None = None
    minimum_order: int | None = None
    free_delivery_from: int | None = None
    delivery_fee: int | None = None
    lead_time_days: int | None = None


@dataclass(frozen=True, slots=True)
class LotTerms:
    """A lot of an agreement, with the codes of its holders: by rank, then by code.

    `responsible`: the attribute it was awarded for. ranks: supplier code -> place in a cascade, for those that have one.
    maximum, minimum_order: amounts in 10^-6. renewals: how many times, by `renewal_months` each. held: supplier code ->
    its own terms.
    """

    id: int
    code: str
    name: str
    agreement: str
    currency: str
    starts: dt.date
    ends: dt.date
    families: tuple[str, ...]
    responsible: str | None
    free_items: bool
    holders: tuple[str, ...]
    allocation: str | None = None
    maximum: int | None = None
    minimum_order: int | None = None
    renewals: int = 0
    renewal_months: int | None = None
    areas: tuple[str, ...] = ()
    ranks: Mapping[str, int] = field(default_factory=dict)
    held: Mapping[str, HolderTerms] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MembershipTerms:
    """The last word on a member in an agreement. Both days are included; `valid_until` None: no end."""

    organisation: str
    agreement: str
    valid_from: dt.date
    valid_until: dt.date | None


def organisations(session: Session, codes: Collection[str] | None = None) -> dict[str, OrganisationCard]:
    """Code -> organisation, in order of their codes; all of them, or those asked for."""
    query = _cards().order_by(Organisation.code)
    if codes is not None:
        query = query.where(Organisation.code.in_(codes))
    return {row.code: OrganisationCard(*row) for row in session.execute(query)}


def agreements(session: Session, scope: Scope) -> list[AgreementTerms]:
    """The agreements within a scope, in order of their codes; for suppliers, those in which they hold a lot."""
    query = (
        select(Agreement.id, Agreement.code, Agreement.name, Organisation.code, Agreement.starts, Agreement.ends)
        .join(Organisation, Organisation.id == Agreement.central_id)
        .where(*_within(scope, Agreement.id))
        .order_by(Agreement.code)
    )
    return [AgreementTerms(*row) for row in session.execute(query)]


def lots(session: Session, scope: Scope) -> list[LotTerms]:
    """The lots within a scope, in order of their codes; for suppliers, those they hold, without the other holders."""
    query = (
        select(Lot, Agreement.code)
        .join(Agreement, Agreement.id == Lot.agreement_id)
        .where(*_within(scope, Agreement.id))
        .order_by(Lot.code)
    )
    if scope.suppliers is not None:
        query = query.where(Lot.id.in_(_lots_held(scope.suppliers)))
    found = session.execute(query).all()
    holders = _ranked(session, scope=scope)
    return [_terms(lot, agreement, holders.get(lot.id, {})) for lot, agreement in found]


def lots_by_code(session: Session, codes: Collection[str] | None = None) -> dict[str, LotTerms]:
    """Code -> lot with its holders; all of them, or those asked for. No scope: for services that check it themselves."""
    found = {lot.code: lot for lot in lots(session, EVERYTHING)}
    return found if codes is None else {code: found[code] for code in sorted(codes) if code in found}


def _ranked(
    session: Session, lot_ids: Collection[int] | None = None, scope: Scope = EVERYTHING
) -> dict[int, dict[str, HolderTerms]]:
    """Lot id -> supplier code -> its terms, those with a rank first."""
    one = Holder
    query = select(
        one.lot_id, Organisation.code, one.rank, one.minimum_order, one.free_delivery_from, one.delivery_fee,
        one.lead_time_days,
    ).join(Organisation, Organisation.id == one.supplier_id)  # fmt: skip
    if lot_ids is not None:
        query = query.where(Holder.lot_id.in_(lot_ids))
    if scope.suppliers is not None:
        query = query.where(Organisation.code.in_(scope.suppliers))
    found: dict[int, dict[str, HolderTerms]] = defaultdict(dict)
    for lot_id, code, *terms in session.execute(query.order_by(one.rank.is_(None), one.rank, Organisation.code)):
        found[lot_id][code] = HolderTerms(*terms)
    return dict(found)


def suppliers(session: Session, scope: Scope) -> list[OrganisationCard]:
    """The suppliers that hold a lot within a scope, in order of their codes."""
    held = select(Holder.supplier_id).join(Lot, Lot.id == Holder.lot_id).where(*_within(scope, Lot.agreement_id))
    query = _cards().where(Organisation.id.in_(held)).order_by(Organisation.code)
    if scope.suppliers is not None:
        query = query.where(Organisation.code.in_(scope.suppliers))
    return [OrganisationCard(*row) for row in session.execute(query)]


def memberships(
    session: Session, recorded_before: dt.datetime | None = None, organisation_id: int | None = None
) -> list[MembershipTerms]:
    """The last word recorded (before an instant) for each member and agreement, in order of their codes."""
    last = _last_said(recorded_before, organisation_id).subquery()
    query = (
        select(Organisation.code, Agreement.code, Membership.valid_from, Membership.valid_until)
        .join(last, and_(last.c.place == 1, last.c.id == Membership.id))
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .join(Agreement, Agreement.id == Membership.agreement_id)
        .order_by(Organisation.code, Agreement.code)
    )
    return [MembershipTerms(*row) for row in session.execute(query)]


def account_homes(session: Session, emails: Collection[str]) -> dict[str, str]:
    """E-mail -> code of the organisation whose account it is, for those of `emails` that have one."""
    query = select(Account.email, Organisation.code).join(Organisation, Organisation.id == Account.organisation_id)
    return {row.email: row.code for row in session.execute(query.where(Account.email.in_(emails)))}


def scope_of(session: Session, actor: Actor, on: dt.date, recorded_before: dt.datetime) -> Scope:
    """What the actor may see on that day, by what had been recorded before an instant.

    A member: the agreements it had joined and the lots of them that ran that day. A supplier: itself. Central staff: the agreements of their
    own central body. The operator: everything. Anybody else: nothing.
    """
    if actor.kind == "operator":
        return EVERYTHING
    if actor.organisation_id is None:
        return NOTHING
    if actor.kind == "supplier":
        return Scope(agreements=None, suppliers=_code(session, actor.organisation_id))
    if actor.kind == "central":
        return Scope(agreements=_of_central(session, actor.organisation_id))
    joined = _joined(session, actor.organisation_id, on, recorded_before)
    return Scope(agreements=joined, closed_lots=_not_running(session, on))


def scope_today(session: Session, actor: Actor, clock: Clock) -> Scope:
    """What the actor may see on the clock's day, by all that was recorded by its end."""
    today = clock.today()
    return scope_of(session, actor, today, end_of(today))


def scope_open(session: Session, actor: Actor, on: dt.date, clock: Clock) -> Scope:
    """What was open to the actor on a day and still is today: leaving an agreement closes its past too.

    A lot that has ended since still shows the days on which it ran.
    """
    then = scope_of(session, actor, on, end_of(on))
    if on == clock.today():
        return then
    return replace(overlap(then, scope_today(session, actor, clock)), closed_lots=then.closed_lots)


def overlap(one: Scope, other: Scope) -> Scope:
    """What lies in both scopes."""
    closed = one.closed_lots | other.closed_lots
    return Scope(_both(one.agreements, other.agreements), _both(one.suppliers, other.suppliers), closed)


def _both(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    if one is None or other is None:
        return one if other is None else other
    return one & other


def _cards() -> Select[int, str, str, str, str | None, str | None, int | None]:
    one = Organisation
    return select(one.id, one.code, one.kind, one.name, one.siret, one.sector, one.size)


def _terms(lot: Lot, agreement: str, holders: Mapping[str, HolderTerms]) -> LotTerms:
    return LotTerms(
        lot.id, lot.code, lot.name, agreement, lot.currency, lot.starts, lot.ends, tuple(lot.families),
        lot.responsible, lot.free_items, tuple(holders), lot.allocation, lot.maximum, lot.minimum_order, lot.renewals,
        lot.renewal_months, tuple(lot.areas),
        {code: each.rank for code, each in holders.items() if each.rank is not None}, dict(holders),
    )  # fmt: skip


def _within(scope: Scope, agreement_id: InstrumentedAttribute[int]) -> list[ColumnElement[bool]]:
    limits: list[ColumnElement[bool]] = []
    if scope.agreements is not None:
        limits.append(agreement_id.in_(select(Agreement.id).where(Agreement.code.in_(scope.agreements))))
    if scope.suppliers is not None:
        held = select(Lot.agreement_id).where(Lot.id.in_(_lots_held(scope.suppliers)))
        limits.append(agreement_id.in_(held))
    return limits


def _lots_held(codes: Collection[str]) -> Select[int]:
    holder = Holder.supplier_id == Organisation.id
    return select(Holder.lot_id).join(Organisation, holder).where(Organisation.code.in_(codes))


def _code(session: Session, organisation_id: int) -> frozenset[str]:
    return frozenset(session.scalars(select(Organisation.code).where(Organisation.id == organisation_id)))


def _of_central(session: Session, central_id: int) -> frozenset[str]:
    return frozenset(session.scalars(select(Agreement.code).where(Agreement.central_id == central_id)))


def _joined(session: Session, member_id: int, on: dt.date, recorded_before: dt.datetime) -> frozenset[str]:
    last = _last_said(recorded_before, member_id).subquery()
    query = (
        select(Agreement.code)
        .join(Membership, Membership.agreement_id == Agreement.id)
        .join(last, and_(last.c.place == 1, last.c.id == Membership.id))
        .where(Membership.valid_from <= on, or_(Membership.valid_until.is_(None), Membership.valid_until >= on))
        .where(Agreement.starts <= on, Agreement.ends >= on)
    )
    return frozenset(session.scalars(query))


def _not_running(session: Session, on: dt.date) -> frozenset[str]:
    return frozenset(session.scalars(select(Lot.code).where(or_(Lot.starts > on, Lot.ends < on))))


def _last_said(recorded_before: dt.datetime | None, organisation_id: int | None) -> Select[int, int]:
    """Each membership row with its place from the last one recorded. Ids grow as rows are recorded; a set day repeats."""
    place = func.row_number().over(
        partition_by=(Membership.organisation_id, Membership.agreement_id), order_by=Membership.id.desc()
    )
    query = select(Membership.id, place.label("place"))
    if recorded_before is not None:
        query = query.where(Membership.recorded_at < recorded_before)
    if organisation_id is not None:
        query = query.where(Membership.organisation_id == organisation_id)
    return query

"""Ranges that members ask for, and who wants the same."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.access import Actor
from catalog.models import Organisation, RangeRequest, RangeSupport


@dataclass(frozen=True, slots=True)
class Wish:
    """A request of a member to a central body. supporters: other members by id, in order of their word."""

    id: int
    organisation_id: int
    organisation: str
    central: str
    text: str
    attributes: tuple[str, ...]
    families: tuple[str, ...]
    recorded_at: dt.datetime
    outcome: str | None
    outcome_reason: str | None
    range_code: str | None
    answered_at: dt.datetime | None
    supporters: tuple[tuple[int, str], ...] = ()


def wishes(session: Session, central_ids: Collection[int] | None) -> list[Wish]:
    """The requests to these central bodies (None: to all), the most wanted of the open ones first, then the answered."""
    of, body = RangeRequest, Organisation.__table__.alias("body")
    query = (
        select(of, Organisation.name, body.c.code)
        .join(Organisation, Organisation.id == of.organisation_id)
        .join(body, body.c.id == of.central_id)
    )
    if central_ids is not None:
        query = query.where(of.central_id.in_(sorted(central_ids)))
    rows = session.execute(query).all()
    wanted = _supporters(session, [row[0].id for row in rows])
    found = [_wish(row[0], row[1], row[2], tuple(wanted[row[0].id])) for row in rows]
    return sorted(found, key=lambda each: (each.outcome is not None, -len(each.supporters), each.recorded_at, each.id))


def _wish(row: RangeRequest, name: str, central: str, supporters: tuple[tuple[int, str], ...]) -> Wish:
    return Wish(
        row.id, row.organisation_id, name, central, row.text, tuple(row.attributes), tuple(row.families), row.recorded_at,
        row.outcome, row.outcome_reason, row.range_code, row.answered_at, supporters,
    )  # fmt: skip


def _supporters(session: Session, ids: Collection[int]) -> defaultdict[int, list[tuple[int, str]]]:
    of = RangeSupport
    query = (
        select(of.request_id, of.organisation_id, Organisation.name)
        .join(Organisation, Organisation.id == of.organisation_id)
        .where(of.request_id.in_(sorted(ids)))
        .order_by(of.recorded_at, of.id)
    )
    found: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for request, organisation, name in session.execute(query):
        found[request].append((organisation, name))
    return found


def row_of(session: Session, request_id: int) -> RangeRequest | None:
    """A request as it is kept, to answer it."""
    return session.scalars(select(RangeRequest).where(RangeRequest.id == request_id)).first()


def add(
    session: Session,
    *,
    central_id: int,
    text: str,
    attributes: list[str],
    families: list[str],
    by: Actor,
    at: dt.datetime,
) -> int:
    """A request of the actor's organisation; its id."""
    row = RangeRequest(
        organisation_id=by.organisation_id, central_id=central_id, text=text, attributes=attributes, families=families,
        recorded_at=at, **by.by,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def add_support(session: Session, request_id: int, by: Actor, at: dt.datetime) -> None:
    """The actor's organisation wants the same."""
    session.add(RangeSupport(organisation_id=by.organisation_id, request_id=request_id, recorded_at=at, **by.by))
    session.flush()

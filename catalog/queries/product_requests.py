"""Products that members ask for: read by the member itself and by the staff of the central body it asked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.access import Actor
from catalog.models import Organisation, ProductRequest


@dataclass(frozen=True, slots=True)
class AskedProduct:
    """A request of a member to a central body. yearly_quantity: in whatever unit the text says; None: not said."""

    id: int
    organisation_id: int
    organisation: str
    central: str
    text: str
    family: str | None
    attributes: tuple[str, ...]
    yearly_quantity: int | None
    recorded_at: dt.datetime
    outcome: str | None
    answer: str | None
    answered_at: dt.datetime | None
    answered_by: str | None


def product_requests(
    session: Session, *, organisation_id: int | None = None, central_id: int | None = None
) -> list[AskedProduct]:
    """Requests of a member, to a central body, or all: those that wait first, the oldest of them first."""
    of, body = ProductRequest, Organisation.__table__.alias("body")
    query = (
        select(of, Organisation.name, body.c.code)
        .join(Organisation, Organisation.id == of.organisation_id)
        .join(body, body.c.id == of.central_id)
    )
    if organisation_id is not None:
        query = query.where(of.organisation_id == organisation_id)
    if central_id is not None:
        query = query.where(of.central_id == central_id)
    found = [_asked(*row) for row in session.execute(query)]
    waiting = sorted((each for each in found if each.outcome is None), key=lambda each: each.id)
    return waiting + sorted((each for each in found if each.outcome), key=lambda each: -each.id)


def _asked(row: ProductRequest, name: str, central: str) -> AskedProduct:
    return AskedProduct(
        row.id, row.organisation_id, name, central, row.text, row.family, tuple(row.attributes), row.yearly_quantity,
        row.recorded_at, row.outcome, row.answer, row.answered_at, row.answered_by,
    )  # fmt: skip


def request_row(session: Session, request_id: int) -> ProductRequest | None:
    """A request as it is kept, to answer it; nobody else answers it before this transaction ends."""
    query = select(ProductRequest).where(ProductRequest.id == request_id)
    return session.scalars(query.with_for_update()).first()


def add(session: Session, by: Actor, at: dt.datetime, **said: Any) -> int:
    """A request of the actor's organisation; its id."""
    row = ProductRequest(organisation_id=by.organisation_id, recorded_at=at, **said, **by.by)
    session.add(row)
    session.flush()
    return row.id

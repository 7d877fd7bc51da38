"""Cases that members opened on a tag or its proof."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from catalog.models import Doubt, Organisation


@dataclass(frozen=True, slots=True)
class DoubtRow:
    """A case as kept, with the names of both bodies."""

    id: int
    organisation_id: int
    member: str
    member_name: str
    supplier_id: int
    supplier: str
    supplier_name: str
    product_id: int
    attribute: str
    proof_id: int | None
    text: str
    deadline: dt.date
    recorded_at: dt.datetime
    outcome: str | None
    answer: str | None
    answered_at: dt.datetime | None
    answered_by: str | None


def doubts(
    session: Session,
    *,
    organisation_id: int | None = None,
    supplier_id: int | None = None,
    number: int | None = None,
    open_only: bool = False,
) -> list[DoubtRow]:
    """Cases, those due first; of one member, on one supplier's products, one of them, those not answered."""
    one, member, supplier = Doubt, aliased(Organisation), aliased(Organisation)
    asked: Select[*tuple[Any, ...]] = (
        select(one.id, one.organisation_id, member.code, member.name, one.supplier_id, supplier.code, supplier.name,
               one.product_id, one.attribute, one.proof_id, one.text, one.deadline, one.recorded_at, one.outcome,
               one.answer, one.answered_at, one.answered_by)
        .join(member, member.id == one.organisation_id)
        .join(supplier, supplier.id == one.supplier_id)
        .order_by(one.outcome.is_not(None), one.deadline, one.id)
    )  # fmt: skip
    if organisation_id is not None:
        asked = asked.where(one.organisation_id == organisation_id)
    if supplier_id is not None:
        asked = asked.where(one.supplier_id == supplier_id)
    if number is not None:
        asked = asked.where(one.id == number)
    if open_only:
        asked = asked.where(one.outcome.is_(None))
    return [DoubtRow(*row) for row in session.execute(asked)]


def held(session: Session, organisation_id: int, number: int) -> Doubt:
    """The case, nobody else answering it until this transaction ends."""
    mine = (Doubt.organisation_id == organisation_id, Doubt.id == number)
    return session.execute(select(Doubt).where(*mine).with_for_update()).scalar_one()

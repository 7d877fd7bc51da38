"""How suppliers' files are read: what was confirmed last, per supplier and format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from catalog.models import Account, MappingKept, Organisation


@dataclass(frozen=True, slots=True)
class MappingLine:
    """The last word on a supplier's files of one format. `by_supplier`: the supplier said it itself, not the staff."""

    supplier_id: int
    format: str
    columns: Mapping[str, str]
    answers: Mapping[str, str]
    batch_id: int
    by: str | None
    by_supplier: bool
    recorded_at: dt.datetime


def latest(session: Session, supplier_id: int | None = None) -> list[MappingLine]:
    """The last word per format (of all suppliers: None), the newest first; a format that was forgotten is left out."""
    kept = MappingKept
    last = select(kept.supplier_id, kept.format, func.max(kept.id).label("id")).group_by(kept.supplier_id, kept.format)
    if supplier_id is not None:
        last = last.where(kept.supplier_id == supplier_id)
    found = [_line(*row) for row in session.execute(_lines(last.subquery()))]
    return [line for line in found if line.columns or line.answers]


def _lines(last: Any) -> Select[*tuple[Any, ...]]:
    kept = MappingKept
    account = and_(Account.organisation_id == kept.by_organisation_id, Account.id == kept.by_account_id)
    return (
        select(kept, Account.email, Organisation.kind)
        .join(last, and_(last.c.supplier_id == kept.supplier_id, last.c.id == kept.id))
        .outerjoin(Account, account)
        .outerjoin(Organisation, Organisation.id == kept.by_organisation_id)
        .order_by(kept.id.desc())
    )


def _line(kept: MappingKept, email: str | None, kind: str | None) -> MappingLine:
    return MappingLine(
        kept.supplier_id, kept.format, kept.columns, kept.answers, kept.batch_id, email, kind == "supplier",
        kept.recorded_at,
    )  # fmt: skip

"""Words of suppliers: what was decided of them, and where nobody understood them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from catalog.facets.selection import Scope
from catalog.models import Agreement, Batch, Claim, Holder, Lot, Word
from catalog.queries.intake import within
from catalog.queries.products import in_force
from catalog.tagging.heard import UNHEARD

LOOKED_AT = 300
"""How many batches, the newest first, are looked at for words that nobody understood."""


def decided(session: Session, recorded_before: dt.datetime | None = None) -> dict[tuple[str, str], Word]:
    """(kind, word) -> the last decision on it; meaning None: it means nothing to us."""
    statement = select(Word).order_by(Word.id)
    if recorded_before is not None:
        statement = statement.where(Word.recorded_at < recorded_before)
    return {(word.kind, word.word): word for word in session.scalars(statement)}


def meanings(session: Session, kind: str) -> dict[str, str | None]:
    """Word -> meaning of one kind."""
    return {word: row.meaning for (found, word), row in decided(session).items() if found == kind}


def label_words(session: Session, recorded_before: dt.datetime) -> Mapping[str, tuple[str, ...]]:
    """Label -> the words that were decided to mean it."""
    found: dict[str, tuple[str, ...]] = {}
    for (kind, word), row in decided(session, recorded_before).items():
        if kind == "label" and row.meaning:
            found[row.meaning] = (*found.get(row.meaning, ()), word)
    return found


def unheard(session: Session, publication: int, scope: Scope) -> list[Row[*tuple[Any, ...]]]:
    """(supplier id, column, quote, products) of label cells that nobody understands, of a publication's offers in scope."""
    products = func.count(Claim.product_id.distinct())
    statement = (
        select(Claim.supplier_id, Claim.column, Claim.quote, products)
        .where(Claim.attribute == UNHEARD, in_force(Claim, publication))
        .group_by(Claim.supplier_id, Claim.column, Claim.quote)
    )
    if scope.agreements is not None:
        lots = (
            select(Holder.supplier_id)
            .join(Lot, Lot.id == Holder.lot_id)
            .join(Agreement, Agreement.id == Lot.agreement_id)
            .where(Agreement.code.in_(scope.agreements))
        )
        statement = statement.where(Claim.supplier_id.in_(lots))
    return list(session.execute(statement))


def left_over(session: Session, scope: Scope) -> list[Row[*tuple[Any, ...]]]:
    """(supplier id, report) of the last batches within the scope, the newest first."""
    statement = (
        select(Batch.supplier_id, Batch.report)
        .where(Batch.state.not_in(("refused", "dropped")), *within(scope))
        .order_by(Batch.id.desc())
        .limit(LOOKED_AT)
    )
    return list(session.execute(statement))

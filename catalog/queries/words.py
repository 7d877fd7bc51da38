"""Words of suppliers: what was decided of them, and where nobody understood them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from catalog.facets.selection import Scope
from catalog.models import Batch, Word
from catalog.queries.intake import within

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


def left_over(session: Session, scope: Scope) -> list[Row[*tuple[Any, ...]]]:
    """(supplier id, report) of the last batches within the scope, the newest first."""
    statement = (
        select(Batch.supplier_id, Batch.report)
        .where(Batch.state.not_in(("refused", "dropped")), *within(scope))
        .order_by(Batch.id.desc())
        .limit(LOOKED_AT)
    )
    return list(session.execute(statement))

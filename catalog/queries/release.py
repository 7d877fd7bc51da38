"""Publications: which is in force, which came before, what each took in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.models import Batch, Organisation, Publication, PublicationBatch


@dataclass(frozen=True, slots=True)
class Published:
    """One line of the list of publications. `undoes`: the number an undo went back from."""

    number: int
    kind: str
    undoes: int | None
    offers: int
    note: str | None
    recorded_at: dt.datetime


def current_publication(session: Session) -> int:
    """The highest number, 0 before the first."""
    return session.scalar(select(func.max(Publication.number))) or 0


def publication_on(session: Session, recorded_before: dt.datetime) -> int:
    """The number in force just before an instant, 0 when there was none."""
    found = session.scalar(select(func.max(Publication.number)).where(Publication.recorded_at < recorded_before))
    return found or 0


def recorded_at(session: Session, number: int) -> dt.datetime | None:
    """When a publication was recorded."""
    return session.scalar(select(Publication.recorded_at).where(Publication.number == number))


def all_publications(session: Session) -> list[Published]:
    """Every publication, the first first."""
    rows = session.execute(
        select(Publication.number, Publication.kind, Publication.undoes, Publication.offers, Publication.note,
               Publication.recorded_at).order_by(Publication.number)
    )  # fmt: skip
    return [Published(*row) for row in rows]


def batches_of(session: Session, number: int) -> list[tuple[str, int, str]]:
    """(supplier code, batch id, file name) of the batches a publication took in or took back."""
    rows = session.execute(
        select(Organisation.code, Batch.id, Batch.file_name)
        .join(PublicationBatch, (PublicationBatch.supplier_id == Batch.supplier_id) & (PublicationBatch.batch_id == Batch.id))
        .join(Organisation, Organisation.id == Batch.supplier_id)
        .where(PublicationBatch.publication == number)
        .order_by(Batch.id)
    )
    return [(code, number, name) for code, number, name in rows]


def standing(publications: list[Published]) -> list[int]:
    """The numbers whose effect still stands, the first first: an undo takes the last one away."""
    stack: list[int] = []
    for publication in publications:
        if publication.kind == "publish":
            stack.append(publication.number)
        elif publication.undoes in stack:
            stack.remove(publication.undoes)
    return stack

"""Publications: numbered, immutable states of offers and product data."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from catalog.models.base import Acted, Base, acted, owner_key, to
from catalog.models.people import among

KINDS = ("publish", "undo", "take_back", "set_aside", "correct", "suspend", "lift", "rename", "succeed")
"""publish takes batches in; undo, take_back and set_aside go back; the others are the daily verbs."""


class Publication(Acted, Base):
    """A publication. In force on a day: the highest number recorded by then and `effective` by then. Reference table.

    An undo goes back to the state before `undoes`; a take_back takes one batch back and is a new state itself. What is
    published today while a later `effective` waits goes below it: the one that waits is set aside (set_aside, `undoes`)
    and published again above (`replays`). basis: the article or amendment of the contract it rests on.
    """

    __tablename__ = "publication"
    __table_args__ = (
        *acted(),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint(among("kind", KINDS), name="kind"),
        CheckConstraint("(kind IN ('undo', 'set_aside')) = (undoes IS NOT NULL)", name="undoes"),
        CheckConstraint("undoes < number AND replays < number", name="order"),
    )
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    kind: Mapped[str]
    undoes: Mapped[int | None] = mapped_column(ForeignKey("publication.number"))
    replays: Mapped[int | None] = mapped_column(ForeignKey("publication.number"))
    effective: Mapped[dt.date]
    offers: Mapped[int]
    basis: Mapped[str | None]
    note: Mapped[str | None]
    recorded_at: Mapped[dt.datetime]


class PublicationBatch(Base):
    """A batch that a publication took in (or, for an undo, took back). `place`: its turn among them. Supplier-owned."""

    __tablename__ = "publication_batch"
    __table_args__ = (to("batch", "supplier_id", "batch_id", key=("supplier_id", "id")),)
    supplier_id: Mapped[int] = owner_key()
    publication: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("publication.number"), primary_key=True, autoincrement=False
    )
    batch_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(default=0)

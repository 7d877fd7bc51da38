"""Batches: one file as received, with what was read from it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from catalog.models.base import Acted, Base, acted, id_column, owner_key, to
from catalog.models.people import among

MODES = ("full", "patch")
BATCH_STATES = ("asking", "rehearsed", "refused", "published", "undone", "dropped")


class Batch(Acted, Base):
    """One file as received, for this supplier and these lots. Never edited: an answer makes it be read again.

    sha256: the file in the file store. staged: the Arrow file of its imported rows, rows: of every row as written.
    scope: mode and lots in one canonical text, so that the same file for the same purpose exists once.
    report: the Reading without its rows (verdict, columns, counts, questions), as `check` prints it.
    """

    __tablename__ = "batch"
    __table_args__ = (
        to("organisation", "supplier_id", key=("id",)),
        *acted(),
        UniqueConstraint("supplier_id", "sha256", "scope"),
        CheckConstraint(among("mode", MODES), name="mode"),
        CheckConstraint(among("state", BATCH_STATES), name="state"),
        CheckConstraint("imported + rejected + skipped = row_count", name="conservation"),
        CheckConstraint("imported >= 0 AND rejected >= 0 AND skipped >= 0", name="counts"),
        CheckConstraint("length(sha256) = 64", name="sha256"),
    )
    supplier_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    sha256: Mapped[str]
    file_name: Mapped[str]
    mode: Mapped[str]
    scope: Mapped[str]
    lot_column: Mapped[str | None]
    state: Mapped[str]
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)
    staged: Mapped[str | None]
    rows: Mapped[str | None]
    row_count: Mapped[int] = mapped_column(default=0)
    imported: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[int] = mapped_column(default=0)
    recorded_at: Mapped[dt.datetime]


class BatchLot(Base):
    """A lot that a batch names. Supplier-owned."""

    __tablename__ = "batch_lot"
    __table_args__ = (to("batch", "supplier_id", "batch_id", key=("supplier_id", "id")),)
    supplier_id: Mapped[int] = owner_key()
    batch_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    lot_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("lot.id"), primary_key=True, autoincrement=False)


class BatchIssue(Base):
    """Something wrong in a row of a batch, or (row NULL) in its file. Supplier-owned."""

    __tablename__ = "batch_issue"
    __table_args__ = (
        to("batch", "supplier_id", "batch_id", key=("supplier_id", "id")),
        CheckConstraint(among("level", ("error", "warning")), name="level"),
        Index("ix_batch_issue_batch", "supplier_id", "batch_id"),
    )
    supplier_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    batch_id: Mapped[int]
    level: Mapped[str]
    code: Mapped[str]
    sheet: Mapped[str | None]
    row: Mapped[int | None]
    last_row: Mapped[int | None]
    column: Mapped[str | None]
    value: Mapped[str | None]
    proposal: Mapped[str | None]
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)


class MappingKept(Acted, Base):
    """How a supplier's files of one format are read: what a person confirmed last. Append-only, supplier-owned.

    columns: header -> field. answers: question -> value. The latest of (supplier, format) speaks.
    """

    __tablename__ = "mapping"
    __table_args__ = (
        to("organisation", "supplier_id", key=("id",)),
        to("batch", "supplier_id", "batch_id", key=("supplier_id", "id")),
        *acted(),
        Index("ix_mapping_format", "supplier_id", "format"),
    )
    supplier_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    format: Mapped[str]
    columns: Mapped[dict[str, Any]] = mapped_column(default=dict)
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    batch_id: Mapped[int]
    recorded_at: Mapped[dt.datetime]


WORD_KINDS = ("label", "family", "unit", "yes_no", "header")


class Word(Acted, Base):
    """What a word of suppliers means, decided once: "EU Flower" is a label. Append-only, reference table.

    word: folded. meaning: the code; NULL: it means nothing to us. The latest of (kind, word) speaks.
    """

    __tablename__ = "word"
    __table_args__ = (
        *acted(),
        CheckConstraint(among("kind", WORD_KINDS), name="kind"),
        CheckConstraint("word <> ''", name="word"),
        Index("ix_word_kind", "kind", "word"),
    )
    id: Mapped[int] = id_column()
    kind: Mapped[str]
    word: Mapped[str]
    meaning: Mapped[str | None]
    reason: Mapped[str | None]
    recorded_at: Mapped[dt.datetime]

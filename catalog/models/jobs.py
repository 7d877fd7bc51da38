"""Work that takes longer than a click: what waits, what runs, how far it is, how it ended."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from catalog.models.base import Acted, Base, acted, id_column
from catalog.models.people import among

JOB_STATES = ("waiting", "running", "done", "refused", "failed", "cancelled")


class Job(Acted, Base):
    """One piece of background work, done with the rights of who started it. Reference table.

    queue: jobs of one queue (a supplier's code) run one after the other, in the order of their ids. payload: what the
    work needs. outcome: what it gave (a batch's id), or the code and parameters of a refusal, or a bug's id.
    lease: until when the worker that runs it answers for it; a lost one is taken up again.
    """

    __tablename__ = "job"
    __table_args__ = (
        *acted(),
        CheckConstraint(among("state", JOB_STATES), name="state"),
        CheckConstraint("done_rows >= 0", name="rows"),
        CheckConstraint("(state = 'running') = (lease IS NOT NULL)", name="lease"),
        Index("ix_job_state", "state", "queue", "id"),
    )
    id: Mapped[int] = id_column()
    kind: Mapped[str]
    queue: Mapped[str]
    state: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    outcome: Mapped[dict[str, Any]] = mapped_column(default=dict)
    done_rows: Mapped[int] = mapped_column(default=0)
    all_rows: Mapped[int | None]
    tries: Mapped[int] = mapped_column(default=0)
    lease: Mapped[dt.datetime | None]
    recorded_at: Mapped[dt.datetime]
    started_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]

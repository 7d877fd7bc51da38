"""Dedicated ranges: a named rule with immutable versions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from catalog.models.base import Acted, Base, acted, id_column
from catalog.models.people import among

PROFILES = ("strict", "tolerant")


class Range(Base):
    """A dedicated range of one central body. Reference table."""

    __tablename__ = "range"
    __table_args__ = (UniqueConstraint("code"), CheckConstraint("code <> ''", name="code"))
    id: Mapped[int] = id_column()
    central_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    code: Mapped[str]
    name_fr: Mapped[str]
    name_en: Mapped[str]
    recorded_at: Mapped[dt.datetime]


class RangeVersion(Acted, Base):
    """One immutable version of the rule. `rule`: attributes, families, lots, as `tagging.ranges.RangeRule` reads it."""

    __tablename__ = "range_version"
    __table_args__ = (
        *acted(),
        UniqueConstraint("range_id", "number"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint(among("profile", PROFILES), name="profile"),
    )
    id: Mapped[int] = id_column()
    range_id: Mapped[int] = mapped_column(ForeignKey("range.id"))
    number: Mapped[int]
    rule: Mapped[dict[str, Any]]
    profile: Mapped[str]
    description_fr: Mapped[str]
    description_en: Mapped[str]
    recorded_at: Mapped[dt.datetime]

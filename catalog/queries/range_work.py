"""Who wrote a version of a range, who validated it, and its draft."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.access import Actor
from catalog.models import RangeValidation, RangeVersion


def is_validated(session: Session, version_id: int) -> bool:
    """Whether the central body has validated a version."""
    said = RangeValidation
    return session.scalar(select(said.id).where(said.range_version_id == version_id)) is not None


def wrote(session: Session, actor: Actor, version_id: int) -> bool:
    """Whether the actor, a person with an account, is the author of a version."""
    version = session.get_one(RangeVersion, version_id)
    who = (version.by_organisation_id, version.by_account_id)
    return actor.account_id is not None and who == (actor.organisation_id, actor.account_id)

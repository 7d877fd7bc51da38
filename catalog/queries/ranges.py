"""Dedicated ranges and their versions: a version is never changed, a change is a further version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.access import Actor
from catalog.models import Organisation, Range, RangeVersion, new_id
from catalog.queries import agreements
from catalog.tagging.ranges import RangeRule
from catalog.tagging.records import Profile


@dataclass(frozen=True, slots=True)
class RangeTerms:
    """A range in one version. `central`: the code of its central body; `rule`: attributes, families, lots."""

    id: int
    code: str
    central: str
    name_fr: str
    name_en: str
    number: int
    rule: Mapping[str, Any]
    profile: str
    description_fr: str
    description_en: str


def last_versions(session: Session, recorded_before: dt.datetime | None = None) -> dict[str, RangeTerms]:
    """Code -> range in its last version (recorded before an instant), in order of their codes."""
    last = select(RangeVersion.range_id, func.max(RangeVersion.number).label("number")).group_by(RangeVersion.range_id)
    if recorded_before is not None:
        last = last.where(RangeVersion.recorded_at < recorded_before)
    found = last.subquery()
    one, of = RangeVersion, Range
    query = (
        select(of.id, of.code, Organisation.code, of.name_fr, of.name_en, one.number, one.rule, one.profile,
               one.description_fr, one.description_en)
        .join(one, one.range_id == of.id)
        .join(found, (found.c.range_id == one.range_id) & (found.c.number == one.number))
        .join(Organisation, Organisation.id == of.central_id)
        .order_by(of.code)
    )  # fmt: skip
    return {row[1]: RangeTerms(*row) for row in session.execute(query)}


def range_rules(session: Session, recorded_before: dt.datetime) -> list[tuple[str, RangeRule, Profile]]:
    """(code, rule, profile) of every range in the version that stood at an instant, in order of their codes."""
    found = last_versions(session, recorded_before).values()
    return [(terms.code, RangeRule.from_json(terms.rule), cast(Profile, terms.profile)) for terms in found]


def seen_by(session: Session, actor: Actor, on: dt.date, recorded_before: dt.datetime) -> dict[str, RangeTerms]:
    """The ranges that the actor may know of: those of its central bodies that draw on a lot it sees."""
    found = last_versions(session, recorded_before)
    if actor.kind == "operator":
        return found
    if actor.kind == "central":
        return {code: terms for code, terms in found.items() if terms.central == actor.organisation}
    scope = agreements.scope_of(session, actor, on, recorded_before)
    bodies = {terms.central for terms in agreements.agreements(session, scope)}
    lots = {terms.code for terms in agreements.lots(session, scope)}
    return {code: terms for code, terms in found.items() if terms.central in bodies and _draws_on(terms, lots)}


def recorded_at(session: Session, terms: RangeTerms) -> dt.datetime:
    """When a version was recorded."""
    return session.scalars(
        select(RangeVersion.recorded_at).where(RangeVersion.range_id == terms.id, RangeVersion.number == terms.number)
    ).one()


def _draws_on(terms: RangeTerms, lots: set[str]) -> bool:
    named = terms.rule.get("lots") or []
    return not named or not lots.isdisjoint(named)


def add_version(
    session: Session,
    *,
    central_id: int,
    code: str,
    name_fr: str,
    name_en: str,
    rule: Mapping[str, Any],
    profile: str,
    description_fr: str,
    description_en: str,
    by: Actor,
    at: dt.datetime,
) -> int:
    """Add a version, and the range where there is none of this code; the version's number, from 1."""
    found = session.scalar(select(Range.id).where(Range.code == code))
    range_id = found or _added(
        session, central_id=central_id, code=code, name_fr=name_fr, name_en=name_en, recorded_at=at
    )
    number = 1 + (session.scalar(select(func.max(RangeVersion.number)).where(RangeVersion.range_id == range_id)) or 0)
    words = {"description_fr": description_fr, "description_en": description_en}
    who = {"by_organisation_id": by.organisation_id, "by_account_id": by.account_id, "recorded_at": at}
    session.add(RangeVersion(range_id=range_id, number=number, rule=dict(rule), profile=profile, **words, **who))
    session.flush()
    return number


def _added(session: Session, **values: Any) -> int:
    made = Range(id=new_id(), **values)
    session.add(made)
    session.flush()
    return made.id

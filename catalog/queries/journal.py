"""The journal as auditors read it: by subject, person, action and day, with the number of each entry's link."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from catalog.means.clock import PARIS, end_of
from catalog.models import Account, JournalEntry, JournalLink, Organisation


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry. link: its number in the chain, None where it has none; name: of the person, organisation: its code."""

    id: int
    link: int | None
    at: dt.datetime
    actor: str
    name: str | None
    organisation: str | None
    action: str
    subject: str
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What to look for: parts of subject, person (name or e-mail) and action, between two days. None: any."""

    subject: str | None = None
    person: str | None = None
    action: str | None = None
    first: dt.date | None = None
    last: dt.date | None = None


def entries(session: Session, asked: Asked, size: int, page: int) -> tuple[int, list[EntryLine]]:
    """(how many there are, those of a page), the last first."""
    one, link = JournalEntry, JournalLink
    whole = _asked(
        select(
            one.id, link.number, one.at, one.actor, Account.name, Organisation.code, one.action, one.subject, one.detail
        )
        .join(link, link.entry_id == one.id, isouter=True)
        .join(Account, (Account.email == one.actor) & (Account.organisation_id == one.organisation_id), isouter=True)
        .join(Organisation, Organisation.id == one.organisation_id, isouter=True),
        asked,
    )
    count = session.scalar(select(func.count()).select_from(whole.subquery())) or 0
    rows = session.execute(whole.order_by(one.at.desc(), one.id.desc()).limit(size).offset((page - 1) * size))
    return count, [EntryLine(*row) for row in rows]


def _asked(statement: Select[*tuple[Any, ...]], asked: Asked) -> Select[*tuple[Any, ...]]:
    one = JournalEntry
    if asked.subject:
        statement = statement.where(one.subject.icontains(asked.subject, autoescape=True))
    if asked.action:
        statement = statement.where(one.action.icontains(asked.action, autoescape=True))
    if asked.person:
        named = Account.name.icontains(asked.person, autoescape=True)
        statement = statement.where(or_(one.actor.icontains(asked.person, autoescape=True), named))
    if asked.first:
        statement = statement.where(one.at >= dt.datetime.combine(asked.first, dt.time(), PARIS))
    if asked.last:
        statement = statement.where(one.at < end_of(asked.last))
    return statement

"""Drafts of ranges, who wrote a version, who validated it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from catalog.access import Actor
from catalog.means.clock import day_of
from catalog.models import (
    Account,
    JournalEntry,
    Organisation,
    Product,
    Range,
    RangeDraft,
    RangeValidation,
    RangeVersion,
    Validation,
)
from catalog.queries.ranges import RangeTerms, bodies

CHANGED = "range.draft"
"""The journal's word for a change of a draft; its detail holds the sequence that the change made."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The draft of a range's next version: terms.number is the number it would have. by: its last author, None: operator."""

    terms: RangeTerms
    sequence: int
    by: str | None
    changed_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Word:
    """A validation as recorded. by: the person as shown; authority: of a supplier's."""

    by: str
    authority: str
    content_hash: str
    recorded_at: dt.datetime


def find(session: Session, code: str, central: str | None) -> Range | None:
    """The range of that code of a central body (None: of any), published or only drafted."""
    query = select(Range).where(Range.code == code)
    if central is not None:
        query = query.join(Organisation, Organisation.id == Range.central_id).where(Organisation.code == central)
    return session.scalars(query).first()


def draft_row(session: Session, range_id: int) -> RangeDraft | None:
    """The draft as it is kept, to change it."""
    return session.scalars(select(RangeDraft).where(RangeDraft.range_id == range_id)).first()


def drafts(session: Session, central: str | None) -> dict[str, Draft]:
    """Code -> draft, of a central body's ranges (None: of all), by code."""
    of, one = Range, RangeDraft
    last = select(func.coalesce(func.max(RangeVersion.number), 0)).where(RangeVersion.range_id == of.id)
    account = and_(Account.organisation_id == one.by_organisation_id, Account.id == one.by_account_id)
    query = (
        select(of.id, of.code, Organisation.code, of.name_fr, of.name_en, last.scalar_subquery(), one, Account.name)
        .join(one, one.range_id == of.id)
        .join(Organisation, Organisation.id == of.central_id)
        .join(Account, account, isouter=True)
        .order_by(of.code)
    )
    if central is not None:
        query = query.where(Organisation.code == central)
    known = bodies(session)
    return {row[1]: _draft(known, *row) for row in session.execute(query)}


def _draft(
    known: Mapping[str, frozenset[str]],
    range_id: int,
    code: str,
    central: str,
    name_fr: str,
    name_en: str,
    last: int,
    row: RangeDraft,
    by: str | None,
) -> Draft:
    terms = RangeTerms(
        range_id, 0, code, central, name_fr, name_en, last + 1, row.rule, row.profile, row.description_fr,
        row.description_en, tuple(row.hand), known.get(central, frozenset()),
    )  # fmt: skip
    return Draft(terms, row.sequence, by, row.recorded_at)


def add_range(session: Session, *, central_id: int, code: str, name_fr: str, name_en: str, at: dt.datetime) -> Range:
    """A range without a version yet."""
    made = Range(central_id=central_id, code=code, name_fr=name_fr, name_en=name_en, recorded_at=at)
    session.add(made)
    session.flush()
    return made


def add_draft(session: Session, range_id: int, terms: RangeTerms | None, by: Actor, at: dt.datetime) -> RangeDraft:
    """A draft that begins as the last version, or empty."""
    made = RangeDraft(
        range_id=range_id, sequence=1, rule=dict(terms.rule) if terms else {}, profile=terms.profile if terms else "strict",
        description_fr=terms.description_fr if terms else "", description_en=terms.description_en if terms else "",
        hand=[dict(each) for each in terms.hand] if terms else [], recorded_at=at, **by.by,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def add_drafted_version(session: Session, draft: RangeDraft, at: dt.datetime) -> int:
    """A version as its draft says, by the draft's last author; the draft is gone. The version's number."""
    last = session.scalar(select(func.max(RangeVersion.number)).where(RangeVersion.range_id == draft.range_id)) or 0
    session.add(
        RangeVersion(
            range_id=draft.range_id, number=last + 1, rule=dict(draft.rule), profile=draft.profile,
            description_fr=draft.description_fr, description_en=draft.description_en, hand=list(draft.hand), recorded_at=at,
            by_organisation_id=draft.by_organisation_id, by_account_id=draft.by_account_id,
        )
    )  # fmt: skip
    session.delete(draft)
    session.flush()
    return last + 1


def changes_since(session: Session, code: str, sequence: int) -> Sequence[Mapping[str, Any]]:
    """What was changed in a draft after a sequence, in order: {by, at, field}."""
    query = (
        select(JournalEntry)
        .where(JournalEntry.action == CHANGED, JournalEntry.subject == f"range:{code}")
        .order_by(JournalEntry.id)
    )
    return [
        {"by": entry.detail.get("name") or entry.actor, "at": entry.at, "field": entry.detail.get("field")}
        for entry in session.scalars(query)
        if entry.detail.get("sequence", 0) > sequence
    ]


def first_reference(session: Session, supplier_id: int, product_id: int) -> str:
    """The reference a product was first known by."""
    return session.get_one(Product, (supplier_id, product_id)).reference


def is_validated(session: Session, version_id: int) -> bool:
    """Whether the central body has validated a version."""
    said = RangeValidation
    return session.scalar(select(said.id).where(said.range_version_id == version_id)) is not None


def central_word(session: Session, version_id: int, recorded_before: dt.datetime) -> Word | None:
    """The central body's validation of a version."""
    said = RangeValidation
    row = session.execute(
        select(said.said_by, said.content_hash, said.recorded_at).where(
            said.range_version_id == version_id, said.recorded_at < recorded_before
        )
    ).first()
    return Word(row[0], "", row[1], row[2]) if row else None


def supplier_words(session: Session, version_id: int, recorded_before: dt.datetime) -> dict[int, Word]:
    """Supplier id -> its last validation of a version."""
    said = Validation
    rows = session.execute(
        select(said.supplier_id, said.signer, said.authority, said.content_hash, said.recorded_at)
        .where(said.range_version_id == version_id, said.recorded_at < recorded_before)
        .order_by(said.id)
    )
    return {row[0]: Word(*row[1:]) for row in sorted(rows, key=lambda row: day_of(row[4]))}


def wrote(session: Session, actor: Actor, version_id: int) -> bool:
    """Whether the actor, a person with an account, is the author of a version."""
    version = session.get_one(RangeVersion, version_id)
    return is_author(actor, version.by_organisation_id, version.by_account_id)


def is_author(actor: Actor, organisation_id: int | None, account_id: int | None) -> bool:
    """Whether these two columns name the actor; the operator of the command line is nobody's double."""
    return actor.account_id is not None and (organisation_id, account_id) == (actor.organisation_id, actor.account_id)

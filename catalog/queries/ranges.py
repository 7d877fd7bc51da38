"""Dedicated ranges and their versions: a version is never changed, a change is a further version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from sqlalchemy import Row, Select, and_, func, select
from sqlalchemy.orm import Session

from catalog.access import Actor
from catalog.means.clock import day_of
from catalog.models import (
    Agreement,
    Lot,
    Organisation,
    Product,
    Range,
    RangeValidation,
    RangeVersion,
    ValidatedProduct,
    Validation,
    new_id,
)
from catalog.queries import agreements
from catalog.tagging.ranges import Hand, RangeRule
from catalog.tagging.records import Profile

Key = tuple[int, int]
"""(supplier id, product id)."""
BLOCK = 400


@dataclass(frozen=True, slots=True)
class RangeTerms:
    """A range in one version. `central`: the code of its central body; `rule`: attributes, families, lots.

    hand: [{supplier, reference, verdict, reason, by, on}], decisions on single products. body: the lots of its central
    body. asks: the rule, read once.
    """

    id: int
    version_id: int
    code: str
    central: str
    name_fr: str
    name_en: str
    number: int
    rule: Mapping[str, Any]
    profile: str
    description_fr: str
    description_en: str
    hand: Sequence[Mapping[str, Any]] = ()
    body: frozenset[str] | None = field(default=None, compare=False)
    asks: RangeRule = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Read the rule here: it is asked of every offer."""
        object.__setattr__(self, "asks", replace(RangeRule.from_json(self.rule), body=self.body))

    @property
    def taken_as(self) -> Profile:
        """The profile, as `judge` takes it."""
        return cast(Profile, self.profile)

    def hands(self) -> dict[tuple[str, str], Hand]:
        """(supplier code, reference) -> the decision on it."""
        return {
            (each["supplier"], each["reference"]): Hand(each["verdict"], each["reason"], each["by"], each["on"])
            for each in self.hand
        }


@dataclass(frozen=True, slots=True)
class Standing:
    """A range as it stood at an instant.

    last: its last version. central: the numbers that the central body had validated. speaking: supplier id -> the number
    that speaks for it, the highest that both had validated. contents: (supplier id, product id) -> the content of the
    product as validated in that version. hands: number -> (supplier id, product id) -> decision.
    """

    last: RangeTerms
    versions: Mapping[int, RangeTerms]
    central: frozenset[int]
    speaking: Mapping[int, int]
    contents: Mapping[Key, str]
    hands: Mapping[int, Mapping[Key, Hand]] = field(default_factory=dict)

    @property
    def withdrawn(self) -> bool:
        """Whether the last version that the central body validated takes nothing any more."""
        return bool(self.central) and self.versions[max(self.central)].asks.withdrawn

    def of(self, supplier_id: int) -> RangeTerms:
        """The version that speaks for a supplier, else the last one; a withdrawn one speaks for all."""
        if self.withdrawn:
            return self.versions[max(self.central)]
        return self.versions[self.speaking[supplier_id]] if supplier_id in self.speaking else self.last


def _terms() -> Select[*tuple[Any, ...]]:
    one, of = RangeVersion, Range
    chosen: Select[*tuple[Any, ...]] = (
        select(of.id, one.id, of.code, Organisation.code, of.name_fr, of.name_en, one.number, one.rule, one.profile,
               one.description_fr, one.description_en, one.hand)
        .join(one, one.range_id == of.id)
        .join(Organisation, Organisation.id == of.central_id)
        .order_by(of.code, one.number)
    )  # fmt: skip
    return chosen


def _read(row: Row[*tuple[Any, ...]], known: Mapping[str, frozenset[str]]) -> RangeTerms:
    *said, hand = row
    values = (*said, tuple(hand or ()), known.get(row[3], frozenset()))
    return RangeTerms(*values)


def bodies(session: Session) -> Mapping[str, frozenset[str]]:
    """Code of a central body -> the codes of every lot of its agreements."""
    query = (
        select(Organisation.code, Lot.code)
        .join(Agreement, Agreement.central_id == Organisation.id)
        .join(Lot, Lot.agreement_id == Agreement.id)
    )
    found: dict[str, set[str]] = {}
    for body, lot in session.execute(query):
        found.setdefault(body, set()).add(lot)
    return {body: frozenset(lots) for body, lots in found.items()}


def last_versions(session: Session, recorded_before: dt.datetime | None = None) -> dict[str, RangeTerms]:
    """Code -> range in its last version (recorded before an instant), in order of their codes."""
    last = select(RangeVersion.range_id, func.max(RangeVersion.number).label("number")).group_by(RangeVersion.range_id)
    if recorded_before is not None:
        last = last.where(RangeVersion.recorded_at < recorded_before)
    found = last.subquery()
    query = _terms().join(found, (found.c.range_id == RangeVersion.range_id) & (found.c.number == RangeVersion.number))
    known = bodies(session)
    return {row[2]: _read(row, known) for row in session.execute(query)}


def versions(session: Session, recorded_before: dt.datetime) -> dict[str, dict[int, RangeTerms]]:
    """Code -> number -> version, of all that were recorded before an instant."""
    found: dict[str, dict[int, RangeTerms]] = {}
    known = bodies(session)
    for row in session.execute(_terms().where(RangeVersion.recorded_at < recorded_before)):
        terms = _read(row, known)
        found.setdefault(terms.code, {})[terms.number] = terms
    return found


def standing(
    session: Session, recorded_before: dt.datetime, only: Collection[int] | None = None
) -> dict[str, Standing]:
    """Code -> the range as it stood at an instant, in order of their codes. only: contents of these product ids alone."""
    known = versions(session, recorded_before)
    central = _central(session, recorded_before)
    theirs = _theirs(session, recorded_before)
    found = {code: _standing(several, central, theirs) for code, several in known.items()}
    spoken = [
        (supplier, each.versions[number].version_id)
        for each in found.values()
        for supplier, number in each.speaking.items()
    ]
    contents = _contents(session, recorded_before, frozenset(spoken), only)
    hands = _handed(session, [terms for several in known.values() for terms in several.values() if terms.hand])
    return {code: _filled(each, contents, hands) for code, each in found.items()}


def _standing(several: Mapping[int, RangeTerms], central: set[int], theirs: Mapping[int, set[int]]) -> Standing:
    """Nothing validated up to a withdrawal speaks any more."""
    said = frozenset(number for number, terms in several.items() if terms.version_id in central)
    gone = max((number for number in said if several[number].asks.withdrawn), default=0)
    speaking: dict[int, int] = {}
    for number in sorted(number for number in said if number > gone):
        speaking |= dict.fromkeys(theirs.get(several[number].version_id, ()), number)
    return Standing(several[max(several)], several, said, speaking, {})


def _filled(
    found: Standing, contents: Mapping[int, Mapping[Key, str]], hands: Mapping[int, Mapping[Key, Hand]]
) -> Standing:
    numbers = set(found.speaking.values())
    mine = {
        key: content
        for number in numbers
        for key, content in contents.get(found.versions[number].version_id, {}).items()
        if found.speaking.get(key[0]) == number
    }
    handed = {number: hands.get(terms.version_id, {}) for number, terms in found.versions.items()}
    return Standing(found.last, found.versions, found.central, found.speaking, mine, handed)


def _central(session: Session, recorded_before: dt.datetime) -> set[int]:
    said = RangeValidation
    return set(session.scalars(select(said.range_version_id).where(said.recorded_at < recorded_before)))


def _theirs(session: Session, recorded_before: dt.datetime) -> dict[int, set[int]]:
    """Version id -> the suppliers that had validated it."""
    said = Validation
    rows = session.execute(select(said.range_version_id, said.supplier_id).where(said.recorded_at < recorded_before))
    found: dict[int, set[int]] = {}
    for version_id, supplier_id in rows:
        found.setdefault(version_id, set()).add(supplier_id)
    return found


def _contents(
    session: Session, recorded_before: dt.datetime, spoken: frozenset[Key], only: Collection[int] | None
) -> dict[int, dict[Key, str]]:
    """Version id -> (supplier id, product id) -> the content last validated in it, of these (supplier, version) pairs."""
    of = ValidatedProduct
    turns = _turns(session, recorded_before, {version_id for _, version_id in spoken})
    query = (
        select(Validation.range_version_id, of.supplier_id, of.product_id, of.content, of.validation_id)
        .join(Validation, and_(Validation.supplier_id == of.supplier_id, Validation.id == of.validation_id))
        .where(Validation.range_version_id.in_(sorted({version_id for _, version_id in spoken})))
    )
    asked = [None] if only is None else [sorted(only)[at : at + BLOCK] for at in range(0, len(only), BLOCK)]
    found: dict[int, dict[Key, str]] = {}
    for ids in asked:
        rows = session.execute(query if ids is None else query.where(of.product_id.in_(ids))).all()
        known = [row for row in rows if row[4] in turns and (row[1], row[0]) in spoken]
        for version_id, supplier_id, product_id, content, _ in sorted(known, key=lambda row: turns[row[4]]):
            found.setdefault(version_id, {})[supplier_id, product_id] = content
    return found


def _turns(session: Session, recorded_before: dt.datetime, versions: Collection[int]) -> dict[int, int]:
    """Validation id -> its turn: by day, then as they were made (on a set day the time of day goes round at midnight)."""
    said = Validation
    rows = session.execute(
        select(said.id, said.recorded_at).where(
            said.range_version_id.in_(sorted(versions)), said.recorded_at < recorded_before
        )
    ).all()
    ordered = sorted(rows, key=lambda row: (day_of(row[1]), row[0]))
    return {row[0]: turn for turn, row in enumerate(ordered)}


def _handed(session: Session, several: Sequence[RangeTerms]) -> dict[int, dict[Key, Hand]]:
    """Version id -> (supplier id, product id) -> decision. A product keeps the reference it was first known by."""
    named = {terms.version_id: terms.hands() for terms in several}
    references = sorted({reference for each in named.values() for _, reference in each})
    ids: dict[tuple[str, str], Key] = {}
    for start in range(0, len(references), BLOCK):
        rows = session.execute(
            select(Organisation.code, Product.reference, Product.supplier_id, Product.id)
            .join(Organisation, Organisation.id == Product.supplier_id)
            .where(Product.reference.in_(references[start : start + BLOCK]))
        )
        ids |= {(code, reference): (supplier_id, product_id) for code, reference, supplier_id, product_id in rows}
    return {
        version_id: {ids[key]: hand for key, hand in each.items() if key in ids} for version_id, each in named.items()
    }


def hands_of(session: Session, terms: RangeTerms) -> Mapping[Key, Hand]:
    """(supplier id, product id) -> decision, of one version or draft."""
    return _handed(session, [terms])[terms.version_id]


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
    hand: Sequence[Mapping[str, Any]] | None = None,
) -> int:
    """Add a version, and the range where there is none of this code; the version's number, from 1.

    hand: None keeps the decisions on single products of the version before.
    """
    found = session.scalar(select(Range.id).where(Range.code == code))
    range_id = found or _added(
        session, central_id=central_id, code=code, name_fr=name_fr, name_en=name_en, recorded_at=at
    )
    number = 1 + (session.scalar(select(func.max(RangeVersion.number)).where(RangeVersion.range_id == range_id)) or 0)
    words = {"description_fr": description_fr, "description_en": description_en}
    who = {"by_organisation_id": by.organisation_id, "by_account_id": by.account_id, "recorded_at": at}
    kept = [dict(each) for each in (_hand_before(session, range_id) if hand is None else hand)]
    session.add(
        RangeVersion(range_id=range_id, number=number, rule=dict(rule), profile=profile, hand=kept, **words, **who)
    )
    session.flush()
    return number


def _hand_before(session: Session, range_id: int) -> Sequence[Mapping[str, Any]]:
    of = RangeVersion
    found = session.execute(select(of.hand).where(of.range_id == range_id).order_by(of.number.desc()).limit(1)).first()
    return found[0] or () if found else ()


def _added(session: Session, **values: Any) -> int:
    made = Range(id=new_id(), **values)
    session.add(made)
    session.flush()
    return made.id

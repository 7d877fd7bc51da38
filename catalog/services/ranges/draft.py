"""The shared draft of a range's next version: one for all of the central staff, changed step by step.

Each change names the sequence it was made on. Of two people at once the second is told who changed what, and nothing is
lost: the first change stays, the second is made again on top of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Any, Literal

from catalog.access import Actor, require
from catalog.errors import Conflict, Invalid, NotFound
from catalog.means import journal
from catalog.means.clock import day_of, end_of
from catalog.means.locks import alone
from catalog.means.means import Means
from catalog.models import Range, RangeDraft
from catalog.models.ranges import PROFILES
from catalog.published.naming import named
from catalog.published.tags import vocabulary_of
from catalog.queries import agreements, range_work, ranges
from catalog.queries.range_work import Draft
from catalog.tagging.ranges import LISTS
from catalog.validating.drafted import moved_on

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be otherwise; None stays as it is. withdrawn: the next version takes nothing any more."""

    attributes: tuple[str, ...] | None = None
    families: tuple[str, ...] | None = None
    lots: tuple[str, ...] | None = None
    profile: str | None = None
    description_fr: str | None = None
    description_en: str | None = None
    withdrawn: bool | None = None

    def values(self) -> dict[str, Any]:
        """The fields that change."""
        return {each.name: value for each in fields(self) if (value := getattr(self, each.name)) is not None}


@dataclass(frozen=True, slots=True)
class ByHand:
    """A decision on one product; verdict None takes an earlier one back."""

    supplier: str
    reference: str
    verdict: Literal["in", "out"] | None
    reason: str = ""


def drafts(actor: Actor, means: Means) -> dict[str, Draft]:
    """Code -> draft, of the actor's central body, by code."""
    require(actor, "range.draft")
    return range_work.drafts(means.session, _central(actor))


def start(actor: Actor, means: Means, code: str, name_fr: str, name_en: str, central: str | None = None) -> Draft:
    """A new range with an empty draft. central: for the operator, who belongs to none.

    Raises Conflict for a code that is taken, Invalid for one that is none or without names.
    """
    require(actor, "range.draft")
    if not CODE.fullmatch(code) or len(code) > 60:
        raise Invalid("range.code", value=code)
    if not name_fr.strip() or not name_en.strip():
        raise Invalid("range.names")
    if range_work.find(means.session, code, None):
        raise Conflict("range.code_taken", range=code)
    body = agreements.organisations(means.session).get(actor.organisation or central or "")
    if body is None or body.kind != "central":
        raise Invalid("range.which_central")
    now = means.clock.now()
    made = range_work.add_range(
        means.session, central_id=body.id, code=code, name_fr=name_fr.strip(), name_en=name_en.strip(), at=now
    )
    range_work.add_draft(means.session, made.id, None, actor, now)
    _tell(actor, means, code, 1, "new")
    return _read(actor, means, code)


def open_draft(actor: Actor, means: Means, code: str) -> Draft:
    """The draft of a range; begun from its last version where there is none. Raises NotFound as for none."""
    require(actor, "range.draft")
    of = _range(actor, means, code)
    if range_work.draft_row(means.session, of.id) is None:
        last = ranges.last_versions(means.session).get(code)
        range_work.add_draft(means.session, of.id, last, actor, means.clock.now())
        _tell(actor, means, code, 1, "new")
    return _read(actor, means, code)


def change(actor: Actor, means: Means, code: str, sequence: int, changed: Change) -> Draft:
    """The draft with other criteria. Raises Conflict when it moved on, Invalid for what it does not know."""
    require(actor, "range.draft")
    row = _row(actor, means, code, sequence)
    _check(means, changed)
    for name, value in changed.values().items():
        if name in (*LISTS, "withdrawn"):
            row.rule = {**row.rule, name: list(value) if isinstance(value, tuple) else value}
        else:
            setattr(row, name, value)
    return _kept(actor, means, code, row, ", ".join(changed.values()))


def decide(actor: Actor, means: Means, code: str, sequence: int, decision: ByHand) -> Draft:
    """The draft with a decision on one product, or without. It needs a reason; "in" waives family and lot only.

    Raises Conflict when the draft moved on, NotFound for a product that the actor's agreements do not hold.
    """
    require(actor, "range.draft")
    row = _row(actor, means, code, sequence)
    reason = decision.reason.strip()
    if decision.verdict and not 0 < len(reason) <= LONGEST:
        raise Invalid("range.hand_reason", most=LONGEST)
    reference = _first_known_by(actor, means, decision)
    others = [each for each in row.hand if (each["supplier"], each["reference"]) != (decision.supplier, reference)]
    if decision.verdict:
        said = {"supplier": decision.supplier, "reference": reference, "verdict": decision.verdict, "reason": reason}
        others.append(said | {"by": actor.name, "on": means.clock.today().isoformat()})
    row.hand = sorted(others, key=lambda each: (each["supplier"], each["reference"]))
    return _kept(actor, means, code, row, f"{decision.supplier}/{decision.reference}")


def discard(actor: Actor, means: Means, code: str, sequence: int) -> None:
    """Drop the draft; a range that was never published goes with it. Raises Conflict when it moved on."""
    require(actor, "range.draft")
    row = _row(actor, means, code, sequence)
    of = _range(actor, means, code)
    means.session.delete(row)
    means.session.flush()
    if code not in ranges.last_versions(means.session):
        means.session.delete(of)
    journal.write(actor, means, "range.discard", f"range:{code}", sequence=sequence)


def _row(actor: Actor, means: Means, code: str, sequence: int) -> RangeDraft:
    """The draft, held until the end of the transaction: of two at once one waits, and then finds that it moved on."""
    alone(means.session, f"range:{code}")
    row = range_work.draft_row(means.session, _range(actor, means, code).id)
    if row is None:
        raise NotFound("range.no_draft", range=code)
    if row.sequence != sequence:
        raise moved_on(means.session, code, sequence)
    return row


def _kept(actor: Actor, means: Means, code: str, row: RangeDraft, what: str) -> Draft:
    row.sequence += 1
    row.recorded_at = means.clock.now()
    row.by_organisation_id, row.by_account_id = actor.by["by_organisation_id"], actor.by["by_account_id"]
    means.session.flush()
    _tell(actor, means, code, row.sequence, what)
    return _read(actor, means, code)


def _tell(actor: Actor, means: Means, code: str, sequence: int, what: str) -> None:
    on = day_of(means.clock.now()).isoformat()
    journal.write(
        actor, means, range_work.CHANGED, f"range:{code}", sequence=sequence, field=what, name=actor.name, on=on
    )


def _check(means: Means, changed: Change) -> None:
    """Only codes that exist: a word nobody knows would silently take everything or nothing."""
    known = vocabulary_of(means.session, end_of(means.clock.today()))
    lots = agreements.lots_by_code(means.session)
    for field, wanted, there in (
        ("attributes", changed.attributes, known.attributes),
        ("families", changed.families, known.families),
        ("lots", changed.lots, lots),
    ):
        unknown = sorted(set(wanted or ()) - set(there))
        if unknown:
            raise Invalid("range.unknown_value", field=field, values=", ".join(unknown))
    if changed.profile is not None and changed.profile not in PROFILES:
        raise Invalid("range.unknown_value", field="profile", values=changed.profile)


def _first_known_by(actor: Actor, means: Means, decision: ByHand) -> str:
    """The reference that the product was first known by: a later renaming leaves the decision where it is."""
    found = named(actor, means, decision.supplier, decision.reference, gone_too=True)
    return range_work.first_reference(means.session, found.supplier_id, found.product_id)


def _range(actor: Actor, means: Means, code: str) -> Range:
    found = range_work.find(means.session, code, _central(actor))
    if found is None:
        raise NotFound("range.unknown", range=code)
    return found


def _read(actor: Actor, means: Means, code: str) -> Draft:
    return range_work.drafts(means.session, _central(actor))[code]


def _central(actor: Actor) -> str | None:
    return None if actor.kind == "operator" else actor.organisation

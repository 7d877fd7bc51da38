"""The product groups whose criteria end: one word for the whole group, rehearsed first, undone by a further word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from catalog.access import Actor, require
from catalog.errors import Invalid, NotFound
from catalog.evidence.ends import Resting, resting
from catalog.evidence.fact_changes import reason_of, record_fact, rehearse_fact
from catalog.means.clock import day_of, end_of
from catalog.means.means import Means
from catalog.published.tags import vocabulary_of
from catalog.published.what_if import WhatIf
from catalog.queries import agreements, facts
from catalog.queries.facts import FactVersion
from catalog.queries.tagging import TaggingInput
from catalog.tagging.licences import licence_of
from catalog.tagging.vocabulary import Group

KIND = "criteria"
DECISIONS = ("prolonged", "transition", "ended", "open")
"""open: as if nobody had decided; it undoes an earlier word."""
DATED = frozenset({"prolonged", "transition"})
UNSAID = "…"
"""Stands for the reason in a rehearsal, where it is still to be written."""
SOON = 90
"""Days before an end from which it is asked about."""


@dataclass(frozen=True, slots=True)
class CriteriaLine:
    """A group, the last day of its criteria as shipped (None: not known for sure), what was decided, what rests on it.

    decision: None while nobody decided. ends: the last day by what was decided, else as shipped. proofs, products,
    suppliers: the checked proofs that run and stand or fall with the criteria, over the current publication.
    """

    label: str
    group: str
    name_fr: str
    name_en: str
    criteria_end: dt.date | None
    decision: str | None
    until: dt.date | None
    reason: str | None
    decided_on: dt.date | None
    decided_by: str | None
    proofs: int
    products: int
    suppliers: int

    @property
    def ends(self) -> dt.date | None:
        """The last day that counts."""
        return self.until or self.criteria_end

    def ended(self, day: dt.date) -> bool:
        """Whether its criteria are over on a day."""
        return self.ends is not None and self.ends < day

    def asked(self, day: dt.date, days: int = SOON) -> bool:
        """Whether somebody should decide: it has ended or ends within some days, and nobody said that it is over; or its
        last day is not known while products rest on it."""
        if self.ends is None:
            return self.decision is None and self.products > 0
        return self.decision != "ended" and self.ends <= day + dt.timedelta(days=days)


@dataclass(frozen=True, slots=True)
class CriteriaRehearsal:
    """What a decision would move, and what rests on the group."""

    line: CriteriaLine
    what_if: WhatIf


def list_criteria(actor: Actor, means: Means, days: int | None = SOON) -> list[CriteriaLine]:
    """The groups whose criteria end within so many days, have ended, or were decided, the next end first; None: all.

    Where products rest on a group whose last day is not known, it is to be confirmed whatever the number of days.
    """
    require(actor, "criteria.read")
    day = means.clock.today()
    every = _lines(means)
    dated = {line.label for line in every if line.criteria_end}

    def listed(line: CriteriaLine) -> bool:
        return days is None or bool(line.decision) or line.asked(day, days)

    counted = _counted(actor, means, [line for line in every if listed(line) or _open_ended(line, dated)])
    return sorted(filter(listed, counted), key=lambda line: (line.ends or dt.date.max, line.label, line.group))


def _open_ended(line: CriteriaLine, dated: Collection[str]) -> bool:
    """Whether its last day is not known, of a label whose criteria end by days."""
    return line.ends is None and line.label in dated


def rehearse_criteria(
    actor: Actor, means: Means, label: str, group: str, decision: str, until: dt.date | None = None,
    reason: str = "",
) -> CriteriaRehearsal:  # fmt: skip
    """What the decision would move today. Nothing is written. Raises NotFound, Invalid."""
    require(actor, "criteria.read")
    (line,) = _counted(actor, means, [_line(means, label, group)])
    payload = _payload(line, decision, _last_day(means, decision, until), reason.strip() or UNSAID)

    def touches(given: TaggingInput) -> bool:
        return any(proof.label == label for proof in given.proofs)

    return CriteriaRehearsal(line, rehearse_fact(actor, means, KIND, f"{label}/{group}", payload, touches))


def decide_criteria(
    actor: Actor, means: Means, label: str, group: str, decision: str, until: dt.date | None, reason: str,
    source: str = "",
) -> int:  # fmt: skip
    """Say for a whole group what becomes of its criteria, from now on; the number of the fact's version.

    prolonged, transition: until a day. ended: on a day, None: at once. Raises NotFound for a group that is none, Invalid without a reason or a day.
    """
    require(actor, "criteria.decide")
    line, why = _line(means, label, group), reason_of(reason)
    payload = _payload(line, decision, _last_day(means, decision, until), why)
    return record_fact(
        actor, means, KIND, f"{label}/{group}", payload, source=source.strip() or why, confidence="verified", reason=why
    )


def _last_day(means: Means, decision: str, until: dt.date | None) -> dt.date | None:
    """Ended without a day is ended already: yesterday was the last day."""
    return until or (means.clock.today() - dt.timedelta(days=1) if decision == "ended" else None)


def _payload(line: CriteriaLine, decision: str, until: dt.date | None, reason: str) -> dict[str, str]:
    if decision not in DECISIONS:
        raise Invalid("criteria.decision", decision=decision)
    if decision in DATED and until is None:
        raise Invalid("criteria.until_missing")
    if until and line.criteria_end and decision == "prolonged" and until <= line.criteria_end:
        raise Invalid("criteria.until_early", day=line.criteria_end)
    day = until.isoformat() if until and decision != "open" else ""
    return {"decision": decision, "until": day, "reason": reason}


def _line(means: Means, label: str, group: str) -> CriteriaLine:
    for line in _lines(means):
        if (line.label, line.group) == (label, group):
            return line
    raise NotFound("criteria.unknown", group=f"{label}/{group}")


def _lines(means: Means) -> list[CriteriaLine]:
    """Every group, with nothing counted yet."""
    until = end_of(means.clock.today())
    vocabulary = vocabulary_of(means.session, until)
    decided = {fact.key: fact for fact in facts.in_force(means.session, until, KIND)}
    return [_told(means, group, decided.get(f"{label}/{code}")) for (label, code), group in vocabulary.groups.items()]


def _counted(actor: Actor, means: Means, lines: Sequence[CriteriaLine]) -> list[CriteriaLine]:
    """The lines with what rests on them in the actor's agreements, by the same count as the list of ends."""
    day = means.clock.today()
    named = _named(means, end_of(day))
    keys = {f"{line.label}/{line.group}" for line in lines}
    scope = agreements.scope_today(means.session, actor, means.clock)
    found = resting(means.session, day, scope, {key: named[key] for key in keys & named.keys()})
    return [_with(line, found.get(f"{line.label}/{line.group}")) for line in lines]


def _with(line: CriteriaLine, found: Resting | None) -> CriteriaLine:
    if found is None:
        return line
    suppliers = {supplier for supplier, _ in found.products}
    return replace(line, proofs=len(found.proofs), products=len(found.products), suppliers=len(suppliers))


def _named(means: Means, until: dt.datetime) -> Mapping[str, Sequence[int]]:
    """Group ("LABEL/GROUP") -> the proofs whose number names it."""
    vocabulary = vocabulary_of(means.session, until)
    found: dict[str, list[int]] = {}
    for proof, label, number, _ in facts.labelled(means.session, until):
        if label in vocabulary.labels and number:
            found.setdefault(f"{label}/{licence_of(label, number, vocabulary).group or ''}", []).append(proof)
    return found


def _told(means: Means, group: Group, fact: FactVersion | None) -> CriteriaLine:
    stands = fact if fact and fact.payload["decision"] != "open" else None
    said = stands.payload if stands else {"decision": None, "until": "", "reason": None}
    by = facts.versions(means.session, KIND, stands.key)[0].by if stands else None
    return CriteriaLine(
        group.label, group.number, group.name_fr, group.name_en, group.criteria_end, said["decision"],
        dt.date.fromisoformat(said["until"]) if said["until"] else None, said["reason"],
        day_of(stands.recorded_at) if stands else None, by, 0, 0, 0,
    )  # fmt: skip

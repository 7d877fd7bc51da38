"""Whether another mark is worth a label for some families: said once, with its reason, and reused for every supplier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog.access import Actor, require
from catalog.errors import Invalid, NotFound
from catalog.evidence.fact_changes import check_fact, facts_now, reason_of, record_fact, rehearse_fact
from catalog.means.clock import day_of, end_of
from catalog.means.means import Means
from catalog.published.what_if import WhatIf
from catalog.queries import facts
from catalog.queries.facts import FactVersion
from catalog.tagging.heard import word_of
from catalog.tagging.vocabulary import ANY_FAMILY
from catalog.wording.sentences import named, say
from catalog.writing.table import Column, Table, Value

KIND = "equivalence"
VERDICTS = ("accept", "refuse", "open")
"""open: as if nobody had decided; it undoes an earlier word."""


@dataclass(frozen=True, slots=True)
class Equivalence:
    """One decision. mark: as written or a label's code; label: the one it is worth; families: codes, empty for any."""

    key: str
    mark: str
    label: str
    families: tuple[str, ...]
    verdict: str
    reason: str
    until: dt.date | None
    document: str
    decided_on: dt.date
    decided_by: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be said of a mark. until: the last day it is accepted, None for no end; document: what showed it."""

    mark: str
    label: str
    verdict: str
    families: Sequence[str] = ()
    until: dt.date | None = None
    document: str = ""

    @property
    def key(self) -> str:
        """The fact's key: mark, label, scope."""
        return f"{word_of(self.mark)}={self.label}@{self.scope}"

    @property
    def scope(self) -> str:
        """Its families as one text."""
        return ";".join(sorted(self.families)) or ANY_FAMILY


def list_equivalences(actor: Actor, means: Means) -> list[Equivalence]:
    """Every decision that stands, by label and mark."""
    require(actor, "equivalence.read")
    until = end_of(means.clock.today())
    standing = [_read(means, fact) for fact in facts.in_force(means.session, until, KIND)]
    kept = [each for each in standing if each.verdict != "open"]
    return sorted(kept, key=lambda each: (each.label, word_of(each.mark), each.key))


def rehearse_equivalence(actor: Actor, means: Means, asked: Asked) -> WhatIf:
    """What the decision would move. Nothing is written. Raises Invalid, NotFound."""
    require(actor, "equivalence.read")
    return rehearse_fact(actor, means, KIND, asked.key, _payload(means, asked, ""))


def decide_equivalence(actor: Actor, means: Means, asked: Asked, reason: str) -> int:
    """Say it, from now on and for every supplier; the number of the fact's version. A later word on the same wins."""
    require(actor, "equivalence.decide")
    why = reason_of(reason)
    payload = _payload(means, asked, why)
    source = asked.document.strip() or why
    return record_fact(actor, means, KIND, asked.key, payload, source=source, confidence="verified", reason=why)


def equivalence_table(actor: Actor, means: Means, language: str) -> Table:
    """The decisions as a table, for a workbook or a printed page."""
    found = list_equivalences(actor, means)
    names = ("mark", "label", "families", "verdict", "reason", "until", "document", "by", "on")
    columns = [Column(say(f"equivalence.column.{name}", {}, language), width=_WIDTHS.get(name, 18)) for name in names]
    title = say("equivalence.table", {}, language)
    return Table(title, (title,), columns, [_row(each, language) for each in found])


_WIDTHS: Mapping[str, int] = {"mark": 28, "label": 24, "families": 30, "reason": 60, "document": 30}


def _row(each: Equivalence, language: str) -> tuple[Value, ...]:
    families = ", ".join(named("family", code, language) for code in each.families)
    return (
        named("label", each.mark, language),
        named("label", each.label, language),
        families or say("equivalence.any_family", {}, language),
        say(f"equivalence.verdict.{each.verdict}", {}, language),
        each.reason,
        say("equivalence.day", {"day": each.until}, language) if each.until else "",
        each.document,
        each.decided_by or say("equivalence.operator", {}, language),
        say("equivalence.day", {"day": each.decided_on}, language),
    )


def _payload(means: Means, asked: Asked, reason: str) -> dict[str, str]:
    if asked.verdict not in VERDICTS:
        raise Invalid("equivalence.verdict", verdict=asked.verdict)
    if not word_of(asked.mark):
        raise Invalid("equivalence.mark")
    labels = {key for kind, key, _ in facts_now(means) if kind == "label"}
    if asked.label not in labels:
        raise NotFound("equivalence.label", label=asked.label)
    if asked.mark == asked.label:
        raise Invalid("equivalence.same", label=asked.label)
    payload = {
        "mark": asked.mark.strip(), "label": asked.label, "families": asked.scope, "verdict": asked.verdict,
        "reason": reason, "until": asked.until.isoformat() if asked.until else "", "document": asked.document.strip(),
    }  # fmt: skip
    check_fact(means, KIND, asked.key, payload)
    return payload


def _read(means: Means, fact: FactVersion) -> Equivalence:
    said = fact.payload
    families = () if said["families"] == ANY_FAMILY else tuple(said["families"].split(";"))
    by = facts.versions(means.session, KIND, fact.key)[0].by
    return Equivalence(
        fact.key, said["mark"], said["label"], families, said["verdict"], said["reason"],
        dt.date.fromisoformat(said["until"]) if said["until"] else None, said["document"], day_of(fact.recorded_at), by,
    )  # fmt: skip

"""The facts that the rules rest on, each with source, date and confidence; what is not verified is marked "to confirm"."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from catalog.access import Actor, require
from catalog.errors import Invalid
from catalog.evidence.fact_changes import SURE
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.queries import facts
from catalog.queries.facts import CHECKED, FactVersion
from catalog.reference.shipped import KINDS
from catalog.tagging.words import plain

_NAMES = ("name_fr", "text_fr", "subject_fr", "name", "words", "words_fr")
_ENGLISH = ("name_en", "text_en", "subject", "name", "words", "words_en")


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact in force. proposed: how many corrections of it wait. newer: the shipped version that waits beside it."""

    kind: str
    key: str
    name_fr: str
    name_en: str
    version: int
    origin: str
    source: str
    confidence: str
    checked_on: dt.date | None
    recorded_at: dt.datetime
    proposed: int = 0
    newer: int | None = None

    @property
    def to_confirm(self) -> bool:
        """Whether nobody has read it at its source."""
        return self.confidence not in SURE


@dataclass(frozen=True, slots=True)
class Facts:
    """Lines in order of kind and key; `counts`: by kind, before kind, search and confidence were asked."""

    lines: tuple[FactLine, ...]
    counts: Mapping[str, int]
    to_confirm: int
    proposed: int
    newer: int


def list_facts(
    actor: Actor, means: Means, *, kind: str | None = None, search: str = "", confidence: str | None = None,
    only: str | None = None,
) -> Facts:  # fmt: skip
    """The facts in force. confidence: a confidence, or "to_confirm". only: "proposed", "newer" or "local". Raises Invalid."""
    require(actor, "fact.read")
    if kind is not None and kind not in KINDS:
        raise Invalid("fact.kind", kind=kind, kinds=", ".join(KINDS))
    every = _lines(actor, means)
    kept = [line for line in every if _asked(line, kind, confidence, only) and _speaks_of(line, search)]
    return Facts(
        tuple(kept), Counter(line.kind for line in every), sum(line.to_confirm for line in every),
        sum(line.proposed for line in every), sum(line.newer is not None for line in every),
    )  # fmt: skip


def _lines(actor: Actor, means: Means) -> list[FactLine]:
    until = end_of(means.clock.today())
    standing = facts.in_force(means.session, until, *KINDS)
    newer = facts.waiting(means.session, until)
    open_ones = [] if actor.kind == "supplier" else [one for one in facts.proposals(means.session) if not one.answer]
    proposed = Counter((one.kind, one.key) for one in open_ones)
    order = {kind: place for place, kind in enumerate(KINDS)}
    lines = [line_of(fact, proposed[fact.kind, fact.key], newer.get((fact.kind, fact.key))) for fact in standing]
    return sorted(lines, key=lambda line: (order.get(line.kind, len(order)), line.key))


def line_of(fact: FactVersion, proposed: int = 0, newer: FactVersion | None = None) -> FactLine:
    """A fact as it is listed."""
    told = fact.payload
    day = told.get(CHECKED)
    names = [next((told[name] for name in among if told.get(name)), fact.key) for among in (_NAMES, _ENGLISH)]
    return FactLine(
        fact.kind, fact.key, names[0], names[1], fact.version, fact.origin, fact.source, fact.confidence,
        dt.date.fromisoformat(day) if day else None, fact.recorded_at, proposed, newer.version if newer else None,
    )  # fmt: skip


def _asked(line: FactLine, kind: str | None, confidence: str | None, only: str | None) -> bool:
    sure = confidence in (None, line.confidence) or (confidence == "to_confirm" and line.to_confirm)
    tests = {
        None: True,
        "proposed": line.proposed > 0,
        "newer": line.newer is not None,
        "local": line.origin == "local",
    }
    return kind in (None, line.kind) and sure and tests[only]


def _speaks_of(line: FactLine, search: str) -> bool:
    told = plain(f"{line.key} {line.name_fr} {line.name_en} {line.source}")
    return all(word in told for word in plain(search).split())

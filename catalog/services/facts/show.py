"""One fact: every version with who and why, the corrections proposed, and what of the catalogue rests on it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass

from catalog.access import Actor, require
from catalog.errors import NotFound
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.published.tags import vocabulary_of
from catalog.queries import facts, release
from catalog.queries.facts import CHECKED, FactVersion, ProposalLine
from catalog.tagging.licences import licence_of

__all__ = ["FactSheet", "FactVersion", "ProposalLine", "Uses", "said", "show_fact"]

Payload = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Uses:
    """How many products of the current publication, and how many proofs, rest on a fact; None: it cannot be told."""

    products: int | None
    proofs: int | None


@dataclass(frozen=True, slots=True)
class FactSheet:
    """One fact. version: the number in force. columns: what it says, in order. versions: the newest first.

    newer: a shipped version that waits beside a local one. uses: None for a supplier, whose own products alone it may know.
    """

    kind: str
    key: str
    version: int
    columns: Payload
    versions: tuple[FactVersion, ...]
    proposals: tuple[ProposalLine, ...]
    newer: FactVersion | None
    uses: Uses | None

    @property
    def standing(self) -> FactVersion:
        """The version in force."""
        return next(each for each in self.versions if each.version == self.version)


def show_fact(actor: Actor, means: Means, kind: str, key: str) -> FactSheet:
    """The sheet of a fact. Raises NotFound."""
    require(actor, "fact.read")
    until = end_of(means.clock.today())
    fact = next((each for each in facts.in_force(means.session, until, kind) if each.key == key), None)
    if fact is None:
        raise NotFound("fact.unknown", kind=kind, key=key)
    outside = actor.kind == "supplier"
    return FactSheet(
        kind, key, fact.version, said(fact.payload), tuple(facts.versions(means.session, kind, key)),
        () if outside else tuple(facts.proposals(means.session, kind, key)),
        facts.waiting(means.session, until).get((kind, key)), None if outside else _uses(means, kind, key),
    )  # fmt: skip


def said(payload: Payload) -> Payload:
    """What a fact says, without the day it was checked."""
    return {name: text for name, text in payload.items() if name != CHECKED}


def _uses(means: Means, kind: str, key: str) -> Uses:
    number = release.publication_on(means.session, means.clock.today())
    until = end_of(means.clock.today())
    if kind in ("label", "ecolabel_group"):
        return _of_label(means, kind, key, number, until)
    if kind == "family":
        return Uses(facts.in_families(means.session, number)[key], None)
    if kind == "hazard_statement":
        return Uses(_with_hazard(means, number, key), None)
    if kind == "attribute":
        return Uses(facts.attributes_claimed(means.session, number)[key], None)
    return Uses(None, None)


def _of_label(means: Means, kind: str, key: str, publication: int, until: dt.datetime) -> Uses:
    label, _, group = key.partition("/") if kind == "ecolabel_group" else (key, "", "")
    vocabulary = vocabulary_of(means.session, until)
    proofs = [
        number
        for number, named, licence, _ in facts.labelled(means.session, until)
        if named == label and (not group or licence_of(label, licence or "", vocabulary).group == group)
    ]
    products = facts.covered(means.session, proofs, publication)
    if not group:
        products |= facts.claiming(means.session, publication, label)
    return Uses(len(products), len(proofs))


def _with_hazard(means: Means, publication: int, code: str) -> int:
    return sum(count for text, count in facts.with_hazards(means.session, publication) if code in json.loads(text))

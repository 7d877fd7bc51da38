"""Say what is wrong with an instance and how to mend it: a sentence a finding, and what was looked at where all is well.

It changes nothing. "mend": something is broken or lost; "note": something to know or decide.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from catalog.access import Actor, require
from catalog.errors import NotFound
from catalog.evidence.registering import speaking
from catalog.facets.build import KIND
from catalog.facets.directory import DamagedIndex, verify
from catalog.means import chain, jobs, mail
from catalog.means.means import Means
from catalog.published.shelf import directory_name
from catalog.queries import instance, registers, release
from catalog.queries.facts import CHECKED
from catalog.reference.shipped import shipped_facts

Level = Literal["mend", "note"]
LATE = dt.timedelta(hours=1)
"""A mail or a job that has waited longer is told."""
OLD_DAYS = 180
"""A register extract of this age should be asked for anew."""
NAMED = 5
"""How many of a kind a finding names."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. code: of `wording/doctor.csv`, which also says what to do."""

    code: str
    level: Level
    params: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was found, what was looked at (code -> figures), and the journal's last link, to be noted elsewhere
    (number 0 where the chain does not hold: nothing of it is worth noting)."""

    findings: tuple[Finding, ...]
    checked: Mapping[str, Mapping[str, object]]
    head: tuple[int, str] = (0, chain.BEGINNING)

    @property
    def sound(self) -> bool:
        """Whether nothing needs mending."""
        return not any(each.level == "mend" for each in self.findings)


@dataclass(slots=True)
class _Look:
    """What a check is given, and where it says what it looked at."""

    means: Means
    checked: dict[str, Mapping[str, object]]
    head: tuple[int, str] | None
    link: tuple[int, str] = (0, chain.BEGINNING)


def diagnose(actor: Actor, means: Means, head: tuple[int, str] | None = None) -> Diagnosis:
    """Look at everything. head: a link of the journal that was noted earlier (number, hash): it must still be there."""
    require(actor, "instance.check")
    look = _Look(means, {}, head)
    found = [finding for check in CHECKS for finding in check(look)]
    return Diagnosis(tuple(found), look.checked, look.link)


def _journal(look: _Look) -> Iterator[Finding]:
    state = chain.verify(look.means.session)
    look.checked["doctor.journal"] = {"n": state.links}
    if state.sound:
        look.link = (state.links, state.head)
    if state.broken:
        yield Finding(f"doctor.journal.{state.broken.code}", "mend", {"number": state.broken.number})
    if state.unlinked:
        yield Finding("doctor.journal.unlinked", "mend", {"n": state.unlinked})
    if later := instance.unjournalled(look.means.session):
        yield Finding("doctor.journal.short", "mend", {"n": later})
    if look.head and not chain.holds(look.means.session, *look.head):
        yield Finding("doctor.journal.cut", "mend", {"number": look.head[0]})


def _files(look: _Look) -> Iterator[Finding]:
    """Every stored file is there and is still what its name says."""
    missing: list[str] = []
    changed: list[str] = []
    count = 0
    for named in instance.files_named(look.means.session):
        count += 1
        try:
            path = look.means.files.path(named.sha256)
        except NotFound:
            missing.append(f"{named.table}.{named.column} {named.sha256[:12]}")
            continue
        if _digest(path) != named.sha256:
            changed.append(f"{named.table}.{named.column} {named.sha256[:12]}")
    look.checked["doctor.files"] = {"n": count}
    for code, found in (("missing", missing), ("changed", changed)):
        if found:
            yield Finding(f"doctor.files.{code}", "mend", {"n": len(found), "which": ", ".join(found[:NAMED])})


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _index(look: _Look) -> Iterator[Finding]:
    """The directory that members search today."""
    session, today = look.means.session, look.means.clock.today()
    number = release.publication_on(session, today)
    look.checked["doctor.index"] = {"number": number}
    if not number:
        return
    directory = look.means.settings.index / directory_name(session, number, today)
    if not directory.is_dir():
        yield Finding("doctor.index.missing", "note", {"number": number})
        return
    try:
        verify(directory, KIND)
    except DamagedIndex as damaged:
        yield Finding("doctor.index.damaged", "mend", {"number": number, "why": damaged.why, "name": directory.name})


def _keys(look: _Look) -> Iterator[Finding]:
    """Rows that point nowhere."""
    session = look.means.session
    look.checked["doctor.keys"] = {}
    for code, count in (
        ("doctor.keys.lines", instance.lost_lines(session)),
        ("doctor.keys.coverages", instance.lost_coverages(session)),
    ):
        if count:
            yield Finding(code, "mend", {"n": count})


def _database(look: _Look) -> Iterator[Finding]:
    told = instance.integrity(look.means.session)
    look.checked["doctor.database"] = {}
    if told:
        yield Finding("doctor.database.damaged", "mend", {"n": len(told), "which": "; ".join(told[:NAMED])})


def _facts(look: _Look) -> Iterator[Finding]:
    standing = instance.shipped(look.means.session)
    facts = shipped_facts()
    look.checked["doctor.facts"] = {"n": len(facts)}
    missing = changed = 0
    for fact in facts:
        kept = standing.get((fact.kind, fact.key))
        told = (dict(fact.payload) | {CHECKED: fact.checked_on.isoformat()}, fact.source, fact.confidence)
        missing, changed = missing + (kept is None), changed + (kept is not None and kept != told)
    if missing or changed:
        yield Finding("doctor.facts.old", "mend", {"missing": missing, "changed": changed})


def _mails(look: _Look) -> Iterator[Finding]:
    lost, late = instance.mails(look.means.session, look.means.clock.now() - LATE, mail.TRIES)
    look.checked["doctor.mail"] = {}
    if lost:
        yield Finding("doctor.mail.lost", "mend", {"n": lost})
    if late:
        yield Finding("doctor.mail.late", "mend", {"n": late})


def _jobs(look: _Look) -> Iterator[Finding]:
    lost, late = instance.stuck_jobs(look.means.session, jobs.REAL.now(), look.means.clock.now() - LATE)
    look.checked["doctor.jobs"] = {}
    if lost:
        yield Finding("doctor.jobs.lost", "mend", {"n": lost})
    if late:
        yield Finding("doctor.jobs.late", "mend", {"n": late})


def _clock(look: _Look) -> Iterator[Finding]:
    now, last = look.means.clock.now(), instance.last_recorded(look.means.session)
    look.checked["doctor.clock"] = {"day": look.means.clock.today()}
    if look.means.settings.day:
        yield Finding("doctor.clock.set", "note", {"day": look.means.settings.day})
    if last and last > now + LATE:
        yield Finding("doctor.clock.back", "mend", {"last": last.date(), "day": look.means.clock.today()})


def _registers(look: _Look) -> Iterator[Finding]:
    """Extracts that speak and are old."""
    today, labels = look.means.clock.today(), {each.label for each in registers.extracts(look.means.session)}
    look.checked["doctor.registers"] = {"n": len(labels)}
    for label in sorted(labels):
        for extract, _ in speaking(registers.extracts(look.means.session, label)):
            age = (today - extract.extracted_on).days
            if age >= OLD_DAYS:
                yield Finding("doctor.registers.old", "note", {"label": label, "day": extract.extracted_on, "n": age})


CHECKS: tuple[Callable[[_Look], Iterator[Finding]], ...] = (
    _database, _journal, _files, _index, _keys, _facts, _mails, _jobs, _clock, _registers,
)  # fmt: skip

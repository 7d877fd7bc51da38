"""The registers that are loaded, with their age, rows and issues; what waits for a person's word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.access import Actor, require
from catalog.errors import NotFound
from catalog.evidence.label_registers import listed_now
from catalog.evidence.registering import speaking
from catalog.means.means import Means
from catalog.queries import registers, release
from catalog.queries.registers import ExtractLine as ExtractLine
from catalog.queries.registers import MatchLine as MatchLine
from imports.record import Issue as Issue
from imports.registers.envelope import issues_from

OLD_DAYS = 180
"""From this age on an extract should be asked for anew."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An extract as listed. speaks: nothing newer replaced it; proofs: how many rest on it; age: days."""

    extract: ExtractLine
    age: int
    speaks: bool
    proofs: int

    @property
    def old(self) -> bool:
        """Whether a new one should be asked for."""
        return self.speaks and self.age >= OLD_DAYS


def list_registers(actor: Actor, means: Means, label: str | None = None) -> list[Shown]:
    """Every extract (of a label), the newest day first."""
    require(actor, "register.read")
    extracts = registers.extracts(means.session, label)
    heard = {each.id for lines in _by_label(extracts).values() for each, _ in speaking(lines)}
    today = means.clock.today()
    return [
        Shown(each, (today - each.extracted_on).days, each.id in heard, registers.covered_by(means.session, each.id))
        for each in extracts
    ]


def show_register(actor: Actor, means: Means, extract_id: int) -> tuple[Shown, tuple[Issue, ...]]:
    """One extract and the issues kept with it. Raises NotFound."""
    found = next((each for each in list_registers(actor, means) if each.extract.id == extract_id), None)
    if found is None:
        raise NotFound("register.unknown", register=extract_id)
    return found, issues_from(list(found.extract.report.get("issues", ())))


def proposals(actor: Actor, means: Means, label: str | None = None) -> list[MatchLine]:
    """What waits for a reviewer, the likeliest first."""
    require(actor, "register.read")
    return listed_now(means.session, registers.matches(means.session, release.newest(means.session), label=label))


def waiting_count(actor: Actor, means: Means) -> int:
    """How many proposals wait."""
    require(actor, "register.read")
    return len(proposals(actor, means)) if registers.waiting_count(means.session) else 0


def _by_label(extracts: Sequence[ExtractLine]) -> dict[str, list[ExtractLine]]:
    found: dict[str, list[ExtractLine]] = {}
    for each in extracts:
        found.setdefault(each.label, []).append(each)
    return found

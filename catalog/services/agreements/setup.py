"""Load organisations, agreements, lots with holders, memberships, ranges and accounts from one TOML file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from catalog.access import Actor, require
from catalog.means.means import Means
from catalog.services.agreements import setup_changes, setup_file, setup_references
from catalog.services.agreements.setup_changes import SetupLine
from catalog.services.agreements.setup_file import SetupFault


@dataclass(frozen=True, slots=True)
class SetupReport:
    """What is new, changed and unchanged, entry by entry; or the faults, all of them, and then nothing was written."""

    lines: tuple[SetupLine, ...] = ()
    faults: tuple[SetupFault, ...] = ()

    @property
    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """Kind of entry -> new, changed, unchanged -> how many."""
        found: dict[str, Counter[str]] = {}
        for line in self.lines:
            found.setdefault(line.what, Counter(new=0, changed=0, unchanged=0))[line.change] += 1
        return found


def load(actor: Actor, means: Means, toml: bytes, dry: bool) -> SetupReport:
    """Write what the file describes, unless `dry`; the report is the same either way. Loading twice changes nothing.

    Nothing is ever removed: a holder that the file no longer names stays, an account that exists stays as it is, a
    membership gets a further row. Raises NotAllowed; what is wrong with the file is in the report.
    """
    require(actor, "setup.load")
    world, faults = setup_file.read(toml)
    held = setup_changes.known(means.session, world)
    faults += setup_references.faults(world, held, actor)
    if faults:
        return SetupReport(faults=tuple(faults))
    lines = setup_changes.lines(world, held)
    if not dry:
        setup_changes.write(actor, means, world, lines)
    return SetupReport(tuple(lines))

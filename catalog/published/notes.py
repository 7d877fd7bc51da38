"""What people did with one product, as its sheet and its explanation tell it: corrections, suspensions, successions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from catalog.access import MEMBERS, Actor
from catalog.means.clock import day_of
from catalog.published.told import both, plain
from catalog.queries import corrections
from catalog.queries.corrections import CorrectionLine, SuccessionLine, SuspensionLine
from catalog.staging.typed import read


@dataclass(frozen=True, slots=True)
class Notes:
    """In the lots that the asker sees. A correction that its supplier's new value ended tells both (`lapsed`)."""

    corrections: tuple[CorrectionLine, ...] = ()
    suspensions: tuple[SuspensionLine, ...] = ()
    successions: tuple[SuccessionLine, ...] = ()

    @property
    def suspended(self) -> frozenset[str]:
        """The lots in which the offer is suspended."""
        return frozenset(each.lot for each in self.suspensions)

    def seen_by(self, actor: Actor) -> Notes:
        """Members know that an offer is suspended, and since when; why, and what was corrected, is between the others."""
        if actor.role not in MEMBERS:
            return self
        bare = tuple(replace(each, reason="", basis=None, by=None) for each in self.suspensions)
        return Notes((), bare, self.successions)

    def json(self) -> dict[str, Any]:
        """Values as printed; a sentence for each suspension and succession."""
        return {
            "corrections": [_correction(each) for each in self.corrections],
            "suspensions": [_suspension(each) for each in self.suspensions],
            "successions": [_succession(each) for each in self.successions],
        }


def notes_of(session: Session, supplier_id: int, product_id: int, publication: int, lots: Collection[str]) -> Notes:
    """What stands in a publication, of the product itself and of its offers in these lots."""
    key = (supplier_id, product_id, publication)
    return Notes(
        tuple(each for each in corrections.history(session, *key) if each.lot is None or each.lot in lots),
        tuple(each for each in corrections.suspensions(session, *key) if each.lot in lots),
        tuple(corrections.successions(session, *key)),
    )


def _correction(line: CorrectionLine) -> dict[str, Any]:
    ended = line.lapsed is not None
    return {
        "field": line.field,
        "lot": line.lot,
        "corrected": plain(line.field, read(line.field, line.value)),
        "supplier_before": plain(line.field, read(line.field, line.seen)),
        "supplier_now": plain(line.field, read(line.field, line.lapsed if ended else line.seen)),
        "state": "lapsed" if ended else "kept",
        "reason": line.reason,
        "by": line.by,
        "on": day_of(line.recorded_at).isoformat(),
    }


def _suspension(line: SuspensionLine) -> dict[str, Any]:
    day = day_of(line.recorded_at)
    params = {"lot": line.lot, "day": day, "reason": line.reason}
    said = {"lot": line.lot, "reason": line.reason or None, "basis": line.basis, "on": day.isoformat()}
    return said | both("note.suspended" if line.reason else "note.suspended_since", params)


def _succession(line: SuccessionLine) -> dict[str, Any]:
    day = day_of(line.recorded_at)
    params = {"reference": line.reference, "successor": line.successor, "day": day, "reason": line.reason}
    said = {"kind": line.kind, "reference": line.reference, "successor": line.successor, "reason": line.reason}
    return said | {"basis": line.basis, "on": day.isoformat()} | both(f"note.{line.kind}", params)

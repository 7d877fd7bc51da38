"""A publication that was set aside is published again, on what stands now: one way for each kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from catalog.facets.selection import EVERYTHING
from catalog.means.means import Means
from catalog.models import Batch
from catalog.published.correcting import correcting_of, write_correction
from catalog.published.renaming import renamed_by, write_rename
from catalog.published.succeeding import succeeded_by, write_successions
from catalog.published.suspending import lifted_by, suspended_by, write_lift, write_suspensions
from catalog.published.taking_back import give_back, inside
from catalog.published.taking_in import take_in
from catalog.queries import intake, release
from catalog.queries.release import Act


def again(means: Means, act: Act, number: int) -> None:
    """Write as publication `number` what `act` had changed. Raises Conflict, naming it, when that cannot be any more."""
    AGAIN[act.kind](means, act, number)


def _published(means: Means, act: Act, number: int) -> None:
    for place, batch in enumerate(_batches(means, act)):
        take_in(means, batch, number, place, act.act)


def _taken_back(means: Means, act: Act, number: int) -> None:
    for batch in _batches(means, act):
        give_back(means, inside(means, batch, number), number)


def _batches(means: Means, act: Act) -> list[Batch]:
    found = [
        intake.find(means.session, number, EVERYTHING) for _, number, _ in release.batches_of(means.session, act.number)
    ]
    return [batch for batch in found if batch is not None]


def _corrected(means: Means, act: Act, number: int) -> None:
    for each in correcting_of(means, act.number):
        write_correction(means, each, number)


def _suspended(means: Means, act: Act, number: int) -> None:
    write_suspensions(means, suspended_by(means, act.number), number)


def _lifted(means: Means, act: Act, number: int) -> None:
    for supplier, offer in lifted_by(means, act.number):
        write_lift(means, supplier, [offer], number)


def _renamed(means: Means, act: Act, number: int) -> None:
    for supplier, product, reference in renamed_by(means, act.number):
        write_rename(means, supplier, product, reference, number)


def _succeeded(means: Means, act: Act, number: int) -> None:
    write_successions(means, succeeded_by(means, act.number), number)


AGAIN: Mapping[str, Callable[[Means, Act, int], None]] = {
    "publish": _published,
    "take_back": _taken_back,
    "correct": _corrected,
    "suspend": _suspended,
    "lift": _lifted,
    "rename": _renamed,
    "succeed": _succeeded,
}

"""A publication that was set aside is published again, on what stands now: one way for each kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from catalog.facets.selection import EVERYTHING
from catalog.means.means import Means
from catalog.models import Batch
from catalog.published.taking_back import give_back, inside
from catalog.published.taking_in import take_in_again
from catalog.queries import intake, release
from catalog.queries.release import Act


def again(means: Means, act: Act, number: int) -> None:
    """Write as publication `number` what `act` had changed. Raises Conflict, naming it, when that cannot be any more."""
    AGAIN[act.kind](means, act, number)


def _published(means: Means, act: Act, number: int) -> None:
    for place, batch in enumerate(_batches(means, act)):
        take_in_again(means, batch, number, place, act.number)


def _taken_back(means: Means, act: Act, number: int) -> None:
    for batch in _batches(means, act):
        give_back(means, inside(means, batch, number), number)


def _batches(means: Means, act: Act) -> list[Batch]:
    found = [
        intake.find(means.session, number, EVERYTHING) for _, number, _ in release.batches_of(means.session, act.number)
    ]
    return [batch for batch in found if batch is not None]


AGAIN: Mapping[str, Callable[[Means, Act, int], None]] = {
    "publish": _published,
    "take_back": _taken_back,
}

"""The acts whose effect stands, one above the other in the order of the days they take effect; a new one takes its place.

What takes effect earlier than a publication that waits goes below it: in the same transaction the waiting ones are set
aside, the new one is written, and they are published again above it, on what then stands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from catalog.access import Actor
from catalog.errors import Invalid
from catalog.means.locks import alone
from catalog.means.means import Means
from catalog.models import Publication
from catalog.published.again import again
from catalog.published.restore import restore_all
from catalog.published.shelf import build_index
from catalog.queries import products, release
from catalog.queries.release import Act


@dataclass(frozen=True, slots=True)
class Intent:
    """An act about to be made: one of the kinds of a publication, the day it takes effect, what it rests on."""

    kind: str
    effective: dt.date
    basis: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where an act goes in: on the publication `base` (0: none), below those of `above`, the lowest first."""

    base: int
    above: tuple[Act, ...]


def place_of(means: Means, effective: dt.date) -> Place:
    """Where an act of that day goes in. Raises Invalid for a day before today: what was shown then was ordered on."""
    today = means.clock.today()
    if effective < today:
        raise Invalid("publication.effective_past", day=effective, today=today)
    stack = release.standing(release.all_publications(means.session))
    below = [act.number for act in stack if act.effective <= effective]
    return Place(below[-1] if below else 0, tuple(act for act in stack if act.effective > effective))


def make(actor: Actor, means: Means, intent: Intent, write: Callable[[int], None]) -> int:
    """Make an act: `write` is given its number and writes what it changes; the number.

    Raises what `write` raises, Invalid for a day that is past, Conflict when one that waits cannot be published again.
    """
    alone(means.session, "publication")
    place = place_of(means, intent.effective)
    _set_aside(actor, means, place, intent.effective)
    publication = _opened(actor, means, intent)
    write(publication.number)
    _closed(means, publication)
    _play_again(actor, means, place.above)
    _shown(means, publication.number)
    return publication.number


def take_away(actor: Actor, means: Means, act: Act) -> int:
    """Undo an act, whatever stands above it; the number of the undo. The caller holds the lock."""
    stack = release.standing(release.all_publications(means.session))
    at = stack.index(act)
    place = Place(act.number, tuple(stack[at + 1 :]))
    day = max(means.clock.today(), act.effective)
    _set_aside(actor, means, place, day)
    publication = _opened(actor, means, Intent("undo", day), undoes=act.number)
    restore_all(means.session, stack[at - 1].number if at else 0, publication.number)
    _closed(means, publication)
    _play_again(actor, means, place.above)
    _shown(means, publication.number)
    return publication.number


def _set_aside(actor: Actor, means: Means, place: Place, day: dt.date) -> None:
    """From the highest down, each going back to the one below it; nothing of it shows before `day`."""
    below = [place.base, *(act.number for act in place.above)]
    for act, earlier in reversed(list(zip(place.above, below, strict=False))):
        publication = _opened(actor, means, Intent("set_aside", day), undoes=act.number)
        restore_all(means.session, earlier, publication.number)
        _closed(means, publication)


def _play_again(actor: Actor, means: Means, acts: Sequence[Act]) -> None:
    for act in acts:
        kept = means.session.get_one(Publication, act.number)
        intent = Intent(act.kind, act.effective, kept.basis, kept.note)
        publication = _opened(actor, means, intent, replays=act.number)
        again(means, act, publication.number)
        _closed(means, publication)


def _opened(
    actor: Actor, means: Means, intent: Intent, *, undoes: int | None = None, replays: int | None = None
) -> Publication:
    publication = Publication(
        number=release.newest(means.session) + 1, kind=intent.kind, undoes=undoes, replays=replays,
        effective=intent.effective, offers=0, basis=intent.basis, note=intent.note, recorded_at=means.clock.now(),
        by_organisation_id=actor.organisation_id, by_account_id=actor.account_id,
    )  # fmt: skip
    means.session.add(publication)
    means.session.flush()
    return publication


def _closed(means: Means, publication: Publication) -> None:
    publication.offers = products.count_offers(means.session, publication.number)
    means.session.flush()


def _shown(means: Means, number: int) -> None:
    """Its index is there before the commit. What was moved above it is built on its day, when somebody asks."""
    made = means.session.get_one(Publication, number)
    build_index(means.session, number, max(made.effective, means.clock.today()), means.settings.index)

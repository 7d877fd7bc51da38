"""Selections as a whole: a new one, a copy, emptied, deleted. Nobody takes away what they have not seen."""

from __future__ import annotations

from collections.abc import Collection

from catalog.access import Actor, require
from catalog.errors import Conflict
from catalog.means import journal
from catalog.means.means import Means
from catalog.models import Selection
from catalog.published.own_selection import home, line_of, made, name_of, own, put
from catalog.queries import buying, selections_shared
from catalog.queries.buying import LineKept
from catalog.wording.sentences import say


def make(actor: Actor, means: Means, name: str = "") -> int:
    """A new, empty selection, which becomes the actor's current one; its id. Raises Invalid for a name that cannot be."""
    require(actor, "selection.change", actor.organisation_id)
    day = {"day": means.clock.today()}
    kept = name_of(name) if name else say("selection.default_name", day, actor.language)
    selection = made(actor, means, kept)
    journal.write(actor, means, "selection.make", f"selection:{selection.id}")
    return selection.id


def copy(actor: Actor, means: Means, selection_id: int, name: str) -> int:
    """A new selection with the same lines and quantities; its id. Raises NotFound, Invalid for a name that cannot be."""
    require(actor, "selection.change", actor.organisation_id)
    source = own(actor, means, selection_id)
    selection = made(actor, means, name_of(name))
    selection.service_code, selection.engagement_number = source.service_code, source.engagement_number
    for line in buying.lines(means.session, source):
        put(actor, means, selection, (line.supplier_id, line.offer_id), line.quantity)
    means.session.flush()
    journal.write(actor, means, "selection.copy", f"selection:{selection.id}", of=source.id)
    return selection.id


def empty(actor: Actor, means: Means, selection_id: int, seen: Collection[int]) -> list[LineKept]:
    """Take out the lines that the person saw (their ids); what came since stays. The lines taken out, for `refill`.

    Raises NotFound.
    """
    require(actor, "selection.change", actor.organisation_id)
    selection = own(actor, means, selection_id, for_change=True)
    gone = [line for line in buying.lines(means.session, selection) if line.id in set(seen)]
    for line in gone:
        means.session.delete(line_of(means, selection, line.id))
    means.session.flush()
    journal.write(actor, means, "selection.empty", f"selection:{selection.id}", lines=len(gone))
    return gone


def refill(actor: Actor, means: Means, selection_id: int, lines: Collection[LineKept]) -> int:
    """Put back lines that were taken out; an offer that is in it again keeps its line. How many. Raises NotFound."""
    require(actor, "selection.change", actor.organisation_id)
    selection = own(actor, means, selection_id, for_change=True)
    held = {line.offer_id for line in buying.lines(means.session, selection)}
    back = [line for line in lines if line.offer_id not in held]
    for line in back:
        put(actor, means, selection, (line.supplier_id, line.offer_id), line.quantity)
    means.session.flush()
    journal.write(actor, means, "selection.refill", f"selection:{selection.id}", lines=len(back))
    return len(back)


def delete(actor: Actor, means: Means, selection_id: int, seen: Collection[int]) -> None:
    """Delete a selection whose lines are all among those the person saw (their ids).

    Raises NotFound, Conflict when somebody added a line since, or while a proposal of it waits for an answer.
    """
    require(actor, "selection.change", actor.organisation_id)
    selection = own(actor, means, selection_id, for_change=True)
    lines = buying.lines(means.session, selection)
    if {line.id for line in lines} - set(seen):
        raise Conflict("selection.added_meanwhile")
    _unasked(actor, means, selection)
    means.session.delete(selection)
    means.session.flush()
    journal.write(actor, means, "selection.delete", f"selection:{selection_id}", lines=len(lines))


def _unasked(actor: Actor, means: Means, selection: Selection) -> None:
    asked = selections_shared.proposals(means.session, home(actor), selection.id)
    if any(each.outcome is None for each in asked):
        raise Conflict("selection.proposed")

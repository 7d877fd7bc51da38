"""A buyer's selections: lists of offers with quantities inside one organisation. They commit nobody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from catalog.access import Actor, require
from catalog.errors import Conflict, Invalid, NotFound
from catalog.facets.selection import Scope
from catalog.means import journal
from catalog.means.means import Means
from catalog.models import Selection
from catalog.published.chosen import Chosen, chosen_in, lines_mark, rows, sees
from catalog.published.own_selection import LONGEST_NAME as LONGEST_NAME
from catalog.published.own_selection import MOST as MOST
from catalog.published.own_selection import MOST_LINES, home, line_of, made, name_of, own, put, quantity_of
from catalog.published.shelf import Edition
from catalog.queries import agreements, buying
from catalog.queries.buying import SelectionCard as SelectionCard
from catalog.wording.sentences import say


class OfferName(NamedTuple):
    """An offer by its business key; `lot` None where the reference is in one lot only."""

    supplier: str
    reference: str
    lot: str | None = None


@dataclass(frozen=True, slots=True)
class SelectionSeen:
    """A selection as its organisation sees it on the edition's day. mark: what an answer to a proposal gives back.

    service_code, engagement_number: of its last order list.
    """

    id: int
    name: str
    content: Chosen
    mark: str = ""
    service_code: str | None = None
    engagement_number: str | None = None


def listing(actor: Actor, means: Means) -> list[SelectionCard]:
    """The selections of the actor's organisation, the last one made first."""
    require(actor, "selection.read", actor.organisation_id)
    return buying.selections(means.session, home(actor), actor.account_id)


def current(actor: Actor, means: Means) -> SelectionCard | None:
    """The selection that the actor made or opened last; None before the first. Creates none."""
    found = [(at, card.id, card) for card in listing(actor, means) if (at := _last_time(actor, card)) is not None]
    return max(found, key=lambda each: each[:2])[2] if found else None


def read(actor: Actor, means: Means, edition: Edition, selection_id: int, *, tagged: bool = True) -> SelectionSeen:
    """The lines with their offers as published on the edition's day. Raises NotFound for another organisation's.

    tagged False: without the tags of the lines, for who wants the amounts alone.
    """
    require(actor, "selection.read", actor.organisation_id)
    selection = own(actor, means, selection_id)
    content = chosen_in(actor, means, edition, selection, tagged=tagged)
    return SelectionSeen(
        selection.id, selection.name, content, lines_mark(content.lines), selection.service_code,
        selection.engagement_number,
    )  # fmt: skip


def add(
    actor: Actor,
    means: Means,
    edition: Edition,
    wanted: Sequence[int | OfferName],
    quantity: int = 1,
    selection_id: int | None = None,
) -> int:
    """Put offers (ids, or names) in a selection: the given one, else the actor's current, else a new one. Its id.

    An offer that is in it already has its quantity raised. Raises NotFound for an offer that is not published or that
    the actor may not see, Invalid for a quantity, or a reference that stands in several lots; then nothing is added.
    """
    require(actor, "selection.change", actor.organisation_id)
    offers = _offers(actor, means, edition, wanted)
    selection = _target(actor, means, selection_id)
    kept = {line.offer_id: line for line in buying.lines(means.session, selection)}
    if len(kept.keys() | set(offers)) > MOST_LINES:
        raise Invalid("selection.full", most=MOST_LINES)
    for offer in offers:
        if offer in kept:
            raised = quantity_of(kept[offer].quantity + quantity_of(quantity))
            line_of(means, selection, kept[offer].id).quantity = raised
        else:
            put(actor, means, selection, (edition.offers[offer].supplier_id, offer), quantity_of(quantity))
    means.session.flush()
    return selection.id


def change_quantity(
    actor: Actor, means: Means, selection_id: int, line_id: int, quantity: int, seen: int | None = None
) -> None:
    """Set the quantity of a line. seen: the quantity that the person saw before.

    Raises NotFound, Invalid for a quantity that cannot be, Conflict when somebody changed it in between.
    """
    require(actor, "selection.change", actor.organisation_id)
    selection = own(actor, means, selection_id, for_change=True)
    line_of(means, selection, line_id, seen).quantity = quantity_of(quantity)
    means.session.flush()


def remove(actor: Actor, means: Means, selection_id: int, line_id: int, seen: int | None = None) -> None:
    """Take a line out. Raises NotFound, Conflict when its quantity is not the one that was seen any more."""
    require(actor, "selection.change", actor.organisation_id)
    selection = own(actor, means, selection_id, for_change=True)
    means.session.delete(line_of(means, selection, line_id, seen))
    means.session.flush()


def rename(actor: Actor, means: Means, selection_id: int, name: str) -> None:
    """Give a selection another name. Raises NotFound, and Invalid for a name that is empty, too long or unprintable."""
    require(actor, "selection.change", actor.organisation_id)
    own(actor, means, selection_id, for_change=True).name = name_of(name)
    means.session.flush()
    journal.write(actor, means, "selection.rename", f"selection:{selection_id}")


def _last_time(actor: Actor, card: SelectionCard) -> dt.datetime | None:
    """When the actor last had to do with it; None for a colleague's that it never opened."""
    times = [card.visited_at, card.recorded_at if card.by_account_id == actor.account_id else None]
    return max((each for each in times if each is not None), default=None)


def _scope(actor: Actor, means: Means, edition: Edition) -> Scope:
    return agreements.scope_open(means.session, actor, edition.on, means.clock)


def _offers(actor: Actor, means: Means, edition: Edition, wanted: Sequence[int | OfferName]) -> list[int]:
    """The offers asked for, each once; all of them are published and within the actor's scope."""
    scope = _scope(actor, means, edition)
    found: dict[int, None] = {}
    for each in wanted:
        ids = [each] if isinstance(each, int) else buying.offers_named(means.session, *each)
        seen = [row for row in rows(edition, ids).values() if sees(scope, row)]
        if not seen:
            raise NotFound("thing.unknown")
        if all(row.suspended for row in seen):
            raise Conflict("selection.suspended", reference=seen[0].reference)
        seen = [row for row in seen if not row.suspended]
        if len(seen) > 1:
            raise Invalid("selection.lot_needed", reference=seen[0].reference, lots=", ".join(row.lot for row in seen))
        found[seen[0].offer] = None
    return list(found)


def _target(actor: Actor, means: Means, selection_id: int | None) -> Selection:
    if selection_id is None:
        card = current(actor, means)
        selection_id = card.id if card else None
    return _made(actor, means) if selection_id is None else own(actor, means, selection_id, for_change=True)


def _made(actor: Actor, means: Means) -> Selection:
    return made(actor, means, say("selection.default_name", {"day": means.clock.today()}, actor.language))

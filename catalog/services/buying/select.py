"""A buyer's selections: lists of offers with quantities inside one organisation. They commit nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from catalog.access import Actor, require
from catalog.errors import Conflict, Invalid, NotFound
from catalog.facets.selection import Scope
from catalog.means.means import Means
from catalog.models import Selection, SelectionLine
from catalog.published.chosen import Chosen, chosen, rows, sees
from catalog.published.shelf import Edition
from catalog.queries import agreements, buying
from catalog.queries.buying import SelectionCard
from catalog.wording.sentences import say

MOST = 1_000_000
"""The largest quantity of a line."""
MOST_LINES = 1_000
LONGEST_NAME = 120


class OfferName(NamedTuple):
    """An offer by its business key; `lot` None where the reference is in one lot only."""

    supplier: str
    reference: str
    lot: str | None = None


@dataclass(frozen=True, slots=True)
class SelectionSeen:
    """A selection as its organisation sees it on the edition's day."""

    id: int
    name: str
    content: Chosen


def listing(actor: Actor, means: Means) -> list[SelectionCard]:
    """The selections of the actor's organisation, the last one made first."""
    require(actor, "selection.read", actor.organisation_id)
    return buying.selections(means.session, _home(actor))


def current(actor: Actor, means: Means) -> SelectionCard | None:
    """The last selection that the actor made; None before the first. Creates none."""
    mine = (card for card in listing(actor, means) if card.by_account_id == actor.account_id)
    return next(mine, None)


def read(actor: Actor, means: Means, edition: Edition, selection_id: int) -> SelectionSeen:
    """The lines with their offers as published on the edition's day. Raises NotFound for another organisation's."""
    require(actor, "selection.read", actor.organisation_id)
    selection = _own(actor, means, selection_id)
    kept = buying.lines(means.session, selection)
    return SelectionSeen(selection.id, selection.name, chosen(means, edition, _scope(actor, means, edition), kept))


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
            _line(means, selection, kept[offer].id).quantity = _quantity(kept[offer].quantity + _quantity(quantity))
        else:
            _put(actor, means, selection, (edition.offers[offer].supplier_id, offer), _quantity(quantity))
    means.session.flush()
    return selection.id


def change_quantity(actor: Actor, means: Means, selection_id: int, line_id: int, quantity: int) -> None:
    """Set the quantity of a line. Raises NotFound, and Invalid for a quantity that cannot be."""
    require(actor, "selection.change", actor.organisation_id)
    selection = _own(actor, means, selection_id, for_change=True)
    _line(means, selection, line_id).quantity = _quantity(quantity)
    means.session.flush()


def remove(actor: Actor, means: Means, selection_id: int, line_id: int) -> None:
    """Take a line out. Raises NotFound."""
    require(actor, "selection.change", actor.organisation_id)
    selection = _own(actor, means, selection_id, for_change=True)
    means.session.delete(_line(means, selection, line_id))
    means.session.flush()


def rename(actor: Actor, means: Means, selection_id: int, name: str) -> None:
    """Give a selection another name. Raises NotFound, and Invalid for a name that is empty, too long or unprintable."""
    require(actor, "selection.change", actor.organisation_id)
    selection = _own(actor, means, selection_id, for_change=True)
    said = " ".join(name.split())
    if not said or len(said) > LONGEST_NAME or not said.isprintable():
        raise Invalid("selection.name", longest=LONGEST_NAME)
    selection.name = said
    means.session.flush()


def _home(actor: Actor) -> int:
    if actor.organisation_id is None:
        raise NotFound("thing.unknown")
    return actor.organisation_id


def _own(actor: Actor, means: Means, selection_id: int, for_change: bool = False) -> Selection:
    found = buying.find(means.session, _home(actor), selection_id, for_change=for_change)
    if found is None:
        raise NotFound("thing.unknown")
    return found


def _line(means: Means, selection: Selection, line_id: int) -> SelectionLine:
    found = buying.line_of(means.session, selection, line_id)
    if found is None:
        raise NotFound("thing.unknown")
    return found


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
    return _made(actor, means) if selection_id is None else _own(actor, means, selection_id, for_change=True)


def _made(actor: Actor, means: Means) -> Selection:
    selection = Selection(
        organisation_id=_home(actor),
        name=say("selection.default_name", {"day": means.clock.today()}, actor.language),
        recorded_at=means.clock.now(),
        **_by(actor),
    )
    means.session.add(selection)
    means.session.flush()
    return selection


def _put(actor: Actor, means: Means, selection: Selection, key: tuple[int, int], quantity: int) -> None:
    """A new line. `key`: the offer's, supplier first."""
    line = SelectionLine(
        organisation_id=selection.organisation_id, selection_id=selection.id, supplier_id=key[0], offer_id=key[1],
        quantity=quantity, recorded_at=means.clock.now(), **_by(actor),
    )  # fmt: skip
    means.session.add(line)


def _by(actor: Actor) -> dict[str, int | None]:
    """Both columns of the account, or neither."""
    return {
        "by_organisation_id": actor.organisation_id if actor.account_id else None,
        "by_account_id": actor.account_id,
    }


def _quantity(quantity: int) -> int:
    if not isinstance(quantity, int) or isinstance(quantity, bool) or not 0 < quantity <= MOST:
        raise Invalid("selection.quantity", value=str(quantity), most=MOST)
    return quantity

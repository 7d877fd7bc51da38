"""What every verb on a selection shares: finding it and its lines as its organisation's own, names and quantities.

Who may do it is asked by the verb."""

from __future__ import annotations

from catalog.access import Actor
from catalog.errors import Conflict, Invalid, NotFound
from catalog.means.means import Means
from catalog.models import Selection, SelectionLine
from catalog.queries import buying

MOST = 1_000_000
"""The largest quantity of a line."""
MOST_LINES = 1_000
LONGEST_NAME = 120


def home(actor: Actor) -> int:
    """The organisation of the actor. Raises NotFound for the operator."""
    if actor.organisation_id is None:
        raise NotFound("thing.unknown")
    return actor.organisation_id


def own(actor: Actor, means: Means, selection_id: int, *, for_change: bool = False) -> Selection:
    """A selection of the actor's organisation. Raises NotFound, for another's as for none."""
    found = buying.find(means.session, home(actor), selection_id, for_change=for_change)
    if found is None:
        raise NotFound("thing.unknown")
    return found


def line_of(means: Means, selection: Selection, line_id: int, seen: int | None = None) -> SelectionLine:
    """A line of a selection. Raises NotFound, and Conflict where its quantity is not what the person saw."""
    found = buying.line_of(means.session, selection, line_id)
    if found is None:
        raise NotFound("thing.unknown")
    if seen is not None and found.quantity != seen:
        raise Conflict("selection.moved_meanwhile", quantity=found.quantity)
    return found


def put(actor: Actor, means: Means, selection: Selection, key: tuple[int, int], quantity: int) -> None:
    """A new line. `key`: the offer's, supplier first."""
    line = SelectionLine(
        organisation_id=selection.organisation_id, selection_id=selection.id, supplier_id=key[0], offer_id=key[1],
        quantity=quantity, recorded_at=means.clock.now(), **actor.by,
    )  # fmt: skip
    means.session.add(line)


def made(actor: Actor, means: Means, name: str) -> Selection:
    """A new, empty selection of the actor's organisation."""
    selection = Selection(organisation_id=home(actor), name=name, recorded_at=means.clock.now(), **actor.by)
    means.session.add(selection)
    means.session.flush()
    return selection


def name_of(text: str) -> str:
    """A name as it is kept. Raises Invalid for one that is empty, too long or unprintable."""
    said = " ".join(text.split())
    if not said or len(said) > LONGEST_NAME or not said.isprintable():
        raise Invalid("selection.name", longest=LONGEST_NAME)
    return said


def quantity_of(quantity: int) -> int:
    """A quantity as it is kept. Raises Invalid."""
    if not isinstance(quantity, int) or isinstance(quantity, bool) or not 0 < quantity <= MOST:
        raise Invalid("selection.quantity", value=str(quantity), most=MOST)
    return quantity

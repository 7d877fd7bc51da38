"""A request as its reader may see it: another's, another central body's and none at all give the same answer."""

from __future__ import annotations

from catalog.access import Actor
from catalog.errors import Conflict, NotFound
from catalog.means.clock import day_of
from catalog.means.means import Means
from catalog.queries import validation
from catalog.queries.validation import AskedRequest


def asked_of(actor: Actor, means: Means, request_id: int) -> AskedRequest:
    """The request. Raises NotFound; whoever came in by a link sees the one it leads to, no other."""
    found = validation.request(means.session, request_id)
    if found is None or not sees(actor, found):
        raise NotFound("request.unknown", request=request_id)
    return found


def sees(actor: Actor, found: AskedRequest) -> bool:
    """Whether a request is the actor's business."""
    if actor.kind == "operator":
        return True
    if actor.kind == "central":
        return found.central_id == actor.organisation_id
    mine = actor.kind == "supplier" and found.supplier_id == actor.organisation_id
    return mine and (actor.role != "link" or found.id == actor.request_id)


def read_of(actor: Actor, means: Means, request_id: int) -> AskedRequest:
    """The request, to be read whole. Raises NotFound; Conflict for a link whose request has ended: it opens the receipt."""
    found = asked_of(actor, means, request_id)
    if actor.role == "link" and found.closed:
        raise ended(found)
    return found


def open_of(actor: Actor, means: Means, request_id: int, *, alone: bool = False) -> AskedRequest:
    """The request, held open until this transaction ends. alone: by nobody else meanwhile.

    Raises NotFound, Conflict for one that has ended.
    """
    found = asked_of(actor, means, request_id)
    closed = validation.held(means.session, found.supplier_id, found.id, alone=alone)
    if closed is not None:
        raise ended(validation.request(means.session, request_id) or found)
    return found


def ended(found: AskedRequest) -> Conflict:
    """Why a request takes no decision any more."""
    day = day_of(found.closed_at) if found.closed_at else None
    return Conflict(f"request.{found.closed}", on=day, central=found.central_name)

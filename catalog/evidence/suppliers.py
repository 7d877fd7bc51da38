"""The supplier that somebody names, as far as they may know of it."""

from __future__ import annotations

from catalog.access import CENTRAL, Actor, require
from catalog.errors import NotFound
from catalog.means.means import Means
from catalog.queries import agreements
from catalog.queries.agreements import OrganisationCard


def supplier_of(actor: Actor, means: Means, code: str, right: str) -> OrganisationCard:
    """The supplier of that code. Whoever asks for another's gets the same answer as for none: NotFound."""
    found = agreements.organisations(means.session, [code]).get(code)
    if found is None or found.kind != "supplier":
        named = actor.role in CENTRAL or actor.role == "operator"
        raise NotFound("proof.supplier_unknown", supplier=code) if named else NotFound("thing.unknown")
    require(actor, right, owner=found.id)
    return found

"""What a person may see, or somebody on behalf of whom they look."""

from __future__ import annotations

import datetime as dt
from typing import Any

from catalog.access import Actor, require
from catalog.errors import NotFound
from catalog.facets.selection import Scope
from catalog.means.means import Means
from catalog.queries import agreements


def looking_as(actor: Actor, means: Means, code: str | None) -> Actor:
    """The actor, or somebody of the member (or supplier) it looks for: central body and operator alone may.

    Raises NotFound for a code that is no member or supplier, NotAllowed for anybody else who asks.
    """
    if code is None:
        return actor
    require(actor, "organisations.read", -1)
    card = agreements.organisations(means.session, [code]).get(code)
    if card is None or card.kind == "central":
        raise NotFound("member.unknown", organisation=code)
    role: Any = "buyer" if card.kind == "member" else "supplier"
    kind: Any = card.kind
    return Actor(actor.email, actor.name, role, kind, None, card.id, card.code, card.name, actor.language)


def scope_as(actor: Actor, means: Means, on: dt.date, code: str | None = None) -> Scope:
    """What the actor may see on a day; with a code, what both it and that organisation may see."""
    whose = (actor.role, actor.kind, actor.organisation_id)
    seen = means.once(("scope", *whose, on), lambda: agreements.scope_open(means.session, actor, on, means.clock))
    if code is None:
        return seen
    return agreements.overlap(
        seen, agreements.scope_open(means.session, looking_as(actor, means, code), on, means.clock)
    )

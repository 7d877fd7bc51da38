"""What a member is told of a renewal: which lines of a selection were turned, at which price gap, with which tags lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.access import Actor, require
from catalog.means.clock import day_of
from catalog.means.means import Means
from catalog.queries import renewal


@dataclass(frozen=True, slots=True)
class Told:
    """One line that was turned. `told`: names, prices and attributes as they were shown then."""

    new_offer: int
    quantity: int
    new_quantity: int
    on: dt.date
    told: Mapping[str, Any]


def told(actor: Actor, means: Means, selection_id: int) -> list[Told]:
    """The conversions that stand in a selection of the actor's organisation, in the order they were made."""
    require(actor, "selection.read", actor.organisation_id)
    found = renewal.converted(means.session, None, actor.organisation_id or -1, selection_id)
    return [Told(each.new[1], each.quantity, each.new_quantity, day_of(each.recorded_at), each.told) for each in found]

"""The links of a request as staff see them: to whom, until when, whether they still open something."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from catalog.means.means import Means
from catalog.queries import links
from catalog.queries.links import Link


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link. state: what it opens now; seen_at: when somebody who came in by it did something last."""

    id: int
    email: str
    expires_on: dt.date
    state: Literal["open", "used", "expired", "revoked"]
    recorded_at: dt.datetime
    seen_at: dt.datetime | None
    asked_again_at: dt.datetime | None


def link_lines(means: Means, several: Sequence[Link]) -> tuple[LinkLine, ...]:
    """Links of one supplier, in the order given."""
    if not several:
        return ()
    seen = links.last_seen(means.session, several[0].supplier_id, [each.id for each in several])
    today = means.clock.today()
    return tuple(
        LinkLine(
            each.id, each.email, each.expires_on, _state(each, today), each.recorded_at, seen.get(each.id),
            each.asked_again_at,
        )
        for each in several
    )  # fmt: skip


def _state(each: Link, today: dt.date) -> Literal["open", "used", "expired", "revoked"]:
    if each.revoked_at is not None or each.request_closed in ("revoked", "replaced"):
        return "revoked"
    if each.used_at is not None or each.request_closed == "validated":
        return "used"
    return "expired" if today > each.expires_on else "open"

"""What a range holds on a day, as the actor may see it, with the hash of the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.access import Actor, require
from catalog.errors import NotFound
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.published.shelf import Edition
from catalog.queries import agreements, ranges
from catalog.validating.range_content import Member, RangeContent
from catalog.validating.range_content import content as content_on


@dataclass(frozen=True, slots=True)
class ContentSeen:
    """content: the whole range; members: those of them that the actor may see."""

    content: RangeContent
    members: tuple[Member, ...]

    def json(self) -> dict[str, Any]:
        """Hash, versions by supplier, how many offers are in it and seen."""
        return {
            "range": self.content.last.code,
            "on": self.content.on.isoformat(),
            "version": self.content.version.number,
            "versions": versions_by_supplier(self.members),
            "content_hash": self.content.content_hash,
            "offers": len(self.members),
        }


def content(actor: Actor, means: Means, edition: Edition, code: str) -> ContentSeen:
    """A range on the edition's day. Raises NotFound, the same for one of others and for none."""
    require(actor, "range.read")
    today = means.clock.today()
    stood = ranges.standing(means.session, end_of(edition.on))
    if code not in ranges.seen_by(means.session, actor, today, end_of(today)):
        raise NotFound("range.unknown", range=code)
    if code not in stood:
        raise NotFound("range.not_yet", range=code, day=edition.on)
    whole = content_on(means.session, edition, stood[code])
    return ContentSeen(whole, whole.seen(agreements.scope_open(means.session, actor, edition.on, means.clock)))


def versions_by_supplier(members: tuple[Member, ...]) -> Mapping[str, int]:
    """Supplier code -> the version that speaks for it."""
    return {each.supplier: each.version for each in members}

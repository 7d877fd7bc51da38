"""List the publications as far as the asker may see into them."""

from __future__ import annotations

from typing import Any

from catalog.access import Actor, may, require
from catalog.facets.selection import EVERYTHING, Scope
from catalog.means.means import Means
from catalog.queries import agreements, release


def publications(actor: Actor, means: Means) -> list[dict[str, Any]]:
    """Every publication, the newest first. `offers` counts those that the actor may see today.

    Batches are told to the central body only, of its own agreements; so is the note of a publication that holds some.
    """
    require(actor, "publication.read", actor.organisation_id)
    scope = agreements.scope_today(means.session, actor, means.clock)
    named = may(actor, "publication.read", -1)
    counts = {} if scope == EVERYTHING else release.offers_seen(means.session, scope)
    return [_line(means, each, scope, counts, named) for each in reversed(release.all_publications(means.session))]


def _line(
    means: Means, publication: release.Published, scope: Scope, counts: dict[int, int], named: bool
) -> dict[str, Any]:
    batches = release.batches_of(means.session, publication.number, scope) if named else []
    return {
        "publication": publication.number,
        "kind": publication.kind,
        "undoes": publication.undoes,
        "offers": counts.get(publication.number, publication.offers),
        "note": publication.note if batches or scope == EVERYTHING else None,
        "recorded_at": publication.recorded_at.isoformat(),
        "batches": [{"supplier": code, "batch": str(number), "file": name} for code, number, name in batches],
    }

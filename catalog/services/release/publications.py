"""List the publications."""

from __future__ import annotations

from typing import Any

from catalog.access import Actor, may, require
from catalog.means.means import Means
from catalog.queries import release


def publications(actor: Actor, means: Means) -> list[dict[str, Any]]:
    """Every publication, the newest first. Batches are named to the central body only."""
    require(actor, "publication.read", actor.organisation_id)
    named = may(actor, "publication.read", -1)
    return [_line(means, each, named) for each in reversed(release.all_publications(means.session))]


def _line(means: Means, publication: release.Published, named: bool) -> dict[str, Any]:
    batches = release.batches_of(means.session, publication.number) if named else []
    return {
        "publication": publication.number,
        "kind": publication.kind,
        "undoes": publication.undoes,
        "offers": publication.offers,
        "note": publication.note,
        "recorded_at": publication.recorded_at.isoformat(),
        "batches": [{"supplier": code, "batch": str(number), "file": name} for code, number, name in batches],
    }

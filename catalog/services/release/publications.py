"""List the publications as far as the asker may see into them."""

from __future__ import annotations

from typing import Any

from catalog.access import Actor, may, require
from catalog.facets.selection import EVERYTHING, Scope
from catalog.means.means import Means
from catalog.queries import agreements, release


def publications(actor: Actor, means: Means) -> list[dict[str, Any]]:
    """Every publication, the newest first. `offers` counts those that the actor may see today.

    state: in_force today; waits for its day; stands under the one in force; gone: undone, set aside, or itself a step
    back. Batches are told to the central body only, of its own agreements; so is what a publication says of some.
    """
    require(actor, "publication.read", actor.organisation_id)
    scope = agreements.scope_today(means.session, actor, means.clock)
    named = may(actor, "publication.read", -1)
    counts = {} if scope == EVERYTHING else release.offers_seen(means.session, scope)
    every = release.all_publications(means.session)
    states = _states(means, every)
    return [
        {
            **_line(means, each, scope, counts, named),
            "state": states[each.number],
            "act": release.act_of(every, each.number),
        }
        for each in reversed(every)
    ]


def _states(means: Means, published: list[release.Published]) -> dict[int, str]:
    today = means.clock.today()
    found = dict.fromkeys((each.number for each in published), "gone")
    for act in release.standing(published):
        found[act.number] = "waits" if act.effective > today else "stands"
    return found | {release.publication_on(means.session, today): "in_force"}


def _line(
    means: Means, publication: release.Published, scope: Scope, counts: dict[int, int], named: bool
) -> dict[str, Any]:
    batches = release.batches_of(means.session, publication.number, scope) if named else []
    told = bool(batches) or scope == EVERYTHING
    return {
        "publication": publication.number,
        "kind": publication.kind,
        "undoes": publication.undoes,
        "replays": publication.replays,
        "effective": publication.effective.isoformat(),
        "offers": counts.get(publication.number, publication.offers),
        "basis": publication.basis if told else None,
        "note": publication.note if told else None,
        "recorded_at": publication.recorded_at.isoformat(),
        "batches": [{"supplier": code, "batch": str(number), "file": name} for code, number, name in batches],
    }

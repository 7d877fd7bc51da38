"""What changed in a selection since the person last opened it, and nothing else; a first visit says nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.access import Actor, require
from catalog.means.clock import day_of, end_of
from catalog.means.means import Means
from catalog.models import SelectionVisit
from catalog.published.chosen import Chosen, ChosenLine, chosen_in, ranges_of, rows, sees
from catalog.published.own_selection import own
from catalog.published.shelf import Edition
from catalog.queries import agreements, ranges, selections_shared
from catalog.services.buying.visit_changes import Change, Seen, changes


@dataclass(frozen=True, slots=True)
class Visit:
    """What is new since the last visit of that day; `since` None: the first one."""

    since: dt.date | None
    changes: tuple[Change, ...] = ()


def changed(actor: Actor, means: Means, edition: Edition, selection_id: int) -> Visit:
    """What the person does not know yet; nothing is kept of having asked. Raises NotFound."""
    require(actor, "selection.read", actor.organisation_id)
    selection = own(actor, means, selection_id)
    row = _last(actor, means, selection_id)
    if row is None:
        return Visit(None)
    content = chosen_in(actor, means, edition, selection)
    now = _seen(actor, means, edition, content)
    names = {code: (terms.name_fr, terms.name_en) for code, terms in _ranges(actor, means, edition).items()}
    return Visit(day_of(row.visited_at), tuple(changes(row.seen, now, content, names)))


def visited(actor: Actor, means: Means, edition: Edition, selection_id: int) -> None:
    """Keep what the person sees now as seen. Of who has no account nothing is kept. Raises NotFound."""
    require(actor, "selection.read", actor.organisation_id)
    selection = own(actor, means, selection_id)
    if actor.account_id is None:
        return
    seen = _seen(actor, means, edition, chosen_in(actor, means, edition, selection))
    row, now = _last(actor, means, selection_id), means.clock.now()
    if row is None:
        means.session.add(
            SelectionVisit(
                organisation_id=selection.organisation_id, selection_id=selection_id, account_id=actor.account_id,
                seen=dict(seen), visited_at=now,
            )
        )  # fmt: skip
    else:
        row.seen, row.visited_at = dict(seen), now
    means.session.flush()


def _last(actor: Actor, means: Means, selection_id: int) -> SelectionVisit | None:
    if actor.organisation_id is None or actor.account_id is None:
        return None
    return selections_shared.visit_row(means.session, actor.organisation_id, selection_id, actor.account_id)


def _ranges(actor: Actor, means: Means, edition: Edition) -> Mapping[str, Any]:
    """The ranges that the reader may know of."""
    return ranges.seen_by(means.session, actor, edition.on, end_of(edition.on))


def _seen(actor: Actor, means: Means, edition: Edition, content: Chosen) -> Seen:
    """Line id, as text -> what is shown of it now."""
    shown = [line.offer_id for line in content.lines if line.state == "published"]
    inside, known = ranges_of(edition, shown), _ranges(actor, means, edition)
    after = _successors(actor, means, edition, content)
    return {
        str(line.id): {
            "offer": line.offer_id, "quantity": line.quantity, "state": line.state, "price": line.price,
            "first": line.first_price, "currency": line.currency, "tags": _shown(line),
            "ranges": sorted(set(inside.get(line.offer_id, ())) & known.keys()),
            "successor": after.get(line.offer_id),
        }
        for line in content.lines
    }  # fmt: skip


def _shown(line: ChosenLine) -> list[str]:
    """The attributes that are proven, an equivalent to a label among them."""
    return sorted(name for name, tag in line.tags.items() if tag.state == "yes" or tag.equivalent)


def _successors(actor: Actor, means: Means, edition: Edition, content: Chosen) -> dict[int, dict[str, str]]:
    """Offer id -> what its reference gave way to, where the reader sees an offer of it."""
    scope = agreements.scope_open(means.session, actor, edition.on, means.clock)
    known = [line.offer_id for line in content.lines if line.offer]
    found: dict[int, dict[str, str]] = {}
    for offer, after in selections_shared.successors(means.session, known, edition.publication).items():
        seen = [row for row in rows(edition, list(after.offers)).values() if sees(scope, row) and not row.suspended]
        if seen:
            named = {"supplier": after.supplier, "reference": after.reference, "name": after.name}
            found[offer] = named | {"lot": seen[0].lot}
    return found

"""Members ask for a range, others support it, the central staff answer. Of supporters, members learn the number alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from catalog.access import Actor, require
from catalog.errors import Conflict, Invalid, NotFound
from catalog.means import journal
from catalog.means.clock import day_of, end_of
from catalog.means.means import Means
from catalog.published.tags import vocabulary_of
from catalog.queries import agreements, range_requests, ranges
from catalog.queries.range_requests import Wish

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class WishLine:
    """A request as the reader may see it. wanted: how many organisations ask for it, the first one included.

    organisations: their names, for the central staff alone. mine: the reader's own; supported: it wants the same.
    """

    id: int
    central: str
    text: str
    attributes: tuple[str, ...]
    families: tuple[str, ...]
    on: dt.date
    wanted: int
    organisations: tuple[str, ...]
    mine: bool
    supported: bool
    outcome: Literal["taken_up", "declined"] | None
    reason: str | None
    range: str | None

    def json(self) -> dict[str, Any]:
        """Codes and figures."""
        names = ("central", "text", "wanted", "mine", "supported", "outcome", "reason", "range")
        told = {name: getattr(self, name) for name in names}
        lists = {name: list(getattr(self, name)) for name in ("attributes", "families", "organisations")}
        return {"request": str(self.id), "on": self.on.isoformat(), **told, **lists}


def wishes(actor: Actor, means: Means) -> list[WishLine]:
    """The requests to the actor's central bodies: the most wanted of the open ones first, then those answered."""
    require(actor, "range.requests")
    found = range_requests.wishes(means.session, _bodies(actor, means))
    return [_line(actor, each) for each in found]


def wish(
    actor: Actor,
    means: Means,
    text: str,
    attributes: Sequence[str] = (),
    families: Sequence[str] = (),
    central: str | None = None,
) -> int:
    """Ask for a range; the request's id. central: where the member has joined agreements of several.

    Raises Invalid without words, for codes it does not know, or where the central body must be named.
    """
    require(actor, "range.request", actor.organisation_id)
    said = text.strip()
    if not 0 < len(said) <= LONGEST:
        raise Invalid("range.wish_text", most=LONGEST)
    known = vocabulary_of(means.session, end_of(means.clock.today()))
    for field, wanted, there in (("attributes", attributes, known.attributes), ("families", families, known.families)):
        if unknown := sorted(set(wanted) - set(there)):
            raise Invalid("range.unknown_value", field=field, values=", ".join(unknown))
    made = range_requests.add(
        means.session, central_id=_body(actor, means, central), text=said, attributes=sorted(set(attributes)),
        families=sorted(set(families)), by=actor, at=means.clock.now(),
    )  # fmt: skip
    journal.write(actor, means, "range.request", f"range_request:{made}", attributes=list(attributes))
    return made


def support(actor: Actor, means: Means, request: int) -> int:
    """Want the same; how many organisations now do. Saying it again, or of one's own request, changes nothing.

    Raises NotFound for a request to another central body as for none, Conflict for one that was answered.
    """
    require(actor, "range.request", actor.organisation_id)
    found = _seen(actor, means, request)
    if found.outcome is not None:
        raise Conflict("range.wish_answered")
    line = _line(actor, found)
    if line.mine or line.supported:
        return line.wanted
    range_requests.add_support(means.session, request, actor, means.clock.now())
    journal.write(actor, means, "range.support", f"range_request:{request}")
    return line.wanted + 1


def answer(
    actor: Actor, means: Means, request: int, *, taken_up: bool, reason: str, range_code: str | None = None
) -> None:
    """Take a request up, naming the range, or decline it. Each answer has its reason; members read it.

    Raises NotFound, Conflict when it was answered, Invalid without a reason or with a range that is none.
    """
    require(actor, "range.answer")
    _seen(actor, means, request)
    row = range_requests.row_of(means.session, request)
    if row is None or row.outcome is not None:
        raise Conflict("range.wish_answered")
    said = reason.strip()
    if not 0 < len(said) <= LONGEST:
        raise Invalid("range.wish_reason", most=LONGEST)
    if taken_up and range_code not in _own_ranges(actor, means):
        raise Invalid("range.wish_range", range=range_code)
    row.outcome, row.outcome_reason = ("taken_up" if taken_up else "declined"), said
    row.range_code, row.answered_at = (range_code if taken_up else None), means.clock.now()
    means.session.flush()
    journal.write(actor, means, "range.answer", f"range_request:{request}", outcome=row.outcome, reason=said)


def _line(actor: Actor, each: Wish) -> WishLine:
    staff = actor.kind in ("central", "operator")
    names = (each.organisation, *(name for _, name in each.supporters)) if staff else ()
    outcome: Any = each.outcome
    return WishLine(
        each.id, each.central, each.text, each.attributes, each.families, day_of(each.recorded_at),
        1 + len(each.supporters), names, each.organisation_id == actor.organisation_id,
        actor.organisation_id in {number for number, _ in each.supporters}, outcome, each.outcome_reason, each.range_code,
    )  # fmt: skip


def _seen(actor: Actor, means: Means, request: int) -> Wish:
    for each in range_requests.wishes(means.session, _bodies(actor, means)):
        if each.id == request:
            return each
    raise NotFound("range.wish_unknown")


def _bodies(actor: Actor, means: Means) -> frozenset[int] | None:
    """The central bodies that are the actor's own business; None: all."""
    if actor.kind == "operator":
        return None
    if actor.kind == "central":
        return frozenset({actor.organisation_id or -1})
    return frozenset(_joined(actor, means).values())


def _joined(actor: Actor, means: Means) -> dict[str, int]:
    """Code -> id of the central bodies whose agreements a member has joined today."""
    scope = agreements.scope_today(means.session, actor, means.clock)
    codes = {terms.central for terms in agreements.agreements(means.session, scope)}
    return {code: card.id for code, card in agreements.organisations(means.session, codes).items()}


def _body(actor: Actor, means: Means, central: str | None) -> int:
    joined = _joined(actor, means)
    if central is not None and central in joined:
        return joined[central]
    if central is not None or len(joined) != 1:
        raise Invalid("range.which_central")
    return next(iter(joined.values()))


def _own_ranges(actor: Actor, means: Means) -> set[str]:
    today = means.clock.today()
    return set(ranges.seen_by(means.session, actor, today, end_of(today)))

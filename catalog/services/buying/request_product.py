"""A member asks for a product that no catalogue of its agreements has; the central staff answer with a word it reads."""

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
from catalog.queries import agreements, product_requests
from catalog.queries.product_requests import AskedProduct

LONGEST = 2000
MOST = 1_000_000_000


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request as the reader may see it. organisation: the member that asks."""

    id: int
    organisation: str
    central: str
    text: str
    family: str | None
    attributes: tuple[str, ...]
    yearly_quantity: int | None
    on: dt.date
    outcome: Literal["taken_up", "declined"] | None
    answer: str | None
    answered_on: dt.date | None

    def json(self) -> dict[str, Any]:
        """Codes and figures."""
        names = ("organisation", "central", "text", "family", "yearly_quantity", "outcome", "answer")
        days = {"on": self.on.isoformat(), "answered_on": self.answered_on.isoformat() if self.answered_on else None}
        told = {name: getattr(self, name) for name in names}
        return {"request": str(self.id), **told, "attributes": list(self.attributes), **days}


def requests(actor: Actor, means: Means) -> list[RequestLine]:
    """A member's own requests, or those to the actor's central body: those that wait first."""
    require(actor, "product_request.read", actor.organisation_id)
    return [_line(each) for each in _seen(actor, means)]


def ask(
    actor: Actor,
    means: Means,
    text: str,
    family: str | None = None,
    attributes: Sequence[str] = (),
    yearly_quantity: int | None = None,
    central: str | None = None,
) -> int:
    """Ask for a product; the request's id. central: where the member has joined agreements of several bodies.

    Raises Invalid without words, for codes it does not know, a quantity that cannot be, or a body that must be named.
    """
    require(actor, "product_request.ask", actor.organisation_id)
    said = text.strip()
    if not 0 < len(said) <= LONGEST or "\0" in said:
        raise Invalid("product_request.text", most=LONGEST)
    if yearly_quantity is not None and not 0 < yearly_quantity <= MOST:
        raise Invalid("product_request.quantity", value=yearly_quantity)
    _known(means, family, attributes)
    made = product_requests.add(
        means.session, actor, means.clock.now(), central_id=_body(actor, means, central), text=said, family=family,
        attributes=sorted(set(attributes)), yearly_quantity=yearly_quantity,
    )  # fmt: skip
    journal.write(actor, means, "product_request.ask", f"product_request:{made}")
    return made


def answer(actor: Actor, means: Means, request: int, *, taken_up: bool, words: str) -> None:
    """Take a request up, or decline it; the member reads the words.

    Raises NotFound for a request to another central body as for none, Conflict when it was answered, Invalid without words.
    """
    require(actor, "product_request.answer")
    if request not in {each.id for each in _seen(actor, means)}:
        raise NotFound("thing.unknown")
    row = product_requests.request_row(means.session, request)
    if row is None or row.outcome is not None:
        raise Conflict("product_request.answered")
    said = words.strip()
    if not 0 < len(said) <= LONGEST or "\0" in said:
        raise Invalid("product_request.words", most=LONGEST)
    row.outcome, row.answer = ("taken_up" if taken_up else "declined"), said
    row.answered_at, row.answered_by = means.clock.now(), actor.name
    means.session.flush()
    journal.write(actor, means, "product_request.answer", f"product_request:{request}", outcome=row.outcome)


def _seen(actor: Actor, means: Means) -> list[AskedProduct]:
    if actor.kind == "operator":
        return product_requests.product_requests(means.session)
    home = actor.organisation_id or -1
    if actor.kind == "central":
        return product_requests.product_requests(means.session, central_id=home)
    return product_requests.product_requests(means.session, organisation_id=home)


def _known(means: Means, family: str | None, attributes: Sequence[str]) -> None:
    words = vocabulary_of(means.session, end_of(means.clock.today()))
    wrong = [("attributes", code) for code in attributes if code not in words.attributes]
    wrong += [("family", family)] if family is not None and family not in words.families else []
    if wrong:
        raise Invalid("range.unknown_value", field=wrong[0][0], values=", ".join(code for _, code in wrong))


def _body(actor: Actor, means: Means, central: str | None) -> int:
    """The central body asked: of the agreements that the member has joined today."""
    scope = agreements.scope_today(means.session, actor, means.clock)
    codes = {terms.central for terms in agreements.agreements(means.session, scope)}
    joined = {code: card.id for code, card in agreements.organisations(means.session, codes).items()}
    if central is not None and central in joined:
        return joined[central]
    if central is not None or len(joined) != 1:
        raise Invalid("product_request.which_central")
    return next(iter(joined.values()))


def _line(each: AskedProduct) -> RequestLine:
    outcome: Literal["taken_up", "declined"] | None = (
        None if each.outcome is None else "taken_up" if each.outcome == "taken_up" else "declined"
    )
    return RequestLine(
        each.id, each.organisation, each.central, each.text, each.family, each.attributes, each.yearly_quantity,
        day_of(each.recorded_at), outcome, each.answer, None if each.answered_at is None else day_of(each.answered_at),
    )  # fmt: skip

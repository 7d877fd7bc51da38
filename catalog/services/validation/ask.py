"""Staff ask a supplier to validate its products in range versions, until a day; take that back; remind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import update

from catalog.access import SUPPLIERS, Actor, require
from catalog.errors import Invalid, NotFound
from catalog.means import journal
from catalog.means.clock import day_of
from catalog.means.means import Means
from catalog.models import RequestedRange, ValidationRequest, new_id
from catalog.queries import agreements, links, validation
from catalog.queries.agreements import OrganisationCard
from catalog.queries.validation import AskedRequest
from catalog.services.validation.ask_link import MadeLink as MadeLink
from catalog.services.validation.ask_link import made_link
from catalog.services.validation.ask_link import request_link as request_link
from catalog.services.validation.ask_link import revoke_link as revoke_link
from catalog.validating import letters
from catalog.validating.asked import asked_of, open_of
from catalog.validating.tag_lines import Progress, lines_of

DAYS = 30
"""How long a link lasts where nobody says otherwise."""
LONGEST_MESSAGE = 4000
LONGEST_NUMBER = 10
"""Digits below which a text may be the number of a version."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a supplier (by code). ranges: codes, in their last version, or CODE@VERSION.

    accounts: write to its accounts. addresses: each gets a link of its own, in `language`, for `days`.
    """

    supplier: str
    ranges: tuple[str, ...]
    due: dt.date
    message: str = ""
    accounts: bool = True
    addresses: tuple[str, ...] = ()
    language: str = "fr"
    days: int = DAYS


@dataclass(frozen=True, slots=True)
class Made:
    """A request as made: its links (their tokens are told this once) and how many mails it posted."""

    request: int
    links: tuple[MadeLink, ...]
    mailed: int


@dataclass(frozen=True, slots=True)
class Draft:
    """What a request would say before it is made: products that wait, products in all, its subject, who reads it."""

    waiting: int
    products: int
    lines: int
    subject: str
    recipients: tuple[str, ...]


def draft(actor: Actor, means: Means, asked: Asked) -> Draft:
    """What `request_validation` would ask. Raises what it raises; nothing is kept."""
    require(actor, "validation.ask")
    card, versions, _ = _wanted(actor, means, asked)
    progress, products = _counted(means, card, versions)
    count = (progress.products, products)
    recipients = (*_accounts(means, card, asked), *asked.addresses)
    subject = letters.subject(asked.due, asked.language, count)
    return Draft(*count, progress.lines, subject, tuple(recipients))


def request_validation(actor: Actor, means: Means, asked: Asked) -> Made:
    """Ask, and tell the supplier by mail. An open request of the same central body to it is replaced.

    Raises NotFound for a supplier or range of others, Invalid for a day that has passed, nobody to ask, nothing to
    decide, an address that is none.
    """
    require(actor, "validation.ask")
    card, versions, central_id = _wanted(actor, means, asked)
    progress, products = _counted(means, card, versions)
    accounts = _accounts(means, card, asked)
    if not accounts and not asked.addresses:
        raise Invalid("request.nobody", supplier=card.name)
    _replaced(actor, means, card.id, central_id)
    found = _made(actor, means, asked, card.id, versions, central_id)
    count = (progress.products, products)
    made = tuple(made_link(actor, means, found, each, asked.days, asked.language, count) for each in asked.addresses)
    for to in accounts.items():
        letters.ask(means, found, to, count, f"request:{found.id}:{to[0]}")
    detail = {"supplier": card.code, "ranges": [f"{each.code}@{each.version}" for each in found.ranges]}
    journal.write(actor, means, "validation.ask", f"request:{found.id}", due=asked.due.isoformat(), **detail)
    return Made(found.id, made, len(made) + len(accounts))


def revoke_request(actor: Actor, means: Means, request: int, reason: str) -> None:
    """Take a request back: its links open nothing any more. Raises NotFound, Conflict for one that has ended, Invalid."""
    require(actor, "validation.ask")
    if not reason.strip():
        raise Invalid("act.no_reason")
    found = open_of(actor, means, request, alone=True)
    _close(means, found, "revoked")
    journal.write(actor, means, "validation.revoke", f"request:{found.id}", reason=reason.strip())


def remind(actor: Actor, means: Means, request: int) -> int:
    """Write again to the accounts, and a new link to each address whose link still opens; how many mails, at most one a
    day to each. Raises NotFound, Conflict for a request that has ended."""
    require(actor, "validation.ask")
    found = open_of(actor, means, request)
    progress = Progress.of(products := lines_of(means, found.supplier_id, found.supplier, _versions(found)))
    count, today = (progress.products, len(products)), means.clock.today()
    accounts = dict(validation.accounts_of(means.session, found.supplier_id, SUPPLIERS))
    sent = sum(letters.ask(means, found, to, count, f"remind:{found.id}:{today}:{to[0]}") for to in accounts.items())
    for link in links.of_request(means.session, found.supplier_id, [found.id]):
        if link.revoked_at is None and link.expires_on >= today > day_of(link.recorded_at):
            days = (link.expires_on - today).days
            made_link(actor, means, found, link.email, max(days, 1), link.language, count)
            sent += 1
    journal.write(actor, means, "validation.remind", f"request:{found.id}", mails=sent)
    return sent


def _wanted(actor: Actor, means: Means, asked: Asked) -> tuple[OrganisationCard, list[int], int]:
    """The supplier, the ids of the versions, the central body they are of."""
    _checked(means, asked)
    scope = agreements.scope_today(means.session, actor, means.clock)
    card = {each.code: each for each in agreements.suppliers(means.session, scope)}.get(asked.supplier)
    if card is None:
        raise NotFound("proof.supplier_unknown", supplier=asked.supplier)
    found = [_version(actor, means, each) for each in dict.fromkeys(asked.ranges)]
    bodies = {central for _, central in found}
    if len(bodies) != 1:
        raise Invalid("request.ranges")
    return card, [version for version, _ in found], bodies.pop()


def _checked(means: Means, asked: Asked) -> None:
    if asked.due < means.clock.today():
        raise Invalid("request.due_past", due=asked.due)
    if len(asked.message) > LONGEST_MESSAGE:
        raise Invalid("request.message_long", most=LONGEST_MESSAGE)


def _version(actor: Actor, means: Means, named: str) -> tuple[int, int]:
    code, at, number = named.partition("@")
    wanted = int(number) if number.isascii() and number.isdecimal() and len(number) < LONGEST_NUMBER else None
    found = validation.version_key(means.session, code, wanted)
    if found is None or (at and wanted is None) or _others(actor, found[2]):
        raise NotFound("range.unknown", range=named)
    return found[0], found[2]


def _others(actor: Actor, central_id: int) -> bool:
    return actor.kind != "operator" and central_id != actor.organisation_id


def _accounts(means: Means, card: OrganisationCard, asked: Asked) -> dict[str, str]:
    return dict(validation.accounts_of(means.session, card.id, SUPPLIERS)) if asked.accounts else {}


def _counted(means: Means, card: OrganisationCard, versions: Sequence[int]) -> tuple[Progress, int]:
    """Raises Invalid where the versions look at nothing of the supplier's."""
    products = lines_of(means, card.id, card.code, versions)
    if not products:
        raise Invalid("request.nothing", supplier=card.name)
    return Progress.of(products), len(products)


def _versions(found: AskedRequest) -> list[int]:
    return [each.version_id for each in found.ranges]


def _replaced(actor: Actor, means: Means, supplier_id: int, central_id: int) -> None:
    validation.hold_supplier(means.session, supplier_id)
    several = validation.requests(means.session, supplier_id=supplier_id, central_id=central_id, open_only=True)
    for found in several:
        if validation.held(means.session, supplier_id, found.id, alone=True) is None:
            _close(means, found, "replaced")
            journal.write(actor, means, "validation.replace", f"request:{found.id}")


def _close(means: Means, found: AskedRequest, how: str) -> None:
    one = ValidationRequest
    mine = (one.supplier_id == found.supplier_id, one.id == found.id)
    means.session.execute(update(one).where(*mine).values(closed=how, closed_at=means.clock.now()))


def _made(
    actor: Actor, means: Means, asked: Asked, supplier_id: int, versions: Sequence[int], central_id: int
) -> AskedRequest:
    number = new_id()
    one = ValidationRequest(
        supplier_id=supplier_id, id=number, central_id=central_id, due=asked.due, message=asked.message.strip(),
        recorded_at=means.clock.now(), closed=None, closed_at=None, **actor.by,
    )  # fmt: skip
    means.session.add(one)
    means.session.flush()
    key = {"supplier_id": supplier_id, "request_id": number}
    means.session.add_all(RequestedRange(**key, range_version_id=version) for version in versions)
    means.session.flush()
    return asked_of(actor, means, number)

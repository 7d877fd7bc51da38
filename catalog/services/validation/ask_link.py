"""A personal link into a request: made for one address, mailed, revoked. Its token is told once, then only its hash is known."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import update

from catalog.access import Actor, require
from catalog.errors import Invalid, NotFound
from catalog.means import journal
from catalog.means.mail import plain_address
from catalog.means.means import Means
from catalog.means.secrecy import digest, new_token
from catalog.models import RequestLink, new_id
from catalog.queries import links
from catalog.queries.people import normal_email
from catalog.queries.validation import AskedRequest
from catalog.settings import LANGUAGES
from catalog.validating import letters
from catalog.validating.asked import asked_of, open_of
from catalog.validating.tag_lines import Progress, lines_of

LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A link as made. token: the secret of its address /valider/TOKEN."""

    id: int
    email: str
    token: str
    expires_on: dt.date


def request_link(
    actor: Actor, means: Means, request: int, email: str, *, days: int = 30, language: str | None = None
) -> MadeLink:
    """A new link for an address, mailed to it; an older one of the same address opens nothing any more.

    Raises NotFound, Conflict for a request that has ended, Invalid.
    """
    require(actor, "validation.ask")
    found = open_of(actor, means, request)
    versions = [each.version_id for each in found.ranges]
    products = lines_of(means, found.supplier_id, found.supplier, versions)
    count = (Progress.of(products).products, len(products))
    return made_link(actor, means, found, email, days, language or means.settings.language, count)


def revoke_link(actor: Actor, means: Means, request: int, link: int, reason: str = "") -> None:
    """Close a link: whoever is in by it is out within seconds. reason: for the journal, where one was given.

    Raises NotFound. One closed already stays closed.
    """
    require(actor, "validation.ask")
    found = asked_of(actor, means, request)
    known = {each.id: each for each in links.of_request(means.session, found.supplier_id, [found.id])}
    if link not in known:
        raise NotFound("link.unknown")
    if known[link].revoked_at is None:
        _revoke(means, found.supplier_id, link)
        told = {"request": str(found.id), "email": known[link].email} | (
            {"reason": said} if (said := reason.strip()) else {}
        )
        journal.write(actor, means, "link.revoke", f"link:{link}", **told)


def made_link(
    actor: Actor, means: Means, found: AskedRequest, email: str, days: int, language: str, count: tuple[int, int]
) -> MadeLink:
    """The link, its mail posted. count: products that wait for a word, products in all."""
    require(actor, "validation.ask")
    address = _checked(email, days, language)
    for older in links.of_request(means.session, found.supplier_id, [found.id]):
        if older.email == address and older.revoked_at is None:
            _revoke(means, found.supplier_id, older.id)
    token, number, ends = new_token(), new_id(), means.clock.today() + dt.timedelta(days=days)
    one = RequestLink(
        supplier_id=found.supplier_id, id=number, request_id=found.id, email=address, language=language,
        token_hash=digest(token), expires_on=ends, used_at=None, revoked_at=None, asked_again_at=None,
        recorded_at=means.clock.now(),
    )  # fmt: skip
    means.session.add(one)
    means.session.flush()
    letters.ask(means, found, (address, language), count, f"link:{number}", token, ends)
    journal.write(actor, means, "link.make", f"link:{number}", request=str(found.id), email=address, until=str(ends))
    return MadeLink(number, address, token, ends)


def _checked(email: str, days: int, language: str) -> str:
    address = normal_email(plain_address(email))
    name, _, host = address.partition("@")
    if not name or "." not in host or len(address) > 254:
        raise Invalid("account.email", email=email[:80])
    if not 0 < days <= LONGEST_DAYS:
        raise Invalid("link.days", most=LONGEST_DAYS)
    if language not in LANGUAGES:
        raise Invalid("account.language", language=language)
    return address


def _revoke(means: Means, supplier_id: int, link: int) -> None:
    mine = (RequestLink.supplier_id == supplier_id, RequestLink.id == link)
    means.session.execute(update(RequestLink).where(*mine).values(revoked_at=means.clock.now()))

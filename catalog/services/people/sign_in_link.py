"""Come in by a personal link, without an account: the link, a code by mail, then a session like any other's.

The link's token has 256 bits and only its hash is kept; so has the browser's secret. A code works in the browser that
asked for it, ten minutes, five tries. Limits are judged on the real clock, whether a link is still valid on the set day.
A stranger learns nothing from a token that is none; who holds one that ended learns what ended it and whom to ask.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from dataclasses import dataclass

from sqlalchemy import delete, update

from catalog.access import Actor
from catalog.errors import Conflict, NotFound
from catalog.means import journal
from catalog.means.clock import Clock, day_of
from catalog.means.means import Means
from catalog.means.secrecy import digest, new_token
from catalog.models import LinkEntry, RequestLink, SignInTry, new_id
from catalog.queries import links, people, validation
from catalog.queries.links import Entry, Link
from catalog.validating import letters

REAL = Clock()
CODE_MINUTES, TRIES = 10, 5
PER_HOUR, PER_DAY = 5, 15
"""Codes sent for one link."""
PER_ADDRESS, WINDOW = 20, dt.timedelta(minutes=5)
"""Codes asked for and typed from one address."""
KEPT = dt.timedelta(hours=1)
ENDED = {"revoked": "withdrawn", "replaced": "replaced"}
"""How a request was closed -> the state of its links."""


@dataclass(frozen=True, slots=True)
class LinkSeen:
    """What may be told of a link to whoever holds its address.

    state: "open", "validated" (it opens the receipt alone), "expired", "revoked", "replaced", "withdrawn" or "unknown".
    on: the day it ended. central: whom to ask.
    """

    state: str
    on: dt.date | None = None
    central: str | None = None
    language: str = "fr"


@dataclass(frozen=True, slots=True)
class Pending:
    """A code that was sent to this browser and not typed yet."""

    tries_left: int
    language: str


def link_of(means: Means, token: str) -> LinkSeen:
    """What a link opens now. Nothing is written: mail programs open links before people do."""
    return _seen(means, links.by_hash(means.session, digest(token)))


def ask_code(means: Means, token: str, address: str, moment: dt.datetime | None = None) -> str:
    """Send a code to the link's address; the secret of the browser that asked. Raises NotFound, Conflict (too many)."""
    now = moment or REAL.now()
    _counted(means, address, now)
    link = links.by_hash(means.session, digest(token), lock=True)
    if link is None or _seen(means, link).state not in ("open", "validated"):
        raise NotFound("link.unknown")
    for span, most in ((dt.timedelta(hours=1), PER_HOUR), (dt.timedelta(days=1), PER_DAY)):
        if links.codes_since(means.session, link.supplier_id, link.id, now - span) >= most:
            raise Conflict("link.too_many")
    secret, code, entry = new_token(), f"{secrets.randbelow(1_000_000):06d}", new_id()
    means.session.add(
        LinkEntry(
            supplier_id=link.supplier_id, id=entry, link_id=link.id, code_hash=_hashed(secret, code), tries=0,
            token_hash=digest(secret), created_at=now, last_seen_at=now, revoked_at=None,
        )
    )  # fmt: skip
    means.session.flush()
    letters.send_code(means, entry, (link.email, link.language), code, CODE_MINUTES)
    return secret


def pending_of(means: Means, secret: str, moment: dt.datetime | None = None) -> Pending | None:
    """The code that this browser is to type, unless it is too old or was tried too often."""
    found = links.entry(means.session, digest(secret))
    return Pending(TRIES - found.tries, found.link.language) if found and _waits(found, moment or REAL.now()) else None


def enter_code(means: Means, secret: str, code: str, address: str, moment: dt.datetime | None = None) -> str | None:
    """Open a session: its secret for the session's cookie. None where the code will not do; the try is counted.

    Raises Conflict when there were too many tries from this address.
    """
    now = moment or REAL.now()
    _counted(means, address, now)
    found = links.entry(means.session, digest(secret), lock=True)
    if found is None or not _waits(found, now) or _seen(means, found.link).state not in ("open", "validated"):
        return None
    typed = "".join(character for character in code if character.isdecimal())[:12]
    if not hmac.compare_digest(_hashed(secret, typed), found.code_hash):
        _change(means, found, tries=found.tries + 1)
        return None
    token = new_token()
    _change(means, found, code_hash="", token_hash=digest(token), created_at=now, last_seen_at=now)
    journal.write(found.link.actor, means, "link.enter", f"link:{found.link.id}", request=str(found.link.request_id))
    return token


def ask_again(means: Means, token: str, address: str, moment: dt.datetime | None = None) -> bool:
    """Tell staff that a new link is wanted, once a day. False for a link that is none, and when it was told already."""
    _counted(means, address, moment or REAL.now())
    link = links.by_hash(means.session, digest(token), lock=True)
    if link is None or _told_today(means, link):
        return False
    mine = (RequestLink.supplier_id == link.supplier_id, RequestLink.id == link.id)
    means.session.execute(update(RequestLink).where(*mine).values(asked_again_at=means.clock.now()))
    found = validation.request(means.session, link.request_id)
    if found is not None:
        letters.asked_again(means, found, link.email, f"again:{link.id}:{means.clock.today().isoformat()}")
    journal.write(link.actor, means, "link.ask_again", f"link:{link.id}", request=str(link.request_id))
    return True


def actor_of_entry(means: Means, token_hash: bytes, now: dt.datetime) -> Actor | None:
    """Whom this browser's secret lets in now: the code was typed, link and request still open something."""
    found = _inside(means, token_hash)
    if found is None or now - found.created_at > dt.timedelta(hours=means.settings.session_hours):
        return None
    idle = now - found.last_seen_at > dt.timedelta(minutes=means.settings.idle_minutes)
    return None if idle else found.link.actor


def seen_last(means: Means, token_hash: bytes) -> dt.datetime | None:
    """When the person who came in by a link did something last; None for no such session."""
    found = _inside(means, token_hash)
    return found.last_seen_at if found else None


def touch_entry(means: Means, token_hash: bytes, now: dt.datetime) -> None:
    """Note that the person did something just now."""
    mine = (LinkEntry.token_hash == token_hash, LinkEntry.revoked_at.is_(None), LinkEntry.code_hash == "")
    means.session.execute(update(LinkEntry).where(*mine).values(last_seen_at=now))


def leave(means: Means, token_hash: bytes, now: dt.datetime) -> None:
    """End the session of a browser that came in by a link."""
    found = _inside(means, token_hash)
    if found is not None:
        _change(means, found, revoked_at=now)
        journal.write(found.link.actor, means, "link.leave", f"link:{found.link.id}")


def _inside(means: Means, token_hash: bytes) -> Entry | None:
    found = links.entry(means.session, token_hash)
    if found is None or found.code_hash:
        return None
    return found if _seen(means, found.link).state in ("open", "validated") else None


def _seen(means: Means, link: Link | None) -> LinkSeen:
    if link is None:
        return LinkSeen("unknown", language=means.settings.language)
    told = (link.central_name, link.language)
    if link.revoked_at is not None:
        return LinkSeen("revoked", day_of(link.revoked_at), *told)
    closed_on = day_of(link.request_closed_at) if link.request_closed_at else None
    if link.request_closed in ENDED:
        return LinkSeen(ENDED[link.request_closed], closed_on, *told)
    if means.clock.today() > link.expires_on:
        return LinkSeen("expired", link.expires_on, *told)
    return LinkSeen("validated", closed_on, *told) if link.request_closed else LinkSeen("open", None, *told)


def _counted(means: Means, address: str, now: dt.datetime) -> None:
    """Count a try of this address, whatever it is about. Raises Conflict when there were too many."""
    key = f"link:{address[:64]}"
    people.hold_tries(means.session)
    means.session.execute(delete(SignInTry).where(SignInTry.at < now - KEPT))
    if people.tries_since(means.session, key, now - WINDOW) >= PER_ADDRESS:
        raise Conflict("link.too_many")
    means.session.add(SignInTry(key=key, at=now))
    means.session.flush()


def _waits(found: Entry, now: dt.datetime) -> bool:
    fresh = now - found.created_at <= dt.timedelta(minutes=CODE_MINUTES)
    return bool(found.code_hash) and found.tries < TRIES and fresh


def _told_today(means: Means, link: Link) -> bool:
    return link.asked_again_at is not None and day_of(link.asked_again_at) == means.clock.today()


def _hashed(secret: str, code: str) -> str:
    """Six digits alone could be found from their hash: the browser's secret, which nobody keeps, goes in."""
    return hashlib.sha256(f"{secret}:{code}".encode()).hexdigest()


def _change(means: Means, found: Entry, **values: object) -> None:
    mine = (LinkEntry.supplier_id == found.supplier_id, LinkEntry.id == found.id)
    means.session.execute(update(LinkEntry).where(*mine).values(**values))

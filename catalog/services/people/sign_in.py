"""Sign in and out, and whose session a secret opens: of an account, or (`sign_in_link`) of a personal link.

Signing in has three steps, so that no transaction is open while argon2 works: `knock` counts the try before the
password is looked at, `catalog.means.secrecy.matches` does the work, `enter` opens the session. Limits are judged
on the real clock, whatever TAMIS_DAY says; `moment` stands in for it in tests.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from sqlalchemy import delete, update

from catalog.access import CENTRAL, Actor
from catalog.means import journal
from catalog.means.clock import Clock
from catalog.means.means import Means
from catalog.means.secrecy import digest, new_token
from catalog.models import SignIn, SignInTry
from catalog.queries import people
from catalog.services.people import sign_in_link

WINDOW = dt.timedelta(minutes=5)
PER_KEY, OVERALL = 10, 1000
"""Tries in WINDOW: per account, per address; of everybody together."""
EVERYBODY = "all"
KEPT = dt.timedelta(hours=1)
TOUCHED_EVERY = dt.timedelta(seconds=60)
REAL = Clock()


@dataclass(frozen=True, slots=True)
class Try:
    """One try to sign in, counted. `account` is None where the e-mail is nobody's: do the same work, then refuse."""

    ids: tuple[int, ...]
    account: people.KnownAccount | None

    @property
    def password_hash(self) -> str | None:
        return self.account.password_hash if self.account else None


def knock(means: Means, email: str, address: str, moment: dt.datetime | None = None) -> Try | None:
    """Count a try, before the password is looked at; None when there were too many of this account or address."""
    now = moment or REAL.now()
    keys = (f"account:{_mark(people.normal_email(email))}", f"address:{address[:64]}", EVERYBODY)
    people.hold_tries(means.session)
    means.session.execute(delete(SignInTry).where(SignInTry.at < now - KEPT))
    for key in keys:
        if people.tries_since(means.session, key, now - WINDOW) >= (OVERALL if key == EVERYBODY else PER_KEY):
            return None
    made = [SignInTry(key=key, at=now) for key in keys]
    means.session.add_all(made)
    means.session.flush()
    return Try(tuple(each.id for each in made), people.account_by_email(means.session, people.normal_email(email)))


def enter(means: Means, knocked: Try, matched: bool, moment: dt.datetime | None = None) -> str | None:
    """Open a session: its secret, of which only the hash is kept. None where the password or the account will not do.

    A try that succeeds is no longer counted, so that a whole office may sign in from one address.
    """
    account = knocked.account
    if account is None or account.disabled or not matched:
        return None
    now, token = moment or REAL.now(), new_token()
    means.session.execute(delete(SignInTry).where(SignInTry.id.in_(knocked.ids)))
    means.session.add(
        SignIn(
            organisation_id=account.organisation_id,
            account_id=account.id,
            token_hash=digest(token),
            created_at=now,
            last_seen_at=now,
        )
    )
    journal.write(account.actor, means, "session.open", account.actor.email)
    return token


def actor_of(means: Means, token: str, moment: dt.datetime | None = None) -> Actor | None:
    """Who this secret lets in now: the row lives, the account is enabled, both limits hold. Role as of now."""
    return actor_of_hash(means, digest(token), moment)


def actor_of_hash(means: Means, token_hash: bytes, moment: dt.datetime | None = None) -> Actor | None:
    """`actor_of` for one that holds the hash only."""
    now = moment or REAL.now()
    found = means.once(("session", token_hash), lambda: people.open_session(means.session, token_hash))
    if found is None:
        return sign_in_link.actor_of_entry(means, token_hash, now)
    if now - found.created_at > dt.timedelta(hours=means.settings.session_hours):
        return None
    return found.actor if now - found.last_seen_at <= _idle(means, found.actor.role) else None


def touch(means: Means, token_hash: bytes, moment: dt.datetime | None = None) -> None:
    """Note that the person did something just now. Ask `stale` first: this one writes."""
    now = moment or REAL.now()
    means.session.execute(
        update(SignIn).where(SignIn.token_hash == token_hash, SignIn.revoked_at.is_(None)).values(last_seen_at=now)
    )
    sign_in_link.touch_entry(means, token_hash, now)


def stale(means: Means, token_hash: bytes, moment: dt.datetime | None = None) -> bool:
    """Whether the noted time is old enough to be worth a write (a minute, or a quarter of the idle limit)."""
    found = means.once(("session", token_hash), lambda: people.open_session(means.session, token_hash))
    last = found.last_seen_at if found else sign_in_link.seen_last(means, token_hash)
    if last is None:
        return False
    idle = _idle(means, found.actor.role if found else "link")
    return (moment or REAL.now()) - last > min(TOUCHED_EVERY, idle / 4)


def sign_out(means: Means, token_hash: bytes, moment: dt.datetime | None = None) -> None:
    """End a session; every tab of it. A session already over stays over."""
    now = moment or REAL.now()
    found = people.open_session(means.session, token_hash)
    if found is None:
        sign_in_link.leave(means, token_hash, now)
        return
    means.session.execute(update(SignIn).where(SignIn.id == found.id).values(revoked_at=now))
    journal.write(found.actor, means, "session.close", found.actor.email)


def _idle(means: Means, role: str) -> dt.timedelta:
    settings = means.settings
    return dt.timedelta(minutes=settings.staff_idle_minutes if role in CENTRAL else settings.idle_minutes)


def _mark(email: str) -> str:
    """A try notes no e-mail: people type passwords into that field."""
    return hashlib.sha256(email.encode("utf-8", "surrogatepass")).hexdigest()[:32]

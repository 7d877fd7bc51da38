"""Bearer tokens of the API: shown once, kept by their hash."""

from __future__ import annotations

from sqlalchemy import update

from catalog.access import Actor, require
from catalog.errors import NotFound
from catalog.means import journal
from catalog.means.clock import Clock
from catalog.means.means import Means
from catalog.means.secrecy import digest, new_token
from catalog.models import Token
from catalog.queries import people

REAL = Clock()
ELSEWHERE = frozenset({"admin", "operator"})
"""Who may make a token for another person's account."""


def make_token(actor: Actor, means: Means, email: str) -> str:
    """A new token for an account, one's own unless the actor administers; the text is shown this once.

    Raises NotFound for no such account, a disabled one or another person's.
    """
    require(actor, "account.token")
    account = people.account_by_email(means.session, people.normal_email(email))
    own = account is not None and account.id == actor.account_id
    if account is None or account.disabled or not (own or actor.role in ELSEWHERE):
        raise NotFound("account.unknown", email=email)
    token = new_token()
    means.session.add(
        Token(
            organisation_id=account.organisation_id,
            account_id=account.id,
            token_hash=digest(token),
            created_at=REAL.now(),
        )
    )
    journal.write(actor, means, "token.make", account.actor.email)
    return token


def actor_of_token(means: Means, token: str) -> Actor | None:
    """Who a bearer token speaks for now; None for an unknown or revoked one and for a disabled account."""
    key = digest(token)
    return means.once(("token", key), lambda: people.actor_of_token_hash(means.session, key))


def revoke_tokens(actor: Actor, means: Means) -> None:
    """End every token of the actor's own account."""
    require(actor, "account.own", actor.organisation_id)
    means.session.execute(
        update(Token)
        .where(
            Token.organisation_id == actor.organisation_id,
            Token.account_id == actor.account_id,
            Token.revoked_at.is_(None),
        )
        .values(revoked_at=REAL.now())
    )
    journal.write(actor, means, "token.revoke", actor.email)

"""Accounts: added by those who may, listed, given a password, disabled."""

from __future__ import annotations

import re
from typing import Any, cast

from sqlalchemy import CursorResult, update

from catalog.access import KIND_ROLES, Actor, may, require
from catalog.errors import Conflict, Invalid, NotAllowed, NotFound
from catalog.means import journal
from catalog.means.clock import Clock
from catalog.means.means import Means
from catalog.means.secrecy import check_strength, hash_password
from catalog.models import Account, SignIn
from catalog.models.base import new_id
from catalog.queries import people
from catalog.settings import LANGUAGES

EMAIL = re.compile(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f]{1,190}")
REAL = Clock()


def add_account(
    actor: Actor, means: Means, email: str, role: str, organisation: str, name: str = "", password: str | None = None
) -> int:
    """Add an account to an organisation (by code); its id. Without a password nobody can sign in with it yet.

    The role must be one of the organisation's kind; a member's or supplier's administrator adds to its own only.
    Raises NotFound, Invalid (e-mail, role, weak password), Conflict (the e-mail has an account).
    """
    require(actor, "account.add")
    owner = people.organisation_by_code(means.session, organisation)
    if owner is None or not may(actor, "account.add", owner.id):
        raise NotFound("organisation.unknown", organisation=organisation)
    if role not in KIND_ROLES[owner.kind]:
        raise Invalid("account.role_unfit", role=role, organisation=organisation, roles=", ".join(_fit(owner.kind)))
    address = _checked(means, email)
    account = Account(
        id=new_id(),
        organisation_id=owner.id,
        email=address,
        name=name.strip() or address.partition("@")[0],
        role=role,
        password_hash=_hashed(password, address) if password is not None else None,
        language=means.settings.language,
        recorded_at=means.clock.now(),
    )
    means.session.add(account)
    journal.write(actor, means, "account.add", address, role=role, organisation=organisation)
    return account.id


def list_accounts(actor: Actor, means: Means) -> list[people.AccountLine]:
    """All accounts for staff who may see them, those of the own organisation for its administrator."""
    own = actor.organisation_id if actor.kind in ("member", "supplier") else None
    require(actor, "account.list", own)
    return people.account_lines(means.session, own)


def set_password(actor: Actor, means: Means, email: str, password: str) -> None:
    """Give an account a password and end its sessions: one's own, or of an account one may add.

    Raises NotFound, NotAllowed, Invalid for a weak one.
    """
    account = _owned(actor, means, email)
    hashed = _hashed(password, account.actor.email)
    _change(means, account, password_hash=hashed)
    end_sessions(means, account)
    journal.write(actor, means, "account.password", account.actor.email)


def disable_account(actor: Actor, means: Means, email: str) -> None:
    """Close an account to its person, sessions and tokens included. What it did stays. Never one's own."""
    account = _owned(actor, means, email)
    if account.id == actor.account_id:
        raise NotAllowed("account.own")
    _change(means, account, disabled_at=means.clock.now())
    end_sessions(means, account)
    journal.write(actor, means, "account.disable", account.actor.email)


def set_language(actor: Actor, means: Means, language: str) -> None:
    """The language the person reads; the next session opens in it."""
    require(actor, "account.own", actor.organisation_id)
    if language not in LANGUAGES:
        raise Invalid("account.language", language=language)
    if actor.account_id is not None:
        means.session.execute(
            update(Account)
            .where(Account.organisation_id == actor.organisation_id, Account.id == actor.account_id)
            .values(language=language)
        )


def actor_by_email(means: Means, email: str) -> Actor:
    """The actor that the command line's --user names. Raises NotFound for an unknown or disabled account."""
    account = people.account_by_email(means.session, people.normal_email(email))
    if account is None or account.disabled:
        raise NotFound("account.unknown", email=email)
    return account.actor


def end_sessions(means: Means, account: people.KnownAccount) -> int:
    """Revoke every open session of an account; how many."""
    ended = means.session.execute(
        update(SignIn)
        .where(
            SignIn.organisation_id == account.organisation_id,
            SignIn.account_id == account.id,
            SignIn.revoked_at.is_(None),
        )
        .values(revoked_at=REAL.now())
    )
    return cast("CursorResult[Any]", ended).rowcount


def _owned(actor: Actor, means: Means, email: str) -> people.KnownAccount:
    """The account, if it is the actor's own or one of those it may add; else as if there were none."""
    account = people.account_by_email(means.session, people.normal_email(email))
    if account is not None and account.id == actor.account_id:
        require(actor, "account.own", account.organisation_id)
        return account
    require(actor, "account.add")
    if account is None or not may(actor, "account.add", account.organisation_id):
        raise NotFound("account.unknown", email=email)
    return account


def _checked(means: Means, email: str) -> str:
    address = people.normal_email(email)
    if not EMAIL.fullmatch(address):
        raise Invalid("account.email", email=email[:80])
    if people.account_by_email(means.session, address) is not None:
        raise Conflict("account.exists", email=address)
    return address


def _hashed(password: str, email: str) -> str:
    check_strength(password, email, *re.split(r"[@.]", email))
    return hash_password(password)


def _change(means: Means, account: people.KnownAccount, **values: object) -> None:
    means.session.execute(
        update(Account)
        .where(Account.organisation_id == account.organisation_id, Account.id == account.id)
        .values(**values)
    )


def _fit(kind: str) -> list[str]:
    return sorted(KIND_ROLES[kind])

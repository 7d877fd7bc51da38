"""Who has an account, who is signed in, how often somebody tried."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select, text
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from catalog.access import Actor
from catalog.models import Account, Organisation, SignIn, SignInTry, Token

TRIES_LOCK = 7_265_114_002
"""Number of the advisory lock on PostgreSQL that counting tries takes."""


@dataclass(frozen=True, slots=True)
class KnownAccount:
    """An account with what proves its password. `actor` as of now: role and organisation come from the database."""

    id: int
    organisation_id: int
    actor: Actor
    password_hash: str | None
    disabled: bool


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A browser session that nobody ended, of an account that nobody disabled. Its limits are the reader's to judge."""

    id: int
    actor: Actor
    created_at: dt.datetime
    last_seen_at: dt.datetime


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One line of the list of accounts."""

    email: str
    name: str
    role: str
    organisation: str
    language: str
    disabled: bool


@dataclass(frozen=True, slots=True)
class OrganisationKey:
    """What adding an account asks of an organisation."""

    id: int
    code: str
    kind: str


def normal_email(email: str) -> str:
    """An e-mail as accounts are kept: NFC, trimmed, lower case."""
    return unicodedata.normalize("NFC", email).strip().lower()


def account_by_email(session: Session, email: str) -> KnownAccount | None:
    """The account of a normalised e-mail, disabled ones too."""
    row = session.execute(_accounts().where(Account.email == email)).one_or_none()
    if row is None:
        return None
    return KnownAccount(row.id, row.organisation_id, _actor(row), row.password_hash, row.disabled_at is not None)


def open_session(session: Session, token_hash: bytes) -> OpenSession | None:
    """The session with this hash, unless it was revoked or its account disabled."""
    found = (
        _accounts()
        .add_columns(SignIn.id.label("session_id"), SignIn.created_at, SignIn.last_seen_at)
        .join(SignIn, (SignIn.organisation_id == Account.organisation_id) & (SignIn.account_id == Account.id))
        .where(SignIn.token_hash == token_hash, SignIn.revoked_at.is_(None), Account.disabled_at.is_(None))
    )
    row = session.execute(found).one_or_none()
    return OpenSession(row.session_id, _actor(row), row.created_at, row.last_seen_at) if row else None


def actor_of_token_hash(session: Session, token_hash: bytes) -> Actor | None:
    """Whose bearer token this is, unless it was revoked or its account disabled."""
    found = (
        _accounts()
        .join(Token, (Token.organisation_id == Account.organisation_id) & (Token.account_id == Account.id))
        .where(Token.token_hash == token_hash, Token.revoked_at.is_(None), Account.disabled_at.is_(None))
    )
    row = session.execute(found).one_or_none()
    return _actor(row) if row else None


def actor_of_account(session: Session, organisation_id: int, account_id: int) -> Actor | None:
    """The actor of an account as it is now, unless it was disabled."""
    mine = (Account.organisation_id == organisation_id, Account.id == account_id, Account.disabled_at.is_(None))
    row = session.execute(_accounts().where(*mine)).one_or_none()
    return _actor(row) if row else None


def account_lines(session: Session, organisation_id: int | None) -> list[AccountLine]:
    """Accounts of one organisation, or of all (None), by organisation and e-mail."""
    asked = select(
        Account.email, Account.name, Account.role, Organisation.code, Account.language, Account.disabled_at
    ).join(Organisation, Organisation.id == Account.organisation_id)
    if organisation_id is not None:
        asked = asked.where(Account.organisation_id == organisation_id)
    rows = session.execute(asked.order_by(Organisation.code, Account.email))
    return [AccountLine(*row[:5], disabled=row[5] is not None) for row in rows]


def organisation_by_code(session: Session, code: str) -> OrganisationKey | None:
    """Id and kind of an organisation."""
    found = select(Organisation.id, Organisation.code, Organisation.kind).where(Organisation.code == code)
    row = session.execute(found).one_or_none()
    return OrganisationKey(*row) if row else None


def tries_since(session: Session, key: str, since: dt.datetime) -> int:
    """How many tries to sign in bear a key (an account's, an address's, or everybody's) since a time."""
    counted = select(func.count()).select_from(SignInTry).where(SignInTry.key == key, SignInTry.at > since)
    return session.scalar(counted) or 0


def hold_tries(session: Session) -> None:
    """Count and note tries one after the other: on SQLite writing already is alone, PostgreSQL takes a lock."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": TRIES_LOCK})


def _accounts() -> Select[*tuple[Any, ...]]:
    return select(
        Account.id, Account.organisation_id, Account.email, Account.name, Account.role, Account.language,
        Account.password_hash, Account.disabled_at,
        Organisation.code, Organisation.kind, Organisation.name.label("organisation_name"),
    ).join(Organisation, Organisation.id == Account.organisation_id)  # fmt: skip


def _actor(row: Row[Any]) -> Actor:
    return Actor(
        email=row.email,
        name=row.name,
        role=row.role,
        kind=row.kind,
        account_id=row.id,
        organisation_id=row.organisation_id,
        organisation=row.code,
        organisation_name=row.organisation_name,
        language=row.language,
    )

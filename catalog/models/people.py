"""Organisations, accounts, sessions, tokens."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from catalog.models.base import Base, id_column, owner_key, to

KINDS = ("central", "member", "supplier")
ROLES = (
    "buyer",
    "buyer_admin",
    "prescriber",
    "supplier",
    "supplier_admin",
    "reviewer",
    "publisher",
    "admin",
    "auditor",
)


def among(column: str, values: tuple[str, ...]) -> str:
    """SQL of a closed list, for a check constraint."""
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


class Organisation(Base):
    """A central body, member or supplier. Reference table."""

    __tablename__ = "organisation"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint(among("kind", KINDS), name="kind"),
        CheckConstraint("code <> ''", name="code"),
        CheckConstraint("siret IS NULL OR length(siret) = 14", name="siret"),
        CheckConstraint("size IS NULL OR size > 0", name="size"),
    )
    id: Mapped[int] = id_column()
    kind: Mapped[str]
    code: Mapped[str]
    name: Mapped[str]
    siret: Mapped[str | None]
    sector: Mapped[str | None]
    size: Mapped[int | None]
    recorded_at: Mapped[dt.datetime]


class Account(Base):
    """A person's way in. Member-owned (by organisation of any kind)."""

    __tablename__ = "account"
    __table_args__ = (
        to("organisation", "organisation_id", key=("id",)),
        UniqueConstraint("email"),
        CheckConstraint(among("role", ROLES), name="role"),
        CheckConstraint(among("language", ("fr", "en")), name="language"),
        CheckConstraint("email LIKE '%_@_%'", name="email"),
    )
    organisation_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    email: Mapped[str]
    name: Mapped[str]
    role: Mapped[str]
    password_hash: Mapped[str | None]
    language: Mapped[str] = mapped_column(default="fr")
    disabled_at: Mapped[dt.datetime | None]
    recorded_at: Mapped[dt.datetime]


class SignIn(Base):
    """A server-side session of the browser: only the hash of its secret is kept."""

    __tablename__ = "sign_in"
    __table_args__ = (
        to("account", "organisation_id", "account_id", key=("organisation_id", "id")),
        UniqueConstraint("token_hash"),
    )
    organisation_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    account_id: Mapped[int]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    created_at: Mapped[dt.datetime]
    last_seen_at: Mapped[dt.datetime]
    revoked_at: Mapped[dt.datetime | None]


class Token(Base):
    """A bearer token of the API, by its hash."""

    __tablename__ = "token"
    __table_args__ = (
        to("account", "organisation_id", "account_id", key=("organisation_id", "id")),
        UniqueConstraint("token_hash"),
    )
    organisation_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    account_id: Mapped[int]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    created_at: Mapped[dt.datetime]
    revoked_at: Mapped[dt.datetime | None]


class SignInTry(Base):
    """One failed try to sign in, counted by account name and by address (throttling lives in the database)."""

    __tablename__ = "sign_in_try"
    __table_args__ = (Index("ix_sign_in_try_key_at", "key", "at"),)
    id: Mapped[int] = id_column()
    key: Mapped[str]
    at: Mapped[dt.datetime]


class JournalEntry(Base):
    """What was done, by whom, to what. Append-only, in the transaction of its effect."""

    __tablename__ = "journal_entry"
    id: Mapped[int] = id_column()
    at: Mapped[dt.datetime]
    actor: Mapped[str]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    action: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)


class JournalLink(Base):
    """The chain over the journal: each link's hash covers its entry and the link before. Append-only, without gaps."""

    __tablename__ = "journal_link"
    __table_args__ = (UniqueConstraint("entry_id"), CheckConstraint("number > 0", name="number"))
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(ForeignKey("journal_entry.id"))
    hash: Mapped[str]


class Mail(Base):
    """A message that waits or went out. Reference table. key: what it is for, so that nothing is sent twice.

    secret: it holds a way in (a link, a code): its body is emptied once it went out.
    """

    __tablename__ = "mail"
    __table_args__ = (UniqueConstraint("key"), CheckConstraint("recipient LIKE '%_@_%'", name="recipient"))
    id: Mapped[int] = id_column()
    key: Mapped[str]
    kind: Mapped[str]
    recipient: Mapped[str]
    language: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    secret: Mapped[bool] = mapped_column(default=False)
    recorded_at: Mapped[dt.datetime]
    sent_at: Mapped[dt.datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[dt.datetime | None]
    trouble: Mapped[str | None]

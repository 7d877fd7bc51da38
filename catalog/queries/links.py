"""Personal links into a request, and the browsers that came in by one. Only hashes are kept of their secrets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from catalog.access import Actor
from catalog.models import LinkEntry, Organisation, RequestLink, ValidationRequest


@dataclass(frozen=True, slots=True)
class Link:
    """A link with the request it opens. request_closed: how the request ended, or None."""

    id: int
    supplier_id: int
    supplier: str
    supplier_name: str
    request_id: int
    email: str
    language: str
    expires_on: dt.date
    used_at: dt.datetime | None
    revoked_at: dt.datetime | None
    asked_again_at: dt.datetime | None
    recorded_at: dt.datetime
    central_id: int
    central_name: str
    request_closed: str | None
    request_closed_at: dt.datetime | None

    @property
    def actor(self) -> Actor:
        """Who comes in by it."""
        return Actor(
            self.email, self.email, "link", "supplier", None, self.supplier_id, self.supplier, self.supplier_name,
            self.language, self.request_id, self.id,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A browser that asked for a code or came in. code_hash empty: it came in."""

    id: int
    supplier_id: int
    link: Link
    code_hash: str
    tries: int
    created_at: dt.datetime
    last_seen_at: dt.datetime


def by_hash(session: Session, token_hash: bytes, *, lock: bool = False) -> Link | None:
    """The link with this hash, ended or not. lock: for a change."""
    asked = _links().where(RequestLink.token_hash == token_hash)
    row = session.execute(asked.with_for_update(of=RequestLink) if lock else asked).one_or_none()
    return Link(*row) if row else None


def of_request(session: Session, supplier_id: int, request_ids: Sequence[int]) -> list[Link]:
    """The links of requests of a supplier, the newest first."""
    mine = (RequestLink.supplier_id == supplier_id, RequestLink.request_id.in_(list(request_ids)))
    rows = session.execute(_links().where(*mine).order_by(RequestLink.recorded_at.desc(), RequestLink.id.desc()))
    return [Link(*row) for row in rows]


def entry(session: Session, token_hash: bytes, *, lock: bool = False) -> Entry | None:
    """The browser whose secret has this hash, unless it was put out."""
    one = LinkEntry
    asked = _links().add_columns(one.id, one.code_hash, one.tries, one.created_at, one.last_seen_at)
    asked = asked.join(one, and_(one.supplier_id == RequestLink.supplier_id, one.link_id == RequestLink.id))
    asked = asked.where(one.token_hash == token_hash, one.revoked_at.is_(None))
    row = session.execute(asked.with_for_update(of=one) if lock else asked).one_or_none()
    if row is None:
        return None
    *link, identifier, code_hash, tries, created_at, last_seen_at = row
    return Entry(identifier, link[1], Link(*link), code_hash, tries, created_at, last_seen_at)


def codes_since(session: Session, supplier_id: int, link_id: int, since: dt.datetime) -> int:
    """How many codes were sent for a link since an instant."""
    mine = (LinkEntry.supplier_id == supplier_id, LinkEntry.link_id == link_id, LinkEntry.created_at > since)
    return session.scalar(select(func.count()).select_from(LinkEntry).where(*mine)) or 0


def last_seen(session: Session, supplier_id: int, link_ids: Sequence[int]) -> dict[int, dt.datetime]:
    """Link id -> when somebody who came in by it did something last."""
    mine = (LinkEntry.supplier_id == supplier_id, LinkEntry.link_id.in_(list(link_ids)), LinkEntry.code_hash == "")
    rows = session.execute(
        select(LinkEntry.link_id, func.max(LinkEntry.last_seen_at)).where(*mine).group_by(LinkEntry.link_id)
    )
    return {link_id: at for link_id, at in rows}


def _links() -> Select[*tuple[Any, ...]]:
    one, asked, supplier, central = RequestLink, ValidationRequest, aliased(Organisation), aliased(Organisation)
    chosen: Select[*tuple[Any, ...]] = (
        select(one.id, one.supplier_id, supplier.code, supplier.name, one.request_id, one.email, one.language,
               one.expires_on, one.used_at, one.revoked_at, one.asked_again_at, one.recorded_at, asked.central_id,
               central.name, asked.closed, asked.closed_at)
        .join(asked, and_(asked.supplier_id == one.supplier_id, asked.id == one.request_id))
        .join(supplier, supplier.id == one.supplier_id)
        .join(central, central.id == asked.central_id)
    )  # fmt: skip
    return chosen

"""The chain over the journal: each link's hash covers its entry and the hash before, so that nothing can be taken out or rewritten.

Links are made at the very end of a transaction, in order, under a lock of their own. Whoever holds it asks for no other
lock and waits for nobody: so it cannot come into a deadlock with a publisher's, whatever the transaction held before.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from catalog.means.locks import alone
from catalog.models import JournalEntry, JournalLink

WRITTEN = "journal.written"
"""Where a session keeps the ids of the entries that its transaction wrote."""
BEGINNING = "0" * 64
LOCK = "journal_link"
BLOCK = 500


@dataclass(frozen=True, slots=True)
class Break:
    """The first link that does not hold. code: "gap", "hash" (link or entry were changed), "entry" (it is gone)."""

    code: str
    number: int
    entry: int | None = None


@dataclass(frozen=True, slots=True)
class State:
    """The chain as verified. head: the hash of the last link; unlinked: entries that no link covers."""

    links: int
    head: str
    broken: Break | None
    unlinked: int

    @property
    def sound(self) -> bool:
        """Whether every entry is covered and every link holds."""
        return self.broken is None and not self.unlinked


def wrote(session: Session, entry: int) -> None:
    """Remember an entry that waits for its link."""
    session.info.setdefault(WRITTEN, []).append(entry)


def link(session: Session) -> int:
    """Link the entries of this transaction, right before its commit; how many. Entries from before the chain go first."""
    written: list[int] = session.info.pop(WRITTEN, [])
    if not written:
        return 0
    session.flush()
    alone(session, LOCK)
    last = session.execute(
        select(JournalLink.number, JournalLink.hash).order_by(JournalLink.number.desc()).limit(1)
    ).first()
    number, before = (last.number, last.hash) if last else (0, BEGINNING)
    rows = []
    for entry in _entries(session, written) if last else _unlinked(session):
        number, before = number + 1, hash_of(before, entry)
        rows.append({"number": number, "entry_id": entry.id, "hash": before})
    if rows:
        session.execute(insert(JournalLink), rows)
    return len(rows)


def _entries(session: Session, ids: Sequence[int]) -> Iterator[JournalEntry]:
    """These entries where they are there and not linked yet, in the order they were written."""
    for start in range(0, len(ids), BLOCK):
        linked = select(JournalLink.entry_id).where(JournalLink.entry_id == JournalEntry.id).exists()
        asked = JournalEntry.id.in_(ids[start : start + BLOCK])
        yield from session.scalars(select(JournalEntry).where(asked, ~linked).order_by(JournalEntry.id))


def _unlinked(session: Session) -> Sequence[JournalEntry]:
    linked = select(JournalLink.entry_id).where(JournalLink.entry_id == JournalEntry.id).exists()
    return session.scalars(select(JournalEntry).where(~linked).order_by(JournalEntry.id)).all()


def hash_of(before: str, entry: Any) -> str:
    """The hash of a link: of the one before and the entry's canonical text."""
    return hashlib.sha256(f"{before}\n{canonical(entry)}".encode()).hexdigest()


def canonical(entry: Any) -> str:
    """An entry as one text that is the same on both databases: JSON with its keys in order, the time in UTC."""
    told = {
        "id": entry.id, "at": entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds"), "actor": entry.actor,
        "organisation": entry.organisation_id, "action": entry.action, "subject": entry.subject, "detail": entry.detail,
    }  # fmt: skip
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def verify(session: Session) -> State:
    """Walk the whole chain. It reads in steps: a long journal is never held at once."""
    before, broken = BEGINNING, None
    for number, (link_number, stored, entry_id, entry) in enumerate(_walk(session), start=1):
        broken = _fault(number, before, link_number, stored, entry_id, entry)
        if broken:
            break
        before = stored
    linked = select(JournalLink.entry_id).where(JournalLink.entry_id == JournalEntry.id).exists()
    unlinked = session.scalar(select(func.count()).select_from(JournalEntry).where(~linked)) or 0
    return State(session.scalar(select(func.count()).select_from(JournalLink)) or 0, before, broken, unlinked)


def holds(session: Session, number: int, noted: str) -> bool:
    """Whether the chain still goes through a link that somebody noted earlier: else its end was cut off or replaced."""
    return session.scalar(select(JournalLink.hash).where(JournalLink.number == number)) == noted


def _fault(
    number: int, before: str, found: int, stored: str, entry_id: int, entry: JournalEntry | None
) -> Break | None:
    if found != number:
        return Break("gap", number)
    if entry is None:
        return Break("entry", number, entry_id)
    return None if hash_of(before, entry) == stored else Break("hash", number, entry_id)


def _walk(session: Session) -> Iterable[tuple[int, str, int, JournalEntry | None]]:
    after = 0
    while True:
        rows = session.execute(
            select(JournalLink.number, JournalLink.hash, JournalLink.entry_id, JournalEntry)
            .join(JournalEntry, JournalEntry.id == JournalLink.entry_id, isouter=True)
            .where(JournalLink.number > after)
            .order_by(JournalLink.number)
            .limit(BLOCK)
            .execution_options(populate_existing=True)
        ).all()
        yield from ((row[0], row[1], row[2], row[3]) for row in rows)
        if len(rows) < BLOCK:
            return
        after = rows[-1][0]

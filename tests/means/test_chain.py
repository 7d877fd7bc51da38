"""The journal's chain: made with its entries, without gaps, by several writers at once; every change to it is found."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import Engine, delete, insert, select, text, update
from sqlalchemy.orm import Session

from catalog.access import OPERATOR
from catalog.db import session_scope, writing
from catalog.means import chain, journal
from catalog.means.chain import Break
from catalog.means.clock import Clock
from catalog.means.locks import alone
from catalog.models import JournalEntry, JournalLink, new_id
from catalog.settings import Settings

DETAIL = {"é": ["à", 1, None, True], "b": {"z": 1, "a": "\u2028"}}


def act(settings: Settings, engine: Engine, *names: str) -> None:
    with session_scope(engine, settings) as means:
        for name in names:
            journal.write(OPERATOR, means, name, f"thing:{name}", **DETAIL)


def state(engine: Engine) -> chain.State:
    with writing(engine) as session:
        return chain.verify(session)


def unguarded(session: Session) -> Session:
    """The database without its triggers, as somebody has it who may change its tables: the chain must tell then."""
    for table in ("journal_entry", "journal_link"):
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
            continue
        names = session.scalars(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :t"), {"t": table}
        )
        for name in list(names):
            session.execute(text(f'DROP TRIGGER "{name}"'))
    return session


def test_each_entry_gets_its_link_in_the_same_transaction(engine: Engine, settings: Settings) -> None:
    act(settings, engine, "a", "b")
    act(settings, engine, "c")
    found = state(engine)
    assert (found.links, found.broken, found.unlinked, found.sound) == (3, None, 0, True)
    with writing(engine) as session:
        rows = session.execute(
            select(JournalLink.number, JournalEntry.action)
            .join(JournalEntry, JournalEntry.id == JournalLink.entry_id)
            .order_by(JournalLink.number)
        ).all()
        assert [tuple(row) for row in rows] == [(1, "a"), (2, "b"), (3, "c")]
        assert chain.holds(session, 3, found.head)
        assert not chain.holds(session, 3, chain.BEGINNING)


def test_what_is_rolled_back_leaves_no_gap(engine: Engine, settings: Settings) -> None:
    act(settings, engine, "a")

    def fail() -> None:
        with session_scope(engine, settings) as means:
            journal.write(OPERATOR, means, "lost", "x")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    act(settings, engine, "b")
    assert (state(engine).links, state(engine).sound) == (2, True)


def test_entries_from_before_the_chain_are_linked_first(engine: Engine, settings: Settings) -> None:
    with writing(engine) as session:
        rows = [{"id": new_id(), "at": Clock(settings.day).now(), "actor": "x", "action": f"old{n}", "subject": "s",
                 "detail": {"n": n}} for n in range(3)]  # fmt: skip
        session.execute(insert(JournalEntry), rows)
    assert state(engine).unlinked == 3
    act(settings, engine, "new")
    found = state(engine)
    assert (found.links, found.sound) == (4, True)
    with writing(engine) as session:
        last = session.get_one(JournalLink, 4)
        assert session.get_one(JournalEntry, last.entry_id).action == "new"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (update(JournalEntry).where(JournalEntry.action == "b").values(actor="somebody"), ("hash", 2)),
        (update(JournalEntry).where(JournalEntry.action == "c").values(detail={}), ("hash", 3)),
        (update(JournalLink).where(JournalLink.number == 2).values(hash="f" * 64), ("hash", 2)),
        (delete(JournalLink).where(JournalLink.number == 2), ("gap", 2)),
        (delete(JournalLink).where(JournalLink.number == 1), ("gap", 1)),
    ],
)
def test_the_first_broken_link_is_named(
    engine: Engine, settings: Settings, change: object, expected: tuple[str, int]
) -> None:
    act(settings, engine, "a", "b", "c", "d")
    with writing(engine) as session:
        unguarded(session).execute(change)  # type: ignore[call-overload]
    found = state(engine)
    assert isinstance(found.broken, Break)
    assert (found.broken.code, found.broken.number) == expected
    assert not found.sound


def test_a_cut_end_is_found_by_a_head_that_was_noted(engine: Engine, settings: Settings) -> None:
    act(settings, engine, "a", "b")
    head = state(engine).head
    with writing(engine) as session:
        unguarded(session).execute(delete(JournalLink).where(JournalLink.number == 2))
        session.execute(delete(JournalEntry).where(JournalEntry.action == "b"))
    assert state(engine).sound
    with writing(engine) as session:
        assert not chain.holds(session, 2, head)


def test_an_entry_that_slipped_in_without_a_link_is_found(engine: Engine, settings: Settings) -> None:
    act(settings, engine, "a")
    with writing(engine) as session:
        session.add(JournalEntry(at=Clock(settings.day).now(), actor="x", action="slip", subject="s", detail={}))
    assert (state(engine).unlinked, state(engine).sound) == (1, False)


def test_many_writers_at_once_make_one_chain_without_gaps(engine: Engine, settings: Settings) -> None:
    """Half of them hold the publishers' lock when their links are made, half do not: nobody waits for good."""
    failed: list[BaseException] = []

    def run(worker: int) -> None:
        try:
            for turn in range(8):
                with session_scope(engine, settings) as means:
                    journal.write(OPERATOR, means, f"w{worker}.{turn}", "before")
                    if worker % 2:
                        alone(means.session, "publication")
                    journal.write(OPERATOR, means, f"w{worker}.{turn}", "after")
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(worker,)) for worker in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []
    assert not any(thread.is_alive() for thread in threads)
    found = state(engine)
    assert (found.links, found.sound) == (6 * 8 * 2, True)


def test_the_text_is_the_same_whichever_order_its_keys_came_in(engine: Engine, settings: Settings) -> None:
    act(settings, engine, "a")
    with writing(engine) as session:
        entry = session.scalars(select(JournalEntry)).one()
        told = chain.canonical(entry)
        raw = session.scalar(text("SELECT hash FROM journal_link"))
        assert chain.hash_of(chain.BEGINNING, entry) == raw
    assert told.startswith('{"action":"a","actor":"operator","at":"2026-11-2')
    assert '"detail":{"b":{"a":"\u2028","z":1},"é":["à",1,null,true]}' in told

"""The journal entry stands in the transaction of its effect: both, or neither."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import Engine, select

from catalog.access import OPERATOR
from catalog.db import reading, session_scope
from catalog.means import journal
from catalog.means.clock import day_of
from catalog.models import JournalEntry
from catalog.settings import Settings


def entries(engine: Engine) -> list[JournalEntry]:
    with reading(engine) as session:
        return list(session.scalars(select(JournalEntry)))


def test_an_entry_says_who_did_what_to_what(engine: Engine, settings: Settings, day: dt.date) -> None:
    with session_scope(engine, settings) as means:
        journal.write(OPERATOR, means, "publish", "7", batches=["a"])
    (entry,) = entries(engine)
    assert (entry.actor, entry.action, entry.subject, entry.detail) == ("operator", "publish", "7", {"batches": ["a"]})
    assert day_of(entry.at) == day


def test_an_entry_goes_with_its_effect(engine: Engine, settings: Settings) -> None:
    def fail() -> None:
        with session_scope(engine, settings) as means:
            journal.write(OPERATOR, means, "publish", "7")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert entries(engine) == []

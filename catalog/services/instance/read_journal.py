"""The journal for auditors: who did what to what, when; and whether its chain holds."""

from __future__ import annotations

from catalog.access import Actor, require
from catalog.means import chain
from catalog.means.chain import State as State
from catalog.means.means import Means
from catalog.queries import journal
from catalog.queries.journal import Asked as Asked
from catalog.queries.journal import EntryLine as EntryLine

SIZE = 50


def read_journal(actor: Actor, means: Means, asked: Asked, page: int = 1) -> tuple[int, list[EntryLine]]:
    """(how many entries there are, those of a page of SIZE), the last first."""
    require(actor, "journal.read")
    return journal.entries(means.session, asked, SIZE, max(page, 1))


def chain_state(actor: Actor, means: Means) -> State:
    """Walk the whole chain."""
    require(actor, "journal.read")
    return chain.verify(means.session)

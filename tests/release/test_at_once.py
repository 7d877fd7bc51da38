"""Several people act at once: each has a number of its own, nothing is lost, every act can be undone."""

from __future__ import annotations

import threading
from collections.abc import Callable

from sqlalchemy import Engine

from catalog.access import OPERATOR
from catalog.db import session_scope
from catalog.errors import Conflict
from catalog.means.means import Means
from catalog.queries import release
from catalog.services.release import suspend as suspending
from catalog.services.release.correct import Wanted, correct
from catalog.services.release.fingerprint import fingerprint
from catalog.services.release.publish import publish
from catalog.services.release.rename import rename
from catalog.services.release.undo import undo
from catalog.settings import Settings
from tests.release.world import deliver, set_up

Work = Callable[[Means], object]


def at_once(engine: Engine, settings: Settings, *works: Work) -> list[object]:
    """Each work in a thread and a transaction of its own, begun together; what each gave or raised."""
    found: list[object] = [None] * len(works)
    ready = threading.Barrier(len(works))

    def run(place: int, work: Work) -> None:
        ready.wait()
        try:
            with session_scope(engine, settings) as means:
                found[place] = work(means)
        except Exception as raised:
            found[place] = raised

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


def test_each_act_has_a_number_of_its_own_and_none_is_lost(engine: Engine, settings: Settings) -> None:
    with session_scope(engine, settings) as means:
        set_up(means)
        rows = (("A", "Savon", "1.00"), ("B", "Gel", "2.00"), ("C", "Spray", "3.00"))
        publish(OPERATOR, means, [deliver(means, "1", *rows)])
        batches = [
            deliver(means, sign, ("A", "Savon", price), mode="patch") for sign, price in (("2", "1.10"), ("3", "1.20"))
        ]
        before = fingerprint(OPERATOR, means).value
    found = at_once(
        engine, settings,
        lambda means: publish(OPERATOR, means, [batches[0]]),
        lambda means: publish(OPERATOR, means, [batches[1]]),
        lambda means: correct(OPERATOR, means, Wanted("HYG", "B", "price", "1,90", "w")).publication,
        lambda means: suspending.suspend(OPERATOR, means, suspending.Wanted("HYG", "C", "w")).publication,
        lambda means: rename(OPERATOR, means, "HYG", "C", "C2", "w").publication,
    )  # fmt: skip
    assert sorted(map(str, found)) == ["2", "3", "4", "5", "6"]
    with session_scope(engine, settings) as means:
        assert [each.number for each in release.all_publications(means.session)] == [1, 2, 3, 4, 5, 6]
        for _ in range(5):
            undo(OPERATOR, means)
        assert fingerprint(OPERATOR, means).value == before


def test_of_two_who_do_the_same_one_is_told_that_the_other_came_first(engine: Engine, settings: Settings) -> None:
    with session_scope(engine, settings) as means:
        set_up(means)
        batch = deliver(means, "1", ("A", "Savon", "1.00"))
    found = at_once(engine, settings, *[lambda means: publish(OPERATOR, means, [batch])] * 3)
    assert sorted(type(each).__name__ for each in found) == ["Conflict", "Conflict", "int"]
    found = at_once(
        engine, settings,
        *[lambda means: correct(OPERATOR, means, Wanted("HYG", "A", "price", "0,90", "w")).publication] * 2,
    )  # fmt: skip
    assert sum(isinstance(each, Conflict) for each in found) == 1
    assert 2 in found

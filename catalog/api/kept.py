"""What was found in one state of the database: kept while it stands, gone with the next commit of whichever process."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from catalog.entrance import Entrance
from catalog.means.clock import Clock
from catalog.means.means import Means

T = TypeVar("T")
MOST = 2_000
"""Things kept at most: who tries tokens at random fills no memory."""


class Kept:
    """Rights, scopes and editions by what was asked. Nothing of it is older than the database, the day included."""

    def __init__(self, entrance: Entrance) -> None:
        self._entrance, self._lock = entrance, threading.Lock()
        self._state: object = None
        self._found: dict[Hashable, object] = {}

    def now(self) -> dict[Hashable, object]:
        """What is known of the state of now; another dictionary as soon as anything was committed."""
        state = (self._entrance.pulse.mark(), Clock(self._entrance.settings.day).today())
        with self._lock:
            if state != self._state or len(self._found) > MOST:
                self._state, self._found = state, {}
            return self._found


def once(known: dict[Hashable, object], key: Hashable, make: Callable[[Means], T], entrance: Entrance) -> T:
    """What is known under a key, or made now, with means that read."""
    if key not in known:
        with entrance.reading() as means:
            known[key] = make(means)
    return cast("T", known[key])

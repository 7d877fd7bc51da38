"""What a service is handed beside the actor: an open transaction, the clock, the files, the settings."""

from __future__ import annotations

from collections.abc import Callable, Hashable, MutableMapping
from dataclasses import dataclass
from typing import TypeVar, cast

from sqlalchemy.orm import Session

from catalog.means.clock import Clock
from catalog.means.files import FileStore
from catalog.settings import Settings

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Means:
    """Opened and closed at the entrance (command line, screen, route); services flush, they never commit.

    known: what was read of the database in the state it is in, shared by all who read that state; None for who writes.
    """

    session: Session
    clock: Clock
    files: FileStore
    settings: Settings
    known: MutableMapping[Hashable, object] | None = None

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is known under a key, or made now. The key says all that it depends on beside the database and the day.

        Whoever writes makes it anew: what one has just written is nobody else's state yet.
        """
        if self.known is None:
            return make()
        if key not in self.known:
            self.known[key] = make()
        return cast("T", self.known[key])

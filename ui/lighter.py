"""Two habits of Streamlit's runtime made lighter; where a later version has them no more, nothing is changed.

After each rerun it looks over the whole heap for circles, and each of the hundred messages of a page wakes the event loop
by itself. Both together cost more than drawing the page.
"""

from __future__ import annotations

import gc
import logging
import threading
import weakref
from collections.abc import Callable, MutableMapping
from typing import Any

from streamlit.runtime import app_session
from streamlit.runtime.scriptrunner import script_runner

LOG = logging.getLogger("tamis")
Callback = Callable[[], None]


class Seldom:
    """In the place of the `gc` module where a full collection is asked for after each rerun.

    The young are looked over, the rest when Python itself finds it due.
    """

    def __getattr__(self, name: str) -> Any:
        return getattr(gc, name)

    def collect(self, generation: int = 2) -> int:
        """The young generations, whatever was asked for."""
        return gc.collect(min(generation, 1))


class Together:
    """What the script's thread wants done on the event loop: what gathers until the loop wakes is done in one go, in order."""

    def __init__(self, schedule: Callable[[Any, Callback], None]) -> None:
        self._schedule, self._lock = schedule, threading.Lock()
        self._waiting: MutableMapping[Any, list[Callback]] = weakref.WeakKeyDictionary()

    def soon(self, session: Any, callback: Callback) -> None:
        """In the place of a session's own way to call something soon."""
        with self._lock:
            waiting = self._waiting.setdefault(session, [])
            waiting.append(callback)
            first = len(waiting) == 1
        if first:
            self._schedule(session, lambda: self._flush(session))

    def _flush(self, session: Any) -> None:
        with self._lock:
            due = self._waiting.pop(session, [])
        for callback in due:
            try:
                callback()
            except Exception:  # one that fails takes no other with it
                LOG.exception("a message of a page was not sent")


def lighten() -> None:
    """Change both. Done once a process, however often it is asked for."""
    if hasattr(script_runner, "gc") and not isinstance(script_runner.gc, Seldom):
        script_runner.gc = Seldom()
    own = getattr(app_session.AppSession, "_call_soon_on_event_loop", None)
    if own is not None and not getattr(own, "together", False):
        gathered = Together(own)

        def soon(session: Any, callback: Callback) -> None:
            gathered.soon(session, callback)

        soon.together = True  # type: ignore[attr-defined]
        app_session.AppSession._call_soon_on_event_loop = soon  # type: ignore[assignment, method-assign]

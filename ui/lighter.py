"""Habits of Streamlit's runtime made lighter; where a later version has them no more, nothing is changed.

After each rerun it looks over the whole heap for circles; each of the hundred messages of a page wakes the event loop
twice and leaves in a packet of its own. Together that costs more than drawing the page.
"""

from __future__ import annotations

import gc
import logging
import threading
import weakref
from asyncio import AbstractEventLoop, BaseTransport, Transport
from collections.abc import Callable, MutableMapping
from typing import Any, cast

from streamlit.runtime import app_session
from streamlit.runtime.runtime import Runtime
from streamlit.runtime.scriptrunner import script_runner
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

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


class Packets:
    """A transport that sends what is written within a moment as one piece, in order."""

    MOMENT = 0.002

    def __init__(self, transport: Transport, loop: AbstractEventLoop) -> None:
        self._transport, self._loop = transport, loop
        self._parts: list[bytes] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Send with what else comes."""
        if not self._parts:
            self._loop.call_later(self.MOMENT, self.flush)
        self._parts.append(data)

    def flush(self) -> None:
        """Send what waits."""
        parts, self._parts = self._parts, []
        if parts and not self._transport.is_closing():
            self._transport.write(b"".join(parts))

    def close(self) -> None:
        """Send what waits, then close."""
        self.flush()
        self._transport.close()


class Websocket(WebSocketsSansIOProtocol):
    """The server's own websocket, its frames sent together."""

    def connection_made(self, transport: BaseTransport) -> None:
        """Called when a connection is made."""
        super().connection_made(transport)
        self.transport = cast("Transport", Packets(self.transport, self.loop))


def lighten() -> None:
    """Change all that the runtime has. Done once a process, however often it is asked for."""
    if hasattr(script_runner, "gc") and not isinstance(script_runner.gc, Seldom):
        script_runner.gc = Seldom()
    own = getattr(app_session.AppSession, "_call_soon_on_event_loop", None)
    if own is not None and not getattr(own, "together", False):
        gathered = Together(own)

        def soon(session: Any, callback: Callback) -> None:
            gathered.soon(session, callback)

        soon.together = True  # type: ignore[attr-defined]
        app_session.AppSession._call_soon_on_event_loop = soon  # type: ignore[assignment, method-assign]
    wake = getattr(Runtime, "_enqueued_some_message", None)
    if wake is not None and wake is not _wake:
        Runtime._enqueued_some_message = _wake  # type: ignore[assignment, method-assign]


def _wake(runtime: Runtime) -> None:
    """Once is enough: the loop forgets that it was woken before it looks what there is."""
    parts = runtime._get_async_objs()
    if not parts.need_send_data.is_set():
        parts.eventloop.call_soon_threadsafe(parts.need_send_data.set)

"""An open websocket under watch: whose session ended is blind at once, then led to the log-in page.

Only what a person does moves the idle limit: a heartbeat or a page that refreshes itself does not.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, MutableMapping
from typing import Any

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from catalog.errors import Busy
from catalog.services.people import sign_in
from ui.session import House

RECHECK = 2.0
"""Seconds between two looks at an open websocket: how long a revocation by another process takes at most."""
LINGER = 0.5
"""Seconds between going blind and leaving, so that the answer to a sign-out (and its cookie) arrives first."""
OVER = 4401
LOG = logging.getLogger("tamis.guard")

_open: MutableMapping[bytes, set[asyncio.Event]] = {}
told_of_pages: Callable[[int], object] = int
"""Who wants to know how many pages this process has open: nobody, unless it shares its port with others."""
_touching: set[asyncio.Task[None]] = set()


def end(key: bytes) -> None:
    """A session ended in this process: its websockets know at once."""
    for over in list(_open.get(key, ())):
        over.set()


def touch(house: House, key: bytes) -> None:
    """Note, beside the request, that the person did something."""
    task = asyncio.create_task(run_in_threadpool(_touch, house, key))
    _touching.add(task)
    task.add_done_callback(_touching.discard)


def _touch(house: House, key: bytes) -> None:
    with house.entrance.reading() as means:
        worth_it = sign_in.stale(means, key)
    if worth_it:
        try:
            with house.entrance.writing() as means:
                sign_in.touch(means, key)
        except Busy:
            LOG.info("session not touched: the database is busy")  # the next click does it


class Watched:
    """One websocket of one session."""

    def __init__(self, house: House, key: bytes, receive: Receive, send: Send) -> None:
        self.house, self.key = house, key
        self.receive, self.send = receive, send
        self.over = asyncio.Event()
        self.accepted = False

    async def run(self, app: ASGIApp, scope: Scope) -> None:
        """Serve until the socket or the session ends."""
        _open.setdefault(self.key, set()).add(self.over)
        told_of_pages(sum(map(len, _open.values())))
        watcher = asyncio.create_task(self._watch())
        try:
            await app(scope, self._receive, self._send)
            if self.over.is_set():
                await asyncio.wait({watcher}, timeout=5)
        finally:
            watcher.cancel()
            _open[self.key].discard(self.over)
            if not _open[self.key]:
                del _open[self.key]
            told_of_pages(sum(map(len, _open.values())))

    async def _lives(self) -> bool:
        if not self.over.is_set() and await run_in_threadpool(self._look) is None:
            self.over.set()
        return not self.over.is_set()

    def _look(self) -> Any:
        with self.house.entrance.reading() as means:
            return sign_in.actor_of_hash(means, self.key)

    async def _receive(self) -> Message:
        """The next message, once the session was looked at; the end of the socket when the session is over."""
        coming, gone = asyncio.ensure_future(self.receive()), asyncio.ensure_future(self.over.wait())
        try:
            await asyncio.wait({coming, gone}, return_when=asyncio.FIRST_COMPLETED)
            if self.over.is_set():
                return {"type": "websocket.disconnect", "code": OVER}
            message = coming.result()
        finally:
            coming.cancel()
            gone.cancel()
        if message["type"] == "websocket.receive":
            if not await self._lives():
                return {"type": "websocket.disconnect", "code": OVER}
            if by_a_person(message.get("bytes") or b""):
                touch(self.house, self.key)
        return message

    async def _send(self, message: Message) -> None:
        if self.over.is_set():
            return  # blind: nothing leaves after the end
        self.accepted = self.accepted or message["type"] == "websocket.accept"
        await self.send(message)

    async def _watch(self) -> None:
        while await self._lives():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.over.wait(), RECHECK)
        if self.accepted:
            await asyncio.sleep(LINGER)
            await self.send({"type": "websocket.send", "bytes": leave()})
            await self.send({"type": "websocket.close", "code": OVER, "reason": "signed out"})


def by_a_person(message: bytes) -> bool:
    """Whether a message of the page is somebody's doing: a rerun that no timer asked for."""
    try:
        read = BackMsg.FromString(message)
    except DecodeError:
        return False
    return read.WhichOneof("type") == "rerun_script" and not read.rerun_script.is_auto_rerun


def leave() -> bytes:
    """Streamlit's own message for going to another address."""
    message = ForwardMsg()
    message.auth_redirect.url = "/connexion"
    return bytes(message.SerializeToString())

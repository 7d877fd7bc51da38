"""Several processes on one port. One takes the connections and hands each to the process that has the fewest open pages.

A page's websocket stays with the process that was given it. All of them map the same index pages and look at the same
database, so what one publishes, decides or ends, the others see at the next rerun. The first does the work in line.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator, MutableSequence
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

import uvicorn

from catalog.errors import Conflict
from catalog.settings import Settings
from ui import watch
from ui.app import bound, opened, serve_on

START_SECONDS = 120.0
PATIENCE = 10.0
"""Seconds that a process which was asked to stop is waited for."""
PAUSE = 0.5
"""Seconds between two looks whether all processes live."""
LOG = logging.getLogger("tamis")
_SPAWN = multiprocessing.get_context("spawn")


def serve_together(
    settings: Settings, host: str, port: int, count: int, ready: Callable[[str], None] | None = None
) -> None:
    """Serve from `count` processes until stopped; `ready` is told the address once all can be asked.

    Raises what `ui.app.serve` raises, Conflict where the system cannot hand over a connection or a process does not start.
    """
    if not hasattr(socket, "send_fds"):
        raise Conflict("processes.unsupported")
    with contextlib.closing(bound(host, port)) as listening, _asked_to_stop() as stopping:
        opened(settings).entrance.close()  # migrated and built once, before there are several
        _Together(settings, listening, count, stopping).run(ready)


@contextlib.contextmanager
def _asked_to_stop() -> Iterator[threading.Event]:
    """An event that Ctrl+C and SIGTERM set while the block lasts."""
    stopping = threading.Event()
    numbers = (signal.SIGINT, signal.SIGTERM) if threading.current_thread() is threading.main_thread() else ()
    before = {number: signal.signal(number, lambda *_: stopping.set()) for number in numbers}
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Together:
    """The processes of one port, by place; the first works. pages: how many websockets each has open, as it tells."""

    def __init__(self, settings: Settings, listening: socket.socket, count: int, stopping: threading.Event) -> None:
        self.settings, self.listening, self.stopping = settings, listening, stopping
        self.pages: MutableSequence[int] = _SPAWN.RawArray("i", count)
        self.dealt = [0] * count
        self.running: dict[int, BaseProcess] = {}
        self.doors: dict[int, socket.socket] = {}
        self.words: dict[int, Connection] = {}

    def run(self, ready: Callable[[str], None] | None) -> None:
        """Start them all, deal connections out, stop them all."""
        try:
            for place in range(len(self.dealt)):
                self._start(place)
            self._await_all()
            if ready and not self.stopping.is_set():
                host, port = self.listening.getsockname()[:2]
                ready(f"http://{host}:{port}")
            self.listening.settimeout(PAUSE)
            while not self.stopping.is_set():
                self._deal()
                self._look_after()
        finally:
            self._stop()

    def _start(self, place: int) -> None:
        ours, theirs = socket.socketpair()
        word, told = _SPAWN.Pipe(duplex=False)
        self.pages[place] = 0
        arguments = (self.settings, place, theirs, told, self.pages)
        process = _SPAWN.Process(target=_one_of_them, args=arguments, name=f"tamis-{place + 1}")
        process.start()
        theirs.close()
        told.close()
        self.running[place], self.doors[place], self.words[place] = process, ours, word

    def _await_all(self) -> None:
        """Until each has said that it can be asked. Raises Conflict when one ends, or says nothing in time."""
        until = time.monotonic() + START_SECONDS
        while self.words and not self.stopping.is_set():
            self._hear(0.2)
            if time.monotonic() > until or not all(process.is_alive() for process in self.running.values()):
                raise Conflict("processes.failed")

    def _hear(self, seconds: float) -> None:
        """Whose word has come may be given connections."""
        told = wait(list(self.words.values()), timeout=seconds)
        for place in [place for place, word in self.words.items() if word in told]:
            self.words.pop(place).close()

    def _deal(self) -> None:
        """One connection, to who has the fewest pages open, then to who was given the fewest."""
        try:
            taken, _ = self.listening.accept()
        except OSError:
            return  # nobody came, or left at once
        with taken:
            able = [place for place in self.doors if place not in self.words]
            for place in sorted(able, key=lambda place: (self.pages[place], self.dealt[place])):
                with contextlib.suppress(OSError):
                    socket.send_fds(self.doors[place], [b"."], [taken.fileno()])
                    self.dealt[place] += 1
                    return

    def _look_after(self) -> None:
        """Start again what ended by itself; until it says its word the others have all that comes."""
        for place, process in list(self.running.items()):
            if not process.is_alive():
                LOG.error("process %s ended with %s: started again", process.name, process.exitcode)
                self.doors.pop(place).close()
                self._start(place)
        if self.words:
            self._hear(0)

    def _stop(self) -> None:
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            process.join(PATIENCE)
            if process.is_alive():
                process.kill()
                process.join()


def _one_of_them(settings: Settings, place: int, door: socket.socket, told: Connection, pages: Any) -> None:
    """What each process runs. It ends with the one that started it, however that ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C goes to all; the one that started them passes it on
    threading.Thread(target=_end_with_parent, name="tamis-parent", daemon=True).start()
    watch.told_of_pages = partial(pages.__setitem__, place)
    serve_on([], settings, lambda server: _open(server, door, told), works=place == 0)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


def _open(server: uvicorn.Server, door: socket.socket, told: Connection) -> None:
    """Take connections that come through the door, as the server's own: called in its event loop once it is ready."""
    loop, config, taken = asyncio.get_running_loop(), server.config, set[asyncio.Task[Any]]()
    made: Any = config.http_protocol_class
    protocol = partial(made, config=config, server_state=server.server_state, app_state=server.lifespan.state)

    def take() -> None:
        message, numbers, _, _ = socket.recv_fds(door, 1, 1)
        for number in numbers:
            connection = socket.socket(fileno=number)
            connection.setblocking(False)
            task = loop.create_task(loop.connect_accepted_socket(protocol, connection))
            taken.add(task)
            task.add_done_callback(taken.discard)
        if not message:
            loop.remove_reader(door)

    door.setblocking(False)
    loop.add_reader(door, take)
    with contextlib.suppress(OSError):
        told.send(True)

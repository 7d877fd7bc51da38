"""Several processes on one port: each a whole server with its own socket, the system deals new connections out.

A page's websocket stays with the process that took it. All of them map the same index pages and look at the same
database, so what one publishes, decides or ends, the others see at the next rerun. The first does the work in line.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from catalog.errors import Conflict
from catalog.settings import Settings
from ui.app import BACKLOG, bound, opened, serve_on

START_SECONDS = 120.0
PATIENCE = 10.0
"""Seconds that a process which was asked to stop is waited for."""
PAUSE = 1.0
"""Seconds before a process that ended by itself is started again."""
LOG = logging.getLogger("tamis")
_SPAWN = multiprocessing.get_context("spawn")


def serve_together(
    settings: Settings, host: str, port: int, count: int, ready: Callable[[str], None] | None = None
) -> None:
    """Serve from `count` processes until stopped; `ready` is told the address once all can be asked.

    Raises what `ui.app.serve` raises, Conflict where the system cannot share a port.
    """
    if not hasattr(socket, "SO_REUSEPORT"):
        raise Conflict("processes.unsupported")
    bound(host, port).close()  # another program's port, or another instance's, is not shared by mistake
    with contextlib.closing(bound(host, port, shared=True, listens=False)) as kept, _asked_to_stop() as stopping:
        number = kept.getsockname()[1]
        opened(settings).entrance.engine.dispose()  # migrated and built once, before there are several
        _Together(settings, host, number, stopping).run(count, ready)


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
    """The processes of one port, by place; the first works."""

    def __init__(self, settings: Settings, host: str, port: int, stopping: threading.Event) -> None:
        self.settings, self.host, self.port, self.stopping = settings, host, port, stopping
        self.running: dict[int, BaseProcess] = {}

    def run(self, count: int, ready: Callable[[str], None] | None) -> None:
        """Start them all, watch them, stop them all."""
        try:
            words = [self._started(place) for place in range(count)]
            self._awaited(words)
            if ready and not self.stopping.is_set():
                ready(f"http://{self.host}:{self.port}")
            while not self.stopping.wait(PAUSE):
                self._started_again()
        finally:
            self._stopped()

    def _started(self, place: int) -> Connection:
        ours, theirs = _SPAWN.Pipe(duplex=False)
        arguments = (self.settings, self.host, self.port, place, theirs)
        process = _SPAWN.Process(target=_one_of_them, args=arguments, name=f"tamis-{place + 1}")
        process.start()
        theirs.close()
        self.running[place] = process
        return ours

    def _awaited(self, words: list[Connection]) -> None:
        """Until each has said that it can be asked. Raises Conflict when one ends, or says nothing in time."""
        until, silent = time.monotonic() + START_SECONDS, list(words)
        while silent and not self.stopping.is_set():
            if time.monotonic() > until:
                raise Conflict("processes.failed")
            told = wait(silent, timeout=0.2)
            for word in [each for each in silent if each in told]:
                silent.remove(word)
                try:
                    word.recv()
                except EOFError:
                    raise Conflict("processes.failed") from None

    def _started_again(self) -> None:
        for place, process in list(self.running.items()):
            if not process.is_alive():
                LOG.error("process %s ended with %s: started again", process.name, process.exitcode)
                self._started(place).close()

    def _stopped(self) -> None:
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            process.join(PATIENCE)
            if process.is_alive():
                process.kill()
                process.join()


def _one_of_them(settings: Settings, host: str, port: int, place: int, told: Connection) -> None:
    """What each process runs. It ends with the one that started it, however that ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C goes to all; the one that started them passes it on
    threading.Thread(target=_end_with_parent, name="tamis-parent", daemon=True).start()
    with contextlib.closing(bound(host, port, shared=True, listens=False)) as listening:
        serve_on(listening, settings, lambda address: _open(listening, told, address), works=place == 0)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


def _open(listening: socket.socket, told: Connection, address: str) -> None:
    """Not before it can answer: no connection waits for a process that still opens its index."""
    listening.listen(BACKLOG)
    with contextlib.suppress(OSError):  # started again, nobody waits for its word
        told.send(address)

"""How many rows of a file have been read so far: counted by the readers, heard by whoever listens in this process."""

from __future__ import annotations

import contextlib
import os
import struct
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from pathlib import Path

Progress = Callable[[int, int | None], None]
"""Called with the rows read so far and the rows in all, or None while nobody knows how many there are."""
_RECORD = struct.Struct("<qq")
_UNKNOWN = -1


class Pace:
    """Rows so far, over all sheets of a file. `told` hears of each advance."""

    def __init__(self, told: Progress) -> None:
        self.done = self.expected = 0
        self._told = told

    def advance(self, rows: int) -> None:
        self.done += rows
        self._told(self.done, self.expected if self.expected >= self.done else None)


_PACE: ContextVar[Pace | None] = ContextVar("pace", default=None)


@contextlib.contextmanager
def heard(told: Progress) -> Iterator[None]:
    """Within it, `told` hears how far reading has got."""
    token = _PACE.set(Pace(told))
    try:
        yield
    finally:
        _PACE.reset(token)


def expect(rows: int) -> None:
    """So many further rows are to come."""
    if (pace := _PACE.get()) is not None:
        pace.expected += rows


def advance(rows: int) -> None:
    """So many further rows have been read."""
    if (pace := _PACE.get()) is not None:
        pace.advance(rows)


def restart() -> None:
    """What has been read is read again, more slowly."""
    if (pace := _PACE.get()) is not None:
        pace.done = 0


@contextlib.contextmanager
def written(path: Path) -> Iterator[Progress]:
    """A listener that leaves the latest figures in a file, for another process to look at."""
    place = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        yield lambda done, total: _write(place, done, total)
    finally:
        os.close(place)


def _write(place: int, done: int, total: int | None) -> None:
    os.lseek(place, 0, os.SEEK_SET)
    os.write(place, _RECORD.pack(done, _UNKNOWN if total is None else total))


def last_written(path: Path) -> tuple[int, int | None] | None:
    """The figures that `written` left last; None before the first."""
    try:
        found = path.read_bytes()
    except FileNotFoundError:
        return None
    if len(found) != _RECORD.size:
        return None
    done, total = _RECORD.unpack(found)
    return done, None if total == _UNKNOWN else total

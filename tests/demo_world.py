"""The demonstration for tests: built once a run through the real importer, copied for each test that wants it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock

from catalog.demo.build import build
from catalog.entrance import Entrance
from catalog.settings import settings_from
from catalog.worker import run_waiting

DAY = "2026-11-22"


@dataclass(frozen=True, slots=True)
class World:
    """A home to put before tests, and what was told of what was prepared in it (an id that tests ask for)."""

    home: Path
    told: Any = None


class Stage:
    """The one place where the tests of a worker find a world, each as it was prepared.

    A world is put there again as soon as anybody wrote, not before: pages that are only read share one copy. The door
    stays the same throughout, so that a statement is compiled and an edition opened once a worker. Editions are named
    after what was recorded and when, to the microsecond, so none is ever taken for that of another world.
    """

    def __init__(self, place: Path) -> None:
        self.door = on(place, DAY)
        self._shown: World | None = None
        self._watch: sqlite3.Connection | None = None
        self._mark = 0

    def show(self, world: World) -> Entrance:
        """The door of that world, untouched; work that is put in line is done at once."""
        if world is not self._shown or self._mark != self._commits():
            self._put(world)
        self.door.wakers[:] = [lambda: run_waiting(self.door)]
        return self.door

    def after(self, world: World, act: Callable[[Entrance], Any], to: Path) -> World:
        """A further world, kept at `to`: that one as `act` leaves it, with what `act` answers."""
        told = act(self.show(world))
        self.close()
        made_like(self.door.settings.home, to)
        return World(to, told)

    def close(self) -> None:
        """Let go of what is shown: no connection stays open, so that its files may be copied or taken away."""
        self.door.close()
        if self._watch is not None:
            self._watch.close()
        self._shown = self._watch = None

    def _put(self, world: World) -> None:
        self.close()
        made_like(world.home, self.door.settings.home)
        self._watch = sqlite3.connect(self.door.settings.home / "tamis.sqlite", check_same_thread=False)
        self._shown, self._mark = world, self._commits()

    def _commits(self) -> int:
        """A number that moves with every commit of any other connection."""
        assert self._watch is not None
        [number] = self._watch.execute("PRAGMA data_version").fetchone()
        return int(number)


def made_like(home: Path, place: Path) -> None:
    """Make the files of `place` those of `home`. Of its many small ones only those that differ are written.

    What is written is a new file, never the old one's content: who still has that open or mapped keeps it.
    """
    wanted = _files(home)
    for name, path in _files(place).items():
        if name not in wanted:
            path.unlink()
    for name, path in wanted.items():
        to = place / name
        if to.suffix == ".sqlite" or not to.exists() or _look(to) != _look(path):
            to.parent.mkdir(parents=True, exist_ok=True)
            to.unlink(missing_ok=True)
            shutil.copy2(path, to)


def _files(home: Path) -> dict[Path, Path]:
    return {path.relative_to(home): path for path in home.rglob("*") if path.is_file()}


def _look(path: Path) -> tuple[int, int]:
    return path.stat().st_size, path.stat().st_mtime_ns


def built(base: Path) -> Path:
    """The home of a demonstration built under `base`; workers of one run share it (the first builds, others wait)."""
    home = base / "demonstration"
    with FileLock(base / "demonstration.lock"):
        if not (home / "demo.json").exists():
            _door(home).engine.dispose()
    return home


def copied(home: Path, to: Path, day: str = DAY) -> Entrance:
    """A demonstration of a test's own: `home` copied to `to`, opened on `day`."""
    shutil.copytree(home, to, ignore=shutil.ignore_patterns("*.lock"))
    return Entrance(settings_from({"TAMIS_HOME": str(to), "TAMIS_DAY": day}))


def on(home: Path, day: str) -> Entrance:
    """The shared demonstration itself, opened on a day: for tests that only read."""
    return Entrance(settings_from({"TAMIS_HOME": str(home), "TAMIS_DAY": day}))


def _door(home: Path) -> Entrance:
    return build(settings_from({"TAMIS_HOME": str(home), "TAMIS_DAY": DAY}), lambda code: None)

"""The demonstration for tests: built once a run through the real importer, copied for each test that wants it."""

from __future__ import annotations

import shutil
from pathlib import Path

from filelock import FileLock

from catalog.demo.build import build
from catalog.entrance import Entrance
from catalog.settings import settings_from

DAY = "2026-11-22"


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

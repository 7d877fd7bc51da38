"""What a killed process left beside its place: files half stored, indexes and days half built, folders a file was read in.

Nothing of it is ever under a final name. It is cleared once nobody can still be writing it.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from catalog.means.clock import Clock
from catalog.settings import Settings

AGE = dt.timedelta(days=1)
REAL = Clock()
"""Files carry real times, whatever day is set."""


def clear(settings: Settings) -> int:
    """Take away what was left a day ago or earlier; how many there were."""
    latest = (REAL.now() - AGE).timestamp()
    left = [path for path in _aside(settings) if path.lstat().st_mtime < latest]
    for path in left:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return len(left)


def _aside(settings: Settings) -> Iterator[Path]:
    yield from settings.files.glob(".new-*")
    for mark in (".*.new-*", ".*.old-*"):
        yield from settings.index.glob(mark)
        yield from settings.index.glob(f"*/days/{mark}")
    for mark in ("tamis-read-*", "tamis-annotate-*"):
        yield from Path(tempfile.gettempdir()).glob(mark)

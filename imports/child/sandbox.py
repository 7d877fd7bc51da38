"""Reads a file in a child process that may die of it: limited memory, processor time and wall clock, no secrets.

The child is a fresh interpreter, never a fork of the (threaded) server. It gets the request as JSON on its standard
input and leaves JSON and Arrow files in a folder of its own. `python -m imports.child.sandbox FILE FOLDER PARENT` is that
child; it ends with the process PARENT.
"""

from __future__ import annotations

import contextlib
import errno
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from imports import pace
from imports.child.envelope import read_reading, reading_json, request_from, request_json, write_tables
from imports.child.memory import held_mb, mapped_bytes
from imports.child.parent import end_with, lower
from imports.journey import narrower, read_here, refused
from imports.record import Reading, Request

if sys.platform != "win32":
    import resource

LOG = logging.getLogger(__name__)
ROOT = Path(__file__).resolve().parents[2]
START = 20.0
"""Seconds that the child may take to start on a busy machine, beyond the request's own limit."""
LOOK = 0.2
"""Seconds between two looks at a child that is reading."""
FIGURES = "progress"
_LARGEST_ANSWER = 4 * 2**30
_KEPT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "LD_LIBRARY_PATH")


def read_file(
    path: Path, request: Request, progress: pace.Progress | None = None, stop: Callable[[], bool] | None = None
) -> Reading:
    """Reads one file in the sandbox. Never raises on any content; the child's death is a refusal.

    Raises OSError where there is no room on the disk to read in: that says nothing about the file.

    progress: called now and then, in this thread, with the rows read so far and the rows in all (None while unknown);
    never more than a few times a second. stop: asked as often; once it says True the child is ended and the reading is
    the refusal `file.cancelled`. What either raises ends the child and is raised.
    """
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="tamis-read-") as folder:
        reading = _in_child(path.resolve(), Path(folder), request, _Watch(progress, stop))
    if reading.verdict != "refuse" and reading.peak_mb > request.max_mb:
        reading = refused("file.too_heavy", mb=request.max_mb)
    return replace(reading, transaction=narrower(reading, request), seconds=time.perf_counter() - started)


@dataclass(slots=True)
class _Watch:
    """Who wants to hear of a reading while it goes on, and who may end it."""

    progress: pace.Progress | None
    stop: Callable[[], bool] | None
    heard: tuple[int, int | None] | None = None

    def look(self, figures: Path) -> bool:
        """Tells what is new; False once reading is to end."""
        found = pace.last_written(figures) if self.progress else None
        if self.progress and found and found != self.heard:
            self.heard = found
            self.progress(*found)
        return self.stop is None or not self.stop()


def _in_child(path: Path, folder: Path, request: Request, watch: _Watch) -> Reading:
    child = _started(path, folder, request)
    try:
        deadline = time.monotonic() + request.max_seconds + START
        while child.poll() is None:
            if time.monotonic() > deadline:
                return refused("file.too_slow", seconds=round(request.max_seconds))
            if not watch.look(folder / FIGURES):
                return refused("file.cancelled")
            _rest(child)
        watch.look(folder / FIGURES)
    finally:
        end(child)
    return answer(folder, child.returncode, request)


def _rest(child: subprocess.Popen[bytes]) -> None:
    """Waits until the child has ended, or it is time to look again."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(LOOK)


def _started(path: Path, folder: Path, request: Request) -> subprocess.Popen[bytes]:
    """The request is a file, not a pipe: a child that never reads it holds nobody up."""
    (folder / "request.json").write_text(json.dumps(request_json(request)), "utf-8")
    with (folder / "request.json").open("rb") as asked, (folder / "stderr").open("wb") as told:
        return subprocess.Popen(
            [sys.executable, "-m", "imports.child.sandbox", str(path), str(folder), str(os.getpid())],
            stdin=asked, stdout=subprocess.DEVNULL, stderr=told,
            cwd=folder, env=environment(), start_new_session=True,
        )  # fmt: skip


def environment() -> dict[str, str]:
    """Nothing of the server's settings and secrets; one thread each for libraries that would start a pool."""
    kept = {name: value for name, value in os.environ.items() if name in _KEPT}
    single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {
        **kept,
        **single,
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
    }


def end(child: subprocess.Popen[bytes]) -> None:
    """Ends the child; once it has ended by itself this does nothing."""
    if child.poll() is None:
        child.kill()
        child.wait()


def answer(folder: Path, status: int, request: Request) -> Reading:
    """What the child left in `folder`, or what its end means."""
    if status == 0 and (folder / "reading.json").exists():
        return read_reading(json.loads((folder / "reading.json").read_text("utf-8")), folder)
    if sys.platform != "win32" and -status in (signal.SIGXCPU, signal.SIGALRM):
        return refused("file.too_slow", seconds=round(request.max_seconds))
    if status == NO_ROOM:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))
    if status == OUT_OF_MEMORY or status < 0:
        return refused("file.too_heavy", mb=request.max_mb)
    if (folder / "stderr").exists():
        LOG.error(
            "a reader failed with status %s: %s",
            status,
            (folder / "stderr").read_text("utf-8", "backslashreplace")[-4000:],
        )
    return refused("file.unreadable", status=status)


OUT_OF_MEMORY, NO_ROOM = 75, 73
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def main(arguments: list[str]) -> int:
    """The child: reads FILE as the request on standard input says, leaves the answer in FOLDER."""
    path, folder = Path(arguments[0]), Path(arguments[1])
    end_with(int(arguments[2]))
    try:
        return _read(path, folder)
    except OSError as error:
        if error.errno not in FULL:
            raise
        return NO_ROOM


def _read(path: Path, folder: Path) -> int:
    request = request_from(json.load(sys.stdin))
    limit(request)
    try:
        with pace.written(folder / FIGURES) as told, pace.heard(told):
            reading = read_here(path, request)
        write_tables(reading, folder)
    except MemoryError:
        return OUT_OF_MEMORY
    (folder / "reading.json").write_text(json.dumps(reading_json(reading)), "utf-8")
    return 0


def limit(request: Request) -> None:
    """The kernel ends whoever passes these; no core is left behind."""
    if sys.platform == "win32":
        return
    seconds = max(1, round(request.max_seconds))
    lower(resource.RLIMIT_CPU, seconds + 1)
    lower(resource.RLIMIT_CORE, 0)
    lower(resource.RLIMIT_FSIZE, _LARGEST_ANSWER)
    signal.setitimer(signal.ITIMER_REAL, request.max_seconds)
    if sys.platform == "linux" and (mapped := mapped_bytes()):
        lower(resource.RLIMIT_AS, mapped + max(request.max_mb - held_mb(), 64) * 2**20)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A process that works, says what it is doing, and is killed: `python -m tests.faults.child DATABASE_URL HOME`.

It says "ready", waits for a line, then works; each step it enters is a line: reading, keeping (import), rehearsing,
publishing, indexing (publication), committing, ended. What it does is the product's own work, unchanged.
"""

from __future__ import annotations

import datetime as dt
import functools
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import catalog.entrance
from catalog import worker
from catalog.entrance import Entrance
from catalog.means import jobs
from catalog.published import acts, taking_in
from catalog.services.intake import receive
from catalog.settings import Settings
from tests.house import ROOT

DAY = dt.date(2026, 11, 22)
LEASE = 2.0
"""Seconds that this process answers for a job without a word: the tests need not wait as long as people do."""
PATIENCE = 120.0
ENTERED: Mapping[str, tuple[object, str]] = {
    "reading": (catalog.entrance, "read_file"),
    "keeping": (receive, "receive"),
    "rehearsing": (taking_in, "found_of"),
    "publishing": (taking_in, "write_changes"),
    "indexing": (acts, "build_index"),
}
LEFT: Mapping[str, tuple[object, str]] = {"committing": (jobs, "finish"), "ended": (worker, "perform")}


@dataclass(slots=True)
class Working:
    """Such a process as its parent sees it: the steps it has entered, each with the second it was told."""

    process: subprocess.Popen[str]
    steps: dict[str, float] = field(default_factory=dict)
    heard: threading.Thread | None = None

    def go(self) -> None:
        """Let it work."""
        assert self.process.stdin is not None
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def reached(self, step: str) -> float:
        """Wait until it has entered a step; when that was."""
        end = time.monotonic() + PATIENCE
        while step not in self.steps:
            assert time.monotonic() < end, f"{step} is not reached, only {list(self.steps)}"
            time.sleep(0.001)
        return self.steps[step]

    def killed(self) -> str:
        """End it as a power cut would; the last step it had entered."""
        self.process.kill()
        self.process.wait()
        if self.heard is not None:
            self.heard.join(PATIENCE)
        if self.process.stdin is not None:
            self.process.stdin.close()
        return list(self.steps)[-1]


def started(settings: Settings) -> Working:
    """Such a process, about to work once it is let go."""
    words = [sys.executable, "-m", "tests.faults.child", settings.database_url, str(settings.home)]
    process = subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    working = Working(process)
    working.heard = threading.Thread(target=_listen, args=(working,), daemon=True)
    working.heard.start()
    return working


def _listen(working: Working) -> None:
    stream = working.process.stdout
    assert stream is not None
    for line in stream:
        working.steps.setdefault(line.strip(), time.monotonic())
    stream.close()


def _told(room: Any, name: str, before: str | None, after: str | None) -> None:
    """Say that a function is entered or left; it does what it did."""
    does: Callable[..., Any] = getattr(room, name)

    @functools.wraps(does)
    def told(*given: Any, **named: Any) -> Any:
        if before:
            print(before, flush=True)
        found = does(*given, **named)
        if after:
            print(after, flush=True)
        return found

    setattr(room, name, told)


def main(url: str, home: str) -> None:
    """Work until the end."""
    jobs.LEASE, worker.BEAT, worker.PAUSE = dt.timedelta(seconds=LEASE), LEASE / 4, LEASE / 4
    for step, (room, name) in ENTERED.items():
        _told(room, name, step, None)
    for step, (room, name) in LEFT.items():
        _told(room, name, None, step)
    entrance = Entrance(Settings(home=Path(home), database_url=url, day=DAY))
    print("ready", flush=True)
    sys.stdin.readline()
    with worker.working(entrance, 1):
        sys.stdin.readline()


if __name__ == "__main__":
    main(*sys.argv[1:])

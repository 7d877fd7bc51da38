"""The demonstration served for a browser: a copy of its own, a process of its own, stopped by its id."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import demo_world
from tests.journeys.browser import PATIENCE

ROOT = Path(__file__).parents[2]
PASSWORD = "tamis-demonstration"


def copy_of(demo_home: Path, home: Path) -> Path:
    """A copy of the demonstration to serve and to write into."""
    shutil.copytree(demo_home, home, ignore=shutil.ignore_patterns("*.lock"))
    return home


@contextmanager
def served(home: Path, day: str = demo_world.DAY) -> Iterator[str]:
    """The address of a server of that home on a day, while the block lasts."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TAMIS_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "catalog", "serve", "--port", "0"],
        cwd=ROOT,
        env={**environment, "TAMIS_HOME": str(home), "TAMIS_DAY": day},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield _address(process)
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _address(process: subprocess.Popen[str]) -> str:
    """What its line « Ready » says; the end of the process when it says nothing in time."""
    assert process.stdout is not None
    watchdog = threading.Timer(PATIENCE, process.kill)
    watchdog.start()
    line = next((each for each in process.stdout if each.startswith("Ready: ")), "")
    watchdog.cancel()
    assert line.startswith("Ready: http://127.0.0.1:"), "the server did not start"
    return line.removeprefix("Ready: ").strip()

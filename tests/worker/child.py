"""A process that works until it is killed: `python -m tests.worker.child DATABASE_URL HOME`.

It says "ready" once it looks for work.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import threading
from pathlib import Path

from catalog import worker
from catalog.entrance import Entrance
from catalog.settings import Settings
from tests.house import ROOT

DAY = dt.date(2026, 11, 22)


def started(settings: Settings) -> subprocess.Popen[str]:
    """Such a process, looking for work."""
    words = [settings.database_url, str(settings.home)]
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.worker.child", *words], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def killed(child: subprocess.Popen[str]) -> None:
    """End it as a power cut would."""
    child.kill()
    child.wait()
    if child.stdout is not None:
        child.stdout.close()


def main(url: str, home: str) -> None:
    """Work until the end."""
    entrance = Entrance(Settings(home=Path(home), database_url=url, day=DAY))
    with worker.working(entrance, 1):
        print("ready", flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])

"""A process that publishes: `python -m tests.faults.publisher DATABASE_URL HOME BATCH...`, each alone, one by one.

It says "ready", waits for a line, then tells of each batch its publication's number or the code of the refusal.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from catalog.access import OPERATOR
from catalog.entrance import Entrance
from catalog.errors import Refusal
from catalog.settings import Settings
from tests.faults.child import DAY
from tests.house import ROOT


def publisher(settings: Settings, batches: Sequence[int]) -> subprocess.Popen[str]:
    """Such a process, ready to begin."""
    words = [settings.database_url, str(settings.home), *map(str, batches)]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.publisher", *words],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    return process


def ready(process: subprocess.Popen[str]) -> None:
    """Wait until it could begin."""
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"


def main(url: str, home: str, *batches: str) -> None:
    """Publish them."""
    entrance = Entrance(Settings(home=Path(home), database_url=url, day=DAY))
    print("ready", flush=True)
    sys.stdin.readline()
    for batch in batches:
        try:
            print(entrance.publish(OPERATOR, [int(batch)], {}), flush=True)
        except Refusal as refusal:
            print(refusal.code, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

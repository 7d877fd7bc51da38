"""Annotates a file in a child process that may die of it, as `imports.child.sandbox` reads one.

`python -m imports.annotation.child FILE FOLDER PARENT` is that child: the order comes as JSON on its standard input,
the workbook and what was made are left in FOLDER; it ends with the process PARENT.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import asdict
from pathlib import Path

from imports.annotation.annotate import annotate_here, report_here
from imports.annotation.record import Annotated, Order, order_from, order_json
from imports.child.parent import end_with
from imports.child.sandbox import OUT_OF_MEMORY, START, end, environment, limit
from imports.record import Request

LOG = logging.getLogger(__name__)
WORKBOOK = "annotated.xlsx"
AT_ONCE = 2
"""Children of one process at a time; who comes further waits: downloads must not slow down everything else."""
_PLACES = threading.BoundedSemaphore(AT_ONCE)


def annotate_file(path: Path, order: Order, out: Path) -> Annotated:
    """Write the annotated workbook of a file to `out`. A file on which the child dies gets the report alone.

    Raises OSError where `out` cannot be written.
    """
    with _PLACES, tempfile.TemporaryDirectory(prefix="tamis-annotate-") as name:
        folder = Path(name)
        made = _in_child(path.resolve(), folder, order) or report_here(order, folder / WORKBOOK)
        out.write_bytes((folder / WORKBOOK).read_bytes())
    return made


def _in_child(path: Path, folder: Path, order: Order) -> Annotated | None:
    """What the child made; None where it ended without."""
    (folder / "order.json").write_text(json.dumps(order_json(order)), "utf-8")
    with (folder / "order.json").open("rb") as asked, (folder / "stderr").open("wb") as told:
        child = subprocess.Popen(
            [sys.executable, "-m", "imports.annotation.child", str(path), str(folder), str(os.getpid())],
            stdin=asked, stdout=subprocess.DEVNULL, stderr=told,
            cwd=folder, env=environment(), start_new_session=True,
        )  # fmt: skip
    try:
        child.wait(order.max_seconds + START)
    except subprocess.TimeoutExpired:
        return None
    finally:
        end(child)
    if child.returncode == 0 and (folder / "made.json").exists():
        return Annotated(**json.loads((folder / "made.json").read_text("utf-8")))
    LOG.error(
        "an annotation ended with status %s: %s",
        child.returncode,
        (folder / "stderr").read_text("utf-8", "backslashreplace")[-4000:],
    )
    return None


def main(arguments: list[str]) -> int:
    """The child."""
    path, folder = Path(arguments[0]), Path(arguments[1])
    end_with(int(arguments[2]))
    order = order_from(json.load(sys.stdin))
    limit(Request(path.name, max_seconds=order.max_seconds, max_mb=order.max_mb))
    try:
        made = annotate_here(path, order, folder / WORKBOOK)
    except MemoryError:
        return OUT_OF_MEMORY
    (folder / "made.json").write_text(json.dumps(asdict(made)), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Reads a register in a child process that may die of it, as `imports.child.sandbox` reads a catalogue.

`python -m imports.registers.child FILE FOLDER PARENT` is that child: the request comes as JSON on its standard input,
the reading is left in FOLDER; it ends with the process PARENT.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from imports.child.parent import end_with
from imports.child.sandbox import OUT_OF_MEMORY, START, end, environment, limit
from imports.record import Issue, Request
from imports.registers.envelope import reading_from, reading_json
from imports.registers.reading import read_register_here
from imports.registers.record import RegisterReading, RegisterRequest

LOG = logging.getLogger(__name__)


def read_register(path: Path, request: RegisterRequest) -> RegisterReading:
    """Read an export in the sandbox. Never raises on any content; the child's death is a refusal."""
    with tempfile.TemporaryDirectory(prefix="tamis-register-") as name:
        folder = Path(name)
        (folder / "request.json").write_text(json.dumps(asdict(request)), "utf-8")
        with (folder / "request.json").open("rb") as asked, (folder / "stderr").open("wb") as told:
            child = subprocess.Popen(
                [sys.executable, "-m", "imports.registers.child", str(path.resolve()), str(folder), str(os.getpid())],
                stdin=asked, stdout=subprocess.DEVNULL, stderr=told,
                cwd=folder, env=environment(), start_new_session=True,
            )  # fmt: skip
        try:
            child.wait(request.max_seconds + START)
        except subprocess.TimeoutExpired:
            return _refused("file.too_slow", seconds=round(request.max_seconds))
        finally:
            end(child)
        return _answer(folder, child.returncode, request)


def _answer(folder: Path, status: int, request: RegisterRequest) -> RegisterReading:
    if status == 0 and (folder / "reading.json").exists():
        return reading_from(json.loads((folder / "reading.json").read_text("utf-8")))
    if status == OUT_OF_MEMORY or status < 0:
        return _refused("file.too_heavy", mb=request.max_mb)
    LOG.error(
        "a register's reader ended with %s: %s", status, (folder / "stderr").read_text("utf-8", "replace")[-4000:]
    )
    return _refused("file.unreadable", status=status)


def _refused(code: str, **params: int) -> RegisterReading:
    return RegisterReading(refusal=Issue(code, "error", params=params))


def main(arguments: list[str]) -> int:
    """The child."""
    path, folder = Path(arguments[0]), Path(arguments[1])
    end_with(int(arguments[2]))
    request = RegisterRequest(**json.load(sys.stdin))
    limit(Request(request.name, max_seconds=request.max_seconds, max_mb=request.max_mb))
    try:
        text = json.dumps(reading_json(read_register_here(path, request)))
    except MemoryError:
        return OUT_OF_MEMORY
    (folder / "reading.json").write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Reads documents in a child process with limits. Nothing in a file raises here: what cannot be read is refused."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from imports.child.sandbox import end, environment
from imports.documents.child import OUT_OF_MEMORY
from imports.documents.envelope import document_from
from imports.documents.record import ReadDocument, Refused, Sheet

LOG = logging.getLogger(__name__)
_LOOK = 0.01
_START = 20.0
"""Seconds that a child may take to start on a busy machine, beyond what its document may take."""


@dataclass(frozen=True, slots=True)
class Limits:
    """max_seconds: processor time for one document (the clock on the wall may show four times that); max_mb: memory
    beyond what the child needs to start; max_pages: of a PDF; max_bytes: of a file."""

    max_seconds: float = 20.0
    max_mb: int = 512
    max_pages: int = 300
    max_bytes: int = 50 * 2**20


def read_sheet(path: Path, name: str | None = None, limits: Limits | None = None) -> Sheet | Refused:
    """One file as a safety data sheet, or why it is none. Raises OSError where the file itself is not there."""
    document = read_document(path, name, limits)
    return document.sheet or document.refused or Refused("sheet.not_a_sheet")


def read_document(path: Path, name: str | None = None, limits: Limits | None = None) -> ReadDocument:
    """One file: its lines, and the sheet or ingredient list that it is. Raises OSError where the file is not there."""
    return next(read_documents([(path, name or path.name)], limits))


def read_documents(
    files: Sequence[tuple[Path, str]], limits: Limits | None = None, stop: Callable[[], bool] | None = None
) -> Iterator[ReadDocument]:
    """Each (path, name) as read, in this order. One that ends its child costs itself alone.

    stop: asked between two documents; once it says True no more come. Raises OSError where a file is not there.
    """
    limits = limits or Limits()
    small = [path.resolve() if path.stat().st_size <= limits.max_bytes else None for path, _ in files]
    with tempfile.TemporaryDirectory(prefix="tamis-documents-") as folder:
        request = {
            "files": [(str(path or os.devnull), name) for path, (_, name) in zip(small, files, strict=True)],
            "max_seconds": limits.max_seconds, "max_mb": limits.max_mb, "max_pages": limits.max_pages,
        }  # fmt: skip
        (Path(folder) / "request.json").write_text(json.dumps(request), "utf-8")
        for number, document in enumerate(_answers(Path(folder), [name for _, name in files], limits, stop)):
            yield document if small[number] else _refused(document.name, "document.too_large", limits.max_bytes >> 20)


def _answers(
    folder: Path, names: Sequence[str], limits: Limits, stop: Callable[[], bool] | None
) -> Iterator[ReadDocument]:
    child: subprocess.Popen[bytes] | None = None
    try:
        for number, name in enumerate(names):
            if stop and stop():
                return
            if child is None or child.poll() not in (None, 0):
                child = _started(folder, number)
            yield _answer(folder, number, name, child, limits)
    finally:
        if child is not None:
            end(child)


def _started(folder: Path, first: int) -> subprocess.Popen[bytes]:
    with (folder / "stderr").open("ab") as told:
        return subprocess.Popen(
            [sys.executable, "-m", "imports.documents.child", str(folder), str(os.getpid()), str(first)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=told,
            cwd=folder, env=environment(), start_new_session=True,
        )  # fmt: skip


def _answer(folder: Path, number: int, name: str, child: subprocess.Popen[bytes], limits: Limits) -> ReadDocument:
    path = folder / f"{number}.json"
    deadline = time.monotonic() + 4 * limits.max_seconds + _START
    while not path.exists() and child.poll() is None:
        if time.monotonic() > deadline:
            end(child)
            return _refused(name, "document.too_slow")
        time.sleep(_LOOK)
    if path.exists():
        answer = document_from(json.loads(path.read_text("utf-8")))
        path.unlink()
        return answer
    return _refused(name, _cause(folder, child.returncode))


def _cause(folder: Path, status: int) -> str:
    """What the end of a child means for the document it was reading."""
    if sys.platform != "win32" and -status in (signal.SIGPROF, signal.SIGXCPU):
        return "document.too_slow"
    if status == OUT_OF_MEMORY:
        return "document.too_heavy"
    LOG.error("a document ended its reader (%s): %s", status, (folder / "stderr").read_text("utf-8", "replace")[-2000:])
    return "document.too_heavy" if status < 0 else "document.unreadable"


def _refused(name: str, code: str, mb: int | None = None) -> ReadDocument:
    return ReadDocument(name, "other", 0, refused=Refused(code, {"mb": mb} if mb else {}))

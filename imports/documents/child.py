"""The process that opens documents: `python -m imports.documents.child FOLDER PARENT`.

FOLDER/request.json names the files and the limits; the answer to file i is FOLDER/i.json, written once it is whole. One
that asks for more time or memory than allowed ends this process by the kernel's hand; the parent starts another for those
that are left. It loads nothing of the tables' readers, so it starts in a tenth of a second.
"""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path

from imports.child.memory import mapped_bytes
from imports.child.parent import end_with, lower
from imports.documents.envelope import document_json
from imports.documents.opened import read_here
from imports.documents.record import ReadDocument, Refused

if sys.platform != "win32":
    import resource

OUT_OF_MEMORY = 75
_LARGEST_ANSWER = 64 * 2**20


def main(arguments: list[str]) -> int:
    """Reads the files of the request from number `first` on, one after the other."""
    folder = Path(arguments[0])
    end_with(int(arguments[1]))
    request = json.loads((folder / "request.json").read_text("utf-8"))
    _limit(int(request["max_mb"]))
    for number in range(int(arguments[2]), len(request["files"])):
        path, name = request["files"][number]
        _allow(float(request["max_seconds"]))
        try:
            document = _read(Path(path), name, int(request["max_pages"]))
        except MemoryError:
            return OUT_OF_MEMORY
        _leave(folder, number, document)
    return 0


def _read(path: Path, name: str, most_pages: int) -> ReadDocument:
    """A fault of ours costs one document: it is refused as unreadable, and the trace goes to standard error."""
    try:
        return read_here(path, name, most_pages)
    except MemoryError:
        raise
    except Exception as fault:
        sys.excepthook(type(fault), fault, fault.__traceback__)
        return ReadDocument(name, "other", 0, refused=Refused("document.unreadable"))


def _leave(folder: Path, number: int, document: ReadDocument) -> None:
    part = folder / f"{number}.part"
    part.write_text(json.dumps(document_json(document), ensure_ascii=False), "utf-8")
    part.replace(folder / f"{number}.json")


def _allow(seconds: float) -> None:
    """Processor time for one document: a busy machine takes none of it."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _limit(mb: int) -> None:
    if sys.platform == "win32":
        return
    lower(resource.RLIMIT_CORE, 0)
    lower(resource.RLIMIT_FSIZE, _LARGEST_ANSWER)
    if sys.platform == "linux" and (mapped := mapped_bytes()):
        lower(resource.RLIMIT_AS, mapped + mb * 2**20)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

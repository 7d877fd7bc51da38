"""Documents and parcels that a person hands in: opened and read outside any transaction, kept in one.

Every PDF is read in the sandbox, once for all; what was read is kept and put before a person. A parcel (ZIP) is opened
file by file into the file store, its documents are read in stretches, and only then is anything of it recorded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path, PurePosixPath

from catalog.access import Actor
from catalog.entrance import UNWATCHED, Entrance, Watch
from catalog.errors import Invalid, Refusal
from catalog.means.attachments import check_start
from catalog.means.trouble import in_words
from catalog.services.proofs import parcel, read
from catalog.services.proofs.parcel import PackedFile
from imports.documents.reading import read_documents
from imports.documents.record import ReadDocument
from imports.parcels import Packed, files_of
from imports.record import UnreadableFile

STRETCH = 25
"""How many documents are read and kept at a time: what was read of more is never held at once."""
READABLE = (".pdf", ".txt")
ARCHIVES = (".zip", ".7z", ".rar", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".jar")
SYSTEM = ("__macosx", ".ds_store", "thumbs.db", "desktop.ini")


def read_document(entrance: Entrance, actor: Actor, sha256: str, name: str) -> None:
    """Read a stored document before it becomes a proof. Read once already, or no PDF or text: nothing is done."""
    _read_all(entrance, actor, [PackedFile(name, sha256)], UNWATCHED)


def receive_parcel(
    entrance: Entrance, actor: Actor, supplier: str, sha256: str, name: str, watch: Watch = UNWATCHED
) -> int:
    """The parcel of a stored ZIP; the same ZIP again creates nothing. It can be done twice: what was read stays read.

    Raises NotFound for another's supplier, Invalid for an archive that is broken or built to harm.
    """
    with entrance.reading() as means:
        known = parcel.prepare(actor, means, supplier, sha256)
    files: list[PackedFile] = []
    if known is None:
        files = _opened(entrance, entrance.files.path(sha256), watch)
        _read_all(entrance, actor, [file for file in files if file.document], watch)
    with entrance.writing() as means:
        watch.begin(means)
        number = known or parcel.receive(actor, means, supplier, sha256, name, files)
        watch.end(means, {"parcel": number, "known": known is not None})
    return number


def enqueue_parcel(entrance: Entrance, actor: Actor, supplier: str, sha256: str, name: str) -> int:
    """Put a stored ZIP in line; the job's id. Refused at once where the actor may not send for that supplier."""
    entrance.files.path(sha256)
    with entrance.writing() as means:
        job = read.line_up_parcel(actor, means, supplier, sha256, name)
    return entrance.woken(job)


def _opened(entrance: Entrance, path: Path, watch: Watch) -> list[PackedFile]:
    """Every file of the archive, stored by its hash or refused with its reason."""
    found = []
    try:
        for packed in files_of(path):
            found.append(_stored(entrance, packed))
            _told(watch, len(found), None)
    except UnreadableFile as fault:
        raise Invalid(fault.code, **fault.params) from fault
    return found


def _stored(entrance: Entrance, packed: Packed) -> PackedFile:
    name = PurePosixPath(packed.name)
    if name.name.casefold() in SYSTEM or name.parts[0].casefold() in SYSTEM or name.name.startswith("._"):
        return PackedFile(packed.name, None, "parcel.system_file")
    if name.suffix.casefold() in ARCHIVES:
        return PackedFile(packed.name, None, "parcel.nested")
    stream = _Stream(packed)
    try:
        check_start(stream.head, packed.name)
        return PackedFile(packed.name, entrance.files.put_stream(stream))  # type: ignore[arg-type]
    except Invalid as refusal:
        return PackedFile(packed.name, None, refusal.code, _plain(refusal))


@dataclass
class _Stream:
    """A packed file as the file store reads one, with its beginning looked at first."""

    packed: Packed
    head: bytes = field(init=False)
    given: bool = False

    def __post_init__(self) -> None:
        self.head = self.packed.read()

    def read(self, most: int = -1) -> bytes:
        """The beginning once, then the rest."""
        if not self.given:
            self.given = True
            return self.head
        return self.packed.read(most)


def _plain(refusal: Refusal) -> dict[str, str | int]:
    return {name: value if isinstance(value, int) else str(value) for name, value in refusal.params.items()}


def _read_all(entrance: Entrance, actor: Actor, files: Sequence[PackedFile], watch: Watch) -> None:
    """Read what no one of this version has read, and keep it, a stretch at a time."""
    named = {file.document: file.name for file in files if file.document and file.name.lower().endswith(READABLE)}
    with entrance.reading() as means:
        new = [sha256 for sha256 in named if sha256 in set(read.unread(actor, means, list(named)))]
    done, left = 0, iter(new)
    while stretch := list(islice(left, STRETCH)):
        with in_words():
            found = list(zip(stretch, _readings(entrance, stretch, named, watch), strict=True))
        with entrance.writing() as means:
            read.keep(actor, means, found)
        done += len(stretch)
        _told(watch, done, len(new))


def _readings(
    entrance: Entrance, stretch: Sequence[str], named: dict[str, str], watch: Watch
) -> Iterator[ReadDocument]:
    return read_documents([(entrance.files.path(sha256), named[sha256]) for sha256 in stretch], stop=watch.stop)


def _told(watch: Watch, done: int, whole: int | None) -> None:
    if watch.progress is not None:
        watch.progress(done, whole)
    if watch.stop is not None:
        watch.stop()

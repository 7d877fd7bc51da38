"""A ZIP of documents, opened with care: what it holds, one file after the other, counted while it is inflated.

The archive is refused whole where it is built to harm (a name twice, a path that leads elsewhere, a link, a locked part,
a size out of all proportion). Nothing is written to disk here; names are labels.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from imports.formats.container import check_names, check_records
from imports.record import UnreadableFile

MOST_FILES = 3_000
MOST_BYTES = 2 * 2**30
"""Inflated size of all files together."""
RATIO_FROM = 2**24
MOST_RATIO = 100
"""A file above RATIO_FROM may not inflate to more than MOST_RATIO times its packed size: documents hardly pack."""
OUR_CODES = {
    "file.too_many_parts": "parcel.too_many_files",
    "file.encrypted": "parcel.encrypted",
    "file.hostile": "parcel.hostile",
    "file.damaged": "parcel.damaged",
}
DAMAGE = (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError,
          zlib.error, struct.error, KeyError, IndexError)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limits:
    """How many files an archive may hold, and how many bytes they may inflate to together."""

    files: int = MOST_FILES
    total: int = MOST_BYTES


class Packed:
    """One file of a parcel while it is being read. Raises UnreadableFile once it inflates beyond the limits."""

    def __init__(self, name: str, stream: IO[bytes], size: int, opened: _Opened) -> None:
        self.name = name
        self._stream, self._packed, self._opened, self._size = stream, max(size, 1), opened, 0

    def read(self, most: int = -1) -> bytes:
        """The next bytes, at most a megabyte at a time; nothing at the end."""
        try:
            chunk = self._stream.read(min(most, 2**20) if most > 0 else 2**20)
        except DAMAGE as fault:
            raise UnreadableFile("parcel.damaged", detail=type(fault).__name__) from fault
        self._size += len(chunk)
        self._opened.count(self.name, len(chunk))
        if self._size > RATIO_FROM and self._size > MOST_RATIO * self._packed:
            raise UnreadableFile("parcel.bomb", part=self.name[:100])
        return chunk


@dataclass(slots=True)
class _Opened:
    """What was inflated so far of all files together."""

    limits: Limits
    total: int = 0

    def count(self, name: str, size: int) -> None:
        self.total += size
        if self.total > self.limits.total:
            raise UnreadableFile("parcel.bomb", part=name[:100])


def files_of(path: Path, limits: Limits | None = None) -> Iterator[Packed]:
    """Every file of a ZIP, in its order; each must be read before the next is asked for.

    Raises UnreadableFile for what is no ZIP, is broken or hostile: before the first file wherever that can be seen.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = _looked_over(path, archive, limits or Limits())
            opened = _Opened(limits or Limits())
            for entry in entries:
                with archive.open(entry) as stream:
                    yield Packed(entry.filename.replace("\\", "/"), stream, entry.compress_size, opened)
    except UnreadableFile as fault:
        raise UnreadableFile(OUR_CODES.get(fault.code, fault.code), **fault.params) from fault
    except DAMAGE as fault:
        raise UnreadableFile("parcel.damaged", detail=type(fault).__name__) from fault


def _looked_over(path: Path, archive: zipfile.ZipFile, limits: Limits) -> list[zipfile.ZipInfo]:
    entries = archive.infolist()
    check_names(entries)
    files = [entry for entry in entries if not entry.is_dir()]
    if len(files) > limits.files:
        raise UnreadableFile("parcel.too_many_files", parts=len(files), limit=limits.files)
    if not files:
        raise UnreadableFile("parcel.empty")
    check_records(path, entries)
    return files

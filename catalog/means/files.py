"""Files by the hash of their bytes: stored once, never changed, whole or not there."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from catalog.errors import Invalid, NotFound
from catalog.means.trouble import in_words

BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class FileStore:
    """A folder of files named by their SHA-256, in 256 folders."""

    root: Path
    max_mb: int = 200

    def put(self, content: bytes) -> str:
        """Store bytes; their SHA-256. The same bytes again change nothing."""
        return self._keep(iter([content]), limit=None)

    def put_stream(self, stream: BinaryIO) -> str:
        """Store what a stream gives, hashed while written. Raises Invalid above `max_mb`, Conflict for a full disk.

        Nothing stays behind then.
        """
        return self._keep(iter(lambda: stream.read(BLOCK), b""), limit=self.max_mb)

    def path(self, sha256: str) -> Path:
        """Where the file lies. Raises NotFound when it was never stored here."""
        place = self.root / sha256[:2] / sha256
        if len(sha256) != 64 or not sha256.isalnum() or not place.is_file():
            raise NotFound("file.unknown")
        return place

    def read(self, sha256: str) -> bytes:
        """All bytes of a stored file."""
        return self.path(sha256).read_bytes()

    def _keep(self, blocks: Iterator[bytes], limit: int | None) -> str:
        with in_words():
            return self._kept(blocks, limit)

    def _kept(self, blocks: Iterator[bytes], limit: int | None) -> str:
        self.root.mkdir(parents=True, exist_ok=True)
        number, aside = tempfile.mkstemp(dir=self.root, prefix=".new-")
        try:
            with os.fdopen(number, "wb") as file:
                sha256 = _written(blocks, file, limit)
            return self._placed(Path(aside), sha256)
        finally:
            Path(aside).unlink(missing_ok=True)

    def _placed(self, aside: Path, sha256: str) -> str:
        place = self.root / sha256[:2] / sha256
        if not place.exists():
            place.parent.mkdir(exist_ok=True)
            aside.replace(place)
        return sha256


def _written(blocks: Iterator[bytes], file: BinaryIO, limit: int | None) -> str:
    digest, size = hashlib.sha256(), 0
    for block in blocks:
        size += len(block)
        if limit is not None and size > limit * BLOCK:
            raise Invalid("file.too_large", limit=limit)
        digest.update(block)
        file.write(block)
    file.flush()
    os.fsync(file.fileno())
    return digest.hexdigest()

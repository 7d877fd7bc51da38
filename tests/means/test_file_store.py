"""Files lie under the hash of their bytes, once, whole, or not at all."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest

from catalog.errors import Invalid, NotFound
from catalog.means.files import FileStore

BYTES = "Référence;Prix\n".encode("cp1252")
SHA = hashlib.sha256(BYTES).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files", max_mb=1)


def stored(store: FileStore) -> list[Path]:
    return sorted(path.relative_to(store.root) for path in store.root.rglob("*") if path.is_file())


def test_bytes_come_back_as_they_were(store: FileStore) -> None:
    assert store.put(BYTES) == SHA
    assert store.read(SHA) == BYTES
    assert stored(store) == [Path(SHA[:2], SHA)]


def test_the_same_bytes_again_change_nothing(store: FileStore) -> None:
    store.put(BYTES)
    made = store.path(SHA).stat().st_mtime_ns
    assert store.put_stream(io.BytesIO(BYTES)) == SHA
    assert store.path(SHA).stat().st_mtime_ns == made
    assert len(stored(store)) == 1


def test_a_stream_may_be_as_large_as_the_limit_and_no_larger(store: FileStore) -> None:
    store.put_stream(io.BytesIO(bytes(1 << 20)))
    with pytest.raises(Invalid) as refused:
        store.put_stream(io.BytesIO(bytes((1 << 20) + 1)))
    assert (refused.value.code, refused.value.params) == ("file.too_large", {"limit": 1})
    assert len(stored(store)) == 1


def test_a_stream_that_breaks_leaves_nothing(store: FileStore) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError("connection lost")

    with pytest.raises(OSError, match="connection lost"):
        store.put_stream(Broken())
    assert stored(store) == []


@pytest.mark.parametrize("name", ["", SHA, "../" + SHA, "a" * 63, "/etc/passwd", SHA[:62] + "/.", SHA.upper()])
def test_what_was_never_stored_is_unknown_and_no_path_leads_out(store: FileStore, name: str) -> None:
    with pytest.raises(NotFound):
        store.path(name)

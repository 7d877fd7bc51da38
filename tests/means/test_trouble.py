"""A disk or a database out of order is told in words; whatever else stays a bug."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError, OperationalError

from catalog.db import make_engine, reading, writing
from catalog.errors import Conflict, Refusal
from catalog.means.files import FileStore
from catalog.means.trouble import told

PEOPLE = "INSERT INTO organisation (id, code, kind, name, recorded_at) VALUES ({}, 'SAME', 'member', 'x', '2026-11-22')"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk.full"), (errno.EDQUOT, "disk.full"), (errno.EROFS, "disk.closed"),
        (errno.EACCES, "disk.closed"), (errno.EPERM, "disk.closed"), (errno.ENOENT, None), (errno.EIO, "disk.failing"), (errno.EFBIG, "disk.full"),
    ],
)  # fmt: skip
def test_what_a_disk_says(number: int, code: str | None) -> None:
    refusal = told(OSError(number, "words", "/some/where/file"))
    assert (refusal.code if refusal else None) == code
    assert refusal is None or refusal.params == {"name": "file"}


def test_a_short_write_of_numpy_is_a_full_disk() -> None:
    refusal = told(OSError("1170 requested and 1008 written"))
    assert refusal is not None
    assert refusal.code == "disk.full"
    assert told(OSError("something else")) is None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("database or disk is full", "disk.full"), ("attempt to write a readonly database", "disk.closed"),
        ("unable to open database file", "disk.closed"), ("database disk image is malformed", "database.damaged"),
        ("file is not a database", "database.damaged"), ("database is locked", "database.locked"),
        ("no such table: offer", None),
    ],
)  # fmt: skip
def test_what_sqlite_says(words: str, code: str | None) -> None:
    refusal = told(OperationalError("SELECT 1", None, sqlite3.OperationalError(words)))
    assert (refusal.code if refusal else None) == code


def added(engine: Engine, *numbers: int) -> None:
    """Organisations of one code in one transaction."""
    with writing(engine) as session:
        for number in numbers:
            session.execute(text(PEOPLE.format(number)))


def test_two_at_once_is_a_conflict_on_a_server_and_a_bug_on_sqlite(engine: Engine) -> None:
    expected: type[Exception] = Refusal if engine.dialect.name == "postgresql" else IntegrityError
    with pytest.raises(expected) as raised:
        added(engine, 1, 2)
    assert expected is IntegrityError or getattr(raised.value, "code", None) == "database.at_once"
    with reading(engine) as session:
        assert session.scalar(text("SELECT count(*) FROM organisation")) == 0


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Conflict) as refused:
        make_engine(f"sqlite:///{tmp_path / 'file' / 'deeper' / 'tamis.sqlite'}")
    assert (refused.value.code, refused.value.params["name"]) == ("disk.closed", "deeper")


def test_a_store_on_a_full_disk_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(Conflict) as refused:
        FileStore(tmp_path / "files").put(b"content")
    assert refused.value.code == "disk.full"
    assert list((tmp_path / "files").iterdir()) == []

"""A ZIP of documents is opened with care: what a hostile one tries is refused, and every file of a sound one is given."""

from __future__ import annotations

import io
import stat
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from imports.parcels import Limits, files_of
from imports.record import UnreadableFile

Make = Callable[[zipfile.ZipFile], None]


def packed(folder: Path, make: Make, name: str = "parcel.zip") -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        make(archive)
    return path


def contents(path: Path, limits: Limits | None = None) -> list[tuple[str, bytes]]:
    found = []
    for file in files_of(path, limits):
        whole = io.BytesIO()
        while chunk := file.read():
            whole.write(chunk)
        found.append((file.name, whole.getvalue()))
    return found


def refused(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableFile) as refusal:
        contents(path, limits)
    return refusal.value.code


def outcome(path: Path) -> str:
    try:
        return f"{len(contents(path))} files"
    except UnreadableFile as refusal:
        return refusal.code.partition(".")[0]


def test_every_file_is_given_in_its_order_and_folders_are_none(tmp_path: Path) -> None:
    def make(archive: zipfile.ZipFile) -> None:
        archive.writestr("FDS/", "")
        archive.writestr("FDS/V-1.pdf", b"%PDF-1")
        archive.writestr("été 2026\\photo.png", b"\x89PNG")
        archive.writestr("empty.txt", b"")

    assert contents(packed(tmp_path, make)) == [
        ("FDS/V-1.pdf", b"%PDF-1"), ("été 2026/photo.png", b"\x89PNG"), ("empty.txt", b"")
    ]  # fmt: skip


def linked(archive: zipfile.ZipFile) -> None:
    entry = zipfile.ZipInfo("link.pdf")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive.writestr(entry, "/etc/passwd")


def twice(archive: zipfile.ZipFile) -> None:
    archive.writestr("a.pdf", b"1")
    with pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("a.pdf", b"2")


def twice_by_case(archive: zipfile.ZipFile) -> None:
    archive.writestr("a.pdf", b"1")
    archive.writestr("A.PDF", b"2")


@pytest.mark.parametrize(
    "make",
    [
        lambda archive: archive.writestr("../out.pdf", b"1"),
        lambda archive: archive.writestr("a/../../out.pdf", b"1"),
        lambda archive: archive.writestr("..\\out.pdf", b"1"),
        lambda archive: archive.writestr("/etc/out.pdf", b"1"),
        lambda archive: archive.writestr("C:\\out.pdf", b"1"),
        linked,
        twice,
        twice_by_case,
    ],
)
def test_paths_links_and_doubles_are_refused(tmp_path: Path, make: Make) -> None:
    assert refused(packed(tmp_path, make)) == "parcel.hostile"


def test_a_bomb_is_found_while_it_inflates(tmp_path: Path) -> None:
    bomb = packed(tmp_path, lambda archive: archive.writestr("a.pdf", b"\0" * (40 * 2**20)))
    assert bomb.stat().st_size < 100_000
    tracemalloc.start()
    assert refused(bomb) == "parcel.bomb"
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 40 * 2**20


def test_the_sum_is_limited_whatever_each_part_is(tmp_path: Path) -> None:
    def make(archive: zipfile.ZipFile) -> None:
        for number in range(5):
            archive.writestr(f"{number}.txt", bytes(range(256)) * 400)

    path = packed(tmp_path, make)
    assert refused(path, Limits(total=400_000)) == "parcel.bomb"
    assert refused(path, Limits(files=4)) == "parcel.too_many_files"
    assert len(contents(path, Limits(files=5, total=600_000))) == 5


def test_a_size_that_lies_is_counted_not_believed(tmp_path: Path) -> None:
    """The directory says 10 bytes, the data inflates to 40 MB."""
    path = packed(tmp_path, lambda archive: archive.writestr("a.pdf", b"\0" * (40 * 2**20)))
    content = bytearray(path.read_bytes())
    size = struct.pack("<I", 40 * 2**20)
    while (at := content.find(size)) >= 0:
        content[at : at + 4] = struct.pack("<I", 10)
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as refusal:
        contents(path)
    assert refusal.value.code in ("parcel.damaged", "parcel.bomb")


def test_a_locked_archive_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path, lambda archive: archive.writestr("a.pdf", b"%PDF-"))
    content = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        content[at + place] |= 1
    path.write_bytes(content)
    assert refused(path) == "parcel.encrypted"


def test_a_header_that_names_another_file_than_the_directory_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path, lambda archive: archive.writestr("good.pdf", b"%PDF-"))
    content = path.read_bytes().replace(b"good.pdf", b"evil.exe", 1)
    path.write_bytes(content)
    assert refused(path) == "parcel.hostile"


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "parcel.damaged"), (b"%PDF-1.7", "parcel.damaged"), (b"PK\x03\x04" + b"\0" * 60, "parcel.damaged")],
)
def test_what_is_no_zip_says_so(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "no.zip"
    path.write_bytes(content)
    assert refused(path) == code


def test_an_empty_zip_says_so(tmp_path: Path) -> None:
    assert refused(packed(tmp_path, lambda archive: None)) == "parcel.empty"


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_one_is_refused_never_a_fault(tmp_path: Path, seed: int) -> None:
    """Bytes changed anywhere: either all files come out, or it is one of our refusals."""

    def make(archive: zipfile.ZipFile) -> None:
        for number in range(3):
            archive.writestr(f"{number}.txt", bytes(range(256)) * 4)

    path = packed(tmp_path, make)
    content = bytearray(path.read_bytes())
    for step in range(3):
        content[(seed * 7919 + step * 104_729) % len(content)] ^= 1 << (seed % 8)
    path.write_bytes(content)
    assert outcome(path) in ("3 files", "parcel")


def test_a_thousand_files_are_never_held_at_once(tmp_path: Path) -> None:
    part = bytes(range(256)) * 400

    def make(archive: zipfile.ZipFile) -> None:
        for number in range(1000):
            archive.writestr(f"{number}.pdf", part)

    path = packed(tmp_path, make)
    tracemalloc.start()
    total = 0
    for file in files_of(path):
        while chunk := file.read():
            total += len(chunk)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert total == 1000 * len(part)
    assert most < 12 * 2**20

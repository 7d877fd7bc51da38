"""A directory is whole or not there; whatever is wrong with it is found when it is opened."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from catalog.facets import directory
from catalog.facets.directory import META, DamagedIndex, read, verify, write
from catalog.facets.index import Index
from catalog.facets.live import Live

TABLES = {"display": pa.table({"name": ["a", "b"]})}


def put(place: Path, number: int = 1) -> None:
    write(place, "offers", {"rows": 2}, {"code": np.array([number, 2], np.uint8)}, TABLES)


def change(place: Path, **entries: Any) -> None:
    meta = json.loads((place / META).read_bytes())
    (place / META).write_text(json.dumps(meta | entries))


def test_what_was_written_is_read(tmp_path: Path) -> None:
    put(tmp_path / "index")
    contents = read(tmp_path / "index", "offers")
    assert contents.facts == {"rows": 2}
    assert contents.arrays["code"].tolist() == [1, 2]
    assert contents.tables["display"].to_pydict() == {"name": ["a", "b"]}
    verify(tmp_path / "index", "offers")


def test_a_new_one_takes_the_place_of_the_old_while_readers_keep_theirs(tmp_path: Path) -> None:
    put(tmp_path / "index")
    before = read(tmp_path / "index", "offers")
    put(tmp_path / "index", number=9)
    assert before.arrays["code"].tolist() == [1, 2]
    assert read(tmp_path / "index", "offers").arrays["code"].tolist() == [9, 2]
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def test_a_write_that_fails_leaves_the_old_one_and_nothing_else(tmp_path: Path) -> None:
    put(tmp_path / "index")
    with pytest.raises(ValueError, match="b is a column of objects"):
        write(tmp_path / "index", "offers", {}, {"a": np.array([1]), "b": np.array([object()])}, {})
    assert read(tmp_path / "index", "offers").arrays["code"].tolist() == [1, 2]
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


@pytest.mark.parametrize("name", [META, "columns.bin", "display.arrow"])
def test_a_missing_file_is_found(tmp_path: Path, name: str) -> None:
    put(tmp_path / "index")
    (tmp_path / "index" / name).unlink()
    with pytest.raises(DamagedIndex):
        read(tmp_path / "index", "offers")


@pytest.mark.parametrize("name", [META, "columns.bin", "display.arrow"])
def test_a_file_cut_short_is_found(tmp_path: Path, name: str) -> None:
    put(tmp_path / "index")
    path = tmp_path / "index" / name
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(DamagedIndex) as damage:
        read(tmp_path / "index", "offers")
    assert damage.value.directory == tmp_path / "index"


def test_a_file_with_more_than_was_written_is_found(tmp_path: Path) -> None:
    put(tmp_path / "index")
    with (tmp_path / "index" / "columns.bin").open("ab") as file:
        file.write(b"\x00")
    with pytest.raises(DamagedIndex, match="bytes of"):
        read(tmp_path / "index", "offers")


def test_an_index_of_another_kind_or_format_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "index")
    with pytest.raises(DamagedIndex, match="is offers in format 2, not live in format 2"):
        read(tmp_path / "index", "live")
    monkeypatch.setattr(directory, "FORMAT", 3)
    with pytest.raises(DamagedIndex, match="is offers in format 2, not offers in format 3"):
        read(tmp_path / "index", "offers")


@pytest.mark.parametrize(
    "entries", [{"kind": "live"}, {"format": 0}, {"facts": {"rows": 3}}, {"checksum": "0"}, {"files": {}}]
)
def test_another_kind_format_or_a_changed_meta_is_found(tmp_path: Path, entries: dict[str, Any]) -> None:
    put(tmp_path / "index")
    change(tmp_path / "index", **entries)
    with pytest.raises(DamagedIndex):
        read(tmp_path / "index", "offers")


def test_a_changed_byte_is_found_by_verify(tmp_path: Path) -> None:
    put(tmp_path / "index")
    path = tmp_path / "index" / "columns.bin"
    path.write_bytes(path.read_bytes()[:-1] + b"\x07")
    read(tmp_path / "index", "offers")
    with pytest.raises(DamagedIndex, match="not what was written"):
        verify(tmp_path / "index", "offers")


def test_a_directory_without_the_columns_of_an_index_is_damaged(tmp_path: Path) -> None:
    put(tmp_path / "index")
    with pytest.raises(DamagedIndex):
        Index.open(tmp_path / "index")
    with pytest.raises(DamagedIndex):
        Index.open(tmp_path / "nowhere")
    write(tmp_path / "live", "live", {"rows": 2, "attributes": ["ecolabelled"]}, {}, {})
    with pytest.raises(DamagedIndex):
        Live.open(tmp_path / "live")

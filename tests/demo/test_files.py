"""The files are as messy as told, the same every time, and the importer finds in them what a careful person finds."""

from __future__ import annotations

import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from catalog.demo.tables import tables
from catalog.demo.world import demo_files

EXPECTED: dict[str, Any] = tomllib.loads(Path(__file__).with_name("expected.toml").read_text(encoding="utf-8"))
NAMES = tuple(name for name in EXPECTED if name != "all")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("demo")
    demo_files(place)
    return place


def test_the_same_data_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    demo_files(tmp_path)
    for name in NAMES:
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name


def test_expected_counts_agree_with_what_was_written() -> None:
    for table in tables():
        wanted = EXPECTED[table.name]
        assert len(table.lines) - 1 == wanted["rows"], table.name
        assert wanted["imported"] + wanted["rejected"] + wanted["skipped"] == wanted["rows"]
    assert sum(EXPECTED[name]["imported"] for name in NAMES) == EXPECTED["all"]["offers"]
    assert sum(EXPECTED[name]["rejected"] for name in NAMES) <= 25


def test_each_file_has_its_own_mess(folder: Path) -> None:
    assert "3,12 €".encode("cp1252") in (folder / "claironde_tarif_2026.csv").read_bytes()
    assert (folder / "septalune_catalogue.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert (folder / "encrelune_atelier.txt").read_bytes().startswith((b"\xff\xfe", b"\xfe\xff"))
    with zipfile.ZipFile(folder / "brumevert_lot3_petite_enfance.ods") as archive:
        assert archive.infolist()[0].filename == "mimetype"
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
    with zipfile.ZipFile(folder / "octavelle_offre.xlsx") as archive:
        assert b'name="Tarif 2025" sheetId="3" state="hidden"' in archive.read("xl/workbook.xml")

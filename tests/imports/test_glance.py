"""A bounded look at a file: words are found in every encoding and package, hostile bytes give none."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imports.glance import MOST, glance
from tests.imports.made import workbook


def looked_at(folder: Path, raw: bytes) -> str:
    path = folder / "file"
    path.write_bytes(raw)
    return glance(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_words_of_a_text_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    text = "Réf. article;Désignation;Prix HT\nA1;Savon;1,00\n" * 4
    assert "ref article designation prix ht" in looked_at(tmp_path, text.encode(encoding))


def test_words_of_a_workbook(tmp_path: Path) -> None:
    found = looked_at(tmp_path, workbook(Tarif=[["Référence fournisseur", "Libellé & suite"], ["A1", "Savon"]]))
    assert "reference fournisseur" in found
    assert "savon" in found


def test_a_bomb_is_looked_at_no_further(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b"a" * (64 << 20))
    assert len(glance(tmp_path / "bomb")) <= MOST


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=400), package=st.booleans())
def test_no_bytes_break_it(tmp_path: Path, raw: bytes, package: bool) -> None:
    assert isinstance(looked_at(tmp_path, (b"PK\x03\x04" if package else b"") + raw), str)

"""What killed processes left is cleared after a day, and nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from catalog.means import aside
from catalog.settings import Settings

LEFT = ("home/files/.new-ab", "home/index/.000001-a-0.new-x/price.npy", "home/index/.000001-a-0.old-y/z/price.npy",
        "home/index/000001-a-0/days/.2026-11-22-ab.new-x/columns.bin",
        "temporary/tamis-read-1/raw.arrow", "temporary/tamis-annotate-2/annotated.xlsx")  # fmt: skip
KEPT = ("home/files/ab/abcdef", "home/index/000001-a-0/price.npy",
        "home/index/000001-a-0/days/2026-11-22-ab/columns.bin", "temporary/other/file", "home/tamis.sqlite")  # fmt: skip


def test_what_was_left_a_day_ago_goes_and_all_else_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    settings = Settings(tmp_path / "home", "sqlite://")
    for name in (*LEFT, *KEPT):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    assert aside.clear(settings) == 0
    for path in tmp_path.rglob("*"):
        os.utime(path, (1_600_000_000, 1_600_000_000))
    assert aside.clear(settings) == len(LEFT)
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()) == sorted(KEPT)
    assert aside.clear(settings) == 0


def test_where_nothing_was_ever_kept_there_is_nothing_to_clear(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert aside.clear(Settings(tmp_path / "home", "sqlite://")) == 0

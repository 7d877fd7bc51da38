"""The command proof licence, as outside checks call it: no database is touched."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from catalog.cli.entry import main


@pytest.fixture(autouse=True)
def _no_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAMIS_HOME", str(tmp_path / "none"))
    for name in ("TAMIS_DATABASE_URL", "TAMIS_USER", "TAMIS_LANG"):
        monkeypatch.delenv(name, raising=False)


def ran(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    capsys.readouterr()
    status = main(["proof", "licence", *words, "--json"])
    return status, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("text", "family", "expected"),
    [
        ("Écolabel européen n° FR/020/118", "CLEANING", [("EU_ECOLABEL", "FR/020/118", True, True)]),
        ("FR/006/012", "CLEANING", [("EU_ECOLABEL", "FR/006/012", True, False)]),
        ("FR/006/012", "LAUNDRY_DISH", [("EU_ECOLABEL", "FR/006/012", True, True)]),
        ("FR/006/012", None, [("EU_ECOLABEL", "FR/006/012", True, None)]),
        ("FRA/020/118", "CLEANING", [("EU_ECOLABEL", "FRA/020/118", False, None)]),
        ("FR/012/2024 et Cygne nordique 3026 0033", "CLEANING",
         [("EU_ECOLABEL", "FR/012/2024", False, None), ("NORDIC_SWAN", "3026 0033", True, True)]),
        ("NF335 pour les cartouches", "PRINT_CONSUMABLES", [("NF_ENVIRONNEMENT", "NF335", True, True)]),
        ("aucun label", "CLEANING", []),
    ],
)  # fmt: skip
def test_shape_and_family(
    capsys: pytest.CaptureFixture[str], text: str, family: str | None, expected: list[tuple[Any, ...]]
) -> None:
    status, found = ran(capsys, text, *(["--family", family] if family else []))
    assert status == 0
    told = [(each["label"], each["number"], each["shape"], each["family"]) for each in found["found"]]
    assert told == expected
    assert all(each["fr"] and each["en"] and each["fr"] != each["en"] for each in found["found"])


def test_a_laundry_licence_on_a_floor_cleaner_is_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    [found] = ran(capsys, "FR/006/012", "--family", "CLEANING")[1]["found"]
    assert "006" in found["fr"]
    assert "ne prouve rien" in found["fr"]
    assert "proves nothing" in found["en"]


def test_a_slip_of_the_pen_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    [found] = ran(capsys, "FR-020-118", "--family", "CLEANING")[1]["found"]
    assert (found["label"], found["number"], found["shape"]) == ("EU_ECOLABEL", "FR-020-118", False)


@pytest.mark.parametrize(
    ("number", "to_confirm", "told"),
    [
        ("FR/020/118", False, None),
        ("FR/022/118", True, "Le groupe 022 est un fait à confirmer"),
        ("FR/028/012", False, "Les critères du groupe 028 ont pris fin le"),
    ],
)
def test_a_group_that_nobody_verified_or_whose_criteria_are_over_is_said_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, number: str, to_confirm: bool, told: str | None
) -> None:
    monkeypatch.setenv("TAMIS_DAY", "2026-11-22")
    [found] = ran(capsys, number, "--family", "CLEANING")[1]["found"]
    assert found["to_confirm"] is to_confirm
    assert (told or "ne prouve rien" if number[3:6] != "020" else "convient") in found["fr"]


def test_an_unknown_family_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, answer = ran(capsys, "FR/006/012", "--family", "NOWHERE")
    assert (status, answer["refusal"]["code"]) == (2, "proof.family_unknown")
    assert not (tmp_path / "none").exists()

"""`proof register` and `doctor` as scripts call them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from catalog.cli.entry import main
from tests import demo_world

Run = Callable[..., tuple[int, dict[str, Any]]]
REGISTER = "Licence number;Product;Company;Group;Label\nFR/020/901;Clarvenel Nettoyant sols neutre citron;Clarvenel;020;EU Ecolabel\nX;Y;Z;020;Nordic Swan\n"


@pytest.fixture
def run(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    home = tmp_path / "home"
    demo_world.copied(demo_home, home).engine.dispose()
    monkeypatch.setenv("TAMIS_HOME", str(home))
    monkeypatch.setenv("TAMIS_DAY", demo_world.DAY)

    def running(*words: str) -> tuple[int, dict[str, Any]]:
        status = main([*words, "--json"])
        return status, json.loads(capsys.readouterr().out)

    return running


def test_a_register_is_rehearsed_loaded_and_known(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "registre_2026-11-15.csv"
    file.write_text(REGISTER, "utf-8")
    asked = ("proof", "register", str(file), "--label", "EU_ECOLABEL")
    status, dry = run(*asked, "--rehearse")
    assert (status, dry["extract"], dry["proposed"] > 0) == (1, None, True)
    status, done = run(*asked)
    assert status == 1
    assert {name: done[name] for name in ("rows", "imported", "rejected", "skipped", "others", "extracted_on", "age_days")} == {
        "rows": 2, "imported": 1, "rejected": 0, "skipped": 1, "others": {"NORDIC_SWAN": 1},
        "extracted_on": "2026-11-15", "age_days": 7,
    }  # fmt: skip
    assert done["products"]["proposed"] == dry["products"]["proposed"]
    assert [issue["code"] for issue in done["issues"]] == ["register.other_label"]
    status, again = run(*asked)
    assert (status, again["known"], again["extract"]) == (0, True, done["extract"])


def test_another_labels_file_and_none_at_all_are_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    file.write_text("ENERGY STAR Unique ID,Model Name\n1,A1\n", "utf-8")
    status, told = run("proof", "register", str(file), "--label", "EPEAT")
    assert (status, told["refusal"]["code"]) == (2, "register.unreadable")
    assert "ENERGY STAR" in told["refusal"]["en"]
    status, told = run("proof", "register", str(tmp_path / "none.csv"), "--label", "EPEAT")
    assert (status, told["refusal"]["code"]) == (2, "file.missing")


def test_doctor_finds_nothing_to_mend_in_the_demonstration(run: Run) -> None:
    status, told = run("doctor")
    assert (status, told["sound"], [each["code"] for each in told["findings"]]) == (0, True, ["doctor.clock.set"])
    assert {"doctor.journal", "doctor.files", "doctor.index"} <= {each["code"] for each in told["checked"]}
    head = f"{told['head']['number']}:{told['head']['hash']}"
    assert run("doctor", "--head", head)[0] == 0
    status, told = run("doctor", "--head", f"1:{'f' * 64}")
    assert (status, told["findings"][0]["code"]) == (1, "doctor.journal.cut")
    for head in ("x", f"²:{'f' * 64}", f"{'9' * 30}:{'f' * 64}"):
        assert run("doctor", "--head", head)[0] == 2


def test_doctor_tells_of_a_file_that_is_gone(run: Run, tmp_path: Path) -> None:
    gone = next(path for path in (tmp_path / "home" / "files").rglob("*") if path.is_file())
    gone.unlink()
    status, told = run("doctor")
    assert (status, told["sound"]) == (1, False)
    assert "doctor.files.missing" in [each["code"] for each in told["findings"]]


def test_doctor_tells_of_tables_that_are_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TAMIS_HOME", str(tmp_path / "empty"))
    assert main(["doctor", "--json"]) == 1
    assert [each["code"] for each in json.loads(capsys.readouterr().out)["findings"]] == ["doctor.migrations"]

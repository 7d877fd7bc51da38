"""Ranges on the command line: shown with their hash, exported as on a day, versions compared, a draft published."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.cli.entry import main
from tests.cli.test_commands import Run, run

__all__ = ["run"]


def test_show_tells_the_hash_and_whose_version_counts(run: Run) -> None:
    status, found = run("range", "show", "entretien-ecolabellise")
    assert status == 0
    assert (found["version"], found["versions"], found["offers"]) == (2, {"BRUMEVERT": 2, "CLAIRONDE": 1}, 85)
    assert len(found["content_hash"]) == 64
    assert found["fr"]["rule"] != found["en"]["rule"]


def test_an_export_is_the_same_bytes_once_issued(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    shown = run("range", "show", "petite-enfance")[1]
    status, first = run("range", "export", "petite-enfance", "--format", "xlsx", "-o", str(one))
    assert (status, first["again"], first["content_hash"]) == (0, False, shown["content_hash"])
    monkeypatch.setenv("TAMIS_DAY", "2026-11-25")
    words = ("range", "export", "petite-enfance", "--format", "xlsx", "--on", "2026-11-22", "-o", str(two))
    again = run(*words)[1]
    assert (again["again"], again["issue"], again["content_hash"]) == (True, first["issue"], first["content_hash"])
    assert one.read_bytes() == two.read_bytes()
    for form, head in (("pdf", b"%PDF-1.7"), ("ubl", b"<?xml version='1.0' encoding='UTF-8'?>")):
        assert run("range", "export", "petite-enfance", "--format", form, "-o", str(two))[0] == 0
        assert two.read_bytes().startswith(head)
    now = run("range", "export", "petite-enfance", "--format", "csv", "-o", str(two))[1]
    assert (now["offers"], now["content_hash"]) != (first["offers"], first["content_hash"])


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (("export", "petite-enfance", "--format", "odt", "-o", "x.odt"), 2, "range.format"),
        (("export", "none", "-o", "x.xlsx"), 2, "range.unknown"),
        (("export", "petite-enfance", "--on", "2026-11-20", "-o", "x.xlsx"), 2, "range.not_yet"),
        (("export", "petite-enfance", "-o", "x.xlsx", "--user", "audit@capdemo.example"), 3, "right.missing"),
        (("compare", "petite-enfance", "1", "2"), 2, "range.no_version"),
        (("validate", "petite-enfance"), 2, "range.validated_already"),
        (("validate", "petite-enfance", "--user", "controle@capdemo.example"), 3, "right.missing"),
        (("publish", "petite-enfance"), 2, "range.no_draft"),
    ],
)
def test_refusals(run: Run, words: tuple[str, ...], status: int, code: str) -> None:
    got, found = run("range", *words)
    assert (got, found["refusal"]["code"]) == (status, code)


def test_two_versions_and_a_draft_that_becomes_one(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    found = run("range", "compare", "entretien-ecolabellise", "1", "2")[1]
    assert (found["before"], found["after"], found["entering_total"], found["leaving_total"]) == (79, 89, 10, 0)
    assert found["suppliers"]["CLAIRONDE"] == {"before": 37, "after": 41, "entering": 4, "leaving": 0}
    capsys.readouterr()
    assert main(["range", "compare", "entretien-ecolabellise", "1", "2", "--lang", "en"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert (told[0], len(told)) == ("79 → 89  +10 -0", 11)
    assert told[1].startswith("+ BRUMEVERT/BV33101  ENT-2  Frange microfibre écoconçue 40 cm, pièce: Proof checked (")
    mover = found["entering"][0]
    assert mover["fr"] != mover["en"]
    publisher = ("--user", "publication@capdemo.example")
    assert run("range", "publish", "papier-ecolabellise", *publisher) == (
        0,
        {"range": "papier-ecolabellise", "version": 2},
    )
    assert run("range", "show", "papier-ecolabellise")[1]["versions"] == {"FEUILLANDE": 1}, "until it validates"

"""A supplier's own workbook back: who may have it, what it says, and the way through command line and corrected file."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from catalog.access import Actor
from catalog.cli.entry import main
from catalog.errors import NotFound, Refusal
from catalog.means.means import Means
from catalog.queries import agreements
from catalog.services.intake.annotate import limited, order_for, prepare
from catalog.wording.annotation import file_name, parts_of
from imports.annotation.record import Annotated
from imports.reading import read_here
from imports.record import Issue, Request
from tests.imports.annotation.catalogue import FAULTS, SHEET, book, comments, row_of, saved
from tests.release.world import actor, deliver, reading, set_up

Run = Callable[..., tuple[int, Any]]
sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def batch(means: Means) -> int:
    set_up(means)
    return deliver(means, "1", ("A", "Savon doux 5 L", "12.40"))


def person(means: Means, role: str, organisation: str) -> Actor:
    card = agreements.organisations(means.session, [organisation])[organisation]
    return actor(role, card.kind, card.id, card.code)


@sqlite
@pytest.mark.parametrize(
    ("role", "organisation", "expected"),
    [
        ("supplier", "HYG", "done"), ("supplier_admin", "HYG", "done"), ("supplier", "AUTRE", "NotFound"),
        ("reviewer", "CENTRALE", "done"), ("publisher", "CENTRALE", "done"), ("admin", "CENTRALE", "done"),
        ("auditor", "CENTRALE", "done"), ("buyer", "CRECHE", "NotAllowed"), ("prescriber", "CRECHE", "NotAllowed"),
    ],
)  # fmt: skip
def test_who_gets_an_annotated_file(means: Means, batch: int, role: str, organisation: str, expected: str) -> None:
    try:
        prepare(person(means, role, organisation), means, batch, "fr")
        outcome = "done"
    except Refusal as refusal:
        outcome = type(refusal).__name__
    assert outcome == expected


@sqlite
def test_a_batch_that_is_none_is_not_found(means: Means, batch: int) -> None:
    with pytest.raises(NotFound):
        prepare(person(means, "supplier", "HYG"), means, batch + 1, "fr")


@sqlite
def test_a_marking_says_what_the_batch_says_in_the_language_asked_for(means: Means, batch: int) -> None:
    marking = prepare(person(means, "supplier", "HYG"), means, batch, "en")
    assert (marking.file_name, marking.order.labels.sheet, marking.order.remarks) == ("1.csv", "Tamis check", ())
    assert dict(marking.order.facts)["Rows"] == "1 (imported: 1; rejected: 0; left out: 0)"
    assert marking.name(Annotated("copied")) == "1 (annotated).xlsx"


def test_a_long_file_may_take_longer() -> None:
    order = order_for(reading(("A", "b", "1.00")), "t.csv", "fr")
    limits = [(limited(order, rows).max_seconds, limited(order, rows).max_mb) for rows in (1, 100_000, 100_001, 10**7)]
    assert limits == [(60, 512), (60, 512), (120, 1024), (600, 2048)]


@pytest.mark.parametrize(
    ("name", "macros", "language", "expected"),
    [
        ("Tarif été.xlsx", False, "fr", "Tarif été (annoté).xlsx"), ("t.xlsm", True, "en", "t (annotated).xlsm"),
        ("t.xlsm", False, "fr", "t (annoté).xlsx"), ("tarif", False, "fr", "tarif (annoté).xlsx"),
    ],
)  # fmt: skip
def test_names_of_annotated_files(name: str, macros: bool, language: str, expected: str) -> None:
    assert file_name(name, language, macros=macros) == expected


def test_what_is_wrong_and_what_to_do_are_told_apart_without_the_place() -> None:
    issue = Issue("price.unreadable", "error", 4, "Prix. HT", "a. B c", "Tarif")
    assert parts_of(issue, "fr") == (
        "«\u00a0a. B c\u00a0» n’est pas un prix lisible.", "Écrivez un nombre, par exemple 12,50.",
    )  # fmt: skip
    assert parts_of(issue, "en") == ("“a. B c” is not a readable price.", "Write a number, such as 12.50.")
    assert parts_of(Issue("currency.assumed", "warning", params={"currency": "EUR"}), "en")[1] == ""


def test_titles_totals_and_rows_that_wait_are_told_and_not_marked() -> None:
    codes = (
        "row.section",
        "row.total",
        "row.note",
        "row.repeated_header",
        "rows.waiting",
        "row.withdrawn",
        "name.missing",
    )
    found = dataclasses.replace(
        reading(), issues=tuple(Issue(code, "warning", 3, value="x", last_row=4) for code in codes)
    )
    marked = [remark.marked for remark in order_for(found, "t.csv", "fr").remarks]
    assert marked == [False] * 6 + [True]


@pytest.fixture
def run(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line with --json on the shared demonstration: (status, document)."""
    from tests import demo_world

    home = tmp_path / "home"
    demo_world.copied(demo_home, home)
    for name, value in (("TAMIS_HOME", str(home)), ("TAMIS_DAY", demo_world.DAY)):
        monkeypatch.setenv(name, value)
    for name in ("TAMIS_DATABASE_URL", "TAMIS_USER", "TAMIS_LANG"):
        monkeypatch.delenv(name, raising=False)

    def ran(*words: str) -> tuple[int, Any]:
        capsys.readouterr()
        status = main([*words, "--json"])
        return status, json.loads(capsys.readouterr().out)

    return ran


def test_check_writes_the_annotated_workbook_beside_its_answer(run: Run, tmp_path: Path) -> None:
    source, out = saved(book(FAULTS, dressed=True), tmp_path / "tarif.xlsx"), tmp_path / "out.xlsx"
    status, found = run("check", str(source), "--annotated", str(out))
    assert (status, found["verdict"]) == (1, "import")
    assert found["annotated"] == {"file": str(out), "form": "same", "cells": 40, "comments": 40}
    assert set(comments(out)) == set(FAULTS)
    status, found = run("check", str(source), "--annotated", str(tmp_path / "no" / "out.xlsx"))
    assert (status, found["refusal"]["code"]) == (2, "file.not_written")


@pytest.mark.parametrize("raw", [b"%PDF-1.4", b"a;b;c\nx;y;z\n1;2;3\n"])
def test_a_file_that_is_refused_or_asks_is_annotated_too(run: Run, tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "t.csv").write_bytes(raw)
    status, found = run("check", str(tmp_path / "t.csv"), "--annotated", str(tmp_path / "out.xlsx"))
    assert status in (1, 2)
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["Contrôle Tamis"]
    told = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    waiting = [found["refusal"]["fr"]] if found["refusal"] else [each["fr"] for each in found["questions"]]
    assert waiting
    assert all(text in told for text in waiting)


def test_a_batch_comes_back_annotated_and_its_corrected_file_needs_no_step(run: Run, tmp_path: Path) -> None:
    source, out = saved(book(FAULTS), tmp_path / "tarif.xlsx"), tmp_path / "out.xlsx"
    where = ("--supplier", "CLAIRONDE", "--lot", "ENT-1", "--mode", "patch")
    status, batch = run("import", str(source), *where)
    assert status == 1
    status, found = run("batch", "annotate", batch["batch"], "-o", str(out), "--lang", "en")
    assert (status, found["batch"]) == (0, batch["batch"])
    assert found["annotated"] == {"file": str(out), "form": "same", "cells": 38, "comments": 38}
    assert set(comments(out)) == set(FAULTS) - {"B5", "B7"}  # an update need not name what it changes
    assert "Tamis check" in openpyxl.load_workbook(out).sheetnames
    mended = openpyxl.load_workbook(out)
    for address in FAULTS:
        cell = mended[SHEET][address]
        cell.value = row_of(cell.row)[cell.column - 1]
    mended.save(tmp_path / "mended.xlsx")
    status, again = run("import", str(tmp_path / "mended.xlsx"), *where)
    assert (status, again["questions"], again["imported"]) == (0, [], 60)
    assert {issue["code"] for issue in again["issues"]} <= {
        "column.new"
    }  # this supplier's earlier file had other headers
    assert run("batch", "annotate", "12", "-o", str(out))[0] == 2


def test_reading_knows_our_sheet_by_its_first_cell_and_never_asks_about_it(tmp_path: Path) -> None:
    made = book()
    made.create_sheet("Renommée")["A1"] = "Tamis : contrôle du fichier"
    for place, title in enumerate(("Référence", "Désignation", "Prix HT"), 1):
        for row in range(3, 60):
            made["Renommée"].cell(row, place, title if row == 3 else f"x{row}")
    read = read_here(saved(made, tmp_path / "t.xlsx"), Request("t.xlsx"))
    assert (read.verdict, read.sheet, read.issues, read.questions) == ("import", SHEET, (), ())

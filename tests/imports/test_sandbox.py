"""The child process: same answer as here, limits kept, its death a refusal."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from imports import pace
from imports.child import sandbox
from imports.reading import read_file, read_here
from imports.record import Reading, Request, Words
from tests.imports.made import workbook

DATA = Path(__file__).parents[1] / "data"
TEXT = "Référence;Désignation;Prix HT;Label\nA1;Savon;1,00;EU Ecolabel\nA2;Seau;x;\nA1;Savon;1,00;EU Ecolabel\n"


def comparable(reading: Reading) -> dict[str, object]:
    plain = {
        name: getattr(reading, name)
        for name in Reading.__slots__
        if name not in ("seconds", "peak_mb", "raw", "products")
    }
    return plain | {
        "products": reading.products.to_pylist(),
        "raw": {row: dict(line) for row, line in reading.raw.items()},
    }


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "tarif.csv"
    path.write_text(TEXT, encoding="cp1252")
    return path


def test_the_child_answers_as_we_would(file: Path) -> None:
    request = Request(
        "tarif.csv", words=Words(families={"savon": "SOAP"}, units={"u": "C62"}), answers={"vat_rate": "20"}
    )
    told = read_file(file, request)
    assert comparable(told) == comparable(read_here(file, request))
    assert (told.rows, told.imported, told.rejected, told.skipped) == (3, 1, 1, 1)
    assert told.seconds > 0
    assert 20 < told.peak_mb < 300


def test_questions_and_refusals_come_back_too(tmp_path: Path) -> None:
    path = tmp_path / "tarif.xlsx"
    path.write_bytes(
        workbook(
            Un=[["Référence", "Désignation", "Prix HT"], ["A", "b", 1]],
            Deux=[["Référence", "Désignation", "Prix HT"], ["A", "b", 1]],
        )
    )
    assert [question.choices for question in read_file(path, Request("t.xlsx")).questions] == [("all", "Un", "Deux")]
    path.write_bytes(b"%PDF-1.4")
    refusal = read_file(path, Request("t.pdf")).refusal
    assert refusal is not None
    assert (refusal.code, dict(refusal.params)) == ("file.not_a_table", {"kind": "PDF"})


def test_a_limit_below_what_any_reading_takes_is_kept_too(file: Path) -> None:
    reading = read_file(file, Request("tarif.csv", max_mb=1))
    assert (reading.verdict, reading.refusal and reading.refusal.code, reading.rows) == ("refuse", "file.too_heavy", 0)


def test_a_file_that_needs_more_memory_than_allowed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tarif.csv"
    lines = (
        f"REF-{number:07d};Article numero {number} avec un nom assez long pour peser;{number},50"
        for number in range(300_000)
    )
    path.write_text("Référence;Désignation;Prix HT\n" + "\n".join(lines), encoding="utf-8")
    reading = read_file(path, Request("tarif.csv", max_mb=100))
    assert (reading.verdict, reading.refusal and reading.refusal.code, reading.rows) == ("refuse", "file.too_heavy", 0)


def test_a_file_that_needs_more_time_than_allowed_is_refused_soon(tmp_path: Path) -> None:
    path = tmp_path / "tarif.csv"
    path.write_text(
        "Référence;Désignation;Prix HT\n"
        + "".join(f"R{number};Article {number};{number},50\n" for number in range(200_000))
    )
    started = time.perf_counter()
    reading = read_file(path, Request("tarif.csv", max_seconds=0.2))
    assert (reading.verdict, reading.refusal and reading.refusal.code) == ("refuse", "file.too_slow")
    assert time.perf_counter() - started < 60


@pytest.mark.parametrize(
    ("status", "code"), [(-6, "file.too_heavy"), (-9, "file.too_heavy"), (-14, "file.too_slow"), (1, "file.unreadable")]
)
def test_the_childs_death_is_a_refusal(tmp_path: Path, status: int, code: str) -> None:
    refusal = sandbox.answer(tmp_path, status, Request("t.csv")).refusal
    assert refusal is not None
    assert refusal.code == code


def test_the_child_knows_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAMIS_SECRET", "s")
    assert "TAMIS_SECRET" not in sandbox.environment()


def test_a_missing_request_ends_the_child_without_an_answer(file: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "imports.child.sandbox", str(file), str(tmp_path), str(os.getpid())],
        input=b"{}",
        capture_output=True,
        env=sandbox.environment(),
        check=False,
    )
    assert done.returncode != 0
    assert not (tmp_path / "reading.json").exists()


def test_many_threads_read_at_once(file: Path) -> None:
    readings: list[Reading] = []
    threads = [
        threading.Thread(target=lambda: readings.append(read_file(file, Request("tarif.csv")))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [reading.imported for reading in readings] == [1] * 4
    assert os.getpid() > 0


def long_file(folder: Path, rows: int, broken: bool = False) -> Path:
    path = folder / "long.csv"
    lines = [f"R{number};Article {number};{number},50\n" for number in range(1, rows)]
    lines += [f'R{rows};"Article;1,50\n'] if broken else [f"R{rows};Article;1,50\n"]
    path.write_text("Référence;Désignation;Prix HT\n" + "".join(lines))
    return path


@pytest.mark.parametrize("broken", [False, True])
def test_progress_is_told_in_rows_and_never_goes_beyond_them(tmp_path: Path, broken: bool) -> None:
    heard: list[tuple[int, int | None]] = []
    path = long_file(tmp_path, 20_000, broken)
    reading = read_file(
        path, Request("t.csv", max_seconds=300), progress=lambda done, total: heard.append((done, total))
    )
    assert reading.rows == 20_000
    assert heard[-1] == (20_001, 20_001)
    assert all(done <= 20_001 and total == 20_001 for done, total in heard)
    assert len(heard) <= 5 * reading.seconds + 2


def test_progress_over_all_sheets_of_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    head = ["Référence", "Désignation", "Prix HT"]
    path.write_bytes(workbook(Un=[head, *(["A", "b", 1] for _ in range(9))], Deux=[["x"]] * 5))
    told: list[tuple[int, int | None]] = []
    with pace.heard(lambda done, total: told.append((done, total))):
        read_here(path, Request("t.xlsx"))
    assert told == [(10, 10), (15, 15)]


def test_a_reading_that_nobody_listens_to_tells_nobody(tmp_path: Path) -> None:
    pace.expect(3)
    pace.advance(3)
    assert pace.last_written(tmp_path / "progress") is None


def test_an_xml_catalogue_does_not_know_its_rows_beforehand(tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    with pace.heard(lambda done, total: told.append((done, total))):
        read_here(DATA / "bmecat_12_prices.xml", Request("t.xml"))
    assert told
    assert {total for _, total in told} == {None}


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that were started to read."""
    made: list[subprocess.Popen[bytes]] = []
    start = sandbox._started

    def started(path: Path, folder: Path, request: Request) -> subprocess.Popen[bytes]:
        made.append(start(path, folder, request))
        return made[-1]

    monkeypatch.setattr(sandbox, "_started", started)
    return made


def test_a_reading_that_is_stopped_ends_its_child_at_once(
    tmp_path: Path, children: list[subprocess.Popen[bytes]]
) -> None:
    said = iter([False, True])
    reading = read_file(long_file(tmp_path, 200_000), Request("t.csv"), stop=lambda: next(said))
    assert (reading.verdict, reading.refusal and reading.refusal.code, reading.rows) == ("refuse", "file.cancelled", 0)
    assert [child.poll() for child in children] == [-9], "it did not come to its end"


def test_a_listener_that_fails_ends_the_child(tmp_path: Path, children: list[subprocess.Popen[bytes]]) -> None:
    def fail() -> bool:
        raise RuntimeError("gone")

    with pytest.raises(RuntimeError, match="gone"):
        read_file(long_file(tmp_path, 200_000), Request("t.csv"), stop=fail)
    assert [child.poll() for child in children] == [-9]

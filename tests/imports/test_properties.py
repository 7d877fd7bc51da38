"""Generated catalogues read back as written, in every dialect; conservation always; broken bytes never raise."""

from __future__ import annotations

import csv
import io
import random
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.imports.made import column, open_document, read_bytes, workbook

HEAD = ["Référence", "Désignation", "Prix HT", "Marque"]
LETTERS = "ABCdefghijéèàçùêôîïëœ0123456789 '-/°²,.&()"
NAMES = (
    st.text(LETTERS, min_size=1, max_size=30)
    .map(lambda text: "N" + " ".join(text.split()))
    .filter(lambda text: text.casefold() != "n/a")
)
PRICES = st.integers(1, 10**8).map(lambda cents: Decimal(cents) / 100)
LINES = st.lists(st.tuples(NAMES, PRICES, NAMES), min_size=1, max_size=12)
SOME = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def rows_of(lines: list[tuple[str, Decimal, str]]) -> list[tuple[str, str, Decimal, str]]:
    return [(f"{number:05d}", name, price, brand) for number, (name, price, brand) in enumerate(lines, start=1)]


def plain_file(rows: list[tuple[str, str, Decimal, str]], delimiter: str, quoting: int) -> str:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=delimiter, quoting=quoting, lineterminator="\r\n")  # type: ignore[arg-type]
    writer.writerow(HEAD)
    writer.writerows(
        (reference, name, f"{price:.2f} €".replace(".", ","), brand) for reference, name, price, brand in rows
    )
    return written.getvalue()


def assert_read(reading: object, rows: list[tuple[str, str, Decimal, str]]) -> None:
    read = [column(reading, name) for name in ("reference", "name", "price", "brand")]  # type: ignore[arg-type]
    assert read == [list(values) for values in zip(*((a, b, int(c * 10**6), d) for a, b, c, d in rows), strict=True)]


@SOME
@given(
    LINES,
    st.sampled_from(";\t,|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_a_plain_file_is_read_as_it_was_written(
    tmp_path: Path, lines: list[tuple[str, Decimal, str]], delimiter: str, encoding: str, quoting: int
) -> None:
    rows = rows_of(lines)
    reading = read_bytes(tmp_path, plain_file(rows, delimiter, quoting).encode(encoding))
    assert (reading.verdict, reading.encoding, reading.delimiter) == ("import", encoding, delimiter)
    assert_read(reading, rows)


@SOME
@given(LINES)
def test_a_workbook_is_read_as_it_was_written(tmp_path: Path, lines: list[tuple[str, Decimal, str]]) -> None:
    rows = rows_of(lines)
    assert_read(read_bytes(tmp_path, workbook(Tarif=[HEAD, *rows]), "t.xlsx"), rows)


@settings(SOME, max_examples=15)
@given(LINES)
def test_an_open_document_is_read_as_it_was_written(tmp_path: Path, lines: list[tuple[str, Decimal, str]]) -> None:
    rows = rows_of(lines)
    written = [(reference, name, f"{price:.2f}".replace(".", ","), brand) for reference, name, price, brand in rows]
    reading = read_bytes(tmp_path, open_document([HEAD, *written]), "t.ods")
    assert reading.format == "ods"
    assert_read(reading, rows)


CELLS = st.one_of(
    st.sampled_from(
        [
            "",
            "A1",
            "A2",
            "Total",
            "12,50",
            "1.234",
            "0",
            "sur devis",
            "Référence",
            "Prix HT",
            "3.76E+12",
            "31/02/2026",
            "oui",
            "-----",
        ]
    ),
    st.text(max_size=12),
)


@SOME
@given(st.lists(st.lists(CELLS, min_size=1, max_size=6), max_size=15), st.booleans())
def test_no_row_is_ever_lost(tmp_path: Path, table: list[list[str]], headed: bool) -> None:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";")
    writer.writerows([[*HEAD, "TVA", "Date début"]] if headed else [])
    writer.writerows(table)
    reading = read_bytes(tmp_path, written.getvalue().encode("utf-8", "surrogatepass"))
    if reading.verdict == "import":
        told = {issue.row for issue in reading.issues if issue.level == "error"}
        assert len(told) == reading.rejected
        assert reading.products.num_rows <= reading.imported


def mutated(raw: bytes, seed: int) -> bytes:
    """A few bytes changed, cut out, doubled or moved."""
    chance, made = random.Random(seed), bytearray(raw)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(made)) if made else 0
        length = chance.choice((1, 1, 2, 16, 200))
        match chance.randrange(4):
            case 0:
                made[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del made[at : at + length]
            case 2:
                made[at:at] = made[at : at + length]
            case _:
                made[at:at] = chance.choice((b'"', b"\0", b";", b"\n", b"\xff\xfe", b"<", b"&x;"))
    return bytes(made)


TABLE = [HEAD, *([f"R{number}", f"Article n° {number}", number + 0.5, "Propra"] for number in range(30))]
SEEDS = {
    "csv": plain_file([(f"R{number}", f"Article n° {number}", Decimal(number + 1), "Propra") for number in range(30)], ";", csv.QUOTE_ALL).encode("cp1252"),
    "xlsx": workbook(Tarif=TABLE, Autre=[["x"]]),
    "ods": open_document(TABLE),
}  # fmt: skip


@pytest.mark.parametrize("kind", SEEDS)
@pytest.mark.parametrize("start", range(0, 150, 50))
def test_broken_bytes_get_an_answer(tmp_path: Path, kind: str, start: int) -> None:
    verdicts = {
        read_bytes(tmp_path, mutated(SEEDS[kind], seed), f"t.{kind}").verdict for seed in range(start, start + 50)
    }
    assert verdicts <= {"import", "ask", "refuse"}
    assert "refuse" in verdicts or kind == "csv"

"""EDIFACT PRICAT: signs of the interchange, items, tiers, deletions, and messages that are none."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imports.reading import read_here
from imports.record import Reading, Request
from tests.imports.made import column, found, read_bytes, read_text, withdrawn
from tests.imports.test_properties import LINES, mutated

DATA = Path(__file__).parents[1] / "data"


def read(name: str, **request: Any) -> Reading:
    reading = read_here(DATA / name, Request(name, **request))
    assert reading.imported + reading.rejected + reading.skipped == reading.rows
    return reading


def test_a_whole_item() -> None:
    reading = read("pricat_d96a.edi")
    assert (reading.format, reading.transaction, reading.rows, reading.imported, reading.rejected, reading.skipped) == (
        "pricat",
        "full",
        3,
        2,
        1,
        0,
    )
    assert {name: value for name, value in reading.products.to_pylist()[0].items() if value is not None} == {
        "row": 1, "reference": "E-001", "name": "Éponge + grattoir : lot d'essai", "brand": "Grattone", "gtin": "3017620422003",
        "price": 2_350_000, "price_basis": 1_000_000, "currency": "EUR", "vat": 200_000, "price_includes_vat": False, "order_unit": "H87",
        "content_per_order_unit": 6_000_000, "min_order_quantity": 10_000_000, "list_price": 3_000_000,
        "valid_from": dt.date(2027, 1, 1), "valid_to": dt.date(2027, 12, 31),
        "prices": [
            {"min_quantity": 1_000_000, "valid_from": dt.date(2027, 1, 1), "valid_to": dt.date(2027, 12, 31), "price": 2_350_000},
            {"min_quantity": 100_000_000, "valid_from": dt.date(2027, 1, 1), "valid_to": dt.date(2027, 12, 31), "price": 2_100_000},
        ],
    }  # fmt: skip
    assert [(issue.row, issue.value) for issue in found(reading, "row.withdrawn")] == [(2, "E-002")]
    assert withdrawn(reading) == ["E-002"]
    assert [(issue.row, issue.column) for issue in found(reading, "price.unreadable")] == [(3, "PRI[AAA]")]
    assert reading.ignored_columns == ("PIA[IN]", "PRI[AAA]/type")


HEAD = "UNB+UNOC:3+1+2'UNH+1+PRICAT:D:96A:UN'CUX+2:EUR'"


def test_an_item_without_a_suppliers_number_asks_for_a_reference(tmp_path: Path) -> None:
    text = HEAD + "LIN+1+1+96385074:EN'IMD+F++:::Savon'PRI+AAA:1.00'UNT+1+1'UNZ+1+1'"
    assert [question.id for question in read_text(tmp_path, text).questions] == ["reference"]
    assert column(read_text(tmp_path, text, answers={"reference": "LIN[EN]"}), "reference") == ["96385074"]


def test_an_interchange_without_its_end_is_refused(tmp_path: Path) -> None:
    refusal = read_text(tmp_path, HEAD + "LIN+1+1+96385074:EN'PRI+AAA:1.00'").refusal
    assert refusal is not None
    assert (refusal.code, dict(refusal.params)) == ("file.cut_short", {"end": "UNZ", "rows": 1})


@pytest.mark.parametrize(("function", "transaction"), [("9", "full"), ("5", "full"), ("4", "patch"), ("2", "patch")])
def test_the_message_says_whether_it_is_whole(tmp_path: Path, function: str, transaction: str) -> None:
    text = f"{HEAD}BGM+9+1+{function}'LIN+1+1'PIA+1+A:SA'IMD+F++:::Savon'PRI+AAA:1.00'UNT+1+1'UNZ+1+1'"
    assert read_text(tmp_path, text).transaction == transaction


def test_another_message_is_told_by_its_name(tmp_path: Path) -> None:
    refusal = read_text(tmp_path, "UNB+UNOC:3+1+2'UNH+1+INVOIC:D:96A:UN'UNT+1+1'UNZ+1+1'").refusal
    assert refusal is not None
    assert (refusal.code, dict(refusal.params)) == ("file.format_later", {"format": "EDIFACT INVOIC"})


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES, st.sampled_from([":+.? '", ":+.? \n", "^*.\\ ~"]), st.sampled_from(["utf-8", "cp1252"]))
def test_an_interchange_is_read_as_it_was_written(
    tmp_path: Path, lines: list[tuple[str, Decimal, str]], signs: str, encoding: str
) -> None:
    component, element, release, end = (signs[place] for place in (0, 1, 3, 5))

    def escaped(text: str) -> str:
        return "".join(release + sign if sign in (component, element, release, end) else sign for sign in text)

    parts = ["UNB+UNOC:3+1+2", "UNH+1+PRICAT:D:96A:UN", "CUX+2:EUR"]
    for row, (name, amount, brand) in enumerate(lines, start=1):
        parts += [
            f"LIN+{row}+1",
            f"PIA+1+{row:05d}:SA",
            f"IMD+F++:::{name}\0",
            f"IMD+F+BRN+:::{brand}\0",
            f"PRI+AAA:{amount}",
        ]
    made = []
    for part in [*parts, "UNT+1+1", "UNZ+1+1"]:
        head, _, free = part.rpartition(":::") if part.endswith("\0") else (part, "", "")
        made.append(
            head.replace(":", component).replace("+", element)
            + (component * 3 + escaped(free[:-1]) if free else "")
            + end
        )
    reading = read_bytes(tmp_path, f"UNA{signs}{''.join(made)}".encode(encoding), "t.edi")
    rows = [
        (f"{row:05d}", name, int(amount * 10**6), brand) for row, (name, amount, brand) in enumerate(lines, start=1)
    ]
    read = zip(*(column(reading, name) for name in ("reference", "name", "price", "brand")), strict=True)
    assert list(read) == rows


def test_broken_bytes_get_an_answer(tmp_path: Path) -> None:
    raw = (DATA / "pricat_d96a.edi").read_bytes()
    verdicts = {read_bytes(tmp_path, mutated(raw, seed), "t.edi").verdict for seed in range(100)}
    assert verdicts <= {"import", "ask", "refuse"}


@pytest.mark.parametrize("text", ["UNA", "UNA:+.? '", "UNB+", "UNA:+.? 'UNZ+1'"])
def test_next_to_nothing_is_refused(tmp_path: Path, text: str) -> None:
    assert read_text(tmp_path, text).verdict == "refuse"


ONE = "LIN+1+{action}+4006381333931:EN'PIA+5+A:SA'IMD+F++:::Éponge'PRI+AAA:1.50'"


@pytest.mark.parametrize(
    ("function", "action", "transaction", "gone"),
    [("9", "", "full", []), ("9", "2", "full", ["A"]), ("3", "", "patch", ["A"]), ("3", "1", "patch", []), ("1", "", "patch", ["A"]), ("4", "", "patch", [])],
)  # fmt: skip
def test_a_message_that_deletes_or_cancels_withdraws_its_items(
    tmp_path: Path, function: str, action: str, transaction: str, gone: list[str]
) -> None:
    head = HEAD.replace("CUX", f"BGM+9+1+{function}'CUX")
    reading = read_text(tmp_path, head + ONE.format(action=action) + "UNT+1+1'UNZ+1+1'")
    assert (reading.verdict, reading.transaction, withdrawn(reading), reading.imported) == (
        "import",
        transaction,
        gone,
        1,
    )


@pytest.mark.parametrize(
    ("level", "written", "name", "encoding"),
    [("C", "latin-1", "Éponge", "cp1252"), ("D", "iso8859-2", "Łyżka", "iso8859-2"), ("F", "iso8859-7", "Σαπούνι", "iso8859-7"), ("W", "utf-8", "Łyżka", "utf-8")],
)  # fmt: skip
def test_the_character_set_of_the_interchange_is_followed(
    tmp_path: Path, level: str, written: str, name: str, encoding: str
) -> None:
    text = HEAD.replace("UNOC", f"UNO{level}") + ONE.format(action="").replace("Éponge", name) + "UNT+1+1'UNZ+1+1'"
    reading = read_text(tmp_path, text, written)
    assert (column(reading, "name"), reading.encoding, found(reading, "file.charset")) == ([name], encoding, [])


def test_another_character_set_than_the_one_named_is_told(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + ONE.format(action="") + "UNT+1+1'UNZ+1+1'", "cp850")
    assert [(issue.value, issue.params["encoding"]) for issue in found(reading, "file.charset")] == [
        ("UNOC", reading.encoding)
    ]

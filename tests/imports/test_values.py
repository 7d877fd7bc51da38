"""Values of every kind, each example with the one thing that is right of it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from imports.cleaning import Fault, dates, taxes, texts
from imports.cleaning.amounts import Money, money, rounded
from tests.imports.made import column, found, read_bytes, read_text, workbook

HEAD = "Référence;Désignation;Prix HT"


def cents(cell: Any, sign: str = ",") -> Any:
    read = money("price", sign)(cell)
    if isinstance(read, Fault):
        return read.code.removeprefix("price.")
    assert isinstance(read, Money)
    return Decimal(read.micro).scaleb(-6).normalize()


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1 234,50 €", "1234.5"), ("1\u202f234,50", "1234.5"), ("1\u00a0234,50 €", "1234.5"), ("1\u2009234,50", "1234.5"),
        ("1.234,56", "1234.56"), ("12.345.678,90", "12345678.9"), ("1'234,50", "1234.5"), ("1’234,50", "1234.5"),
        ("52,87 EUR / kg", "52.87"), ("12,3456", "12.3456"), ("12,34567", "12.34567"), ("0,012345", "0.012345"),
        (",50", "0.5"), ("+5", "5"), ("€ 12,50", "12.5"), ("EUR12,50", "12.5"), ("12,50 euros", "12.5"), ("１２,５０", "12.5"),
        (Decimal("12.4000000001"), "12.4"), (Decimal("3.3000000000000003"), "3.3"), (Decimal("12.399999999999999"), "12.4"),
        (Decimal("0.1000000000000000055"), "0.1"), ("3,3000000000000003", "3.3"), (Decimal("1E+2"), "100"),
    ],
)  # fmt: skip
def test_amounts(cell: Any, amount: str) -> None:
    assert cents(cell) == Decimal(amount).normalize()


@pytest.mark.parametrize(
    ("cell", "tail"),
    [
        ("1e3", "unreadable"), ("1,5E+3", "unreadable"), ("3.76E+12", "unreadable"), ("0x10", "unreadable"), ("NaN", "unreadable"),
        ("inf", "unreadable"), ("VRAI", "unreadable"), ("sur devis", "unreadable"), ("-5", "negative"), ("−5,00", "negative"),
        (Decimal(-1), "negative"), ("1234.5", "convention"), ("12 34,50", "several"), ("(5,00)", "unreadable"),
        ("12,50,30", "convention"), (Decimal(10) ** 13, "too_large"), (dt.date(2026, 1, 1), "unreadable"),
    ],
)  # fmt: skip
def test_what_is_no_amount(cell: Any, tail: str) -> None:
    assert cents(cell) == tail


@pytest.mark.parametrize(
    ("cell", "proposal"),
    [
        ("12 ,50", "12,50"),
        ("12, 50", "12,50"),
        ("12,-", "12,00"),
        ("12,5O", "12,50"),
        ("2 euros 50", "2,50"),
        ("12€50", "12,50"),
    ],
)
def test_what_a_person_surely_meant_is_proposed(cell: str, proposal: str) -> None:
    read = money("price", ",")(cell)
    assert isinstance(read, Fault)
    assert (read.code, read.proposal) == ("price.unreadable", proposal)


def test_what_floats_leave_behind_is_mended_and_no_rounding() -> None:
    mended = (
        Decimal("12.4000000001"),
        Decimal("3.3000000000000003"),
        "3,3000000000000003",
        "12,345678",
        Decimal("0.1"),
        "x",
    )
    assert [rounded(cell) for cell in mended] == [False] * 6
    assert [rounded(cell) for cell in (Decimal("33.333333333333336"), "33,333333333333336", Decimal("1.2345678"))] == [
        True
    ] * 3


@pytest.mark.parametrize(
    ("cell", "fractions", "rate"),
    [
        ("5,5", False, 55_000), ("5.5 %", False, 55_000), ("TVA 5,5%", False, 55_000), ("20", False, 200_000), ("2,1", False, 21_000),
        (Decimal("5.4999999999"), False, 55_000), ("0.055", True, 55_000), ("0,2", True, 200_000),
        (Decimal("0.055000000000000007"), True, 55_000), ("exonéré", False, 0), ("0", False, 0),
    ],
)  # fmt: skip
def test_vat(cell: Any, fractions: bool, rate: int) -> None:
    assert taxes.vat(",", fractions)(cell) == rate


@pytest.mark.parametrize(
    ("cell", "code", "value", "proposal"),
    [
        ("0,055", "vat.mixed", None, "5,5"), ("0.055", "vat.mixed", None, "5.5"), (Decimal("0.2"), "vat.mixed", None, "20"),
        (Decimal("0.055000000000000007"), "vat.mixed", None, "5,5"), ("19,6", "vat.not_in_force", 196_000, None),
        ("taux réduit", "vat.unreadable", None, None), ("150", "vat.unreadable", None, None),
    ],
)  # fmt: skip
def test_a_rate_that_is_doubtful(cell: Any, code: str, value: int | None, proposal: str | None) -> None:
    read = taxes.vat(",", False)(cell)
    assert isinstance(read, Fault)
    assert (read.code, read.level, read.value, read.proposal) == (code, "warning", value, proposal)


def test_codes_of_vat_are_no_rates(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + ";Code TVA\nA1;Savon;1,00;1\nA2;Seau;1,00;20\nA3;Sac;1,00;2\n")
    assert (column(reading, "vat"), [issue.row for issue in found(reading, "vat.code")]) == (
        [None, 200_000, None],
        [2, 4],
    )


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("01/02/2026", dt.date(2026, 2, 1)), ("1/2/26", dt.date(2026, 2, 1)), ("01.02.2026", dt.date(2026, 2, 1)),
        ("2026-02-01", dt.date(2026, 2, 1)), ("2026-02-01T00:00:00+01:00", dt.date(2026, 2, 1)), ("20260201", dt.date(2026, 2, 1)),
        ("1er février 2026", dt.date(2026, 2, 1)), ("01-févr.-26", dt.date(2026, 2, 1)), ("February 1, 2026", dt.date(2026, 2, 1)),
        (Decimal(46054), dt.date(2026, 2, 1)), (Decimal("46054.75"), dt.date(2026, 2, 1)), ("46054", dt.date(2026, 2, 1)),
        ("29/02/2028", dt.date(2028, 2, 29)),
    ],
)  # fmt: skip
def test_dates(cell: Any, day: dt.date) -> None:
    assert dates.date()(cell) == day


@pytest.mark.parametrize(
    ("cell", "code"),
    [("31/02/2026", "no_such_day"), ("29/02/2026", "no_such_day"), ("31/04/2026", "no_such_day"), ("00/01/2026", "no_such_day"),
     ("mars 2026", "unreadable"), ("T1 2026", "unreadable"), ("2026", "unreadable"), (Decimal("0.5"), "unreadable")],
)  # fmt: skip
def test_a_day_that_does_not_exist_is_refused(cell: Any, code: str) -> None:
    assert dates.date()(cell) == Fault(f"date.{code}", "error")


def test_a_column_decides_whether_the_month_comes_first(tmp_path: Path) -> None:
    text = HEAD + ";Date début\nA1;Savon;1,00;{}\nA2;Seau;1,00;03/04/2026\n"
    american = read_text(tmp_path, text.format("04/25/2026"))
    assert column(american, "valid_from") == [dt.date(2026, 4, 25), dt.date(2026, 3, 4)]
    french = read_text(tmp_path, text.format("25/04/2026"))
    assert column(french, "valid_from") == [dt.date(2026, 4, 25), dt.date(2026, 4, 3)]
    both = read_text(tmp_path, text.format("25/04/2026") + "A3;Sac;1,00;04/25/2026\n")
    assert [issue.row for issue in found(both, "date.no_such_day")] == [4]


def test_serial_days_in_a_column_of_plain_numbers(tmp_path: Path) -> None:
    rows = [
        ["Référence", "Désignation", "Prix HT", "Date début"],
        ["A1", "Savon", 1.5, 46054],
        ["A2", "Seau", 3.3000000000000003, 46054.5],
    ]
    reading = read_bytes(tmp_path, workbook(Prix=rows), "t.xlsx")
    assert column(reading, "valid_from") == [dt.date(2026, 2, 1)] * 2
    assert (column(reading, "price"), found(reading, "price.rounded")) == ([1_500_000, 3_300_000], [])


@pytest.mark.parametrize("reference", ["00123", "0", "1E5X", "12.50", "A/B-1", "É-1", "+33", "=1", "2026-01", "1/2"])
def test_references_stay_as_they_are_written(tmp_path: Path, reference: str) -> None:
    reading = read_text(tmp_path, f"{HEAD}\n{reference};Savon;1,00\n")
    assert column(reading, "reference") == [reference]


@pytest.mark.parametrize("cell", ["3.76E+12", "3,76E+12", "1E5", "3.76 E 12", Decimal(10) ** 15])
def test_a_reference_of_which_digits_are_lost_is_refused(cell: Any) -> None:
    assert texts.reference(cell) == Fault("reference.lost_digits", "error")


def test_missing_is_missing(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + ";TVA;Éco-participation;Remise;Unité;Date début\nA1;Savon;1,00;;;;;\n")
    line = reading.products.to_pylist()[0]
    assert {
        line[name] for name in ("vat", "eco_contribution", "discount_rate", "order_unit", "valid_from", "list_price")
    } == {None}


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
def test_a_no_break_space_before_the_euro_sign_is_no_sign_of_another_alphabet(tmp_path: Path, encoding: str) -> None:
    lines = "".join(f"A{number};Savon rêche;1\u00a0234,5{number}\u00a0€\n" for number in range(9))
    reading = read_text(tmp_path, f"{HEAD}\n{lines}", encoding)
    assert (reading.encoding, column(reading, "name")[0], column(reading, "price")[1]) == (
        encoding,
        "Savon rêche",
        1_234_510_000,
    )

"""Shares of ingredients as sheets write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.documents.layout import plain_text
from imports.documents.record import Sheet
from imports.documents.safety_sheet import sheet_of
from imports.documents.shares import Share, whole, within
from imports.documents.substances import valid_cas, valid_ec


def share(low: str | None, high: str | None, low_open: bool = False, high_open: bool = False) -> Share:
    return Share(Decimal(low) if low else None, Decimal(high) if high else None, low_open, high_open)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("5 - <15 %", share("5", "15", False, True)),
        ("5-15%", share("5", "15")),
        (">= 1 - < 5", share("1", "5", False, True)),
        ("≥1 - <5%", share("1", "5", False, True)),
        ("> 0 - <= 10", share("0", "10", True)),
        ("2,5 <= x % < 10", share("2.5", "10", False, True)),
        ("1 ≤ C ≤ 5", share("1", "5")),
        ("0.1 < x ≤ 1", share("0.1", "1", True)),
        ("1 à 5 %", share("1", "5")),
        ("10 bis 20 %", share("10", "20")),
        ("0,25 – 0,5", share("0.25", "0.5")),
        ("< 0,0015 %", share(None, "0.0015", False, True)),
        ("≤ 3", share(None, "3")),
        ("<=3%", share(None, "3")),
        ("max. 2 %", share(None, "2")),
        ("inférieure à 5 %", share(None, "5")),
        ("> 85.000%*", share("85.000", None, True)),
        ("≥ 30 %", share("30", None)),
        ("30% et plus", None),
        ("4 %", share("4", "4")),
        ("ca. 4,5 %", share("4.5", "4.5")),
        ("100 %", share("100", "100")),
        ("120 %", None),
        ("15 - 5 %", None),
        ("proprietary", None),
        ("1, 2", None),
    ],
)
def test_a_cell(text: str, read: Share | None) -> None:
    assert whole(text) == read


def test_a_bare_figure_counts_where_a_share_is_expected() -> None:
    assert (whole("0.15"), whole("0.15", bare=True)) == (None, share("0.15", "0.15"))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Alkyl (68% C12, 32% C14) chloride 85409-23-0 0.15", share("0.15", "0.15")),
        ("C12-15 Pareth-7 68131-39-5 > 0 - <= 5", share("0", "5", True)),
        ("Tenside 497-19-8 207-838-8 5 - 10 H319", share("5", "10")),
        ("Eye Irrit. 2: 10 % ≤ C < 20 % 497-19-8", None),
        ("Sodium carbonate 497-19-8 M = 10", None),
        ("68891-38-3 01-2119488639-16 ≥ 2.5 - < 10 Skin Irrit. 2, H315", share("2.5", "10", False, True)),
    ],
)
def test_in_the_midst_of_a_line(text: str, read: Share | None) -> None:
    assert within(text, numbered=True) == read


@given(
    st.decimals(0, 99, places=2),
    st.decimals(0, 99, places=2),
    st.sampled_from(("", ">=", "> ")),
    st.sampled_from(("", "<", "<= ")),
)
def test_whatever_the_numbers(one: Decimal, other: Decimal, over: str, under: str) -> None:
    low, high = sorted((one, other))
    for text in (f"{over}{low} - {under}{high} %", f"{over}{low} - {under}{high} %".replace(".", ",")):
        read = whole(text)
        assert read is not None
        assert (read.low, read.high) == (low, high)
        assert (read.low_open, read.high_open) == (over == "> ", under == "<")


@pytest.mark.parametrize(
    ("number", "right"),
    [("7732-18-5", True), ("7732-18-4", False), ("2634-33-5", True), ("26172-55-4", True), ("00-00-0", False)],
)
def test_the_check_digit_of_cas(number: str, right: bool) -> None:
    assert valid_cas(number) is right


@pytest.mark.parametrize(("number", "right"), [("231-668-3", True), ("231-668-2", False), ("500-234-8", True)])
def test_the_check_digit_of_ec(number: str, right: bool) -> None:
    assert valid_ec(number) is right


def section_3(*rows: str) -> Sheet:
    lines = (
        "SAFETY DATA SHEET",
        "2. Hazards identification",
        "Not classified",
        "3. Composition/information on ingredients",
        *rows,
    )
    sheet = sheet_of(plain_text("\n".join(lines)))
    assert isinstance(sheet, Sheet)
    return sheet


def test_a_wrong_number_is_kept_and_marked_where_it_calls_itself_cas() -> None:
    sheet = section_3("Water    CAS 7732-18-4    > 80 %", "Date 12-03-2    phone 0146-42-1")
    assert [(each.cas, each.valid) for each in sheet.substances] == [("7732-18-4", False)]


def test_numbers_one_below_the_other_with_the_share_first() -> None:
    sheet = section_3(
        "Name    %    Identifiers", "Soda    1 - 5    RRN 01-", "2119488154-34", "CAS : 497-19-8", "Potash    < 1    RRN 01-", "CAS : 1310-58-3"
    )  # fmt: skip
    assert [(each.cas, each.low, each.high) for each in sheet.substances] == [
        ("497-19-8", Decimal(1), Decimal(5)), ("1310-58-3", None, Decimal(1)),
    ]  # fmt: skip


def test_a_row_without_a_number_takes_no_share_of_another() -> None:
    sheet = section_3(
        "Name", "Soda", "497-19-8", ">= 1 - < 5", "Perfume", "secret", ">= 5 - < 9", "Potash", "1310-58-3", "< 1 %"
    )
    assert [(each.cas, each.high) for each in sheet.substances] == [("497-19-8", Decimal(5)), ("1310-58-3", Decimal(1))]


def test_where_no_cas_number_is_printed_the_ec_number_tells() -> None:
    sheet = section_3("Soda    207-838-8    5 - 15 %")
    assert [(each.cas, each.ec, each.high, each.valid) for each in sheet.substances] == [
        (None, "207-838-8", Decimal(15), True)
    ]


def test_several_numbers_share_one_row() -> None:
    sheet = section_3("Enzymes    9014-01-1, 9000-90-2    < 1 %")
    assert [(each.cas, each.high) for each in sheet.substances] == [
        ("9014-01-1", Decimal(1)),
        ("9000-90-2", Decimal(1)),
    ]

"""Shares of ingredients as sheets write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.documents.layout import plain_text
from imports.documents.numbers import valid_cas, valid_ec
from imports.documents.record import Sheet
from imports.documents.safety_sheet import sheet_of
from imports.documents.shares import Share, whole, within


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
        (".5 - 1 %", share("0.5", "1")),
        ("<.1%", share(None, "0.1", False, True)),
        (",016 %", share("0.016", "0.016")),
        ("£ 2,5%", share(None, "2.5")),
        ("0,6 g/100g", share("0.6", "0.6")),
        ("25 50 %", share("25", "50")),
        ("50 25 %", None),
        ("25 50", None),
        ("1,00 - < 10,00 Gew%", share("1.00", "10.00", False, True)),
        ("5 - 10 wt.-%", share("5", "10")),
        ("³ 30 %", share("30", None)),
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
        ("CAS: 68891-38-3 Alcohols, C12-14, salts (= anionic 5-15%", share("5", "15")),
        ("Tenside 497-19-8 207-838-8 5 - 10 H319", share("5", "10")),
        ("Eye Irrit. 2: 10 % ≤ C < 20 % 497-19-8", None),
        ("Soda 497-19-8 grade 25 50 % of it", None),
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


HEAD = "SAFETY DATA SHEET\n1. Identification\n2. Hazards identification\nNone.\n3. Composition\n"


def shares(rows: str) -> dict[str | None, tuple[str | None, str, str]]:
    sheet = sheet_of(plain_text(HEAD + rows))
    assert isinstance(sheet, Sheet)
    return {each.cas: (each.ec, str(each.low), str(each.high)) for each in sheet.substances}


def test_a_share_that_opens_the_row_of_its_name() -> None:
    rows = "Content [%] Ingredient\n70 - 80 White spirit\n    Flam. Liq. 3: H226\n    CAS: 8008-20-6, EINECS: 232-366-4"
    assert shares(rows) == {"8008-20-6": ("232-366-4", "70", "80")}


def test_a_number_that_is_no_share_opens_no_row() -> None:
    rows = "Content [%] Ingredient\n2 - 4 %    Acid\n    CAS: 77-92-9\n12 Dodecanol\n    CAS: 112-53-8"
    assert shares(rows) == {"77-92-9": (None, "2", "4"), "112-53-8": (None, "None", "None")}


def test_limits_of_a_classification_beside_the_column_of_shares() -> None:
    rows = """Name          Identifiers       %             Classification
Soap of                         >=1 - <5      Eye Dam. 1, H318
coconut       68891-38-3                      10 - 100 %
Acid                            2 - 3         Eye Irrit. 2, H319
              77-92-9                         5 - 10 %
"""
    assert shares(rows) == {"68891-38-3": (None, "1", "5"), "77-92-9": (None, "2", "3")}


def test_numbers_that_a_narrow_cell_breaks() -> None:
    rows = """Name              CAS           EC            %
Soap              68411-30-     270-115-      >= 3 - < 5
                  3             0
Salt              7647-         231-          1 - 2
                  14-5          598-3
Sum of both       12345-        6789          1 - 2
                  6
"""
    assert shares(rows) == {"68411-30-3": ("270-115-0", "3", "5"), "7647-14-5": ("231-598-3", "1", "2")}


def test_a_number_that_goes_on_in_the_next_line() -> None:
    rows = """>= 30% - < 40% Gases
REACH No.: 01-2119486557-22, Index: 649-199-00-9, CAS: 68476-40-4, EC: 270-
681-9
>= 7% - < 10% Acetone
Index: 606-001-00-8, CAS: 67-64-1, EC: 200-662-
2
"""
    assert shares(rows) == {"68476-40-4": ("270-681-9", "30", "40"), "67-64-1": ("200-662-2", "7", "10")}


def test_each_number_keeps_the_companion_of_its_own_line() -> None:
    rows = "Soap    68411-30-3    5 %\nAcetone    67-64-1    200-662-2    1 %\nSalt    7647-14-5    231-598-3    2 %"
    assert {cas: ec for cas, (ec, *_) in shares(rows).items()} == {
        "68411-30-3": None, "67-64-1": "200-662-2", "7647-14-5": "231-598-3",
    }  # fmt: skip


def test_a_substance_without_a_cas_number_among_others() -> None:
    """Many mixtures of hydrocarbons have an EC number alone; a companion's line is no substance of its own."""
    rows = """CAS: 67-64-1    Acetone    1 - 5 %
EC: 200-662-2
EC: 918-481-9    Hydrocarbons, C10-C13    10 - 20 %
CAS: 7647-14-5    Salt    1 %
EC: 231-598-3    Flam. Liq. 2
"""
    sheet = sheet_of(plain_text(HEAD + rows))
    assert isinstance(sheet, Sheet)
    assert [(each.cas, each.ec, str(each.low)) for each in sheet.substances] == [
        ("67-64-1", "200-662-2", "1"), (None, "918-481-9", "10"), ("7647-14-5", "231-598-3", "1"),
    ]  # fmt: skip


def test_a_number_named_among_synonyms_is_read_where_it_is_listed() -> None:
    rows = """Name        Synonyms                            % (w/w)    CAS number
xylene      Dimethylbenzene (100-41-4); Xylol   5 - 10*    1330-20-7
ethylbenzene    Phenylethane                    1 - 5*     100-41-4
titanium dioxide   Rutile; C.I. 77891; CI 10 - 30*    13463-67-7
"""
    assert shares(rows) == {
        "1330-20-7": (None, "5", "10"),
        "100-41-4": (None, "1", "5"),
        "13463-67-7": (None, "10", "30"),
    }


def test_cells_that_run_into_the_shares() -> None:
    rows = """Name          CAS           Classification           Weight %
Isopentane    78-78-4       Flammable liquids >= 0.00 - <
              201-142-8     Category 1               0.10
"""
    assert shares(rows) == {"78-78-4": ("201-142-8", "0.00", "0.10")}


def test_a_number_that_is_only_mentioned_is_no_substance_by_ec_number() -> None:
    rows = "CAS: 67-64-1    Acetone    1 - 5 %\nThe content of benzene (EINECS 200-753-7) lies below 0.1 %"
    sheet = sheet_of(plain_text(HEAD + rows))
    assert isinstance(sheet, Sheet)
    assert [(each.cas, each.ec) for each in sheet.substances] == [("67-64-1", None)]


def test_a_note_is_no_share() -> None:
    rows = "Name    CAS    %    Type\nPhenol, dodecyl-    121158-58-5                ≤3    Eye Irrit. 2, H319    [1]"
    assert shares(rows) == {"121158-58-5": (None, "None", "3")}
    assert whole("[1]", bare=True) is None


def test_two_numbers_of_one_ingredient() -> None:
    rows = "alkyl phenol    74499-35-7 /    <=10 %\n                121158-58-5\nwater           7732-18-5       50 %"
    assert shares(rows) == {
        "74499-35-7": (None, "None", "10"), "121158-58-5": (None, "None", "10"), "7732-18-5": (None, "50", "50"),
    }  # fmt: skip


def test_a_table_of_factors_below_is_not_where_a_substance_is_read() -> None:
    rows = (
        "1,2-Benzisothiazolone 2634-33-5    Acute Tox. 4    >= 0.036 – < 0.1\nM-factors\nBIT    2634-33-5    1 (acute)"
    )
    assert shares(rows) == {"2634-33-5": (None, "0.036", "0.1")}


def test_one_share_in_several_cells() -> None:
    rows = "Ether    115-10-6    >=    10,00 - <    20,00 %\nPropane    74-98-6    Flam. Gas 1    1,00 -    10,00 Gew%"
    assert shares(rows) == {"115-10-6": (None, "10.00", "20.00"), "74-98-6": (None, "1.00", "10.00")}


def test_a_share_that_stands_alone_near_a_number() -> None:
    """Where the other numbers have theirs beside them, one left over goes to the number that has none; two are none."""
    rows = "Pyrethroid    <1 %\n              54406-48-3\nOil           64742-47-8    <5 %\n"
    assert shares(rows) == {"54406-48-3": (None, "None", "1"), "64742-47-8": (None, "None", "5")}
    more = rows.replace("Pyrethroid", "Perfume    < 7 %\nPyrethroid")
    assert shares(more)["54406-48-3"] == (None, "None", "None")


def test_a_share_before_the_symbols_of_the_old_directives() -> None:
    rows = "Name    Identifier    %    Classification\nSoda    CAS: 497-19-8    10 - 15 O; R8    Ox. Sol. 3, H272"
    assert shares(rows) == {"497-19-8": (None, "10", "15")}


def test_numbers_of_ten_figures() -> None:
    assert shares("Hexanol  N° CAS : 0000111-27-3  5 %\nWater  CAS 0007732-18-5  95 %") == {
        "111-27-3": (None, "5", "5"), "7732-18-5": (None, "95", "95"),
    }  # fmt: skip


def test_a_line_of_letters_that_stand_apart_keeps_its_number_out_of_its_share() -> None:
    text = """SAFETY DATA SHEET
1. Identification
X
2. Hazards identification
H317
3. Composition
C A S 2 6 3 4 - 3 3 - 5 < 0 , 1 % H 3 1 7
Alcohols, no. CAS 68439-46-3, 5 - 10 %
"""
    sheet = sheet_of(plain_text(text))
    assert isinstance(sheet, Sheet)
    assert [(each.cas, each.low, each.high) for each in sheet.substances] == [
        ("2634-33-5", None, Decimal("0.1")),
        ("68439-46-3", Decimal(5), Decimal(10)),
    ]
    assert sheet.substances[1].name == "Alcohols"

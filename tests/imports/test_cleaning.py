"""Rates, dates, units, article numbers, texts and hazard statements as they are typed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.cleaning import Fault, dates, taxes, texts, units
from imports.cleaning.units import Packaging


def code_of(found: Any) -> str | None:
    return found.code if isinstance(found, Fault) else None


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("20", 200_000),
        ("5,5 %", 55_000),
        ("5.5", 55_000),
        ("TVA 10%", 100_000),
        ("2,1", 21_000),
        ("0", 0),
        ("exonéré", 0),
    ],
)
def test_a_vat_rate(text: str, rate: int) -> None:
    assert taxes.vat(",", False)(text) == rate


def test_a_column_of_fractions_is_told_and_converted() -> None:
    assert taxes.written_as_fractions(["0,2", "0.055", "0"], ",")
    assert not taxes.written_as_fractions(["20", "0,055"], ",")
    assert not taxes.written_as_fractions(["0,5 %"], ",")
    assert taxes.vat(",", True)("0,055") == 55_000


def test_a_fraction_among_percentages_is_not_taken() -> None:
    assert taxes.vat(",", False)("0,055") == Fault("vat.mixed", "warning", proposal="5,5")


def test_a_rate_not_in_force_is_kept_with_a_warning() -> None:
    assert taxes.vat(",", False)("19,6") == Fault("vat.not_in_force", "warning", 196_000)
    assert code_of(taxes.vat(",", False)("normal")) == "vat.unreadable"


@pytest.mark.parametrize(("text", "rate"), [("12,5 %", 125_000), ("-10%", 100_000), ("0", 0), (Decimal("7.5"), 75_000)])
def test_a_discount(text: str, rate: int) -> None:
    assert taxes.discount(",", False)(text) == rate


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("01/02/2026", dt.date(2026, 2, 1)), ("2026-01-05", dt.date(2026, 1, 5)), ("46027", dt.date(2026, 1, 5)),
        (Decimal(46027), dt.date(2026, 1, 5)), ("5 janvier 2026", dt.date(2026, 1, 5)), ("1er juin 2025", dt.date(2025, 6, 1)),
        ("05.03.26", dt.date(2026, 3, 5)), ("20260105", dt.date(2026, 1, 5)), ("2026-01-05 00:00:00", dt.date(2026, 1, 5)),
        (dt.datetime(2026, 1, 5, 12, 30), dt.date(2026, 1, 5)),  # noqa: DTZ001
         (dt.date(2026, 1, 5), dt.date(2026, 1, 5)),
    ],
)  # fmt: skip
def test_a_date(cell: Any, day: dt.date) -> None:
    assert dates.date()(cell) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [("31/02/2026", "date.no_such_day"), ("mars 2026", "date.unreadable"), ("dès réception", "date.unreadable")],
)
def test_a_day_that_is_none_is_an_error(text: str, code: str) -> None:
    assert dates.date()(text) == Fault(code, "error")


def test_month_first_only_where_the_column_cannot_be_read_otherwise() -> None:
    assert dates.month_first(["04/25/2026", "01/02/2026"])
    assert not dates.month_first(["04/05/2026"])
    assert not dates.month_first(["25/04/2026", "04/25/2026"])
    assert dates.date(True)("04/25/2026") == dt.date(2026, 4, 25)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Carton", "XCT"), ("Ct.", "XCT"), ("UN", "C62"), ("pièce", "H87"), ("le litre", "LTR"), ("m²", "MTK"), ("PCE", "H87"),
        ("Boîte", "XBX"), ("C62", "C62"), ("Rouleaux", "XRO"), ("ramette", "RM"), ("bidon 5 L", "XJY"),
    ],
)  # fmt: skip
def test_a_unit(text: str, code: str) -> None:
    assert units.unit({}, frozenset())(text) == code


def test_ml_is_a_linear_metre_only_beside_square_metres() -> None:
    assert units.unit({}, frozenset({"m2"}))("ml") == "LM"
    assert units.unit({}, frozenset())("ml") == Fault("unit.unknown", "warning")


def test_a_learnt_word_is_a_unit() -> None:
    assert units.unit({"big bag": "XBG"}, frozenset())("Big-Bag") == "XBG"


@pytest.mark.parametrize(
    ("text", "packaging"),
    [
        ("12", Packaging(12_000_000)),
        ("carton de 12", Packaging(12_000_000, "C62", "XCT", ("1 XCT", "12 C62"))),
        ("12 x 750 ml", Packaging(9_000_000_000, "MLT", None, ("12 C62", "750 MLT"))),
        ("6 flacons de 500 ml", Packaging(3_000_000_000, "MLT", None, ("6 XBO", "500 MLT"))),
        ("bidon 5 L", Packaging(5_000_000, "LTR", "XJY", ("1 XJY", "5 LTR"))),
        ("1,26", Packaging(1_260_000)),
        ("Carton", Packaging(0, None, "XCT")),
        ("Palette de 40 cartons", Packaging(40_000_000, "XCT", "XPX", ("1 XPX", "40 XCT"))),
    ],
)
def test_a_packaging_cell(text: str, packaging: Packaging) -> None:
    assert units.packaging(",")(text) == packaging


def test_a_packaging_that_says_nothing_is_a_warning() -> None:
    assert units.packaging(",")("sur demande") == Fault("packaging.unreadable", "warning")


@pytest.mark.parametrize(
    ("cell", "gtin"), [("3017620422003", "3017620422003"), ("3017620422003.0", "3017620422003"), (Decimal(3017620422003), "3017620422003"),
                       ("3 017620 422003", "3017620422003"), ("96385074", "96385074"), ("-", None)]
)  # fmt: skip
def test_a_gtin(cell: Any, gtin: str | None) -> None:
    assert texts.gtin(cell) == gtin


@pytest.mark.parametrize(
    ("cell", "code"),
    [("3.76E+12", "gtin.lost_digits"), ("3017620422004", "gtin.check_digit"), ("12345", "gtin.length"), ("ABC", "gtin.unreadable"),
     ("0000000000000", "gtin.unreadable")],
)  # fmt: skip
def test_a_gtin_that_is_none_is_a_warning_without_value(cell: str, code: str) -> None:
    found = texts.gtin(cell)
    assert isinstance(found, Fault)
    assert (found.code, found.level, found.value) == (code, "warning", None)


def test_a_lost_leading_zero_is_put_back_with_a_warning() -> None:
    found = texts.gtin(Decimal("36000291452"))
    assert isinstance(found, Fault)
    assert (found.code, found.value) == ("gtin.zero_restored", "0036000291452")


@pytest.mark.parametrize(
    ("cell", "text"),
    [("  00123 ", "00123"), (Decimal("9000080"), "9000080"), ("A\u200b1", "A1"), ("e\u0301t", "\u00e9t")],
)
def test_a_reference_stays_text(cell: Any, text: str) -> None:
    assert texts.reference(cell) == text


def test_a_reference_that_lost_its_digits_is_an_error() -> None:
    assert texts.reference("3,76E+12") == Fault("reference.lost_digits", "error")
    assert code_of(texts.reference("x" * 101)) == "reference.too_long"
    assert code_of(texts.reference("A\x00")) == "text.control"


def test_hazard_statements_are_found_once_in_the_order_written() -> None:
    assert texts.hazards("H318, H412 ; EUH208 - H302+H312 SGH05, H318") == [
        "H318",
        "H412",
        "EUH208",
        "H302",
        "H312",
        "GHS05",
    ]
    assert texts.hazards("Irritant") == Fault("hazard.unread", "warning")
    assert texts.hazards("H360FD H2O") == ["H360FD"]


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("H319H335", ["H319", "H335"]), ("GHS 7, SGH05", ["GHS07", "GHS05"]), ("H.319", ["H319"]), ("EUH440/441", ["EUH440", "EUH441"]),
        ("H302/312/332", ["H302", "H312", "H332"]), ("H315 Provoque une irritation cutanée", ["H315"]),
        ("EUH208 Contient du 1,2-benzisothiazol", ["EUH208"]), ("H318 - Danger", ["H318"]), ("H226, 5 %", ["H226"]),
    ],
)  # fmt: skip
def test_hazard_codes_as_they_are_typed(cell: str, codes: list[str]) -> None:
    assert texts.hazards(cell) == codes


@pytest.mark.parametrize("cell", ["H412, H3I8", "H412 ; R36", "H412, corrosif", "H412 Xi", "Irritant ; H412"])
def test_a_danger_that_is_read_in_part_is_taken_and_told(cell: str) -> None:
    assert texts.hazards(cell) == Fault("hazard.part_read", "warning", ["H412"])


@pytest.mark.parametrize(
    ("cell", "said"),
    [("Non classé", []), ("Aucune", []), ("néant", []), ("Not classified as hazardous", []), ("-", None), ("nc", None),
     ("pas de FDS", None), ("aucune donnée", None), ("aucun danger connu", None)],
)  # fmt: skip
def test_no_hazard_is_said_a_dash_says_nothing(cell: str, said: list[str] | None) -> None:
    assert texts.hazards(cell) == said


@pytest.mark.parametrize(
    ("text", "answer"), [("Oui", True), ("x", True), ("NON", False), ("0", False), ("peut-être", None)]
)
def test_yes_and_no(text: str, answer: bool | None) -> None:
    assert texts.yes_no(text) is answer


@given(st.text(max_size=60))
def test_no_cleaner_raises_on_a_text(text: str) -> None:
    cleaners = (
        taxes.vat(",", False), taxes.vat(None, True), taxes.discount(",", True), dates.date(), dates.date(True), texts.gtin,
        texts.reference, texts.name, texts.long_text, texts.several, texts.hazards, units.packaging(None), units.unit({}, frozenset()),
    )  # fmt: skip
    for cleaner in cleaners:
        assert cleaner(text) is not NotImplemented


@given(
    st.dates(dt.date(1954, 10, 4), dt.date(2119, 1, 1)), st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%Y%m%d"])
)
def test_a_day_written_is_the_day_read(day: dt.date, form: str) -> None:
    assert dates.date()(day.strftime(form)) == day

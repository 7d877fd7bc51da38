"""BMEcat 1.01, 1.2 and 2005, from a file to products: prices, periods, tiers, languages, labels, deletions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imports.reading import read_file, read_here
from imports.record import Reading, Request, Words
from tests.imports.made import column, found, read_bytes, withdrawn
from tests.imports.test_properties import LINES

DATA = Path(__file__).parents[1] / "data"
PRICE = "PRODUCT_PRICE_DETAILS/PRODUCT_PRICE[net_customer]"


def read(name: str, **request: Any) -> Reading:
    reading = read_here(DATA / name, Request(name, **request))
    assert reading.imported + reading.rejected + reading.skipped == reading.rows
    return reading


def product(reading: Reading, line: int = 0) -> dict[str, Any]:
    return {name: value for name, value in reading.products.to_pylist()[line].items() if value is not None}


def test_a_whole_product_of_2005() -> None:
    reading = read("bmecat_2005_new.xml")
    assert (reading.format, reading.encoding, reading.transaction, reading.header_rows) == (
        "bmecat",
        "utf-8",
        "full",
        (),
    )
    assert product(reading) == {
        "row": 1, "reference": "007-SOL", "name": "Nettoyant sols au savon noir", "description": "Sans rinçage & sans parfum.",
        "brand": "Ondélis", "gtin": "3017620422003", "price": 123_456_700, "price_basis": 10_000_000, "currency": "EUR", "vat": 200_000,
        "price_includes_vat": False, "order_unit": "XJY", "content_unit": "LTR", "content_per_order_unit": 5_000_000,
        "valid_from": dt.date(2026, 1, 1), "valid_to": dt.date(2026, 12, 31),
        "classifications": ["eclass:30040101"], "image_url": "https://media.ondelis.example/2026/img/007.jpg", "list_price": 150_000_000,
        "prices": [
            {"min_quantity": 1_000_000, "valid_from": dt.date(2026, 1, 1), "valid_to": dt.date(2026, 12, 31), "price": 123_456_700},
            {"min_quantity": 24_000_000, "valid_from": dt.date(2026, 1, 1), "valid_to": dt.date(2026, 12, 31), "price": 108_900_000},
        ],
        "min_order_quantity": 2_000_000, "order_multiple": 2_000_000, "replaced_by": "008-SOL", "hazard_codes": ["EUH208"],
        "hazard_column": "PRODUCT_FEATURES[Mentions de danger]", "documents": ["https://media.ondelis.example/2026/fds/007.pdf"],
        "claim_cells": [{"attribute": None, "column": "PRODUCT_FEATURES[Label]", "text": "EU Ecolabel FR/020/012"}],
    }  # fmt: skip
    known = read("bmecat_2005_new.xml", words=Words(families={"nettoyants sols": "CLEANING"}))
    assert column(known, "family") == ["CLEANING"]


@pytest.mark.parametrize(
    ("name", "value", "unit", "field", "given"),
    [
        ("Dilution", "0,5", "%", "dilution", 5_000),
        ("Dilution", "2", "P1", "dilution", 20_000),
        ("Taux de dilution", "20 ml pour 1 L", "", "dilution", 20_000),
        ("Rendement (pages)", "3 000", "pages", "yield_pages", 3_000),
        ("Dilution", "1 bouchon pour 5 L", "", "dilution", None),
    ],
)
def test_a_feature_says_how_a_product_is_used(
    tmp_path: Path, name: str, value: str, unit: str, field: str, given: int | None
) -> None:
    first, parts = "<bme:FEATURE>", (("FNAME", name), ("FVALUE", value), ("FUNIT", unit))
    feature = first + "".join(f"<bme:{tag}>{text}</bme:{tag}>" for tag, text in parts) + "</bme:FEATURE>"
    whole = (DATA / "bmecat_2005_new.xml").read_text("utf-8")
    reading = read_bytes(tmp_path, whole.replace(first, feature + first, 1).encode())
    assert (product(reading).get(field), reading.columns[f"PRODUCT_FEATURES[{name}]"]) == (given, field)
    assert [each.row for each in found(reading, f"{field}.unreadable")] == ([] if given else [1])


def test_columns_are_element_paths_and_what_is_not_taken_is_listed() -> None:
    reading = read("bmecat_2005_new.xml")
    assert (reading.columns["PRODUCT_DETAILS/DESCRIPTION_SHORT"], reading.columns[f"{PRICE}/PRICE_AMOUNT"]) == (
        "name",
        "price",
    )
    assert reading.columns[f"{PRICE}[2]/PRICE_AMOUNT"] == "prices:price"
    assert {"PRODUCT_DETAILS/DESCRIPTION_SHORT[deu]", "PRODUCT_DETAILS/KEYWORD", "PRODUCT_FEATURES"} <= set(
        reading.ignored_columns
    )
    assert reading.raw[1]["PRODUCT_DETAILS/KEYWORD"] == "sol; savon noir"
    assert reading.raw[1]["PRODUCT_FEATURES"] == "Poids: 5,2 KGM"


def test_a_row_is_a_product_element_and_its_fault_names_the_path() -> None:
    (issue,) = found(read("bmecat_2005_new.xml"), "price.unreadable")
    assert (issue.row, issue.column, issue.value) == (2, f"{PRICE}/PRICE_AMOUNT", "sur demande")


def test_an_update_touches_what_it_names_and_deletions_are_named() -> None:
    reading = read("bmecat_12_update.xml")
    assert (reading.verdict, reading.transaction, reading.encoding) == ("import", "patch", "iso-8859-15")
    assert (reading.rows, reading.imported, reading.rejected, reading.skipped) == (3, 3, 0, 0)
    assert column(reading, "name") == ["Gant nitrile € co", None, "Savon solide"]
    assert column(reading, "price") == [7_900_000, None, 1_234_000]
    assert column(reading, "vat") == [200_000, None, 55_000]
    assert withdrawn(reading) == ["A-11"]
    (gone,) = found(reading, "row.withdrawn")
    assert (gone.row, gone.value, gone.level) == (2, "A-11", "warning")
    assert [dict(issue.params) for issue in found(reading, "price.list_taken")] == [{"type": "net_list"}]


def test_an_update_of_prices_has_periods_factors_and_several_currencies() -> None:
    reading = read("bmecat_12_prices.xml")
    assert (reading.encoding, reading.transaction, column(reading, "name")) == ("utf-16", "patch", [None])
    assert column(reading, "prices")[0] == [
        {
            "min_quantity": 1_000_000,
            "valid_from": dt.date(2026, 1, 1),
            "valid_to": dt.date(2026, 12, 31),
            "price": 5_950_000,
        },
        {"min_quantity": 1_000_000, "valid_from": dt.date(2027, 1, 1), "valid_to": None, "price": 5_625_000},
    ]
    assert [(issue.value, issue.params["factor"]) for issue in found(reading, "price.factor")] == [("6.25", "0.9")]
    swiss = read("bmecat_12_prices.xml", currency="CHF")
    assert (column(swiss, "price"), column(swiss, "currency")) == ([6_100_000], ["CHF"])


def test_an_old_catalogue_with_decimal_commas_and_prices_with_vat() -> None:
    reading = read("bmecat_101_new.xml")
    assert (column(reading, "price"), column(reading, "price_includes_vat")) == (
        [1_214_400_000, 3_600_000],
        [True, True],
    )
    assert (column(reading, "vat"), column(reading, "order_unit")) == ([200_000, 200_000], ["H87", None])


HEAD = "<BMECAT version='1.2'><HEADER><CATALOG><CURRENCY>EUR</CURRENCY></CATALOG></HEADER><T_NEW_CATALOG>"


def article(*prices: str, reference: str = "A1", order: str = "") -> str:
    return (
        f"<ARTICLE><SUPPLIER_AID>{reference}</SUPPLIER_AID><ARTICLE_DETAILS><DESCRIPTION_SHORT>Savon</DESCRIPTION_SHORT></ARTICLE_DETAILS>"
        f"<ARTICLE_ORDER_DETAILS>{order}</ARTICLE_ORDER_DETAILS><ARTICLE_PRICE_DETAILS>{''.join(prices)}</ARTICLE_PRICE_DETAILS></ARTICLE>"
    )


def price(kind: str, amount: str, more: str = "") -> str:
    return f"<ARTICLE_PRICE price_type='{kind}'><PRICE_AMOUNT>{amount}</PRICE_AMOUNT>{more}</ARTICLE_PRICE>"


def catalogue(folder: Path, *articles: str, **request: Any) -> Reading:
    return read_bytes(folder, f"{HEAD}{''.join(articles)}</T_NEW_CATALOG></BMECAT>".encode(), "t.xml", **request)


@pytest.mark.parametrize("kind", ["nrp", "udp_revendeur", "net_customer_exp"])
def test_a_price_of_another_kind_is_asked_about(tmp_path: Path, kind: str) -> None:
    title = f"ARTICLE_PRICE_DETAILS/ARTICLE_PRICE[{kind}]/PRICE_AMOUNT"
    asked = catalogue(tmp_path, article(price(kind, "3.00")))
    assert [(question.id, question.choices) for question in asked.questions] == [("price_column", (title,))]
    answered = catalogue(tmp_path, article(price(kind, "3.00")), answers={"price_column": title})
    assert column(answered, "price") == [3_000_000]


@pytest.mark.parametrize("prices", ["", price("udp_dummy", "255.97")])
def test_a_catalogue_without_any_price_is_refused(tmp_path: Path, prices: str) -> None:
    reading = catalogue(tmp_path, article(prices))
    assert (reading.verdict, reading.refusal and reading.refusal.code, reading.rejected) == (
        "refuse",
        "file.no_price",
        1,
    )


def test_prices_of_other_territories_are_left_and_listed(tmp_path: Path) -> None:
    reading = catalogue(
        tmp_path,
        article(
            price("net_customer", "3.00", "<TERRITORY>DE</TERRITORY>"),
            price("net_customer", "4.00", "<TERRITORY>FR</TERRITORY>"),
        ),
    )
    assert column(reading, "price") == [4_000_000]
    assert reading.raw[1]["ARTICLE_PRICE_DETAILS/ARTICLE_PRICE[net_customer][…]"] == "3.00 EUR DE"


def test_two_prices_under_the_same_terms_reject_the_product(tmp_path: Path) -> None:
    reading = catalogue(
        tmp_path,
        article(price("net_customer", "3.00"), price("net_customer", "4.00")),
        article(price("net_customer", "1.00"), reference="A2"),
    )
    assert (column(reading, "reference"), [issue.value for issue in found(reading, "price.several")]) == (
        ["A2"],
        ["3.00; 4.00"],
    )


def test_an_unreadable_tier_rejects_the_product(tmp_path: Path) -> None:
    tier = price("net_customer", "gratuit", "<LOWER_BOUND>10</LOWER_BOUND>")
    reading = catalogue(
        tmp_path, article(price("net_customer", "3.00"), tier), article(price("net_customer", "1.00"), reference="A2")
    )
    assert column(reading, "reference") == ["A2"]
    assert [issue.column for issue in found(reading, "price.unreadable")] == [
        "ARTICLE_PRICE_DETAILS/ARTICLE_PRICE[net_customer][2]/PRICE_AMOUNT"
    ]


def test_a_lone_price_from_a_quantity_on_is_a_tier(tmp_path: Path) -> None:
    reading = catalogue(tmp_path, article(price("net_customer", "3.00", "<LOWER_BOUND>10</LOWER_BOUND>")))
    assert column(reading, "prices") == [
        [{"min_quantity": 10_000_000, "valid_from": None, "valid_to": None, "price": 3_000_000}]
    ]


def test_the_format_has_a_decimal_point_where_nothing_else_decides(tmp_path: Path) -> None:
    assert column(catalogue(tmp_path, article(price("net_customer", "1.234"))), "price") == [1_234_000]
    mixed = catalogue(tmp_path, article(price("net_customer", "10.5"), price("net_list", "17,5")))
    assert (column(mixed, "price"), column(mixed, "list_price"), len(found(mixed, "amount.convention"))) == (
        [10_500_000],
        [None],
        1,
    )


def test_a_mapping_of_a_persons_own_comes_first(tmp_path: Path) -> None:
    own = {"ARTICLE_PRICE_DETAILS/ARTICLE_PRICE[net_list]/PRICE_AMOUNT": "price"}
    reading = catalogue(tmp_path, article(price("net_customer", "3.00"), price("net_list", "4.00")), mapping=own)
    assert column(reading, "price") == [4_000_000]


def test_hundreds_of_different_elements_stay_one_table(tmp_path: Path) -> None:
    further = "".join(
        f"<USER_DEFINED_EXTENSIONS><UDX.N{number}>v{number}</UDX.N{number}></USER_DEFINED_EXTENSIONS>"
        for number in range(3000)
    )
    reading = catalogue(tmp_path, article(price("net_customer", "3.00")).replace("</ARTICLE>", further + "</ARTICLE>"))
    assert (reading.verdict, reading.imported) == ("import", 1)
    assert "USER_DEFINED_EXTENSIONS/UDX.N2999: v2999" in reading.raw[1]["…"]


def test_nothing_but_deletions_is_no_fault(tmp_path: Path) -> None:
    raw = "<BMECAT><T_UPDATE_PRODUCTS><ARTICLE mode='delete'><SUPPLIER_AID>A</SUPPLIER_AID></ARTICLE></T_UPDATE_PRODUCTS></BMECAT>"
    reading = read_bytes(tmp_path, raw.encode(), "t.xml")
    assert (reading.verdict, reading.transaction, reading.rows, reading.imported, reading.skipped) == (
        "import",
        "patch",
        1,
        1,
        0,
    )
    assert (withdrawn(reading), reading.questions) == (["A"], ())


def test_a_deletion_without_a_reference_is_skipped_and_named(tmp_path: Path) -> None:
    raw = "<BMECAT><T_UPDATE_PRODUCTS><ARTICLE mode='delete'><SUPPLIER_AID/><ARTICLE_DETAILS><EAN>3017620422003</EAN></ARTICLE_DETAILS></ARTICLE></T_UPDATE_PRODUCTS></BMECAT>"
    reading = read_bytes(tmp_path, raw.encode(), "t.xml")
    assert (reading.verdict, reading.imported, reading.skipped, withdrawn(reading)) == ("import", 0, 1, [])
    assert [issue.code for issue in reading.issues] == ["row.deletion"]


def test_the_same_deletion_twice_and_one_that_is_offered_too(tmp_path: Path) -> None:
    gone = "<ARTICLE mode='delete'><SUPPLIER_AID>{}</SUPPLIER_AID></ARTICLE>"
    price = "<ARTICLE_PRICE_DETAILS><ARTICLE_PRICE price_type='net_customer'><PRICE_AMOUNT>1.00</PRICE_AMOUNT></ARTICLE_PRICE></ARTICLE_PRICE_DETAILS>"
    kept = f"<ARTICLE><SUPPLIER_AID>B</SUPPLIER_AID><ARTICLE_DETAILS><DESCRIPTION_SHORT>Seau</DESCRIPTION_SHORT></ARTICLE_DETAILS>{price}</ARTICLE>"
    body = gone.format("A") + kept + gone.format("B") + gone.format(" A ")
    reading = read_bytes(tmp_path, f"<BMECAT><T_UPDATE_PRODUCTS>{body}</T_UPDATE_PRODUCTS></BMECAT>".encode(), "t.xml")
    assert (reading.rows, reading.imported, reading.rejected, reading.skipped) == (4, 2, 1, 1)
    assert (column(reading, "reference"), column(reading, "row"), withdrawn(reading)) == (["A", "B"], [1, 2], ["A"])
    assert [(issue.row, issue.code) for issue in reading.issues if issue.row] == [
        (1, "row.withdrawn"), (3, "row.withdrawn_and_offered"), (4, "row.identical"),
    ]  # fmt: skip


def test_the_sandbox_says_the_same() -> None:
    told = read_file(DATA / "bmecat_2005_new.xml", Request("t.xml"))
    assert (told.products.to_pylist(), told.transaction) == (read("bmecat_2005_new.xml").products.to_pylist(), "full")
    assert read_file(DATA / "bmecat_12_update.xml", Request("t.xml")).transaction == "patch"


def written(lines: list[tuple[str, Decimal, str]], version: str, prefix: str, encoding: str) -> bytes:
    """A catalogue of these products in one of the dialects."""
    kind, number = ("PRODUCT", "PID") if version == "2005" else ("ARTICLE", "AID")
    rows = "".join(
        f"<{prefix}{kind}><{prefix}SUPPLIER_{number}>{row:05d}</{prefix}SUPPLIER_{number}>"
        f"<{prefix}{kind}_DETAILS><{prefix}DESCRIPTION_SHORT>{escape(name)}</{prefix}DESCRIPTION_SHORT>"
        f"<{prefix}MANUFACTURER_NAME>{escape(brand)}</{prefix}MANUFACTURER_NAME></{prefix}{kind}_DETAILS>"
        f"<{prefix}{kind}_PRICE_DETAILS><{prefix}{kind}_PRICE price_type='net_customer'><{prefix}PRICE_AMOUNT>{amount}</{prefix}PRICE_AMOUNT>"
        f"</{prefix}{kind}_PRICE></{prefix}{kind}_PRICE_DETAILS></{prefix}{kind}>"
        for row, (name, amount, brand) in enumerate(lines, start=1)
    )  # fmt: skip
    space = f" xmlns:{prefix[:-1]}='http://www.bmecat.org/bmecat/{version}'" if prefix else ""
    head = (
        f"<?xml version='1.0' encoding='{encoding}'?><{prefix}BMECAT version='{version}'{space}><{prefix}T_NEW_CATALOG>"
    )
    return f"{head}{rows}</{prefix}T_NEW_CATALOG></{prefix}BMECAT>".encode(encoding, "xmlcharrefreplace")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    LINES,
    st.sampled_from(["1.01", "1.2", "2005"]),
    st.sampled_from(["", "b:"]),
    st.sampled_from(["UTF-8", "UTF-16", "ISO-8859-1", "ISO-8859-15"]),
)
def test_a_catalogue_is_read_as_it_was_written(
    tmp_path: Path, lines: list[tuple[str, Decimal, str]], version: str, prefix: str, encoding: str
) -> None:
    reading = read_bytes(tmp_path, written(lines, version, prefix, encoding), "t.xml")
    assert (reading.verdict, reading.format) == ("import", "bmecat")
    rows = [
        (f"{row:05d}", name, int(amount * 10**6), brand) for row, (name, amount, brand) in enumerate(lines, start=1)
    ]
    read = zip(*(column(reading, name) for name in ("reference", "name", "price", "brand")), strict=True)
    assert list(read) == rows


def test_a_file_of_several_transactions_is_as_careful_as_the_most_careful(tmp_path: Path) -> None:
    one = "<{0}><ARTICLE><SUPPLIER_AID>A{1}</SUPPLIER_AID></ARTICLE></{0}>"
    update, new, foreign = one.format("T_UPDATE_PRODUCTS", 1), one.format("T_NEW_CATALOG", 2), one.format("T_OTHER", 3)
    assert read_bytes(tmp_path, f"<BMECAT>{update}{new}</BMECAT>".encode(), "t.xml").transaction == "patch"
    refusal = read_bytes(tmp_path, f"<BMECAT>{update}{foreign}</BMECAT>".encode(), "t.xml").refusal
    assert refusal is not None
    assert (refusal.code, refusal.params["root"]) == ("file.unknown_xml", "T_OTHER")

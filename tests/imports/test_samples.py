"""Real files by real suppliers: the verdict that a careful person would give. Skipped where the files are absent."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from imports.reading import read_file, read_here
from imports.record import Reading, Request
from tests.imports.made import column, found

FOLDER = Path(os.environ.get("TAMIS_SAMPLES") or Path(__file__).parents[3] / "shared" / "samples")
LISTS = FOLDER / "d_pricelist"

pytestmark = pytest.mark.skipif(not LISTS.is_dir(), reason="no sample files: set TAMIS_SAMPLES to their folder")

TILES = {"price_column": "PRIX PUBLIC TTC", "vat_rate": "20"}


def read(name: str, **request: Any) -> Reading:
    reading = read_here(LISTS / name, Request(name, **request))
    assert reading.imported + reading.rejected + reading.skipped == reading.rows
    return reading


@pytest.mark.parametrize(
    ("name", "verdict", "counts", "why"),
    [
        ("de_bueroetiketten_storeserver.xlsx", "import", (1897, 1893, 4, 0), None),
        ("de_delivery_time_separators.xlsx", "ask", (1, 0, 0, 1), {"price_column"}),
        ("de_gtin_als_zahl.xlsx", "ask", (1, 0, 0, 1), {"price_column"}),
        ("de_leitern_bmecat_export.xlsx", "ask", (0, 0, 0, 0), {"sheet"}),
        ("de_no_possible_sheet.xlsx", "ask", (1, 0, 0, 1), {"price_column"}),
        ("de_two_possible_sheets.xlsx", "ask", (1, 0, 0, 1), {"price_column"}),
        ("en_types.ods", "refuse", (3, 0, 3, 0), "file.no_catalogue"),
        ("fr_achats_empty_rows.csv", "ask", (2, 0, 0, 2), {"reference"}),
        ("fr_achats_semicolon.csv", "ask", (1, 0, 0, 1), {"reference"}),
        ("fr_achats_tab.tsv", "ask", (1, 0, 0, 1), {"reference"}),
        ("fr_carrelage_tarifs.csv", "ask", (3758, 0, 0, 3758), {"price_column", "vat_rate", "reference"}),
        ("fr_magasin_references_12k.xlsx", "refuse", (12667, 0, 12667, 0), "file.no_price"),
        ("ru_cosmetics_export.xlsx", "ask", (982, 0, 0, 982), {"columns"}),
        ("ru_price_two_row_header.xls", "ask", (51, 0, 0, 51), {"columns"}),
    ],
)
def test_the_verdict_on_each_price_list(name: str, verdict: str, counts: tuple[int, ...], why: object) -> None:
    reading = read(name)
    assert (reading.verdict, (reading.rows, reading.imported, reading.rejected, reading.skipped)) == (verdict, counts)
    asked = {question.id for question in reading.questions} or None
    assert why == (reading.refusal.code if reading.refusal else asked)


def test_the_sandbox_says_the_same_of_a_real_workbook() -> None:
    reading = read_file(LISTS / "de_bueroetiketten_storeserver.xlsx", Request("t.xlsx"))
    assert (reading.verdict, reading.rows, reading.imported, reading.peak_mb < 512) == ("import", 1897, 1893, True)


def test_every_price_list_is_in_the_table() -> None:
    assert len(list(LISTS.iterdir())) == 14


def test_the_catalogue_that_is_the_fourth_of_ten_sheets() -> None:
    reading = read("de_bueroetiketten_storeserver.xlsx")
    assert (reading.sheet, reading.columns["Preis3 (EUR)"], reading.columns["EAN-Code"]) == (
        "Storeserver",
        "price",
        "gtin",
    )
    assert reading.products.slice(1, 1).to_pylist()[0]["price"] == 34_500
    assert len(found(reading, "sheet.left_out")) == 8


def test_the_tiles_once_answered() -> None:
    (proposed,) = next(
        question.choices for question in read("fr_carrelage_tarifs.csv").questions if question.id == "reference"
    )
    reading = read("fr_carrelage_tarifs.csv", answers={**TILES, "reference": proposed})
    assert (reading.verdict, reading.imported, reading.rejected, reading.skipped) == ("import", 3751, 4, 3)
    first = reading.products.to_pylist()[0]
    assert (first["price"], first["price_includes_vat"], first["vat"], first["order_unit"]) == (
        48_000_000,
        True,
        200_000,
        "MTK",
    )
    assert first["content_per_order_unit"] == 1_260_000
    assert reading.columns[proposed] == "reference"
    assert len(set(column(reading, "reference"))) == 3751
    assert [issue.row for issue in found(reading, "row.identical")] == [1226, 1231, 1236]
    assert {issue.params["rows"] for issue in found(reading, "reference.contradiction")} == {"3039, 3040", "3042, 3043"}


def test_the_tiles_under_a_reference_that_tells_less_apart_name_every_contradiction() -> None:
    reading = read(
        "fr_carrelage_tarifs.csv",
        answers=TILES,
        mapping={"CODE FOURNISSEUR+CODE COLLECTION+CODE COULEUR+DIMENSION": "reference"},
    )
    assert reading.verdict == "import"
    assert len(found(reading, "reference.contradiction")) == reading.rejected > 100


def test_two_prices_in_a_cell_are_rejected_and_named() -> None:
    price = "серия цветов Natural, Clear, Big, Gold, Monochrome, Pastel, Quark, Sonata"
    reading = read("ru_price_two_row_header.xls", mapping={"Наименование": "name", price: "price"}, currency="RUB",
                   answers={"reference": "Наименование+Единица измерения"})  # fmt: skip
    assert [issue.row for issue in found(reading, "price.several")] == [8, 9, 10]
    assert (reading.imported, reading.rejected, reading.skipped) == (25, 5, 21)


def test_a_day_count_with_a_comma_and_a_wrong_gtin_are_warnings() -> None:
    reading = read("de_delivery_time_separators.xlsx", answers={"price_column": "priceAmount1"})
    assert (reading.imported, column(reading, "price"), column(reading, "gtin"), column(reading, "lead_time_days")) == (
        1,
        [10_500_000],
        [None],
        [None],
    )
    assert {issue.code for issue in reading.issues if issue.row == 2} == {
        "days.unreadable",
        "gtin.check_digit",
        "vat.not_in_force",
    }


STRUCTURED = {
    "oca_ubl_catalogue.xml": ("import", "full", (2, 2, 0, 0), None),
    "oca_ubl_catalogue2.xml": ("import", "patch", (4, 3, 0, 1), "row.not_orderable"),
    "peppol_bis3_2018_full_example.xml": ("import", "full", (2, 2, 0, 0), None),
    "peppol_bis3_catalogue_example.xml": ("import", "full", (2, 2, 0, 0), None),
    "peppol_bis3_catalogue_usecase1.xml": ("import", "full", (7, 7, 0, 0), None),
    "peppol_bis3_catalogue_usecase2.xml": ("import", "patch", (3, 2, 0, 1), "row.deletion"),
    "peppol_bis3_catalogue_usecase3.xml": ("import", "full", (12, 12, 0, 0), "price.factor"),
    "peppol_bis3_catalogue_usecase4.xml": ("import", "patch", (1, 0, 0, 1), "row.deletion"),
    "peppol_bis3_catalogue_usecase5.xml": ("import", "full", (4, 4, 0, 0), "hazard.unread"),
    "peppol_punchout_example.xml": ("refuse", "full", (2, 0, 2, 0), "file.punch_out"),
    "bmecat101_handmade_1999.xml": ("import", "full", (2, 1, 1, 0), "currency.other"),
    "bmecat_double_entries.xml": ("import", "full", (1, 1, 0, 0), "vat.fractions"),
    "bmecat_price_separators_wrong.xml": ("import", "full", (1, 1, 0, 0), "amount.convention"),
    "kstools_bmecat12_dtd.xml": ("refuse", "full", (1, 0, 1, 0), "file.no_price"),
    "weidmueller_1010000000.xml": ("refuse", "full", (1, 0, 1, 0), "file.no_price"),
    "weidmueller_1351590000.xml": ("refuse", "full", (1, 0, 1, 0), "file.no_price"),
    "weidmueller_1609801044.xml": ("refuse", "full", (1, 0, 1, 0), "file.no_price"),
    "coupa_cif30_template.cif": ("import", "full", (5, 5, 0, 0), None),
    "cxml_catalog_upload_request.xml": ("refuse", "full", (0, 0, 0, 0), "file.attachment_only"),
    "cxml_index_full.xml": ("import", "full", (1, 1, 0, 0), None),
    "etim_xchange_v1.1_schema.json": ("refuse", "full", (0, 0, 0, 0), "file.not_a_table"),
    "pricat_d96a_ean006.edi": ("ask", "full", (4, 0, 0, 4), "reference"),
}
CURRENCY = {
    "coupa_cif30_template.cif": "USD",
    "pricat_d96a_ean006.edi": "GBP",
    **{f"peppol_bis3_catalogue_usecase{n}.xml": "NOK" for n in range(1, 5)},
}


@pytest.mark.parametrize(
    "path", sorted(path for folder in "abch" for path in FOLDER.glob(f"{folder}_*/*")), ids=lambda path: path.name
)
def test_the_verdict_on_each_structured_file(path: Path) -> None:
    reading = read_here(path, Request(path.name, currency=CURRENCY.get(path.name, "EUR")))
    verdict, transaction, counts, why = STRUCTURED[path.name]
    assert (reading.verdict, reading.transaction) == (verdict, transaction)
    assert (reading.rows, reading.imported, reading.rejected, reading.skipped) == counts
    told = {issue.code for issue in reading.issues} | {question.id for question in reading.questions}
    told |= {reading.refusal.code} if reading.refusal else set()
    assert why is None or why in told


def test_a_price_factor_and_a_currency_of_its_own_are_followed() -> None:
    old = read_here(FOLDER / "b_bmecat" / "bmecat101_handmade_1999.xml", Request("t.xml"))
    assert [column(old, name) for name in ("price", "list_price", "currency")] == [[6_888_000], [8_000_000], ["EUR"]]
    marks = read_here(FOLDER / "b_bmecat" / "bmecat101_handmade_1999.xml", Request("t.xml", currency="DEM"))
    assert column(marks, "price") == [13_784_000, 17_230_000]


@pytest.mark.parametrize(
    "path", sorted(path for folder in "efg" for path in FOLDER.glob(f"{folder}_*/*")), ids=lambda path: path.name
)
def test_whatever_else_is_received_gets_an_answer(path: Path) -> None:
    reading = read_here(path, Request(path.name))
    assert reading.verdict in ("ask", "refuse")
    assert reading.imported + reading.rejected + reading.skipped == reading.rows

"""UBL catalogues of several dialects: prices per order unit, tiers, certificates, dangers, line actions, punch-out."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imports.reading import read_here
from imports.record import Reading, Request
from tests.imports.made import column, found, read_bytes, withdrawn
from tests.imports.test_properties import LINES

DATA = Path(__file__).parents[1] / "data"
SPACE = "urn:oasis:names:specification:ubl:schema:xsd:"
AMOUNT = "RequiredItemLocationQuantity/Price/PriceAmount"


def read(name: str, **request: Any) -> Reading:
    reading = read_here(DATA / name, Request(name, **request))
    assert reading.imported + reading.rejected + reading.skipped == reading.rows
    return reading


def test_a_whole_line_of_peppol() -> None:
    reading = read("ubl_peppol_new.xml")
    assert (reading.format, reading.encoding, reading.transaction) == ("ubl", "iso-8859-1", "full")
    assert {name: value for name, value in reading.products.to_pylist()[0].items() if value is not None} == {
        "row": 1, "reference": "0042", "name": "Ramette A4 recyclée", "description": "Papier 100 % recyclé, 80 g", "brand": "Moulin Vert",
        "gtin": "04006381333931", "price": 3_100_000, "price_basis": 200_000, "currency": "EUR", "vat": 200_000,
        "price_includes_vat": False, "order_unit": "XCT", "content_unit": "RM", "content_per_order_unit": 5_000_000,
        "valid_from": dt.date(2026, 1, 1), "valid_to": dt.date(2027, 12, 31), "classifications": ["cpv:30197643"],
        "image_url": "https://lac.example/0042.png", "documents": ["https://lac.example/0042.pdf"], "origin": "FR",
        "prices": [
            {"min_quantity": 1_000_000, "valid_from": dt.date(2026, 1, 1), "valid_to": dt.date(2027, 12, 31), "price": 3_100_000},
            {"min_quantity": 40_000_000, "valid_from": dt.date(2026, 1, 1), "valid_to": dt.date(2027, 12, 31), "price": 2_950_000},
        ],
        "min_order_quantity": 4_000_000, "order_multiple": 2_000_000, "lead_time_days": 14, "active_status": "true",
        "hazard_codes": ["H317"], "hazard_column": "Item/HazardousItem",
        "claim_cells": [
            {"attribute": None, "column": "Item/Certificate", "text": "EU_ECOLABEL, Environmental, FR/011/002"},
            {"attribute": None, "column": "Item/AdditionalItemProperty[Label]", "text": "Ange bleu"},
        ],
    }  # fmt: skip


def test_a_property_says_how_a_product_is_used(tmp_path: Path) -> None:
    whole = (DATA / "ubl_peppol_new.xml").read_text("iso-8859-1")
    label = "<cbc:Name>Label</cbc:Name><cbc:Value>Ange bleu</cbc:Value>"
    said = "<cbc:Name>Dilution (%)</cbc:Name><cbc:Value>0,5</cbc:Value>"
    reading = read_bytes(tmp_path, whole.replace(label, said, 1).encode("iso-8859-1"))
    assert reading.products["dilution"].to_pylist()[0] == 5_000
    assert reading.columns["Item/AdditionalItemProperty[Dilution (%)]"] == "dilution"


def test_a_price_per_piece_of_an_item_sold_by_the_box_is_multiplied_and_told() -> None:
    reading = read("ubl_peppol_new.xml")
    assert column(reading, "price")[1] == 1_200_000
    assert [(issue.row, issue.value, issue.params["factor"]) for issue in found(reading, "price.factor")] == [
        (2, "0.10", "12")
    ]
    assert reading.raw[2][f"{AMOUNT}[written]"] == "0.10"


def test_a_price_per_kilogram_of_a_box_of_unknown_content_is_rejected() -> None:
    (issue,) = found(read("ubl_peppol_new.xml"), "price.other_unit")
    assert (issue.row, issue.column, issue.value) == (3, AMOUNT, "4.00 / KGM")


def test_an_update_names_what_it_deletes_and_what_cannot_be_ordered() -> None:
    reading = read("ubl_oioubl_update.xml")
    assert (reading.transaction, reading.rows, reading.imported, reading.skipped) == ("patch", 3, 2, 1)
    assert (column(reading, "reference"), withdrawn(reading)) == (["L-1", "L-2"], ["L-2"])
    assert [(issue.code, issue.row, issue.value) for issue in reading.issues if issue.row] == [
        ("row.withdrawn", 2, "L-2"), ("row.not_orderable", 3, "L-3"),
    ]  # fmt: skip


def message(folder: Path, lines: str, head: str = "", **request: Any) -> Reading:
    raw = f'<Catalogue xmlns="{SPACE}Catalogue-2">{head}{lines}</Catalogue>'
    return read_bytes(folder, raw.encode(), "t.xml", **request)


def line(reference: str, price: str, more: str = "", action: str = "") -> str:
    said = f"<ActionCode>{action}</ActionCode>" if action else ""
    return (
        f"<CatalogueLine><ID>1</ID>{said}{more}<RequiredItemLocationQuantity><Price><PriceAmount currencyID='EUR'>{price}</PriceAmount></Price>"
        f"</RequiredItemLocationQuantity><Item><Name>Colle</Name><SellersItemIdentification><ID>{reference}</ID></SellersItemIdentification>"
        "</Item></CatalogueLine>"
    )


def test_a_punch_out_message_is_no_price_list(tmp_path: Path) -> None:
    reading = message(tmp_path, line("A", "1.00"), "<ProfileID>urn:fdc:peppol.eu:poacc:bis:punch_out:3</ProfileID>")
    assert (reading.verdict, reading.format, reading.rows, reading.rejected) == ("refuse", "ubl", 1, 1)
    assert reading.refusal is not None
    assert (reading.refusal.code, dict(reading.refusal.params)) == ("file.punch_out", {"rows": 1})


def test_a_message_in_its_envelope_is_read(tmp_path: Path) -> None:
    inner = (DATA / "ubl_oioubl_update.xml").read_text().partition("?>")[2]
    envelope = (
        f"<StandardBusinessDocument xmlns='x'><StandardBusinessDocumentHeader/>{inner}</StandardBusinessDocument>"
    )
    reading = read_bytes(tmp_path, envelope.encode(), "t.xml")
    assert (reading.format, reading.transaction, column(reading, "reference")) == ("ubl", "patch", ["L-1", "L-2"])
    other = read_bytes(
        tmp_path, b"<StandardBusinessDocument><Invoice><ID>1</ID></Invoice></StandardBusinessDocument>", "t.xml"
    )
    assert other.refusal is not None
    assert (other.refusal.code, dict(other.refusal.params)) == (
        "file.unknown_xml",
        {"root": "StandardBusinessDocument"},
    )


@pytest.mark.parametrize(
    ("head", "action", "transaction"),
    [
        ("", "", "full"),
        ("Add", "Update", "full"),
        ("Replace", "Add", "full"),
        ("Update", "Add", "patch"),
        ("", "Update", "patch"),
        ("", "Add", "full"),
    ],
)
def test_the_message_says_whether_it_is_whole(tmp_path: Path, head: str, action: str, transaction: str) -> None:
    said = f"<ActionCode>{head}</ActionCode>" if head else ""
    assert message(tmp_path, line("A", "1.00", action=action), said).transaction == transaction
    assert message(tmp_path, line("A", "1.00", action=action), said, mode="patch").transaction == "patch"


def test_a_message_without_sellers_numbers_asks_for_a_reference(tmp_path: Path) -> None:
    lines = line("A", "1.00").replace("SellersItemIdentification", "StandardItemIdentification")
    reading = message(tmp_path, lines)
    assert (reading.verdict, [question.id for question in reading.questions]) == ("ask", ["reference"])
    answered = message(tmp_path, lines, answers={"reference": "Item/StandardItemIdentification/ID"})
    assert column(answered, "reference") == ["A"]


def test_a_tier_for_another_quantity_is_worked_out_for_the_same(tmp_path: Path) -> None:
    base = "<BaseQuantity>1</BaseQuantity>"
    tier = (
        "<RequiredItemLocationQuantity><MinimumQuantity>50</MinimumQuantity><Price><PriceAmount currencyID='EUR'>90.00</PriceAmount>"
        "<BaseQuantity>100</BaseQuantity></Price></RequiredItemLocationQuantity>"
    )
    reading = message(
        tmp_path,
        line("A", "1.00").replace("</PriceAmount>", "</PriceAmount>" + base).replace("<Item>", tier + "<Item>"),
    )
    assert [(each["min_quantity"], each["price"]) for each in column(reading, "prices")[0]] == [
        (1_000_000, 1_000_000),
        (50_000_000, 900_000),
    ]


def written(lines: list[tuple[str, Decimal, str]], prefixes: tuple[str, str, str], encoding: str) -> bytes:
    """A catalogue of these products under the given prefixes of the three namespaces."""
    own, parts, basics = prefixes
    spaces = " ".join(
        f"xmlns{':' + prefix[:-1] if prefix else ''}='{SPACE}{name}-2'"
        for prefix, name in dict(
            zip(prefixes, ("Catalogue", "CommonAggregateComponents", "CommonBasicComponents"), strict=True)
        ).items()
    )
    rows = "".join(
        f"<{parts}CatalogueLine><{basics}ID>{row}</{basics}ID><{parts}RequiredItemLocationQuantity><{parts}Price>"
        f"<{basics}PriceAmount currencyID='EUR'>{amount}</{basics}PriceAmount></{parts}Price></{parts}RequiredItemLocationQuantity>"
        f"<{parts}Item><{basics}Name>{escape(name)}</{basics}Name><{basics}BrandName>{escape(brand)}</{basics}BrandName>"
        f"<{parts}SellersItemIdentification><{basics}ID>{row:05d}</{basics}ID></{parts}SellersItemIdentification></{parts}Item></{parts}CatalogueLine>"
        for row, (name, amount, brand) in enumerate(lines, start=1)
    )
    return f"<?xml version='1.0' encoding='{encoding}'?><{own}Catalogue {spaces}>{rows}</{own}Catalogue>".encode(
        encoding, "xmlcharrefreplace"
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    LINES,
    st.sampled_from([("", "cac:", "cbc:"), ("ubl:", "a:", "b:"), ("", "", "")]),
    st.sampled_from(["UTF-8", "UTF-16", "ISO-8859-1"]),
)
def test_a_catalogue_is_read_as_it_was_written(
    tmp_path: Path, lines: list[tuple[str, Decimal, str]], prefixes: tuple[str, str, str], encoding: str
) -> None:
    reading = read_bytes(tmp_path, written(lines, prefixes, encoding), "t.xml")
    assert (reading.verdict, reading.format) == ("import", "ubl")
    rows = [
        (f"{row:05d}", name, int(amount * 10**6), brand) for row, (name, amount, brand) in enumerate(lines, start=1)
    ]
    read = zip(*(column(reading, name) for name in ("reference", "name", "price", "brand")), strict=True)
    assert list(read) == rows


UPDATE = (
    "<{0} xmlns='urn:oasis:names:specification:ubl:schema:xsd:{0}-2'><ID>P1</ID>{1}"
    "<ValidityPeriod><StartDate>2026-12-01</StartDate></ValidityPeriod></{0}>"
)


def priced(identity: str, amount: str, more: str = "") -> str:
    place = f"<RequiredItemLocationQuantity><Price><PriceAmount currencyID='EUR'>{amount}</PriceAmount></Price></RequiredItemLocationQuantity>"
    return f"<CataloguePricingUpdateLine><ID>{identity}</ID>{place}{more}</CataloguePricingUpdateLine>"


def test_a_pricing_update_names_its_lines_by_their_ids(tmp_path: Path) -> None:
    raw = UPDATE.format("CataloguePricingUpdate", priced("A-1", "12.50") + priced("A-2", "3.10"))
    reading = read_bytes(tmp_path, raw.encode(), "t.xml")
    assert (reading.verdict, reading.format, reading.transaction, reading.imported) == ("import", "ubl", "patch", 2)
    assert (column(reading, "reference"), column(reading, "price"), column(reading, "name")) == (
        ["A-1", "A-2"],
        [12_500_000, 3_100_000],
        [None, None],
    )


def test_lines_that_are_only_counted_are_asked_about(tmp_path: Path) -> None:
    raw = UPDATE.format("CataloguePricingUpdate", priced("1", "12.50") + priced("2", "3.10"))
    reading = read_bytes(tmp_path, raw.encode(), "t.xml")
    assert (reading.verdict, [question.id for question in reading.questions]) == ("ask", ["reference"])
    told = read_bytes(tmp_path, raw.encode(), "t.xml", mapping={"ID": "reference"})
    assert (told.imported, column(told, "reference")) == (2, ["1", "2"])


def test_an_item_in_a_pricing_update_comes_before_the_id(tmp_path: Path) -> None:
    item = "<Item><SellersItemIdentification><ID>{}</ID></SellersItemIdentification></Item>"
    raw = UPDATE.format(
        "CataloguePricingUpdate", priced("L1", "1.00", item.format("A")) + priced("L2", "2.00", item.format("B"))
    )
    assert column(read_bytes(tmp_path, raw.encode(), "t.xml"), "reference") == ["A", "B"]


def test_an_update_of_descriptions_carries_no_price(tmp_path: Path) -> None:
    line = (
        "<CatalogueItemSpecificationUpdateLine><ID>1</ID><Item><Name>Savon doux</Name>"
        "<SellersItemIdentification><ID>A</ID></SellersItemIdentification></Item></CatalogueItemSpecificationUpdateLine>"
    )
    reading = read_bytes(tmp_path, UPDATE.format("CatalogueItemSpecificationUpdate", line).encode(), "t.xml")
    assert (reading.verdict, reading.transaction, reading.imported) == ("import", "patch", 1)
    assert (column(reading, "name"), column(reading, "price"), "price" in reading.columns.values()) == (
        ["Savon doux"],
        [None],
        False,
    )


def test_a_deleted_catalogue_is_a_full_file_without_a_product(tmp_path: Path) -> None:
    raw = UPDATE.format("CatalogueDeletion", "<DeletedCatalogueReference><ID>CAT-2025</ID></DeletedCatalogueReference>")
    reading = read_bytes(tmp_path, raw.encode(), "t.xml")
    assert (reading.verdict, reading.transaction, reading.rows, reading.products.num_rows) == ("import", "full", 0, 0)
    assert [(issue.code, issue.value) for issue in reading.issues] == [("file.catalogue_deleted", "CAT-2025")]
    assert read_bytes(tmp_path, raw.encode(), "t.xml", mode="patch").transaction == "patch"


@pytest.mark.parametrize(
    ("code", "gone"),
    [
        ("<ActionCode>Delete</ActionCode>", True), ("<ActionCode>delete</ActionCode>", True), ("<ActionCode listID='UNCL1229'>2</ActionCode>", True),
        ("<ActionCode>4</ActionCode>", False), ("<ActionCode>2</ActionCode>", False), ("<ActionCode>Replace</ActionCode>", False), ("", False),
    ],
)  # fmt: skip
def test_which_lines_are_deletions(tmp_path: Path, code: str, gone: bool) -> None:
    line = f"<CatalogueLine><ID>1</ID>{code}<Item><Name>Savon</Name><SellersItemIdentification><ID>A</ID></SellersItemIdentification></Item>"
    price = "<RequiredItemLocationQuantity><Price><PriceAmount currencyID='EUR'>1.00</PriceAmount></Price></RequiredItemLocationQuantity></CatalogueLine>"
    reading = read_bytes(tmp_path, f"<Catalogue><ID>1</ID>{line}{price}</Catalogue>".encode(), "t.xml")
    assert withdrawn(reading) == (["A"] if gone else [])
    assert reading.imported == 1


def test_a_message_that_deletes_deletes_every_line_that_says_nothing_else(tmp_path: Path) -> None:
    line = "<CatalogueLine><ID>1</ID>{}<Item><SellersItemIdentification><ID>A</ID></SellersItemIdentification></Item></CatalogueLine>"
    raw = f"<Catalogue><ID>1</ID><ActionCode>Delete</ActionCode>{line.format('')}{line.format('').replace('>A<', '>B<')}</Catalogue>"
    reading = read_bytes(tmp_path, raw.encode(), "t.xml")
    assert (reading.transaction, withdrawn(reading), reading.imported) == ("patch", ["A", "B"], 2)


def test_a_catalogue_without_a_line_says_so(tmp_path: Path) -> None:
    refusal = read_bytes(
        tmp_path, f'<Catalogue xmlns="{SPACE}Catalogue-2"><ID>1</ID></Catalogue>'.encode(), "t.xml"
    ).refusal
    assert refusal is not None
    assert refusal.code == "file.no_rows"

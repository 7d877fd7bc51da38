"""cXML indexes, full and incremental, and the messages that are none."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings

from imports.reading import read_here
from imports.record import Reading, Request
from tests.imports.made import column, found, read_bytes, withdrawn
from tests.imports.test_properties import LINES

DATA = Path(__file__).parents[1] / "data"


def read(name: str, **request: Any) -> Reading:
    reading = read_here(DATA / name, Request(name, **request))
    assert reading.imported + reading.rejected + reading.skipped == reading.rows
    return reading


def test_a_whole_item_of_a_full_index() -> None:
    reading = read("cxml_index_full.xml")
    assert (reading.format, reading.transaction, reading.rows, reading.imported, reading.skipped) == (
        "cxml",
        "full",
        3,
        2,
        1,
    )
    assert {name: value for name, value in reading.products.to_pylist()[0].items() if value is not None} == {
        "row": 1, "reference": "T-100-NOIR", "name": "Cartouche de toner", "description": "Toner noir, 5 000 pages", "brand": "Imprimo",
        "price": 45_500_000, "currency": "EUR", "price_includes_vat": False, "order_unit": "EA", "valid_from": dt.date(2026, 1, 1),
        "valid_to": dt.date(2026, 12, 31), "classifications": ["unspsc:44103103"], "image_url": "https://imprimo.example/x55.jpg",
        "lead_time_days": 2, "claim_cells": [{"attribute": None, "column": "ItemDetail/Extrinsic[Label]", "text": "Nordic Swan"}],
    }  # fmt: skip
    assert reading.columns["ItemID/SupplierPartID+ItemID/SupplierPartAuxiliaryID"] == "reference"


def test_a_price_of_another_unit_is_for_as_many_order_units_as_it_holds() -> None:
    line = read("cxml_index_full.xml").products.to_pylist()[1]
    assert (line["price"], line["price_basis"], line["reference"]) == (520_000_000, 10_000_000, "T-100-CYAN")


def test_a_punch_out_item_is_skipped_and_named() -> None:
    (issue,) = found(read("cxml_index_full.xml"), "row.punch_out")
    assert (issue.row, issue.value) == (3, "CONFIG-1")


def test_an_incremental_index_in_an_envelope_names_what_it_deletes() -> None:
    reading = read("cxml_index_incremental.xml")
    assert (reading.transaction, column(reading, "reference"), column(reading, "order_unit")) == (
        "patch",
        ["T-200", "T-050"],
        ["XPK", None],
    )
    assert [(issue.row, issue.value) for issue in found(reading, "row.withdrawn")] == [(2, "T-050")]
    assert withdrawn(reading) == ["T-050"]


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("<Request><CatalogUploadRequest operation='new'><Attachment><URL>cid:1</URL></Attachment></CatalogUploadRequest></Request>", "file.attachment_only"),
        ("<Request><PunchOutSetupRequest operation='create'/></Request>", "file.punch_out"),
        ("<Message><PunchOutOrderMessage><ItemIn/></PunchOutOrderMessage></Message>", "file.punch_out"),
        ("<Request><OrderRequest/></Request>", "file.unknown_xml"),
        ("<Response><Status code='200'/></Response>", "file.unknown_xml"),
    ],
)  # fmt: skip
def test_messages_that_hold_no_catalogue_are_refused_and_say_so(tmp_path: Path, inside: str, code: str) -> None:
    reading = read_bytes(tmp_path, f"<cXML payloadID='1'><Header/>{inside}</cXML>".encode(), "t.xml")
    assert (reading.verdict, reading.refusal and reading.refusal.code) == ("refuse", code)


def test_an_index_of_nothing_but_punch_outs_is_refused(tmp_path: Path) -> None:
    raw = b"<Index><IndexItem><IndexItemPunchout><ItemID><SupplierPartID>A</SupplierPartID></ItemID></IndexItemPunchout></IndexItem></Index>"
    refusal = read_bytes(tmp_path, raw, "t.xml").refusal
    assert refusal is not None
    assert (refusal.code, dict(refusal.params)) == ("file.punch_out", {"rows": 1})


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES)
def test_an_index_is_read_as_it_was_written(tmp_path: Path, lines: list[tuple[str, Decimal, str]]) -> None:
    items = "".join(
        f"<IndexItem><IndexItemAdd><ItemID><SupplierPartID>{row:05d}</SupplierPartID></ItemID><ItemDetail><UnitPrice><Money currency='EUR'>"
        f"{amount}</Money></UnitPrice><Description xml:lang='fr'>{escape(name)}</Description><ManufacturerName>{escape(brand)}"
        "</ManufacturerName></ItemDetail></IndexItemAdd></IndexItem>"
        for row, (name, amount, brand) in enumerate(lines, start=1)
    )
    reading = read_bytes(tmp_path, f"<Index loadmode='Full'>{items}</Index>".encode(), "t.xml")
    rows = [
        (f"{row:05d}", name, int(amount * 10**6), brand) for row, (name, amount, brand) in enumerate(lines, start=1)
    ]
    read = zip(*(column(reading, name) for name in ("reference", "name", "price", "brand")), strict=True)
    assert list(read) == rows

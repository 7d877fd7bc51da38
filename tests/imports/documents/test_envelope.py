"""A read document goes into JSON and comes back the same; an older reading without a key is read with its default."""

from __future__ import annotations

import json

import pytest

from imports.documents.envelope import document_from, document_json, list_from, list_json, sheet_from, sheet_json
from imports.documents.ingredient_list import list_of
from imports.documents.layout import plain_text
from imports.documents.record import Line, ReadDocument, Refused, Sheet
from imports.documents.safety_sheet import READER, sheet_of
from tests.imports.documents.made_sheet import made, text_file
from tests.imports.documents.test_french_sheets import SHEET
from tests.imports.documents.test_ingredient_list import TABLE
from tests.imports.documents.test_old_and_foreign import OLD

TEXTS = (SHEET, OLD, *(text_file(made(seed)) for seed in range(6)))


@pytest.mark.parametrize("text", TEXTS)
def test_a_sheet_comes_back(text: str) -> None:
    sheet = sheet_of(plain_text(text))
    assert isinstance(sheet, Sheet)
    payload = json.loads(json.dumps(sheet_json(sheet)))
    assert sheet_from(payload) == sheet
    assert payload["reader"] == READER


def test_a_list_comes_back() -> None:
    found = list_of(plain_text(TABLE))
    assert found is not None
    assert list_from(json.loads(json.dumps(list_json(found)))) == found


def test_a_document_comes_back() -> None:
    sheet = sheet_of(plain_text(SHEET))
    assert isinstance(sheet, Sheet)
    for document in (
        ReadDocument("a.pdf", "pdf", 3, (Line(1, 2, "x"),), sheet),
        ReadDocument("b", "other", 0, refused=Refused("document.too_many_pages", {"pages": 900, "most": 300})),
        ReadDocument("c.txt", "text", 1, ingredients=list_of(plain_text(TABLE))),
    ):
        assert document_from(json.loads(json.dumps(document_json(document)))) == document


def test_decimals_are_strings_and_days_iso() -> None:
    sheet = sheet_of(plain_text(SHEET))
    assert isinstance(sheet, Sheet)
    payload = sheet_json(sheet)
    assert payload["revised"] == "2024-03-11"
    assert (payload["substances"][0]["low"], payload["substances"][0]["high"]) == ("2.5", "10")
    assert payload["readable"] == {"2": True, "3": True}


def test_an_older_reading_lacks_what_came_later() -> None:
    sheet = sheet_of(plain_text(SHEET))
    assert isinstance(sheet, Sheet)
    payload = sheet_json(sheet)
    del payload["classes"], payload["version"]
    read = sheet_from(payload)
    assert (read.classes, read.version, read.codes) == ((), None, sheet.codes)

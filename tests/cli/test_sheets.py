"""proof sheet: the answer of the contract, and the refusal of what is no sheet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from catalog.cli.entry import main
from catalog.cli.sheets import refused_document
from catalog.wording.sentences import templates
from imports.documents.record import Refused
from tests.imports.documents.made_pdf import locked_pdf
from tests.imports.documents.made_sheet import made, pdf_file, text_file
from tests.imports.documents.test_french_sheets import SHEET


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    status = main(["proof", "sheet", *words, "--json"])
    return status, json.loads(capsys.readouterr().out)


def kept(folder: Path, name: str, data: bytes) -> str:
    (folder / name).write_bytes(data)
    return str(folder / name)


def test_the_answer_of_the_contract(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, read = asked(capsys, kept(tmp_path, "fds.txt", SHEET.encode()))
    assert status == 0
    assert (read["is_sheet"], read["language"], read["revised"], read["name"]) == (
        True,
        "fr",
        "2024-03-11",
        "BRILLANT SOLS",
    )
    assert read["codes"][0] == {"code": "H315", "section": 2, "page": 1, "line": 23, "printed": True, "substances": []}
    first = read["cas"][0]
    assert (first["cas"], first["low"], first["high"], first["page"]) == ("68891-38-3", "2.5", "10", 1)
    assert read["readable"] == {"2": True, "3": True}
    assert read["older_format"] is False


def test_a_substance_with_an_ec_number_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = (
        "SAFETY DATA SHEET\n1. Identification\nX\n2. Hazards identification\nH304\n3. Composition\n"
        "Salt    CAS: 7647-14-5    1 %\nHydrocarbons    EC: 918-481-9    10 - 20 %\n4. First aid measures"
    )
    _, read = asked(capsys, kept(tmp_path, "sds.txt", rows.encode()))
    assert [each["cas"] for each in read["cas"]] == ["7647-14-5"]
    assert [(each["ec"], each["low"], each["high"], each["page"]) for each in read["ec"]] == [
        ("918-481-9", "10", "20", 1)
    ]


def test_a_pdf(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = made(12, "de", printed=False)
    status, read = asked(capsys, kept(tmp_path, "sdb.pdf", pdf_file(sheet)))
    told = [
        (code["code"], code["printed"]) for code in read["codes"] if code["section"] == 2 and code["code"][0] != "P"
    ]
    assert (status, sorted(told)) == (0, sorted((code, False) for code in sheet.hazards))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"Certificate FR/020/012", "sheet.not_a_sheet"),
        (locked_pdf(), "document.encrypted"),
        (b"", "document.no_bytes"),
    ],
)
def test_what_is_no_sheet_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes, code: str
) -> None:
    status, read = asked(capsys, kept(tmp_path, "x.pdf", data))
    assert (status, read["is_sheet"], read["codes"], read["cas"]) == (2, False, [], [])
    assert (read["refusal"]["code"], read["readable"]) == (code, {"2": False, "3": False})
    assert set(read["refusal"]) == {"code", "fr", "en"}


def test_for_a_person(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = made(4, "fr")
    assert main(["proof", "sheet", kept(tmp_path, "fds.txt", text_file(sheet).encode())]) == 0
    out = capsys.readouterr().out
    assert sheet.name in out
    assert all(code in out for code in sheet.hazards)
    assert main(["proof", "sheet", kept(tmp_path, "x.txt", b"nothing"), "--lang", "fr"]) == 2
    assert "n’est pas une fiche de données de sécurité" in capsys.readouterr().out


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["proof", "sheet", "/nowhere/at/all.pdf", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["refusal"]["code"] == "file.missing"


@pytest.mark.parametrize(
    "code", [code for code in templates() if code.startswith("sheet.") or code.startswith("document.too")]
)
def test_every_refusal_has_its_sentences(code: str) -> None:
    told = refused_document(Refused(code, {"pages": 3, "most": 2, "mb": 50}))["refusal"]
    assert told["fr"]
    assert "{" not in told["fr"] + told["en"]

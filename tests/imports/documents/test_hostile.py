"""Documents that are broken, locked, empty or made to harm: each is a refusal, none raises, none is executed."""

from __future__ import annotations

import random
import time
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imports.documents.opened import read_here
from imports.documents.reading import Limits, read_document, read_documents, read_sheet
from imports.documents.record import ReadDocument, Refused, Sheet
from tests.imports.documents.made_pdf import Run, assembled, locked_pdf, pdf_of
from tests.imports.documents.made_sheet import made, pdf_file, text_file

QUICK = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SHEET = pdf_file(made(4, "fr"))


def kept(folder: Path, data: bytes, name: str = "sheet.pdf") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def page_tree(kids: bytes, count: bytes = b"1") -> bytes:
    return assembled(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count %s/Kids[%s]>>" % (count, kids),
            b"<</Type/Page/Parent 2 0 R>>",
        ]
    )


def squeezed(content: bytes) -> bytes:
    """A page whose content is compressed."""
    packed = zlib.compress(content, 9)
    return assembled(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[4 0 R]>>",
            b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ]
    )


REFUSED = {
    "nothing": (b"", "document.no_bytes"),
    "a name alone": (b"%PDF-1.7\n", "document.broken"),
    "cut off": (SHEET[:300], "document.broken"),
    "locked": (locked_pdf(), "document.encrypted"),
    "no page": (assembled([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 0/Kids[]>>"]), "document.broken"),
    "a scan": (pdf_of([[], []]), "sheet.no_text"),
    "a letter": (pdf_of([[Run(50, 80, "Dear Sir or Madam")]]), "sheet.not_a_sheet"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"0" * 90, "document.picture"),
    "a program": (b"\x7fELF\x02\x01\x01\0\0\0" * 9, "document.unknown_format"),
    "an archive": (b"PK\x03\x04\x14\0\0\0", "document.unknown_format"),
    "pages in a circle": (page_tree(b"2 0 R 2 0 R", b"2"), None),
    "a page of itself": (page_tree(b"3 0 R 3 0 R 3 0 R", b"3"), "sheet.no_text"),
    "pages that are not there": (page_tree(b"9 0 R", b"70000"), None),
    "an array of arrays": (page_tree(b"[" * 20_000 + b"]" * 20_000), None),
}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_each_is_refused_with_its_reason(name: str, tmp_path: Path) -> None:
    data, code = REFUSED[name]
    read = read_sheet(kept(tmp_path, data))
    assert isinstance(read, Refused)
    assert code is None or read.code == code


def test_a_million_pages_are_refused_before_they_are_read(tmp_path: Path) -> None:
    kids = b" ".join(b"3 0 R" for _ in range(400))
    read = read_sheet(kept(tmp_path, page_tree(kids, b"400")))
    assert read == Refused("document.too_many_pages", {"pages": 400, "most": 300})


def test_what_is_in_it_is_never_run(tmp_path: Path) -> None:
    """JavaScript on opening, a program to launch and an embedded file: the text is read, nothing else happens."""
    mark = tmp_path / "ran"
    data = pdf_of(
        [[Run(50, 60 + 14 * at, row, 7) for at, row in enumerate(text_file(made(4, "fr")).splitlines()[:50])]],
        {
            "JS": f"<</S/JavaScript/JS(app.launchURL('file://{mark}'); this.exportDataObject({{cName: 'x', nLaunch: 2}});)>>",
            "LAUNCH": f"<</S/Launch/F(/bin/sh)/Unix<</F(/bin/sh)/P(-c 'touch {mark}')>>>>",
            "FILE": "<</Type/EmbeddedFile/Length 9>>stream\n#!/bin/sh\nendstream",
        },
        "/OpenAction {JS}/AA<</WC {LAUNCH}>>/Names<</JavaScript<</Names[(a) {JS}]>>/EmbeddedFiles<</Names[(x.sh) {FILE}]>>>>",
    )
    assert isinstance(read_sheet(kept(tmp_path, data)), Sheet)
    assert [path.name for path in tmp_path.iterdir()] == ["sheet.pdf"]


def test_one_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    content = b"BT /F1 9 Tf 50 700 Td " + b"(A) Tj 0.01 0 Td " * 3_000_000 + b"ET"
    started = time.monotonic()
    read = read_sheet(kept(tmp_path, squeezed(content)), limits=Limits(max_seconds=1.0))
    assert isinstance(read, Refused)
    assert read.code in ("document.too_slow", "document.too_heavy")
    assert time.monotonic() - started < 60


def test_one_that_swells_is_refused(tmp_path: Path) -> None:
    content = b"BT /F1 9 Tf 50 700 Td " + b"(A) Tj " * 60_000_000
    read = read_sheet(kept(tmp_path, squeezed(content)), limits=Limits(max_mb=128, max_seconds=30))
    assert isinstance(read, Refused)


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    read = read_sheet(kept(tmp_path, SHEET), limits=Limits(max_bytes=1000))
    assert isinstance(read, Refused)
    assert read.code == "document.too_large"


def test_one_that_ends_its_reader_costs_itself_alone(tmp_path: Path) -> None:
    slow = squeezed(b"BT /F1 9 Tf 50 700 Td " + b"(A) Tj 0.01 0 Td " * 3_000_000 + b"ET")
    files = [
        ("a.pdf", SHEET),
        ("b.pdf", slow),
        ("c.pdf", SHEET),
        ("d.txt", text_file(made(4, "fr")).encode()),
        ("e.pdf", b""),
    ]
    paths = [(kept(tmp_path, data, name), name) for name, data in files]
    read = list(read_documents(paths, Limits(max_seconds=1.5)))
    assert [document.name for document in read] == ["a.pdf", "b.pdf", "c.pdf", "d.txt", "e.pdf"]
    assert [document.sheet is not None for document in read] == [True, False, True, True, False]
    assert read[0].sheet == read[2].sheet
    assert (read[0].kind, read[3].kind) == ("pdf", "text")


def test_a_text_that_is_too_long_is_not_read_in_part(tmp_path: Path) -> None:
    read = read_here(kept(tmp_path, b"SAFETY DATA SHEET\n" * 300_000, "x.txt"), "x", 50)
    assert read.refused == Refused("document.too_large", {"mb": 4})


def test_a_page_with_too_many_letters_is_not_read_in_part(tmp_path: Path) -> None:
    rows = [Run(10, 5 + at * 10, "A" * 800, 1) for at in range(80)]
    assert read_here(kept(tmp_path, pdf_of([rows])), "x", 50).refused == Refused("document.too_heavy")


def test_a_scanned_page_in_the_midst_of_section_2_leaves_it_unread(tmp_path: Path) -> None:
    def page(*rows: str) -> list[Run]:
        return [Run(50, 60 + 20 * at, row) for at, row in enumerate(rows)]

    first = page(
        "SAFETY DATA SHEET",
        "1. Identification",
        "X",
        "2. Hazards identification",
        "H319 Causes serious eye irritation.",
    )
    last = page(
        "3. Composition/information on ingredients", "Water, soap and a little salt", "4. First aid measures", "Rest"
    )
    whole, torn = (
        read_here(kept(tmp_path, pdf_of(pages)), "x", 50).sheet for pages in ([first, last], [first, [], last])
    )
    assert whole is not None
    assert torn is not None
    assert (whole.readable, torn.readable) == ({2: True, 3: True}, {2: False, 3: True})


def test_whoever_stops_gets_no_more(tmp_path: Path) -> None:
    paths = [(kept(tmp_path, SHEET, f"{number}.pdf"), f"{number}.pdf") for number in range(4)]
    answers = iter((False, False, True))
    assert len(list(read_documents(paths, stop=lambda: next(answers)))) == 2


def test_a_file_that_is_not_there_is_the_callers_affair(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_document(tmp_path / "none.pdf")


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(tmp_path, SHEET)
    room = tmp_path / "room"
    room.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(room))
    assert read_document(tmp_path / "sheet.pdf", "FDS.pdf").name == "FDS.pdf"
    assert list(room.iterdir()) == []


@QUICK
@given(st.binary(max_size=600), st.booleans())
def test_any_bytes(tmp_path: Path, data: bytes, as_pdf: bool) -> None:
    read = read_here(kept(tmp_path, (b"%PDF-1.4\n" if as_pdf else b"") + data), "x", 50)
    assert isinstance(read, ReadDocument)
    assert (read.sheet is None) != (read.refused is None)


@QUICK
@given(st.integers(0, 10**6))
def test_a_sheet_with_bytes_changed(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    data = bytearray(SHEET)
    for _ in range(draw.randint(1, 40)):
        at = draw.randrange(len(data))
        data[at : at + draw.randint(1, 9)] = draw.randbytes(draw.randint(0, 12))
    read = read_here(kept(tmp_path, bytes(data)), "x", 50)
    assert (read.sheet is None) != (read.refused is None)


@QUICK
@given(st.text(max_size=400), st.sampled_from(("utf-8", "utf-16", "cp1252")))
def test_any_text(tmp_path: Path, text: str, encoding: str) -> None:
    read = read_here(kept(tmp_path, ("SAFETY DATA SHEET\n2. Hazards\n" + text).encode(encoding, "replace")), "x", 50)
    assert (read.sheet is None) != (read.refused is None)

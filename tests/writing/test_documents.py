"""Documents as DOCX and PDF: what people typed stays text, the tags are there, the same document is the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from xml.etree import ElementTree

import docx
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.writing.document import Document, Grid, Heading, Items, Paragraph, Run, cell, line
from catalog.writing.pdf import drawings_of, pdf
from catalog.writing.readable import DRAWN, drawn, readable
from catalog.writing.word import word
from tests.writing.pdf_structure import structure

DAY = dt.date(2026, 11, 22)
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path stroke="currentColor" d="M2 2 22 22"/></svg>'
)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MARKUP = (
    "#panic()", "#import \"x\"", "*gras* _it_", "= Titre", "$x^2$", "`code`", "@label", "<label>", "https://x.example/#a",
    "\\u{41}", "// rien", "/* rien */", "#let x = 1", "<w:fldSimple w:instr=\"DDE\"/>", "&lt;", "=cmd|'/c calc'!A1", "+1", "@SUM(A1)",
    "<script>alert(1)</script>", "]]>", "{{x}}", "%s",
)  # fmt: skip


def one(text: str, day: dt.date = DAY, language: str = "fr") -> Document:
    """A document with the same text everywhere that text can stand."""
    rows = [[(line(text),), ((Run(text, True, "https://tamis.example/produit?ref=a"),),)]] * 2
    blocks = (
        Heading(1, text), Paragraph(line(text)), Items([line(text), line(text, strong=True)]), Heading(2, text),
        Grid(text, (text, "B"), rows, (1, 2)), Heading(3, text),
    )  # fmt: skip
    return Document(text, language, day, blocks)


def pictured() -> Document:
    """A small document with everything."""
    drawing = (Run("Écolabellisé : oui", drawing="medaille", alt="Pictogramme : écolabellisé"),)
    rows = [[cell("Savon", None, "5 L"), (drawing,)], [cell("Papier"), (line("Non"),)]]
    blocks = (
        Heading(1, "Note"), Paragraph(line("Prix : 1\u202f234,50\u00a0€")), Items([line("un"), line("deux")]), Heading(2, "Articles"),
        Grid("Un article par ligne", ("Article", "Preuve"), rows, (1, 1)),
    )  # fmt: skip
    return Document("Note de justification", "fr", DAY, blocks)


def made() -> bytes:
    return pdf(pictured(), {"medaille": DRAWING})


def words_of(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as book:
        return "".join(book[page].get_textpage().get_text_range() for page in range(len(book)))


def spoken(content: bytes) -> list[str]:
    """Every paragraph and cell of a DOCX, in the order of the file."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        body = ElementTree.fromstring(parts.read("word/document.xml"))
    return ["".join(each.itertext()) for each in body.iter(f"{WORD}p")]


def test_a_pdf_is_tagged_named_and_spoken_in_its_language() -> None:
    found = structure(made())
    root = found.catalogue
    assert re.search(rb"/MarkInfo\s*<<[^>]*/Marked\s+true", root)
    assert b"/StructTreeRoot" in root
    assert re.search(rb"/Lang\s*\(fr", root)
    assert re.search(rb"/DisplayDocTitle\s+true", root)
    assert re.search(rb"pdfuaid:part>1<", found.whole)
    assert b"Note de justification" in found.whole
    pages = [each for each in found.objects.values() if re.search(rb"/Type\s*/Page\b", each)]
    assert pages
    assert all(re.search(rb"/Tabs\s*/S\b", each) for each in pages)


def test_the_tags_of_a_pdf_are_those_of_its_blocks() -> None:
    tags = structure(made()).tags()
    assert {name: tags.count(name) for name in ("H1", "H2", "Table", "THead", "TH", "TR", "TD", "L", "LI", "Figure")} == {
        "H1": 1, "H2": 1, "Table": 1, "THead": 1, "TH": 2, "TR": 3, "TD": 4, "L": 1, "LI": 2, "Figure": 1,
    }  # fmt: skip


def test_a_drawing_has_its_text() -> None:
    (figure,) = structure(made()).alternatives()
    assert b"/Alt" in figure
    assert drawings_of(pictured()) == {"medaille"}


def test_every_font_is_within_and_every_link_says_where_it_leads() -> None:
    found = structure(pdf(one("Savon"))).objects.values()
    fonts = [each for each in found if re.search(rb"/Type\s*/FontDescriptor\b", each)]
    written = [each for each in found if re.search(rb"/Subtype\s*/Type0\b", each)]
    links = [each for each in found if re.search(rb"/Subtype\s*/Link\b", each)]
    assert (len(fonts), len(written), len(links)) == (2, 2, 2)
    assert all(b"/FontFile" in each for each in fonts)
    assert all(b"/ToUnicode" in each for each in written)
    assert all(b"/Contents" in each and b"/StructParent" in each for each in links)


def test_french_typography_reaches_the_page() -> None:
    assert "Prix : 1 234,50 €" in words_of(made()).replace("\u00a0", " ").replace("\u202f", " ")


def test_every_character_said_to_be_drawn_is() -> None:
    """The typesetter refuses a document in which a character has no drawing."""
    every = [chr(code) for code in range(0x20, 0x10000) if DRAWN.fullmatch(chr(code))]
    assert len(every) == 1_983
    assert set("éèêëàâçîïôùûüÿœæÉŒ€«»’–—…°²№\u202f\u00a0") <= set(every)
    assert pdf(Document("x", "fr", DAY, (Heading(1, "x"), Paragraph(line("".join(every))))))


def test_what_has_no_drawing_is_spelt() -> None:
    assert drawn("漢字, Ж, שלום") == "HanZi, Ж, slvm"
    assert drawn("e\u0301 x\u0301") == "é x"
    assert drawn("\ue000") == "\ufffd"


def test_what_acts_or_hides_is_left_out() -> None:
    assert readable("a\u202eb\u200bc\x00\x07d\r\ne\tf\ufffe\ud800") == "abc d e f\ufffd\ufffd"
    assert readable(" 12\u202f500\u00a0€ \u00a0") == "12\u202f500\u00a0€"


def test_the_same_document_is_the_same_bytes() -> None:
    assert made() == made()
    assert word(pictured()) == word(pictured())


@pytest.mark.parametrize("text", MARKUP)
def test_markup_of_any_kind_is_text(text: str) -> None:
    content = words_of(pdf(one(text)))
    assert re.sub(r"\s", "", content).count(re.sub(r"\s", "", text)) == 11
    assert spoken(word(one(text))).count(text) == 11


TEXTS = st.text(max_size=40) | st.builds("".join, st.tuples(st.sampled_from(MARKUP), st.text(max_size=10)))


@settings(max_examples=20, deadline=None)
@given(TEXTS)
def test_whatever_people_type_a_document_can_be_written_and_says_it(text: str) -> None:
    said = readable(text)
    content = word(one(text or "x"))
    assert not said or spoken(content).count(said) == 11
    opened = docx.Document(io.BytesIO(content))
    assert opened.core_properties.language == "fr-FR"
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        body = parts.read("word/document.xml")
    assert b"fldSimple w:" not in body.replace(b"&lt;w:fldSimple w:", b"")
    assert b"<w:instrText" not in body
    assert pdf(one(f"x{text}")).startswith(b"%PDF-1.7")


def test_a_docx_has_headings_header_rows_title_and_language() -> None:
    book = docx.Document(io.BytesIO(word(pictured())))
    assert [(each.style.name, each.text) for each in book.paragraphs if each.style and each.text] == [
        ("Heading 1", "Note"), ("Normal", "Prix : 1\u202f234,50\u00a0€"), ("List Bullet", "un"), ("List Bullet", "deux"),
        ("Heading 2", "Articles"),
    ]  # fmt: skip
    (table,) = book.tables
    assert [[place.text for place in row.cells] for row in table.rows] == [
        ["Article", "Preuve"], ["Savon\n5 L", "Écolabellisé : oui"], ["Papier", "Non"],
    ]  # fmt: skip
    marks = [row._tr.find(f"{WORD}trPr/{WORD}tblHeader") is not None for row in table.rows]
    assert marks == [True, False, False]
    assert (book.core_properties.title, book.core_properties.language) == ("Note de justification", "fr-FR")
    assert book.core_properties.created.date() == DAY if book.core_properties.created else False
    langs = {each.get(f"{WORD}val") for each in book.styles.element.iter(f"{WORD}lang")}
    assert langs == {"fr-FR"}


def test_a_docx_holds_our_text_alone() -> None:
    with zipfile.ZipFile(io.BytesIO(word(pictured()))) as parts:
        assert not [name for name in parts.namelist() if name.endswith((".jpeg", ".bin", ".png"))]
        assert {part.date_time for part in parts.infolist()} == {(2026, 11, 22, 0, 0, 0)}


def test_a_link_leads_where_the_document_says() -> None:
    content = word(one("Savon"))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        relations = parts.read("word/_rels/document.xml.rels").decode()
    assert set(re.findall(r'Target="(https?://[^"]+)"', relations)) == {"https://tamis.example/produit?ref=a"}
    assert b"https://tamis.example/produit?ref=a" in structure(pdf(one("Savon"))).whole

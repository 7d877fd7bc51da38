"""Plain files: encodings, delimiters, quotes that never close, lines too long."""

from __future__ import annotations

from pathlib import Path

import pytest

from imports.formats import delimited
from imports.formats.encoding import decode
from imports.record import UnreadableFile
from tests.imports.made import column, found, read_bytes, read_text

HEAD = "Référence;Désignation;Prix HT\n"
FRENCH = HEAD + "A1;Savon à la crème d’été, cœur;1,00 €\n"


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be"),
     ("cp1252", "cp1252"), ("mac_roman", "mac_roman")],
)  # fmt: skip
def test_the_encoding_is_found(tmp_path: Path, encoding: str, named: str) -> None:
    reading = read_text(tmp_path, FRENCH, encoding)
    assert (reading.encoding, column(reading, "name")) == (named, ["Savon à la crème d’été, cœur"])


def test_latin_nine_is_told_by_its_letters() -> None:
    assert decode("cœur à 5 € Œuvre".encode("iso8859-15"))[1] == "iso-8859-15"
    assert decode("crème brûlée à volonté".encode("iso8859-15")) == ("crème brûlée à volonté", "cp1252")


def test_a_file_that_lies_about_its_encoding_is_refused() -> None:
    with pytest.raises(UnreadableFile) as refusal:
        decode(b"\xef\xbb\xbfpr\xe9\n")
    assert refusal.value.code == "file.encoding"


def test_utf8_with_a_foreign_byte_is_refused_and_not_read_as_pairs_of_signs() -> None:
    with pytest.raises(UnreadableFile) as refusal:
        decode("crème brûlée à volonté".encode() + b" pr\xe9")
    assert (refusal.value.code, refusal.value.params["encoding"]) == ("file.encoding", "utf-8")


@pytest.mark.parametrize(("delimiter", "named"), [(";", "csv"), (",", "csv"), ("\t", "tsv"), ("|", "csv")])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str, named: str) -> None:
    reading = read_text(tmp_path, FRENCH.replace(",", ".").replace(";", delimiter))
    assert (reading.format, reading.delimiter, reading.imported) == (named, delimiter, 1)


def test_decimal_commas_do_not_make_a_delimiter(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + "A;x, y;1,26\nB;z, t;2,26\nC;u, v;3,26\n")
    assert (reading.delimiter, column(reading, "price")) == (";", [1_260_000, 2_260_000, 3_260_000])


def test_the_line_that_names_the_delimiter_is_not_a_row(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "sep=|\n" + HEAD.replace(";", "|") + "A|x;y|1,00\n")
    assert (reading.header_rows, reading.imported, column(reading, "name")) == ((1,), 1, ["x;y"])


def test_an_unclosed_quote_rejects_its_line_and_swallows_no_other(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + 'A;"Savon;1,00\nB;Seau;2,00\nC;Balai;3,00\n')
    assert column(reading, "reference") == ["B", "C"]
    assert [(issue.row, issue.level) for issue in found(reading, "row.unclosed_quote")] == [(2, "error")]


def test_an_unclosed_quote_that_a_later_quote_closes_is_found_too(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + 'A;"Savon;1,00\nB;"Seau";2,00\n')
    assert (column(reading, "reference"), [issue.row for issue in found(reading, "row.unclosed_quote")]) == (["B"], [2])


def test_a_cell_over_several_lines_is_one_row(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + 'A;"Savon\nde Marseille";1,00\nB;Seau;x\n')
    assert column(reading, "name") == ["Savon de Marseille"]
    assert [issue.row for issue in found(reading, "price.unreadable")] == [3]


def test_blank_lines_count_in_row_numbers_and_are_no_rows(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "\n" + HEAD + "\n;;\nA;Savon;1,00\n")
    assert (reading.header_rows, reading.rows, column(reading, "row")) == ((2,), 1, [5])


def test_control_characters_are_an_error(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + "A;Sa\x00von;1,00\nB;Seau;2,00\n")
    assert [(issue.row, issue.column) for issue in found(reading, "text.control")] == [(2, "Désignation")]
    assert (reading.imported, reading.rejected) == (1, 1)


def test_a_line_with_a_cell_too_many_is_rejected_for_that(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + "A;Savon;1,00\nB;Seau;2,00\nC;Balai; rouge;3,00\n")
    assert [(issue.row, issue.level) for issue in found(reading, "row.too_many_cells")] == [(4, "error")]
    assert reading.rejected == 1


def test_a_line_of_a_megabyte_is_refused(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + "A;" + "x" * (delimited.LONGEST_LINE + 1) + ";1,00\n")
    assert (reading.verdict, reading.refusal and reading.refusal.code) == ("refuse", "file.line_too_long")


def test_old_macintosh_line_ends(tmp_path: Path) -> None:
    assert column(read_text(tmp_path, FRENCH.replace("\n", "\r")), "reference") == ["A1"]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "file.empty"), (b"\n\n  \n", "file.empty"), (b"\0" * 500, "file.empty"), (b"%PDF-1.7 ...", "file.not_a_table"),
        (b"\x89PNG\r\n\x1a\n....", "file.not_a_table"), (b'{"a": 1}', "file.not_a_table"), (b"\x1f\x8b\x08....", "file.archive"),
        (b"<html><body><table><tr><td>1</td></tr></table>", "file.html"), (b"<?xml version='1.0'?><BMECAT version='1.2'>", "file.xml_damaged"),
        (b"<?xml version='1.0'?><!-- c --><ubl:Catalogue xmlns:ubl='x'>", "file.xml_damaged"), (b"<?xml version='1.0'?><other/>", "file.unknown_xml"),
        (b"UNB+UNOC:3+1+2", "file.cut_short"), (b"CIF_I_V3.0\n", "file.cut_short"), (b"ISA*00*", "file.format_later"),
        (b"<?xml version='1.0'?><?mso-application progid=\"Excel.Sheet\"?><Workbook/>", "file.spreadsheet_xml"),
        ("<?xml version='1.0'?><cXML/>".encode("utf-16"), "file.unknown_xml"), ("Κωδικός;Περιγραφή;Τιμή\n".encode(), "file.no_rows"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_its_reason(tmp_path: Path, raw: bytes, code: str) -> None:
    reading = read_bytes(tmp_path, raw)
    assert (reading.verdict, reading.refusal and reading.refusal.code, reading.rows) == ("refuse", code, 0)


def test_a_name_that_says_otherwise_is_told(tmp_path: Path) -> None:
    reading = read_bytes(tmp_path, FRENCH.encode(), "tarif.xls")
    assert [issue.params["format"] for issue in found(reading, "file.other_ending")] == ["csv"]

"""What a file is, told by its bytes and never by its name: a format that has a reader, or a refusal that says why."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from imports.record import UnreadableFile

HEAD = 65536
"""How many first bytes are enough to tell a format."""

_NOT_A_TABLE = (
    (b"%PDF-", "PDF"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"), (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"), (b"BM", "BMP"), (b"{\\rtf", "RTF"), (b"SQLite format 3\0", "SQLite"), (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"), (b"PAR1", "Parquet"), (b"ARROW1", "Arrow"), (b"\0\0\0\x1cftyp", "MP4"), (b"ID3", "MP3"),
)  # fmt: skip
_ARCHIVES = (
    (b"7z\xbc\xaf\x27\x1c", "7z"), (b"Rar!", "RAR"), (b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"),
    (b"\xfd7zXZ\0", "xz"), (b"\x28\xb5\x2f\xfd", "zstd"), (b"PK\x05\x06", "ZIP"), (b"PK\x07\x08", "ZIP"),
)  # fmt: skip
_STRUCTURED_TEXT = re.compile(r"(CIF_I_V)|(UNA[^\w\s][^\w\s][.,]|UNB[^\w\s]UNO[A-Z])")
_LATER_TEXT = ((b"ISA*", "EDI X12"),)
_STRUCTURED = {
    "BMECAT": "bmecat", "Catalogue": "ubl", "StandardBusinessDocument": "ubl", "cXML": "cxml", "Index": "cxml", "CatalogueDeletion": "ubl",
    "CataloguePricingUpdate": "ubl", "CatalogueItemSpecificationUpdate": "ubl",
}  # fmt: skip
"""Root element -> the reader of its format."""
_ROOTS = {"PunchOut": "UBL", "PRICAT": "PRICAT"}
_MESSAGES = frozenset(
    "Invoice CreditNote Order OrderResponse OrderChange DespatchAdvice ReceiptAdvice Quotation CrossIndustryInvoice SCRDMCCBDACIOMessageStructure "
    "ORDER ORDERCHANGE ORDERRESPONSE INVOICE DISPATCHNOTIFICATION QUOTATION RFQ".split()
)
"""Root elements of business messages (UBL, CII, openTRANS) that hold lines and prices and are no catalogue."""
_DATANORM = re.compile(r"V(?: \d{6}|;\d{2,3};[A-Z];\d{8};).*\r?\n(?:\s*\r?\n)*[A-Z];")
_ROOT = re.compile(r"<(?![?!])(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def format_of(path: Path) -> str:
    """ "csv", "zip", "ole", "bmecat"...: what a reader will open. Raises UnreadableFile for everything else."""
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if not head:
        raise UnreadableFile("file.empty")
    _refuse_binary(head)
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "ole"
    if head.startswith((b"\x09\x08", b"\x09\x04", b"\x09\x02")) and len(head) > 8:
        return "ole"
    return _marked_up(head) or "csv"


def _refuse_binary(head: bytes) -> None:
    for start, kind in _NOT_A_TABLE:
        if head.startswith(start) and not (len(start) == 2 and _is_text(head)):
            raise UnreadableFile("file.not_a_table", kind=kind)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        raise UnreadableFile("file.not_a_table", kind="WebP")
    if head[257:262] == b"ustar":
        raise UnreadableFile("file.archive", kind="TAR")
    for start, kind in _ARCHIVES:
        if head.startswith(start):
            raise UnreadableFile("file.archive", kind=kind)


def _is_text(head: bytes) -> bool:
    return not any(byte < 9 or 13 < byte < 32 for byte in head[:512])


def _marked_up(head: bytes) -> str | None:
    """The structured format that the text opens with; None for plain text. Raises UnreadableFile for what is neither."""
    text = _decoded(head)
    start = text.lstrip("\ufeff \t\r\n")[:4096]
    if start.startswith("<"):
        return _xml(text.lstrip("\ufeff \t\r\n"))
    if found := _STRUCTURED_TEXT.match(start):
        return "cif" if found.group(1) else "edifact"
    if start.startswith(("{", "[")) and re.match(r"[\[{]\s*[\"\[{\]}]", start):
        raise UnreadableFile("file.not_a_table", kind="JSON")
    if _DATANORM.match(start):
        raise UnreadableFile("file.format_later", format="DATANORM")
    for word, name in _LATER_TEXT:
        if start.startswith(word.decode()) and not start[len(word) :][:1].islower():
            raise UnreadableFile("file.format_later", format=name)
    return None


def _decoded(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", errors="backslashreplace")
    if head[:2] in (b"<\0", b"\0<"):
        return head[: len(head) // 2 * 2].decode("utf-16-le" if head[0] else "utf-16-be", errors="backslashreplace")
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")


def _xml(text: str) -> str | None:
    """Text that opens with "<": a catalogue; else a page, a workbook written as XML, a format to come, some other XML."""
    opening = text[:4096].lower()
    if "urn:schemas-microsoft-com:office:spreadsheet" in opening or 'progid="excel.sheet"' in opening:
        raise UnreadableFile("file.spreadsheet_xml")
    found = _ROOT.search(_COMMENT.sub("", text).removeprefix("ï»¿"))
    root = found.group(1) if found else ""
    if (
        root.lower() in ("html", "table", "head", "body", "div", "meta", "style", "script", "br", "p")
        or "<!doctype html" in opening
    ):
        raise UnreadableFile("file.html")
    if root in _STRUCTURED:
        return _STRUCTURED[root]
    if root in _MESSAGES:
        raise UnreadableFile("file.other_message", root=root)
    if root in _ROOTS:
        raise UnreadableFile("file.format_later", format=_ROOTS[root])
    if text.startswith("<?xml") or (root and "</" in text):
        raise UnreadableFile("file.unknown_xml", root=root or None)
    return None

"""The pre-scan of a workbook's archive: what it holds, what it would weigh, and how far its cells reach.

Nothing is unpacked to disk and sizes are counted while inflating, never believed.
"""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from imports.formats.binary import SheetReach, StringsCount
from imports.record import UnreadableFile

MOST_ENTRIES = 5_000
MOST_BYTES = 1_500_000_000
"""Inflated size of all parts together."""
RATIO_FROM = 64 * 2**20
MOST_RATIO = 200
"""A part above RATIO_FROM may not inflate to more than MOST_RATIO times its packed size."""
MOST_CELLS = 40_000_000
"""Cells of the rectangle that a sheet's filled cells span; the reader allocates all of it."""
_CHUNK = 1 << 20
_TAIL = 4096
_LOCAL = struct.Struct("<4s5H3I2H")

_WIDE = re.compile(rb' r="([A-Z]{2,3})\d{1,7}"(?:[^>]*[^/>])?>')
"""A cell to the right of column Z that is not an empty element: cells that are only coloured do not count."""
_WIDE_OTHERWISE = re.compile(rb'\sr="([A-Z]{2,3})\d{1,7}"(?:[^>]*[^/>])?>')
_OTHER_BLANKS = (b'\tr="', b'\nr="', b'\rr="')
"""What no program writes in front of a cell's place, but a parser takes: looked for more slowly."""
_REFERENCE = re.compile(rb'"([A-Z]{1,3})(\d{1,7})"')
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*\bhidden=\"(?:1|true)\"")
_HIDDEN_COLUMNS = re.compile(rb"<(?:\w+:)?col\s[^>]*>")
_UNCOMPUTED = (b"</f></c>", b"</f><v></v></c>", b"</f><v/></c>", b"</f><v /></c>")


@dataclass(slots=True)
class Sheet:
    """What the raw XML of one sheet tells that the reader does not."""

    hidden_rows: int = 0
    hidden_columns: int = 0
    uncomputed: int = 0
    failed: int = 0


@dataclass(slots=True)
class Container:
    """The kind of a workbook's archive ("xlsx", "xlsm", "xlsb", "ods") and its sheets by part name."""

    kind: str
    sheets: dict[str, Sheet] = field(default_factory=dict)


def scan(path: Path) -> Container:
    """Looks the archive over. Raises UnreadableFile for one that is broken, locked, hostile or no workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            check_names(entries)
            container = Container(_kind(archive))
            check_records(path, entries)
            _weigh(archive, container)
            return container
    except UnreadableFile:
        raise
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
    ) as error:
        raise UnreadableFile("file.damaged", detail=type(error).__name__) from error
    except Exception as error:
        if type(error).__module__ == "zlib" or isinstance(error, struct.error | KeyError | IndexError):
            raise UnreadableFile("file.damaged", detail=type(error).__name__) from error
        raise


def check_names(entries: list[zipfile.ZipInfo]) -> None:
    """Raises UnreadableFile for too many parts, a locked one, a link, a name twice, or one that leads elsewhere."""
    if len(entries) > MOST_ENTRIES:
        raise UnreadableFile("file.too_many_parts", parts=len(entries), limit=MOST_ENTRIES)
    names = [entry.filename.replace("\\", "/") for entry in entries]
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableFile("file.encrypted")
    if len({name.casefold() for name in names}) < len(names):
        raise UnreadableFile("file.hostile", detail="duplicate")
    for name, entry in zip(names, entries, strict=True):
        if name.startswith("/") or ".." in name.split("/") or re.match(r"[A-Za-z]:", name) or "\0" in name:
            raise UnreadableFile("file.hostile", detail="path")
        if entry.external_attr >> 28 == 0xA:
            raise UnreadableFile("file.hostile", detail="link")


def _kind(archive: zipfile.ZipFile) -> str:
    names = {name.lstrip("/") for name in archive.namelist()}
    if "mimetype" in names:
        return _open_document(archive.read("mimetype")[:200].decode("latin-1"), names, archive)
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "xl/workbook.xml" in names or any(name.startswith("xl/worksheets/") for name in names):
        return "xlsm" if "xl/vbaProject.bin" in names else "xlsx"
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise UnreadableFile(
            "file.not_a_table", kind="Word" if any(name.startswith("word/") for name in names) else "PowerPoint"
        )
    raise UnreadableFile("file.archive", kind="ZIP")


def _open_document(mimetype: str, names: set[str], archive: zipfile.ZipFile) -> str:
    if "opendocument.spreadsheet" not in mimetype:
        raise UnreadableFile("file.not_a_table", kind="OpenDocument" if "opendocument" in mimetype else "ZIP")
    manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
    if b"encryption-data" in manifest:
        raise UnreadableFile("file.encrypted")
    return "ods"


def check_records(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    """Each part's own header must say what the directory says: two readers must not see two different files."""
    with path.open("rb") as stream:
        for entry in entries:
            stream.seek(entry.header_offset)
            fields = _LOCAL.unpack(stream.read(_LOCAL.size))
            name = stream.read(fields[9])
            if fields[0] != b"PK\x03\x04" or name not in _spellings(entry):
                raise UnreadableFile("file.hostile", detail="mismatch")
            if fields[3] != entry.compress_type or entry.compress_type not in (
                zipfile.ZIP_STORED,
                zipfile.ZIP_DEFLATED,
            ):
                raise UnreadableFile("file.hostile", detail="method")


def _spellings(entry: zipfile.ZipInfo) -> set[bytes]:
    """The bytes a name may have in the part's own header; a directory name keeps its original separators."""
    name = entry.orig_filename
    return {name.encode("utf-8"), name.encode("cp437", errors="backslashreplace")}


def _weigh(archive: zipfile.ZipFile, container: Container) -> None:
    total = 0
    for entry in archive.infolist():
        reach = _reach_of(entry.filename, container.kind)
        size = 0
        for chunk in _inflated(archive, entry):
            size += len(chunk)
            total += len(chunk)
            if total > MOST_BYTES or (size > RATIO_FROM and size > MOST_RATIO * max(entry.compress_size, 1)):
                raise UnreadableFile("file.bomb", part=entry.filename[:100])
            if reach:
                reach.feed(chunk)
        if reach and (sheet := reach.close(entry.filename)) is not None:
            container.sheets[entry.filename] = sheet


def _is_sheet(name: str, kind: str) -> bool:
    return kind in ("xlsx", "xlsm") and name.startswith("xl/worksheets/") and name.endswith(".xml")


def _reach_of(name: str, kind: str) -> _Reach | _BinaryReach | StringsCount | None:
    """What looks a part over while it is inflated."""
    if kind == "xlsb" and name.endswith(".bin"):
        return (
            _BinaryReach() if name.startswith("xl/worksheets/") else StringsCount() if "sharedStrings" in name else None
        )
    return _Reach() if _is_sheet(name, kind) else None


@dataclass(slots=True)
class _BinaryReach(SheetReach):
    """The same of a binary sheet."""

    def close(self, part: str) -> Sheet:
        _refuse_far(part, self.height(), self.width)
        return Sheet(self.hidden_rows, self.hidden_columns)


def _refuse_far(part: str, height: int, width: int) -> None:
    if width * height > MOST_CELLS:
        raise UnreadableFile("file.far_cell", part=part[:100], height=height, width=width)


def _inflated(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


@dataclass(slots=True)
class _Reach:
    """How far the filled cells of a sheet reach, gathered chunk by chunk; a short tail joins what a chunk's end cut."""

    tail: bytes = b""
    width: int = 26
    first: int = 0
    last: int = 0
    sheet: Sheet = field(default_factory=Sheet)

    def feed(self, chunk: bytes) -> None:
        text = self.tail + chunk
        cut = text.rfind(b"</row>")
        cut = cut if cut > 0 else max(0, len(text) - _TAIL)
        self._look(text[:cut])
        self.tail = text[cut:]

    def close(self, part: str) -> Sheet:
        self._look(self.tail)
        _refuse_far(part, self.last - self.first + 1, self.width)
        return self.sheet

    def _look(self, text: bytes) -> None:
        wide = _WIDE_OTHERWISE if any(blank in text for blank in _OTHER_BLANKS) else _WIDE
        self.width = max([self.width, *map(_column_number, set(wide.findall(text)))])
        self._rows(text)
        if b"hidden=" in text:
            self.sheet.hidden_rows += len(_HIDDEN_ROW.findall(text))
            self.sheet.hidden_columns += sum(map(_hidden_span, _HIDDEN_COLUMNS.findall(text)))
        self.sheet.failed += text.count(b' t="e"')
        self.sheet.uncomputed += sum(text.count(ending) for ending in _UNCOMPUTED)

    def _rows(self, text: bytes) -> None:
        """The first and last row that hold a value: the reader spans its rectangle between them."""
        values = (text.find(b"v>"), text.find(b"is>")), (text.rfind(b"v>"), text.rfind(b"is>"))
        first, last = min((at for at in values[0] if at >= 0), default=-1), max(values[1])
        if last < 0:
            return
        self.first = self.first or _row_before(text, first)
        self.last = _row_before(text, last) or self.last


def _row_before(text: bytes, at: int) -> int:
    """The row of the last cell that opens before a position; 0 where none does."""
    start = text.rfind(b' r="', 0, at)
    found = _REFERENCE.match(text, start + 3) if start >= 0 else None
    return int(found.group(2)) if found else 0


def _hidden_span(tag: bytes) -> int:
    """How many columns a `<col>` element hides; the endless stretch to the right of a table counts for none."""
    if not re.search(rb"\bhidden=\"(?:1|true)\"", tag):
        return 0
    bounds = re.search(rb'min="(\d+)".*max="(\d+)"', tag)
    first, last = (int(bounds.group(1)), int(bounds.group(2))) if bounds else (1, 1)
    return last - first + 1 if last < 1000 else 0


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number

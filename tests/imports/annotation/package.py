"""A strict look at a workbook's archive: what a spreadsheet program would ask to repair is a fault here."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ORDER = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios autoFilter "
    "sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks "
    "printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags "
    "drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts extLst"
).split()
"""The elements of a sheet in the order that its schema wants."""


def parts(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def local(tag: str) -> str:
    return tag.rpartition("}")[2]


def faults(raw: bytes) -> list[str]:
    """Everything that is wrong with the archive; empty for a good one."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        names = archive.namelist()
    found = [] if len(names) == len({name.lower() for name in names}) else ["two parts of one name"]
    every = parts(raw)
    found += [*_types(every), *_relations(every)]
    for name, content in every.items():
        if name.endswith((".xml", ".rels", ".vml")):
            root = ElementTree.fromstring(content)
            found += _sheet(name, root, every) if local(root.tag) == "worksheet" else []
            found += _styles(root) if local(root.tag) == "styleSheet" else []
            found += _workbook(root) if local(root.tag) == "workbook" else []
    return found


def _types(every: dict[str, bytes]) -> Iterator[str]:
    root = ElementTree.fromstring(every["[Content_Types].xml"])
    defaults = [str(each.get("Extension")).lower() for each in root if local(each.tag) == "Default"]
    overrides = [str(each.get("PartName")) for each in root if local(each.tag) == "Override"]
    for kind in (defaults, overrides):
        if len(kind) != len(set(kind)):
            yield "a content type stands twice"
    yield from (f"no part {name}" for name in overrides if name.lstrip("/") not in every)
    for name in every:
        if (
            name != "[Content_Types].xml"
            and f"/{name}" not in overrides
            and name.rpartition(".")[2].lower() not in defaults
        ):
            yield f"no content type of {name}"


def _relations(every: dict[str, bytes]) -> Iterator[str]:
    for name, content in every.items():
        if not name.endswith(".rels"):
            continue
        folder, own = posixpath.split(name)
        source = posixpath.join(posixpath.dirname(folder), own.removesuffix(".rels"))
        if source and source not in every:
            yield f"{name} is of no part"
        root = ElementTree.fromstring(content)
        ids = [each.get("Id") for each in root]
        if len(ids) != len(set(ids)):
            yield f"{name}: an id stands twice"
        for each in root:
            target = str(each.get("Target"))
            whole = target.lstrip("/") if target.startswith("/") else posixpath.join(posixpath.dirname(source), target)
            if each.get("TargetMode") != "External" and posixpath.normpath(whole) not in every:
                yield f"{name} leads to {target}"


def _sheet(name: str, root: ElementTree.Element, every: dict[str, bytes]) -> Iterator[str]:
    children = [local(child.tag) for child in root if local(child.tag) in ORDER]
    if children != sorted(children, key=ORDER.index):
        yield f"{name}: elements out of order: {children}"
    rows = [row for each in root if local(each.tag) == "sheetData" for row in each]
    numbers = [int(row.get("r") or 0) for row in rows if row.get("r")]
    if numbers != sorted(set(numbers)):
        yield f"{name}: rows out of order"
    styles = next((content for part, content in every.items() if part.lower().endswith("styles.xml")), b"<a/>")
    last = len(_children(ElementTree.fromstring(styles), "cellXfs"))
    for row in rows:
        places = [_column(str(cell.get("r"))) for cell in row if cell.get("r")]
        if places != sorted(set(places)):
            yield f"{name}: cells of row {row.get('r')} out of order"
        if any(int(cell.get("s") or 0) >= max(last, 1) for cell in row):
            yield f"{name}: a style that is none"
    yield from _comments(name, root, every)


def _column(address: str) -> int:
    number = 0
    for letter in re.sub(r"\d", "", address):
        number = number * 26 + ord(letter) - 64
    return number


def _comments(name: str, root: ElementTree.Element, every: dict[str, bytes]) -> Iterator[str]:
    """Each comment has one box, and each box one comment; the sheet leads to both."""
    folder, own = posixpath.split(name)
    links = ElementTree.fromstring(every.get(f"{folder}/_rels/{own}.rels", b"<a/>"))
    targets = {
        str(each.get("Id")): posixpath.normpath(posixpath.join("/" + folder, str(each.get("Target"))))[1:]
        for each in links
    }
    comments = [targets[str(each.get("Id"))] for each in links if str(each.get("Type")).endswith("/comments")]
    drawings = [
        targets.get(value, "")
        for child in root
        if local(child.tag) == "legacyDrawing"
        for key, value in child.attrib.items()
        if local(key) == "id"
    ]
    if not comments:
        return
    if len(comments) != 1 or len(drawings) != 1 or drawings[0] not in every:
        yield f"{name}: comments without a drawing"
        return
    told = re.findall(rb'<(?:\w+:)?comment\s[^>]*ref="([A-Z]+)(\d+)"', every[comments[0]])
    shapes = re.findall(rb"<(?:\w+:)?shape\s.*?</(?:\w+:)?shape>", every[drawings[0]], re.DOTALL)
    notes = b"".join(shape for shape in shapes if b'ObjectType="Note"' in shape)
    boxes = re.findall(rb"<(?:\w+:)?Row>(\d+)</(?:\w+:)?Row>\s*<(?:\w+:)?Column>(\d+)</", notes)
    cells = sorted((int(row) - 1, _column(letters.decode()) - 1) for letters, row in told)
    if cells != sorted((int(row), int(column)) for row, column in boxes) or len(cells) != len(set(cells)):
        yield f"{name}: comments and boxes differ"
    ids = [found[1] for shape in shapes if (found := re.match(rb'<[^>]*?\bid="([^"]+)"', shape))]
    if len(ids) != len(set(ids)):
        yield f"{name}: boxes of one number"


def _children(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [child for each in root if local(each.tag) == name for child in each]


def _styles(root: ElementTree.Element) -> Iterator[str]:
    for name in ("fonts", "fills", "borders", "cellXfs", "cellStyleXfs"):
        for each in root:
            if local(each.tag) == name and each.get("count") not in (None, str(len(each))):
                yield f"count of {name}"
    limits = {"fontId": len(_children(root, "fonts")), "fillId": len(_children(root, "fills"))}
    for cell in _children(root, "cellXfs"):
        for name, limit in limits.items():
            if int(cell.get(name) or 0) >= limit:
                yield f"{name} that is none"


def _workbook(root: ElementTree.Element) -> Iterator[str]:
    sheets = _children(root, "sheets")
    for name in ("name", "sheetId"):
        told = [str(sheet.get(name)).casefold() for sheet in sheets]
        if len(told) != len(set(told)):
            yield f"two sheets of one {name}"
    if any(len(str(sheet.get("name"))) > 31 or re.search(r"[\[\]:*?/\\]", str(sheet.get("name"))) for sheet in sheets):
        yield "a sheet's name"

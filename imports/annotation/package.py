"""The archive of a workbook: its parts, which part leads to which, and what is changed or added when it is written."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from imports.annotation.markup import attribute, editable, escaped, into, local, parsed
from imports.annotation.record import Unfollowed

CHUNK = 1 << 20
CONTENT_TYPES = "[Content_Types].xml"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_NO_RELATIONS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)
_AT = (1980, 1, 1, 0, 0, 0)
"""The time written beside parts that we add: the same order gives the same bytes."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One part leads to another. kind: the last word of its type ("worksheet", "comments")."""

    id: str
    kind: str
    target: str


@dataclass(slots=True)
class Package:
    """An archive to be written again. changed: part -> its new bytes; streamed: part -> how its new bytes come.

    late: part -> its new bytes, asked for once all others are written (which styles a sheet needs shows while writing it).
    """

    archive: zipfile.ZipFile
    changed: dict[str, bytes] = field(default_factory=dict)
    streamed: dict[str, Callable[[], Iterable[bytes]]] = field(default_factory=dict)
    late: dict[str, Callable[[], bytes]] = field(default_factory=dict)
    base: str = DOCUMENT
    _names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._names = {_folded(name): name for name in self.archive.namelist()}

    def name(self, part: str) -> str | None:
        """The part as the archive spells it; None when it is not there."""
        return self._names.get(_folded(part))

    def read(self, part: str) -> bytes:
        """A part as it will be written. Raises Unfollowed when there is none."""
        name = self.name(part)
        if name is None:
            raise Unfollowed(part)
        return editable(self.changed[name] if name in self.changed else self.archive.read(name))

    def chunks(self, part: str) -> Iterator[bytes]:
        """The bytes of a part as received."""
        with self.archive.open(self.name(part) or part) as stream:
            while chunk := stream.read(CHUNK):
                yield chunk

    def put(self, part: str, content: bytes) -> None:
        """Change a part, or add it."""
        name = self._names.setdefault(_folded(part), part)
        self.changed[name] = content

    def free(self, pattern: str) -> str:
        """A name for a new part: "xl/comments{n}.xml" with the first number above all those taken."""
        shape = re.compile(re.escape(_folded(pattern)).replace(r"\{n\}", r"(\d+)"))
        names = {*self._names, *self._declared()} if "{n}" in pattern else ()
        taken = [int(found[1]) for name in names if (found := shape.fullmatch(name))]
        return pattern.replace("{n}", str(max(taken, default=0) + 1))

    def relations(self, part: str) -> list[Relation]:
        """Where a part leads to inside the archive."""
        name = self.name(_relations_of(part))
        if name is None:
            return []
        root = parsed(self.read(name))
        return [_relation(part, element.attrib) for element in root if element.get("TargetMode") != "External"]

    def relate(self, part: str, kind: str, target: str) -> str:
        """A new relation of a part; its id."""
        place = _relations_of(part)
        known = self.read(place) if self.name(place) else _NO_RELATIONS
        taken = {element.get("Id") for element in parsed(known)}
        number = next(each for each in range(1, len(taken) + 2) if f"rIdTamis{each}" not in taken)
        told = (f"rIdTamis{number}", f"{self.base}/{kind}", posixpath.relpath(target, posixpath.dirname(part) or "."))
        made = b'Relationship Id="%b" Type="%b" Target="%b"/>' % tuple(escaped(text) for text in told)
        self.put(place, into(known, "Relationships", lambda prefix: b"<" + prefix + made))
        return told[0]

    def declare(self, part: str, content_type: str) -> None:
        """Name the content type of a new part; that of a .vml part by its ending."""
        types, ending = self.read(CONTENT_TYPES), posixpath.splitext(part)[1].lstrip(".")
        if ending == "vml":
            if any((element.get("Extension") or "").lower() == ending for element in parsed(types)):
                return
            told = b'Default Extension="%b" ContentType="%b"/>' % (ending.encode(), escaped(content_type))
        elif _folded(part) in self._declared():
            return
        else:
            told = b'Override PartName="/%b" ContentType="%b"/>' % (escaped(part), escaped(content_type))
        self.put(CONTENT_TYPES, into(types, "Types", lambda prefix: b"<" + prefix + told))

    def _declared(self) -> set[str]:
        """The parts that have a content type of their own, whether or not they are there."""
        names = re.findall(rb"PartName\s*=\s*[\"']([^\"']+)", self.read(CONTENT_TYPES))
        return {_folded(name.decode("utf-8", "backslashreplace")) for name in names}

    def follow(self) -> str:
        """The workbook's own part; how relations are spelt here is noted on the way. Raises Unfollowed."""
        relations = self.read("_rels/.rels")
        self.base = _STRICT if _STRICT.encode() in relations else DOCUMENT
        for relation in self.relations(""):
            if relation.kind == "officeDocument" and self.name(relation.target):
                return relation.target
        raise Unfollowed("workbook")

    def write(self, path: Path) -> None:
        """Write the archive: the parts in their order, then the new ones."""
        received = {known.filename: known for known in self.archive.infolist()}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as out:
            for name, known in received.items():
                if not known.is_dir() and name not in self.late:
                    self._copy(out, name, known)
            for name, content in self.changed.items():
                if name not in received and name not in self.late:
                    out.writestr(entry(name), content)
            for name, make in self.late.items():
                out.writestr(entry(name), make())

    def _copy(self, out: zipfile.ZipFile, name: str, known: zipfile.ZipInfo) -> None:
        made = zipfile.ZipInfo(name, max(known.date_time, _AT))
        made.compress_type = zipfile.ZIP_DEFLATED if name in self.changed else known.compress_type
        with out.open(made, "w", force_zip64=known.file_size > 2**30) as stream:
            for piece in _gathered(self._content(name)):
                stream.write(piece)

    def _content(self, name: str) -> Iterable[bytes]:
        if name in self.streamed:
            return self.streamed[name]()
        return [self.changed[name]] if name in self.changed else self.chunks(name)


def _gathered(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Small chunks joined: each call of the packer costs."""
    kept: list[bytes] = []
    size = 0
    for chunk in chunks:
        kept.append(chunk)
        size += len(chunk)
        if size >= CHUNK:
            yield b"".join(kept)
            kept, size = [], 0
    yield b"".join(kept)


def _folded(name: str) -> str:
    """Parts are told apart without regard to case."""
    return name.replace("\\", "/").lstrip("/").lower()


def entry(name: str) -> zipfile.ZipInfo:
    """A new part of an archive, always of the same time."""
    made = zipfile.ZipInfo(name, _AT)
    made.compress_type = zipfile.ZIP_DEFLATED
    return made


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _relation(part: str, told: Mapping[str, str]) -> Relation:
    target = told.get("Target", "").replace("\\", "/")
    whole = target.lstrip("/") if target.startswith("/") else posixpath.join(posixpath.dirname(part), target)
    kind = told.get("Type", "").rpartition("/")[2]
    return Relation(told.get("Id", ""), kind, posixpath.normpath(whole))


def sheets_of(package: Package, workbook: str) -> dict[str, str]:
    """Sheet name -> its part, in the order of the workbook."""
    targets = {relation.id: relation for relation in package.relations(workbook)}
    found = {}
    for element in parsed(package.read(workbook)).iter():
        if local(element.tag) == "sheet":
            link = next((value for name, value in element.attrib.items() if local(name) == "id" and "}" in name), "")
            if link in targets and package.name(targets[link].target):
                found[element.get("name", "")] = str(package.name(targets[link].target))
    return found


def highest_sheet_id(workbook: bytes) -> int:
    """The highest number that a sheet has in the workbook's list."""
    tags = re.findall(rb"<(?:[\w.-]+:)?sheet\s[^>]*>", workbook)
    return max((int(attribute(tag, "sheetId") or 0) for tag in tags), default=0)

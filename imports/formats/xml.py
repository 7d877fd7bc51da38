"""One hardened, streaming reader of XML: no DTD, no entity, no network, bounded depth, attributes, nodes and tokens.

The prolog is read first by a parser of its own, which refuses whatever could make the second one do more than read:
general entities and foreign encodings. An external DTD or a parameter entity is tolerated and never followed.
"""

from __future__ import annotations

import codecs
import re
import secrets
from collections.abc import Iterator, Set
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser
from xml.parsers import expat

from imports.formats.cut import Cutter
from imports.record import UnreadableFile

_UTF = frozenset(("utf-8", "utf8", "utf-16", "utf16", "utf-16le", "utf-16be", "us-ascii", "ascii"))
_LATIN = frozenset(
    "iso-8859-1 iso8859-1 iso_8859-1 latin1 latin-1 iso-8859-15 iso8859-15 iso_8859-15 latin9 latin-9".split()
)
_NARROW = _LATIN | {"utf-8", "utf8", "us-ascii", "ascii"}
CHUNK = 1 << 18
LONGEST_PROLOG = 1 << 22
LONGEST_TOKEN = 1 << 24
"""Bytes without one new element: an endless attribute, comment or text."""
DEPTH = 100
MOST_ATTRIBUTES = 200
MOST_HOLDERS = 1_000
MOST_ADDED = 1_000
"""Characters of attributes that the internal subset gives to elements by default."""
MOST_NODES_A_ROW = 200_000
"""Elements inside one product, price line or header."""
_PREFIX = re.compile(r"[<\s/]([A-Za-z_][\w.-]*):", re.ASCII)
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_CODES = expat.errors.codes
_WRONG_ENCODING = {
    _CODES[expat.errors.XML_ERROR_INCORRECT_ENCODING],
    _CODES[expat.errors.XML_ERROR_UNKNOWN_ENCODING],
    _CODES[expat.errors.XML_ERROR_PARTIAL_CHAR],
}
_INVALID = _CODES[expat.errors.XML_ERROR_INVALID_TOKEN]


class Uneven(Exception):
    """A document whose products cannot be read one by one as text: it is to be read again, whole."""


class Document:
    """Iterates over the `wanted` elements of a file, each whole, in the order of the file; then they are let go.

    Names are local names: prefixes and namespaces are taken off. `around`: name of the element that holds the one just
    given. `holders`: name -> attributes of each element seen so far that is not wanted itself and holds others, the root
    first. `encoding`: as declared, else "utf-8". `rows`: how many product
    rows the reader has counted so far, told with a refusal. Iterating raises UnreadableFile.

    apart: names of product elements that are given as text where that is possible: an element called `mark` then stands
    for those that `products` gives. Iterating may then raise Uneven as well.
    """

    def __init__(self, path: Path, wanted: Set[str], apart: Set[str] = frozenset()) -> None:
        self.rows = 0
        self.encoding = "utf-8"
        self.around = ""
        self.holders: dict[str, dict[str, str]] = {}
        self.mark = f"run-{secrets.token_hex(8)}"
        self._path, self._wanted = path, wanted | {self.mark}
        self._cutter = Cutter(apart, self.mark) if apart else None
        self._names: dict[str, str] = {}
        builder = TreeBuilder()
        self._top: Element = builder.start("", {})
        """Holds the root while the file is being read: what is finished is taken out from under it, chunk by chunk."""
        self._parser = XMLParser(target=builder)  # noqa: S314  (the prolog has been read: no entity gets here)
        self._last: tuple[int, int] = (0, 0)
        self._growing: Element | None = None
        self._silent = self._spread = 0

    def __iter__(self) -> Iterator[Element]:
        self.encoding = prolog(self._path)
        accents = _Accents(self.encoding)
        cutter = self._cutter if self.encoding in _NARROW else None
        decoder = codecs.getincrementaldecoder("utf-8-sig" if self.encoding in _UTF else self.encoding)()
        with self._path.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                accents.look(chunk)
                part = self._cut(cutter, decoder, chunk) if cutter else chunk
                self._fed(part)
                yield from self._finished(len(part))
        if cutter:
            self._fed(self._cut(cutter, decoder, b"") + cutter.close())
        self._fed(None)
        yield from self._inside(self._top, 0)
        if accents.utf8:
            raise UnreadableFile("file.encoding", encoding=self.encoding, byte=accents.utf8, rows=self.rows)

    def products(self, run: Element) -> Iterator[str]:
        """The texts of the products that a mark stands for."""
        assert self._cutter is not None
        for _ in range(int(run.get("n", ""))):
            yield self._cutter.texts.popleft()

    def _cut(self, cutter: Cutter, decoder: codecs.IncrementalDecoder, chunk: bytes) -> str:
        try:
            return cutter.feed(decoder.decode(chunk, not chunk), chunk)
        except UnicodeDecodeError as error:
            raise Uneven from error

    def _fed(self, chunk: bytes | str | None) -> None:
        try:
            if chunk is None:
                self._parser.close()
            else:
                self._parser.feed(chunk)
        except (ParseError, ValueError, LookupError) as error:
            if self._cutter:
                raise Uneven from error
            raise _told(self._path, self.encoding, error, self.rows) from error

    def _finished(self, fed: int) -> Iterator[Element]:
        """The wanted elements that are followed by another: whatever is last may still grow."""
        holder, depth = self._top, 0
        while len(holder) and self._local(holder).tag not in self._wanted:
            self._held(holder)
            for element in holder[:-1]:
                self.around = holder.tag
                yield from self._given(element, depth)
            del holder[:-1]
            holder, depth = holder[-1], depth + 1
            if depth > DEPTH:
                raise self._hostile("depth")
        self._bound(self._local(holder), fed)

    def _held(self, holder: Element) -> None:
        if len(self.holders) < MOST_HOLDERS:
            self.holders.setdefault(holder.tag, dict(holder.items()))

    def _given(self, element: Element, depth: int) -> Iterator[Element]:
        """A finished element, or the wanted ones inside it."""
        if self._local(element).tag in self._wanted:
            self._plain(element)
            yield element
        elif len(element):
            yield from self._inside(element, depth + 1)

    def _plain(self, element: Element) -> None:
        """Takes the namespaces off the whole of a wanted element."""
        names = self._names
        for node in element.iter():
            tag = node.tag
            name = names.get(tag)
            if name is None:
                self._local(node)
            elif name is not tag:
                node.tag = name
            if len(node.keys()) > MOST_ATTRIBUTES:
                raise self._hostile("attributes")

    def _inside(self, holder: Element, depth: int) -> Iterator[Element]:
        if depth > DEPTH:
            raise self._hostile("depth")
        self._held(holder)
        for element in holder:
            self.around = holder.tag
            yield from self._given(element, depth)

    def _local(self, element: Element) -> Element:
        """The element under its local name. Few names are ever different, so each is cut once."""
        tag = element.tag
        name = self._names.get(tag)
        if name is None:
            name = tag.rpartition("}")[2]
            if len(self._names) < 5000:
                self._names[tag] = name
        if name is not tag:
            element.tag = name
        if len(element.keys()) > MOST_ATTRIBUTES:
            raise self._hostile("attributes")
        return element

    def _bound(self, growing: Element, fed: int) -> None:
        """An element that goes on and on, or bytes that bring no element at all, are no catalogue."""
        last = growing
        depth = 0
        while len(last):
            last, depth = last[-1], depth + 1
            if depth > DEPTH:
                raise self._hostile("depth")
        state = (id(last), depth)
        self._silent = self._silent + fed if state == self._last else 0
        self._spread = self._spread + fed if growing is self._growing else 0
        self._last, self._growing = state, growing
        if self._silent > LONGEST_TOKEN:
            raise self._hostile("token")
        if self._spread and sum(1 for _ in growing.iter()) > MOST_NODES_A_ROW:
            raise self._hostile("nodes")

    def _hostile(self, what: str) -> UnreadableFile:
        return UnreadableFile("file.xml_hostile", detail=what, rows=self.rows)


def fragment(product: str) -> Element:
    """One product as an element under local names. Raises Uneven for one that is not well-formed by itself."""
    prefixes = "".join(
        f' xmlns:{prefix}="{prefix}"' for prefix in sorted(set(_PREFIX.findall(product)) - {"xml", "xmlns"})
    )
    parser = XMLParser(target=TreeBuilder())  # noqa: S314  (no DOCTYPE gets here, so no entity either)
    try:
        parser.feed(f"<all{prefixes}>{product}</all>")
        whole = parser.close()
    except (ParseError, ValueError) as error:
        raise Uneven from error
    if len(whole) != 1 or (whole.text or whole[0].tail):
        raise Uneven
    for place, node in enumerate(whole[0].iter()):
        node.tag = node.tag.rpartition("}")[2]
        if len(node.keys()) > MOST_ATTRIBUTES or place > MOST_NODES_A_ROW:
            raise Uneven
    return whole[0]


def prolog(path: Path) -> str:
    """The declared encoding of a file whose prolog is harmless. Raises UnreadableFile for any other."""
    seen = _Prolog()
    try:
        with path.open("rb") as stream:
            for _ in range(LONGEST_PROLOG // CHUNK):
                chunk = stream.read(CHUNK)
                seen.parser.Parse(chunk, not chunk)
                if seen.over or not chunk:
                    return seen.encoding
    except (expat.ExpatError, ValueError, LookupError) as error:
        if seen.over:
            return seen.encoding
        raise _told(path, seen.encoding, error, 0) from error
    raise UnreadableFile("file.xml_hostile", detail="prolog")


class _Prolog:
    """Listens to what comes before the first element; what comes after it is not this parser's to judge."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.XmlDeclHandler = self._declared
        self.parser.EntityDeclHandler = self._entity
        self.parser.AttlistDeclHandler = self._default
        self.parser.StartElementHandler = self._root
        self.encoding = "utf-8"
        self.over = False
        self.added = 0

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in _UTF | _LATIN:
            raise UnreadableFile("file.xml_encoding", encoding=encoding[:40])
        self.encoding = encoding.lower() if encoding else "utf-8"

    def _entity(self, name: str, parameter: bool, *_: object) -> None:
        if not parameter and not self.over:
            raise UnreadableFile("file.xml_hostile", detail="entity")

    def _default(self, _element: str, _name: str, _kind: str, value: str | None, _required: bool) -> None:
        """Attributes that a DTD adds to every element weigh as much as written ones."""
        self.added += 0 if value is None else 1 + len(value)
        if self.added > MOST_ADDED:
            raise UnreadableFile("file.xml_hostile", detail="attributes")

    def _root(self, _name: str, _attributes: object) -> None:
        self.over = True
        self.parser.StartElementHandler = None


class _Accents:
    """Watches a file declared in a one-byte encoding for being UTF-8 all through: it would read as pairs of signs."""

    def __init__(self, encoding: str) -> None:
        self.utf8 = 0
        """Place of the first accent, while the file can still be taken for UTF-8."""
        self._decoder = codecs.getincrementaldecoder("utf-8")() if encoding in _LATIN else None
        self._read = 0

    def look(self, chunk: bytes) -> None:
        """Takes the next bytes of the file."""
        if self._decoder is None:
            return
        try:
            self._decoder.decode(chunk)
        except UnicodeDecodeError:
            self._decoder, self.utf8 = None, 0
            return
        if not self.utf8 and not chunk.isascii():
            self.utf8 = self._read + next(place for place, byte in enumerate(chunk) if byte > 127)
        self._read += len(chunk)


def _told(path: Path, encoding: str, error: Exception, rows: int) -> UnreadableFile:
    """The parser's complaint as a refusal: bytes of another encoding, or markup that is broken or ends too soon."""
    code = getattr(error, "code", None)
    line, column = getattr(error, "position", None) or (getattr(error, "lineno", 0), getattr(error, "offset", 0))
    wrong = _undecodable(path, encoding) if code == _INVALID else None
    if code in _WRONG_ENCODING or wrong is not None or isinstance(error, LookupError):
        return UnreadableFile("file.encoding", encoding=encoding, byte=wrong or 0, rows=rows)
    if "undefined entity" in str(error):
        return UnreadableFile("file.xml_hostile", detail="entity", rows=rows)
    return UnreadableFile("file.xml_damaged", row=line, column=column, detail=str(error)[:120], rows=rows)


def _undecodable(path: Path, encoding: str) -> int | None:
    """Place of the first byte that the declared encoding does not have, or None."""
    decoder = codecs.getincrementaldecoder("utf-8" if encoding in ("us-ascii", "ascii") else encoding)()
    read = 0
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            pending = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                return read - pending + error.start
            read += len(chunk)
    return None

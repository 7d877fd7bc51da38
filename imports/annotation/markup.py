"""Small edits of XML as bytes: what is not touched stays as it was, byte for byte. All that is put in is ASCII."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

from imports.annotation.record import Unfollowed

LONGEST = 32_767
"""Characters that a cell or a comment can hold."""
MOST = 64 * 2**20
"""A part that is edited as a whole is not larger than this."""
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HIDDEN = re.compile(r"[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_ODD = re.compile(f"{_ILLEGAL.pattern}|{_HIDDEN.pattern}")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")


def inert(text: str) -> str:
    """A text as it may stand in a comment: signs that turn the direction of writing, and control signs, are shown."""
    if not _ODD.search(text):
        return text[:LONGEST]
    return _ILLEGAL.sub("\ufffd", _HIDDEN.sub(lambda sign: f"[U+{ord(sign[0]):04X}]", text))[:LONGEST]


def escaped(text: str) -> bytes:
    """A text as content of an element or attribute, in ASCII."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return plain.encode("ascii", "xmlcharrefreplace")


def cell_text(text: str) -> bytes:
    """A text as content of a cell, where "_x000D_" would be read as a sign; what XML cannot carry is written so."""
    kept = _ESCAPE.sub("_x005F_", text[:LONGEST])
    return escaped(_ILLEGAL.sub(lambda sign: f"_x{ord(sign[0]):04X}_", kept)).replace(b"\r", b"_x000D_")


def editable(part: bytes) -> bytes:
    """The part, if its bytes can be edited. Raises Unfollowed."""
    if len(part) > MOST or part.startswith(_WIDE) or b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise Unfollowed("encoding or document type")
    return part


def parsed(part: bytes) -> ElementTree.Element:
    """The part as a tree, to look things up in. Raises Unfollowed."""
    try:
        return ElementTree.fromstring(editable(part))  # noqa: S314  (no DOCTYPE gets here)
    except ElementTree.ParseError as error:
        raise Unfollowed("XML") from error


def local(tag: str) -> str:
    """The name of an element or attribute without its namespace."""
    return tag.rpartition("}")[2]


def prefix_of(part: bytes, root: str) -> bytes:
    """The prefix that the root element is written with: b"" or b"x:". Raises Unfollowed for another root."""
    found = re.search(rb"<(?![?!])((?:[\w.-]+:)?)" + root.encode() + rb"(?=[\s/>])", part)
    if not found:
        raise Unfollowed(root)
    return found[1]


def into(part: bytes, parent: str, children: Callable[[bytes], bytes]) -> bytes:
    """The part with more children at the end of its element `parent`; they are told its prefix. Raises Unfollowed."""
    name = parent.encode()
    closing = list(re.finditer(rb"</((?:[\w.-]+:)?)" + name + rb"\s*>", part))
    if closing:
        place = closing[-1].start()
        return part[:place] + children(closing[-1][1]) + part[place:]
    empty = re.search(rb"<((?:[\w.-]+:)?)" + name + rb"((?:\s[^<>]*?)?)/>", part)
    if not empty:
        raise Unfollowed(parent)
    prefix, attributes = empty[1], empty[2]
    made = b"<%b%b%b>%b</%b%b>" % (prefix, name, attributes, children(prefix), prefix, name)
    return part[: empty.start()] + made + part[empty.end() :]


def attribute(tag: bytes, name: str) -> bytes | None:
    """The value of an attribute of a start tag, as written; None without it."""
    found = re.search(rb"(?<![\w:.-])" + name.encode() + rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", tag)
    return None if not found else found[1] if found[1] is not None else found[2]


def with_attribute(tag: bytes, name: str, value: bytes) -> bytes:
    """The start tag with an attribute set."""
    told = b'%b="%b"' % (name.encode(), value)
    pattern = rb"(?<![\w:.-])" + name.encode() + rb"\s*=\s*(?:\"[^\"]*\"|'[^']*')"
    if re.search(pattern, tag):
        return re.sub(pattern, lambda _: told, tag, count=1)
    return re.sub(rb"\s*(/?>)$", lambda end: b" " + told + end[1], tag, count=1)


def without_attribute(tag: bytes, name: str) -> bytes:
    """The start tag without an attribute."""
    return re.sub(rb"\s+" + name.encode() + rb"\s*=\s*(?:\"[^\"]*\"|'[^']*')", b"", tag, count=1)

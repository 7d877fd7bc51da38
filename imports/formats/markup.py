"""The markup of one product as text: its tags, its texts, and what is the same in all products of the same tags.

Only what is surely read as an XML parser would read it: anything else is left to one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from operator import getitem, itemgetter
from typing import Any
from xml.etree.ElementTree import Element

from imports.formats.xml import DEPTH, LANGUAGE, MOST_ATTRIBUTES

_END = "\x01"
"""Closes a tag once brackets are cut at: no document holds it."""
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_ENTITY = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9A-Fa-f]{1,6}));", re.ASCII)
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_NAME = r"[A-Za-z_][A-Za-z0-9_.-]*"
_TAG = re.compile(rf"(?:({_NAME}):)?({_NAME})((?:\s+(?:xml:)?{_NAME}\s*=\s*(?:\"[^\"&\t\n]*\"|'[^'&\t\n]*'))*)\s*(/?)")
_ATTRIBUTE = re.compile(rf"((?:xml:)?{_NAME})\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


@dataclass(frozen=True, slots=True)
class Texts:
    """The leaves whose text a reader only passes on, as "name" or "parent/name"; all others decide how it reads.

    free: as it is. addresses: it may look whether the text is an address, or of an image. spaced: it joins blanks.
    """

    free: Set[str]
    addresses: Set[str] = frozenset()
    spaced: Set[str] = frozenset()

    def kind(self, parent: str, name: str) -> str:
        """ "free", "address", "spaced", or ""."""
        for kind, names in (("free", self.free), ("address", self.addresses), ("spaced", self.spaced)):
            if name in names or f"{parent}/{name}" in names:
                return kind
        return ""


Pick = Callable[[Sequence[str]], tuple[str, ...]]
_Step = tuple[str, str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Pattern:
    """The tags of a product. `passed`, `told`: the texts that are only passed on, and those that decide.

    kinds: of each text that is passed on. careful: the places among them that are not free. plans: for `alike`.
    """

    passed: Pick
    told: Pick
    between: Pick
    kinds: tuple[str, ...]
    careful: tuple[int, ...]
    steps: tuple[_Step, ...]
    leaves: Mapping[int, tuple[bool, int]]
    plans: dict[Any, Any] = field(default_factory=dict)

    def mixed(self, texts: Sequence[str]) -> bool:
        """Whether there are words between elements."""
        return bool("".join(self.between(texts)).strip())

    def tree(self, told: Sequence[str], passed: Sequence[str]) -> Element:
        """The product as an element, with these texts."""
        held = [Element("")]
        for place, (kind, name, attributes) in enumerate(self.steps):
            if kind == "close":
                held.pop()
                continue
            element = Element(name, dict(attributes))
            held[-1].append(element)
            if place in self.leaves:
                own, index = self.leaves[place]
                element.text = (passed if own else told)[index]
            if kind == "open":
                held.append(element)
        return held[0][0]


@dataclass(frozen=True, slots=True)
class Mould:
    """A pattern together with the blanks between its elements: most products of a file are of a few moulds.

    A product cut at its opening brackets gives pieces, a tag and the text after it each. `known`: the pieces that decide,
    as they are written -> their texts as they are read.
    """

    pattern: Pattern
    blanks: tuple[str, ...]
    passed: Pick
    told: Pick
    between: Pick
    heads: tuple[str, ...]
    cuts: tuple[slice, ...]
    known: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)

    def texts(self, pieces: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """(texts that decide, texts that are passed on, as written); None for a product of another mould."""
        if self.between(pieces) != self.blanks or (told := self.known.get(self.told(pieces))) is None:
            return None
        passed = self.passed(pieces)
        if not all(map(str.startswith, passed, self.heads)):
            return None
        return told, tuple(map(getitem, passed, self.cuts))


def mould_of(pattern: Pattern, pieces: Sequence[str]) -> Mould:
    """The mould of a product of this pattern."""
    places = {
        own: {index: place + 1 for place, (kind, index) in pattern.leaves.items() if kind is own}
        for own in (True, False)
    }
    passed, told = ([places[own][index] for index in range(len(places[own]))] for own in (True, False))
    leaves = {*passed, *told}
    between = _pick([place for place in range(len(pieces)) if place not in leaves])
    heads = tuple(pieces[place][: pieces[place].index(">") + 1] for place in passed)
    cuts = tuple(slice(len(head), None) for head in heads)
    return Mould(pattern, between(pieces), _pick(passed), _pick(told), between, heads, cuts)


def cut(product: str) -> tuple[tuple[str, ...], list[str]] | None:
    """(tags, the text after each); None for markup of another kind. Only `pattern_of` tells whether they are tags."""
    if "<!" in product:
        product = _CDATA.sub(_escaped, product)
    if "\r" in product:
        product = product.replace("\r\n", "\n").replace("\r", "\n")
    parts = product.replace(">", _END + "<").split("<")
    tags = tuple(parts[1::2])
    return None if parts[0] or product.count(">") != len(tags) else (tags, parts[2::2])


def _escaped(found: re.Match[str]) -> str:
    return found[1].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_parsed(texts: tuple[str, ...]) -> tuple[str, ...] | None:
    """Texts with their references read; None where a parser would refuse one."""
    read = [_unescaped(text) if "&" in text else text for text in texts]
    return None if None in read else tuple(read)  # type: ignore[arg-type]


def _unescaped(text: str) -> str | None:
    ampersands = text.count("&")
    if ampersands == text.count("&amp;"):
        return text.replace("&amp;", "&")
    if ampersands != len(_ENTITY.findall(text)):
        return None
    read = _ENTITY.sub(_character, text)
    return None if "\0" in read else read


def _character(found: re.Match[str]) -> str:
    """The character of a reference; NUL for one that no document may hold."""
    if found[1]:
        return _NAMED[found[1]]
    code = int(found[2]) if found[2] else int(found[3], 16)
    allowed = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE002 <= code < 0xFFFE or 0x10000 <= code < 0x110000
    return chr(code) if allowed else "\0"


def pattern_of(tags: Sequence[str], texts: Texts) -> Pattern | None:
    """What products of these tags have in common; None where they are not well-formed, or need a parser."""
    steps = _steps(tags)
    if steps is None:
        return None
    passed: list[tuple[int, str]] = []
    told: list[int] = []
    between: list[int] = []
    leaves: dict[int, tuple[bool, int]] = {}
    above = [""]
    for place, (kind, name, _) in enumerate(steps):
        if kind == "open" and steps[place + 1][0] == "close":
            how = texts.kind(above[-1], name)
            leaves[place] = (True, len(passed)) if how else (False, len(told))
            (passed.append((place, how)) if how else told.append(place))
        else:
            between.append(place)
        if kind == "open":
            above.append(name)
        elif kind == "close":
            above.pop()
    kinds = tuple(how for _, how in passed)
    careful = tuple(place for place, how in enumerate(kinds) if how != "free")
    picks = (_pick([place for place, _ in passed]), _pick(told), _pick(between))
    return Pattern(*picks, kinds, careful, tuple(steps), leaves)


def _pick(places: Sequence[int]) -> Pick:
    if len(places) > 1:
        return itemgetter(*places)
    return lambda texts: tuple(texts[place] for place in places)


def _steps(tags: Sequence[str]) -> list[_Step] | None:
    """Each tag as ("open", "close" or "empty", name, attributes); None where they do not close one another."""
    steps: list[_Step] = []
    opened: list[str] = []
    if not all(tag.endswith(_END) for tag in tags):
        return None
    for tag in (tag[:-1] for tag in tags):
        if tag.startswith("/"):
            if not opened or tag[1:].rstrip() != opened.pop():
                return None
            steps.append(("close", "", {}))
            continue
        found = _TAG.fullmatch(tag)
        attributes = _attributes(found[3]) if found else None
        if found is None or attributes is None or len(opened) > DEPTH or (steps and not opened):
            return None
        steps.append(("empty" if found[4] else "open", found[2], attributes))
        if not found[4]:
            opened.append(f"{found[1]}:{found[2]}" if found[1] else found[2])
    foreign = {tag.lstrip("/").partition(":")[0] if ":" in tag[:-1].split()[0] else "" for tag in tags}
    return steps if not opened and len(foreign) == 1 else None


def _attributes(written: str) -> dict[str, str] | None:
    """None for attributes that a parser would refuse, or that declare a namespace."""
    pairs = [
        (LANGUAGE if name == "xml:lang" else name, first or second)
        for name, first, second in _ATTRIBUTE.findall(written)
    ]
    read = dict(pairs)
    odd = (
        len(read) < len(pairs) or len(pairs) > MOST_ATTRIBUTES or any(":" in name and name != LANGUAGE for name in read)
    )
    return None if odd or "xmlns" in read else read

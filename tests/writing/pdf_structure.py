"""What a PDF says of itself, read from its objects: tags, titles, languages, alternative texts. No library of others."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)\sendobj", re.DOTALL)
STREAM = re.compile(rb"^(<<.*?>>)\s*stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
TAG = re.compile(rb"/S\s*/(\w+)")


@dataclass(frozen=True, slots=True)
class Structure:
    """The objects of a file as text (streams unpacked), and what the checks ask of them."""

    objects: dict[int, bytes]

    @property
    def whole(self) -> bytes:
        """Every object."""
        return b"\n".join(self.objects.values())

    @property
    def catalogue(self) -> bytes:
        """The root object."""
        return next(each for each in self.objects.values() if re.search(rb"/Type\s*/Catalog\b", each))

    def tags(self) -> list[str]:
        """The kinds of all structure elements, as often as they stand there."""
        found = [each for each in self.objects.values() if re.search(rb"/Type\s*/StructElem\b", each)]
        return [kind.decode() for each in found for kind in TAG.findall(each)[:1]]

    def alternatives(self) -> list[bytes]:
        """The objects of figures, each with its alternative text."""
        return [each for each in self.objects.values() if re.search(rb"/S\s*/Figure\b", each)]


def structure(content: bytes) -> Structure:
    """Read a file with plain objects or object streams."""
    objects: dict[int, bytes] = {}
    for number, body in OBJECT.findall(content):
        found = STREAM.match(body.strip())
        if found is None:
            objects[int(number)] = body
            continue
        head, packed = found.groups()
        text = zlib.decompress(packed) if b"FlateDecode" in head else packed
        if re.search(rb"/Type\s*/ObjStm\b", head):
            objects |= _inside(head, text)
        else:
            objects[int(number)] = head + b"\n" + text
    return Structure(objects)


def _inside(head: bytes, text: bytes) -> dict[int, bytes]:
    """The objects of an object stream: pairs of number and place, then the objects."""
    first = int(re.search(rb"/First\s+(\d+)", head).group(1))  # type: ignore[union-attr]
    pairs = [int(each) for each in text[:first].split()]
    numbers, places = pairs[0::2], pairs[1::2]
    ends = [*places[1:], len(text) - first]
    return {
        number: text[first + start : first + end].strip()
        for number, start, end in zip(numbers, places, ends, strict=True)
    }

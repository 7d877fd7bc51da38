"""The words of one section, one behind the other, each knowing its printed line. Two orders, see `layout.Text`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from imports.documents.layout import Printed, Text
from imports.documents.letters import Letters, letters_of

_TOKEN = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Stream:
    """Words joined by one blank in `text`; starts[i]: where word i begins, lines[i]: index of its printed line."""

    text: str
    starts: tuple[int, ...]
    lines: tuple[int, ...]

    def line(self, position: int) -> int:
        """The index of the printed line at a position of `text`."""
        return self.lines[max(bisect_right(self.starts, position) - 1, 0)]

    def letters(self) -> tuple[Letters, tuple[int, ...]]:
        """The letters and figures alone, and for each word of theirs its place in `text`."""
        found = list(_TOKEN.finditer(self.text))
        return letters_of([token.group() for token in found]), tuple(token.start() for token in found)


@dataclass(frozen=True, slots=True)
class Body:
    """A document cut into sections. section None: what stands before the first heading.

    in_file, across: the words of each section in the order of the file, and line by line across the page.
    """

    lines: tuple[Printed, ...]
    section: tuple[int | None, ...]
    content: tuple[bool, ...]
    in_file: Mapping[int | None, Stream]
    across: Mapping[int | None, Stream]

    def rows(self, section: int | None) -> list[Printed]:
        """The printed lines of a section without running headers and footers."""
        return [line for i, line in enumerate(self.lines) if self.content[i] and self.section[i] == section]


def body_of(text: Text, section: tuple[int | None, ...], content: tuple[bool, ...]) -> Body:
    """The document with its sections as streams."""
    across = [(word, index) for index, line in enumerate(text.lines) for word in line.text.split()]

    def cut(words: Sequence[tuple[str, int]]) -> dict[int | None, Stream]:
        return _cut(words, lambda index: section[index], content)

    return Body(text.lines, section, content, cut(text.order), cut(across))


def _cut(
    words: Sequence[tuple[str, int]], section: Callable[[int], int | None], content: Sequence[bool]
) -> dict[int | None, Stream]:
    parts: dict[int | None, list[tuple[str, int]]] = {}
    for word, index in words:
        if content[index]:
            parts.setdefault(section(index), []).append((word, index))
    return {number: stream_of(part) for number, part in parts.items()}


def stream_of(words: Sequence[tuple[str, int]]) -> Stream:
    """Words with the index of the line each stands in, as one stream."""
    starts, at = [], 0
    for word, _ in words:
        starts.append(at)
        at += len(word) + 1
    return Stream(" ".join(word for word, _ in words), tuple(starts), tuple(index for _, index in words))

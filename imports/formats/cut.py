"""Cuts the texts of product elements out of a document while it is read, run by run.

What is left is the document with a mark in the place of each run: a parser reads that, and is spared the products.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Set

LONGEST = 1 << 19
"""Characters of one product element; a longer one is left in the document, where its limits are kept."""
_STRETCH = 1 << 16
_AFTER_A_NAME = (">", " ", "\t", "\n", "\r")
_CLOSED = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<!DOCTYPE[^\[<>]*>", re.DOTALL)
_CONTROL = bytes(code for code in range(32) if code not in (9, 10, 13))
_NO_TEXT = ("\ufffe", "\uffff", "\ue000")
"""Two that no document may hold, and the sign by which `alike` knows its own marks."""


class Cutter:
    """names: local names of product elements. mark: the element that stands for a run, with its length as attribute `n`.

    Once anything is met that might make a cut wrong (a comment that does not close, a product without end), nothing more
    is cut, and the document comes through as it is.
    """

    def __init__(self, names: Set[str], mark: str) -> None:
        self.texts: deque[str] = deque()
        """The products cut out so far, in order."""
        self._mark, self._whole, self._rest = mark, False, ""
        self._start = re.compile(rf"<((?:[A-Za-z_][\w.-]*:)?(?:{'|'.join(sorted(names))}))(?=[\s>/])", re.ASCII)

    def feed(self, text: str, raw: bytes) -> str:
        """The next part of the document, and its bytes; gives what a parser is to read of it."""
        text = self._rest + text
        self._rest = ""
        if "\r\n" in text:
            text = text.replace("\r\n", "\n")
        if self._whole or raw.translate(None, _CONTROL) != raw or any(sign in text for sign in _NO_TEXT):
            self._whole = True
            return text
        return self._cut(text)

    def close(self) -> str:
        """What was held back."""
        return self._rest

    def _cut(self, text: str) -> str:
        left: list[str] = []
        at, run, prefix = 0, 0, ""
        plain = "<!" not in text and "<?" not in text
        while (found := self._start.search(text, at)) is not None:
            start, end = found.start(), self._end(text, found)
            gap = text[at:start]
            if end < 0 or not (plain or (closed(gap) and closed(text[start:end]))):
                break
            own = "".join(found[1].rpartition(":")[:2])
            if own != prefix or gap.strip():
                left += [self._marked(run, prefix), gap]
                run, prefix = 0, own
            self.texts.append(text[start:end])
            run, at = run + 1, end
            while plain and (following := self._following(text, at, found[1])):
                run, at = run + following[0], following[1]
        left += [self._marked(run, prefix), self._left(text, at)]
        return "".join(left)

    def _following(self, text: str, at: int, name: str) -> tuple[int, int] | None:
        """Takes the products of the same name that follow with only blanks between; (how many, where they end), or None."""
        start, end = f"<{name}", f"</{name}>"
        place, taken = at, 0
        for piece in text[at : at + _STRETCH].split(end)[:-1]:
            product = piece.lstrip()
            if not product.startswith(start) or product[len(start) : len(start) + 1] not in _AFTER_A_NAME:
                break
            if product[product.find(">") - 1] == "/":
                break
            self.texts.append(product + end)
            place, taken = place + len(piece) + len(end), taken + 1
        return (taken, place) if taken else None

    def _end(self, text: str, found: re.Match[str]) -> int:
        """Where the element ends; -1 where it has not ended yet, or has no content at all."""
        opened = text.find(">", found.end())
        if opened < 0 or text[opened - 1] == "/":
            return -1
        end = f"</{found[1]}>"
        place = text.find(end, opened)
        return -1 if place < 0 else place + len(end)

    def _left(self, text: str, at: int) -> str:
        """What follows the last cut. The start of an element that may still become a product is held back."""
        found = self._start.search(text, at)
        hold = found.start() if found else max(text.rfind("<", at), at)
        gap, held = text[at:hold], text[hold:]
        if not closed(gap) or len(held) > LONGEST or (found and self._odd(text, found)):
            self._whole = True
            return text[at:]
        self._rest = held
        return gap

    def _odd(self, text: str, found: re.Match[str]) -> bool:
        """An element that ends and was not cut all the same, or one without content."""
        opened = text.find(">", found.end())
        return self._end(text, found) >= 0 or (opened >= 0 and text[opened - 1] == "/")

    def _marked(self, run: int, prefix: str) -> str:
        return f'<{prefix}{self._mark} n="{run}"/>' if run else ""


def closed(text: str) -> bool:
    """Whether every comment, CDATA section and instruction that opens in a text also ends in it."""
    if "<!" not in text and "<?" not in text:
        return True
    left = _CLOSED.sub("", text)
    return "<!" not in left and "<?" not in left

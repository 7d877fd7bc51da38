"""Products that are written alike are read alike: what a reader makes of one is a plan for all that differ in texts only.

The reader is shown the first of each kind with marks for texts; where the marks come out tells which text goes into which
cell. A reader that looks at a text it was shown as a mark, or says anything about the row, gets each such product whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, NoReturn
from xml.etree.ElementTree import Element

from imports.formats.gathered import MARK, Gathered, Looked
from imports.formats.markup import Mould, Pattern, Texts, as_parsed, cut, mould_of, pattern_of
from imports.formats.xml import Document, fragment
from imports.record import Cell

MOST_PATTERNS = 2_000
MOST_PLANS = 5_000
MOST_MOULDS = 8
"""Of products of one number of tags."""
_TRIED = 500
_OPEN, _CLOSE = MARK, "\ue001"
_MARK = re.compile(rf"{_OPEN}(\d{{40}}){_CLOSE}(?:://)?(?:\.jpg)?")
_SEGMENTS = re.compile(r"\n|; |, ")
IMAGES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".bmp", ".tif", ".tiff")


class _Mark(str):
    """Stands for a text. It can be stripped and written, and nothing else."""

    __slots__ = ()

    def strip(self, _signs: str | None = None, /) -> str:
        return self

    def _looked(self, *_: Any, **__: Any) -> NoReturn:
        raise Looked

    lower = upper = casefold = startswith = endswith = partition = rpartition = split = lstrip = rstrip = count = (
        _looked
    )
    replace = isdigit = isascii = find = removeprefix = removesuffix = __getitem__ = __contains__ = __iter__ = _looked


@dataclass(frozen=True, slots=True)
class _Plan:
    """A row as places in (texts, fixed cells, composed cells). `apart`: texts that must differ for the plan to hold."""

    pick: Callable[[Sequence[Cell]], tuple[Cell, ...]]
    fixed: tuple[Cell, ...]
    composed: tuple[tuple[str, tuple[int, ...]], ...]
    apart: tuple[tuple[int, ...], ...]

    def row(self, texts: tuple[str, ...]) -> tuple[Cell, ...] | None:
        """None where texts are equal that must not be."""
        for places in self.apart:
            if len({texts[place] for place in places}) < len(places):
                return None
        if not self.composed:
            return self.pick((*texts, *self.fixed))
        made = [frame.format(*[texts[place] for place in places]) for frame, places in self.composed]
        return self.pick((*texts, *self.fixed, *made))

    def same(self, texts: tuple[str, ...]) -> dict[int, int]:
        """Place of each text that must differ from others -> place of the first of them that is equal."""
        return {
            place: next(other for other in places if texts[other] == texts[place])
            for places in self.apart
            for place in places
        }


@dataclass(slots=True)
class Alike:
    """Reads product texts one by one into `rows`. `read`: the reader of one product element."""

    rows: Gathered
    read: Callable[[Element], Mapping[str, Cell]]
    texts: Texts
    _patterns: dict[tuple[str, ...], Pattern | None] = field(default_factory=dict)
    _moulds: dict[int, list[Mould]] = field(default_factory=dict)
    _taken: int = 0
    _learnt: int = 0

    def take_all(self, document: Document, element: Element) -> None:
        """A product element, or all those that the document's mark stands for."""
        if element.tag == document.mark:
            for product in document.products(element):
                self.take(product)
        else:
            self.rows.add(self.read(element))
        document.rows = self.rows.height

    def take(self, product: str) -> None:
        """One product element as text is one row. Raises Uneven for one that is not well-formed by itself."""
        self._taken += 1
        row = self._planned(product)
        if row is None:
            self.rows.add(self.read(fragment(product)))
        else:
            self.rows.take(row)

    def _planned(self, product: str) -> tuple[Cell, ...] | None:
        """The row by a plan; None where there is none for it."""
        if self._learnt * 2 > self._taken > _TRIED:
            return None
        pieces = product.split("<")
        for mould in self._moulds.get(len(pieces), ()):
            if (found := mould.texts(pieces)) is not None and "]]>" not in product:
                passed = as_parsed(found[1]) if "&" in product else found[1]
                return self._row(mould.pattern, found[0], tuple(map(str.strip, passed))) if passed else None
        return self._first_of_its_mould(product, pieces)

    def _first_of_its_mould(self, product: str, pieces: list[str]) -> tuple[Cell, ...] | None:
        if self._learnt >= MOST_PLANS or (found := cut(product)) is None:
            return None
        tags, texts = found
        pattern = self._patterns.get(tags) or self._pattern(tags)
        if pattern is None or pattern.mixed(texts):
            return None
        told, passed = as_parsed(pattern.told(texts)), as_parsed(pattern.passed(texts))
        if told is None or passed is None:
            return None
        if not any(sign in product for sign in ("<!", "\r", "]]>")):
            self._keep(pattern, pieces, told)
        return self._row(pattern, told, tuple(map(str.strip, passed)))

    def _keep(self, pattern: Pattern, pieces: list[str], told: tuple[str, ...]) -> None:
        """Knows the next product of this mould by its pieces."""
        moulds = self._moulds.setdefault(len(pieces), [])
        own = next((each for each in moulds if each.pattern is pattern and each.between(pieces) == each.blanks), None)
        if own is None and len(moulds) < MOST_MOULDS:
            own = mould_of(pattern, pieces)
            moulds.append(own)
        if own is not None and len(own.known) < MOST_PLANS:
            own.known[own.told(pieces)] = told

    def _row(self, pattern: Pattern, told: tuple[str, ...], passed: tuple[str, ...]) -> tuple[Cell, ...] | None:
        key: tuple[object, ...] = (told, _kept(pattern, passed))
        plan = pattern.plans.get(key, pattern)
        if plan is pattern:
            if self._learnt >= MOST_PLANS:
                return None
            plan = pattern.plans[key] = self._plan(pattern, told, passed, {})
        if plan is None or (row := plan.row(passed)) is not None:
            return row if plan else None
        same = plan.same(passed)
        key = (*key, tuple(same.items()))
        if key not in pattern.plans and self._learnt >= MOST_PLANS:
            return None
        if key not in pattern.plans:
            pattern.plans[key] = self._plan(pattern, told, passed, same)
        plan = pattern.plans[key]
        return plan.row(passed) if plan else None

    def _pattern(self, tags: tuple[str, ...]) -> Pattern | None:
        if tags in self._patterns or len(self._patterns) >= MOST_PATTERNS:
            return None
        self._learnt += 1
        self._patterns[tags] = made = pattern_of(tags, self.texts)
        return made

    def _plan(
        self, pattern: Pattern, told: tuple[str, ...], values: tuple[str, ...], same: Mapping[int, int]
    ) -> _Plan | None:
        """What the reader makes of such a product, or None where that depends on more than it was shown.

        same: place of a text -> place of the first that is equal, where the reader may have taken one for both.
        """
        self._learnt += 1
        shown = [_shown(pattern.kinds[place], same.get(place, place), value) for place, value in enumerate(values)]
        if None in shown:
            return None
        tree = pattern.tree(told, [text for text in shown if text is not None])
        try:
            cells = self.rows.tried(lambda: self.read(tree))
        except Looked:
            return None
        return _planned(cells, self.rows.titles, len(values)) if cells and self.rows.has_titles(cells) else None


def _kept(pattern: Pattern, values: tuple[str, ...]) -> object:
    """What a reader may know of the texts that it passes on: whether there are any, and what addresses look like."""
    filled = True if all(values) else tuple(map(bool, values))
    if not pattern.careful:
        return filled
    return filled, *[_look(pattern.kinds[place], values[place]) for place in pattern.careful]


def _look(kind: str, value: str) -> str | None:
    """What follows the mark of such a text; None for one that a reader would change."""
    if kind == "spaced":
        return "" if " ".join(value.split()) == value else None
    if value.startswith("/"):
        return None
    return ("://" if "://" in value else "") + (".jpg" if value.lower().partition("?")[0].endswith(IMAGES) else "")


def _shown(kind: str, place: int, value: str) -> str | None:
    mark = f"{_OPEN}{place:040d}{_CLOSE}" if value else ""
    if kind == "free" or not value:
        return _Mark(mark)
    look = _look(kind, value)
    return None if look is None else mark + look


def _planned(cells: Mapping[str, Cell], titles: Mapping[str, int], count: int) -> _Plan | None:
    """Places in texts (the first `count`), then fixed cells, then composed ones; None where a mark has been cut."""
    fixed: list[Cell] = [""]
    composed: list[tuple[str, tuple[int, ...]]] = []
    apart: list[tuple[int, ...]] = []
    where: dict[str, tuple[str, int]] = {}
    for title, told in cells.items():
        cell = str(told) if isinstance(told, str) else told  # no longer a mark that minds being looked at
        found = [int(place) for place in _MARK.findall(cell)] if isinstance(cell, str) else []
        if isinstance(cell, str) and cell.count(_OPEN) != len(found):
            return None
        if not found:
            where[title] = ("fixed", len(fixed))
            fixed.append(cell)
        elif _MARK.fullmatch(str(cell)):
            where[title] = ("text", found[0])
        else:
            where[title] = ("composed", len(composed))
            composed.append((_frame(str(cell)), tuple(found)))
            apart += _apart(str(cell))
    start = {"text": 0, "fixed": count, "composed": count + len(fixed)}
    places = [start[kind] + place for kind, place in (where.get(title, ("fixed", 0)) for title in titles)]
    if len(places) < 2:
        return None
    return _Plan(itemgetter(*places), tuple(fixed), tuple(composed), tuple(apart))


def _frame(cell: str) -> str:
    """The cell with places to fill."""
    return _MARK.sub("{}", cell.replace("{", "{{").replace("}", "}}"))


def _apart(cell: str) -> list[tuple[int, ...]]:
    """Texts that stand in parts of a cell which are otherwise equal: a reader may have dropped one of two that are alike."""
    parts: dict[str, list[int]] = {}
    for part in _SEGMENTS.split(cell):
        parts.setdefault(_MARK.sub(_OPEN, part), []).extend(int(place) for place in _MARK.findall(part))
    return [tuple(places) for found in parts.values() if len(places := dict.fromkeys(found)) > 1]

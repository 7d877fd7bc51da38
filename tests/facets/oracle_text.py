"""What a text should find, read the slow way: every word of every line is looked at for every word typed."""

from __future__ import annotations

import re
from functools import cache

from catalog.facets.analysis import chunk, fold, measured, phrases, sequence, written
from tests.facets.world import Line

FIELDS = {"name": 8, "brand": 4, "description": 1}
HEAD, REFERENCE = 12, 16
Weights = dict[str, int]


class Reading:
    """One text typed, over all lines: which have it, and how well."""

    def __init__(self, lines: list[Line], text: str) -> None:
        self.known = {line["offer"]: _terms(line) for line in lines}
        self.words = {word: term for line in lines for word, term in _surfaces(line).items()}
        self.every = {term for terms in self.known.values() for term in terms}
        self.wishes = self._wishes(text)

    def has(self, line: Line) -> bool:
        return all(any(term in self.known[line["offer"]] for term in wish) for wish in self.wishes)

    def score(self, line: Line) -> int:
        weights = self.known[line["offer"]]
        return sum(max(weights.get(term, 0) * close for term, close in wish.items()) for wish in self.wishes)

    def _wishes(self, text: str) -> list[Weights]:
        pieces = measured(fold(text)).split()
        wishes: list[Weights] = []
        line: list[set[str]] = []
        places: list[tuple[int, str]] = []
        for piece in pieces:
            self._read(piece, piece is pieces[-1], wishes, line, places)
        self._mean(wishes, line, places)
        if any(not self._found(wish) for wish in wishes):
            self._mend(wishes, line, places)
            self._mean(wishes, line, places)
        whole = self._codes(text, len(pieces) > 1)
        return [{term: max(wish.get(term, 0), whole.get(term, 0)) for term in wish | whole} for wish in wishes]

    def _read(
        self, typed: str, last: bool, wishes: list[Weights], line: list[set[str]], places: list[tuple[int, str]]
    ) -> None:
        piece = chunk(typed)
        begun = [form for form in piece.forms if last and not form.isdigit() and len(form) >= 3]
        parts = [(word.terms, word.surface) for word in piece.words] or [((), "")] * bool(piece.forms)
        coded = any(sign.isdigit() for sign in typed)
        for number, (terms, surface) in enumerate(parts):
            starts = list(begun)
            if last and not piece.forms and number == len(parts) - 1 and len(surface) >= 2:
                starts.append(surface)
            wish = {term: 2 for word, term in self.words.items() if any(word.startswith(start) for start in starts)}
            wish |= dict.fromkeys((*terms, *piece.forms), 4)
            wishes.append(_best(wish, self._codes(typed.replace("\x01", " "), last)))
            places.append((len(line) + (0 if piece.forms else number), "" if coded else surface))
        line += [{term} for term in sequence(piece)]

    def _codes(self, typed: str, begun: bool) -> Weights:
        """References and GTINs, as typed, without signs, without zeros in front."""
        plain = " ".join(fold(typed).split())
        close = re.sub(r"[\W_]", "", plain)
        forms = {plain, close, close.lstrip("0") if close.isdigit() and len(close) >= 8 else close} - {""}
        found: Weights = {}
        if begun and any(sign.isdigit() for sign in typed):
            starts = [form for form in forms if len(form) >= (5 if form.isdigit() else 3)]
            found = {term: 2 for term in self.every if any(term.startswith("#" + start) for start in starts)}
        return found | {"#" + form: 10_000 for form in forms}

    def _mean(self, wishes: list[Weights], line: list[set[str]], places: list[tuple[int, str]]) -> None:
        for phrase in phrases():
            for start in range(len(line) - len(phrase.terms) + 1):
                if all(term in line[start + step] for step, term in enumerate(phrase.terms)):
                    for wish, (place, _) in zip(wishes, places, strict=True):
                        if start <= place < start + len(phrase.terms):
                            wish[phrase.concept] = 3

    def _mend(self, wishes: list[Weights], line: list[set[str]], places: list[tuple[int, str]]) -> None:
        for wish, (place, surface) in zip(wishes, places, strict=True):
            if not self._found(wish) and surface.isalpha():
                tries = {surface, re.sub("[sx]$", "", surface)}
                near = {
                    term for word, term in self.words.items() for a in tries if word.isalpha() and one_slip(a, word)
                }
                wish |= dict.fromkeys(near, 1)
                line[place] |= near

    def _found(self, wish: Weights) -> bool:
        return any(term in self.every for term in wish)


def one_slip(one: str, other: str) -> bool:
    """One letter lost, added or changed, or two neighbours swapped; words of four letters and more."""
    if min(len(one), len(other)) < 4 or one == other:
        return False
    cuts = range(len(one) + 1)
    lost = {one[:cut] + one[cut + 1 :] for cut in cuts}
    swapped = {one[:cut] + one[cut + 1 : cut + 2] + one[cut : cut + 1] + one[cut + 2 :] for cut in cuts}
    gained = {other[:cut] + other[cut + 1 :] for cut in range(len(other) + 1)}
    changed = len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1
    return other in lost or other in swapped or one in gained or changed


def _best(one: Weights, other: Weights) -> Weights:
    return {term: max(one.get(term, 0), other.get(term, 0)) for term in one | other}


def _terms(line: Line) -> Weights:
    """Every term a line is found by, with the weight of the best field it stands in."""
    found: Weights = {}
    for field, weight in FIELDS.items():
        said, terms = _field(line[field] or "")
        found = _best(found, dict.fromkeys(terms, weight))
        if field == "name" and said:
            found = _best(found, {said[0]: HEAD})
        for phrase in phrases():
            for start in range(len(said)):
                if said[start : start + len(phrase.terms)] == phrase.terms:
                    found = _best(found, {phrase.concept: HEAD if field == "name" and start == 0 else weight})
    return _best(found, dict.fromkeys(_references(line), REFERENCE))


@cache
def _field(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    pieces = [chunk(piece) for piece in measured(fold(text)).split()]
    said = tuple(term for piece in pieces for term in sequence(piece))
    return said, tuple(term for piece in pieces for term in written(piece))


def _references(line: Line) -> set[str]:
    plain = " ".join(fold(line["reference"]).split())
    gtin = line["gtin"] or ""
    return {"#" + code for code in (plain, re.sub(r"[\W_]", "", plain), gtin, gtin.lstrip("0")) if code}


def _surfaces(line: Line) -> dict[str, str]:
    found: dict[str, str] = {}
    for field in FIELDS:
        for piece in map(chunk, measured(fold(line[field] or "")).split()):
            found |= {form: form for form in piece.forms}
            for word in piece.words:
                found |= {word.surface: word.terms[0]} | {term: term for term in word.terms[1:]}
    return found

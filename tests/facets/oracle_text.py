"""What a text should find, read the slow way: every word of every line is looked at for every word typed."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from functools import cache

from catalog.facets.analysis import UNITS, Chunk, chunk, fold, measured, partly, phrases, sequence, squeezed, written
from catalog.facets.french import root, stem
from tests.facets.world import Line

FIELDS = {"name": 8, "brand": 4, "description": 1}
HEAD, PART, REFERENCE = 12, 6, 16
Weights = dict[str, int]


class Reading:
    """One text typed, over all lines: which have it, and how well."""

    def __init__(self, lines: list[Line], text: str) -> None:
        self.known = {line["offer"]: _terms(line) for line in lines}
        self.words = {word: term for line in lines for word, term in _surfaces(line).items()}
        self.every = {term for terms in self.known.values() for term in terms}
        self.starts = self.words | {term: term for term in self.every if term[0] not in "#@"}
        self.wishes = self._wishes(text)

    def has(self, line: Line) -> bool:
        return all(any(term in self.known[line["offer"]] for term in wish) for wish in self.wishes)

    def score(self, line: Line) -> tuple[int, int]:
        """How well it fits; then the shorter name."""
        weights = self.known[line["offer"]]
        best = [max(weights.get(term, 0) * close for term, close in wish.items()) for wish in self.wishes]
        words = len(measured(fold(line["name"])).split()) if best else 0
        return sum(value * (8 if place else 10) for place, value in enumerate(best)), -min(words, 255)

    def _wishes(self, text: str) -> list[Weights]:
        pieces = self._pieces(text)
        wishes: list[Weights] = []
        line: list[set[str]] = []
        places: list[tuple[int, str]] = []
        for number in range(len(pieces)):
            self._read(pieces, number, wishes, line, places)
        self._mean(wishes, line, places)
        if any(not self._found(wish) for wish in wishes):
            self._mend(wishes, line, places)
            self._mean(wishes, line, places)
        whole = self._codes(text, len(pieces) > 1)
        return [_best(wish, whole) for wish in wishes]

    def _pieces(self, text: str) -> list[str]:
        typed = measured(fold(text)).split()
        return [
            piece for place, piece in enumerate(typed) if piece not in ("l", "d") or typed[:place][-1:] == ["taille"]
        ]

    def _read(
        self,
        pieces: list[str],
        number: int,
        wishes: list[Weights],
        line: list[set[str]],
        places: list[tuple[int, str]],
    ) -> None:
        typed, last = pieces[number], number == len(pieces) - 1
        piece = chunk(typed)
        begun = [form for form in piece.forms if last and not form.isdigit() and len(form) >= 3]
        parts = [(word.terms, word.surface) for word in piece.words] or _run_together(piece)
        for place, (terms, surface) in enumerate(parts):
            starts = list(begun)
            if last and not piece.forms and place == len(parts) - 1 and len(surface) >= 2:
                starts.append(surface)
            wish = {term: 4 for word, term in self.starts.items() if any(word.startswith(start) for start in starts)}
            wish = _best(wish, self._family(surface))
            wish |= dict.fromkeys((*terms, *piece.forms, *_together(pieces, number)), 8)
            wishes.append(_best(wish, self._codes(typed, last)))
            places.append((len(line) + (0 if piece.forms else place), "" if _coded(typed) else surface))
        line += [{term} for term in sequence(piece)]

    def _family(self, surface: str) -> Weights:
        if not surface or _coded(surface):
            return {}
        family = root(stem(surface))
        return {term: 5 for word, term in self.words.items() if not _coded(word) and root(term) == family}

    def _codes(self, typed: str, begun: bool) -> Weights:
        """References and GTINs, without signs, without zeros in front."""
        close = re.sub(r"[\W_]", "", fold(typed)) or re.sub(r"\s", "", fold(typed.replace("\x01", " ")))
        forms = {close, close.lstrip("0") if close.isdigit() and len(close) >= 8 else close} - {""}
        found: Weights = {}
        if begun and any(sign.isdigit() for sign in typed):
            starts = [form for form in forms if len(form) >= (5 if form.isdigit() else 3)]
            found = {term: 4 for term in self.every if any(term.startswith("#" + start) for start in starts)}
        return found | {"#" + form: 400 for form in forms}

    def _mean(self, wishes: list[Weights], line: list[set[str]], places: list[tuple[int, str]]) -> None:
        for phrase in phrases():
            for start in range(len(line) - len(phrase.terms) + 1):
                if all(term in line[start + step] for step, term in enumerate(phrase.terms)):
                    for wish, (place, _) in zip(wishes, places, strict=True):
                        if start <= place < start + len(phrase.terms):
                            wish[phrase.concept] = max(wish.get(phrase.concept, 0), 7 if place == start else 4)

    def _mend(self, wishes: list[Weights], line: list[set[str]], places: list[tuple[int, str]]) -> None:
        for wish, (place, surface) in zip(wishes, places, strict=True):
            if not self._found(wish) and surface.isalpha():
                tries = {surface, re.sub("[sx]$", "", surface)}
                near = {
                    term for word, term in self.words.items() for a in tries if word.isalpha() and one_slip(a, word)
                }
                wish |= dict.fromkeys(near, 2)
                line[place] |= near

    def _found(self, wish: Iterable[str]) -> bool:
        return any(term in self.every for term in wish)


def one_slip(one: str, other: str) -> bool:
    """One letter lost, added or changed, or two neighbours swapped; words of four letters and more."""
    if min(len(one), len(other)) < 4:
        return False
    cuts = range(len(one) + 1)
    lost = {one[:cut] + one[cut + 1 :] for cut in cuts}
    swapped = {one[:cut] + one[cut + 1 : cut + 2] + one[cut : cut + 1] + one[cut + 2 :] for cut in cuts}
    gained = {other[:cut] + other[cut + 1 :] for cut in range(len(other) + 1)}
    changed = len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) <= 1
    return other in lost or other in swapped or one in gained or changed


def _run_together(piece: Chunk) -> list[tuple[tuple[str, ...], str]]:
    """The numbers and words of what is written without a space; all of it where that tells nothing."""
    runs = re.findall(r"\d+(?:\.\d+)?|[^\W\d_]+", "".join(piece.forms[:1]))
    letters = [run for run in runs if not _coded(run)]
    if letters and all(len(run) > 1 and run not in UNITS for run in letters):
        return [((run if _coded(run) else stem(run),), run) for run in runs]
    return [((), "")] * bool(piece.forms)


def _together(pieces: list[str], number: int) -> set[str]:
    """The terms of this chunk as one word, and of it with each of its neighbours that tells anything."""
    told = [place for place, piece in enumerate(pieces) if sequence(chunk(piece))]
    at = told.index(number)
    joined = chunk(pieces[number]).joined
    own = set(joined.terms) if joined else set()
    return own | {
        _as_one(pieces[one], pieces[other])
        for one, other in itertools.pairwise(told)
        if at in (told.index(one), told.index(other))
    }


def _as_one(one: str, other: str) -> str:
    text = "".join(squeezed(_plainly(chunk(piece))) for piece in (one, other))
    return text if chunk(one).forms or chunk(other).forms else stem(text)


def _plainly(piece: Chunk) -> str:
    return piece.forms[0] if piece.forms else "".join(word.surface for word in piece.words)


def _coded(text: str) -> bool:
    return any(sign.isdigit() for sign in text)


def _best(one: Weights, other: Weights) -> Weights:
    return {term: max(one.get(term, 0), other.get(term, 0)) for term in one | other}


def _terms(line: Line) -> Weights:
    """Every term a line is found by, with the weight of the best field it stands in."""
    found: Weights = {}
    for field, weight in FIELDS.items():
        pieces, said = _field(line[field] or "")
        part = min(weight, PART)
        found = _best(found, {term: weight for piece in pieces for term in written(piece)})
        found = _best(found, {term: part for piece in pieces for term in partly(piece)})
        telling = [piece for piece in pieces if written(piece)]
        if field == "name" and telling:
            found = _best(found, dict.fromkeys(written(telling[0]), HEAD))
        for phrase in phrases():
            for start in range(len(said)):
                if said[start : start + len(phrase.terms)] == phrase.terms:
                    found = _best(found, {phrase.concept: HEAD if field == "name" and start == 0 else weight})
    return _best(found, dict.fromkeys(_references(line), REFERENCE))


@cache
def _field(text: str) -> tuple[tuple[Chunk, ...], tuple[str, ...]]:
    pieces = tuple(chunk(piece) for piece in measured(fold(text)).split())
    return pieces, tuple(term for piece in pieces for term in sequence(piece))


def _references(line: Line) -> set[str]:
    plain = re.sub(r"[\W_]", "", fold(line["reference"])) or "".join(fold(line["reference"]).split())
    gtin = line["gtin"] or ""
    return {"#" + code for code in (plain, gtin.lstrip("0")) if code}


def _surfaces(line: Line) -> dict[str, str]:
    found: dict[str, str] = {}
    for field in FIELDS:
        for piece in _field(line[field] or "")[0]:
            found |= {form: form for form in piece.forms}
            for word in (*piece.words, *([piece.joined] if piece.joined else [])):
                found |= {term: term for term in word.terms[1:]} | {word.surface: word.terms[0]}
                if word.surface.isalpha() and re.search("...[^s]s$", word.surface):
                    found[word.surface[:-1]] = word.terms[0]
    return found

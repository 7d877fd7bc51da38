"""What a buyer typed, as things that must all hold, each said by any of several terms of an index."""

from __future__ import annotations

import operator
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from catalog.facets.analysis import (
    UNITS,
    Chunk,
    Phrase,
    Word,
    chunk,
    codes_of,
    fold,
    measured,
    phrases_from,
    sequence,
    squeezed,
)
from catalog.facets.french import root, stem
from catalog.facets.slips import SLIP_LETTERS
from catalog.facets.vocabulary import Terms, Vocabulary

IDENTIFIED = 400
"""The reference or GTIN itself: before everything else."""
SAID, MEANT, RELATED, ECHOED, BEGUN, SLIPPED = 8, 7, 5, 4, 4, 2
"""How close a term is to what was typed: itself, a synonym, of the same family, a synonym whose first word stands before,
begun by it, one slip away."""
BEGUN_LETTERS = 2
BEGUN_CODE = 3
BEGUN_DIGITS = 5
"""From how many signs on something typed is taken as the beginning of a word, a code with digits, a bare number."""

LONGEST = 200
"""Signs of a text that are read; nobody types more."""
RUN_LETTERS = 2
"""From how many letters on what stands against a number may be a word of its own."""
TOLD_APART = 5000
"""Up to how many terms a group is looked over for what stands in it twice."""
LONE = frozenset("dl")
"""Letters that mean nothing alone ("l eau"), unless after "taille"."""

_RUNS = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+")


class Sense(NamedTuple):
    """Terms that are equally close to what was typed."""

    terms: Terms
    closeness: int


Group = tuple[Sense, ...]
"""Any of its terms will do. Empty: nothing in the index says it."""
Concepts = dict[str, int]
"""concept -> how close it is."""
Words = tuple[Group, ...]
"""All of which must hold, in the order typed. Empty: nothing was asked ("", "de la")."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing typed. `said`: its terms; `surface`: as typed; `step`: its place among the words, for synonyms.

    `typed`: the whole chunk it stands in, which may be a code, and as the `last` one the beginning of one.
    `begun`: what may be the beginning of a longer word.
    """

    said: tuple[str, ...]
    surface: str
    step: int
    typed: str
    last: bool
    begun: tuple[str, ...] = ()


def understand(text: str, vocabulary: Vocabulary) -> Words:
    """Read a query. Only what nothing in the index says, means or begins with is read with a slip."""
    text = text[:LONGEST]
    pieces = list(_telling(measured(fold(text)).split()))
    wishes = list(_wishes(pieces))
    steps = [{term} for piece in pieces for term in sequence(chunk(piece))]
    groups = [_group(wish, concepts, vocabulary) for wish, concepts in _with_concepts(wishes, steps)]
    if not all(groups):
        groups = _mended(groups, wishes, steps, vocabulary)
    whole = _identified(text, len(pieces) > 1, vocabulary)
    return tuple(_once(group + whole) for group in groups)


def _once(group: Group) -> Group:
    """Each term where it is closest, so that its rows are looked at once; where there are very many, that costs more."""
    if len(group) < 2 or sum(len(sense.terms) for sense in group) > TOLD_APART:
        return group
    found: list[Sense] = []
    seen: set[int] = set()
    for terms, closeness in sorted(group, key=itemgetter(1), reverse=True):
        numbers = terms.tolist()
        fresh = (
            terms if seen.isdisjoint(numbers) else np.array([each for each in numbers if each not in seen], np.int64)
        )
        if len(fresh):
            found.append(Sense(fresh, closeness))
            seen.update(numbers)
    return tuple(found)


def _telling(pieces: list[str]) -> Iterator[str]:
    before = ""
    for piece in pieces:
        if piece not in LONE or before == "taille":
            yield piece
        before = piece


def _mended(groups: list[Group], wishes: list[Wish], steps: list[set[str]], vocabulary: Vocabulary) -> list[Group]:
    """Give each group that found nothing the words one slip away, and all groups the synonyms that come of it."""
    for place, (group, wish) in enumerate(zip(groups, wishes, strict=True)):
        if not group:
            groups[place] = _slips(wish, vocabulary)
            steps[wish.step] |= {name for sense in groups[place] for name in vocabulary.names(sense.terms)}
    meant = (_synonyms(concepts, vocabulary) for _, concepts in _with_concepts(wishes, steps))
    return [group + found for group, found in zip(groups, meant, strict=True)]


def _wishes(pieces: Sequence[str]) -> Iterator[Wish]:
    step = 0
    joined = _joined([chunk(piece) for piece in pieces])
    for place, typed in enumerate(pieces):
        piece = chunk(typed)
        kind = _numbered if piece.forms else _lettered
        yield from kind(piece, tuple(joined[place]), step, typed, place + 1 == len(pieces))
        step += len(sequence(piece))


def _joined(chunks: Sequence[Chunk]) -> dict[int, list[str]]:
    """place -> what the chunk there may be as one word, or together with its neighbour: "hydro alcoolique", "953 XL"."""
    found: dict[int, list[str]] = defaultdict(list)
    for place, piece in enumerate(chunks):
        if piece.joined:
            found[place] += piece.joined.terms
    told = [place for place, piece in enumerate(chunks) if piece.forms or piece.words]
    for one, other in pairwise(told):
        term = _as_one(chunks[one], chunks[other])
        found[one].append(term)
        found[other].append(term)
    return found


def _as_one(one: Chunk, other: Chunk) -> str:
    text = "".join(squeezed(piece.forms[0] if piece.forms else _surface(piece)) for piece in (one, other))
    return text if one.forms or other.forms else stem(text)


def _surface(piece: Chunk) -> str:
    return "".join(word.surface for word in piece.words)


def _lettered(piece: Chunk, joined: tuple[str, ...], step: int, typed: str, last: bool) -> Iterator[Wish]:
    for place, word in enumerate(piece.words, 1):
        begun = (word.surface,) if last and place == len(piece.words) else ()
        yield Wish((*word.terms, *joined), word.surface, step + place - 1, typed, last, begun)


def _numbered(piece: Chunk, joined: tuple[str, ...], step: int, typed: str, last: bool) -> Iterator[Wish]:
    """The whole of it, or all of its parts."""
    begun = piece.forms if last else ()
    whole = (*piece.forms, *joined)
    parts = piece.words or _runs(piece.forms[0])
    if not parts:
        yield Wish(whole, piece.forms[0], step, typed, last, begun)
    for word in parts:
        yield Wish((*word.terms, *whole), word.surface, step, typed, last, begun)


def _runs(form: str) -> tuple[Word, ...]:
    """The numbers and words run together in one: "305xl" is also written "305 XL". A measure or "A4" is one thing."""
    runs = _RUNS.findall(form)
    letters = [run for run in runs if not _has_digit(run)]
    if not letters or any(len(run) < RUN_LETTERS or run in UNITS for run in letters):
        return ()
    return tuple(Word(run, (run if _has_digit(run) else stem(run),)) for run in runs)


def _with_concepts(wishes: Sequence[Wish], steps: Sequence[set[str]]) -> Iterator[tuple[Wish, Concepts]]:
    """Each wish with the concepts that the words around it say.

    As (A or C) and (B or C) is (A and B) or C, a concept stands beside each word that it takes the place of.
    """
    concepts: dict[int, Concepts] = defaultdict(dict)
    for first, step in enumerate(steps):
        for phrase in chain.from_iterable(phrases_from(term) for term in step):
            if _spoken(phrase, steps[first : first + len(phrase.terms)]):
                _take(phrase, first, concepts)
    return ((wish, concepts[wish.step]) for wish in wishes)


def _spoken(phrase: Phrase, steps: Sequence[set[str]]) -> bool:
    return len(steps) == len(phrase.terms) and all(map(operator.contains, steps, phrase.terms))


def _take(phrase: Phrase, first: int, concepts: dict[int, Concepts]) -> None:
    for place in range(first, first + len(phrase.terms)):
        closeness = MEANT if place == first else ECHOED
        concepts[place][phrase.concept] = max(closeness, concepts[place].get(phrase.concept, 0))


def _group(wish: Wish, concepts: Concepts, vocabulary: Vocabulary) -> Group:
    return (
        _sense(vocabulary.known(wish.said), SAID)
        + _synonyms(concepts, vocabulary)
        + _related(wish, vocabulary)
        + _begun(wish, vocabulary)
        + _identified(wish.typed, wish.last, vocabulary)
    )


def _synonyms(concepts: Concepts, vocabulary: Vocabulary) -> Group:
    return _any(*(_sense(vocabulary.known((concept,)), closeness) for concept, closeness in concepts.items()))


def _related(wish: Wish, vocabulary: Vocabulary) -> Group:
    return () if _has_digit(wish.surface) else _sense(vocabulary.related(root(stem(wish.surface))), RELATED)


def _begun(wish: Wish, vocabulary: Vocabulary) -> Group:
    """The words that the last thing typed begins. A bare number begins none: "500" is no "5000 feuilles"."""
    return _any(*(_sense(vocabulary.begun(text), BEGUN) for text in wish.begun if _may_begin(text)))


def _may_begin(text: str) -> bool:
    return not text.isdigit() and len(text) >= (BEGUN_CODE if _has_digit(text) else BEGUN_LETTERS)


def _identified(typed: str, begun_too: bool, vocabulary: Vocabulary) -> Group:
    """The references and GTINs that this is, or begins."""
    codes = codes_of(typed)
    exactly = _any(*(_sense(vocabulary.coded(code), IDENTIFIED) for code in codes))
    if not begun_too or not _has_digit(typed):
        return exactly
    return _any(exactly, *(_sense(vocabulary.begun_code(code), BEGUN) for code in codes if _may_begin_code(code)))


def _may_begin_code(code: str) -> bool:
    return len(code) >= (BEGUN_DIGITS if code.isdigit() else BEGUN_CODE)


def _slips(wish: Wish, vocabulary: Vocabulary) -> Group:
    """Read as typed, and without its plural: a slip in a plural is two steps from a singular. Never with a digit."""
    if _has_digit(wish.typed):
        return ()
    words = dict.fromkeys((wish.surface, re.sub("[sx]$", "", wish.surface)))
    return _any(*(_sense(vocabulary.near(word), SLIPPED) for word in words if len(word) >= SLIP_LETTERS))


def _sense(terms: Terms, closeness: int) -> Group:
    return (Sense(terms, closeness),) if len(terms) else ()


def _any(*groups: Group) -> Group:
    return tuple(chain.from_iterable(groups))


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)

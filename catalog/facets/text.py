"""What a buyer typed, as things that must all hold, each said by any of several terms of an index."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from catalog.facets.analysis import Chunk, chunk, exact_forms, fold, measured, phrases, sequence
from catalog.facets.vocabulary import SLIP_LETTERS, Terms, Vocabulary

IDENTIFIED = 10_000
"""The reference or GTIN itself: before everything else."""
SAID, MEANT, BEGUN, SLIPPED = 4, 3, 2, 1
"""How close a term is to what was typed: itself, a synonym, begun by it, one slip away."""
BEGUN_LETTERS = 2
BEGUN_CODE = 3
BEGUN_DIGITS = 5
"""From how many signs on something typed is taken as the beginning of a word, a code with digits, a bare number."""

LONGEST = 200
"""Signs of a text that are read; nobody types more."""


class Sense(NamedTuple):
    """Terms that are equally close to what was typed."""

    terms: Terms
    closeness: int


Group = tuple[Sense, ...]
"""Any of its terms will do. Empty: nothing in the index says it."""
Words = tuple[Group, ...]
"""All of which must hold. Empty: nothing was asked ("", "de la")."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing typed. `said`: its terms; `surface`: as typed; `step`: its place among the words, for synonyms.

    `typed`: the whole chunk it stands in, which may be a reference, and as the `last` one the beginning of one.
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
    pieces = measured(fold(text)).split()
    wishes = list(_wishes(pieces))
    steps = [{term} for piece in pieces for term in sequence(chunk(piece))]
    groups = [_group(wish, concepts, vocabulary) for wish, concepts in _with_concepts(wishes, steps)]
    if not all(groups):
        groups = _mended(groups, wishes, steps, vocabulary)
    whole = _identified(text, len(pieces) > 1, vocabulary)
    return tuple(group + whole for group in groups)


def _mended(groups: list[Group], wishes: list[Wish], steps: list[set[str]], vocabulary: Vocabulary) -> list[Group]:
    """Give each group that found nothing the words one slip away, and all groups the synonyms that come of it."""
    for place, (group, wish) in enumerate(zip(groups, wishes, strict=True)):
        if not group:
            groups[place] = _slips(wish, vocabulary)
            steps[wish.step] |= {name for sense in groups[place] for name in vocabulary.names(sense.terms)}
    meant = (_meant(concepts, vocabulary) for _, concepts in _with_concepts(wishes, steps))
    return [group + found for group, found in zip(groups, meant, strict=True)]


def _wishes(pieces: list[str]) -> Iterator[Wish]:
    step = 0
    for place, typed in enumerate(pieces, 1):
        piece = chunk(typed)
        yield from (_numbered if piece.forms else _lettered)(piece, step, typed, place == len(pieces))
        step += len(sequence(piece))


def _lettered(piece: Chunk, step: int, typed: str, last: bool) -> Iterator[Wish]:
    for place, word in enumerate(piece.words, 1):
        begun = (word.surface,) if last and place == len(piece.words) else ()
        yield Wish(word.terms, word.surface, step + place - 1, typed, last, begun)


def _numbered(piece: Chunk, step: int, typed: str, last: bool) -> Iterator[Wish]:
    """The whole of it, or all of its parts."""
    begun = piece.forms if last else ()
    if not piece.words:
        yield Wish(piece.forms, piece.forms[0], step, typed, last, begun)
    for word in piece.words:
        yield Wish((*word.terms, *piece.forms), word.surface, step, typed, last, begun)


def _with_concepts(wishes: list[Wish], steps: list[set[str]]) -> Iterator[tuple[Wish, set[str]]]:
    """Each wish with the concepts that the words around it say.

    As (A or C) and (B or C) is (A and B) or C, a concept stands beside each word that it takes the place of.
    """
    concepts: dict[int, set[str]] = defaultdict(set)
    for phrase in phrases():
        length = len(phrase.terms)
        for first in range(len(steps) - length + 1):
            if all(term in steps[first + place] for place, term in enumerate(phrase.terms)):
                for step in range(first, first + length):
                    concepts[step].add(phrase.concept)
    return ((wish, concepts[wish.step]) for wish in wishes)


def _group(wish: Wish, concepts: set[str], vocabulary: Vocabulary) -> Group:
    said = _sense(vocabulary.known(wish.said), SAID)
    return (
        said + _meant(concepts, vocabulary) + _begun(wish, vocabulary) + _identified(wish.typed, wish.last, vocabulary)
    )


def _meant(concepts: set[str], vocabulary: Vocabulary) -> Group:
    return _sense(vocabulary.known(sorted(concepts)), MEANT)


def _begun(wish: Wish, vocabulary: Vocabulary) -> Group:
    """The words that the last thing typed begins. A bare number begins none: "500" is no "5000 feuilles"."""
    return _any(*(_sense(vocabulary.begun(text), BEGUN) for text in wish.begun if _may_begin(text)))


def _may_begin(text: str) -> bool:
    return not text.isdigit() and len(text) >= (BEGUN_CODE if _has_digit(text) else BEGUN_LETTERS)


def _identified(typed: str, begun_too: bool, vocabulary: Vocabulary) -> Group:
    """The references and GTINs that this is, or begins."""
    forms = exact_forms(typed)
    exactly = _sense(vocabulary.known(forms), IDENTIFIED)
    if not begun_too or not _has_digit(typed):
        return exactly
    return _any(exactly, *(_sense(vocabulary.begun_exact(form), BEGUN) for form in forms if _may_begin_exact(form[1:])))


def _may_begin_exact(code: str) -> bool:
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

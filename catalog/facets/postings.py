"""The text of an index: which rows have which term, and in which of their fields."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from catalog.facets.analysis import (
    CUT,
    EXACT,
    Chunk,
    Phrase,
    bare,
    chunk,
    fold,
    measured,
    phrases,
    sequence,
    squeezed,
    written,
)
from catalog.facets.directory import Array
from catalog.facets.strings import packed

NAME, HEAD, BRAND, DESCRIPTION, IDENTITY = 1, 2, 4, 8, 16
"""The fields of a posting, as bits. HEAD: the first word of the name, which in French says what the thing is."""
FIELDS = (("name", NAME), ("brand", BRAND), ("description", DESCRIPTION))

Rows = NDArray[np.int64]


class Found(NamedTuple):
    """Terms found in one field: row and term of each, side by side."""

    rows: Rows
    terms: Rows
    field: int


class Terms:
    """The terms met so far, each with a number."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, term: str) -> int:
        return self.numbers.setdefault(term, len(self.numbers))

    def add(self, terms: Iterable[str]) -> list[int]:
        return [self.number(term) for term in terms]


def postings(table: pa.Table) -> dict[str, Array]:
    """Columns of all postings: terms sorted, rows of each term ascending, the fields of each posting as bits.

    `word.*`: every surface as written, sorted, with the term it stands for: what prefixes and slips are looked up in.
    """
    terms = Terms()
    surfaces: dict[str, str] = {}
    found: list[Found] = []
    for name, field in FIELDS:
        found += _in_field(table[name], field, terms, surfaces)
    found += _identities(table, terms)
    return _joined(found, terms) | _words(surfaces, terms)


def _in_field(column: pa.ChunkedArray, field: int, terms: Terms, surfaces: dict[str, str]) -> list[Found]:
    rows, codes, pieces = _pieces(column)
    for piece in pieces:
        surfaces |= _surfaces(piece)
    said = _spread(rows, codes, [terms.add(written(piece)) for piece in pieces])
    line = _spread(rows, codes, [terms.add(sequence(piece)) for piece in pieces])
    found = [Found(*said, field)]
    heads = np.diff(line[0], prepend=-1) != 0
    if field == NAME:
        found.append(Found(line[0][heads], line[1][heads], HEAD))
    for phrase in (phrase for phrase in phrases() if _known(phrase, terms)):
        at = _said(line, phrase, terms)
        found.append(_meant(line[0][at], phrase, field, terms))
        if field == NAME:
            found.append(_meant(line[0][at[heads[at]]], phrase, HEAD, terms))
    return found


def _pieces(column: pa.ChunkedArray) -> tuple[Rows, Rows, list[Chunk]]:
    """Every chunk of a column: its row, its code, and what each distinct chunk is."""
    texts = pc.replace_substring(pc.fill_null(column, ""), CUT, " ").to_pylist()
    lines = measured(fold(CUT.join(texts))).split(CUT) if texts else []
    split = pc.utf8_split_whitespace(pc.utf8_trim_whitespace(pa.array(lines, pa.large_string())))
    flat = pc.list_flatten(split).dictionary_encode()
    rows = pc.list_parent_indices(split).to_numpy().astype(np.int64)
    codes = flat.indices.to_numpy().astype(np.int64)
    return rows, codes, [chunk(text) for text in flat.dictionary.to_pylist()]


def _surfaces(piece: Chunk) -> dict[str, str]:
    """surface -> term. Distinct surfaces of a chunk never share a term by accident: a surface has one term."""
    return {form: form for form in piece.forms} | {
        surface: term for word in piece.words for surface, term in _faces(word.surface, word.terms)
    }


def _faces(surface: str, terms: Sequence[str]) -> list[tuple[str, str]]:
    return [(surface, terms[0]), *((term, term) for term in terms[1:])]


def _spread(rows: Rows, codes: Rows, terms: list[list[int]]) -> tuple[Rows, Rows]:
    """Replace every chunk by its terms, keeping the order."""
    lengths = np.fromiter(map(len, terms), np.int64, len(terms))
    flat = np.fromiter(itertools.chain.from_iterable(terms), np.int64, int(lengths.sum()))
    starts = np.concatenate([[0], np.cumsum(lengths)])
    return np.repeat(rows, lengths[codes]), flat[ranges(starts[codes], lengths[codes])]


def ranges(starts: Rows, lengths: Rows) -> Rows:
    """start, start + 1, ... of every range, one after the other."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    begins: Rows = np.repeat(starts - (ends - lengths), lengths)
    return begins + np.arange(total, dtype=np.int64)


def _known(phrase: Phrase, terms: Terms) -> bool:
    return all(term in terms.numbers for term in phrase.terms)


def _said(line: tuple[Rows, Rows], phrase: Phrase, terms: Terms) -> Rows:
    """Where in the line `phrase` is said, its terms side by side in one row."""
    rows, said = line
    at: Rows = np.flatnonzero(said[: max(0, len(said) - len(phrase.terms) + 1)] == terms.numbers[phrase.terms[0]])
    for step, term in enumerate(phrase.terms[1:], 1):
        at = at[(said[at + step] == terms.numbers[term]) & (rows[at + step] == rows[at])]
    return at


def _meant(rows: Rows, phrase: Phrase, field: int, terms: Terms) -> Found:
    return Found(rows, np.full(len(rows), terms.number(phrase.concept), np.int64), field)


def _identities(table: pa.Table, terms: Terms) -> list[Found]:
    """References as written and without their signs, GTINs as written and without leading zeros."""
    references = _exact(table["reference"])
    close = [EXACT + squeezed(text) if text else "" for text in references]
    gtins = _exact(table["gtin"])
    short = [bare(gtin) if gtin else "" for gtin in gtins]
    return [_identity(texts, terms) for texts in (references, close, gtins, short)]


def _exact(column: pa.ChunkedArray) -> list[str]:
    texts = pc.replace_substring(pc.fill_null(column, ""), CUT, " ").to_pylist()
    lines = fold(CUT.join(texts)).split(CUT) if texts else []
    return [EXACT + " ".join(line.split()) if line.strip() else "" for line in lines]


def _identity(texts: list[str], terms: Terms) -> Found:
    rows = np.array([row for row, text in enumerate(texts) if text], np.int64)
    numbers = np.array(terms.add(text for text in texts if text), np.int64)
    return Found(rows, numbers, IDENTITY)


def _joined(found: list[Found], terms: Terms) -> dict[str, Array]:
    names, order = _in_order(list(terms.numbers))
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    keys = np.concatenate([place[each.terms] << 32 | each.rows for each in found])
    bits = np.concatenate([np.full(len(each.rows), each.field, np.uint8) for each in found])
    keys, fields = _merged(keys, bits)
    starts = np.searchsorted(keys >> 32, np.arange(len(order) + 1)).astype(np.uint32)
    rows = (keys & 0xFFFFFFFF).astype(np.uint32)
    text = {f"term.{name}": array for name, array in packed(names).items()}
    return text | {"posting.starts": starts, "posting.rows": rows, "posting.fields": fields}


def _merged(keys: Rows, bits: NDArray[np.uint8]) -> tuple[Rows, NDArray[np.uint8]]:
    """One posting for each term and row, with the bits of all its fields."""
    if not len(keys):
        return keys, bits
    packed_keys = np.sort(keys << 5 | bits)
    keys, bits = packed_keys >> 5, (packed_keys & 31).astype(np.uint8)
    first = np.flatnonzero(np.diff(keys, prepend=-1) != 0)
    return keys[first], np.bitwise_or.reduceat(bits, first)


def _words(surfaces: dict[str, str], terms: Terms) -> dict[str, Array]:
    names, order = _in_order(list(surfaces))
    sorted_terms = {term: place for place, term in enumerate(sorted(terms.numbers, key=str.encode))}
    of = np.array([sorted_terms[term] for term in surfaces.values()], np.uint32)[order]
    text = {f"word.{name}": array for name, array in packed(names).items()}
    return text | {"word.term": of}


def _in_order(texts: list[str]) -> tuple[pa.Array, NDArray[np.int64]]:
    """The texts in byte order, and where each stood before."""
    array = pa.array(texts, pa.string())
    order = pc.sort_indices(array)
    return array.take(order), order.to_numpy().astype(np.int64)

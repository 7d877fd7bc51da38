"""The text of an index: which rows have which term, and in which of their fields."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from catalog.facets.analysis import GTIN_DIGITS, Chunk, Phrase, chunk, code, partly, phrases, sequence, written
from catalog.facets.directory import Array
from catalog.facets.french import root
from catalog.facets.slips import slip_table
from catalog.facets.strings import packed
from catalog.facets.tokens import Line, Rows, chunks, ranges, spread
from catalog.facets.vocabulary import ROOT

__all__ = ["BRAND", "DESCRIPTION", "HEAD", "NAME", "PART", "postings", "ranges"]

NAME, HEAD, BRAND, DESCRIPTION, PART = 1, 2, 4, 8, 16
"""The fields of a posting, as bits. HEAD: the first word of the name, which in French says what the thing is.

PART: in the name, as a part only of what is written as one ("4" in "4-9 kg", "savon" in "porte-savon").
"""
FIELD_BITS = 5
ROW_BITS = 32
FIELDS = (("name", NAME), ("brand", BRAND), ("description", DESCRIPTION))
LONGEST_NAME = 255
"""From here on names count as equally long."""
_PLURAL = re.compile(r"^[^\W\d_]{3,}[^\W\d_s]s$")
"""Words whose singular is written down beside them, so that a slip in it is one slip."""


class Found(NamedTuple):
    """Terms found in one field: row and term of each, side by side."""

    rows: Rows
    terms: Rows
    field: int


class Terms:
    """The terms met so far, each with a number, and the words they stand for."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.words: dict[str, str] = {}

    def number(self, term: str) -> int:
        return self.numbers.setdefault(term, len(self.numbers))

    def add(self, terms: Iterable[str]) -> list[int]:
        return [self.number(term) for term in terms]


def postings(table: pa.Table) -> dict[str, Array]:
    """Columns of all postings: terms sorted, rows of each term ascending, the fields of each posting as bits.

    `word.*`: every surface as written and every root, sorted, with the term it stands for: what prefixes and families are
    looked up in; `slip.*`: where a slip leads in it; `code.*`: references and GTINs, sorted, with the row of each;
    `name_words`: how long each name is.
    """
    terms = Terms()
    lines = {name: chunks(table[name]) for name, _ in FIELDS}
    found = [each for name, field in FIELDS for each in _in_field(lines[name], field, terms)]
    counts = np.bincount(lines["name"].rows, minlength=table.num_rows)
    lengths = {"name_words": np.minimum(counts, LONGEST_NAME).astype(np.uint8)}
    return _joined(found, terms) | _words(terms) | _codes(table) | lengths


def _in_field(line: Line, field: int, terms: Terms) -> list[Found]:
    pieces = [chunk(name) for name in line.names]
    for piece in pieces:
        terms.words |= _surfaces(piece)
    whole = spread(line.rows, line.codes, [terms.add(written(piece)) for piece in pieces])
    part = spread(line.rows, line.codes, [terms.add(partly(piece)) for piece in pieces])
    said = spread(line.rows, line.codes, [terms.add(sequence(piece)) for piece in pieces])
    found = [Found(*whole, field), Found(*part, PART if field == NAME else field)]
    heads = np.diff(said[0], prepend=-1) != 0
    if field == NAME:
        found.append(_head(line, pieces, terms))
    return found + [each for phrase in _spoken(terms) for each in _meant(said, heads, phrase, field, terms)]


def _head(line: Line, pieces: list[Chunk], terms: Terms) -> Found:
    """The first chunk of each row that tells anything."""
    numbers = [terms.add(written(piece)) for piece in pieces]
    telling = np.flatnonzero(np.array([bool(each) for each in numbers], np.bool_)[line.codes])
    first = telling[np.diff(line.rows[telling], prepend=-1) != 0]
    return Found(*spread(line.rows[first], line.codes[first], numbers), HEAD)


def _spoken(terms: Terms) -> list[Phrase]:
    """The phrases whose every term has been met."""
    return [phrase for phrase in phrases() if all(term in terms.numbers for term in phrase.terms)]


def _meant(line: tuple[Rows, Rows], heads: NDArray[np.bool_], phrase: Phrase, field: int, terms: Terms) -> list[Found]:
    """The concept of `phrase` wherever it is said, its terms side by side in one row."""
    rows, said = line
    at: Rows = np.flatnonzero(said[: max(0, len(said) - len(phrase.terms) + 1)] == terms.numbers[phrase.terms[0]])
    for step, term in enumerate(phrase.terms[1:], 1):
        at = at[(said[at + step] == terms.numbers[term]) & (rows[at + step] == rows[at])]
    first = at[heads[at]] if field == NAME else at[:0]
    return [_concept(rows[at], phrase, field, terms), _concept(rows[first], phrase, HEAD, terms)]


def _concept(rows: Rows, phrase: Phrase, field: int, terms: Terms) -> Found:
    return Found(rows, np.full(len(rows), terms.number(phrase.concept), np.int64), field)


def _surfaces(piece: Chunk) -> dict[str, str]:
    """surface -> term. Distinct surfaces of a chunk never share a term by accident: a surface has one term."""
    found = {form: form for form in piece.forms}
    for word in (*piece.words, piece.joined) if piece.joined else piece.words:
        found |= {term: term for term in word.terms[1:]} | {word.surface: word.terms[0]}
        if _PLURAL.search(word.surface):
            found[word.surface[:-1]] = word.terms[0]
    return found


def _joined(found: list[Found], terms: Terms) -> dict[str, Array]:
    names, order = _in_order(list(terms.numbers))
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    keys = np.concatenate(
        [place[each.terms] << ROW_BITS + FIELD_BITS | each.rows << FIELD_BITS | each.field for each in found]
    )
    keys, fields = _merged(keys)
    starts = np.searchsorted(keys >> ROW_BITS, np.arange(len(order) + 1)).astype(np.uint32)
    rows = (keys & (1 << ROW_BITS) - 1).astype(np.uint32)
    text = {f"term.{name}": array for name, array in packed(names).items()}
    return text | {"posting.starts": starts, "posting.rows": rows, "posting.fields": fields}


def _merged(keys: Rows) -> tuple[Rows, NDArray[np.uint8]]:
    """One posting for each term and row, with the bits of all its fields."""
    keys.sort()
    bits = (keys & (1 << FIELD_BITS) - 1).astype(np.uint8)
    keys >>= FIELD_BITS
    first = np.flatnonzero(np.diff(keys, prepend=-1) != 0)
    return keys[first], np.bitwise_or.reduceat(bits, first) if len(first) else bits


def _words(terms: Terms) -> dict[str, Array]:
    families = {f"{ROOT}{root(term)} {term}": term for word, term in terms.words.items() if not _has_digit(word)}
    names, order = _in_order([*terms.words, *families])
    places = {term: place for place, term in enumerate(sorted(terms.numbers, key=str.encode))}
    of = np.array([places[term] for term in (*terms.words.values(), *families.values())], np.uint32)[order]
    text = {f"word.{name}": array for name, array in packed(names).items()}
    return text | {"word.term": of} | slip_table(names.to_pylist())


def _codes(table: pa.Table) -> dict[str, Array]:
    """References without their signs and GTINs without leading zeros, each with its row; one that is both, once."""
    references, gtins = _coded(table["reference"]), _bare(_coded(table["gtin"]))
    texts = pa.chunked_array([references, gtins], pa.string()).combine_chunks()
    rows = np.tile(np.arange(table.num_rows, dtype=np.uint32), 2)
    kept = pc.greater(pc.binary_length(texts), 0).to_numpy(zero_copy_only=False)
    kept[table.num_rows :] &= ~pc.equal(references, gtins).to_numpy(zero_copy_only=False)
    texts, rows = texts.filter(pa.array(kept)), rows[kept]
    names, order = _in_order_of(texts)
    text = {f"code.{name}": array for name, array in packed(names).items()}
    return text | {"code.rows": rows[order]}


def _coded(column: pa.ChunkedArray) -> pa.Array:
    texts = pc.fill_null(column, "").combine_chunks()
    quick = pc.replace_substring_regex(pc.ascii_lower(texts), "[^a-z0-9]+", "")
    odd = np.flatnonzero(~_plain(texts))
    if not len(odd):
        return quick
    slow = pa.array([code(text) for text in texts.take(pa.array(odd)).to_pylist()], pa.string())
    mask = np.zeros(len(texts), np.bool_)
    mask[odd] = True
    return pc.replace_with_mask(quick, pa.array(mask), slow)


def _bare(codes: pa.Array) -> pa.Array:
    """As `bare`."""
    long = pc.match_substring_regex(codes, f"^[0-9]{{{GTIN_DIGITS},}}$")
    return pc.if_else(long, pc.utf8_ltrim(codes, characters="0"), codes)


def _plain(texts: pa.Array) -> NDArray[np.bool_]:
    """Which texts are of ASCII alone and hold a letter or digit, or nothing: what folding does to them is known."""
    told = pc.or_(pc.match_substring_regex(texts, "[A-Za-z0-9]"), pc.equal(texts, ""))
    flags: NDArray[np.bool_] = pc.and_(pc.string_is_ascii(texts), told).to_numpy(zero_copy_only=False)
    return flags


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _in_order(texts: list[str]) -> tuple[pa.Array, NDArray[np.int64]]:
    """The texts in byte order, and where each stood before."""
    return _in_order_of(pa.array(texts, pa.string()))


def _in_order_of(texts: pa.Array) -> tuple[pa.Array, NDArray[np.int64]]:
    order = pc.sort_indices(texts)
    return texts.take(order), order.to_numpy().astype(np.int64)

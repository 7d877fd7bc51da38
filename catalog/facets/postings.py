"""The text of an index: which rows have which term, and in which of their fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from catalog.facets.analysis import GTIN_DIGITS, code, phrases
from catalog.facets.directory import Array
from catalog.facets.french import root
from catalog.facets.glossary import Glossary
from catalog.facets.slips import slip_table
from catalog.facets.strings import packed
from catalog.facets.tokens import Line, Read, Rows, chunks, ranges
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


class Found(NamedTuple):
    """Terms found in one field: row and term of each, side by side."""

    rows: Rows
    terms: Rows
    field: int | Rows


def postings(table: pa.Table) -> dict[str, Array]:
    """Columns of all postings: terms sorted, rows of each term ascending, the fields of each posting as bits.

    `word.*`: every surface as written and every root, sorted, with the term it stands for: what prefixes and families are
    looked up in; `slip.*`: where a slip leads in it; `code.*`: references and GTINs, sorted, with the row of each;
    `name_words`: how long each name is.
    """
    glossary = Glossary()
    lines = {name: chunks(table[name]) for name, _ in FIELDS}
    found = [each for name, field in FIELDS for each in _in_field(lines[name], field, glossary)]
    counts = np.bincount(lines["name"].rows, minlength=table.num_rows)
    lengths = {"name_words": np.minimum(counts, LONGEST_NAME).astype(np.uint8)}
    return _joined(found, glossary) | _codes(table) | lengths


def _in_field(line: Line, field: int, glossary: Glossary) -> Iterator[Found]:
    whole, part, said = glossary.read(line.names)
    fields = _heads(line, whole) if field == NAME else np.full(len(line.rows), field, np.int64)
    for places, terms in whole.in_turn(line.codes):
        yield Found(line.rows[places], terms, fields[places])
    for places, terms in part.in_turn(line.codes):
        yield Found(line.rows[places], terms, PART if field == NAME else field)
    yield from _meant(*said.in_order(line.rows, line.codes), field, glossary)


def _heads(line: Line, whole: Read) -> Rows:
    """The fields of each chunk of the names: the first of each row that tells anything is its head."""
    telling = np.flatnonzero((whole.lengths > 0)[line.codes])
    fields = np.full(len(line.rows), NAME, np.int64)
    fields[telling[np.diff(line.rows[telling], prepend=-1) != 0]] = NAME | HEAD
    return fields


def _meant(rows: Rows, said: Rows, field: int, glossary: Glossary) -> Iterator[Found]:
    """The concept of every phrase wherever it is said, its terms side by side in one row."""
    spoken = [phrase for phrase in phrases() if all(term in glossary.numbers for term in phrase.terms)]
    begins = np.zeros(len(glossary.numbers), np.bool_)
    begins[[glossary.numbers[phrase.terms[0]] for phrase in spoken]] = True
    maybe = np.flatnonzero(begins[said])
    for phrase in spoken:
        at = _places(rows, said, maybe, [glossary.numbers[term] for term in phrase.terms])
        concept = np.full(len(at), glossary.number(phrase.concept), np.int64)
        yield Found(rows[at], concept, field)
        if field == NAME:
            head = (at == 0) | (rows[at] != rows[at - 1])
            yield Found(rows[at[head]], concept[head], HEAD)


def _places(rows: Rows, said: Rows, maybe: Rows, terms: list[int]) -> Rows:
    """Where these terms stand in a row, among the places where they may begin."""
    at: Rows = maybe[said[maybe] == terms[0]]
    at = at[at + len(terms) <= len(said)]
    for step, term in enumerate(terms[1:], 1):
        at = at[(said[at + step] == term) & (rows[at + step] == rows[at])]
    return at


def _joined(found: list[Found], glossary: Glossary) -> dict[str, Array]:
    names, order = _in_order(list(glossary.numbers))
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    keys, fields = _merged(np.concatenate([_keys(each, place) for each in found]))
    starts = np.searchsorted(keys >> ROW_BITS, np.arange(len(order) + 1)).astype(np.uint32)
    rows = (keys & (1 << ROW_BITS) - 1).astype(np.uint32)
    text = {f"term.{name}": array for name, array in packed(names).items()}
    columns: dict[str, Array] = {"posting.starts": starts, "posting.rows": rows, "posting.fields": fields}
    return text | columns | _words(glossary, place)


def _keys(found: Found, place: Rows) -> Rows:
    keys = place[found.terms]
    keys <<= ROW_BITS
    keys |= found.rows
    keys <<= FIELD_BITS
    keys |= found.field
    return keys


def _merged(keys: Rows) -> tuple[Rows, NDArray[np.uint8]]:
    """One posting for each term and row, with the bits of all its fields."""
    keys.sort()
    bits = (keys & (1 << FIELD_BITS) - 1).astype(np.uint8)
    keys >>= FIELD_BITS
    first = np.flatnonzero(np.diff(keys, prepend=-1) != 0)
    return keys[first], np.bitwise_or.reduceat(bits, first) if len(first) else bits


def _words(glossary: Glossary, place: Rows) -> dict[str, Array]:
    """Surfaces and roots. A code has no family."""
    families = {f"{ROOT}{root(stem)} {stem}": glossary.numbers[stem] for stem in glossary.stems}
    every = glossary.codes | glossary.words | families
    names, order = _in_order(list(every))
    of = place[np.fromiter(every.values(), np.int64, len(every))][order].astype(np.uint32)
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


def _in_order(texts: list[str]) -> tuple[pa.Array, NDArray[np.int64]]:
    """The texts in byte order, and where each stood before."""
    return _in_order_of(pa.array(texts, pa.string()))


def _in_order_of(texts: pa.Array) -> tuple[pa.Array, NDArray[np.int64]]:
    order = pc.sort_indices(texts)
    return texts.take(order), order.to_numpy().astype(np.int64)

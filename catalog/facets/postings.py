"""The text of an index: which rows have which term, and in which of their fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from catalog.facets.analysis import GTIN_DIGITS, code, phrases
from catalog.facets.codes import GTIN_LENGTH
from catalog.facets.directory import Array
from catalog.facets.french import root
from catalog.facets.glossary import Glossary
from catalog.facets.segments import BRAND, DESCRIPTION, HEAD, NAME, PART, PLACE_BITS, ROW_BITS, segments
from catalog.facets.slips import slip_table
from catalog.facets.strings import packed
from catalog.facets.tokens import Line, Read, Rows, chunks
from catalog.facets.vocabulary import ROOT

FIELDS = (("name", NAME), ("brand", BRAND), ("description", DESCRIPTION))
NUMBER = rf"^[1-9][0-9]{{0,{GTIN_LENGTH - 1}}}$"
"""A GTIN that is kept as a number (RE2)."""
LONGEST_NAME = 255
"""From here on names count as equally long."""


class Found(NamedTuple):
    """Terms found: row and term of each, side by side, and the place they all stand in, or each."""

    rows: Rows
    terms: Rows
    place: int | Rows


def postings(table: pa.Table) -> dict[str, Array]:
    """Columns of all postings: terms sorted, their segments (what stands in one place) in the order of places, rows of each
    segment ascending. A row is in one segment of a term: of the best place.

    `word.*`: every surface as written and every root, sorted, with the term it stands for: what prefixes and families are
    looked up in; `slip.*`: where a slip leads in it; `code.*`: references and GTINs, sorted, with the row of each;
    `name_words`: how long each name is.
    """
    glossary = Glossary()
    lines = {name: chunks(table[name]) for name, _ in FIELDS}
    found = [each for name, field in FIELDS for each in _in_field(lines[name], field, glossary)]
    counts = np.bincount(lines["name"].rows, minlength=table.num_rows)
    lengths = {"name_words": np.minimum(counts, LONGEST_NAME).astype(np.uint8)}
    return _joined(found, glossary, table.num_rows) | _codes(table) | lengths


def _in_field(line: Line, field: int, glossary: Glossary) -> Iterator[Found]:
    whole, part, said = glossary.read(line.names)
    where = _heads(line, whole) if field == NAME else np.full(len(line.rows), field, np.int64)
    for places, terms in whole.in_turn(line.codes):
        yield Found(line.rows[places], terms, where[places])
    for places, terms in part.in_turn(line.codes):
        yield Found(line.rows[places], terms, PART if field == NAME else field)
    yield from _meant(*said.in_order(line.rows, line.codes), field, glossary)


def _heads(line: Line, whole: Read) -> Rows:
    """Where each chunk of the names stands: the first of each row that tells anything is its head."""
    telling = np.flatnonzero((whole.lengths > 0)[line.codes])
    where = np.full(len(line.rows), NAME, np.int64)
    where[telling[np.diff(line.rows[telling], prepend=-1) != 0]] = HEAD
    return where


def _meant(rows: Rows, said: Rows, field: int, glossary: Glossary) -> Iterator[Found]:
    """The concept of every phrase wherever it is said, its terms side by side in one row."""
    spoken = [phrase for phrase in phrases() if all(term in glossary.numbers for term in phrase.terms)]
    begins = np.zeros(len(glossary.numbers), np.bool_)
    begins[[glossary.numbers[phrase.terms[0]] for phrase in spoken]] = True
    maybe = np.flatnonzero(begins[said])
    for phrase in spoken:
        at = _places(rows, said, maybe, [glossary.numbers[term] for term in phrase.terms])
        head = (at == 0) | (rows[at] != rows[at - 1])
        where = np.where(head, HEAD, NAME) if field == NAME else field
        yield Found(rows[at], np.full(len(at), glossary.number(phrase.concept), np.int64), where)


def _places(rows: Rows, said: Rows, maybe: Rows, terms: list[int]) -> Rows:
    """Where these terms stand in a row, among the places where they may begin."""
    at: Rows = maybe[said[maybe] == terms[0]]
    at = at[at + len(terms) <= len(said)]
    for step, term in enumerate(terms[1:], 1):
        at = at[(said[at + step] == term) & (rows[at + step] == rows[at])]
    return at


def _joined(found: list[Found], glossary: Glossary, rows: int) -> dict[str, Array]:
    names, order = _in_order(list(glossary.numbers))
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    keys = _merged(np.concatenate([np.zeros(0, np.int64), *(_keys(each, place) for each in found)]))
    text = {f"term.{name}": array for name, array in packed(names).items()}
    return text | segments(keys, len(order), rows) | _words(glossary, place)


def _keys(found: Found, place: Rows) -> Rows:
    keys = place[found.terms]
    keys <<= ROW_BITS
    keys |= found.rows
    keys <<= PLACE_BITS
    keys |= found.place
    return keys


def _merged(keys: Rows) -> Rows:
    """One posting for each term and row: its best place."""
    keys.sort()
    owners = keys >> PLACE_BITS
    return keys[np.flatnonzero(np.diff(owners, prepend=-1) != 0)]


def _words(glossary: Glossary, place: Rows) -> dict[str, Array]:
    """Surfaces and roots of words. What has a digit is its own term, and has no family."""
    families = {f"{ROOT}{root(stem)} {stem}": glossary.numbers[stem] for stem in glossary.stems}
    every = glossary.words | families
    names, order = _in_order(list(every))
    of = place[np.fromiter(every.values(), np.int64, len(every))][order].astype(np.uint32)
    text = {f"word.{name}": array for name, array in packed(names).items()}
    return text | {"word.term": of} | slip_table(names.to_pylist())


def _codes(table: pa.Table) -> dict[str, Array]:
    """References without their signs, and GTINs without leading zeros as numbers, each with its row."""
    references, gtins = _coded(table["reference"]), _bare(_coded(table["gtin"]))
    number = pc.match_substring_regex(gtins, NUMBER).to_numpy(zero_copy_only=False)
    rows = np.arange(table.num_rows, dtype=np.uint32)
    texts = pa.chunked_array([references, gtins.filter(pa.array(~number))], pa.string()).combine_chunks()
    filled = pc.greater(pc.binary_length(texts), 0)
    names, order = _in_order_of(texts.filter(filled))
    owners = np.concatenate([rows, rows[~number]])[filled.to_numpy(zero_copy_only=False)][order]
    text = {f"code.{name}": array for name, array in packed(names).items()}
    return text | {"code.rows": owners} | _gtins(gtins.filter(pa.array(number)), rows[number])


def _gtins(gtins: pa.Array, rows: NDArray[np.uint32]) -> dict[str, Array]:
    numbers = gtins.cast(pa.int64()).to_numpy()
    order = np.argsort(numbers, kind="stable")
    return {"gtin.numbers": numbers[order], "gtin.rows": rows[order]}


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

"""The text of an index: which rows have which term, and in which of their fields."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
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
from catalog.facets.segments import BRAND, DESCRIPTION, HEAD, NAME, PART, PLACES, segments
from catalog.facets.slips import slip_table
from catalog.facets.strings import packed
from catalog.facets.tokens import Line, Read, Rows, chunks
from catalog.facets.vocabulary import ROOT

FIELDS = (("name", NAME), ("brand", BRAND), ("description", DESCRIPTION))
LONGEST_NAME = 255
"""From here on names count as equally long."""


class Found(NamedTuple):
    """Terms found: row and term of each, side by side, and the place they all stand in, or each."""

    rows: NDArray[np.int32]
    terms: NDArray[np.int32]
    place: int | NDArray[np.int32]


def postings(table: pa.Table) -> dict[str, Array]:
    """Columns of all postings: terms sorted, their segments (what stands in one place) in the order of places, rows of each
    segment ascending.

    `word.*`: every surface as written and every root, sorted, with the term it stands for: what prefixes and families are
    looked up in; `slip.*`: where a slip leads in it; `reference.*`, `odd.*`, `gtin.*`: references, odd GTINs
    and others, sorted, with the row of each; `name_words`: how long each name is.
    """
    glossary = Glossary()
    with ThreadPoolExecutor(len(FIELDS)) as beside:
        codes = beside.submit(_codes, table)
        lines = list(beside.map(chunks, (table[name] for name, _ in FIELDS)))
        found = [
            each for line, (_, field) in zip(lines, FIELDS, strict=True) for each in _in_field(line, field, glossary)
        ]
        columns = _joined(found, glossary, table.num_rows)
    return columns | codes.result() | {"name_words": _lengths(lines[0], table.num_rows)}


def _lengths(names: Line, rows: int) -> Array:
    return np.minimum(np.bincount(names.rows, minlength=rows), LONGEST_NAME).astype(np.uint8)


def _in_field(line: Line, field: int, glossary: Glossary) -> Iterator[Found]:
    whole, part, said = glossary.read(line.names)
    where = _heads(line, whole) if field == NAME else np.full(len(line.rows), field, np.int32)
    for places, terms in whole.in_turn(line.codes):
        yield Found(line.rows[places], terms, where[places])
    for places, terms in part.in_turn(line.codes):
        yield Found(line.rows[places], terms, PART if field == NAME else field)
    yield from _meant(*said.in_order(line.rows, line.codes), field, glossary)


def _heads(line: Line, whole: Read) -> NDArray[np.int32]:
    """Where each chunk of the names stands: the first of each row that tells anything is its head."""
    telling = np.flatnonzero((whole.lengths > 0)[line.codes])
    where = np.full(len(line.rows), NAME, np.int32)
    where[telling[np.diff(line.rows[telling], prepend=-1) != 0]] = HEAD
    return where


def _meant(rows: NDArray[np.int32], said: NDArray[np.int32], field: int, glossary: Glossary) -> Iterator[Found]:
    """The concept of every phrase wherever it is said, its terms side by side in one row."""
    spoken = [phrase for phrase in phrases() if all(term in glossary.numbers for term in phrase.terms)]
    begins = np.zeros(len(glossary.numbers), np.bool_)
    begins[[glossary.numbers[phrase.terms[0]] for phrase in spoken]] = True
    maybe = np.flatnonzero(begins[said])
    for phrase in spoken:
        at = _places(rows, said, maybe, [glossary.numbers[term] for term in phrase.terms])
        head = (at == 0) | (rows[at] != rows[at - 1])
        where = np.where(head, HEAD, NAME).astype(np.int32) if field == NAME else field
        yield Found(rows[at], np.full(len(at), glossary.number(phrase.concept), np.int32), where)


def _places(rows: NDArray[np.int32], said: NDArray[np.int32], maybe: Rows, terms: list[int]) -> Rows:
    """Where these terms stand in a row, among the places where they may begin."""
    at: Rows = maybe[said[maybe] == terms[0]]
    at = at[at + len(terms) <= len(said)]
    for step, term in enumerate(terms[1:], 1):
        at = at[(said[at + step] == term) & (rows[at + step] == rows[at])]
    return at


def _joined(found: list[Found], glossary: Glossary, count: int) -> dict[str, Array]:
    names, order = _in_order(list(glossary.numbers))
    place = np.empty(len(order), np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    none = np.zeros(0, np.int32)
    owners = np.concatenate([none, *(place[each.terms] * PLACES + each.place for each in found)])
    rows = np.concatenate([none, *(each.rows for each in found)])
    text = {f"term.{name}": array for name, array in packed(names).items()}
    return text | segments(owners, rows, len(order), count) | _words(glossary, place)


def _words(glossary: Glossary, place: NDArray[np.int32]) -> dict[str, Array]:
    """Surfaces and roots of words. What has a digit is its own term, and has no family."""
    families = {f"{ROOT}{root(stem)} {stem}": glossary.numbers[stem] for stem in glossary.stems}
    every = glossary.words | families
    names, order = _in_order(list(every))
    of = place[np.fromiter(every.values(), np.int64, len(every))][order].astype(np.uint32)
    text = {f"word.{name}": array for name, array in packed(names).items()}
    return text | {"word.term": of} | slip_table(names.to_pylist())


def _codes(table: pa.Table) -> dict[str, Array]:
    """The rows in the order of their references without signs; GTINs without leading zeros as numbers, the odd as texts."""
    rows = np.arange(table.num_rows, dtype=np.uint32)
    references, gtins = _coded(table["reference"]), _bare(_coded(table["gtin"]))
    number = _numbers(gtins)
    _, told = _ordered(references, rows)
    odd, odd_rows = _ordered(gtins.filter(pa.array(~number)), rows[~number])
    texts = {f"odd.{name}": array for name, array in packed(odd).items()}
    return texts | {"reference.rows": told, "odd.rows": odd_rows} | _gtins(gtins.filter(pa.array(number)), rows[number])


def _ordered(texts: pa.Array, rows: NDArray[np.uint32]) -> tuple[pa.Array, NDArray[np.uint32]]:
    """The texts that say anything, in byte order, and their rows."""
    filled = pc.greater(pc.binary_length(texts), 0)
    names, order = _in_order_of(texts.filter(filled))
    return names, rows[filled.to_numpy(zero_copy_only=False)][order]


def _numbers(gtins: pa.Array) -> NDArray[np.bool_]:
    """Which are kept as numbers."""
    length = pc.binary_length(gtins)
    short = pc.and_(pc.greater(length, 0), pc.less_equal(length, GTIN_LENGTH))
    flags: NDArray[np.bool_] = pc.and_(
        pc.and_(short, pc.ascii_is_decimal(gtins)), pc.invert(pc.starts_with(gtins, "0"))
    ).to_numpy(zero_copy_only=False)
    return flags


def _gtins(gtins: pa.Array, rows: NDArray[np.uint32]) -> dict[str, Array]:
    numbers = gtins.cast(pa.int64()).to_numpy()
    order = np.argsort(numbers, kind="stable")
    return {"gtin.numbers": numbers[order], "gtin.rows": rows[order]}


def _coded(column: pa.ChunkedArray) -> pa.Array:
    texts = pc.fill_null(column, "").combine_chunks()
    quick = pc.replace_substring_regex(pc.ascii_lower(texts), "[^a-z0-9]+", "")
    odd = np.flatnonzero(_odd(texts, quick))
    if not len(odd):
        return quick
    slow = pa.array([code(text) for text in texts.take(pa.array(odd)).to_pylist()], pa.string())
    mask = np.zeros(len(texts), np.bool_)
    mask[odd] = True
    return pc.replace_with_mask(quick, pa.array(mask), slow)


def _odd(texts: pa.Array, quick: pa.Array) -> NDArray[np.bool_]:
    """Which texts the quick way does not know: not of ASCII alone, or made of signs alone."""
    nothing = pc.and_not(pc.equal(quick, ""), pc.equal(texts, ""))
    flags: NDArray[np.bool_] = pc.or_(pc.invert(pc.string_is_ascii(texts)), nothing).to_numpy(zero_copy_only=False)
    return flags


def _bare(codes: pa.Array) -> pa.Array:
    """As `bare`."""
    long = pc.and_(pc.ascii_is_decimal(codes), pc.greater_equal(pc.binary_length(codes), GTIN_DIGITS))
    return pc.if_else(long, pc.utf8_ltrim(codes, characters="0"), codes)


def _in_order(texts: list[str]) -> tuple[pa.Array, NDArray[np.int64]]:
    """The texts in byte order, and where each stood before."""
    return _in_order_of(pa.array(texts, pa.string()))


def _in_order_of(texts: pa.Array) -> tuple[pa.Array, NDArray[np.int64]]:
    order = pc.sort_indices(texts)
    return texts.take(order), order.to_numpy().astype(np.int64)

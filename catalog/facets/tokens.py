"""A column of texts as chunks, each distinct one read once: the same chunks that a query is cut into."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from catalog.facets.analysis import CUT, begins_unit, ends_number, fold, joined_measure, measured

Rows = NDArray[np.int64]


class Line(NamedTuple):
    """What stands in a column, one row after the other: the row of each thing, and which of `names` it is."""

    rows: Rows
    codes: Rows
    names: list[str]


def chunks(column: pa.ChunkedArray) -> Line:
    """Every chunk of a column as `measured(fold(text)).split()` gives it, whatever the number of texts."""
    texts = pc.replace_substring(pc.fill_null(column, ""), CUT, " ").cast(pa.large_string()).combine_chunks()
    split = pc.utf8_split_whitespace(texts)
    flat = split.flatten().dictionary_encode()
    rows = pc.list_parent_indices(split).to_numpy().astype(np.int64)
    raw = Line(rows, flat.indices.to_numpy().astype(np.int64), flat.dictionary.to_pylist())
    return _measures(_folded(raw))


def spread(rows: Rows, codes: Rows, numbers: Sequence[Sequence[int]]) -> tuple[Rows, Rows]:
    """Replace every code by its numbers, keeping the order."""
    lengths = np.fromiter(map(len, numbers), np.int64, len(numbers))
    flat = np.fromiter(itertools.chain.from_iterable(numbers), np.int64, int(lengths.sum()))
    starts = np.concatenate([[0], np.cumsum(lengths)])
    if len(lengths) and (lengths == 1).all():
        return rows, flat[codes]
    return np.repeat(rows, lengths[codes]), flat[ranges(starts[codes], lengths[codes])]


def ranges(starts: Rows, lengths: Rows) -> Rows:
    """start, start + 1, ... of every range, one after the other."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    begins: Rows = np.repeat(starts - (ends - lengths), lengths)
    return begins + np.arange(total, dtype=np.int64)


class _Names:
    """Distinct names, each with a number."""

    def __init__(self, names: Sequence[str] = ()) -> None:
        self.numbers = {name: number for number, name in enumerate(names)}

    def number(self, name: str) -> int:
        return self.numbers.setdefault(name, len(self.numbers))


def _folded(raw: Line) -> Line:
    """Fold each distinct chunk; a sign that folds into a space cuts it."""
    names = _Names()
    folded = fold(CUT.join(raw.names)).split(CUT) if raw.names else []
    numbers = [[names.number(piece) for piece in measured(text).split()] for text in folded]
    return Line(*spread(raw.rows, raw.codes, numbers), list(names.numbers))


def _measures(line: Line) -> Line:
    """Join numbers with the units that follow them in the same text."""
    while len(at := _joints(line)):
        line = _joined(line, at)
    return line


def _joints(line: Line) -> Rows:
    """Where a number stands before a unit. The end of one measure may begin the next ("2 l/3 l"): in turn, then."""
    number = np.array([ends_number(name) for name in line.names], np.bool_)
    unit = np.array([begins_unit(name) for name in line.names], np.bool_)
    before, after = line.codes[:-1], line.codes[1:]
    joint = number[before] & unit[after] & (line.rows[:-1] == line.rows[1:])
    joint[1:] &= ~joint[:-1]
    return np.flatnonzero(joint)


def _joined(line: Line, at: Rows) -> Line:
    names = _Names(line.names)
    pairs, of = np.unique(line.codes[at] * len(line.names) + line.codes[at + 1], return_inverse=True)
    numbers = np.array(list(_numbers(pairs, line.names, names)), np.int64)
    codes = line.codes.copy()
    codes[at] = numbers[of]
    kept = np.ones(len(codes), np.bool_)
    kept[at + 1] = False
    return Line(line.rows[kept], codes[kept], list(names.numbers))


def _numbers(pairs: Rows, old: Sequence[str], names: _Names) -> Iterator[int]:
    for pair in pairs.tolist():
        number, unit = divmod(pair, len(old))
        yield names.number(joined_measure(old[number], old[unit]))

"""A column of texts as chunks, each distinct one read once: the same chunks that a query is cut into."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from catalog.facets.analysis import CUT, NUMBER_LAST, SQUARED, UNIT_FIRST, fold, joined_measure, measured

Rows = NDArray[np.int64]


class Line(NamedTuple):
    """What stands in a column, one row after the other: the row of each thing, and which of `names` it is."""

    rows: NDArray[np.int32]
    codes: NDArray[np.int32]
    names: list[str]


def chunks(column: pa.ChunkedArray) -> Line:
    """Every chunk of a column as `measured(fold(text)).split()` gives it, whatever the number of texts."""
    texts = pc.fill_null(column, "").cast(pa.large_string()).combine_chunks()
    split = pc.ascii_split_whitespace(texts)
    flat = split.flatten().dictionary_encode()
    counts = np.diff(split.offsets.to_numpy())
    rows = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    return _measures(_cut(rows, flat.indices.to_numpy(), _folded(flat.dictionary)))


def ranges(starts: Rows, lengths: Rows) -> Rows:
    """start, start + 1, ... of every range, one after the other."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    begins: Rows = np.repeat(starts - (ends - lengths), lengths)
    return begins + np.arange(total, dtype=np.int64)


class Read(NamedTuple):
    """Numbers for each of a list of names: those of name n at flat[starts[n] : starts[n + 1]]."""

    flat: NDArray[np.int32]
    starts: Rows

    @classmethod
    def of(cls, numbers: Sequence[Sequence[int]]) -> Read:
        lengths = np.fromiter(map(len, numbers), np.int64, len(numbers))
        flat = np.fromiter(itertools.chain.from_iterable(numbers), np.int32, int(lengths.sum()))
        return cls(flat, np.concatenate([[0], np.cumsum(lengths)]))

    def among(self, single: NDArray[np.bool_], numbers: NDArray[np.int32]) -> Read:
        """These, in the places where `single` is not set, and one of `numbers` in each where it is."""
        lengths = np.full(len(single), 1 if len(numbers) else 0, np.int64)
        lengths[~single] = self.lengths
        starts = np.concatenate([[0], np.cumsum(lengths)])
        flat = np.empty(int(starts[-1]), np.int32)
        flat[ranges(starts[:-1][~single], self.lengths)] = self.flat
        if len(numbers):
            flat[starts[:-1][single]] = numbers
        return Read(flat, starts)

    @property
    def lengths(self) -> Rows:
        return np.diff(self.starts)

    def in_order(
        self, rows: NDArray[np.int32], names: NDArray[np.int32]
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Every name replaced by its numbers: their rows, and they."""
        lengths = self.lengths
        if (lengths == 1).all():
            return rows, self.flat[names]
        each = lengths[names]
        return np.repeat(rows, each), self.flat[ranges(self.starts[names], each)]

    def in_turn(self, names: NDArray[np.int32]) -> Iterator[tuple[Rows | slice, NDArray[np.int32]]]:
        """The same in no order: of every name the place and the first number, then the second, and so on."""
        lengths = self.lengths
        places: Rows | slice = slice(None)
        for turn in range(int(lengths.max(initial=0))):
            if not (lengths > turn).all():
                more = (lengths > turn)[names[places]]
                places = np.flatnonzero(more) if isinstance(places, slice) else places[more]
            yield places, self.flat[self.starts[names[places]] + turn]


class _Names:
    """Distinct names, each with a number."""

    def __init__(self, names: Sequence[str] = ()) -> None:
        self.numbers = {name: number for number, name in enumerate(names)}

    def number(self, name: str) -> int:
        return self.numbers.setdefault(name, len(self.numbers))


def _folded(names: pa.Array) -> pa.Array:
    """Each name folded and measured: at once what is letters, then digits, of ASCII; the others as they are written."""
    hard = pc.invert(pc.match_substring_regex(names, "^[A-Za-z]*[0-9]*$"))
    others = CUT.join(pc.replace_substring(names.filter(hard), CUT, " ").to_pylist())
    if not pc.any(hard, min_count=0).as_py():
        return pc.ascii_lower(names)
    return pc.replace_with_mask(pc.ascii_lower(names), hard, pa.array(measured(fold(others)).split(CUT), names.type))


def _cut(rows: NDArray[np.int32], codes: NDArray[np.int32], folded: pa.Array) -> Line:
    """Cut again where a sign was folded into a space."""
    split = pc.utf8_split_whitespace(pc.utf8_trim_whitespace(folded))
    flat = split.flatten().dictionary_encode()
    full = pc.greater(pc.binary_length(flat.dictionary), 0).to_numpy(zero_copy_only=False)
    read = Read(flat.indices.to_numpy(), split.offsets.to_numpy())
    line = Line(*read.in_order(rows, codes), flat.dictionary.to_pylist())
    return line if full.all() else _filled(line, full)


def _filled(line: Line, full: NDArray[np.bool_]) -> Line:
    """Without the names that are empty: what is left of a chunk made of signs alone."""
    kept = full[line.codes]
    return Line(line.rows[kept], line.codes[kept], line.names)


def _measures(line: Line) -> Line:
    """Join numbers with the units that follow them in the same text. The end of one measure may begin the next
    ("2 l/3 l"): in turn, then."""
    while len(at := _joints(line)):
        line = _joined(line, at)
    return line


def _joints(line: Line) -> Rows:
    """Where a number stands before a unit, the first of each run."""
    names = pa.array(line.names, pa.string())
    number = pc.and_not(pc.match_substring_regex(names, NUMBER_LAST), pc.match_substring_regex(names, SQUARED))
    number = number.to_numpy(zero_copy_only=False)
    unit = pc.match_substring_regex(names, UNIT_FIRST).to_numpy(zero_copy_only=False)
    at: Rows = np.flatnonzero(number[line.codes[:-1]])
    at = at[unit[line.codes[at + 1]] & (line.rows[at] == line.rows[at + 1])]
    return at[np.diff(at, prepend=-2) > 1]


def _joined(line: Line, at: Rows) -> Line:
    names = _Names(line.names)
    joint = line.codes[at].astype(np.int64) * len(line.names) + line.codes[at + 1]
    pairs, of = np.unique(joint, return_inverse=True)
    numbers = np.array(list(_numbers(pairs, line.names, names)), np.int32)
    codes = line.codes.copy()
    codes[at] = numbers[of]
    kept = np.ones(len(codes), np.bool_)
    kept[at + 1] = False
    return Line(line.rows[kept], codes[kept], list(names.numbers))


def _numbers(pairs: Rows, old: Sequence[str], names: _Names) -> Iterator[int]:
    for pair in pairs.tolist():
        number, unit = divmod(pair, len(old))
        yield names.number(joined_measure(old[number], old[unit]))

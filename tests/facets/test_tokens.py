"""A column is cut as its texts are, one by one."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import example, given, settings
from hypothesis import strategies as st

from catalog.facets.analysis import CUT, chunk, fold, measured, partly, sequence, written
from catalog.facets.glossary import Glossary
from catalog.facets.tokens import Read, chunks

PIECES = st.sampled_from(
    [
        "5",
        "5.",
        "l",
        "L,",
        "litres/3",
        "ml",
        "2,6",
        "m²",
        "g/m²",
        "g'",
        "x",
        "12",
        "kg",
        "Éco",
        "à",
        "n°",
        "½",
        "\xa0",
        "…",
        "²",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES).map(" ".join), st.lists(PIECES).map("".join))


@given(st.lists(st.one_of(st.none(), TEXTS)))
@settings(deadline=None)
@example(["2 l/3 l/4 l x", "5", "l"])
@example(["\x1c5\x85l", "´", None, "5\u00a0L"])
def test_a_column_is_cut_as_each_text_is(texts: list[str | None]) -> None:
    line = chunks(pa.chunked_array([pa.array(texts, pa.string())]))
    found: list[list[str]] = [[] for _ in texts]
    for row, code in zip(line.rows.tolist(), line.codes.tolist(), strict=True):
        found[row].append(line.names[code])
    assert found == [measured(fold((text or "").replace(CUT, " "))).split() for text in texts]


@given(
    st.lists(st.sampled_from(["savon", "a4", "12", "tn2420", "tn-2420", "5l", "porte-savon", "de", "x9x"]), unique=True)
)
def test_each_distinct_name_is_read_as_it_is_alone(names: list[str]) -> None:
    glossary = Glossary()
    readings = glossary.read(names)
    terms = list(glossary.numbers)
    for read, told in zip(readings, (written, partly, sequence), strict=True):
        parts = [read.flat[first:last].tolist() for first, last in zip(read.starts, read.starts[1:], strict=False)]
        assert [[terms[number] for number in part] for part in parts] == [list(told(chunk(name))) for name in names]


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 9), max_size=3)), st.lists(st.integers(0, 5), max_size=8))
def test_what_is_read_in_turn_is_what_is_read_in_order(numbers: list[list[int]], asked: list[int]) -> None:
    names = pa.array([name for name in asked if name < len(numbers)], pa.int64()).to_numpy()
    read = Read.of(numbers)
    rows, flat = read.in_order(names * 0 + range(len(names)), names)
    every = [(row, number) for row, name in enumerate(names.tolist()) for number in numbers[name]]
    assert list(zip(rows.tolist(), flat.tolist(), strict=True)) == every
    every_place = np.arange(len(names))
    turns = [pair for places, each in read.in_turn(names) for pair in zip(every_place[places], each, strict=True)]
    assert sorted(turns) == sorted(every)

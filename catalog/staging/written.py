"""Columns of lists and texts in one canonical text a value: what is compared, counted once, or stored as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

BETWEEN, ITEM, MISSING = "\x1f", "\x1e", "\x00"
"""Signs that no text of a file holds: they are refused where it is read."""
_ESCAPED = re.compile(r"[\x00-\x1f]")


def whole(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """A column in one piece."""
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def in_pieces_no_more(table: pa.Table) -> pa.Table:
    """The same table, each column in one piece."""
    return pa.table([whole(column) for column in table.columns], schema=table.schema)


def text_of(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """One text a value, equal where the values are equal and only there; a missing one has a text of its own."""
    column = whole(column)
    if pa.types.is_list(column.type):
        return _of_lists(column)
    return pc.fill_null(column.cast(pa.string()), MISSING)


def _of_lists(column: pa.Array) -> pa.Array:
    items = pc.list_flatten(column)
    texts = joined(items.flatten()) if pa.types.is_struct(items.type) else text_of(items)
    lengths = pc.fill_null(pc.list_value_length(column), 0)
    ends = pa.concat_arrays([pa.array([0], pa.int64()), pc.cumulative_sum(lengths.cast(pa.int64()))])
    lists = pa.ListArray.from_arrays(ends.cast(pa.int32()), texts)
    counted = joined([lengths, pc.binary_join(lists, ITEM)])
    return pc.if_else(column.is_valid(), counted, MISSING)


def joined(columns: Sequence[pa.Array]) -> pa.Array:
    """The texts of several columns side by side, as one."""
    return pc.binary_join_element_wise(*(text_of(column) for column in columns), BETWEEN)


def quoted(texts: pa.Array) -> pa.Array:
    """Each text as `json.dumps` writes it, accents as they are; null stays null."""
    plain = pc.replace_substring(pc.replace_substring(texts, "\\", "\\\\"), '"', '\\"')
    written = pc.binary_join_element_wise('"', plain, '"', "")
    if not pc.any(pc.match_substring_regex(texts, _ESCAPED.pattern), min_count=0).as_py():
        return written
    return pa.array([None if text is None else json.dumps(text, ensure_ascii=False) for text in texts.to_pylist()],
                    pa.string())  # fmt: skip


def list_json(column: pa.Array) -> pa.Array:
    """Each list of texts as JSON; null stays null."""
    column = whole(column)
    flat = quoted(pc.list_flatten(column))
    lengths = pc.fill_null(pc.list_value_length(column), 0).cast(pa.int64())
    ends = pa.concat_arrays([pa.array([0], pa.int64()), pc.cumulative_sum(lengths)])
    inner = pc.binary_join(pa.ListArray.from_arrays(ends.cast(pa.int32()), flat), ", ")
    return pc.if_else(column.is_valid(), pc.binary_join_element_wise("[", inner, "]", ""), pa.scalar(None, pa.string()))


def object_json(columns: Sequence[tuple[str, pa.Array]]) -> pa.Array:
    """One JSON object a line, its names sorted; a name whose value is missing or empty is left out.

    columns: (name, texts, lists of texts or whole numbers), all of one height, at least one.
    """
    parts = [_member(name, whole(column)) for name, column in sorted(columns, key=lambda pair: pair[0])]
    inner = pc.utf8_slice_codeunits(pc.binary_join_element_wise(*parts, ""), len(", "))
    return pc.binary_join_element_wise("{", inner, "}", "")


def _member(name: str, column: pa.Array) -> pa.Array:
    value = column.cast(pa.string()) if pa.types.is_integer(column.type) else _text_json(column)
    return pc.if_else(filled(column), pc.binary_join_element_wise(f', "{name}": ', value, ""), "")


def _text_json(column: pa.Array) -> pa.Array:
    return list_json(column) if pa.types.is_list(column.type) else quoted(column)


def filled(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """True for a value that says something: not missing, no empty text, no empty list."""
    column = whole(column)
    if pa.types.is_list(column.type):
        return pc.fill_null(pc.greater(pc.list_value_length(column), 0), False)
    if pa.types.is_string(column.type):
        return pc.fill_null(pc.not_equal(column, ""), False)
    return column.is_valid()

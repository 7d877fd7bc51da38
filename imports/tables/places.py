"""Where the columns of a table stand in their sheet, by the letters that a person sees over them."""

from __future__ import annotations

from collections.abc import Mapping

from imports.tables.layout import Table


def letters(position: int) -> str:
    """The letters of a column counted from 0: 0 -> "A", 26 -> "AA"."""
    name, position = "", position + 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(65 + rest) + name
    return name


def position(name: str) -> int:
    """The column of some letters, counted from 0: "A" -> 0."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1


def places_of(table: Table) -> Mapping[str, Mapping[str, str]]:
    """Sheet ("" for a plain file) -> title -> letters."""
    if table.parts:
        return {sheet: titled for part in table.parts for sheet, titled in places_of(part).items()}
    titled = {title: letters(place + table.grid.offset) for place, title in enumerate(table.titles) if title}
    return {table.grid.name or "": titled}

"""What a person said of the columns, by header name."""

from __future__ import annotations

from imports.columns.draft import Draft
from imports.columns.price_column import LESS
from imports.fields import fold, known_field
from imports.record import Issue, Request
from imports.tables.layout import Table

IGNORED = frozenset(("", "ignore", "ignored", "-"))
_NAMING = (("price_column", "price"), ("name_column", "name"), ("reference", "reference"))


def take_told(draft: Draft) -> None:
    """What the request's mapping and answers say; a name that the file does not have is mentioned."""
    for header, name in told_columns(draft.request).items():
        positions = positions_of(draft.table, header)
        if not positions and name == "price" and take_discounted(draft, header):
            continue
        if not positions:
            draft.issues.append(Issue("mapping.no_such_column", "warning", column=header, sheet=draft.table.grid.name))
        elif name in IGNORED:
            draft.refused.update(positions)
        elif known_field(name) is None:
            draft.issues.append(Issue("mapping.no_such_field", "warning", column=header, params={"field": name}))
        elif not (set(positions) & draft.taken and name != "reference"):
            draft.take(name, [position for position in positions if position not in draft.fields.get(name, ())])


def told_columns(request: Request) -> dict[str, str]:
    """Header -> field: the mapping, and the answers that name columns."""
    told = dict(request.mapping)
    for question, name in _NAMING:
        if answer := request.answers.get(question):
            told[answer] = name
    told |= pairs(request.answers.get("columns", ""))
    if request.lot_column:
        told[request.lot_column] = "lot"
    return told


def pairs(answer: str) -> dict[str, str]:
    """ "Header=field;Header=field", one a line or parted by semicolons."""
    parts = [line.rpartition("=") for line in answer.replace("\n", ";").split(";")]
    return {header.strip(): name.strip() for header, equals, name in parts if equals}


def positions_of(table: Table, header: str) -> tuple[int, ...]:
    """The column of a header, or the columns of "Header1+Header2"; empty unless all of them exist."""
    exact = _position(table, header)
    if exact is not None:
        return (exact,)
    found = [_position(table, part) for part in header.split("+")]
    return tuple(position for position in found if position is not None) if None not in found else ()


def take_discounted(draft: Draft, header: str) -> bool:
    """ "Prix public HT - Remise": the price is the list price less the discount of its row."""
    before, less, after = header.partition(LESS)
    listed, discount = _position(draft.table, before), _position(draft.table, after)
    if not less or listed is None or discount is None:
        return False
    for name, position in (("price", listed), ("list_price", listed), ("discount_rate", discount)):
        draft.take(name, [position])
    draft.discounted = True
    return True


def _position(table: Table, header: str) -> int | None:
    wanted = header.strip()
    if wanted in table.titles:
        return table.titles.index(wanted)
    folded = [fold(title) for title in table.titles]
    return folded.index(fold(wanted)) if fold(wanted) in folded and folded.count(fold(wanted)) == 1 else None

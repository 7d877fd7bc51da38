"""How an organisation wants its order lists: named layouts of columns with titles of its own, XLSX or CSV."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from catalog.access import Actor, require
from catalog.errors import Conflict, Invalid, NotFound
from catalog.means import journal
from catalog.means.means import Means
from catalog.models import OrderLayout
from catalog.published.order_fields import DEFAULT, FIELDS
from catalog.queries import selections_shared
from catalog.wording.sentences import say

Format = Literal["xlsx", "csv"]
FORMATS: tuple[Format, ...] = ("xlsx", "csv")
DELIMITERS = (";", ",", "\t", "|")
DECIMALS = (",", ".")
LONGEST = 120
MOST_COLUMNS = 60
ORDER_FIELDS = tuple(FIELDS)
"""The codes of the fields, in the order in which they are offered."""


class LayoutColumn(NamedTuple):
    """A field and the title it gets; an empty title takes the field's own name."""

    field: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout. `id` None: the one that stands where an organisation has none of its own. delimiter, decimal: of a CSV."""

    name: str
    format: Format
    columns: tuple[LayoutColumn, ...]
    delimiter: str = ";"
    decimal: str = ","
    id: int | None = None


def layouts(actor: Actor, means: Means) -> list[Layout]:
    """The layouts of the actor's organisation, by name."""
    require(actor, "layout.read", actor.organisation_id)
    return [layout_of(row) for row in selections_shared.layouts(means.session, actor.organisation_id or -1)]


def default_layout(language: str, format: Format = "xlsx") -> Layout:
    """What an order list looks like without any layout."""
    return Layout(say("order.layout.default", {}, language), format, tuple(LayoutColumn(code) for code in DEFAULT))


def save(actor: Actor, means: Means, layout: Layout) -> int:
    """A new layout, or a new form of the one whose id it bears, which is retired; the id of what stands now.

    Raises NotFound, Invalid (name, columns, signs that clash), Conflict when it was changed or retired in between.
    """
    require(actor, "layout.change", actor.organisation_id)
    checked = _checked(layout)
    if layout.id is not None:
        _retire(actor, means, layout.id)
    row = OrderLayout(
        organisation_id=actor.organisation_id, name=checked.name, format=checked.format,
        columns=[{"field": each.field, "title": each.title} for each in checked.columns],
        delimiter=checked.delimiter if checked.format == "csv" else None,
        decimal=checked.decimal if checked.format == "csv" else None, recorded_at=means.clock.now(), **actor.by,
    )  # fmt: skip
    means.session.add(row)
    means.session.flush()
    journal.write(actor, means, "layout.save", f"layout:{row.id}", of=layout.id)
    return row.id


def retire(actor: Actor, means: Means, layout_id: int) -> None:
    """A layout is used no longer. Raises NotFound, Conflict when it is retired already."""
    require(actor, "layout.change", actor.organisation_id)
    _retire(actor, means, layout_id)
    journal.write(actor, means, "layout.retire", f"layout:{layout_id}")


def layout_of(row: OrderLayout) -> Layout:
    """A layout as it is kept; a field that is no longer one is left out."""
    columns = tuple(LayoutColumn(each["field"], each["title"]) for each in row.columns if each["field"] in FIELDS)
    form: Format = "csv" if row.format == "csv" else "xlsx"
    return Layout(row.name, form, columns, row.delimiter or ";", row.decimal or ",", row.id)


def _retire(actor: Actor, means: Means, layout_id: int) -> None:
    row = selections_shared.layout_row(means.session, actor.organisation_id or -1, layout_id, for_change=True)
    if row is None:
        raise NotFound("thing.unknown")
    if row.retired_at is not None:
        raise Conflict("order.layout.retired")
    row.retired_at = means.clock.now()
    means.session.flush()


def _checked(layout: Layout) -> Layout:
    name = _line(layout.name)
    if not name:
        raise Invalid("order.layout.name", longest=LONGEST)
    if layout.format not in FORMATS:
        raise Invalid("selection.format", value=layout.format, choices=", ".join(FORMATS))
    columns = _columns(layout.columns)
    clash = layout.delimiter == layout.decimal or layout.delimiter not in DELIMITERS or layout.decimal not in DECIMALS
    if layout.format == "csv" and clash:
        raise Invalid("order.layout.signs")
    return Layout(name, layout.format, columns, layout.delimiter, layout.decimal)


def _columns(columns: Sequence[LayoutColumn]) -> tuple[LayoutColumn, ...]:
    unknown = [each.field for each in columns if each.field not in FIELDS]
    if unknown or not 0 < len(columns) <= MOST_COLUMNS:
        raise Invalid("order.layout.columns", most=MOST_COLUMNS, unknown=", ".join(unknown) or None)
    return tuple(LayoutColumn(each.field, _line(each.title)) for each in columns)


def _line(text: Any) -> str:
    """A text on one line. Raises Invalid for one that is too long or unprintable."""
    said = " ".join(str(text or "").split())
    if len(said) > LONGEST or not said.isprintable():
        raise Invalid("order.layout.name", longest=LONGEST)
    return said

"""A selection as a file to order from by hand: workbook or CSV. It says itself that it is no purchase order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from catalog.access import Actor, require
from catalog.errors import Invalid, NotFound
from catalog.means.means import Means
from catalog.models import Selection
from catalog.published.chosen import Chosen, ChosenLine, chosen
from catalog.published.shelf import Edition
from catalog.queries import agreements, buying
from catalog.tagging.records import ATTRIBUTES, Tag
from catalog.wording.sentences import named, say
from catalog.wording.units import pack_text
from catalog.writing.delimited import delimited
from catalog.writing.exported import MEDIA_TYPES, Exported
from catalog.writing.table import Column, Kind, Table, Value
from catalog.writing.xlsx import workbook

FORMATS = ("xlsx", "csv")
COUNTED = ("hidden", "closed")
"""States of lines that no export contains."""


class _Field(NamedTuple):
    """A column of every export: the code of its header, its kind, its width, its value of a line."""

    code: str
    kind: Kind
    width: int
    value: Callable[[ChosenLine, str], Value]


def export(
    actor: Actor,
    means: Means,
    edition: Edition,
    selection_id: int,
    format: Literal["xlsx", "csv"] = "xlsx",
    language: str | None = None,
) -> Exported:
    """The selection on the edition's day, lines in order, then the totals.

    What the actor may not see, and what lies in a lot that has ended, is only counted.

    Raises NotAllowed for a prescriber, NotFound for another organisation's selection, Invalid for an empty one or
    another format.
    """
    require(actor, "selection.export", actor.organisation_id)
    if format not in FORMATS:
        raise Invalid("selection.format", value=format, choices=", ".join(FORMATS))
    selection = buying.find(means.session, actor.organisation_id, selection_id)
    if selection is None:
        raise NotFound("thing.unknown")
    table = _table(means, edition, selection, _chosen(actor, means, edition, selection), language or actor.language)
    content = delimited(table) if format == "csv" else workbook(table, means.clock.now())
    return Exported(f"selection-{edition.on.isoformat()}.{format}", MEDIA_TYPES[format], content)


def _chosen(actor: Actor, means: Means, edition: Edition, selection: Selection) -> Chosen:
    scope = agreements.scope_open(means.session, actor, edition.on, means.clock)
    content = chosen(means, edition, scope, buying.lines(means.session, selection))
    if not content.lines:
        raise Invalid("selection.empty")
    return content


def _table(means: Means, edition: Edition, selection: Selection, content: Chosen, language: str) -> Table:
    shown = [line for line in content.lines if line.state not in COUNTED]
    attributes = _attributes(shown)
    return Table(
        name=selection.name,
        heading=_heading(edition, selection, content, language),
        columns=_columns(attributes, language),
        rows=[_row(edition, line, attributes, language) for line in shown],
        totals=_totals(content, len(FIELDS) + 2 * len(attributes) + 2, language),
    )


def _heading(edition: Edition, selection: Selection, content: Chosen, language: str) -> list[str]:
    facts = {"day": edition.on, "publication": edition.publication}
    lines = [say("document.no_order", {}, language), selection.name, say("selection.as_of", facts, language)]
    counts = {state: sum(line.state == state for line in content.lines) for state in COUNTED}
    return lines + [say(f"selection.{state}", {"n": n}, language) for state, n in counts.items() if n]


def _attributes(lines: Sequence[ChosenLine]) -> list[str]:
    found = {name for line in lines for name in line.tags}
    return [*ATTRIBUTES, *sorted(found - set(ATTRIBUTES))]


def _columns(attributes: Sequence[str], language: str) -> list[Column]:
    columns = [Column(say(field.code, {}, language), field.kind, field.width) for field in FIELDS]
    for attribute in attributes:
        columns.append(Column(named("attribute", attribute, language)))
        until = say("selection.column.until", {"attribute": attribute}, language)
        columns.append(Column(until, "date", 12))
    columns.append(Column(say("selection.column.publication", {}, language), "whole", 11))
    return [*columns, Column(say("selection.column.day", {}, language), "date", 11)]


def _row(edition: Edition, line: ChosenLine, attributes: Sequence[str], language: str) -> list[Value]:
    tags = [value for name in attributes for value in _tag(line, name, language)]
    return [*(field.value(line, language) for field in FIELDS), *tags, edition.publication, edition.on]


def _tag(line: ChosenLine, attribute: str, language: str) -> tuple[Value, Value]:
    """The state in a word, and the last day of the proof in force; nothing for what is no longer published."""
    if line.state == "withdrawn":
        return None, None
    tag = line.tags.get(attribute)
    proven = tag is not None and (tag.state == "yes" or tag.equivalent)
    return say(f"selection.state.{_state(tag)}", {}, language), tag.until if tag and proven else None


def _state(tag: Tag | None) -> str:
    """An equivalent to a label has its own word: it is never exported as labelled."""
    if tag is None:
        return "unknown"
    return "equivalent" if tag.equivalent else tag.state


def _totals(content: Chosen, width: int, language: str) -> list[list[Value]]:
    """One line a supplier and currency, then one a currency."""
    parts = [
        _total(say("selection.total_of", {"supplier": each.supplier_name}, language), each.amount, each.currency, width)
        for each in content.suppliers
    ]
    whole = say("selection.total", {}, language)
    return [*parts, *(_total(whole, amount, currency, width) for currency, amount in content.totals.items())]


def _total(words: str, amount: int, currency: str, width: int) -> list[Value]:
    row: list[Value] = [None] * width
    row[0], row[_place("currency")], row[_place("total")] = words, currency, amount
    return row


def _place(column: str) -> int:
    return [field.code for field in FIELDS].index(f"selection.column.{column}")


def _of(name: str) -> Callable[[ChosenLine, str], Value]:
    """A value of the line's offer."""

    def value(line: ChosenLine, _language: str) -> Value:
        found: Value = getattr(line.offer, name) if line.offer else None
        return found

    return value


def _pack(line: ChosenLine, language: str) -> Value:
    if line.offer is None:
        return None
    return pack_text(line.offer.order_unit, line.offer.content_unit, line.offer.content_per_order_unit, language)


def _situation(line: ChosenLine, language: str) -> Value:
    priced = line.state != "published" or line.price is not None
    return say(f"selection.line.{line.state if priced else 'unpriced'}", {}, language)


FIELDS = (
    _Field("selection.column.agreement", "text", 16, _of("agreement")),
    _Field("selection.column.lot", "text", 12, _of("lot")),
    _Field("selection.column.supplier", "text", 24, _of("supplier_name")),
    _Field("selection.column.reference", "text", 16, _of("reference")),
    _Field("selection.column.name", "text", 44, _of("name")),
    _Field("selection.column.gtin", "text", 16, _of("gtin")),
    _Field("selection.column.pack", "text", 22, _pack),
    _Field("selection.column.quantity", "whole", 10, lambda line, _: line.quantity),
    _Field("selection.column.currency", "text", 8, lambda line, _: line.currency),
    _Field("selection.column.price", "amount", 14, lambda line, _: line.price),
    _Field("selection.column.vat", "rate", 9, lambda line, _: line.vat),
    _Field("selection.column.total", "amount", 14, lambda line, _: line.total),
    _Field("selection.column.situation", "text", 20, _situation),
)

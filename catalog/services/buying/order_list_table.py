"""The table of one holder's order list: what it is not, what the holder asks, the lines, what they add up to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalog.published import holder_words
from catalog.published.chosen import Chosen
from catalog.published.holder_orders import HolderOrder
from catalog.published.order_fields import DEFAULT, FIELDS, Ordering, OrderLine
from catalog.wording.sentences import say
from catalog.writing.table import Column, Table, Value

Columns = Sequence[tuple[str, str]] | None
"""(field, title) in order; an empty title is the field's own name; None: those of DEFAULT."""


def table(lines: Sequence[OrderLine], columns: Columns, content: Chosen, ordering: Ordering) -> Table:
    """The lines of one holder, in the order of the selection."""
    language = ordering.language
    chosen = columns if columns is not None else [(code, "") for code in DEFAULT]
    orders = list(dict.fromkeys(line.holder for line in lines))
    return Table(
        name=ordering.selection,
        heading=[*_heading(orders, content, ordering), *_unfit(lines, language)],
        columns=[
            Column(title or say(f"order.field.{code}", {}, language), FIELDS[code].kind, FIELDS[code].width)
            for code, title in chosen
        ],
        rows=[[FIELDS[code].value(line) for code, _ in chosen] for line in lines],
        totals=list(_totals(orders, [code for code, _ in chosen], language)),
    )


def _heading(orders: Sequence[HolderOrder], content: Chosen, ordering: Ordering) -> list[str]:
    language = ordering.language
    named = {"supplier": orders[0].supplier_name, "buyer": ordering.buyer, "selection": ordering.selection}
    day = {"day": ordering.day, "publication": ordering.publication}
    lines = [
        say("document.no_order", {}, language), say("order.heading", named, language),
        say("selection.as_of", day, language),
    ]  # fmt: skip
    for order in orders:
        about = say("order.heading.lot", {"agreement": order.agreement, "lot": order.lot_name}, language)
        lines.append(" ".join([about, *holder_words.sentences(order, language)]))
    missing = sum(line.total is None for line in content.lines)
    return [*lines, say("order.left_out", {"n": missing}, language)] if missing else lines


def _unfit(lines: Sequence[OrderLine], language: str) -> list[str]:
    """How many quantities the supplier does not take as they stand: below its minimum, or between two multiples."""
    n = sum(each.line.orderable != each.line.quantity for each in lines)
    return [say("order.unfit", {"n": n}, language)] if n else []


def _totals(orders: Sequence[HolderOrder], fields: Sequence[str], language: str) -> Iterator[list[Value]]:
    """Of each lot: goods, eco-contribution, VAT a rate, with VAT; only where the list has a column for amounts."""
    if "total" not in fields:
        return
    for order in orders:
        for words, amount in _sums(order, language):
            row: list[Value] = [None] * len(fields)
            row[next(place for place in range(len(fields)) if fields[place] != "total" or len(fields) == 1)] = words
            row[fields.index("total")] = amount
            if "currency" in fields and fields.index("currency") != row.index(words):
                row[fields.index("currency")] = order.currency
            yield row


def _sums(order: HolderOrder, language: str) -> Iterator[tuple[str, int | None]]:
    lot = {"lot": order.lot}
    yield say("order.total.goods", lot, language), order.goods
    if order.eco:
        yield say("order.total.eco", lot, language), order.eco
    for each in order.rates:
        yield say("order.total.vat", lot | {"rate": each.rate}, language), each.vat
    if order.with_vat is None:
        yield say("order.vat.unknown", {"n": order.unknown_vat}, language), None
    else:
        yield say("order.total.with_vat", lot, language), order.with_vat

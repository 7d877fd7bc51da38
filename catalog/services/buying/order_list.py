"""A selection as order lists, one a holder, in the organisation's layout. Each says itself that it is no purchase order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog.access import Actor, require
from catalog.errors import Invalid, NotFound
from catalog.means import journal
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.models import Selection
from catalog.published.chosen import Chosen, chosen_in, ranges_of
from catalog.published.holder_orders import HolderOrder, holder_orders
from catalog.published.order_fields import FIELDS, Ordering, OrderLine
from catalog.published.own_selection import own
from catalog.published.shelf import Edition
from catalog.queries import agreements, price_clauses, ranges, selections_shared
from catalog.services.buying.order_list_table import Columns, table
from catalog.writing.bundle import MEDIA_TYPE, bundle
from catalog.writing.delimited import delimited
from catalog.writing.exported import MEDIA_TYPES, Exported
from catalog.writing.xlsx import workbook

LONGEST_CODE = 100
FORMATS = ("xlsx", "csv")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What was asked for: the columns, the format, the signs of a CSV."""

    columns: Columns
    format: str
    delimiter: str
    decimal: str


def order_list(
    actor: Actor,
    means: Means,
    edition: Edition,
    selection_id: int,
    *,
    layout_id: int | None = None,
    format: str = "xlsx",
    supplier: str | None = None,
    language: str | None = None,
) -> Exported:
    """The list of one holder, or of all: one file where there is one, else a ZIP with a file each.

    With a layout its format and columns count; without one, the columns that every organisation has. Only what can be
    ordered today is listed; the rest is counted. Raises NotAllowed for a prescriber, NotFound (selection, layout, holder),
    Invalid for another format or where nothing can be ordered.
    """
    require(actor, "selection.export", actor.organisation_id)
    selection = own(actor, means, selection_id)
    wanted = _wanted(actor, means, layout_id, format)
    content = chosen_in(actor, means, edition, selection)
    ordering = _ordering(actor, means, edition, selection, language or actor.language)
    orders = holder_orders(means, content)
    if not orders:
        raise Invalid("order.nothing")
    codes = sorted({order.supplier for order in orders} if supplier is None else {supplier})
    lines = _lines(means, content, orders, ordering, _ranges(actor, means, edition, content))
    files = {}
    for code in codes:
        mine = [line for line in lines if line.offer.supplier == code]
        if not mine:
            raise NotFound("thing.unknown")
        files[f"{_name(code, edition)}.{wanted.format}"] = _written(means, wanted, mine, content, ordering)
    return _handed(files, wanted, edition)


def remember(
    actor: Actor, means: Means, selection_id: int, service_code: str | None, engagement_number: str | None
) -> None:
    """Keep what the member's accounts ask for on its order lists. Raises NotFound, Invalid for a code that cannot be."""
    require(actor, "selection.export", actor.organisation_id)
    selection = own(actor, means, selection_id, for_change=True)
    selection.service_code, selection.engagement_number = _code(service_code), _code(engagement_number)
    means.session.flush()
    journal.write(actor, means, "selection.codes", f"selection:{selection_id}")


def _code(text: str | None) -> str | None:
    said = " ".join((text or "").split())
    if len(said) > LONGEST_CODE or not said.isprintable():
        raise Invalid("order.code", longest=LONGEST_CODE)
    return said or None


def _wanted(actor: Actor, means: Means, layout_id: int | None, format: str) -> _Wanted:
    if layout_id is None:
        if format not in FORMATS:
            raise Invalid("selection.format", value=format, choices=", ".join(FORMATS))
        return _Wanted(None, format, ";", ",")
    row = selections_shared.layout_row(means.session, actor.organisation_id or -1, layout_id)
    if row is None or row.retired_at is not None:
        raise NotFound("thing.unknown")
    columns = [(each["field"], each["title"]) for each in row.columns if each["field"] in FIELDS]
    return _Wanted(columns, row.format, row.delimiter or ";", row.decimal or ",")


def _ordering(actor: Actor, means: Means, edition: Edition, selection: Selection, language: str) -> Ordering:
    card = agreements.organisations(means.session, [actor.organisation or ""]).get(actor.organisation or "")
    return Ordering(
        actor.organisation_name or "", card.siret if card else None, selection.name, selection.service_code,
        selection.engagement_number, edition.on, edition.publication, language,
    )  # fmt: skip


def _ranges(actor: Actor, means: Means, edition: Edition, content: Chosen) -> dict[int, str]:
    """Offer id -> the ranges that it is in, each with the version that speaks for its supplier."""
    shown = {line.offer_id: line.supplier_id for line in content.lines if line.total is not None}
    inside = ranges_of(edition, list(shown))
    if not any(inside.values()):
        return {}
    until = end_of(edition.on)
    known = ranges.seen_by(means.session, actor, edition.on, until)
    stood = ranges.standing(means.session, until, ())
    return {
        offer: ", ".join(f"{code} v{stood[code].of(shown[offer]).number}" for code in sorted(codes) if code in known)
        for offer, codes in inside.items()
    }


def _lines(
    means: Means, content: Chosen, orders: Sequence[HolderOrder], ordering: Ordering, inside: Mapping[int, str]
) -> list[OrderLine]:
    """The counted lines, each with its holder's terms and its line of the schedule."""
    holders = {(order.supplier, order.lot, order.currency): order for order in orders}
    lots = agreements.lots_by_code(means.session, {order.lot for order in orders})
    schedules: dict[tuple[int, str], dict[str, str | None]] = {}
    found = []
    for line in content.lines:
        if line.offer is None or line.total is None:
            continue
        key = (line.supplier_id, line.offer.lot)
        if key not in schedules:
            lot = lots[line.offer.lot]
            said = price_clauses.schedule_on(means.session, line.supplier_id, lot.id, ordering.day)
            schedules[key] = {reference: each.line for reference, each in said.items()}
        holder = holders[line.offer.supplier, line.offer.lot, line.currency or ""]
        bpu, ranges_in = schedules[key].get(line.offer.reference), inside.get(line.offer_id) or None
        found.append(OrderLine(line, line.offer, holder, bpu, ordering, ranges_in))
    return found


def _written(means: Means, wanted: _Wanted, lines: Sequence[OrderLine], content: Chosen, ordering: Ordering) -> bytes:
    made = table(lines, wanted.columns, content, ordering)
    if wanted.format == "csv":
        return delimited(made, wanted.delimiter, wanted.decimal)
    return workbook(made, means.clock.now())


def _name(supplier: str, edition: Edition) -> str:
    """Codes of organisations are plain; whatever is not becomes a hyphen."""
    return f"commande-{re.sub(r'[^A-Za-z0-9._-]', '-', supplier).lower()}-{edition.on.isoformat()}"


def _handed(files: dict[str, bytes], wanted: _Wanted, edition: Edition) -> Exported:
    if len(files) == 1:
        name, content = next(iter(files.items()))
        return Exported(name, MEDIA_TYPES[wanted.format], content)
    return Exported(f"commandes-{edition.on.isoformat()}.zip", MEDIA_TYPE, bundle(files))

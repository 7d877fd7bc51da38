"""Commands about a member's selections (with --user): list, show, propose, write order lists."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from catalog.cli.frame import line
from catalog.errors import Invalid
from catalog.published.chosen import ChosenLine
from catalog.published.holder_orders import HolderOrder, holder_orders
from catalog.published.shelf import Edition
from catalog.services.buying import order_list, select
from catalog.wording.formats import decimal_text, rate_text

selections = typer.Typer(no_args_is_help=True, help="A member's selections (with --user): no purchase orders.")
Number = Annotated[int, typer.Argument(metavar="ID", help="the selection")]


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.add_typer(selections, name="selection")


@selections.command("list")
def list_() -> None:
    """The selections of the organisation, the last one made first."""
    with line().entrance.reading() as means:
        cards = select.listing(line().actor, means)
    found = [{"selection": str(each.id), "name": each.name, "lines": each.lines, "by": each.by} for each in cards]
    line().tell(
        {"selections": found}, "\n".join(f"{each['selection']}  {each['name']}  {each['lines']}" for each in found)
    )


@selections.command()
def show(number: Number) -> None:
    """The lines of a selection with today's prices, and what they make at each holder."""
    entrance = line().entrance
    with entrance.reading() as means:
        edition = entrance.shelf.edition(means)
        found = select.read(line().actor, means, edition, number)
        orders = holder_orders(means, found.content)
        document = _document(found, edition, orders)
    lines = [f"{each['quantity']} x {each['reference']}  {each['name']}  {each['total']}" for each in document["lines"]]
    line().tell(document, "\n".join([found.name, *lines]))


def _document(found: select.SelectionSeen, edition: Edition, orders: Sequence[HolderOrder]) -> dict[str, Any]:
    return {
        "selection": str(found.id), "name": found.name, "on": edition.on.isoformat(), "publication": edition.publication,
        "service_code": found.service_code, "engagement_number": found.engagement_number,
        "lines": [_line(each) for each in found.content.lines], "holders": [_order(each) for each in orders],
        "totals": {code: decimal_text(amount) for code, amount in found.content.totals.items()},
    }  # fmt: skip


@selections.command()
def order(
    number: Number,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="the file to write; a ZIP where there are several holders")
    ],
    format_: Annotated[str, typer.Option("--format", help="xlsx or csv, without a layout")] = "xlsx",
    layout: Annotated[int | None, typer.Option(help="a layout of the organisation")] = None,
    supplier: Annotated[str | None, typer.Option(help="one holder alone")] = None,
) -> None:
    """Write the order lists of a selection, one a holder. None of them is a purchase order."""
    entrance = line().entrance
    with entrance.reading() as means:
        made = order_list.order_list(
            line().actor, means, entrance.shelf.edition(means), number, layout_id=layout, format=format_,
            supplier=supplier, language=line().language,
        )  # fmt: skip
    try:
        output.write_bytes(made.content)
    except OSError as error:
        raise Invalid("file.not_written", name=str(output)) from error
    line().tell({"file": str(output), "name": made.file_name, "media_type": made.media_type}, str(output))


def _line(each: ChosenLine) -> dict[str, Any]:
    offer = each.offer
    named = ("supplier", "reference", "lot", "agreement", "name")
    return {
        "line": str(each.id), **{name: getattr(offer, name) if offer else None for name in named}, "state": each.state,
        "quantity": each.quantity, "orderable": each.orderable, "price": decimal_text(each.price),
        "currency": each.currency, "vat": rate_text(each.vat), "total": decimal_text(each.total),
        "eco_contribution": decimal_text(each.eco), "unit_price": decimal_text(each.unit_price),
        "unit_basis": each.unit_basis, "tags": {name: tag.state for name, tag in each.tags.items()},
    }  # fmt: skip


def _order(each: HolderOrder) -> dict[str, Any]:
    amounts = ("goods", "eco", "with_vat", "minimum", "minimum_missing", "franco", "franco_missing", "fee")
    return {
        "supplier": each.supplier, "lot": each.lot, "agreement": each.agreement, "currency": each.currency,
        **{name: decimal_text(getattr(each, name)) for name in amounts}, "lead_time_days": each.lead_time_days,
        "areas": list(each.areas), "allocation": each.allocation, "rank": each.rank, "sole": each.sole,
    }  # fmt: skip

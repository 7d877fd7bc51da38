"""Commands about near misses: missing list, missing ask."""

from __future__ import annotations

from typing import Annotated

import typer

from catalog.asking import day
from catalog.cli.frame import line
from catalog.errors import Invalid
from catalog.services.ranges.missing import ask_documents, missing_documents

missing = typer.Typer(no_args_is_help=True, help="Products that are one document short of a range.")


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.add_typer(missing, name="missing")


@missing.command("list")
def list_(
    supplier: Annotated[str | None, typer.Option(help="supplier code")] = None,
    range_code: Annotated[str | None, typer.Option("--range", help="range code")] = None,
) -> None:
    """The documents that would let products into a range, by supplier."""
    own = line()
    with own.entrance.reading() as means:
        found = missing_documents(own.actor, means, own.entrance.shelf, supplier=supplier, range_code=range_code)
    told = [
        f"{each.supplier:<12} {each.key:<44} {len(each.products):>5}  {each.fr if own.language == 'fr' else each.en}"
        for each in found
    ]
    own.tell({"missing": [each.json() for each in found]}, "\n".join(told))


@missing.command()
def ask(
    supplier: Annotated[str, typer.Argument(help="supplier code")],
    key: Annotated[list[str], typer.Option(help="which document, as the list names it; repeatable")],
    due: Annotated[str, typer.Option(help="the day an answer is expected by, YYYY-MM-DD")],
) -> None:
    """Ask a supplier for these documents by mail."""
    until = day(due)
    if until is None:
        raise Invalid("option.day", value=due)
    own = line()
    with own.entrance.writing() as means:
        sent = ask_documents(own.actor, means, own.entrance.shelf, supplier, key, until)
    own.tell({"messages": sent}, str(sent))

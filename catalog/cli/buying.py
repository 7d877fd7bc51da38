"""Commands for those who buy: the responsible swap, the substitution guard, what suppliers can deliver."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from catalog.asking import day
from catalog.cli.frame import line
from catalog.errors import Invalid
from catalog.services.buying import capacity as capacities
from catalog.services.buying.capacity import PERIODS
from catalog.services.buying.substitution import substitution as compare
from catalog.services.buying.swap import Need
from catalog.services.buying.swap import swap as replace

As = Annotated[str | None, typer.Option("--as", help="as this member sees it")]
On = Annotated[str | None, typer.Option(help="the day, YYYY-MM-DD")]
Product = Annotated[str, typer.Argument(help="SUPPLIER/REFERENCE")]

capacity = typer.Typer(no_args_is_help=True, help="How much of a product its supplier says it can deliver.")


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.command()(swap)
    app.command()(substitution)
    app.add_typer(capacity, name="capacity")


def swap(
    product: Product,
    quantity: Annotated[int, typer.Option(help="order units a year")],
    lot: Annotated[str | None, typer.Option(help="the lot, where the reference sits in several")] = None,
    range_code: Annotated[
        list[str] | None, typer.Option("--range", help="a range that counts, repeatable; default any")
    ] = None,
    attribute: Annotated[list[str] | None, typer.Option(help="an attribute that must be proven, repeatable")] = None,
    as_: As = None,
    on: On = None,
) -> None:
    """Compliant offers that could stand in for one, with the gap for a year's quantity."""
    supplier, reference = named(product)
    need = Need(quantity, None, supplier, reference, lot, tuple(range_code or ()), tuple(attribute or ()))
    entrance = line().entrance
    with entrance.reading() as means:
        found = replace(line().actor, means, entrance.shelf.edition(means, day(on)), need, as_)
    document = found.json()
    line().tell(document, _swap_text(document))


def substitution(
    ordered: Annotated[str, typer.Argument(help="SUPPLIER/REFERENCE, a reference or a GTIN")],
    delivered: Annotated[str, typer.Option(help="the same, of what came")],
    as_: As = None,
    on: On = None,
) -> None:
    """Another reference was delivered than was ordered: still in the range, not and why, or unknown."""
    entrance = line().entrance
    with entrance.reading() as means:
        found = compare(line().actor, means, entrance.shelf.edition(means, day(on)), ordered, delivered, as_)
    document = found.json()
    line().tell(document, _substitution_text(document))


@capacity.command()
def declare(
    product: Product,
    quantity: Annotated[int | None, typer.Option(help="order units; left out: the word is taken back")] = None,
    per: Annotated[str, typer.Option(help=f"one of {', '.join(PERIODS)}")] = "year",
) -> None:
    """A supplier declares how much it can deliver (with --user)."""
    supplier, reference = named(product)
    if per not in PERIODS:
        raise Invalid("capacity.period", value=per)
    with line().entrance.writing() as means:
        capacities.declare(line().actor, means, supplier, reference, quantity, PERIODS[per])
    document = {"supplier": supplier, "reference": reference, "quantity": quantity, "months": PERIODS[per]}
    line().tell(document, product)


@capacity.command()
def show(product: Product, as_: As = None, on: On = None) -> None:
    """What a supplier has declared for a product, or that it is not known."""
    supplier, reference = named(product)
    entrance = line().entrance
    with entrance.reading() as means:
        edition = entrance.shelf.edition(means, day(on))
        document = capacities.known(line().actor, means, edition, supplier, reference, as_).json()
    line().tell(document, document[line().language])


def named(product: str) -> tuple[str, str]:
    """SUPPLIER/REFERENCE parted. Raises Invalid."""
    supplier, slash, reference = product.partition("/")
    if not slash:
        raise Invalid("option.product", value=product)
    return supplier, reference


def _swap_text(document: Mapping[str, Any]) -> str:
    language = line().language
    offer = document["offer"]
    said = [
        f"{offer['supplier']}/{offer['reference']} [{offer['lot']}] x {document['quantity']}: {offer['cost'] or '–'}"
    ]
    said += [document["why"][language]] if document["why"] else []
    for each in document["alternatives"]:
        said.append(
            f"{each['gap']:>12} {each['currency']}  {each['supplier']}/{each['reference']} [{each['lot']}]  "
            f"{each['units']} x {each['price']}  {each['name']}"
        )
        said += [f"    {note[language]}" for note in each["notes"]]
    return "\n".join(said)


def _substitution_text(document: Mapping[str, Any]) -> str:
    language = line().language
    said = [f"{document['outcome']}: {document[language]}", *(note[language] for note in document["notes"])]
    for each in document["ranges"]:
        until = f" ({each['until']})" if each["until"] else ""
        said.append(f"{each['range']}: {'in' if each['in'] else 'out'}{until}")
        said += [f"    {rule[language]}" for rule in each["rules"] if rule["outcome"] != "pass"]
    return "\n".join(said)

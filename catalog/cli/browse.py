"""Commands about the published catalogue: search, explain; those about ranges stand beside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from catalog.asking import SIZE, day, question
from catalog.cli import ranges
from catalog.cli.frame import Line, line
from catalog.errors import Invalid
from catalog.services.buying.explain import explain as explain_product
from catalog.services.buying.search import search as search_catalogue


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.command()(search)
    app.command()(explain)
    ranges.register(app)


def search(
    text: Annotated[str, typer.Argument(help="words, a reference or a GTIN")] = "",
    filter_: Annotated[
        list[str] | None,
        typer.Option("-f", "--filter", help="FACET=VALUE, repeatable; values of one facet are alternatives"),
    ] = None,
    price_min: Annotated[str | None, typer.Option(help="excluding VAT, per order unit")] = None,
    price_max: Annotated[str | None, typer.Option(help="excluding VAT, per order unit")] = None,
    currency: Annotated[str, typer.Option(help="currency of the price limits")] = "EUR",
    proof: Annotated[str, typer.Option(help="verified, or all: with what is only claimed")] = "verified",
    sort: Annotated[str, typer.Option(help="price, -price, unit_price, name or relevance")] = "name",
    page: Annotated[int, typer.Option(help="counts from 1")] = 1,
    size: Annotated[int, typer.Option(help="lines a page, at most 200")] = SIZE,
    as_: Annotated[str | None, typer.Option("--as", help="as this member or supplier sees it")] = None,
    on: Annotated[str | None, typer.Option(help="the day, YYYY-MM-DD")] = None,
) -> None:
    """Ask the published catalogue."""
    terms = {"price_min": price_min, "price_max": price_max, "currency": currency, "proof": proof, "sort": sort}
    selection = question(text, filter_ or (), terms, page, size)
    entrance = line().entrance
    with entrance.reading() as means:
        found = search_catalogue(line().actor, means, entrance.shelf, selection, day(on), as_)
    document = found.json()
    line().tell(document, _text(document))


def explain(
    product: Annotated[str, typer.Argument(help="SUPPLIER/REFERENCE")],
    lot: Annotated[str | None, typer.Option(help="the lot, where the reference sits in several")] = None,
    range_code: Annotated[str | None, typer.Option("--range", help="only this range")] = None,
    on: Annotated[str | None, typer.Option(help="the day, YYYY-MM-DD")] = None,
) -> None:
    """Each attribute, or a range: why in, why out, what is missing."""
    supplier, slash, reference = product.partition("/")
    if not slash:
        raise Invalid("option.product", value=product)
    entrance = line().entrance
    with entrance.reading() as means:
        document = explain_product(line().actor, means, supplier, reference, lot, range_code, day(on)).json()
    line().tell(document, _why(document, line()))


def _text(document: Mapping[str, Any]) -> str:
    said = [f"{document['total']} (publication {document['publication']}, {document['on']})"]
    for each in document["products"]:
        marks = " ".join(f"{name}={state}" for name, state in each["tags"].items() if state != "unknown")
        said.append(
            f"{each['price'] or '–':>10} {each['currency']}  {each['supplier']}/{each['reference']} [{each['lot']}]  {each['name']}  {marks}"
        )
    return "\n".join(said)


def _why(document: Mapping[str, Any], on: Line) -> str:
    product = document["product"]
    said = [f"{product['supplier']}/{product['reference']}  {document['on']}"]
    said += [f"! {product[on.language]}"] if "asked" in product else []
    said += [f"! {each[on.language]}" for each in (*document["suspensions"], *document["successions"])]
    for name, tag in document["tags"].items():
        said.append(f"{name}: {tag['state']} ({tag['standing']}) – {tag[on.language]}")
        said += [f"    {rule['rule']} {rule['outcome']}: {rule[on.language]}" for rule in tag["rules"]]
    said += [
        f"{code}: {'in' if found['in'] else 'out'} ({found['rules_short']})"
        for code, found in document["ranges"].items()
    ]
    return "\n".join(said)

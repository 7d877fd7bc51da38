"""Commands about the published catalogue: search, explain; those about ranges stand beside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

import typer

from catalog.cli import ranges
from catalog.cli.frame import Line, currency_code, line
from catalog.cli.release import day
from catalog.errors import Invalid
from catalog.facets.selection import ProofLevel, Selection, Sort
from catalog.services.buying.explain import explain as explain_product
from catalog.services.buying.search import FACETS
from catalog.services.buying.search import search as search_catalogue

SORTS: Mapping[str, Sort] = {
    "price": "price", "-price": "-price", "unit_price": "unit_price", "name": "name", "relevance": "relevance",
}  # fmt: skip
AMOUNT = re.compile(r"[0-9]{1,9}([.,][0-9]{1,6})?")
LEVELS: Mapping[str, ProofLevel] = {"verified": "verified", "all": "all"}


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
    size: Annotated[int, typer.Option(help="lines a page, at most 200")] = 50,
    as_: Annotated[str | None, typer.Option("--as", help="as this member or supplier sees it")] = None,
    on: Annotated[str | None, typer.Option(help="the day, YYYY-MM-DD")] = None,
) -> None:
    """Ask the published catalogue."""
    values, tags = choices(filter_)
    selection = Selection(
        text=text, values=values, tags=tags, price_min=micro(price_min), price_max=micro(price_max), currency=currency_code(currency),
        proof=_one_of(proof, LEVELS, "option.proof"), sort=_one_of(sort, SORTS, "option.sort"), page=page, size=size,
    )  # fmt: skip
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


def choices(texts: list[str] | None) -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """-f options -> (facet -> values, attribute -> states). A name that is no facet is an attribute.

    `tag=ATTRIBUTE:STATE` is the form of the browser's address, taken as well.
    """
    values: dict[str, set[str]] = {}
    tags: dict[str, set[str]] = {}
    for text in texts or ():
        name, equals, value = text.partition("=")
        if not equals:
            raise Invalid("option.not_a_pair", value=text)
        if name == "tag":
            name, _, value = value.partition(":")
        into = values if name in FACETS else tags
        into.setdefault(name, set()).update(value.split("~"))
    return _frozen(values), _frozen(tags)


def micro(text: str | None) -> int | None:
    """An amount as typed -> micro-units. Raises Invalid."""
    if text is None:
        return None
    if not AMOUNT.fullmatch(text):
        raise Invalid("option.price", value=text)
    return int(Decimal(text.replace(",", ".")) * 1_000_000)


def _frozen(found: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(each) for name, each in found.items()}


def _one_of(text: str, known: Mapping[str, Any], code: str) -> Any:
    if text not in known:
        raise Invalid(code, value=text)
    return known[text]


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

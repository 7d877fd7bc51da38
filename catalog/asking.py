"""What a browse question says in words, on the command line or in an address, read into what the index is asked."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from catalog.errors import Invalid
from catalog.facets.selection import MULTI_FACETS, SINGLE_FACETS, ProofLevel, Selection, Sort

FACETS = (*SINGLE_FACETS, *MULTI_FACETS)
SORTS: Mapping[str, Sort] = {
    "price": "price", "-price": "-price", "unit_price": "unit_price", "name": "name", "relevance": "relevance",
}  # fmt: skip
LEVELS: Mapping[str, ProofLevel] = {"verified": "verified", "all": "all"}
BETWEEN = "~"
"""Between several values of one filter."""
AMOUNT = re.compile(r"[0-9]{1,9}([.,][0-9]{1,6})?")
SIZE = 50


def question(text: str, filters: Iterable[str], terms: Mapping[str, str | None], page: int, size: int) -> Selection:
    """A question in words -> the question that the index takes.

    filters: FACET=VALUE each, as `choices`. terms: price_min, price_max, currency, proof and sort, any of which may lack.
    Raises Invalid for what cannot be read; a facet, state or page that is none is refused where it is asked.
    """
    values, tags = choices(filters)
    return Selection(
        text=text,
        values=values,
        tags=tags,
        price_min=micro(terms.get("price_min")),
        price_max=micro(terms.get("price_max")),
        currency=currency_code(terms.get("currency") or "EUR"),
        proof=_one_of(terms.get("proof") or "verified", LEVELS, "option.proof"),
        sort=_one_of(terms.get("sort") or "name", SORTS, "option.sort"),
        page=page,
        size=size,
    )


def choices(texts: Iterable[str]) -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """FACET=VALUE texts -> (facet -> values, attribute -> states). A name that is no facet is an attribute.

    `tag=ATTRIBUTE:STATE` is the form of the browser's address, taken as well. Raises Invalid.
    """
    values: dict[str, set[str]] = {}
    tags: dict[str, set[str]] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise Invalid("option.not_a_pair", value=text)
        for each in value.split(BETWEEN):
            attribute, _, state = each.partition(":") if name == "tag" else (name, "", each)
            into = values if name in FACETS else tags
            into.setdefault(attribute, set()).add(state)
    return _frozen(values), _frozen(tags)


def micro(text: str | None) -> int | None:
    """An amount as typed -> micro-units. Raises Invalid."""
    if text is None:
        return None
    if not AMOUNT.fullmatch(text):
        raise Invalid("option.price", value=text)
    return int(Decimal(text.replace(",", ".")) * 1_000_000)


def currency_code(text: str) -> str:
    """A currency as typed, in capitals. Raises Invalid for what cannot be a code."""
    code = text.strip().upper()
    if not (len(code) == 3 and code.isascii() and code.isalpha()):
        raise Invalid("option.currency", value=text)
    return code


def day(text: str | None) -> dt.date | None:
    """A day as typed. Raises Invalid."""
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid("option.day", value=text) from None


def _frozen(found: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(each) for name, each in found.items()}


def _one_of(text: str, known: Mapping[str, Any], code: str) -> Any:
    if text not in known:
        raise Invalid(code, value=text)
    return known[text]

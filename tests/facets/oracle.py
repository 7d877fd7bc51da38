"""What an index should answer, counted the slow way: one line after the other, one facet after the other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from catalog.facets.selection import MULTI_FACETS, SINGLE_FACETS, STATES, Scope, Selection
from tests.facets.oracle_text import Reading
from tests.facets.world import ATTRIBUTES, Line

LISTS = {"label": "labels", "range": "ranges"}


@dataclass(frozen=True, slots=True)
class Expected:
    total: int
    offers: tuple[int, ...]
    facets: dict[str, dict[str, int]]
    claimed: dict[str, int]
    other_currency: int


def expected(lines: list[Line], selection: Selection, scope: Scope, reading: Reading) -> Expected:
    seen = [line for line in lines if _visible(line, scope) and reading.has(line)]
    rules = _rules(selection)
    hits = [line for line in seen if all(rule(line) for rule in rules.values())]
    start = (selection.page - 1) * selection.size
    page = ordered(hits, selection.sort, reading)[start : start + selection.size]

    def others(name: str) -> list[Line]:
        return [line for line in seen if all(rule(line) for other, rule in rules.items() if other != name)]

    facets = {name: _counts(name, others(name), selection) for name in (*SINGLE_FACETS, *MULTI_FACETS)}
    for name in {*ATTRIBUTES, *(name for name, chosen in selection.tags.items() if chosen)}:
        facets[name] = {state: sum(state_of(line, name) == state for line in others(name)) for state in STATES}
    claimed = {name: sum(_claims(line, name) for line in others(name)) for name in ATTRIBUTES}
    foreign = [line for line in others("price") if line["currency"] != selection.currency or line["price"] is None]
    return Expected(
        total=len(hits),
        offers=tuple(line["offer"] for line in page),
        facets=facets,
        claimed=claimed,
        other_currency=len(foreign) if "price" in rules else 0,
    )


def ordered(lines: Iterable[Line], sort: str, reading: Reading) -> list[Line]:
    cheapest = sorted(sorted(lines, key=name_key), key=_price_key)
    if sort == "name":
        return sorted(cheapest, key=name_key)
    if sort == "-price":
        return sorted(cheapest, key=lambda line: (line["price"] is None, -(line["price"] or 0)))
    if sort == "unit_price":
        return sorted(cheapest, key=_unit_key)
    if sort == "relevance":
        return sorted(cheapest, key=reading.score, reverse=True)
    return cheapest


def name_key(line: Line) -> tuple[object, ...]:
    plain = unicodedata.normalize("NFKD", line["name"]).lower().replace("œ", "oe")
    words = re.sub("[\u0300-\u036f]", "", plain)
    bare = re.sub(r"\W+", " ", words).strip()
    return (bare, line["name"], line["supplier"], line["reference"], line["lot"], line["offer"])


def state_of(line: Line, attribute: str) -> str:
    return str(line["states"].get(attribute, "unknown"))


def single(line: Line, facet: str) -> str:
    return line[facet] or "none"


def _price_key(line: Line) -> tuple[bool, int]:
    return (line["price"] is None, line["price"] or 0)


def _unit_key(line: Line) -> tuple[bool, str, int]:
    if line["unit_price"] is None or line["unit_basis"] is None:
        return (True, "", 0)
    return (False, line["unit_basis"], line["unit_price"])


def _visible(line: Line, scope: Scope) -> bool:
    joined = scope.agreements is None or single(line, "agreement") in scope.agreements
    own = scope.suppliers is None or single(line, "supplier") in scope.suppliers
    return joined and own and line["lot"] not in scope.closed_lots and not line["suspended"]


def _claims(line: Line, attribute: str) -> bool:
    return attribute in line["claimed"] and state_of(line, attribute) == "unknown"


def _rules(selection: Selection) -> dict[str, Callable[[Line], bool]]:
    rules: dict[str, Callable[[Line], bool]] = {}
    for facet, chosen in selection.values.items():
        if chosen and facet in LISTS:
            rules[facet] = lambda line, key=LISTS[facet], chosen=chosen: bool(chosen & set(line[key]))  # type: ignore[misc]
        elif chosen:
            rules[facet] = lambda line, facet=facet, chosen=chosen: single(line, facet) in chosen  # type: ignore[misc]
    for attribute, states in selection.tags.items():
        if states:
            rules[attribute] = lambda line, a=attribute, s=states: _tagged(line, a, s, selection.proof)  # type: ignore[misc]
    if selection.price_min is not None or selection.price_max is not None:
        rules["price"] = lambda line: _affordable(line, selection)
    return rules


def _tagged(line: Line, attribute: str, states: frozenset[str], proof: str) -> bool:
    widened = proof == "all" and "yes" in states and _claims(line, attribute)
    return state_of(line, attribute) in states or widened


def _affordable(line: Line, selection: Selection) -> bool:
    if line["price"] is None or line["currency"] != selection.currency:
        return False
    low = selection.price_min is None or line["price"] >= selection.price_min
    return low and (selection.price_max is None or line["price"] <= selection.price_max)


def _counts(facet: str, lines: list[Line], selection: Selection) -> dict[str, int]:
    counts = dict.fromkeys(selection.values.get(facet, ()), 0)
    for line in lines:
        for value in line[LISTS[facet]] if facet in LISTS else [single(line, facet)]:
            counts[value] = counts.get(value, 0) + 1
    return counts

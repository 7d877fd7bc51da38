"""Shipped facts that the screens look up at every rerun, read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from catalog.reference.shipped import facts_of


@cache
def attribute_order() -> Mapping[str, int]:
    """Attribute -> its place on the screens."""
    return {fact.key: int(fact.payload["order"]) for fact in facts_of("attribute")}


@cache
def hazard_texts(language: str) -> Mapping[str, str]:
    """Code of a hazard statement -> its text."""
    return {fact.key: fact.payload[f"text_{language}"] for fact in facts_of("hazard_statement")}

"""The facts as shipped: one CSV a kind, each row with its source, its confidence and the day it was checked.

They are what the product starts with; corrections live in the facts table, beside them.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent

KINDS: Mapping[str, tuple[str, str]] = {
    "attribute": ("attributes.csv", "code"),
    "document": ("documents.csv", "key"),
    "proof_kind": ("proof_kinds.csv", "code"),
    "family": ("families.csv", "code"),
    "family_scope": ("family_scopes.csv", "scope"),
    "label": ("labels.csv", "code"),
    "ecolabel_group": ("ecolabel_groups.csv", "key"),
    "country": ("countries.csv", "code"),
    "remanufactured": ("remanufactured.csv", "id"),
    "claim_word": ("claim_words.csv", "id"),
    "biocide_word": ("biocide_words.csv", "id"),
    "early_childhood": ("early_childhood.csv", "rule_id"),
    "reference": ("references.csv", "code"),
    "hazard_statement": ("hazard_statements.csv", "code"),
}
"""Kind of fact -> its file and the column that is its key."""

LIST = ";"
"""Separates the values of a list within one cell."""

_ABOUT = ("source", "confidence", "checked_on")


@dataclass(frozen=True, slots=True)
class ShippedFact:
    """One row. `payload`: the other columns, as text (an empty cell is ""; lists are separated by `;`)."""

    kind: str
    key: str
    payload: Mapping[str, str]
    source: str
    confidence: str
    checked_on: dt.date


def shipped_facts() -> tuple[ShippedFact, ...]:
    """Every fact of the package, kind by kind, in the order of the files. Reads the files at each call."""
    return tuple(fact for kind in KINDS for fact in facts_of(kind))


def facts_of(kind: str) -> tuple[ShippedFact, ...]:
    """The facts of one kind. Raises KeyError for an unknown kind, ValueError for a key that stands twice."""
    file_name, key = KINDS[kind]
    with (FOLDER / file_name).open(encoding="utf-8", newline="") as file:
        facts = tuple(_fact(kind, key, row) for row in csv.DictReader(file))
    if len({fact.key for fact in facts}) < len(facts):
        raise ValueError(f"{file_name}: a {key} stands twice")
    return facts


@cache
def names(kind: str) -> Mapping[str, tuple[str, str]]:
    """Key -> (French name, English name), for the kinds whose rows carry names; nothing for another kind."""
    if kind not in KINDS:
        return {}
    return {
        fact.key: (fact.payload["name_fr"], fact.payload["name_en"])
        for fact in facts_of(kind)
        if "name_fr" in fact.payload
    }


def _fact(kind: str, key: str, row: Mapping[str, str]) -> ShippedFact:
    payload = {column: value for column, value in row.items() if column != key and column not in _ABOUT}
    return ShippedFact(
        kind, row[key], payload, row["source"], row["confidence"], dt.date.fromisoformat(row["checked_on"])
    )

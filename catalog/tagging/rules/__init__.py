"""The kinds of rule, in the order in which they are told. To add one: a file, and its line here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from catalog.tagging.findings import Case, Finding
from catalog.tagging.rules import (
    biocide,
    childhood,
    claim,
    contest,
    counter,
    equivalence,
    hazard,
    licence,
    proof,
    ruling,
    scope,
)

Rule = Callable[[Case], Iterable[Finding]]

RULES: tuple[Rule, ...] = (
    scope.apply,
    proof.apply,
    equivalence.apply,
    contest.apply,
    ruling.apply,
    hazard.apply,
    childhood.apply,
    biocide.apply,
    counter.apply,
    licence.apply,
    claim.apply,
)

ONLY: Mapping[Rule, frozenset[str]] = {
    scope.apply: frozenset({"early_childhood"}),
    hazard.apply: frozenset({"early_childhood"}),
    childhood.apply: frozenset({"early_childhood"}),
    equivalence.apply: frozenset({"ecolabelled"}),
    biocide.apply: frozenset({"ecolabelled"}),
}
"""Kinds that speak of some attributes alone: of any other they are not asked."""


@lru_cache(maxsize=256)
def rules_for(attribute: str, claims: bool = True, people: bool = True) -> tuple[Rule, ...]:
    """The kinds of rule that may say something of an attribute, in their order.

    claims: the product claims anything; people: anybody contested or ruled. Without them their rules are silent.
    """
    silent = (() if claims else (counter.apply, claim.apply)) + (() if people else (contest.apply, ruling.apply))
    asked = (rule for rule in RULES if rule not in silent)
    return tuple(rule for rule in asked if rule not in ONLY or attribute in ONLY[rule])

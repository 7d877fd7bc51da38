"""The kinds of rule, in the order in which they are told. To add one: a file, and its line here."""

from __future__ import annotations

from collections.abc import Callable, Iterable

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

"""The kinds of rule, in the order in which they are told. To add one: a file, and its line here."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from catalog.tagging.findings import Case, Finding
from catalog.tagging.rules import biocide, claim, contest, counter, hazard, licence, proof, scope

Rule = Callable[[Case], Iterable[Finding]]

RULES: tuple[Rule, ...] = (
    scope.apply,
    proof.apply,
    contest.apply,
    hazard.apply,
    biocide.apply,
    counter.apply,
    licence.apply,
    claim.apply,
)

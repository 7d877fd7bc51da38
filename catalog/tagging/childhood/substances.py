"""Substances of a sheet's section 3 and of an ingredient list, against the reference's list by number or by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalog.tagging.childhood_facts import SubstanceRule
from catalog.tagging.findings import Case
from catalog.tagging.records import Proof
from catalog.tagging.sheets import Substance
from catalog.tagging.words import plain


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that a substance of a document falls under, by what is printed there."""

    rule: SubstanceRule
    value: str
    proof: Proof
    page: int | None = None


def hits(case: Case, proofs: Sequence[Proof]) -> Iterator[Hit]:
    """Each rule once for each document that names one of its substances."""
    for proof in proofs:
        for rule in _rules(case):
            found = next((each for each in _listed(proof) if _is(each, rule)), None)
            if found:
                yield Hit(rule, found.cas or found.name or "", proof, found.page)


def _rules(case: Case) -> Iterator[SubstanceRule]:
    """The rules for the product's family whose condition holds: enzymes count in a spray only."""
    forms = {form.rule.rule.id for form in case.forms}
    for rule in case.vocabulary.childhood.substances:
        if rule.rule.speaks_of(case.product.family) and (rule.with_form is None or rule.with_form in forms):
            yield rule


def _listed(proof: Proof) -> tuple[Substance, ...]:
    return (proof.sheet.substances if proof.sheet else ()) + (
        proof.ingredients.ingredients if proof.ingredients else ()
    )


def _is(substance: Substance, rule: SubstanceRule) -> bool:
    if substance.cas in rule.cas:
        return True
    return substance.name is not None and bool(rule.names.search(plain(substance.name)))

"""Substances of a sheet's section 3 and of an ingredient list, against the reference's list by number or by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from catalog.tagging.childhood_facts import SubstanceRule
from catalog.tagging.findings import Case
from catalog.tagging.records import Proof
from catalog.tagging.sheets import Substance
from catalog.tagging.vocabulary import Vocabulary
from catalog.tagging.words import plain


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that a substance of a document falls under, by what is printed there."""

    rule: SubstanceRule
    value: str
    proof: Proof
    page: int | None = None


def hits(case: Case, proofs: Sequence[Proof]) -> Iterator[Hit]:
    """Each rule once for each document that names one of its substances, in the order of the rules."""
    forms = {form.rule.rule.id for form in case.forms}
    family = case.product.family
    for proof in proofs:
        found: dict[str, Hit] = {}
        for substance in _listed(proof):
            for rule in _falling(substance.cas, substance.name, case.vocabulary):
                fits = rule.rule.speaks_of(family) and (rule.with_form is None or rule.with_form in forms)
                if fits and rule.rule.id not in found:
                    found[rule.rule.id] = Hit(rule, substance.cas or substance.name or "", proof, substance.page)
        yield from (found[key] for key in sorted(found))


def _listed(proof: Proof) -> tuple[Substance, ...]:
    return (proof.sheet.substances if proof.sheet else ()) + (
        proof.ingredients.ingredients if proof.ingredients else ()
    )


@lru_cache(maxsize=50_000)
def _falling(cas: str | None, name: str | None, vocabulary: Vocabulary) -> tuple[SubstanceRule, ...]:
    """The rules that a substance falls under, by number or name: the same few stand in thousands of documents."""
    folded = plain(name) if name else ""
    rules = vocabulary.childhood.substances
    return tuple(rule for rule in rules if cas in rule.cas or (folded and rule.names.search(folded)))

"""Forms that the early-childhood reference speaks of, told by words of the product's name: sprays, capsules, candles."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.tagging import pitfalls
from catalog.tagging.childhood_facts import FormRule
from catalog.tagging.records import Product
from catalog.tagging.vocabulary import Vocabulary
from catalog.tagging.words import composed, folded


@dataclass(frozen=True, slots=True)
class Form:
    """A form rule that a product falls under, and the words that told so."""

    rule: FormRule
    said: str


def forms_of(product: Product, vocabulary: Vocabulary) -> tuple[Form, ...]:
    """Every form rule of the product's family whose words stand in its name (a material: or description).

    None where the family is not known: "spray" is a form of a cleaner and nothing of a stapler.
    """
    family = product.family
    if family is None or family not in vocabulary.suited_families:
        return ()
    (name, said), (more, also) = folded(product.name), folded(product.description or "")
    triggers = vocabulary.childhood.form_triggers
    if triggers.isdisjoint(said) and triggers.isdisjoint(also):
        return ()
    rules = (rule for rule in vocabulary.childhood.forms if family in rule.rule.families)
    return tuple(form for rule in rules if (form := _form(rule, product, name, more)))


def _form(rule: FormRule, product: Product, name: str, more: str) -> Form | None:
    if rule.unless.search(name) or rule.unless.search(more):
        return None
    texts = ((product.name, name), (product.description or "", more))
    for text, plainly in texts if rule.everywhere else texts[:1]:
        for match in rule.words.finditer(plainly):
            before = plainly[: match.start()]
            if not pitfalls.negated(before) and not pitfalls.names_another_product(before):
                return Form(rule, composed(text)[match.start() : match.end()])
    return None

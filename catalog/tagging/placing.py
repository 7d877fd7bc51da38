"""Tags that differ only in the cells they were read from: worked out once, and placed for each product.

"Écolabel: oui" in row 7 and in row 9 of a file means the same; ten thousand rows need one answer. Which cell a sentence
names decides nothing (`records.Source` is told, never looked at), so cells are numbered while the rules run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.tagging.findings import Layers
from catalog.tagging.records import Claim, Product, Reason, RuleOutcome, Source, Tag

Places = Sequence[Source | None]
"""The cells of a product: that of its hazard codes, then one for each claim."""


@dataclass(frozen=True, slots=True)
class Template:
    """A tag whose cells are numbered. rules: those of its rules that name a cell; said: whether its sentence does."""

    tag: Tag
    rules: tuple[int, ...]
    said: bool

    @classmethod
    def of(cls, tag: Tag) -> Template:
        """The template of a tag of an `unplaced` product."""
        named = (i for i, rule in enumerate(tag.rules) if rule.source is not None or "row" in rule.reason.params)
        return cls(tag, tuple(named), "row" in tag.reason.params)

    def placed(self, places: Places) -> Tag:
        """The tag with the cells of one product."""
        if not self.rules and not self.said:
            return self.tag
        rules = list(self.tag.rules)
        for place in self.rules:
            rules[place] = _outcome(rules[place], places)
        return _with(self.tag, _reason(self.tag.reason, places), tuple(rules))


def _with(tag: Tag, reason: Reason, rules: tuple[RuleOutcome, ...]) -> Tag:
    """Written out: `dataclasses.replace` takes three times as long."""
    return Tag(
        tag.attribute, tag.state, tag.standing, reason, tag.basis, tag.until, tag.labels, tag.claimed, rules,
        tag.claimed_labels, tag.reserve, tag.outcome, tag.ends, tag.missing, tag.warnings,
    )  # fmt: skip


def places_of(product: Product) -> Places:
    """The cells of a product, in the order in which `unplaced` numbers them."""
    return (product.hazard_source, *(claim.source for claim in product.claims))


def unplaced(product: Product) -> Product:
    """The same product with its cells numbered in place of their file and row: equal for all that say the same."""
    if product.hazard_source is None and not product.claims:
        return product
    claims = tuple(_claim(claim, number) for number, claim in enumerate(product.claims, 1))
    return Product(
        product.supplier, product.reference, product.name, product.description, product.family, product.gtin,
        product.hazard_codes, _numbered(product.hazard_source, 0), claims, product.brand, product.sightings,
    )  # fmt: skip


def _claim(claim: Claim, number: int) -> Claim:
    return Claim(
        claim.attribute, claim.quote, claim.label, claim.number, claim.against, _numbered(claim.source, number)
    )


def _numbered(source: Source | None, number: int) -> Source | None:
    """The number stands for the file, and below zero for the row where there is one: no row of a file is below zero."""
    return source and Source(str(number), None, None if source.row is None else -1 - number, source.column)


def _outcome(rule: RuleOutcome, places: Places) -> RuleOutcome:
    source = places[int(rule.source.file)] if rule.source else None
    return RuleOutcome(
        rule.rule, rule.version, rule.outcome, _reason(rule.reason, places), rule.value, rule.proof, source
    )


def _reason(reason: Reason, places: Places) -> Reason:
    row = reason.params.get("row")
    if not isinstance(row, int) or row >= 0:
        return reason
    source = places[-1 - row]
    return Reason(reason.code, Layers({"row": source.row if source else None}, reason.params))

"""EC-D01: the early-childhood reference speaks of some families only; outside them it says nothing."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.tagging.findings import Case, Finding, finding

RULE = "EC-D01"


def apply(case: Case) -> Iterator[Finding]:
    """Bars early childhood for a product whose family is known and outside the reference."""
    family = case.product.family
    if case.attribute == "early_childhood" and family is not None and family not in case.vocabulary.suited_families:
        reason = case.reason("why.early_childhood.not_applicable", family=family)
        yield finding("bars", RULE, "unknown", reason, value=family, word="not_applicable")

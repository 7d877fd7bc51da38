"""Words against an attribute: "compatible", "new-built" or a flat "non" against remanufactured."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.tagging.findings import Case, Finding, finding, place, placed
from catalog.tagging.records import Outcome

RULE = "CE-01"


def apply(case: Case) -> Iterator[Finding]:
    """Evidence against; beside a claim for the same attribute the line contradicts itself, and a person must rule."""
    for claim in case.product.claims:
        if claim.attribute == case.attribute and claim.against:
            said = bool(case.own_claims())
            code = "why.counter.contradiction" if said else "why.counter.evidence"
            reason = case.reason(placed(code, claim.source), quote=claim.quote, more=place(claim.source))
            outcome: Outcome = "unknown" if said else "fail"
            yield finding(
                "conflicts" if said else "against", RULE, outcome, reason, value=claim.quote, source=claim.source
            )

"""What the supplier says without proof, and the marks that prove nothing of the product."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.tagging.findings import Case, Finding, finding, place, placed
from catalog.tagging.records import Claim

RULE = "CL-01"
MARK = "CL-02"
_PROVE_NOTHING = frozenset({"none", "claim_only", "csr_company", "environmental_mark", "energy_efficient", "lca_data"})
"""What a mark stands for that buyers take for an ecolabel."""


def apply(case: Case) -> Iterator[Finding]:
    """One finding for each claim of the attribute; for the ecolabel also each mark often taken for one."""
    for claim in case.own_claims():
        yield _declared(claim, case)
    if case.attribute == "ecolabelled":
        for claim in case.product.claims:
            if claim.attribute in _PROVE_NOTHING and claim.label:
                reason = case.reason("why.claim.mark_proves_nothing", label=claim.label, quote=claim.quote)
                yield finding("notes", MARK, "unknown", reason, value=claim.quote, source=claim.source)


def _declared(claim: Claim, case: Case) -> Finding:
    code = "why.claim.label" if claim.label else "why.claim.declared"
    told = case.reason(placed(code, claim.source), label=claim.label, quote=claim.quote, more=place(claim.source))
    answer = case.reason(
        placed("why.claim.not_proven", claim.source), quote=claim.quote, label=claim.label, more=place(claim.source)
    )
    return finding("declares", RULE, "unknown", told, answer=answer, value=claim.quote, source=claim.source)

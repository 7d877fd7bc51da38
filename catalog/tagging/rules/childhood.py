"""Early childhood: what documents and form say against the reference, and its decisions on what is there."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.tagging.childhood.against import against
from catalog.tagging.childhood.decision import decide_on
from catalog.tagging.childhood.evidence import evidence_of
from catalog.tagging.findings import Case, Finding


def apply(case: Case) -> Iterator[Finding]:
    """Nothing for another attribute, nor for a family that the reference does not speak of (EC-D01 says so)."""
    family = case.product.family
    if case.attribute != "early_childhood" or (family is not None and family not in case.vocabulary.suited_families):
        return
    evidence = evidence_of(case)
    yield from against(case, evidence)
    yield from decide_on(case, evidence)

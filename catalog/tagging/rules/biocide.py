"""Disinfectants: no ecolabel can be theirs."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.tagging.findings import Case, Finding, finding

RULE = "BI-01"


def apply(case: Case) -> Iterator[Finding]:
    """Against an ecolabel: its criteria exclude biocidal claims. For early childhood the decisions speak of it."""
    found = case.biocide
    if found is None or case.attribute != "ecolabelled":
        return
    code = "why.ecolabelled.biocide_claimed" if case.own_claims() else "why.ecolabelled.biocide"
    yield finding("against", RULE, "fail", case.reason(code, word=found.word), value=found.word)

"""Disinfectants: no ecolabel can be theirs, and for early childhood they are "protocol use only" at best."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.tagging.findings import Case, Finding, finding

RULE = "BI-01"


def apply(case: Case) -> Iterator[Finding]:
    """Against an ecolabel (its criteria exclude biocidal claims); bars early childhood without denying it."""
    found = case.biocide
    if found is None or case.attribute not in ("ecolabelled", "early_childhood"):
        return
    if case.attribute == "early_childhood":
        reason = case.reason("why.early_childhood.protocol_only", word=found.word)
        yield finding("bars", RULE, "unknown", reason, value=found.word)
        return
    code = "why.ecolabelled.biocide_claimed" if case.own_claims() else "why.ecolabelled.biocide"
    yield finding("against", RULE, "fail", case.reason(code, word=found.word), value=found.word)

"""What the central body ruled on a contest or conflict, and a ruling that has lapsed since the evidence changed."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.tagging.findings import Case, Finding, finding
from catalog.tagging.records import Outcome

RULE = "RU-01"


def apply(case: Case) -> Iterator[Finding]:
    """One finding for a ruling on the attribute; what it does to the answer is decided with all the others."""
    for ruling in case.rulings:
        if ruling.attribute == case.attribute and ruling.on <= case.day:
            code = "why.ruling.lapsed" if ruling.lapsed else f"why.ruling.{ruling.verdict}"
            reason = case.reason(code, why=ruling.reason, on=ruling.on.isoformat(), by=ruling.by)
            outcome: Outcome = "unknown" if ruling.lapsed else "pass" if ruling.verdict == "for" else "fail"
            yield finding("notes", RULE, outcome, reason, value=ruling.verdict)

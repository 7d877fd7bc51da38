"""An open contest by the supplier or by central staff: nothing counts as yes until it is settled."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.tagging.findings import Case, Finding, finding

RULE = "CO-01"


def apply(case: Case) -> Iterator[Finding]:
    """One finding for each open contest of the attribute that had begun by the day."""
    for contest in case.contests:
        if contest.attribute == case.attribute and contest.on <= case.day:
            reason = case.reason(f"why.contest.{contest.by}", why=contest.reason, on=contest.on.isoformat())
            yield finding("contests", RULE, "fail", reason, value=contest.reason)

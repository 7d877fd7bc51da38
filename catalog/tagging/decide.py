"""From findings to one tag: which of them speaks, by a fixed order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from catalog.tagging.findings import Case, Finding, Force, last_day
from catalog.tagging.records import Reason, Standing, State, Tag

_OPEN: tuple[tuple[Force, Standing], ...] = (
    ("waits", "to_verify"),
    ("expired", "expired"),
    ("checkable", "to_verify"),
    ("declares", "declared"),
)
"""What speaks where nothing is proven, strongest first: a proof that waits, one that ended, then bare claims."""

_CLAIMING: frozenset[Force] = frozenset({"declares", "checkable", "waits", "expired", "proves", "equals"})


def decide(case: Case, findings: Sequence[Finding]) -> Tag:
    """The tag of a case, without its `until`.

    Order: evidence that disagrees, evidence against, what can never be yes, an open contest, proof with a reserve,
    proof, an equivalent, then what is open. An answer is yes in one place only.
    """
    by: dict[Force, list[Finding]] = {}
    for item in findings:
        by.setdefault(item.force, []).append(item)
    tag = _disagrees(case, by) or _denied(case, by) or _proven(case, by) or _open(case, by)
    return _told(tag, findings, by)


def _disagrees(case: Case, by: dict[Force, list[Finding]]) -> Tag | None:
    if "conflicts" in by:
        return _tag(case, "unknown", "conflict", by["conflicts"][0].answer)
    shown = by.get("proves", by.get("equals"))
    if "against" in by and shown:
        evidence = by["against"][0].outcome
        params = {**shown[0].outcome.reason.params, "value": evidence.value}
        return _tag(case, "unknown", "conflict", Reason("why.conflict.evidence", params))
    return None


def _denied(case: Case, by: dict[Force, list[Finding]]) -> Tag | None:
    if "against" in by:
        return _tag(case, "no", "verified", by["against"][0].answer)
    if "bars" in by:
        return _tag(case, "unknown", "missing", by["bars"][0].answer)
    if "contests" in by:
        return _tag(case, "unknown", "contested", by["contests"][0].answer)
    return None


def _proven(case: Case, by: dict[Force, list[Finding]]) -> Tag | None:
    if "proves" in by:
        best = max(by["proves"], key=lambda item: _end(item, case))
        state: State = "unknown" if "reserves" in by else "yes"
        answer = by["reserves"][0].answer if "reserves" in by else best.answer
        labels = tuple(dict.fromkeys(label for item in by["proves"] for label in item.labels))
        return Tag(case.attribute, state, "verified", answer, best.basis, labels=labels, reserve="reserves" in by)
    if "equals" in by:
        best = max(by["equals"], key=lambda item: _end(item, case))
        return Tag(case.attribute, "unknown", "verified", best.answer, best.basis)
    return None


def _open(case: Case, by: dict[Force, list[Finding]]) -> Tag:
    for force, standing in _OPEN:
        if force in by:
            return _tag(case, "unknown", standing, by[force][0].answer)
    answer = by["refused"][0].answer if "refused" in by else case.reason("why.missing")
    return _tag(case, "unknown", "missing", answer)


def _told(tag: Tag, findings: Sequence[Finding], by: dict[Force, list[Finding]]) -> Tag:
    """The tag with its rules, whether it is claimed, and the labels that are only named."""
    open_now = tag.standing in ("declared", "to_verify", "expired", "contested")
    named = (item.outcome.reason.params.get("label") for item in by.get("declares", ()))
    return replace(
        tag,
        claimed=open_now and not _CLAIMING.isdisjoint(by),
        rules=tuple(item.outcome for item in findings),
        claimed_labels=tuple(dict.fromkeys(str(label) for label in named if label)),
    )


def _tag(case: Case, state: State, standing: Standing, reason: Reason) -> Tag:
    return Tag(case.attribute, state, standing, reason)


def _end(item: Finding, case: Case) -> dt.date:
    """The last day of a finding's proof, for choosing the one that lasts longest."""
    proof = item.outcome.proof
    return (last_day(proof, case.vocabulary) if proof else None) or dt.date.max

"""From findings to one tag: which of them speaks, by a fixed order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from catalog.tagging.findings import Case, Finding, Force, criteria_end, last_day
from catalog.tagging.records import Asked, Ends, Reason, Standing, State, Tag, Word

_OPEN: tuple[tuple[Force, Standing], ...] = (
    ("waits", "to_verify"),
    ("expired", "expired"),
    ("checkable", "to_verify"),
    ("lacks", "missing"),
    ("declares", "declared"),
)
"""What speaks where nothing is proven, strongest first: a proof that waits, one that ended, then bare claims."""

_CLAIMING: frozenset[Force] = frozenset({"declares", "checkable", "waits", "expired", "proves", "equals"})
_SPEAKING: tuple[Force, ...] = ("proves", "equals", "waits", "expired")
_CHILDHOOD = "early_childhood"
_Found = dict[Force, list[Finding]]


def decide(case: Case, findings: Sequence[Finding]) -> Tag:
    """The tag of a case, without its `until`.

    Order: evidence that nothing contradicts, evidence that disagrees, evidence against, what can never be yes, an open
    contest, proof with a reserve, proof, an equivalent, then what is open. An answer is yes in one place only.
    """
    by: _Found = {}
    for item in findings:
        by.setdefault(item.force, []).append(item)
    heard = _ruled_for(case, by)
    tag = _firm(case, heard) or _ruled_against(case, heard) or _disagrees(case, heard) or _denied(case, heard)
    tag = tag or _proven(case, heard) or _open(case, heard)
    return _told(case, tag, findings, by)


def _firm(case: Case, by: _Found) -> Tag | None:
    firm = next((item for item in by.get("against", ()) if item.firm), None)
    return _tag(case, "no", "verified", firm.answer) if firm else None


def _ruled_for(case: Case, by: _Found) -> _Found:
    """A ruling for the proof sets aside what disagreed with it, as long as what it was about has not changed."""
    ruling = case.ruling()
    if ruling is None or ruling.verdict != "for" or not ({"conflicts", *_SHOWING} & by.keys()):
        return by
    firm = [item for item in by.get("against", ()) if item.firm]
    kept = {force: items for force, items in by.items() if force not in ("conflicts", "against")}
    return {**kept, "against": firm} if firm else kept


_SHOWING: tuple[Force, ...] = ("proves", "equals", "shows")


def _ruled_against(case: Case, by: _Found) -> Tag | None:
    """A ruling against the proof: the evidence stands; without evidence the proof simply does not count."""
    ruling = case.ruling()
    if ruling is None or ruling.verdict != "against":
        return None
    evidence = [*by.get("against", ()), *(item for item in by.get("conflicts", ()) if item.outcome.proof is None)]
    if evidence:
        return _tag(case, "no", "verified", evidence[0].answer)
    reason = case.reason("why.ruling.against", why=ruling.reason, on=ruling.on.isoformat(), by=ruling.by)
    return _tag(case, "unknown", "missing", reason)


def _disagrees(case: Case, by: _Found) -> Tag | None:
    if "conflicts" in by:
        return _tag(case, "unknown", "conflict", by["conflicts"][0].answer)
    shown = next((by[force] for force in _SHOWING if force in by), None)
    if "against" in by and shown:
        evidence = by["against"][0].outcome
        params = {**shown[0].outcome.reason.params, "value": evidence.value}
        return _tag(case, "unknown", "conflict", Reason("why.conflict.evidence", params))
    return None


def _denied(case: Case, by: _Found) -> Tag | None:
    if "against" in by:
        return _tag(case, "no", "verified", by["against"][0].answer)
    if "bars" in by:
        return _tag(case, "unknown", "missing", by["bars"][0].answer)
    if "contests" in by:
        return _tag(case, "unknown", "contested", by["contests"][0].answer)
    return None


def _proven(case: Case, by: _Found) -> Tag | None:
    if "proves" in by:
        best = max(by["proves"], key=lambda item: _end(item, case))
        reserve = _reserve(by)
        state: State = "unknown" if reserve else "yes"
        answer = reserve.answer if reserve else best.answer
        labels = tuple(dict.fromkeys(label for item in by["proves"] for label in item.labels))
        return Tag(case.attribute, state, "verified", answer, best.basis, labels=labels, reserve=reserve is not None)
    if "equals" in by:
        best = max(by["equals"], key=lambda item: _end(item, case))
        return Tag(case.attribute, "unknown", "verified", best.answer, best.basis)
    return None


def _reserve(by: _Found) -> Finding | None:
    """A reserve before a note."""
    found = by.get("reserves", [])
    return next((item for item in found if item.word == "suited_with_reserve"), found[0] if found else None)


def _open(case: Case, by: _Found) -> Tag:
    for force, standing in _OPEN:
        if force in by:
            claimed = force == "lacks" and "declares" in by
            return _tag(case, "unknown", "declared" if claimed else standing, by[force][0].answer)
    answer = by["refused"][0].answer if "refused" in by else case.reason("why.missing")
    return _tag(case, "unknown", "missing", answer)


def _told(case: Case, tag: Tag, findings: Sequence[Finding], by: _Found) -> Tag:
    """The tag with its rules, whether it is claimed, the labels only named, its three ends and what to ask for."""
    open_now = tag.standing in ("declared", "to_verify", "expired", "contested")
    named = (item.outcome.reason.params.get("label") for item in by.get("declares", ()))
    childhood = case.attribute == _CHILDHOOD
    return Tag(
        tag.attribute, tag.state, tag.standing, tag.reason, tag.basis, None, tag.labels,
        claimed=open_now and not _CLAIMING.isdisjoint(by),
        rules=tuple(item.outcome for item in findings),
        claimed_labels=tuple(dict.fromkeys(str(label) for label in named if label)),
        reserve=tag.reserve,
        outcome=_word(tag, by) if childhood else None,
        ends=_ends(case, by),
        missing=_missing(case, tag, by),
        warnings=case.biocide.warnings if childhood and case.biocide else (),
    )  # fmt: skip


def _word(tag: Tag, by: _Found) -> Word:
    """The outcome in the words of the reference. `suited` becomes `suited_until` once the last day is known."""
    if tag.state != "unknown":
        return "suited" if tag.state == "yes" else "not_suited"
    if tag.standing in ("conflict", "contested"):
        return "conflict"
    reserve = _reserve(by)
    if tag.reserve and reserve and reserve.word:
        return reserve.word
    if "bars" in by:
        return by["bars"][0].word or "undecidable"
    return "claimed_not_proven" if tag.standing == "declared" and "lacks" not in by else "undecidable"


def _missing(case: Case, tag: Tag, by: _Found) -> tuple[Asked, ...]:
    """The documents to ask the supplier for: none where the answer is given, or waits for somebody else."""
    if tag.state != "unknown" or tag.standing in ("conflict", "contested"):
        return ()
    asked = tuple(dict.fromkeys(each for items in by.values() for item in items for each in item.asked))
    if asked or case.attribute == _CHILDHOOD or tag.standing == "verified" or "waits" in by:
        return asked
    document = case.vocabulary.document_for(case.attribute, case.product.family)
    return (Asked(case.attribute, document.name_fr, document.name_en),)


def _ends(case: Case, by: _Found) -> Ends | None:
    """The own end and the criteria's end of the proof that speaks."""
    speaking = [item.outcome.proof for force in _SPEAKING for item in by.get(force, ()) if item.outcome.proof]
    if not speaking:
        return None
    proof = max(speaking, key=lambda each: last_day(each, case.vocabulary) or dt.date.max)
    return Ends(proof.valid_until, criteria_end(proof, case.vocabulary))


def _tag(case: Case, state: State, standing: Standing, reason: Reason) -> Tag:
    return Tag(case.attribute, state, standing, reason)


def _end(item: Finding, case: Case) -> dt.date:
    """The last day of a finding's proof, for choosing the one that lasts longest."""
    proof = item.outcome.proof
    return (last_day(proof, case.vocabulary) if proof else None) or dt.date.max

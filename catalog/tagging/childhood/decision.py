"""The decisions of the reference, EC-D01 to EC-D13: from the documents asked for to one outcome word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from catalog.tagging.childhood.against import excluding
from catalog.tagging.childhood.evidence import Evidence, ages_on, is_list, is_sheet
from catalog.tagging.childhood.needs import (
    Need,
    care_need,
    label_need,
    list_need,
    marks_of,
    report_need,
    sheet_need,
    texts_of,
)  # fmt: skip
from catalog.tagging.findings import Case, Finding, Force, finding, last_day
from catalog.tagging.records import Proof

DOCUMENTS = "early_childhood"


def decide_on(case: Case, evidence: Evidence) -> Iterator[Finding]:
    """The documents asked for, each as it stands, and the proof where they are all there."""
    yield from _strangers(case, evidence)
    yield from _label_against(case, evidence)
    if case.biocide:
        yield from _protocol(case, evidence)
        return
    needs, noted = _asked(case, evidence)
    for need in (*needs, *noted):
        if need.state == "met":
            yield _met(case, need)
        elif need not in noted or any(each.state != "met" for each in needs):
            yield _unmet(case, need)
    if all(need.state == "met" for need in needs):
        yield from _suited(case, needs, noted)
    yield from _marks(case)


def _asked(case: Case, evidence: Evidence) -> tuple[list[Need], list[Need]]:
    """What must be there, and what leaves a note where it is not (EC-D07)."""
    family, known = case.product.family, case.vocabulary
    if family in known.composed:
        return [care_need(case)], [list_need(case, evidence, "composition")]
    if family in known.detergents:
        return [sheet_need(case, evidence), label_need(case)], [list_need(case, evidence, "ingredients")]
    if family in known.paints:
        return [sheet_need(case, evidence), report_need(case)], []
    if family is None:
        return _by_documents(case, evidence)
    return [report_need(case)], []


def _by_documents(case: Case, evidence: Evidence) -> tuple[list[Need], list[Need]]:
    """Where no family is known the rules that apply are not known either: the family is asked for."""
    family = Need("family", "lacks", "EC-D01", None, "why.family.missing")
    return [family, *([sheet_need(case, evidence)] if evidence.sheet else [])], []


def _strangers(case: Case, evidence: Evidence) -> Iterator[Finding]:
    for proof in evidence.strangers:
        reason = case.reason("why.early_childhood.other_product", proof, named=_name(proof), name=case.product.name)
        yield finding("notes", "EC-D05", "fail", reason, proof=proof, value=_name(proof))
    if evidence.newer:
        reason = case.reason("why.sheet.newer_waits", evidence.newer)
        yield finding("notes", "EC-D04", "unknown", reason, proof=evidence.newer)


def _name(proof: Proof) -> str | None:
    read = proof.sheet or proof.ingredients
    return read.name if read else None


def _label_against(case: Case, evidence: Evidence) -> Iterator[Finding]:
    """EC-D10: a label is proven and a statement that the reference excludes stands in the file or on the sheet."""
    codes = [hazard.code for hazard in case.hazards if hazard.effect == "exclude"]
    codes += [code for code in excluding(case, evidence.sheet) if code not in codes]
    label = label_need(case) if codes else None
    if label and label.state == "met" and label.proof and label.proof.basis == "label":
        named = ", ".join(codes)
        told = label.proof
        reason = case.reason("why.early_childhood.conflict_label", told, label=told.label, codes=named)
        yield finding("conflicts", "EC-D10", "unknown", reason, value=named, proof=told, word="conflict")


def _protocol(case: Case, evidence: Evidence) -> Iterator[Finding]:
    """Disinfectants: at best "protocol use only", and that only with a sheet that can be read."""
    sheet = sheet_need(case, evidence)
    word = case.biocide.word if case.biocide else ""
    asked = () if sheet.state == "met" else (case.asked("sheet"),)
    reason = case.reason("why.early_childhood.protocol_only", word=word)
    yield finding(
        "bars", "BI-01", "unknown", reason, value=word, asked=asked, word="undecidable" if asked else "protocol_only"
    )
    if sheet.state != "met":
        yield _unmet(case, sheet)


def _met(case: Case, need: Need) -> Finding:
    return finding("notes", need.rule, "pass", case.reason("why.need.met", need.proof), proof=need.proof)


def _unmet(case: Case, need: Need) -> Finding:
    """Waiting, ended, or missing with its name. A bare claim without any document is only a claim (EC-D12)."""
    asked = case.asked(need.piece)
    named = {"document_fr": asked.fr, "document_en": asked.en}
    only_said = _claimed(case) and not documents(case)
    if need.state == "waits":
        reason = case.reason("why.proof.waiting", need.proof, named)
        return finding(_force("waits", only_said), need.rule, "unknown", reason, proof=need.proof)
    if need.state == "ended":
        code = "why.proof.withdrawn" if need.proof and need.proof.ended else "why.proof.ended"
        reason, force = case.reason(code, need.proof, named), _force("expired", only_said)
        return finding(force, need.rule, "fail", reason, proof=need.proof, asked=(asked,))
    more = {**named, "named": _name(need.proof) if need.proof else None, "name": case.product.name}
    reason, force = case.reason(need.code, need.proof, more), _force("lacks", only_said)
    return finding(force, need.rule, "unknown", reason, proof=need.proof, asked=(asked,), word="undecidable")


def _force(force: Force, only_said: bool) -> Force:
    return "notes" if only_said else force


def _claimed(case: Case) -> bool:
    """In the file, or in a statement of the supplier's own."""
    return bool(case.own_claims()) or any(proof.kind == "statement" for proof in case.own_proofs())


def documents(case: Case) -> bool:
    """Whether anything but words was given for early childhood."""
    return any(
        (proof.attribute == DOCUMENTS and proof.kind != "statement") or is_sheet(proof) or is_list(proof)
        for proof in case.proofs
    )


def _suited(case: Case, needs: Sequence[Need], noted: Sequence[Need]) -> Iterator[Finding]:
    """EC-D08 and D13; without the full list of ingredients, EC-D07: suited with a note."""
    proofs = [need.proof for need in (*needs, *noted) if need.proof and need.state == "met"]
    first = min(proofs, key=lambda proof: _end(proof, case))
    end = _end(first, case)
    code = "why.early_childhood.suited" if end == dt.date.max else "why.early_childhood.suited_until"
    shown = {"until": None if end == dt.date.max else end.isoformat()}
    rule = "EC-D08" if end == dt.date.max else "EC-D13"
    answer = case.reason(code, first, shown)
    yield finding("proves", rule, "pass", answer, proof=first, basis="document")
    for need in noted:
        if need.state != "met":
            asked = case.asked(need.piece)
            reason = case.reason("why.early_childhood.no_list", document_fr=asked.fr, document_en=asked.en)
            yield finding("reserves", "EC-D07", "unknown", reason, word="suited_with_note", asked=(asked,))


def _end(proof: Proof, case: Case) -> dt.date:
    """The last day of a document; for a sheet not later than the day it grows old."""
    return min(last_day(proof, case.vocabulary) or dt.date.max, ages_on(proof) or dt.date.max)


def _marks(case: Case) -> Iterator[Finding]:
    """Which standards and marks of the product's family its documents name; those not named are told, and decide nothing."""
    given = [proof for proof in case.proofs if proof.accepted is not False and proof.attribute == DOCUMENTS]
    if not given or case.product.family is None:
        return
    named = [(proof, texts_of(proof)) for proof in given]
    for mark in marks_of(case.product.family, case.vocabulary):
        proof = next((each for each, told in named if mark.standards.search(told)), None)
        about = {"subject_fr": mark.rule.subject_fr, "subject_en": mark.rule.subject_en}
        reason = case.reason("why.mark.named" if proof else "why.mark.not_named", proof, about)
        yield finding("notes", mark.rule.id, "pass" if proof else "unknown", reason, proof=proof)

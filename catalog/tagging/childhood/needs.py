"""What the reference asks a product to show: each document there, waiting for a check, ended, or missing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from catalog.tagging.childhood.evidence import Evidence, is_list, is_sheet
from catalog.tagging.childhood_facts import MarkRule
from catalog.tagging.findings import Case, checked, in_force, last_day, proves
from catalog.tagging.licences import judge_licence, licence_of
from catalog.tagging.records import Proof
from catalog.tagging.vocabulary import Vocabulary
from catalog.tagging.words import plain

State = Literal["met", "waits", "ended", "lacks"]
FORMAT_SURE = dt.date(2023, 1, 1)
"""From this day on only the format of Regulation (EU) 2020/878 was allowed."""
_CLASS = re.compile(r"(?:classe?|klasse|class)\s*(?:de produits?\s*)?(iv|i{1,3}|[1-4])(?!\w)")
_BABY = frozenset({"1", "i"})
TEXTILE = "OEKOTEX_100"
SELF_DECLARED = frozenset({"CE", "A_PLUS"})
"""Marks that a maker puts on by itself: weak evidence, never enough."""


@dataclass(frozen=True, slots=True)
class Need:
    """One document asked for. `code`: why it is not there; `rule`: the decision it stands in."""

    piece: str
    state: State
    rule: str
    proof: Proof | None = None
    code: str = ""


def sheet_need(case: Case, evidence: Evidence) -> Need:
    """A checked safety sheet of this product, readable and in the present format (EC-D03, D04, D05)."""
    proof = evidence.sheet
    if proof is None:
        return _absent(case, evidence, "sheet", is_sheet)
    read = proof.sheet
    if read is None or not read.readable:
        return Need("sheet", "lacks", "EC-D03", proof, "why.sheet.unread" if read is None else "why.sheet.unreadable")
    if (
        read.older_format
        or read.outdated
        or (read.older_format is None and (read.revised or dt.date.min) < FORMAT_SURE)
    ):
        return Need("sheet", "lacks", "EC-D04", proof, "why.sheet.older_format")
    if read.classified is None and not read.codes_of(frozenset({2})):
        return Need("sheet", "lacks", "EC-D03", proof, "why.sheet.says_neither")
    if not checked(proof):
        return Need("sheet", "waits", "EC-D03", proof)
    return Need("sheet", "met", "EC-D08", proof)


def list_need(case: Case, evidence: Evidence, piece: str) -> Need:
    """A checked list of all ingredients (EC-D07). piece: how it is called for this family."""
    proof = evidence.listed
    if proof is None:
        return _absent(case, evidence, piece, is_list)
    if proof.ingredients is None:
        return Need(piece, "lacks", "EC-D07", proof, "why.list.unread")
    return Need(piece, "met" if checked(proof) else "waits", "EC-D08" if checked(proof) else "EC-D07", proof)


def _absent(case: Case, evidence: Evidence, piece: str, wanted: object) -> Need:
    """No document speaks: one that ended is named, then one of another product; else it was never given."""
    rule = "EC-D03" if piece == "sheet" else "EC-D07"
    ended = _ended(case, [each for each in case.proofs if wanted(each)])  # type: ignore[operator]
    if ended:
        return Need(piece, "ended", rule, ended)
    stranger = next((each for each in evidence.strangers if wanted(each)), None)  # type: ignore[operator]
    if stranger:
        return Need(piece, "lacks", "EC-D05", stranger, "why.early_childhood.other_product")
    return Need(piece, "lacks", rule, None, f"why.{'sheet' if piece == 'sheet' else 'list'}.missing")


def label_need(case: Case) -> Need:
    """One of the labels that the reference accepts, or an equivalent of one (EC-L01)."""
    return _one_of(case, "label", [each for each in case.proofs if _accepted(each, case)], "why.label.missing")


def care_need(case: Case) -> Need:
    """For soaps and care: one of the labels of their mark rules, or a test report."""
    named = [each for each in case.proofs if _marked(each, case) or _is_report(each)]
    return _of_class(case, "care", named, "why.care.missing")


def report_need(case: Case) -> Need:
    """For an article: a test report or certificate. CE is the maker's own word (EC-D11)."""
    reports = [each for each in case.proofs if _is_report(each) or _marked(each, case)]
    need = _of_class(case, "report", reports, "why.report.missing")
    if need.code == "why.report.class":
        return need
    named = {each.label for each in case.proofs} | {each.label for each in case.product.claims}
    if need.state == "lacks" and "CE" in named:
        return Need("report", "lacks", "EC-D11", None, "why.report.ce_only")
    return need


def _of_class(case: Case, piece: str, proofs: Sequence[Proof], missing: str) -> Need:
    """The best of several, of which an OEKO-TEX certificate counts with class 1 alone: on sheets (EC-M15), on nappies (EC-M16)."""
    others = [each for each in proofs if each.label == TEXTILE and not _for_babies(each)]
    running = [each for each in others if in_force(each, case.vocabulary, case.day)]
    need = _one_of(case, piece, [each for each in proofs if each not in running], missing)
    if running and need.state != "met":
        return Need(piece, "lacks", "EC-M16" if piece == "care" else "EC-M15", running[0], "why.report.class")
    return need


def _one_of(case: Case, piece: str, proofs: Sequence[Proof], missing: str) -> Need:
    """The best of several: in force and lasting longest, else waiting, else ended, else missing."""
    rule = {"label": "EC-L01", "care": "EC-M19", "report": "EC-D11"}[piece]
    running = [each for each in proofs if in_force(each, case.vocabulary, case.day)]
    if running:
        return Need(piece, "met", rule, max(running, key=lambda each: _end(each, case)))
    ended = _ended(case, [each for each in proofs if checked(each)])
    waiting = [each for each in proofs if each.accepted is not False and each is not ended]
    if waiting:
        return Need(piece, "waits", rule, waiting[0])
    return Need(piece, "ended", rule, ended) if ended else Need(piece, "lacks", rule, None, missing)


def _ended(case: Case, proofs: Iterable[Proof]) -> Proof | None:
    """The last of them to end before the day, where staff did not refuse it."""
    over = [each for each in proofs if each.accepted is not False and _end(each, case) < case.day]
    return max(over, key=lambda each: _end(each, case), default=None)


def _end(proof: Proof, case: Case) -> dt.date:
    return last_day(proof, case.vocabulary) or dt.date.max


def _accepted(proof: Proof, case: Case) -> bool:
    """A label of the list whose group fits the product, an equivalence file, or a mark taken for such a label."""
    known = case.vocabulary
    if is_sheet(proof) or is_list(proof) or not proves(proof, known):
        return False
    if proof.basis == "equivalence":
        return proof.label is None or proof.label in known.accepted_labels
    if proof.label in known.accepted_labels and proof.basis == "label":
        return _fits(proof, case)
    taken = (each for each in known.equivalences if each.label in known.accepted_labels and each.accepted)
    return any(each.speaks_of(proof.label, case.product.family, case.day) for each in taken)


def _fits(proof: Proof, case: Case) -> bool:
    """A laundry licence on a floor cleaner is no label of the floor cleaner."""
    if not (proof.label and proof.number):
        return True
    licence = licence_of(proof.label, proof.number, case.vocabulary)
    judged = judge_licence(licence, case.product.family, case.vocabulary)
    return not (judged.shape and judged.family is False)


def _marked(proof: Proof, case: Case) -> bool:
    """A label that a mark rule of the product's family names."""
    if proof.label is None or proof.label in SELF_DECLARED:
        return False
    group = licence_of(proof.label, proof.number, case.vocabulary).group if proof.number else None
    if not any(each.names(proof.label, group) for each in marks_of(case.product.family, case.vocabulary)):
        return False
    return proof.label != TEXTILE or case.product.family in case.vocabulary.suited_families


@lru_cache(maxsize=512)
def marks_of(family: str | None, vocabulary: Vocabulary) -> tuple[MarkRule, ...]:
    """The mark rules that speak of products of a family."""
    return tuple(each for each in vocabulary.childhood.marks if each.rule.speaks_of(family))


def _is_report(proof: Proof) -> bool:
    """A test report or certificate given for early childhood; a supplier's form or statement is none."""
    shown = proof.kind in ("test_report", "certificate", "register", "licence", "equivalence")
    return (
        proof.attribute == "early_childhood"
        and shown
        and proof.label not in SELF_DECLARED
        and not (is_sheet(proof) or is_list(proof))
    )


def _for_babies(proof: Proof) -> bool:
    """Class 1 must be read somewhere on an OEKO-TEX certificate: class 2 or 4 proves nothing for babies."""
    told = " ".join(text for text in (proof.number, proof.document_name, proof.check_reason) if text)
    classes = {match[1] for match in _CLASS.finditer(re.sub(r"[-_.]", " ", plain(told)))}
    return bool(classes) and classes <= _BABY


def texts_of(proof: Proof) -> str:
    """What a proof's own words name: standards and marks are looked for in it."""
    told = (proof.number, proof.document_name, proof.issuer, proof.check_reason, proof.label)
    return plain(" ".join(text for text in told if text)).replace("_", " ")

"""Which of a product's documents speak on a day: the newest safety sheet and ingredient list that are its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from catalog.tagging.findings import Case, checked, last_day
from catalog.tagging.identity import of_another
from catalog.tagging.records import Proof

AGE = 3
"""Years after which a safety sheet leaves a reserve."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """sheet, listed: those that speak, checked or not. strangers: documents of another product.

    newer: a sheet nobody has checked, that says no more than the checked one which therefore goes on speaking.
    """

    sheet: Proof | None
    listed: Proof | None
    strangers: tuple[Proof, ...]
    newer: Proof | None = None


def is_sheet(proof: Proof) -> bool:
    """By its kind, or by what was read in its document, whatever it was recorded as."""
    return proof.sheet is not None or proof.kind == "safety_sheet"


def is_list(proof: Proof) -> bool:
    """An ingredient list, by its kind or by what was read in it."""
    return not is_sheet(proof) and (proof.ingredients is not None or proof.kind == "ingredient_list")


def evidence_of(case: Case) -> Evidence:
    """The documents of a case on its day. Refused ones and those out of their dates do not speak.

    A ruling for the proof is a person's word that the document is this product's.
    """
    ruling = case.ruling()
    trusted = ruling is not None and ruling.verdict == "for"
    sheets, lists = _running(case, is_sheet), _running(case, is_list)
    strangers = () if trusted else tuple(each for each in sheets + lists if of_another(each, case.product))
    sheet, newer = _speaking([each for each in sheets if each not in strangers])
    return Evidence(sheet, _newest([each for each in lists if each not in strangers]), strangers, newer)


def _running(case: Case, wanted: Callable[[Proof], bool]) -> list[Proof]:
    return [
        proof
        for proof in case.proofs
        if wanted(proof) and proof.accepted is not False and proof.valid_from <= case.day and not _over(proof, case)
    ]


def _over(proof: Proof, case: Case) -> bool:
    end = last_day(proof, case.vocabulary)
    return end is not None and end < case.day


def _speaking(sheets: Sequence[Proof]) -> tuple[Proof | None, Proof | None]:
    """The newest; but an unchecked one that says nothing new leaves the word to the checked one before it."""
    newest = _newest(sheets)
    before = _newest([each for each in sheets if checked(each)])
    if newest is None or before is None or checked(newest) or says(newest) - says(before):
        return newest, None
    return before, newest


def _newest(proofs: Sequence[Proof]) -> Proof | None:
    return max(proofs, key=lambda proof: (dated(proof) or proof.valid_from, proof.valid_from, proof.id), default=None)


def dated(proof: Proof) -> dt.date | None:
    """The day of revision printed in a document."""
    read = proof.sheet or proof.ingredients
    return read.revised if read else None


def says(proof: Proof) -> frozenset[str]:
    """What a sheet names: codes of section 2 and numbers of section 3."""
    if proof.sheet is None:
        return frozenset()
    named = {code.value for code in proof.sheet.codes_of(frozenset({2}))}
    return frozenset(named | {each.cas for each in proof.sheet.substances if each.cas})


def ages_on(proof: Proof) -> dt.date | None:
    """The last day before a sheet is older than three years."""
    revised = proof.sheet.revised if proof.sheet else None
    return _later(revised, AGE) if revised else None


def _later(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)

"""Hazard codes against early childhood: one excludes, some leave a reserve or a note, some are only told."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.tagging.findings import Case, Finding, finding, place, placed
from catalog.tagging.hazards import STATEMENT_RULE, Hazard
from catalog.tagging.records import Reason, Word

_CODES = {
    "exclude": "why.hazard.excludes",
    "review": "why.hazard.reserve",
    "note": "why.hazard.note",
    "neutral": "why.hazard.neutral",
    "unknown": "why.hazard.unknown_code",
}

_GRAVEST = ("exclude", "unknown", "review", "note", "neutral")
"""The first of these that a product has speaks for it."""
_RESERVED = {"review": "why.early_childhood.reserve", "note": "why.early_childhood.note"}
_WORDS: dict[str, Word] = {"review": "suited_with_reserve", "note": "suited_with_note"}
"""Suited with a reserve, suited with a note: both count in a range with a tolerant profile only."""


def apply(case: Case) -> Iterator[Finding]:
    """Each code of the product's file.

    The rules name detergents, disinfectants, paint and glue. A code is a code wherever the supplier files the
    product: it counts in every family of the reference, and where no family is known.
    """
    if case.attribute != "early_childhood" or not case.hazards or _outside(case):
        return
    for hazard in sorted(case.hazards, key=lambda item: _GRAVEST.index(item.effect)):
        yield _judged(hazard, case)


def _outside(case: Case) -> bool:
    family = case.product.family
    return family is not None and family not in case.vocabulary.suited_families


def _judged(hazard: Hazard, case: Case) -> Finding:
    source = case.product.hazard_source if hazard.in_cell else None
    told = _told(hazard, case)
    rule, version = (hazard.rule.id, hazard.rule.version) if hazard.rule else (STATEMENT_RULE, "1")
    if hazard.effect == "exclude":
        codes = _codes([item for item in case.hazards if item.effect == "exclude"])
        answer = Reason(placed("why.early_childhood.not_suited", source), {**told.params, "codes": codes, "rule": rule})
        return finding("against", rule, "fail", told, answer=answer, value=hazard.code, source=source, version=version)
    if hazard.effect == "unknown":  # what nobody can read may exclude: undecidable, whatever the proof
        return finding(
            "bars", rule, "unknown", told, value=hazard.code, source=source, version=version, word="undecidable"
        )
    if hazard.effect in _RESERVED:
        codes = _codes([item for item in case.hazards if item.effect == hazard.effect])
        answer = Reason(placed(_RESERVED[hazard.effect], source), {**told.params, "codes": codes})
        return finding(
            "reserves", rule, "unknown", told, answer=answer, value=hazard.code, source=source, version=version,
            word=_WORDS[hazard.effect],
        )  # fmt: skip
    return finding("notes", rule, "pass", told, value=hazard.code, source=source, version=version)


def _told(hazard: Hazard, case: Case) -> Reason:
    source = case.product.hazard_source if hazard.in_cell else None
    statement = case.vocabulary.statements.get(hazard.code)
    return case.reason(
        placed(_CODES[hazard.effect], source),
        code=hazard.code,
        text_fr=statement.text_fr if statement else hazard.code,
        text_en=statement.text_en if statement else hazard.code,
        subject_fr=hazard.rule.subject_fr if hazard.rule else None,
        subject_en=hazard.rule.subject_en if hazard.rule else None,
        more=place(source),
    )


def _codes(hazards: list[Hazard]) -> str:
    return ", ".join(hazard.code for hazard in hazards)

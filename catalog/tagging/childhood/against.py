"""What a product's documents and form say against the reference, or for a reserve: codes, substances, forms, age."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypedDict, Unpack

from catalog.tagging.childhood.evidence import Evidence, ages_on
from catalog.tagging.childhood.substances import Hit, hits
from catalog.tagging.findings import Case, Finding, Force, Params, finding
from catalog.tagging.forms import Form
from catalog.tagging.hazards import STATEMENT_RULE, Effect, Hazard, codes_in, judged
from catalog.tagging.records import Outcome, Proof, Reason, Word
from catalog.tagging.sheets import INGREDIENTS, PRODUCT, Found

_CODES = {"exclude": "excludes", "review": "reserve", "note": "note", "neutral": "neutral", "unknown": "unknown_code"}
_SECTION = frozenset({PRODUCT})
_WEIGHT: Mapping[str, tuple[Force, Outcome, Word | None]] = {
    "exclude": ("against", "fail", "not_suited"),
    "unknown": ("bars", "unknown", "undecidable"),
    "review": ("reserves", "unknown", "suited_with_reserve"),
    "require": ("reserves", "unknown", "suited_with_reserve"),
    "note": ("reserves", "unknown", "suited_with_note"),
}
"""What an effect does to the answer; any other only tells."""
_ANSWERS = {
    "exclude": "why.early_childhood.not_suited.sheet",
    "review": "why.early_childhood.reserve.sheet",
    "note": "why.early_childhood.note.sheet",
}
_FORMS = {"exclude": "why.form.excludes", "review": "why.form.reserve", "require": "why.form.reserve"}


def against(case: Case, evidence: Evidence) -> Iterator[Finding]:
    """Every finding of the documents that speak and of the product's form."""
    if evidence.sheet and evidence.sheet.sheet:
        yield from _codes(case, evidence.sheet)
        yield from _age(case, evidence.sheet)
    speaking = [proof for proof in (evidence.sheet, evidence.listed) if proof]
    for hit in hits(case, speaking):
        yield _substance(case, hit)
    for form in case.forms:
        yield _form(case, form)


def excluding(case: Case, sheet: Proof | None) -> tuple[str, ...]:
    """The codes of a sheet that exclude a product, each once."""
    found = (code for _, code, effect, _ in _judged(case, sheet) if effect == "exclude") if sheet else ()
    return tuple(dict.fromkeys(found))


def _codes(case: Case, proof: Proof) -> Iterator[Finding]:
    """The gravest first; a code once for a product and once for its ingredients."""
    order = list(_CODES)
    seen = set[tuple[str, bool]]()
    for found, code, effect, hazard in sorted(_judged(case, proof), key=lambda each: order.index(each[2])):
        within = found.section == INGREDIENTS
        if (code, within) not in seen:
            seen.add((code, within))
            yield _code(case, proof, found, effect, hazard)


def _judged(case: Case, proof: Proof) -> Iterator[tuple[Found, str, Effect, Hazard]]:
    """Section 2 speaks of the product. Of its ingredients (section 3) some codes count; new classes count anywhere."""
    childhood = case.vocabulary.childhood
    for found in proof.sheet.codes if proof.sheet else ():
        for code in codes_in(found.value, case.vocabulary):
            hazard = judged(code, case.vocabulary, in_cell=False)
            if found.section in _SECTION or code in childhood.everywhere:
                yield found, code, hazard.effect, hazard
            elif found.section == INGREDIENTS and code in childhood.in_ingredients:
                effect: Effect = "exclude" if childhood.in_ingredients[code][1] == "exclude" else "review"
                yield found, code, effect, hazard


def _code(case: Case, proof: Proof, found: Found, effect: Effect, hazard: Hazard) -> Finding:
    rule, version = (hazard.rule.id, hazard.rule.version) if hazard.rule else (STATEMENT_RULE, "1")
    statement = case.vocabulary.statements.get(hazard.code)
    params: Params = {
        "code": hazard.code, "section": found.section, "page": found.page, "line": found.line, "rule": rule,
        "text_fr": statement.text_fr if statement else hazard.code,
        "text_en": statement.text_en if statement else hazard.code,
        "subject_fr": hazard.rule.subject_fr if hazard.rule else None,
        "subject_en": hazard.rule.subject_en if hazard.rule else None,
        "codes": ", ".join(excluding(case, proof)) or hazard.code,
    }  # fmt: skip
    told = case.reason(f"why.sheet.{_CODES[effect]}", proof, params)
    answer = case.reason(_ANSWERS[effect], proof, params) if effect in _ANSWERS else told
    return _weighed(effect, rule, told, answer, value=hazard.code, proof=proof, version=version)


def _weighed(effect: str, rule: str, told: Reason, answer: Reason, **about: Unpack[About]) -> Finding:
    force, outcome, word = _WEIGHT.get(effect, ("notes", "pass", None))
    return finding(force, rule, outcome, told, answer=answer, word=word, **about)


class About(TypedDict, total=False):
    """What a finding is about."""

    value: str
    proof: Proof
    version: str
    firm: bool


def _age(case: Case, proof: Proof) -> Iterator[Finding]:
    """A safety sheet has no legal expiry: age alone leaves a reserve."""
    last = ages_on(proof)
    if last and case.day > last:
        reason = case.reason("why.sheet.old", proof, since=last.isoformat())
        yield _weighed("review", "EC-D04", reason, reason, proof=proof, value=last.isoformat())


def _substance(case: Case, hit: Hit) -> Finding:
    """EC-D06: a substance excludes whatever section 2 says, and whatever label is held."""
    rule, sheet = hit.rule.rule, hit.proof.sheet
    clean = sheet is not None and not excluding(case, hit.proof)
    params: Params = {
        "value": hit.value, "subject_fr": rule.subject_fr, "subject_en": rule.subject_en, "rule": rule.id,
        "page": hit.page,
    }  # fmt: skip
    firm = rule.effect == "exclude"
    told = case.reason(f"why.substance.{'excludes' if firm else 'reserve'}", hit.proof, params)
    answer = case.reason("why.early_childhood.ingredient_rule", hit.proof, params) if clean and firm else told
    about: About = {"value": hit.value, "proof": hit.proof, "version": rule.version, "firm": firm}
    return _weighed(rule.effect, rule.id, told, answer, **about)


def _form(case: Case, form: Form) -> Finding:
    """A form or material told by the catalogue's words: no document says otherwise."""
    rule = form.rule.rule
    params: Params = {
        "value": form.said, "subject_fr": rule.subject_fr, "subject_en": rule.subject_en, "rule": rule.id
    }  # fmt: skip
    told = case.reason(_FORMS.get(rule.effect, "why.form.info"), more=params)
    return _weighed(
        rule.effect, rule.id, told, told, value=form.said, version=rule.version, firm=rule.effect == "exclude"
    )

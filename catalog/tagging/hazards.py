"""Hazard codes of a product: H and EUH statements and GHS pictograms, from its hazard cell and from its text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from catalog.tagging.hazard_facts import HazardRule
from catalog.tagging.records import Product
from catalog.tagging.vocabulary import Vocabulary

Effect = Literal["exclude", "review", "note", "neutral", "unknown"]
PICTOGRAM_RULE = "EC-P01"
STATEMENT_RULE = "EC-HS"
_MILD = "GHS07"
"""The exclamation mark: alone it gives a reserve, any other pictogram excludes."""

_CODE = re.compile(r"(?<![\w])(EUH|GHS|SGH|H)[\s.-]?(\d{2,3})([A-Z]{0,2})(?![\w])", re.IGNORECASE)
_PERHAPS = re.compile(r"[Hh][\s.-]?\d{3}|(?:GHS|SGH)")
_EUH = re.compile(r"(?<!\w)EUH[\s.-]?\d{3}[A-Z]?(?!\w)")
_CLP_CONTEXT = re.compile(r"mention|danger|phrases? H|CLP|SGH|GHS|hazard|H statement", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hazard:
    """One code, the rule it falls under and its effect on early childhood. `in_cell`: from the hazard cell."""

    code: str
    effect: Effect
    rule: HazardRule | None
    in_cell: bool = True


def hazards_of(product: Product, vocabulary: Vocabulary) -> tuple[Hazard, ...]:
    """Every hazard code of a product, judged; each code once."""
    if not product.hazard_codes and not (product.description and _PERHAPS.search(product.description)):
        return ()
    in_cell = [code for text in product.hazard_codes for code in codes_in(text, vocabulary)]
    in_text = [code for code in _text_codes(product.description, vocabulary) if code not in in_cell]
    found = [judged(code, vocabulary, True) for code in dict.fromkeys(in_cell)]
    return (*found, *(judged(code, vocabulary, False) for code in dict.fromkeys(in_text)))


@lru_cache(maxsize=20_000)
def codes_in(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The codes of a hazard cell as the regulation writes them: "h360fd" -> "H360FD" or "H360Fd" by what exists.

    A code that the regulation does not know is kept as read; P-codes and words are left out.
    """
    return tuple(_written(match, vocabulary) for match in _CODE.finditer(text))


def worst(hazards: Iterable[Hazard], effect: Effect) -> tuple[Hazard, ...]:
    """The hazards of one effect."""
    return tuple(hazard for hazard in hazards if hazard.effect == effect)


def _text_codes(text: str | None, vocabulary: Vocabulary) -> tuple[str, ...]:
    """In running text EUH codes count anywhere, H codes only beside a word of labelling ("H200" is also a height)."""
    if not text or not _PERHAPS.search(text):
        return ()
    if _CLP_CONTEXT.search(text):
        return tuple(code for code in codes_in(text, vocabulary) if code in vocabulary.statements)
    return tuple(code for match in _EUH.finditer(text) for code in codes_in(match.group(), vocabulary))


def _written(match: re.Match[str], vocabulary: Vocabulary) -> str:
    kind = match[1].upper().replace("SGH", "GHS")
    base = f"{kind}{match[2]}"
    if kind == "GHS":
        return f"GHS{int(match[2]):02d}"
    variants = (base + match[3], base + match[3].upper(), base + match[3].lower(), base + match[3].capitalize(), base)
    return next((code for code in variants if code in vocabulary.statements), base)


@lru_cache(maxsize=4096)
def judged(code: str, vocabulary: Vocabulary, in_cell: bool) -> Hazard:
    """By the rule that names the code, else by the pictogram that goes with it, else by the statement's own default."""
    for rule in vocabulary.hazard_rules:
        if code in rule.codes and rule.id != PICTOGRAM_RULE:
            return Hazard(code, _as_effect(rule.effect), rule, in_cell)
    pictogram = next((rule for rule in vocabulary.hazard_rules if rule.id == PICTOGRAM_RULE), None)
    if code.startswith("GHS"):
        return Hazard(code, "review" if code == _MILD else "exclude", pictogram, in_cell)
    statement = vocabulary.statements.get(code)
    if statement is None:
        return Hazard(code, "unknown", None, in_cell)
    if any(sign != _MILD for sign in statement.pictograms):
        return Hazard(code, "exclude", pictogram, in_cell)
    own = HazardRule(STATEMENT_RULE, "1", statement.default, frozenset({code}), "mention de danger", "hazard statement")
    return Hazard(code, _as_effect(statement.default), own, in_cell)


def _as_effect(effect: str) -> Effect:
    return effect if effect in ("exclude", "review", "note") else "neutral"  # type: ignore[return-value]

"""Every refusal of these rooms has its sentence, in both languages, and each of its fields is given."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from catalog.wording.sentences import say

DAY = dt.date(2026, 12, 31)
REFUSALS: dict[str, dict[str, Any]] = {
    "proof.unknown": {"proof": 1},
    "proof.no_document": {"proof": 1},
    "proof.supplier_unknown": {"supplier": "X"},
    "proof.attribute_unknown": {"value": "x", "known": "y"},
    "proof.kind_unknown": {"value": "x", "known": "y"},
    "proof.basis_unknown": {"basis": "x", "bases": "y"},
    "proof.label_unknown": {"value": "x"},
    "proof.state_unknown": {"value": "x", "known": "y"},
    "proof.no_reference": {},
    "proof.references_unknown": {"n": 2, "references": "A, B"},
    "proof.date_far": {"day": DAY, "first": 1990, "last": 2056},
    "proof.dates_reversed": {"start": DAY, "end": DAY},
    "proof.nothing_to_check": {},
    "proof.own_entry": {},
    "proof.reason_missing": {"most": 2000},
    "document.empty": {"name": "a.pdf"},
    "document.kind_unknown": {"name": "a.exe", "known": "PDF"},
    "document.not_as_named": {"name": "a.pdf", "ending": "PDF"},
    "product.unknown": {"supplier": "X", "reference": "R"},
    "product.not_in_lot": {"reference": "R", "lot": "L"},
    "range.unknown": {"range": "r"},
}


@pytest.mark.parametrize("code", REFUSALS)
def test_each_refusal_speaks_both_languages(code: str) -> None:
    french, english = (say(code, REFUSALS[code], language) for language in ("fr", "en"))
    assert french != english
    assert "–" not in french + english


def test_one_of_them_word_for_word() -> None:
    params = REFUSALS["proof.references_unknown"]
    assert say("proof.references_unknown", params, "en") == (
        "This supplier has no such references (2): A, B. Correct or remove them; nothing was saved."
    )
    french = say("proof.references_unknown", params, "fr").replace("\u00a0", " ")
    assert french == (
        "Ces références n’existent pas chez ce titulaire (2) : A, B. Corrigez-les ou retirez-les ; rien n’a été enregistré."
    )

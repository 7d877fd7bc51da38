"""The arithmetic of a price clause as one sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from catalog.wording.formats import NO_BREAK
from catalog.wording.sentences import say

AMOUNTS = frozenset({"base", "price", "line", "list", "before"})
"""Parameters of a step that are amounts in the currency of the lot."""
GLUE = {"fr": f"{NO_BREAK}; ", "en": "; "}


def clause_sentence(steps: Sequence[tuple[str, Mapping[str, Any]]], currency: str, language: str) -> str:
    """The steps of a verdict, one after the other, in one sentence with its full stop."""
    told = GLUE[language].join(say(code, _priced(params, currency), language) for code, params in steps)
    return f"{told[:1].upper()}{told[1:]}."


def _priced(params: Mapping[str, Any], currency: str) -> dict[str, Any]:
    return {
        name: (value, currency) if name in AMOUNTS and value is not None else value for name, value in params.items()
    }

"""Codes and parameters become sentences, French or English. Nothing else in the house writes one.

Every CSV file of this folder has the columns `code,fr,en`; a code stands in one file only. A template is a format
string whose fields may carry a kind: `{until:date}`, `{price:money}`, `{price:amount}` (a pair: micro-units, currency),
`{rate:rate}`, `{rise:change}`, `{sum:figures}`, `{since:month}`, `{n:count}`, `{label:label}`, `{attribute:attribute}`,
`{family:family}`, `{reason:kept}`. A parameter that is missing or None shows as a dash.
"""

from __future__ import annotations

import csv
import json
import re
import string
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from catalog.reference.shipped import names
from catalog.wording import formats

FOLDER = Path(__file__).parent
NOTHING = "–"
TWO_STOPS = re.compile(r"(?<=[^\s.])\.\.(?=\s|$)")

KINDS: Mapping[str, Callable[[Any, str], str]] = {
    "date": formats.long_date,
    "day": formats.short_date,
    "money": formats.money,
    "rate": formats.rate,
    "count": formats.count,
    "amount": lambda pair, language: formats.money(pair[0], language, pair[1]),
    "change": formats.change,
    "figures": formats.figures,
    "month": formats.month,
    "label": lambda code, language: named("label", code, language),
    "attribute": lambda code, language: named("attribute", code, language),
    "family": lambda code, language: named("family", code, language),
    "kept": lambda text, language: retold(text, language),
}


def say(code: str, params: Mapping[str, object], language: str, folder: Path = FOLDER) -> str:
    """The sentence of a code, from this folder or the screens' own. Raises KeyError for a code without one."""
    return filled(templates(folder)[code][language], params, language)


def filled(template: str, params: Mapping[str, object], language: str) -> str:
    """A template, or a part of one, with its fields filled. A reason that ends with a full stop brings no second one."""
    text = _Sentence(language).vformat(template, (), params)
    return TWO_STOPS.sub(".", text) if ".." in text else text


def to_keep(code: str, **params: str) -> str:
    """A sentence as it is kept where a person's words may stand too: its code with its parameters, in no language."""
    return json.dumps({"code": code, **params}, sort_keys=True)


def retold(text: str, language: str) -> str:
    """What was kept, in a language: the sentence of `to_keep`, or the words of a person as they were written."""
    try:
        said = json.loads(text) if text.startswith("{") else None
    except ValueError:
        return text
    code = str(said.pop("code", "")) if isinstance(said, dict) else ""
    return say(code, said, language) if isinstance(said, dict) and code in templates(FOLDER) else text


def named(kind: str, code: str, language: str) -> str:
    """The name of an attribute, label or family; the code itself where none is known."""
    pair = names(kind).get(code)
    return pair[0 if language == "fr" else 1] if pair else code


@cache
def templates(folder: Path = FOLDER) -> Mapping[str, Mapping[str, str]]:
    """Code -> language -> template. Raises ValueError for a code that stands twice."""
    found: dict[str, Mapping[str, str]] = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["code"] in found:
                    raise ValueError(f"{path.name}: {row['code']} has a sentence already")
                found[row["code"]] = {"fr": row["fr"], "en": row["en"]}
    return found


class _Sentence(string.Formatter):
    """Formats by kind; a missing value shows as a dash; no attribute or index of a value is ever reached."""

    def __init__(self, language: str) -> None:
        self.language = language

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[Any, str]:
        return kwargs.get(field_name), field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        if value is None:
            return NOTHING
        return KINDS[format_spec](value, self.language) if format_spec in KINDS else str(value)

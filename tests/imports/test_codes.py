"""Every code that reading gives out has a sentence, and every sentence names only what its code knows."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WORDING = ROOT / "catalog" / "wording"
FAMILIES = (
    "file row rows sheet mapping column text reference name price amount vat discount currency unit packaging quantity days date gtin hazard family"
).split()
CODE = re.compile(rf'"((?:{"|".join(FAMILIES)})\.[a-z_]+)"')
MADE = re.compile(r'(?:return|=|else|if) "(unreadable|ambiguous|convention|several)"')


def sentences(name: str) -> dict[str, dict[str, str]]:
    with (WORDING / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def source() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "imports").rglob("*.py"))


def test_every_issue_and_refusal_has_a_sentence() -> None:
    emitted = set(CODE.findall(source()))
    emitted |= {
        f"{kind}.{tail}"
        for kind in ("price", "amount")
        for tail in (*MADE.findall(source()), "negative", "too_large", "unknown_unit")
    }
    assert emitted <= {*sentences("issues"), *sentences("file_refusals"), *sentences("document_refusals")}
    assert len(emitted) > 80


def test_every_question_has_a_sentence() -> None:
    asked = set(re.findall(r'(?:Question|\.ask)\(\s*"([a-z_]+)"', source()))
    assert {f"question.{name}" for name in asked} == set(sentences("questions"))


@pytest.mark.parametrize("name", ["issues", "questions", "file_refusals"])
def test_both_languages_name_the_same_things(name: str) -> None:
    for code, row in sentences(name).items():
        both = [set(re.findall(r"\{(\w+)", row[language])) for language in ("fr", "en")]
        assert both[0] == both[1], code
        assert not re.search(r"(?<!\u00a0)[:;?!»](?!\w)", row["fr"].replace("://", "")), code
        assert "'" not in row["fr"], code

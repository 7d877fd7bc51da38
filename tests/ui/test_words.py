"""Every word that a screen asks for exists, in both languages, with the same fields."""

from __future__ import annotations

import ast
import csv
import string
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.access import EVERYONE, KIND_ROLES
from catalog.errors import NotAllowed
from catalog.wording.sentences import templates
from ui.navigation import PAGES
from ui.theme import assets
from ui.wording.words import FOLDER, refused, word

UI = Path(__file__).parents[2] / "ui"
CATALOG = UI.parent / "catalog"
CODES = templates(FOLDER)


def asked() -> Iterator[tuple[str, int, str]]:
    """(file, line, code) of every `t("code")` and `word("code", ...)` written out in ui/."""
    for path in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("t", "word")
                and node.args
            ):
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield path.name, node.lineno, first.value


def test_every_code_asked_for_has_words() -> None:
    assert [each for each in asked() if each[2] not in CODES] == []


def test_codes_made_from_a_role_or_kind_have_words() -> None:
    made = [f"role.{role}" for role in EVERYONE]
    made += [f"home.{part}.{kind}" for kind in KIND_ROLES for part in ("title", "lead")]
    made += [f"frame.reserved.{kind}" for kind in (*KIND_ROLES, "auditor")]
    made += [page.title for page in PAGES]
    assert [code for code in made if code not in CODES] == []


def test_both_languages_say_the_same() -> None:
    said = {code: (each["fr"], each["en"]) for code, each in CODES.items()}
    assert [code for code, (french, english) in said.items() if not (french.strip() and english.strip())] == []
    assert [code for code, (french, english) in said.items() if fields(french) != fields(english)] == []
    assert [code for code, (french, _) in said.items() if "'" in french] == [], "a typographic apostrophe"


def fields(template: str) -> Counter[tuple[str, str]]:
    return Counter((name, spec or "") for _, name, spec, _ in string.Formatter().parse(template) if name is not None)


@pytest.mark.parametrize(("language", "role"), [("fr", "auditeur"), ("en", "auditor")])
def test_a_refusal_on_a_page_names_the_role(language: str, role: str) -> None:
    said = refused(NotAllowed("right.missing", right="range.draft", role="auditor"), language)
    assert f"({role})" in said


def test_a_missing_parameter_shows_a_dash_and_a_missing_code_is_an_error() -> None:
    assert word("frame.version", "fr") == "Version –"
    with pytest.raises(KeyError):
        word("no.such.code", "fr")


def test_streamlits_own_words_are_a_closed_list() -> None:
    with assets.WORDS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    english = [row["en"] for row in rows]
    assert len(english) == len(set(english))
    assert all(row["fr"] and None not in row for row in rows)
    assert "Aller au contenu" in assets.script()

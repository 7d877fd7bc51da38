"""What the screens say: `t` looks a code up in this folder's CSV files (`code,fr,en`), in the session's language."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from catalog.errors import Refusal
from catalog.wording.sentences import say, templates
from ui import session

FOLDER = Path(__file__).parent


def t(code: str, **params: object) -> str:
    """The text of a code in the language of this rerun. Raises KeyError for a code without text."""
    return word(code, session.language(), **params)


def word(code: str, language: str, **params: object) -> str:
    """The text of a code in a language; fields and kinds as in `catalog.wording.sentences`."""
    return say(code, params, language, FOLDER)


def refused(refusal: Refusal, language: str | None = None) -> str:
    """The sentence of a refusal. A role is named, as the rest of the page names it, where a command tells its code."""
    asked, params = language or session.language(), dict(refusal.params)
    if f"role.{params.get('role')}" in templates(FOLDER):
        params["role"] = word(f"role.{params['role']}", asked)
    return say(refusal.code, params, asked)


def counted(n: int, code: str, **params: object) -> str:
    """« 0 ligne », « 1 ligne », « 2 lignes »: `code.one` or `code.many`, as the language counts."""
    few = n == 1 or (n == 0 and session.language() == "fr")
    return t(f"{code}.one" if few else f"{code}.many", n=n, **params)


class Named(Protocol):
    """What bears a name in each language."""

    @property
    def name_fr(self) -> str: ...
    @property
    def name_en(self) -> str: ...


def called(each: Named) -> str:
    """What a thing is called in the language of this rerun."""
    return each.name_fr if session.language() == "fr" else each.name_en

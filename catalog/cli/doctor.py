"""The command that says what is wrong with an instance: doctor."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from catalog.cli.frame import PARTLY, leave, line
from catalog.db import reachable
from catalog.errors import Invalid
from catalog.migrate import is_current
from catalog.services.instance.doctor import Diagnosis, Finding, diagnose
from catalog.settings import LANGUAGES
from catalog.wording.sentences import say


def register(app: typer.Typer) -> None:
    """Add the command of this family."""
    app.command()(doctor)


def doctor(
    head: Annotated[
        str | None,
        typer.Option(help="NUMBER:HASH of a link of the journal, as an earlier doctor gave it: it must still be there"),
    ] = None,
) -> None:
    """Say what is wrong with this instance and how to mend it; it changes nothing. 1: something needs mending."""
    found = _before() or _within(head)
    document = _document(found)
    told = [f"{'✗' if each['level'] == 'mend' else '·'} {each[line().language]}" for each in document["findings"]]
    told += [f"✓ {each[line().language]}" for each in document["checked"]]
    if found.head[0]:
        told.append(say("doctor.noted", {"head": f"{found.head[0]}:{found.head[1]}"}, line().language))
    line().tell(document, "\n".join(told))
    if not found.sound:
        leave(PARTLY)


def _before() -> Diagnosis | None:
    """What keeps everything else from being looked at."""
    engine = line().entrance.engine
    if not reachable(engine):
        return Diagnosis((Finding("doctor.unreachable", "mend", {}),), {})
    if not is_current(engine):
        return Diagnosis((Finding("doctor.migrations", "mend", {}),), {})
    return None


def _within(head: str | None) -> Diagnosis:
    noted = _noted(head) if head else None
    with line().waiting("progress.doctor"), line().entrance.reading() as means:
        return diagnose(line().actor, means, noted)


def _noted(text: str) -> tuple[int, str]:
    number, _, digest = text.partition(":")
    if not (number.isascii() and number.isdecimal() and len(number) <= 15 and len(digest) == 64):
        raise Invalid("doctor.head", value=text)
    return int(number), digest


def _document(found: Diagnosis) -> dict[str, Any]:
    return {
        "sound": found.sound,
        "findings": [
            {"code": each.code, "level": each.level, **{name: str(value) for name, value in each.params.items()},
             **{language: say(each.code, each.params, language) for language in LANGUAGES}}
            for each in found.findings
        ],
        "checked": [
            {"code": code, **{language: say(code, params, language) for language in LANGUAGES}}
            for code, params in found.checked.items()
            if not any(each.code.startswith(f"{code}.") and each.level == "mend" for each in found.findings)
        ],
        "head": {"number": found.head[0], "hash": found.head[1]},
    }  # fmt: skip

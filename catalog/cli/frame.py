"""What every command shares: the common options, who acts, what is printed, which status is returned.

The common options stand anywhere on the line: they are taken off it before the commands see it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from catalog.access import OPERATOR, Actor
from catalog.entrance import Entrance
from catalog.errors import Invalid, NotAllowed, Refusal
from catalog.services.people.accounts import actor_by_email
from catalog.settings import LANGUAGES, Settings, settings_from
from catalog.wording.sentences import say

DONE, PARTLY, REFUSED, NOT_ALLOWED, WRONG_USAGE, BUG = 0, 1, 2, 3, 64, 70
COMMON = {"--database": "TAMIS_DATABASE_URL", "--user": "TAMIS_USER", "--lang": "TAMIS_LANG"}
"""Common option -> the variable it stands for on this line."""

out = Console(highlight=False, soft_wrap=True, emoji=False)
log = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)


@dataclass(frozen=True)
class Line:
    """One command line: its settings and how it wants its answer."""

    settings: Settings
    as_json: bool

    @cached_property
    def entrance(self) -> Entrance:
        """The door, opened when the command first needs it."""
        return Entrance(self.settings)

    @cached_property
    def actor(self) -> Actor:
        """The account named by --user or TAMIS_USER, else the operator."""
        if self.settings.user is None:
            return OPERATOR
        with self.entrance.reading() as means:
            return actor_by_email(means, self.settings.user)

    @property
    def language(self) -> str:
        """The language of what is printed."""
        return self.settings.language

    def tell(self, document: Mapping[str, Any], text: str | None = None) -> None:
        """Print the one JSON document, or its text for a person: an empty list says that there is nothing."""
        if self.as_json:
            sys.stdout.write(json.dumps(document, ensure_ascii=False, default=str) + "\n")
            sys.stdout.flush()  # a server says where it is, then goes on for days
        elif text is not None:
            out.print(text or say("command.nothing", {}, self.language), markup=False)

    @contextmanager
    def waiting(self, code: str, **params: object) -> Iterator[None]:
        """Show on a terminal that work is going on; nothing in JSON or through a pipe."""
        if self.as_json or not sys.stderr.isatty():
            yield
            return
        with log.status(say(code, params, self.language)):
            yield

    @contextmanager
    def following(self, code: str, **params: object) -> Iterator[Callable[[int, int | None], None]]:
        """The same with how far it is: what it gives is told rows done and rows in all (None while unknown)."""
        if self.as_json or not sys.stderr.isatty():
            yield _unheard
            return
        started = time.monotonic()
        with Progress(*COLUMNS, console=log, transient=True) as bar:
            task = bar.add_task(say(code, params, self.language), total=None, rows="")

            def told(done: int, whole: int | None) -> None:
                rate = round(done / max(time.monotonic() - started, 0.001))
                rows = say("progress.rows", {"done": done, "rate": rate}, self.language)
                bar.update(task, completed=done, total=whole, rows=rows)

            yield told


def _unheard(_done: int, _whole: int | None) -> None:
    """Nobody looks."""


COLUMNS = (TextColumn("{task.description}", markup=False), BarColumn(), TextColumn("{task.fields[rows]}"))


_line: list[Line] = []
"""The line being run. A process runs one command; tests run several, one after the other."""


def line() -> Line:
    """The line being run."""
    return _line[-1]


def counted(counts: Mapping[str, object]) -> str:
    """Counts for the eye, in the language of the line: "new offers: 2, gone offers: 0"."""
    return ", ".join(say(f"count.{name}", {"n": number}, line().language) for name, number in counts.items())


def leave(status: int) -> NoReturn:
    """End the command with a status."""
    raise typer.Exit(status)


def take_common(arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> list[str]:
    """Take the common options off a command line, remember the line, return the rest. Raises Invalid."""
    rest: list[str] = []
    found = dict(os.environ if environment is None else environment)
    as_json, queue = "--json" in arguments, list(arguments)
    while queue:
        _line[:] = [Line(_plain(found), as_json)]  # what a refusal below is told with
        word = queue.pop(0)
        name, equals, value = word.partition("=")
        if word == "--json":
            continue
        if name in COMMON:
            found[COMMON[name]] = value if equals else _value(name, queue)
        else:
            rest.append(word)
    _line[:] = [Line(_plain(found), as_json)]
    _line[:] = [Line(settings_from(found), as_json)]
    return rest


def _value(name: str, queue: list[str]) -> str:
    if not queue or queue[0].startswith("--"):
        raise Invalid("option.without_value", option=name)
    return queue.pop(0)


def _plain(environment: Mapping[str, str]) -> Settings:
    """Settings that cannot be wrong, in the language asked for where it is one."""
    asked = environment.get("TAMIS_LANG", "")
    return settings_from({"TAMIS_LANG": asked} if asked in LANGUAGES else {})


def refused(refusal: Refusal) -> int:
    """Print why something is refused; the status to return."""
    told(refusal)
    if refusal.code == "option.without_value":
        return WRONG_USAGE
    return NOT_ALLOWED if isinstance(refusal, NotAllowed) else REFUSED


def told(refusal: Refusal, **more: object) -> None:
    """Print a refusal: its sentence on the error stream and, where JSON was asked for, the one document."""
    both = {each: say(refusal.code, refusal.params, each) for each in LANGUAGES}
    if line().as_json:
        line().tell({"refusal": {"code": refusal.code, **more, **both}})
    log.print(both[line().language], markup=False)


def with_settings(**changes: Any) -> Line:
    """The line again with other settings (the demo's day)."""
    _line[:] = [Line(replace(line().settings, **changes), line().as_json)]
    return line()

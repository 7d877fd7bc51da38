"""What is wrong with the words of a command line, as one sentence in the language asked for: the parser speaks English alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import typer

from catalog.errors import Invalid
from catalog.wording.sentences import to_keep

UsageError: Any = typer.BadParameter.__mro__[1]
"""The parent of every complaint about the words of a command (typer does not name it in its face)."""
BOUNDS = {"greater_than_equal": ("usage.least", "ge"), "less_than_equal": ("usage.most", "le")}
"""What the check of a number complains of -> our sentence, and where it keeps the bound."""
QUOTED = re.compile(r"'([^']*)'")
EXTRA = re.compile(r"\((?!s\))(.*)\)")


def misuse(fault: Any) -> Invalid:
    """The refusal of a complaint. A group without its command names those it has."""
    if type(fault).__name__ == "NoArgsIsHelpError":
        return Invalid("command.incomplete", known=", ".join(sorted(fault.ctx.command.commands)))
    code, params = _said(fault)
    return Invalid("command.wrong", detail=to_keep(code, **params))


def _said(fault: Any) -> tuple[str, Mapping[str, str]]:
    param, option = getattr(fault, "param", None), getattr(fault, "option_name", None)
    if param is not None:
        return _of_param(fault, param)
    if option is not None:
        return _of_option(fault, option)
    quoted, extra = QUOTED.findall(fault.message), EXTRA.search(fault.message)
    if "command" in fault.message and quoted:
        return _of_command(*quoted)
    return ("usage.extra", {"words": extra[1]}) if extra else ("usage.other", {})


def _of_command(word: str, *like: str) -> tuple[str, Mapping[str, str]]:
    """A command that there is not, and those whose names are like it."""
    if not like:
        return "usage.no_command", {"word": word}
    return "usage.no_command.like", {"word": word, "like": ", ".join(like)}


def _of_param(fault: Any, param: Any) -> tuple[str, Mapping[str, str]]:
    """An option or argument that is left out, or whose value cannot be."""
    is_option = param.param_type_name == "option"
    name = param.opts[0] if is_option else param.name.rstrip("_").upper()
    if type(fault).__name__ == "MissingParameter":
        return f"usage.missing.{'option' if is_option else 'argument'}", {"name": name}
    found = _checked(fault)
    code, bound = BOUNDS.get(found.get("type", ""), ("", ""))
    told = {"name": name, "value": str(found.get("input", ""))}
    if code:
        return code, told | {"bound": str(found["ctx"][bound])}
    return ("usage.whole" if found.get("type") == "int_parsing" else "usage.value"), told


def _checked(fault: Any) -> Mapping[str, Any]:
    """What the check of a value keeps of it: its type, the value, its bounds. Nothing where it kept nothing."""
    errors: list[Mapping[str, Any]] = getattr(fault.__cause__, "errors", list)()
    return errors[0] if errors else {}


def _of_option(fault: Any, option: str) -> tuple[str, Mapping[str, str]]:
    if type(fault).__name__ != "NoSuchOption":
        return ("usage.flag" if "not take" in fault.message else "usage.without_value"), {"option": option}
    like = ", ".join(sorted(fault.possibilities or ()))
    return (
        ("usage.no_option.like", {"option": option, "like": like}) if like else ("usage.no_option", {"option": option})
    )

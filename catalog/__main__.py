"""`python -m catalog COMMAND`, from nothing but Python 3.11: makes its environment, goes inside, runs the command.

No syntax younger than Python 3.7 stands here, so that an old Python is told what is needed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

NEEDED = (3, 11)
TOO_OLD = """Tamis demande Python 3.11 ou plus récent ; celui-ci est %s. Lancez par exemple : python3.11 -m catalog %s
Tamis needs Python 3.11 or newer; this is %s. Run for instance: python3.11 -m catalog %s
"""
REFUSED = 2
COMMON = ("--json", "--lang", "--user", "--database")


def main(arguments: list[str]) -> int:
    """Run the command here if this interpreter will do, else inside the environment. The exit status."""
    if sys.version_info < NEEDED:
        version, rest = "%d.%d" % sys.version_info[:2], " ".join(arguments)  # noqa: UP031
        sys.stderr.write(TOO_OLD % (version, rest, version, rest))
        return REFUSED
    from catalog.errors import Refusal
    from catalog.wording.sentences import say

    language = "en" if os.environ.get("TAMIS_LANG") == "en" else "fr"
    try:
        return enter(arguments, language)
    except Refusal as refusal:
        sys.stderr.write("%s\n" % say(refusal.code, refusal.params, language))  # noqa: UP031
        return REFUSED


def enter(arguments: list[str], language: str) -> int:
    """The command's exit status, run here or inside. Raises Refusal when no environment can be made."""
    from catalog import environment

    words = without_common(arguments)
    place = environment.Place(tests=words[:1] == ["test"])
    if not environment.usable_here(place):
        return go_inside(environment.prepare(place, language), arguments)
    with environment.held(place):
        return run_tests(words[1:]) if place.tests else run_command(arguments)


def without_common(arguments: list[str]) -> list[str]:
    """The line from its command on: common options may stand before it."""
    rest = list(arguments)
    while rest and rest[0].startswith(COMMON):
        valued = rest[0] in COMMON and rest[0] != "--json"
        rest = rest[2:] if valued else rest[1:]
    return rest


def go_inside(python: Path, arguments: list[str]) -> int:
    """Become the environment's interpreter with the same arguments (on Windows: wait for it)."""
    command = [str(python), "-m", "catalog", *arguments]
    if os.name != "nt":
        os.execv(command[0], command)  # noqa: S606
    return subprocess.call(command)


def run_tests(arguments: list[str]) -> int:
    """Run pytest on this checkout, on two processes unless told otherwise. Its own exit status."""
    import pytest

    from catalog.environment import ROOT

    os.chdir(str(ROOT))
    chosen = any(argument.startswith(("-n", "--numprocesses", "--pdb")) for argument in arguments)
    return int(pytest.main([*arguments] if chosen else ["-n", "2", *arguments]))


def run_command(arguments: list[str]) -> int:
    """Hand over to the command line."""
    from catalog.cli.entry import main as run

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

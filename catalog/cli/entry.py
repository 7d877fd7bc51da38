"""The command line: `python -m catalog COMMAND` and `tamis COMMAND`. No rule of its own: services decide."""

from __future__ import annotations

import os
import secrets
import sys
import tomllib
import traceback
from collections.abc import Sequence
from importlib import metadata
from typing import Annotated

import typer

from catalog.cli import (
    accounts,
    agreements,
    bench,
    browse,
    buying,
    doctor,
    doubt,
    expiries,
    facts,
    instance,
    intake,
    learnt,
    licence,
    missing,
    parcels,
    proofs,
    registers,
    release,
    renewal,
    selections,
    sheets,
    validation,
    verbs,
    work,
)
from catalog.cli.frame import BUG, DONE, WRONG_USAGE, leave, line, refused, take_common, told
from catalog.cli.misuse import UsageError, misuse
from catalog.environment import ROOT
from catalog.errors import Refusal

EPILOG = (
    "Common options, anywhere on the line: --database URL, --user EMAIL, --lang fr|en, --json. "
    "Status: 0 done, 1 done but something waits, 2 refused, 3 not allowed, 64 wrong usage, 70 a bug."
)

app = typer.Typer(
    name="tamis", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
    help="Supplier catalogues of framework agreements: imported as they are, tagged with proof, filtered and trusted.",
    epilog=EPILOG,
)  # fmt: skip

for family in (
    instance,
    doctor,
    agreements,
    intake,
    release,
    verbs,
    renewal,
    browse,
    selections,
    buying,
    proofs,
    parcels,
    licence,
    sheets,
    registers,
    expiries,
    missing,
    accounts,
    work,
    facts,
    learnt,
    bench,
    validation,
    doubt,
):
    family.register(app)


@app.callback(invoke_without_command=True)
def whole(version: Annotated[bool, typer.Option("--version", help="print the version and end")] = False) -> None:
    """Say which version this is."""
    if version:
        line().tell({"version": number()}, number())
        leave(DONE)


def number() -> str:
    """The version of what runs: a checkout names it in its project file, an installation in what was installed."""
    project = ROOT / "pyproject.toml"
    if project.is_file():
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
    return metadata.version("tamis")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line; the exit status of the contract."""
    try:
        rest = take_common(sys.argv[1:] if arguments is None else arguments)
        status = typer.main.get_command(app).main(rest, prog_name="tamis", standalone_mode=False)
        sys.stdout.flush()
        return int(status or DONE)
    except Refusal as refusal:
        return refused(refusal)
    except UsageError as fault:
        told(misuse(fault))
        return WRONG_USAGE
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except BrokenPipeError:
        return _left_alone()
    except Exception:  # whatever is no refusal is a bug: an id for the person, the detail in the log
        return _bug()


def _left_alone() -> int:
    """Whoever read the answer stopped listening (`... | head`): nothing more to say, and nobody to say it to."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE


def _bug() -> int:
    number = secrets.token_hex(4)
    told(Refusal("command.bug", id=number), id=number)
    traceback.print_exc()
    return BUG


def run() -> None:
    """The installed script."""
    sys.exit(main())

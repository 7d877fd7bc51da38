"""Commands that measure, each beside its peers. The scripts stand with the tests, so they need a checkout."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Annotated, Any

import typer

from catalog.cli.frame import line
from catalog.environment import ROOT
from catalog.errors import Conflict, Invalid

bench = typer.Typer(no_args_is_help=True, help="Benchmarks, with the peers that are installed, in one run.")
MOST = 5_000_000


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.add_typer(bench, name="bench")


@bench.command("import")
def import_(
    products: Annotated[int, typer.Option(help="lines of the catalogue; from 200 001 on CSV and XML only")] = 100_000,
) -> None:
    """Measure an import from file to published beside the plain path, on the same files."""
    _run("tests.bench.import_bench", products)


@bench.command()
def tagging(products: Annotated[int, typer.Option(help="lines of the catalogue")] = 100_000) -> None:
    """Measure the tagging of proven products beside their import, again after one rule changed, and what a start costs."""
    _run("tests.bench.tagging_bench", products)


@bench.command()
def browse(
    products: Annotated[int, typer.Option(help="offers of the catalogue")] = 100_000,
    peers: Annotated[
        str | None, typer.Option(help="only these, such as postgres,duckdb; default: all installed")
    ] = None,
) -> None:
    """Measure totals, counts and a page of 200 questions beside every peer that is installed; wrong answers do not count."""
    _run("tests.bench.browse_bench", products, *(["--peers", peers] if peers is not None else []))


@bench.command()
def screens(
    products: Annotated[int, typer.Option(help="offers of the catalogue")] = 100_000,
    people: Annotated[str, typer.Option(help="how many click at a time, each number in turn")] = "1,10,25,50",
) -> None:
    """Measure the catalogue page with people who each click once a second, on two server processes; the driver's part apart."""
    _run("tests.bench.screens_bench", products, "--people", people)


@bench.command()
def http(products: Annotated[int, typer.Option(help="offers of the catalogue")] = 100_000) -> None:
    """Measure /api/v1/search over HTTP beside Datasette where it is installed; only questions with the same totals count."""
    _run("tests.bench.http_bench", products)


def _run(script: str, products: int, *more: str) -> None:
    """Run a script of the benchmarks in a process of its own; its table, or its document with --json."""
    if not 1 <= products <= MOST:
        raise Invalid("bench.products", value=products, most=MOST)
    if not (ROOT / "tests" / "bench").is_dir():
        raise Conflict("bench.no_scripts")
    command = [sys.executable, "-m", script, "--products", str(products), *more]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    if done.returncode:
        raise Conflict("bench.failed", status=done.returncode)
    document: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    text = document.pop("text")
    line().tell(document, text)

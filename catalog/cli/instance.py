"""Commands about the instance: demo, serve, setup."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Annotated, Any

import typer

from catalog.access import OPERATOR
from catalog.cli.frame import PARTLY, REFUSED, Line, counted, leave, line, log, out, with_settings
from catalog.demo.build import accounts, build
from catalog.demo.world import SET_DAY
from catalog.errors import NotFound
from catalog.services.agreements.setup import SetupReport, load
from catalog.services.facts.load import load_facts
from catalog.settings import ADDRESS
from catalog.wording.sentences import say

PAGES, TOGETHER = "ui.app", "ui.processes"
"""The pages stand above the command line. They are loaded by name when they are served: no arrow runs up, and no other
command waits for Streamlit to start."""
PORT = 8501
LOOPBACK = "127.0.0.1"


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    for command in (demo, serve, setup, test):
        app.command()(command)


def demo(
    port: Annotated[int, typer.Option(min=0, max=65535, help="port of the pages")] = PORT,
    headless: Annotated[bool, typer.Option(help="open no browser")] = False,
    fresh: Annotated[bool, typer.Option(help="build the demonstration anew")] = False,
) -> None:
    """Set up all, import the demonstration through the real importer, serve it."""
    pages = importlib.import_module(PAGES)
    pages.bound(LOOPBACK, port).close()
    on = _reached(port, day=line().settings.day or SET_DAY)
    build(on.settings, lambda code: log.print(say(code, {}, on.language), markup=False), fresh=fresh)
    pages.serve(on.settings, LOOPBACK, port, lambda address: _ready(address, headless))


def _reached(port: int, **changes: Any) -> Line:
    """The line with other settings, whose mails lead to the port that is served, unless a setting says where they lead."""
    if port and line().settings.address == ADDRESS:
        changes["address"] = f"http://{LOOPBACK}:{port}"
    return with_settings(**changes)


def _account(account: Any) -> dict[str, str]:
    return {
        "email": account.email,
        "role": account.role,
        "organisation": account.organisation,
        "password": account.password,
    }


def _ready(address: str, headless: bool) -> None:
    day = str(line().settings.day)
    line().tell({"ready": address, "day": day, "accounts": [_account(each) for each in accounts()]})
    if not line().as_json:
        out.print(f"Ready: {address}", markup=False)
        for each in accounts():
            out.print(f"  {each.email:<40} {each.role:<15} {each.organisation:<12} {each.password}", markup=False)
    if not headless:
        typer.launch(address)


def serve(
    host: Annotated[str, typer.Option(help="address to listen on")] = LOOPBACK,
    port: Annotated[int, typer.Option(min=0, max=65535, help="port to listen on")] = PORT,
    processes: Annotated[int, typer.Option(min=1, max=16, help="server processes on the port")] = 1,
) -> None:
    """Serve the pages, the API and the health words; brings the database up to date first."""
    pages = importlib.import_module(PAGES)
    pages.bound(host, port).close()
    entrance = _reached(port).entrance
    entrance.migrate()
    with entrance.writing() as means:
        load_facts(OPERATOR, means)
    if processes > 1:
        importlib.import_module(TOGETHER).serve_together(line().settings, host, port, processes, _told)
    else:
        pages.serve(line().settings, host, port, _told)


def _told(address: str) -> None:
    line().tell({"ready": address}, f"Ready: {address}")


def setup(
    file: Annotated[Path, typer.Argument(help="the TOML file")],
    dry: Annotated[bool, typer.Option("--dry", help="rehearse: write nothing")] = False,
) -> None:
    """Load organisations, agreements, lots, memberships, ranges and accounts from one TOML file."""
    if not file.is_file():
        raise NotFound("file.missing", name=str(file))
    entrance = line().entrance
    entrance.migrate()
    with entrance.writing() as means:
        load_facts(OPERATOR, means)
        report = load(line().actor, means, file.read_bytes(), dry)
    document = _report(report, dry)
    line().tell(document, _text(document))
    leave(REFUSED if report.faults else 0)


def _report(report: SetupReport, dry: bool) -> dict[str, Any]:
    faults = [
        {
            "place": fault.params.get("place"),
            "code": fault.code,
            **{each: say(fault.code, fault.params, each) for each in ("fr", "en")},
        }
        for fault in report.faults
    ]
    return {"rehearsal": dry, "counts": {what: dict(each) for what, each in report.counts.items()}, "faults": faults}


def _text(document: dict[str, Any]) -> str:
    faults = [fault[line().language] for fault in document["faults"]]
    counts = [
        f"{say(f'setup.table.{what}', {}, line().language)} – {counted(found)}"
        for what, found in document["counts"].items()
    ]
    return "\n".join(faults or counts)


def test() -> None:
    """Set up all and run every test (`python -m catalog test`, from a checkout)."""
    log.print("python -m catalog test", markup=False)
    leave(PARTLY)

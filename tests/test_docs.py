"""The documents say what is there: every command, setting, format and table; links lead somewhere; examples run."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from catalog.cli.entry import app, main
from catalog.models import Base
from catalog.settings import VARIABLES
from imports.formats import READERS
from tests.house import ROOT
from ui.navigation import PAGES

README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = ("README.md", "CHANGELOG.md", "DECISIONS.md")


def section(text: str, title: str) -> str:
    """The text under a heading, to the next one of its level."""
    return text.split(f"\n## {title}\n")[1].split("\n## ")[0]


def table(text: str) -> list[list[str]]:
    """The rows of the first table of a text, without its head."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines[2:]]


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every command of the line that does something, by its words."""
    for name, below in getattr(command, "commands", {}).items():
        if hasattr(below, "commands"):
            yield from commands(below, (*path, name))
        else:
            yield " ".join((*path, name)), below


COMMANDS = dict(commands(typer.main.get_command(app)))
WRITTEN = [cells[0].strip("`") for cells in table(section(README, "Commands"))]


def test_every_command_is_in_the_readme_and_no_other() -> None:
    found = {re.match(r"[a-z ]+[a-z]", line + " ").group().strip() for line in WRITTEN}  # type: ignore[union-attr]
    assert found == set(COMMANDS)
    assert len(WRITTEN) == len(found)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str) -> None:
    assert COMMANDS[name].help


@pytest.mark.parametrize("line", WRITTEN)
def test_every_option_in_the_readme_exists(line: str) -> None:
    name = next(name for name in sorted(COMMANDS, key=len, reverse=True) if line.startswith(name))
    options = {option for given in COMMANDS[name].params for option in (*given.opts, *given.secondary_opts)}
    assert set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", line.replace("|-price", ""))) <= options


def test_every_page_is_in_the_readme_and_no_other() -> None:
    written = set(re.findall(r"`/([a-z-]*)`", section(README, "Pages")))
    assert written == {page.path for page in PAGES}


def test_every_setting_is_in_the_readme_with_its_meaning() -> None:
    assert [tuple(cells) for cells in table(section(README, "Settings"))] == [
        (f"`{name}`", meaning) for name, meaning in VARIABLES.items()
    ]


FORMATS = {"csv": ["CSV"], "zip": ["XLSX", "ODS"], "ole": ["XLS"]}
"""Container -> the formats it holds, as the README names them."""


def test_every_format_is_in_the_readme() -> None:
    assert set(FORMATS) == set(READERS)
    said = section(README, "Formats")
    assert [name for names in FORMATS.values() for name in names if name not in said] == []


def test_every_table_has_an_owner_and_its_key_says_so() -> None:
    decisions = (ROOT / "DECISIONS.md").read_text(encoding="utf-8")
    told = dict(table(section(decisions, "Whose rows")))
    first = {name: made.primary_key.columns.keys()[0] for name, made in Base.metadata.tables.items()}
    owners = {"supplier_id": "supplier", "organisation_id": "organisation"}
    assert told == {name: owners.get(key, "reference") for name, key in first.items()}


def test_every_room_is_in_the_readme() -> None:
    rooms = {path.parent.name for path in (ROOT / "catalog").glob("*/__init__.py")}
    assert [room for room in sorted(rooms) if f"catalog/{room}`" not in README] == []


def test_the_changelog_opens_with_this_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## \[(.+?)\]", changelog, re.MULTILINE)[0] == version


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", (ROOT / name).read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (ROOT / link).exists()] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_named_paths_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    paths = re.findall(r"`((?:catalog|imports|ui|tests|migrations)/[a-z_/.]*)`", text)
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_examples_run_and_print_what_they_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in re.findall(r"```csv (\S+)\n(.*?)```", README, re.DOTALL):
        Path(name).write_text(text, encoding="utf-8")
    examples = re.findall(r"^\$ python3 -m catalog (.+)\n((?:[^$`].*\n)*)", README, re.MULTILINE)
    assert len(examples) == 1
    for line, shown in examples:
        assert main(shlex.split(line)) in (0, 1)
        assert capfd.readouterr().out == shown


def test_every_kind_of_file_of_the_rooms_is_packaged() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packaged = {pattern.removeprefix("*") for pattern in project["tool"]["setuptools"]["package-data"]["*"]}
    files = [path for room in ("catalog", "imports", "ui", "migrations") for path in (ROOT / room).rglob("*.*")]
    kinds = {path.suffix for path in files if path.is_file() and "__pycache__" not in path.parts}
    assert kinds - packaged <= {".py"}

"""`python -m catalog` starts from nothing but Python, and tells an old one what is needed."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from catalog import __main__ as start

ROOT = Path(__file__).parents[2]


def test_the_first_lines_are_read_by_an_older_python() -> None:
    text = (ROOT / "catalog" / "__main__.py").read_text(encoding="utf-8")
    tree = ast.parse(text, feature_version=(3, 7))
    roots = {alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names}
    assert roots <= set(sys.stdlib_module_names)


def test_an_older_python_is_told_in_both_languages(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start, "NEEDED", (99, 0))
    assert start.main(["demo"]) == 2
    told = capsys.readouterr().err
    assert "Tamis demande Python 3.11" in told
    assert "Run for instance: python3.11 -m catalog demo" in told


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("test -x --lang en", "test -x --lang en"),
        ("--lang en test -x", "test -x"),
        ("--lang=en --json test", "test"),
        ("--user a@b.example --database sqlite:// demo", "demo"),
        ("--help", "--help"),
        ("", ""),
    ],
)
def test_common_options_may_stand_before_the_command(line: str, rest: str) -> None:
    assert start.without_common(line.split()) == rest.split()


def test_what_makes_the_environment_needs_the_standard_library_only() -> None:
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import catalog.environment as e; print(e.Place().stands())"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True)
    assert done.stderr == ""
    assert done.stdout.strip() in ("True", "False")


def test_a_second_start_costs_under_a_second() -> None:
    begun = os.times()
    done = subprocess.run([sys.executable, "-m", "catalog", "test", "--version"], cwd=ROOT, capture_output=True)
    ended = os.times()
    spent = ended.children_user + ended.children_system - begun.children_user - begun.children_system
    assert spent < 2  # of the processor, whatever else it does; the start takes a tenth of it, the rest is pytest's own
    assert done.returncode == 0


def test_the_tests_give_pytests_own_exit_status() -> None:
    command = [sys.executable, "-m", "catalog", "test", "-n0", "-q", "--collect-only", "tests/start/nothing_there.py"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 4
    assert "not found" in done.stdout + done.stderr

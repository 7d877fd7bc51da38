"""The house rules, read from the source: who may import whom, where clocks and floats are, how long things get."""

from __future__ import annotations

import ast
import subprocess
import warnings
from collections.abc import Iterator, Mapping

import pytest

from tests import house
from tests.house import Module

BASE = {"catalog.errors", "catalog.settings", "catalog.access"}
FACTS = {"catalog.reference", "catalog.wording"}
PURE = {"catalog.tagging", "catalog.facets", "catalog.writing", "catalog.clauses"}
STORE = {"catalog.models", "catalog.means", "catalog.queries"}
READY = {
    "imports", "catalog.prices", "catalog.comparable", "catalog.likeness", "catalog.staging", "catalog.published", "catalog.evidence",
    "catalog.validating",
}  # fmt: skip

ARROWS: Mapping[str, set[str]] = {
    "imports": set(),
    "catalog.errors": set(),
    "catalog.settings": {"catalog.errors"},
    "catalog.access": {"catalog.errors"},
    "catalog.asking": {"catalog.errors", "catalog.facets"},
    "catalog.models": set(),
    "catalog.reference": {"imports"},
    "catalog.wording": {"catalog.reference", "imports"},
    "catalog.prices": {"imports"},
    "catalog.comparable": {"catalog.prices"},
    "catalog.clauses": {"catalog.prices"},
    "catalog.likeness": {"catalog.facets"},
    "catalog.tagging": {"catalog.reference", "imports"},
    "catalog.facets": {"imports"},
    "catalog.writing": {"imports", "catalog.errors", *FACTS},
    "catalog.staging": {"imports", "catalog.prices", "catalog.tagging", "catalog.reference"},
    "catalog.means": {"catalog.models", *BASE},
    "catalog.db": {"catalog.means", *BASE},
    "catalog.migrate": {"catalog.db", "catalog.errors"},
    "catalog.queries": {"catalog.models", "catalog.means", "catalog.tagging", "catalog.facets", *BASE},
    "catalog.published": {
        "imports",
        "catalog.prices",
        "catalog.comparable",
        "catalog.likeness",
        "catalog.staging",
        *STORE,
        *PURE,
        *BASE,
        *FACTS,
    },
    "catalog.evidence": {"imports", "catalog.likeness", "catalog.published", *STORE, *PURE, *BASE, *FACTS},
    "catalog.validating": {"catalog.published", *STORE, *PURE, *BASE, *FACTS},
    "catalog.services": {"catalog.asking", *STORE, *PURE, *BASE, *FACTS, *READY},
    "catalog.entrance": {"imports", "catalog.db", "catalog.migrate", "catalog.means", "catalog.published"}
    | {"catalog.services", *BASE},
    "catalog.deposits": {"imports", "catalog.entrance", "catalog.services", "catalog.means", *BASE},
    "catalog.worker": {"catalog.deposits", "catalog.entrance", "catalog.services", "catalog.means", *BASE},
    "catalog.postman": {"catalog.entrance", "catalog.services", *BASE},
    "catalog.worker_procrastinate": {"catalog.worker", "catalog.entrance", "catalog.means", *BASE},
    "catalog.demo": {
        "catalog.entrance",
        "catalog.services",
        "catalog.db",
        "catalog.migrate",
        "catalog.means",
        *BASE,
        *FACTS,
        "imports",
    },
    "catalog.api": {
        "catalog.asking",
        "catalog.entrance",
        "catalog.means",
        "catalog.published",
        "catalog.services",
        *BASE,
        *FACTS,
        *PURE,
    },
    "catalog.cli": {
        "ui",
        "catalog.asking",
        "catalog.deposits",
        "catalog.worker",
        "catalog.entrance",
        "catalog.services",
        "catalog.demo",
        "catalog.db",
        "catalog.migrate",
        "catalog.means",
    }
    | {*BASE, *FACTS, *PURE, *READY, "catalog.environment"},
    "catalog.environment": {"catalog.errors", "catalog.wording"},
    "catalog.__main__": {"catalog.environment", "catalog.cli", "catalog.errors", "catalog.wording"},
    "ui": {
        "catalog.api",
        "catalog.deposits",
        "catalog.worker",
        "catalog.postman",
        "catalog.entrance",
        "catalog.services",
        "catalog.db",
        "catalog.migrate",
        "catalog.means",
        "catalog.published",
        "catalog.evidence",
        "catalog.validating",
    }
    | {*BASE, *FACTS, *PURE, "catalog.prices", "catalog.comparable"},
}
"""Room -> the rooms it may look into, besides itself. What is not written is forbidden."""

JOURNEY = ("imports.cleaning", "imports.tables", "imports.columns", "imports.lines", "imports.journey", "imports.child")
"""How a file becomes offers, room by room: none knows what comes after it (a child's own ground rules apart)."""

HIDDEN_IMPORTS: Mapping[str, str] = {
    "catalog.__main__": "the rest of the house can be imported only once the environment stands",
}
"""Modules that may import inside a function, and why."""

CLOCKS: Mapping[str, str] = {
    "catalog.means.clock": "the one clock",
    "catalog.models.base": "an id holds the time it was made at, whatever day is set",
}
"""Modules that may ask the machine for the time. Limits of browser sessions follow real time: they say so here."""

OPENERS = (
    "catalog.entrance",
    "catalog.worker",
    "catalog.worker_procrastinate",
    "catalog.published",
    "catalog.evidence",
    "catalog.validating",
    "catalog.services",
)
ONLY_HERE: Mapping[str, tuple[str, ...]] = {
    "streamlit": ("ui",),
    "sqlalchemy": ("catalog.models", "catalog.queries", "catalog.means", "catalog.db", "catalog.migrate", *OPENERS),
    "alembic": ("catalog.migrate",),
    "python_calamine": ("imports",),
    "xlsxwriter": ("catalog.writing", "imports", "catalog.demo"),
}
"""Library -> the rooms that may import it."""

EMPTY_WORDS = {"util", "utils", "helper", "helpers", "manager", "managers", "misc", "common"}
FAMILIES = ("people", "agreements", "intake", "products", "proofs", "ranges", "buying", "release")
LINES, LONGEST, LONG = 350, 25, 15

MODULES = house.modules(*house.ROOMS)
NAMES = frozenset(module.name for module in MODULES)
EVERY = MODULES + house.modules("tests", "migrations")


@pytest.fixture(scope="module", autouse=True)
def trees() -> Iterator[None]:
    """What was parsed here goes with the last of these tests: the collector does not look it over in all later ones."""
    yield
    for module in EVERY:
        module.forget()


def room(name: str) -> str:
    """The room a module lies in: a top folder, or a folder or file of catalog."""
    parts = name.split(".")
    return ".".join(parts[:2]) if parts[0] == "catalog" else parts[0]


def wrong_arrows(module: Module, names: frozenset[str] = NAMES) -> Iterator[str]:
    here = room(module.name)
    for found in house.imports(module, names):
        there = room(found.target)
        ours = there.split(".")[0] in house.ROOMS and there != "catalog"
        if found.target.startswith("."):
            yield f"{module.path}:{found.line} relative import"
        elif here == there == "catalog.services" and not one_verb(module.name, found.target, names):
            yield f"{module.path}:{found.line} a service imports a service, {found.target}"
        elif ours and there != here and there not in ARROWS.get(here, set()):
            yield f"{module.path}:{found.line} {here} -> {there}"


def one_verb(here: str, there: str, names: frozenset[str]) -> bool:
    """Whether both are parts of one verb: `setup` too long for a file has `setup_file`, `setup_changes` beside it."""
    whole = {here, *(name for name in names if here.startswith(f"{name}_"))}
    return any(there.startswith(f"{verb}_") for verb in whole)


def wrong_families(module: Module, names: frozenset[str] = NAMES) -> Iterator[str]:
    here = _place(module.name)
    for found in house.imports(module, names):
        there = _place(found.target)
        if here and there and here[0] == there[0] and there[1] > here[1]:
            yield f"{module.path}:{found.line} {here[0]}: {FAMILIES[there[1]]} is named after {FAMILIES[here[1]]}"


def wrong_journey(module: Module) -> Iterator[str]:
    here = _step(module.name)
    for found in house.imports(module, NAMES) if here is not None else ():
        there = _step(found.target)
        if here is not None and there is not None and there > here:
            yield f"{module.path}:{found.line} {JOURNEY[here]} -> {JOURNEY[there]}"


def _step(name: str) -> int | None:
    """The place in the journey of the room that a module of `imports` lies in."""
    if name in ("imports.child.memory", "imports.child.parent"):
        return None
    return next((at for at, each in enumerate(JOURNEY) if f"{name}.".startswith(f"{each}.")), None)


def _place(name: str) -> tuple[str, int] | None:
    """(models or queries, position of the family): "catalog.models.intake" -> ("models", 2)."""
    parts = name.split(".")
    known = len(parts) == 3 and parts[1] in ("models", "queries") and parts[2] in FAMILIES
    return (parts[1], FAMILIES.index(parts[2])) if known else None


def foreign(module: Module) -> Iterator[str]:
    for found in house.imports(module, NAMES):
        rooms = ONLY_HERE.get(found.target.split(".")[0])
        if rooms and room(module.name) not in rooms:
            yield f"{module.path}:{found.line} {found.target}"


def hidden(module: Module) -> Iterator[str]:
    for found in house.imports(module, NAMES):
        if found.inside and module.name not in HIDDEN_IMPORTS:
            yield f"{module.path}:{found.line} {found.target} inside {found.inside}()"


def clocks(module: Module) -> Iterator[str]:
    if module.name not in CLOCKS:
        asked = house.calls(module, "datetime.now", "date.today", "datetime.utcnow", "datetime.today", "time.time")
        yield from (f"{module.path}:{line} {call}()" for call, line in asked)


def floats(module: Module) -> Iterator[str]:
    if module.name.startswith(("imports.cleaning", "catalog.prices", "catalog.comparable", "catalog.clauses")):
        yield from (f"{module.path}:{line} {call}()" for call, line in house.calls(module, "float"))


def all_of(rule: object, modules: list[Module] = MODULES) -> list[str]:
    assert callable(rule)
    return [fault for module in modules for fault in rule(module)]


@pytest.mark.parametrize("rule", [wrong_arrows, wrong_families, wrong_journey, foreign, hidden, clocks, floats])
def test_the_house_keeps_the_rule(rule: object) -> None:
    assert all_of(rule) == []


BREACHES = [
    (wrong_arrows, "imports.a", "from catalog.errors import Refusal"),
    (wrong_arrows, "catalog.tagging.a", "import catalog.models"),
    (wrong_arrows, "catalog.services.a.b", "from catalog.services.a.c import verb"),
    (wrong_arrows, "catalog.services.agreements.setup_file", "import catalog.services.agreements.read"),
    (wrong_arrows, "catalog.queries.a", "from . import products"),
    (wrong_arrows, "ui.a", "from catalog.queries import products"),
    (wrong_arrows, "catalog.unheard.a", "import imports.record"),
    (wrong_families, "catalog.models.intake", "from catalog.models.products import Product"),
    (wrong_journey, "imports.tables.layout", "from imports.columns.mapping import map_columns"),
    (wrong_journey, "imports.lines.values", "import imports.journey"),
    (foreign, "catalog.services.a.b", "import streamlit as st"),
    (foreign, "ui.a", "from sqlalchemy.orm import Session"),
    (hidden, "catalog.a", "def f():\n    import csv"),
    (clocks, "catalog.a", "import datetime as dt\ndt.datetime.now()"),
    (clocks, "catalog.a", "from datetime import date\ndate.today()"),
    (floats, "imports.cleaning.a", "float('1')"),
]


@pytest.mark.parametrize(("rule", "name", "text"), BREACHES)
def test_each_rule_bites(rule: object, name: str, text: str) -> None:
    assert len(all_of(rule, [house.module(name, text)])) == 1


def test_no_room_is_missing_from_the_table() -> None:
    assert {room(name) for name in NAMES} - {"catalog"} <= set(ARROWS)


def test_the_arrows_make_no_circle() -> None:
    assert house.circles({here: set(there) for here, there in ARROWS.items()}) == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {
        module.name: {found.target for found in house.imports(module, NAMES)} & NAMES - {module.name}
        for module in MODULES
    }
    assert house.circles(graph) == []
    assert house.circles({"a": {"b"}, "b": {"c"}, "c": {"a"}}) == [["a", "b", "c"]]


def test_no_file_is_too_long() -> None:
    measured = {module.path: module.text.count("\n") for module in EVERY}
    apart = ("migrations/versions/", "tests/data/")
    assert {path: lines for path, lines in measured.items() if lines > LINES and not path.startswith(apart)} == {}


def test_no_function_is_too_long() -> None:
    measured = {f"{module.path} {name}": lines for module in MODULES for name, lines in house.lengths(module)}
    longish = {name: lines for name, lines in measured.items() if LONG < lines <= LONGEST}
    if longish:
        told = ", ".join(f"{name} ({lines})" for name, lines in sorted(longish.items()))
        warnings.warn(f"{len(longish)} functions of {len(measured)} are longer than {LONG} lines: {told}", stacklevel=1)
    assert {name: lines for name, lines in measured.items() if lines > LONGEST} == {}


def test_names_say_what_a_module_is() -> None:
    words = {module.path: set(module.name.split(".")[-1].split("_")) for module in EVERY}
    assert [path for path, found in words.items() if found & EMPTY_WORDS] == []


def test_whatever_is_public_says_what_it_does() -> None:
    assert [f"{module.path} {name}" for module in MODULES for name in house.bare(module)] == []


def test_every_module_opens_with_what_it_is() -> None:
    silent = [module.path for module in EVERY if module.text.strip() and ast.get_docstring(module.tree) is None]
    assert silent == []


def test_every_test_module_asserts() -> None:
    tests = [module for module in EVERY if module.path.startswith("tests/") and "/test_" in f"/{module.path}"]
    assert [module.path for module in tests if not any(isinstance(n, ast.Assert) for n in ast.walk(module.tree))] == []


REGISTRIES = ("pypi." + "org", "python" + "hosted", "npm" + "js.", "registry." + "yarn", "conda." + "anaconda")


def test_no_tracked_file_names_a_package_registry() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=house.ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout: there is no list of tracked files")
    paths = [house.ROOT / name for name in listed.stdout.split("\0") if name]
    texts = {path.name: path.read_bytes() for path in paths if path.is_file()}
    assert [name for name, text in texts.items() if any(host.encode() in text for host in REGISTRIES)] == []

"""Reads the house's own source with `ast`: modules, what each imports, its functions. Judges nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOMS = ("catalog", "imports", "ui")


@dataclass(frozen=True)
class Module:
    """One source file: dotted name, path from the root, its text and its tree."""

    name: str
    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Parsed when first asked for: whoever only collects the tests holds no tree (all of them take 300 MB)."""
        return ast.parse(self.text)

    def forget(self) -> None:
        """Let the tree go; whoever asks again has it parsed again."""
        self.__dict__.pop("tree", None)


@dataclass(frozen=True, slots=True)
class Import:
    """One imported name, resolved to a module of ours where it is one. `inside`: the function that hides it."""

    target: str
    line: int
    inside: str | None = None


def module(name: str, text: str, path: str = "made.py") -> Module:
    """A module from its text."""
    return Module(name, path, text)


def modules(*rooms: str) -> list[Module]:
    """Every module of these top folders, in the order of their paths."""
    paths = sorted(path for room in rooms for path in (ROOT / room).rglob("*.py"))
    return [module(dotted(path), path.read_text(encoding="utf-8"), str(path.relative_to(ROOT))) for path in paths]


def dotted(path: Path) -> str:
    """`catalog/models/base.py` -> "catalog.models.base"; a package is its folder."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(of: Module, ours: frozenset[str]) -> list[Import]:
    """All imports of a module. `from catalog.x import y` means module y where there is one, else catalog.x."""
    functions = list(spans(of))
    found = []
    for node in ast.walk(of.tree):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        inside = next((name for name, first, last in functions if first < node.lineno <= last), None)
        if isinstance(node, ast.Import):
            found += [Import(alias.name, node.lineno, inside) for alias in node.names]
        else:
            base = "." * node.level + (node.module or "")
            for alias in node.names:
                deeper = f"{base}.{alias.name}"
                found.append(Import(deeper if deeper in ours else base, node.lineno, inside))
    return found


def spans(of: Module) -> Iterator[tuple[str, int, int]]:
    """Name, first and last line of every function, methods too."""
    for node in ast.walk(of.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.lineno, node.end_lineno or node.lineno


def lengths(of: Module) -> Iterator[tuple[str, int]]:
    """Name and lines of every function's body; a signature of many options and a docstring do not count."""
    for node in ast.walk(of.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            told = ast.get_docstring(node, clean=False) is not None
            body = node.body[1:] if told else node.body
            yield node.name, (node.end_lineno or node.lineno) - body[0].lineno + 1 if body else 0


def calls(of: Module, *names: str) -> Iterator[tuple[str, int]]:
    """Calls whose dotted name ends so (`datetime.now`, `float`), with their line."""
    for node in ast.walk(of.tree):
        if isinstance(node, ast.Call):
            written = ast.unparse(node.func)
            yield from ((written, node.lineno) for name in names if f".{written}".endswith(f".{name}"))


def bare(of: Module) -> Iterator[str]:
    """Public functions and classes at the top of a module that have no docstring."""
    for node in of.tree.body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                if not name.startswith("_") and ast.get_docstring(node) is None:
                    yield name


def circles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """The circles of a graph, each once, smallest name first."""
    found: set[tuple[str, ...]] = set()
    done: set[str] = set()

    def walk(name: str, way: list[str]) -> None:
        if name in way:
            ring = way[way.index(name) :]
            start = ring.index(min(ring))
            found.add((*ring[start:], *ring[:start]))
        elif name not in done:
            for target in sorted(graph.get(name, ())):
                walk(target, [*way, name])
            done.add(name)

    for name in sorted(graph):
        walk(name, [])
    return [list(ring) for ring in sorted(found)]

"""Workbooks damaged in one part: whatever they are, something opens comes back, and no fault is added to theirs."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl.comments import Comment

from catalog.services.intake.annotate import order_for
from imports.annotation.annotate import annotate_here
from imports.annotation.record import Order
from imports.reading import read_here
from imports.record import Request
from tests.imports.annotation.catalogue import FAULTS, SHEET, book, saved
from tests.imports.annotation.package import faults, parts

EACH = 25


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], Order]:
    """The parts of a whole workbook, and what is to be said of it."""
    made = book(FAULTS, dressed=True)
    made[SHEET]["C4"].comment = Comment("à voir", "Fournisseur")
    path = saved(made, tmp_path_factory.mktemp("whole") / "tarif.xlsx")
    return parts(path.read_bytes()), order_for(read_here(path, Request("tarif.xlsx")), "tarif.xlsx", "fr")


def mutant(every: dict[str, bytes], chance: random.Random) -> dict[str, bytes]:
    """The parts with one of them changed, cut, doubled in places, or gone."""
    name = chance.choice(sorted(every))
    content = bytearray(every[name])
    for _ in range(chance.choice((1, 1, 2, 5))):
        at, length = chance.randrange(max(len(content), 1)), chance.randrange(1, 60)
        kind = chance.choice(("change", "cut", "double", "end"))
        if kind == "change" and content:
            content[at] = chance.randrange(256)
        elif kind == "cut":
            del content[at : at + length]
        elif kind == "double":
            content[at:at] = content[at : at + length]
        else:
            del content[at:]
    return {
        part: bytes(content) if part == name else raw
        for part, raw in every.items()
        if part != name or chance.random() > 0.1
    }


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_workbook_gives_something_that_opens(
    whole: tuple[dict[str, bytes], Order], tmp_path: Path, seed: int
) -> None:
    chance, (every, order) = random.Random(seed), whole
    source, out = tmp_path / "t.xlsx", tmp_path / "out.xlsx"
    for _ in range(EACH):
        with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in mutant(every, chance).items():
                archive.writestr(name, content)
        made = annotate_here(source, order, out)
        before = told(source)
        if made.form != "same":
            assert faults(out.read_bytes()) == []
        elif before is not None:
            after = told(out)
            assert after is not None
            assert set(after) <= set(before)


def told(path: Path) -> list[str] | None:
    """The faults of an archive; None for one that is no XML in a part."""
    try:
        return faults(path.read_bytes())
    except (ElementTree.ParseError, KeyError, UnicodeDecodeError, ValueError):
        return None

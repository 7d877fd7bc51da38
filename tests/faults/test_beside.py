"""The reading of a hostile file neither takes the server down nor holds up another supplier's, nor does it fill memory."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter

from catalog import worker
from catalog.access import OPERATOR
from catalog.entrance import Entrance
from catalog.settings import Settings
from imports.child.memory import held_mb, peak_mb
from tests.faults.state import readers_of, state_of
from tests.imports.made import repacked, workbook
from tests.worker.world import PRICES, lined_up, opened

pytestmark = [
    pytest.mark.parametrize("engine", ["sqlite"], indirect=True),
    pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="the system does not tell peaks"),
]
ROOM = 64
"""Megabytes that the serving process may grow by while others' files are read: it holds what a file says, no more."""


def far_cell() -> bytes:
    """A small workbook that asks for the memory of seventeen thousand million cells."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet()
    sheet.write_row(2, 0, ["Référence", "Désignation", "Prix HT"])
    sheet.write("XFD1048576", "x")
    book.close()
    return made.getvalue()


def bomb() -> bytes:
    """A small workbook whose sheet unpacks to 80 MB of nothing."""
    emptiness = b"<worksheet>" + b" " * (80 * 2**20) + b"</worksheet>"
    return repacked(workbook(Tarif=[["Référence", "Prix HT"]]), {"xl/worksheets/sheet1.xml": emptiness})


def one_line() -> bytes:
    """A text of 40 MB in a single line."""
    return b"Ref;Designation;Prix HT\n" + b"A;" * (20 * 2**20)


HOSTILE = {"loin.xlsx": far_cell, "bombe.xlsx": bomb, "ligne.csv": one_line}


@pytest.fixture
def entrance(settings: Settings) -> Iterator[Entrance]:
    made = opened(settings)
    yield made
    made.engine.dispose()


def test_a_hostile_file_is_refused_while_anothers_is_read(entrance: Entrance) -> None:
    files = {name: make() for name, make in HOSTILE.items()}
    Path("/proc/self/clear_refs").write_text("5")
    before = held_mb()
    with worker.working(entrance, 2):
        hostile = [lined_up(entrance, content, name) for name, content in files.items()]
        good = lined_up(entrance, PRICES, "bon.csv", "AUTRE")
        told = entrance.awaited(OPERATOR, good, 60)
        began = [entrance.job(OPERATOR, each) for each in hostile]
        sheets = [entrance.awaited(OPERATOR, each, 120) for each in hostile]
    assert (told.state, told.tries) == ("done", 1)
    assert any(each.open for each in began), "the good file waited for all the hostile ones"
    assert [each.state for each in sheets] == ["done"] * 3
    assert sorted(state_of(entrance).batches) == [("refused", 0, 0)] * 3 + [("rehearsed", 2, 2)]
    assert peak_mb() - before < ROOM
    assert readers_of(entrance.settings.home) == []


def test_a_reader_that_is_told_to_stop_leaves_no_process(entrance: Entrance) -> None:
    rows = "".join(f"R{number};Savon {number};{number % 90 + 1},10\n" for number in range(60_000))
    with worker.working(entrance, 1):
        lined_up(entrance, f"Ref;Designation;Prix HT\n{rows}".encode())
        end = time.monotonic() + 60
        while not readers_of(entrance.settings.home) and time.monotonic() < end:
            time.sleep(0.01)
        assert readers_of(entrance.settings.home)
    assert readers_of(entrance.settings.home) == []

"""The shelf: whatever became of an index directory, what is shown is what the database says."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.access import OPERATOR
from catalog.facets.build import KIND
from catalog.facets.directory import verify
from catalog.facets.selection import EVERYTHING, Selection
from catalog.means.means import Means
from catalog.published.shelf import Shelf
from catalog.services.release.publish import publish
from tests.release.world import deliver, set_up

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def turn_a_price(directory: Path) -> None:
    """One byte of the first price, the size unchanged: no check of sizes sees it."""
    path = directory / "display.arrow"
    content = bytearray(path.read_bytes())
    content[content.index((1_000_000).to_bytes(8, "little"))] ^= 0x40
    path.write_bytes(content)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "gone": shutil.rmtree,
    "a column is gone": lambda directory: (directory / "columns.bin").unlink(),
    "a column is cut": lambda directory: (directory / "columns.bin").write_bytes(b""),
    "a price is turned": turn_a_price,
    "the list of columns is cut": lambda directory: (directory / "meta.json").write_bytes(b"{"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_index_is_built_again_from_the_database(means: Means, name: str) -> None:
    set_up(means)
    publish(OPERATOR, means, [deliver(means, "1", ("A", "Savon", "1.00"), ("B", "Gel", "2.00"))])
    folder = means.settings.index
    (directory,) = folder.iterdir()
    DAMAGES[name](directory)
    found = Shelf(folder).edition(means)
    answer = found.index.ask(Selection(sort="price"), EVERYTHING, found.live)
    assert [(row.reference, row.price) for row in found.index.offers(answer.rows)] == [
        ("A", 1_000_000), ("B", 2_000_000),
    ]  # fmt: skip
    assert list(folder.iterdir()) == [directory]
    verify(directory, KIND)


def test_a_number_that_was_taken_back_is_not_the_one_given_next(means: Means) -> None:
    """A publication that was rolled back leaves its number to another, of which nothing that was made stands."""
    set_up(means)
    publish(OPERATOR, means, [deliver(means, "1", ("A", "Savon", "1.00"))])
    shelf = Shelf(means.settings.index)
    with means.session.begin_nested() as point:
        publish(OPERATOR, means, [deliver(means, "2", ("A", "Savon", "1.00"), ("B", "Gel", "2.00"))])
        assert len(shelf.edition(means).offers) == 2
        point.rollback()
    publish(OPERATOR, means, [deliver(means, "3", ("A", "Savon", "1.00"), ("C", "Cire", "3.00"), ("D", "Sel", "4.00"))])
    found = shelf.edition(means)
    assert (found.publication, found.index.rows, len(found.offers)) == (2, 3, 3)

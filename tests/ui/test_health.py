"""/readyz says what is so: the database, its tables, the index."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.entrance import Entrance
from catalog.settings import Settings
from ui.health import is_ready
from ui.session import House


def house(home: Path, url: str | None = None) -> House:
    return House(Entrance(Settings(home=home, database_url=url or f"sqlite:///{home / 'tamis.sqlite'}")))


def test_an_empty_but_migrated_instance_is_ready(settings: Settings) -> None:
    assert is_ready(House(Entrance(settings)))


def test_a_database_without_tables_is_not(tmp_path: Path) -> None:
    assert not is_ready(house(tmp_path))


def test_a_database_that_does_not_answer_is_not(tmp_path: Path) -> None:
    home = house(tmp_path, f"sqlite:///{tmp_path}/gone/tamis.sqlite")
    assert home.entrance.engine is not None
    (tmp_path / "gone").rmdir()
    assert not is_ready(home)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_an_index_that_cannot_be_kept_is_not(settings: Settings) -> None:
    settings.index.write_text("in the way of the folder")
    assert not is_ready(House(Entrance(settings)))

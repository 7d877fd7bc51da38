"""The stage of the screen tests itself: what one test leaves is gone for the next, and who only reads costs no copy."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from catalog.entrance import Entrance
from catalog.models import SignInTry
from tests.demo_world import DAY, Stage, World, on


@pytest.fixture
def world(sqlite_template: Path, tmp_path: Path) -> World:
    """An empty instance with a file in it."""
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(sqlite_template, home / "tamis.sqlite")
    (home / "file").write_text("as prepared")
    return World(home)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    made = Stage(tmp_path / "stage")
    yield made
    made.close()


def tried(door: Entrance, *keys: str) -> None:
    with door.writing() as means:
        means.session.add_all(SignInTry(key=key, at=means.clock.now()) for key in keys)


def tries(door: Entrance) -> int:
    with door.reading() as means:
        return means.session.scalar(select(func.count()).select_from(SignInTry)) or 0


def test_what_was_written_is_gone_with_the_next_showing(stage: Stage, world: World) -> None:
    door = stage.show(world)
    place = door.settings.home
    tried(door, "one", "two")
    (place / "file").write_text("otherwise")
    (place / "left").write_text("behind")
    assert tries(door) == 2
    assert stage.show(world) is door
    assert tries(door) == 0
    assert ((place / "file").read_text(), (place / "left").exists()) == ("as prepared", False)
    tried(door, "three")
    assert tries(stage.show(world)) == 0, "each time"
    assert tries(on(world.home, DAY)) == 0, "what is shown is a copy"


def test_who_only_reads_keeps_the_copy(stage: Stage, world: World) -> None:
    door = stage.show(world)
    database = door.settings.home / "tamis.sqlite"
    before = database.stat().st_ino
    assert tries(door) == 0
    door.close()
    assert tries(stage.show(world)) == 0
    assert database.stat().st_ino == before
    tried(door, "one")
    with database.open("rb"):
        stage.show(world)
        assert database.stat().st_ino != before, "never the old file with another content: somebody may have it open"


def test_a_connection_left_open_meddles_with_nothing(stage: Stage, world: World) -> None:
    tried(stage.show(world), "one")
    left = Entrance(stage.door.settings)
    assert tries(left) == 1
    tried(stage.show(world), "two", "three")
    left.close()
    assert tries(stage.door) == 2
    assert tries(stage.show(world)) == 0


def test_what_is_prepared_once_is_shown_again_and_the_first_world_stays(
    stage: Stage, world: World, tmp_path: Path
) -> None:
    def prepare(door: Entrance) -> str:
        tried(door, "prepared")
        return "told"

    further = stage.after(world, prepare, tmp_path / "further")
    assert further.told == "told"
    for shown, found in ((further, 1), (world, 0), (further, 1)):
        assert tries(stage.show(shown)) == found
        tried(stage.door, "more")

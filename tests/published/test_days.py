"""Days on disk: made once, opened by everybody else, looked at byte by byte; full tags when asked for, wherever."""

from __future__ import annotations

import datetime as dt
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from catalog.db import make_engine, session_scope
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.published import days, making, shelf
from catalog.published.edition import Edition
from catalog.published.making import Day
from catalog.published.shelf import Shelf
from catalog.published.tags import product_tags
from catalog.settings import Settings
from tests.ranges.stage import FIRST, build_stage

TOMORROW = FIRST + dt.timedelta(days=1)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """The home of a published catalogue of ten products, to copy."""
    made = tmp_path_factory.mktemp("published") / "home"
    made.mkdir()
    shutil.copy(sqlite_template, made / "tamis.sqlite")
    engine = make_engine(f"sqlite:///{made / 'tamis.sqlite'}")
    with session_scope(engine, Settings(home=made, database_url=str(engine.url), day=FIRST)) as means:
        build_stage(means)
    engine.dispose()
    return made


@pytest.fixture
def settings(home: Path, tmp_path: Path) -> Settings:
    own = shutil.copytree(home, tmp_path / "own", ignore=shutil.ignore_patterns("*.lock"))
    return Settings(home=own, database_url=f"sqlite:///{own / 'tamis.sqlite'}", day=FIRST)


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    made = make_engine(settings.database_url)
    yield made
    made.dispose()


@pytest.fixture
def folder(settings: Settings) -> Path:
    """Where its index lies."""
    return settings.index


@pytest.fixture
def reading(engine: Engine, settings: Settings) -> Iterator[Callable[[], Means]]:
    """Means to read with, each in a session of its own."""
    opened = ExitStack()
    with opened:
        yield lambda: opened.enter_context(session_scope(engine, settings, write=False))


def large(folder: Path) -> Shelf:
    """A shelf of another process, for which ten products are many."""
    return Shelf(folder, least=1)


def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is made from now on, and how."""
    said: list[str] = []

    def whole(*given: object) -> Day:
        said.append("from nothing")
        return making.from_nothing(*given)  # type: ignore[arg-type]

    def again(*given: object) -> Day | None:
        said.append("from another")
        return making.from_another(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(shelf, "from_nothing", whole)
    monkeypatch.setattr(shelf, "from_another", again)
    return said


def states(edition: Edition) -> dict[int, dict[str, str]]:
    return {offer: edition.live.tags(edition.row_of(offer)) for offer in edition.offers}


def written(folder: Path) -> list[str]:
    return sorted(path.name[:10] for path in folder.glob("*/days/*") if not path.name.endswith(".live"))


def test_the_first_makes_a_day_and_the_others_open_it(
    folder: Path, reading: Callable[[], Means], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = made(monkeypatch)
    first = large(folder).edition(reading())
    other = large(folder).edition(reading())
    assert said == ["from nothing"]
    assert states(first) == states(other)
    assert list(first.offers.values()) == list(other.offers.values())
    assert {key: dict(tags) for key, tags in first.tags.items()} == {key: dict(t) for key, t in other.tags.items()}
    assert sum(each["ecolabelled"] == "yes" for each in states(other).values()) == 5


def test_tomorrow_is_made_from_today_by_a_process_that_begins_then(
    folder: Path, reading: Callable[[], Means], monkeypatch: pytest.MonkeyPatch
) -> None:
    large(folder).edition(reading())
    said = made(monkeypatch)
    tomorrow = large(folder).edition(reading(), TOMORROW)
    assert said == ["from another"]
    assert states(tomorrow) == states(Shelf(folder).edition(reading(), TOMORROW))
    assert written(folder) == [FIRST.isoformat(), TOMORROW.isoformat()]


def test_who_comes_at_once_waits_for_the_one_who_makes_it(
    folder: Path, reading: Callable[[], Means], monkeypatch: pytest.MonkeyPatch
) -> None:
    said, gate = made(monkeypatch), threading.Barrier(3)

    def come(_: int) -> int:
        means = reading()
        gate.wait()
        return large(folder).edition(means).live.rows

    with ThreadPoolExecutor(3) as several:
        assert list(several.map(come, range(3))) == [10, 10, 10]
    assert said == ["from nothing"]


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a column is cut": lambda place: (place / "columns.bin").write_bytes(b""),
    "a byte is turned": lambda place: _turned(place / "columns.bin"),
    "the live part is cut": lambda place: (_live(place) / "columns.bin").write_bytes(b""),
    "a byte of the live part is turned": lambda place: _turned(_live(place) / "columns.bin"),
    "the live part is gone": lambda place: shutil.rmtree(_live(place)),
    "the list of columns is no list": lambda place: (place / "meta.json").write_bytes(b"[]"),
}


def _live(place: Path) -> Path:
    return place.with_name(place.name + ".live")


def _turned(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_day_is_made_again(
    folder: Path, reading: Callable[[], Means], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = states(large(folder).edition(reading()))
    (place,) = (path for path in folder.glob("*/days/*") if not path.name.endswith(".live"))
    DAMAGES[name](place)
    said = made(monkeypatch)
    assert states(large(folder).edition(reading())) == before
    assert len(said) == 1
    assert states(large(folder).edition(reading())) == before
    assert len(said) == 1


def test_another_engine_trusts_nothing_that_this_one_wrote(
    folder: Path, reading: Callable[[], Means], monkeypatch: pytest.MonkeyPatch
) -> None:
    large(folder).edition(reading())
    monkeypatch.setattr(days, "rules", lambda: "another")
    said = made(monkeypatch)
    large(folder).edition(reading())
    assert said == ["from nothing"]


def test_only_the_last_days_are_kept(folder: Path, reading: Callable[[], Means]) -> None:
    shelves, means = large(folder), reading()
    for number in range(9):
        shelves.edition(means, FIRST + dt.timedelta(days=number))
    assert written(folder) == [(FIRST + dt.timedelta(days=number)).isoformat() for number in range(3, 9)]


def test_a_disk_that_takes_nothing_takes_no_catalogue_away(
    folder: Path, reading: Callable[[], Means], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("catalog.facets.directory.write", full)
    assert large(folder).edition(reading()).live.rows == 10
    assert written(folder) == []


def test_full_tags_are_read_in_blocks_and_after_their_session_too(
    folder: Path, engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with session_scope(engine, settings, write=False) as means:
        large(folder).edition(means)
    with session_scope(engine, settings, write=False) as means:
        edition = large(folder).edition(means)
        full = product_tags(means.session, edition.publication, FIRST, end_of(FIRST))
    asked: list[int] = []

    def counted(session: Session, number: int, day: dt.date, until: dt.datetime, only: set[int], *more: Any) -> object:
        asked.append(len(only))
        return product_tags(session, number, day, until, only, *more)

    monkeypatch.setattr("catalog.published.edition.product_tags", counted)
    with ThreadPoolExecutor(1) as elsewhere:
        page = elsewhere.submit(edition.tags_of_each, list(edition.offers)[:3]).result()
    assert page == [full[edition.offers.product_of(offer)] for offer in list(edition.offers)[:3]]
    assert asked == [3]
    assert dict(edition.tags.items()) == full
    assert asked == [3, 1, 2, 4]  # the fourth product; then twice as many each time
    assert edition.tags.get((0, 0)) is None


def test_the_last_days_of_what_is_proven_lie_by_row(folder: Path, reading: Callable[[], Means]) -> None:
    edition = Shelf(folder).edition(reading(), TOMORROW)
    last = edition.last_days("ecolabelled").tolist()
    for offer in edition.offers:
        tag = edition.tags_of(offer)["ecolabelled"]
        assert last[edition.row_of(offer)] == (tag.until.toordinal() if tag.state == "yes" and tag.until else 0)
    assert sorted(last) == [0] * 5 + [dt.date(2027, 12, 31).toordinal()] * 5
    assert not edition.last_days("unheard_of").any()

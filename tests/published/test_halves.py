"""A day made by two processes is the one made by a single one; where the other cannot help, its half is made here."""

from __future__ import annotations

import datetime as dt
import logging
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from catalog.access import OPERATOR
from catalog.means.means import Means
from catalog.models import Proof
from catalog.models.base import new_id
from catalog.published import halves, making
from catalog.published.brief import Brief
from catalog.published.day_key import DayKey
from catalog.published.making import Day, from_nothing
from catalog.queries.tagging import Between
from tests import demo_world

DAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def means(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Means]:
    """The demonstration, written to and never committed."""
    entrance = demo_world.copied(demo_home, tmp_path_factory.mktemp("halves") / "home")
    with entrance.reading() as read:
        yield read
    entrance.engine.dispose()


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> list[Between]:
    """Every publication is a large one; the halves that this process makes."""
    monkeypatch.setattr(making, "FEW", 0)
    monkeypatch.setattr(making, "MANY", 0)
    made, half = list[Between](), halves.half

    def noted(session: Any, key: DayKey, common: Any, ids: Between) -> Brief:
        made.append(ids)
        return half(session, key, common, ids)

    monkeypatch.setattr(halves, "half", noted)
    return made


def told(day: Day) -> dict[Any, Any]:
    brief = day.brief
    said = zip(brief.codes.T.tolist(), brief.until.T.tolist(), brief.since.tolist(), brief.upto.tolist(), strict=True)
    labels = {place: set[str]() for place in range(len(brief))}
    for place, code in zip(brief.labels.places.tolist(), brief.labels.codes.tolist(), strict=True):
        labels[place].add(brief.labels.values[code])
    return {
        key: (*each, labels[place]) for place, (key, each) in enumerate(zip(brief.keys_in_order, said, strict=True))
    }


def ranges(day: Day) -> set[tuple[int, str]]:
    listed, offers = day.brief.ranges, day.offered.offers.tolist()
    pairs = zip(listed.places.tolist(), listed.codes.tolist(), strict=True)
    return {(offers[place], listed.values[code]) for place, code in pairs}


def test_two_processes_make_the_day_of_one(means: Means, here: list[Between]) -> None:
    key = DayKey.of(means.session, DAY)
    made = from_nothing(means.session, key)
    assert [ids.first for ids in here] == [0]
    assert 0 < sum(product < here[0].end for product in made.brief.products.tolist()) < len(made.brief)
    alone = whole(means, key)
    assert (told(made), ranges(made)) == (told(alone), ranges(alone))
    assert (len(made.brief), len(ranges(made))) == (1147, 285)


def test_the_other_process_works_where_streamlit_has_put_its_page_in_the_place_of_main(
    means: Means, here: list[Between], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a server that has drawn a page: what is started beside it begins by running the main module."""
    main = types.ModuleType("__main__")
    main.__file__ = str(Path(__file__).parents[2] / "ui" / "page.py")
    monkeypatch.setitem(sys.modules, "__main__", main)
    from_nothing(means.session, DayKey.of(means.session, DAY))
    assert [ids.first for ids in here] == [0]


def whole(means: Means, key: DayKey) -> Day:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "MANY", 1_000_000)
        return from_nothing(means.session, key)


def test_what_is_not_committed_is_made_here(means: Means, here: list[Between]) -> None:
    point = means.session.begin_nested()
    means.session.add(
        Proof(
            id=new_id(), attribute="ecolabelled", kind="licence", basis="label", valid_from=DAY,
            recorded_at=dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC), **OPERATOR.by,
        )
    )  # fmt: skip
    means.session.flush()
    made = from_nothing(means.session, DayKey.of(means.session, DAY))
    assert [ids.first for ids in here] == [0, here[0].end]
    assert len(made.brief) == 1147
    point.rollback()


def test_a_process_that_cannot_be_started_costs_nothing_but_time(
    means: Means, here: list[Between], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(halves, "elsewhere", lambda *_: None)  # what cannot be sent to another process
    with caplog.at_level(logging.WARNING, "tamis"):
        made = from_nothing(means.session, DayKey.of(means.session, DAY))
    assert [ids.first for ids in here] == [0, here[0].end]
    assert len(made.brief) == 1147
    assert "half of a day is made again" in caplog.text

"""The demonstration never touches an instance that somebody began."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from catalog.access import OPERATOR
from catalog.demo.build import MARK, _is_open, build
from catalog.entrance import Entrance
from catalog.errors import Conflict
from catalog.services.facts.load import load_facts
from catalog.settings import Settings, settings_from


def begun(tmp_path: Path, day: str) -> Settings:
    """An instance that was set up on a day and holds nothing else; the demonstration is asked for on its own day."""
    settings = settings_from({"TAMIS_HOME": str(tmp_path / "real"), "TAMIS_DAY": day})
    settings.home.mkdir()
    entrance = Entrance(settings)
    entrance.migrate()
    with entrance.writing() as means:
        load_facts(OPERATOR, means)
    entrance.engine.dispose()
    return replace(settings, day=dt.date(2026, 11, 22))


@pytest.mark.parametrize("fresh", [False, True])
@pytest.mark.parametrize("day", ["2026-11-22", "2026-11-26"])
def test_an_instance_that_somebody_began_is_refused_and_bears_no_mark(tmp_path: Path, fresh: bool, day: str) -> None:
    settings = begun(tmp_path, day)
    before = (settings.home / "tamis.sqlite").stat().st_size
    for _ in range(2):
        with pytest.raises(Conflict, match=r"demo\.not_a_demo"):
            build(settings, lambda code: None, fresh=fresh)
    assert not (settings.home / MARK).exists()
    assert (settings.home / "tamis.sqlite").stat().st_size == before


def test_an_empty_home_takes_it(demo_home: Path) -> None:
    assert json.loads((demo_home / MARK).read_text("utf-8"))["state"] == "ready"


@pytest.mark.parametrize("state", ["ready", "building"])
def test_a_demonstration_that_runs_is_not_taken_away(tmp_path: Path, state: str) -> None:
    settings = settings_from({"TAMIS_HOME": str(tmp_path), "TAMIS_DAY": "2026-11-22"})
    running = Entrance(settings)
    running.migrate()
    content = json.dumps({"state": state, "database": settings.database_url})
    (tmp_path / MARK).write_text(content, encoding="utf-8")
    with running.reading():
        pass
    before = (tmp_path / "tamis.sqlite").stat().st_ino
    with pytest.raises(Conflict, match=r"demo\.open"):
        build(settings, lambda code: None, fresh=True)
    assert ((tmp_path / "tamis.sqlite").stat().st_ino, (tmp_path / MARK).read_text("utf-8")) == (before, content)
    with running.writing() as means:
        load_facts(OPERATOR, means)
    running.close()
    assert not _is_open(tmp_path / "tamis.sqlite")

"""The demonstration never touches an instance that somebody began."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.access import OPERATOR
from catalog.demo.build import MARK, build
from catalog.entrance import Entrance
from catalog.errors import Conflict
from catalog.services.proofs.facts import load_facts
from catalog.settings import Settings, settings_from


def begun(tmp_path: Path) -> Settings:
    """An instance that was set up and holds nothing else."""
    settings = settings_from({"TAMIS_HOME": str(tmp_path / "real"), "TAMIS_DAY": "2026-11-22"})
    settings.home.mkdir()
    entrance = Entrance(settings)
    entrance.migrate()
    with entrance.writing() as means:
        load_facts(OPERATOR, means)
    entrance.engine.dispose()
    return settings


@pytest.mark.parametrize("fresh", [False, True])
def test_an_instance_that_somebody_began_is_refused_and_bears_no_mark(tmp_path: Path, fresh: bool) -> None:
    settings = begun(tmp_path)
    before = (settings.home / "tamis.sqlite").stat().st_size
    for _ in range(2):
        with pytest.raises(Conflict, match=r"demo\.not_a_demo"):
            build(settings, lambda code: None, fresh=fresh)
    assert not (settings.home / MARK).exists()
    assert (settings.home / "tamis.sqlite").stat().st_size == before

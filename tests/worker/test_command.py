"""The commands about work in line: what they print, and the process that does nothing else."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import pytest

from catalog.access import OPERATOR
from catalog.cli.entry import main
from catalog.cli.frame import Line
from catalog.entrance import Entrance
from catalog.settings import Settings
from catalog.worker import run_waiting
from tests.house import ROOT
from tests.worker.world import lined_up, opened

ALONE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def entrance(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Entrance:
    for name, value in variables(settings).items():
        monkeypatch.setenv(name, value)
    return opened(settings)


def variables(settings: Settings) -> dict[str, str]:
    return {
        "TAMIS_HOME": str(settings.home),
        "TAMIS_DATABASE_URL": settings.database_url,
        "TAMIS_DAY": str(settings.day),
        "TAMIS_LANG": "en",
    }


def run(capsys: pytest.CaptureFixture[str], words: Sequence[str]) -> tuple[int, Any]:
    status = main([*words, "--json"])
    return status, json.loads(capsys.readouterr().out)


@ALONE
def test_jobs_are_listed_shown_and_cancelled(entrance: Entrance, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = lined_up(entrance), lined_up(entrance)
    entrance.cancel_job(OPERATOR, second)
    status, waiting = run(capsys, ["job", "show", str(first)])
    assert (status, waiting["state"], waiting["file"], waiting["queue"]) == (1, "waiting", "tarif.csv", "HYG")
    run_waiting(entrance)
    status, listed = run(capsys, ["job", "list"])
    assert [(each["job"], each["state"]) for each in listed["jobs"]] == [
        (str(second), "cancelled"),
        (str(first), "done"),
    ]
    assert listed["jobs"][1]["batch"] == str(entrance.job(OPERATOR, first).batch)
    status, refused = run(capsys, ["job", "cancel", str(first)])
    assert (status, refused["refusal"]["code"]) == (2, "job.ended")
    assert run(capsys, ["job", "show", "12"])[1]["refusal"]["code"] == "job.unknown"
    third = lined_up(entrance)
    assert run(capsys, ["job", "cancel", str(third)]) == (0, {"job": str(third), "state": "cancelled"})


@ALONE
def test_a_process_that_only_works_is_refused_on_sqlite(entrance: Entrance, capsys: pytest.CaptureFixture[str]) -> None:
    status, refused = run(capsys, ["worker"])
    assert (status, refused["refusal"]["code"]) == (2, "worker.one_process")


@pytest.mark.postgres
@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
def test_a_process_works_beside_the_one_that_serves_and_ends_when_asked(entrance: Entrance) -> None:
    left = lined_up(entrance)
    environment = {**os.environ, **variables(entrance.settings)}
    child = subprocess.Popen(
        [sys.executable, "-c", "import sys; from catalog.cli.entry import main; sys.exit(main(sys.argv[1:]))", "worker",
         "--count", "2", "--json"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert child.stdout is not None
        assert json.loads(child.stdout.readline()) == {"working": 2}
        later = lined_up(entrance)
        assert [entrance.awaited(OPERATOR, job, 60).state for job in (left, later)] == ["done", "done"]
        child.send_signal(signal.SIGTERM)
        assert child.wait(60) == 0
    finally:
        child.kill()
        child.communicate()


@ALONE
def test_a_person_at_a_terminal_is_told_rows_and_rows_a_second(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with Line(settings, as_json=False).following("progress.reading", file="tarif.csv") as told:
        told(0, None)
        told(1234, 5000)
    with Line(settings, as_json=True).following("progress.reading", file="tarif.csv") as told:
        told(1, 2)
    assert capsys.readouterr().out == ""

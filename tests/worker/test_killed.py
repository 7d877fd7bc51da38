"""A worker that is killed in the middle of its work: the old state or the new, and the work is done in the end."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from catalog.access import OPERATOR
from catalog.entrance import Entrance
from catalog.means import jobs
from catalog.models import Batch
from catalog.services.intake.jobs import JobSheet
from catalog.services.release.fingerprint import fingerprint
from catalog.settings import Settings
from tests.worker.child import killed, started
from tests.worker.world import lined_up, opened

ROWS = 6000
FILE = "\n".join(
    ["Ref;Designation;Prix HT", *(f"R{n:05};Savon doux {n};{n % 90 + 1},{n % 100:02}" for n in range(ROWS))]
)
PATIENCE = 120
"""Seconds after which something hangs."""
Moment = Callable[[Entrance, int, subprocess.Popen[str]], None]


def mark(entrance: Entrance) -> str:
    """What tells one state of the catalogue from another."""
    with entrance.reading() as means:
        return fingerprint(OPERATOR, means).value


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "nothing happens any more"
        time.sleep(0.005)


def children(child: subprocess.Popen[str]) -> list[str]:
    """The processes that the worker has started and that live."""
    found = Path(f"/proc/{child.pid}/task").glob("*/children")
    return [number for path in found for number in path.read_text().split()]


def running(entrance: Entrance, job: int) -> bool:
    return entrance.job(OPERATOR, job).state != "waiting"


def while_it_reads(entrance: Entrance, job: int, child: subprocess.Popen[str]) -> None:
    until(lambda: bool(children(child)))
    time.sleep(0.2)


def while_it_keeps_what_it_read(entrance: Entrance, job: int, child: subprocess.Popen[str]) -> None:
    until(lambda: bool(children(child)))
    until(lambda: not children(child))
    time.sleep(0.05)


def while_it_publishes(entrance: Entrance, job: int, child: subprocess.Popen[str]) -> None:
    until(lambda: running(entrance, job))
    time.sleep(0.2)


@pytest.fixture
def entrance(settings: Settings) -> Entrance:
    return opened(settings)


@pytest.fixture
def workers(settings: Settings) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Starts a worker; whatever lives at the end of the test is ended."""
    made: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        made.append(started(settings))
        return made[-1]

    yield start
    for child in made:
        killed(child)


def ended(entrance: Entrance, job: int) -> JobSheet:
    until(lambda: not entrance.job(OPERATOR, job).open)
    return entrance.job(OPERATOR, job)


def lease_run_out(entrance: Entrance) -> None:
    """The time has passed for which a worker answers for a job without a word."""
    with entrance.writing() as means:
        jobs.release_all(means.session)


def batches(entrance: Entrance) -> list[tuple[str, int]]:
    with entrance.reading() as means:
        return [(batch.state, batch.imported) for batch in means.session.query(Batch)]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the moment is told by the system's own account")
@pytest.mark.parametrize(
    "engine", ["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.long])], indirect=True
)
@pytest.mark.parametrize("moment", [while_it_reads, while_it_keeps_what_it_read, while_it_publishes])
def test_a_worker_killed_in_the_middle_leaves_the_old_or_the_new(
    entrance: Entrance, workers: Callable[[], subprocess.Popen[str]], moment: Moment
) -> None:
    job = lined_up(entrance, FILE.encode())
    if moment is while_it_publishes:
        child = workers()
        batch = ended(entrance, job).batch
        killed(child)
        assert batch is not None
        job = entrance.enqueue_publish(OPERATOR, [batch])
    before = mark(entrance)
    child = workers()
    moment(entrance, job, child)
    killed(child)
    lease_run_out(entrance)
    left = entrance.job(OPERATOR, job)
    assert left.state in ("running", "done")
    if left.state == "running":
        assert (batches(entrance), mark(entrance)) == (
            [] if moment is not while_it_publishes else [("rehearsed", ROWS)],
            before,
        )
    workers()
    sheet = ended(entrance, job)
    assert (sheet.state, sheet.tries) == ("done", 2 if left.state == "running" else 1)
    assert [imported for _, imported in batches(entrance)] == [ROWS]
    assert (mark(entrance) != before) == (moment is while_it_publishes)

"""kill -9 at random moments of an import and of a publication: the old state or the new, and the work is done in the end.

Run by hand: `pytest -m long tests/faults/test_killed_at_random.py`. The moments are drawn from a seed over the steps of
the work; what came of each is written to tests/results/killed_at_random.md.
"""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from catalog.access import OPERATOR
from catalog.entrance import Entrance
from catalog.services.intake.jobs import JobSheet
from catalog.settings import Settings
from tests import postgres
from tests.faults.child import PATIENCE, Working, started
from tests.faults.places import Places, closed
from tests.faults.results import Kill, written
from tests.faults.state import State, faults_of, left_aside, readers_of, state_of
from tests.worker.world import delivery, opened, stored

ROWS = 3000
HEADER = "Ref;Designation;Prix HT"
FIRST = "\n".join([HEADER, *(f"R{n:05};Savon doux {n};{n % 90 + 1},{n % 100:02}" for n in range(ROWS))]).encode()
SECOND = "\n".join(
    [HEADER, *(f"R{n:05};Savon doux {n};{n % 80 + 2},{n % 100:02}" for n in range(200, ROWS + 200))]
).encode()
"""The next catalogue: most prices have moved, 200 references have gone and 200 are new."""
STEPS = [
    *[("receive", "reading")] * 6, *[("receive", "keeping")] * 6, *[("receive", "committing")] * 2,
    *[("publish", "rehearsing")] * 4, *[("publish", "publishing")] * 4, *[("publish", "indexing")] * 3,
    *[("publish", "committing")] * 2,
]  # fmt: skip
AGAIN = [("receive", "reading"), ("publish", "publishing")]
"""Steps at which a worker is killed, and then the one that takes its work up."""
ORDER = ("reading", "keeping", "rehearsing", "publishing", "indexing", "committing", "ended")
KILLS: list[Kill] = []


@dataclass(frozen=True, slots=True)
class Scene:
    """An instance where one job waits: its state before and after, and how long each step of it takes."""

    settings: Settings
    job: int
    old: State
    new: State
    seconds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Scenes:
    """The scene of an import and that of a publication on one database."""

    places: Places
    by_kind: Mapping[str, Scene]


def ended(entrance: Entrance, job: int) -> JobSheet:
    """A job once it has ended."""
    sheet = entrance.awaited(OPERATOR, job, PATIENCE)
    assert not sheet.open, f"the job is still {sheet.state}"
    return sheet


def played(places: Places, name: str, of: Settings, job: int) -> Scene:
    """The scene of a job that waits in `of`, which is played to its end there; a copy is kept of how it began."""
    entrance = Entrance(of)
    old = state_of(entrance)
    kept = places.copy(closed(entrance), name)
    working = started(of)
    working.reached("ready")
    working.go()
    working.reached("ended")
    working.killed()
    entrance = Entrance(of)
    assert ended(entrance, job).state == "done"
    told = [(step, at) for step, at in working.steps.items() if step in ORDER]
    seconds = {step: later - at for (step, at), (_, later) in itertools.pairwise(told)}
    new = state_of(entrance)
    assert faults_of(entrance) == []
    closed(entrance)
    places.alone(of)
    return Scene(kept, job, old, new, seconds)


def scenes_on(places: Places) -> Scenes:
    """A first catalogue is published; the second is to be received, then to be published."""
    entrance = opened(places.new("whole"))
    first = entrance.receive_stored(OPERATOR, delivery(), stored(entrance, FIRST)).batch
    entrance.publish(OPERATOR, [first], {})
    job = entrance.enqueue_receive(OPERATOR, delivery("tarif-2.csv"), stored(entrance, SECOND))
    receiving = played(places, "receiving", closed(entrance), job)
    batch = entrance.job(OPERATOR, job).batch
    assert batch is not None
    entrance.answer(OPERATOR, batch, {"withdraw": "yes"})
    job = entrance.enqueue_publish(OPERATOR, [batch])
    publishing = played(places, "publishing", closed(entrance), job)
    assert receiving.old.fingerprint == receiving.new.fingerprint != publishing.new.fingerprint
    return Scenes(places, {"receive": receiving, "publish": publishing})


@pytest.fixture(scope="module")
def sqlite_scenes(tmp_path_factory: pytest.TempPathFactory) -> Scenes:
    return scenes_on(Places(tmp_path_factory.mktemp("sqlite"), None))


@pytest.fixture(scope="module")
def postgres_scenes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scenes]:
    if postgres.binaries() is None:
        pytest.skip(postgres.ADVICE)
    server = postgres.start(settings=())
    try:
        yield scenes_on(Places(tmp_path_factory.mktemp("postgres"), server))
    finally:
        server.stop()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], scope="module")
def scenes(request: pytest.FixtureRequest) -> Scenes:
    found: Scenes = request.getfixturevalue(f"{request.param}_scenes")
    return found


@pytest.fixture(scope="module", autouse=True)
def told() -> Iterator[None]:
    """What came of each kill is kept beside the tests, once they were all done."""
    yield
    if len(KILLS) >= 2 * len(STEPS):
        written(Path(__file__).parents[1] / "results" / "killed_at_random.md", KILLS, ROWS)


def cut(scene: Scene, working: Working, step: str, share: float) -> str:
    """Kill a process at a share of a step; the step at which it really was, and nothing of it may live on."""
    working.reached("ready")
    working.go()
    working.reached(step)
    time.sleep(share * scene.seconds[step])
    return working.killed()


def gone(home: Path) -> float:
    """Wait until nobody reads a file of this instance any more; the seconds that took."""
    begun = time.monotonic()
    while readers_of(home):
        assert time.monotonic() - begun < 5, "a reader outlives the process that started it"
        time.sleep(0.01)
    return time.monotonic() - begun


@pytest.mark.long
@pytest.mark.parametrize("number", range(len(STEPS)))
def test_a_process_killed_at_a_random_moment_leaves_the_old_or_the_new(scenes: Scenes, number: int) -> None:
    places, (kind, step) = scenes.places, STEPS[number]
    scene = scenes.by_kind[kind]
    share = random.Random(f"{places.database} {number}").random()
    here = places.copy(scene.settings, f"killed_{number}")
    first, second = started(here), started(here)
    try:
        at = cut(scene, first, step, share)
        gone(here.home)
        places.alone(here)
        entrance = Entrance(here)
        left, sheet, aside = state_of(entrance), entrance.job(OPERATOR, scene.job), len(left_aside(here.home))
        assert left in (scene.old, scene.new)
        assert (sheet.state == "done") == (left == scene.new)
        assert faults_of(entrance) == []
        second.reached("ready")
        second.go()
        after = ended(entrance, scene.job)
        assert (after.state, after.tries) == ("done", 1 if left == scene.new else 2)
        assert state_of(entrance) == scene.new
        assert faults_of(entrance) == []
        KILLS.append(Kill(places.database, kind, at, "new" if left == scene.new else "old", after.state, aside))
    finally:
        first.killed()
        second.killed()
    closed(entrance)
    gone(here.home)
    places.drop(here)


@pytest.mark.long
@pytest.mark.parametrize(("kind", "step"), AGAIN)
def test_work_that_is_killed_twice_says_so_and_can_be_begun_again(scenes: Scenes, kind: str, step: str) -> None:
    places, scene = scenes.places, scenes.by_kind[kind]
    here = places.copy(scene.settings, f"twice_{kind}")
    workers = [started(here) for _ in range(3)]
    try:
        for working in workers[:2]:
            cut(scene, working, step, 0.2)
            gone(here.home)
        places.alone(here)
        entrance = Entrance(here)
        assert state_of(entrance) == scene.old
        workers[2].reached("ready")
        workers[2].go()
        sheet = ended(entrance, scene.job)
        assert (sheet.state, sheet.refusal and sheet.refusal.code) == ("failed", "job.lost")
        assert state_of(entrance) == scene.old
        job = begun_again(entrance, kind, sheet)
        assert ended(entrance, job).state == "done"
        assert state_of(entrance) == scene.new
        assert faults_of(entrance) == []
        KILLS.append(Kill(places.database, kind, f"{step} (twice)", "old", "failed in words, then done", 0))
    finally:
        for working in workers:
            working.killed()
    closed(entrance)
    places.drop(here)


def begun_again(entrance: Entrance, kind: str, sheet: JobSheet) -> int:
    """The same work, put in line once more by a person."""
    if kind == "publish":
        return entrance.enqueue_publish(OPERATOR, sheet.batches)
    return entrance.enqueue_receive(OPERATOR, delivery("tarif-2.csv"), stored(entrance, SECOND))

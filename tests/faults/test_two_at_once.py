"""Two processes publish, two people answer, two workers hold one job: each thing happens once, and nothing is lost."""

from __future__ import annotations

import datetime as dt
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, update

from catalog import worker
from catalog.access import OPERATOR
from catalog.entrance import Entrance, Watch
from catalog.errors import Conflict
from catalog.means import jobs
from catalog.means.jobs import Claimed, Lost
from catalog.models import Batch, Job, PublicationBatch
from catalog.published.rehearsal import staged
from catalog.services.intake import answer
from catalog.settings import Settings
from tests.faults.publisher import publisher, ready
from tests.faults.state import faults_of, state_of
from tests.release.world import deliver
from tests.worker.world import ASKING, delivery, lined_up, opened, stored

FILES = {sign: [("A", "Savon", f"1.{sign}0"), (f"R{sign}", "Gel", f"2.{sign}0")] for sign in "12345"}
ALONE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
MAPPED = {"Prix HT": "price", "Tarif HT": "-"}


@pytest.fixture
def entrance(settings: Settings) -> Iterator[Entrance]:
    made = opened(settings)
    yield made
    made.engine.dispose()
    assert faults_of(made) == []
    made.engine.dispose()


def delivered(entrance: Entrance) -> dict[str, int]:
    """Five patches that all price the same product and one of their own each; the first is published."""
    with entrance.writing() as means:
        batches = {sign: deliver(means, sign, *rows, mode="patch") for sign, rows in FILES.items()}
    entrance.publish(OPERATOR, [batches["1"]], {})
    return batches


def test_two_processes_publish_and_each_batch_is_published_once(
    entrance: Entrance, sqlite_template: Path, tmp_path: Path
) -> None:
    batches = delivered(entrance)
    mine = [batches[sign] for sign in "234"], [batches[sign] for sign in "543"]
    processes = [publisher(entrance.settings, each) for each in mine]
    for process in processes:
        ready(process)
    told = [process.communicate("go\n", 120)[0].split() for process in processes]
    assert sorted(line for lines in told for line in lines) == [
        "2",
        "3",
        "4",
        "5",
        "batch.published",
        "batch.published",
    ]
    with entrance.reading() as means:
        rows = means.session.execute(select(PublicationBatch.publication, PublicationBatch.batch_id))
        order = [batch for _, batch in sorted((row[0], row[1]) for row in rows)]
    assert sorted(order) == sorted(batches.values())
    sign_of = {batch: sign for sign, batch in batches.items()}
    again = one_after_the_other([sign_of[batch] for batch in order], sqlite_template, tmp_path / "again")
    assert state_of(entrance).fingerprint == again


def one_after_the_other(signs: list[str], template: Path, home: Path) -> str:
    """The fingerprint of the same files published in this order by one person alone."""
    home.mkdir()
    shutil.copy(template, home / "tamis.sqlite")
    entrance = opened(Settings(home=home, database_url=f"sqlite:///{home / 'tamis.sqlite'}", day=dt.date(2026, 11, 22)))
    with entrance.writing() as means:
        batches = {sign: deliver(means, sign, *FILES[sign], mode="patch") for sign in signs}
    for sign in signs:
        entrance.publish(OPERATOR, [batches[sign]], {})
    found = state_of(entrance).fingerprint
    entrance.engine.dispose()
    return found


def asking(entrance: Entrance) -> int:
    return entrance.receive_stored(OPERATOR, delivery(), stored(entrance, ASKING)).batch


def answered(entrance: Entrance, batch: int) -> tuple[str, dict[str, str], dict[str, str]]:
    with entrance.reading() as means:
        found = means.session.scalars(select(Batch).where(Batch.id == batch)).one()
        return found.state, found.answers["answers"], found.answers["mapping"]


def test_who_answers_at_the_same_time_waits_for_the_other_and_neither_is_lost(entrance: Entrance) -> None:
    batch = asking(entrance)
    other = threading.Thread(target=entrance.answer, args=(OPERATOR, batch, {"withdraw": "no"}))
    with entrance.writing() as means:
        answer.answer(OPERATOR, means, batch, {}, MAPPED)
        other.start()
        other.join(0.5)
        assert other.is_alive()
    other.join(60)
    assert answered(entrance, batch) == ("asking", {"withdraw": "no"}, MAPPED)


class Meanwhile:
    """Somebody does something while a file is being read, once."""

    def __init__(self, work: Callable[[], object]) -> None:
        self.work, self.done = work, False

    def stop(self) -> bool:
        """Asked now and then while a file is read."""
        if not self.done:
            self.done = True
            self.work()
        return False


@ALONE
def test_what_is_answered_while_the_file_is_read_is_kept_and_read_again_where_it_must_be(entrance: Entrance) -> None:
    batch = asking(entrance)
    decided = Meanwhile(lambda: entrance.answer(OPERATOR, batch, {"withdraw": "no"}))
    entrance.answer(OPERATOR, batch, {}, {"Tarif HT": "price", "Prix HT": "-"}, watch=Watch(stop=decided.stop))
    assert answered(entrance, batch) == ("rehearsed", {"withdraw": "no"}, {"Tarif HT": "price", "Prix HT": "-"})
    assert prices(entrance, batch) == [13_400_000, 4_100_000]
    mapped = Meanwhile(lambda: entrance.answer(OPERATOR, batch, {}, MAPPED))
    entrance.answer(OPERATOR, batch, {}, {"Designation": "name"}, watch=Watch(stop=mapped.stop))
    assert answered(entrance, batch)[2] == {**MAPPED, "Designation": "name"}
    assert prices(entrance, batch) == [12_400_000, 3_100_000]


def prices(entrance: Entrance, batch: int) -> list[int]:
    with entrance.reading() as means:
        found = means.session.scalars(select(Batch).where(Batch.id == batch)).one()
        table = staged(means, found)
    return [int(price) for price in table["price"].to_pylist()]


@ALONE
def test_a_batch_published_while_its_file_is_read_again_stays_as_published(entrance: Entrance) -> None:
    batch = asking(entrance)
    entrance.answer(OPERATOR, batch, {}, MAPPED)
    published = Meanwhile(lambda: entrance.publish(OPERATOR, [batch], {}))
    with pytest.raises(Conflict) as raised:
        entrance.answer(OPERATOR, batch, {}, {"Designation": "name"}, watch=Watch(stop=published.stop))
    assert raised.value.code == "batch.closed"
    assert answered(entrance, batch)[0] == "published"


def claimed(entrance: Entrance) -> Claimed:
    with entrance.writing() as means:
        job = jobs.claim(means)
    assert job is not None
    return job


def taken_over(entrance: Entrance, job: int) -> None:
    """The lease of a job runs out, another worker takes it up and does it."""
    with entrance.writing() as means:
        past = jobs.REAL.now() - dt.timedelta(seconds=1)
        means.session.execute(update(Job).where(Job.id == job).values(lease=past))
    worker.perform(entrance, claimed(entrance), threading.Event())
    assert entrance.job(OPERATOR, job).state == "done"


@ALONE
def test_a_worker_whose_lease_ran_out_while_it_reads_writes_nothing(entrance: Entrance) -> None:
    job = lined_up(entrance)
    slow = claimed(entrance)
    taking = Meanwhile(lambda: taken_over(entrance, job))
    watch = replace(worker._Following(entrance, slow, threading.Event()).watch(), stop=taking.stop)
    with pytest.raises(Lost):
        entrance.receive_stored(OPERATOR, delivery(), slow.payload["sha256"], watch)
    assert state_of(entrance).batches == (("rehearsed", 2, 2),)
    assert (entrance.job(OPERATOR, job).state, entrance.job(OPERATOR, job).tries) == ("done", 2)


def test_a_worker_whose_lease_ran_out_before_it_publishes_writes_nothing(entrance: Entrance) -> None:
    batches = delivered(entrance)
    job = entrance.enqueue_publish(OPERATOR, [batches["2"]])
    slow = claimed(entrance)
    taken_over(entrance, job)
    after = state_of(entrance)
    worker.perform(entrance, slow, threading.Event())
    assert state_of(entrance) == after
    assert after.rows["publication"] == 2
    assert entrance.job(OPERATOR, job).state == "done"

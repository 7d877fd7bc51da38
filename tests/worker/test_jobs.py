"""Work in line: done in order, once, with the rights of who started it; lost, cancelled, refused or failed, it says so."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading

import pytest
from sqlalchemy import update

from catalog import db, worker
from catalog.access import OPERATOR, Actor
from catalog.entrance import Entrance
from catalog.errors import Busy, Conflict, NotAllowed, NotFound
from catalog.means import jobs
from catalog.means.jobs import Claimed, Lost
from catalog.models import Batch, Job
from catalog.queries import agreements
from catalog.services.people.accounts import actor_by_email, add_account, disable_account
from catalog.services.release.publications import publications
from catalog.settings import Settings
from tests.release.world import actor
from tests.worker.world import ASKING, PRICES, delivery, lined_up, opened, stored

ALONE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def entrance(settings: Settings) -> Entrance:
    return opened(settings)


def claimed(entrance: Entrance, queue: str | None = None) -> Claimed | None:
    with entrance.writing() as means:
        return jobs.claim(means, queue)


def let_run_out(entrance: Entrance, job: int) -> None:
    with entrance.writing() as means:
        past = jobs.REAL.now() - dt.timedelta(seconds=1)
        means.session.execute(update(Job).where(Job.id == job).values(lease=past))


def test_a_file_is_received_answered_and_published_in_the_background(entrance: Entrance) -> None:
    job = lined_up(entrance)
    waiting = entrance.job(OPERATOR, job)
    assert (waiting.state, waiting.open, waiting.file, waiting.batch) == ("waiting", True, "tarif.csv", None)
    assert worker.run_waiting(entrance) == 1
    done = entrance.job(OPERATOR, job)
    assert (done.state, done.known, done.tries, done.refusal, done.bug) == ("done", False, 1, None, None)
    assert done.batch is not None
    published = entrance.enqueue_publish(OPERATOR, [done.batch], "Premier tarif")
    assert entrance.job(OPERATOR, published).queue == "HYG"
    assert worker.run_waiting(entrance) == 1
    assert entrance.job(OPERATOR, published).publication == 1
    with entrance.reading() as means:
        assert publications(OPERATOR, means)[0]["note"] == "Premier tarif"
    assert worker.run_waiting(entrance) == 0


def test_an_answer_is_kept_at_once_and_the_file_read_again_in_line(entrance: Entrance) -> None:
    first = lined_up(entrance, ASKING)
    worker.run_waiting(entrance)
    batch = entrance.job(OPERATOR, first).batch
    assert batch is not None
    assert entrance.enqueue_answer(OPERATOR, batch, {"withdraw": "no"}) is None
    job = entrance.enqueue_answer(OPERATOR, batch, {}, {"Prix HT": "price", "Tarif HT": "-"})
    assert job is not None
    assert entrance.job(OPERATOR, job).batch == batch
    worker.run_waiting(entrance)
    assert entrance.enqueue_again(OPERATOR, batch) > job
    assert worker.run_waiting(entrance) == 1
    with entrance.reading() as means:
        found = means.session.query(Batch).one()
        assert (found.state, found.imported, found.answers["mapping"]) == (
            "rehearsed", 2, {"Prix HT": "price", "Tarif HT": "-"},
        )  # fmt: skip


@ALONE
def test_the_same_file_again_makes_no_second_batch(entrance: Entrance) -> None:
    one, other = lined_up(entrance), lined_up(entrance)
    assert worker.run_waiting(entrance) == 2
    found = [entrance.job(OPERATOR, each) for each in (one, other)]
    assert [each.known for each in found] == [False, True]
    assert found[0].batch == found[1].batch


def test_one_suppliers_work_is_done_in_order_and_anothers_beside_it(entrance: Entrance) -> None:
    first, second = lined_up(entrance), lined_up(entrance, PRICES + b"C;Cire;2\n", "2.csv")
    other = lined_up(entrance, PRICES, "3.csv", "AUTRE")
    taken = [claimed(entrance), claimed(entrance), claimed(entrance)]
    assert [each and each.id for each in taken] == [first, other, None]
    assert taken[0] is not None
    with entrance.writing() as means:
        jobs.finish(means, taken[0], "done", {})
    assert claimed(entrance, "AUTRE") is None
    following = claimed(entrance, "HYG")
    assert following is not None
    assert following.id == second


def test_several_workers_at_once_do_each_job_once_and_each_queue_in_order(entrance: Entrance) -> None:
    with entrance.writing() as means:
        queues = {f"Q{n}": [jobs.enqueue(OPERATOR, means, "receive", f"Q{n}", {}) for _ in range(6)] for n in range(4)}
    begun: list[Claimed] = []

    def work() -> None:
        for _ in range(200):
            job = None
            with contextlib.suppress(Busy), entrance.writing() as means:
                job = jobs.claim(means)
            if job is None:
                if not entrance.jobs(OPERATOR)[0].open and len(begun) == 24:
                    return
                continue
            begun.append(job)
            with entrance.writing() as means:
                jobs.finish(means, job, "done", {})

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker_thread in workers:
        worker_thread.start()
    for worker_thread in workers:
        worker_thread.join(120)
    assert {name: [job.id for job in begun if job.queue == name] for name in queues} == queues
    assert {job.tries for job in begun} == {1}


@ALONE
def test_a_job_waits_as_long_as_the_database_is_held_by_another(
    entrance: Entrance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "WAIT_SECONDS", 0.2)
    monkeypatch.setattr(worker, "PAUSE", 0.1)
    job = lined_up(entrance)
    taken, stopping = claimed(entrance), threading.Event()
    assert taken is not None
    with db.sole_writer(entrance.engine):
        doing = threading.Thread(target=worker.perform, args=(entrance, taken, stopping))
        doing.start()
        doing.join(5)
        assert doing.is_alive()
    doing.join(30)
    assert (entrance.job(OPERATOR, job).state, entrance.job(OPERATOR, job).tries) == ("waiting", 0)
    worker.run_waiting(entrance)
    assert entrance.job(OPERATOR, job).state == "done"


def test_a_lost_job_is_taken_up_once_and_then_given_up_in_words(entrance: Entrance) -> None:
    job = lined_up(entrance)
    first = claimed(entrance)
    assert claimed(entrance) is None
    let_run_out(entrance, job)
    second = claimed(entrance)
    assert (first and first.tries, second and second.tries) == (1, 2)
    assert first is not None
    with entrance.writing() as means:
        assert jobs.beat(means.session, first, 10, 20) is False
    with pytest.raises(Lost), entrance.writing() as means:
        jobs.finish(means, first, "done", {})
    let_run_out(entrance, job)
    assert claimed(entrance) is None
    sheet = entrance.job(OPERATOR, job)
    assert (sheet.state, sheet.refusal and sheet.refusal.code) == ("failed", "job.lost")


@ALONE
def test_the_effect_of_a_job_that_was_taken_from_its_worker_is_not_kept(entrance: Entrance) -> None:
    job = lined_up(entrance)
    taken = claimed(entrance)
    assert taken is not None
    entrance.cancel_job(OPERATOR, job)
    worker.perform(entrance, taken, threading.Event())
    assert entrance.job(OPERATOR, job).state == "cancelled"
    with entrance.reading() as means:
        assert means.session.query(Batch).count() == 0


@ALONE
def test_a_job_is_cancelled_while_its_file_is_read(entrance: Entrance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "BEAT", 0.0)
    rows = "".join(f"R{number};Savon {number};{number % 90 + 1},10\n" for number in range(60_000))
    with worker.working(entrance, 1):
        job = lined_up(entrance, f"Ref;Designation;Prix HT\n{rows}".encode())
        while entrance.job(OPERATOR, job).done_rows == 0:
            assert entrance.job(OPERATOR, job).open
        entrance.cancel_job(OPERATOR, job)
        following = lined_up(entrance)
        assert entrance.awaited(OPERATOR, following, 60).state == "done"
    assert entrance.job(OPERATOR, job).state == "cancelled"
    assert entrance.job(OPERATOR, job).rate is not None
    with entrance.reading() as means:
        assert [batch.row_count for batch in means.session.query(Batch)] == [2]


@ALONE
def test_a_worker_that_is_asked_to_stop_lets_its_job_wait_again(entrance: Entrance) -> None:
    job = lined_up(entrance)
    taken, stopping = claimed(entrance), threading.Event()
    assert taken is not None
    stopping.set()
    worker.perform(entrance, taken, stopping)
    sheet = entrance.job(OPERATOR, job)
    assert (sheet.state, sheet.tries) == ("waiting", 0)
    worker.run_waiting(entrance)
    assert entrance.job(OPERATOR, job).state == "done"


@ALONE
def test_what_a_job_is_refused_and_how_it_breaks_is_told(entrance: Entrance) -> None:
    job = lined_up(entrance)
    worker.run_waiting(entrance)
    batch = entrance.job(OPERATOR, job).batch
    assert batch is not None
    twice = [entrance.enqueue_publish(OPERATOR, [batch]) for _ in range(2)]
    with entrance.writing() as means:
        broken = jobs.enqueue(OPERATOR, means, "receive", "HYG", {"lots": ["ENT-L1"]})
    worker.run_waiting(entrance)
    one, other = (entrance.job(OPERATOR, each) for each in twice)
    assert (one.state, other.state) == ("done", "refused")
    assert other.refusal is not None
    assert (other.refusal.code, other.refusal.params) == ("batch.published", {"batch": batch})
    failed = entrance.job(OPERATOR, broken)
    assert (failed.state, failed.bug is not None) == ("failed", True)


@ALONE
def test_the_rights_are_those_of_who_started_it_looked_at_when_it_is_done(entrance: Entrance) -> None:
    with entrance.writing() as means:
        add_account(OPERATOR, means, "lecteur@centrale.example", "reviewer", "CENTRALE")
        reviewer = actor_by_email(means, "lecteur@centrale.example")
    job = entrance.enqueue_receive(reviewer, delivery(), stored(entrance, PRICES))
    assert entrance.job(OPERATOR, job).started_by == "lecteur@centrale.example"
    with entrance.writing() as means:
        disable_account(OPERATOR, means, "lecteur@centrale.example")
    worker.run_waiting(entrance)
    sheet = entrance.job(OPERATOR, job)
    assert (sheet.state, sheet.refusal and sheet.refusal.code) == ("refused", "job.account_closed")


@ALONE
def test_whoever_may_see_the_files_sees_the_work_on_them(entrance: Entrance) -> None:
    job = lined_up(entrance)
    with entrance.reading() as means:
        cards = agreements.organisations(means.session)
    people: dict[str, Actor] = {
        code: actor(role, cards[code].kind, cards[code].id, code)
        for role, code in (("supplier", "HYG"), ("supplier", "AUTRE"), ("buyer", "CRECHE"), ("auditor", "CENTRALE"))
    }
    assert [sheet.id for sheet in entrance.jobs(people["HYG"])] == [job]
    assert [sheet.id for sheet in entrance.jobs(people["CENTRALE"])] == [job]
    assert entrance.jobs(people["AUTRE"]) == []
    with pytest.raises(NotFound):
        entrance.job(people["AUTRE"], job)
    with pytest.raises(NotAllowed):
        entrance.jobs(people["CRECHE"])
    with pytest.raises(NotAllowed):
        entrance.cancel_job(people["CENTRALE"], job)
    entrance.cancel_job(people["HYG"], job)
    with pytest.raises(Conflict) as refused:
        entrance.cancel_job(OPERATOR, job)
    assert refused.value.code == "job.ended"


@ALONE
def test_what_may_not_be_received_or_published_is_refused_before_it_waits(entrance: Entrance) -> None:
    sha256 = stored(entrance, PRICES)
    with pytest.raises(NotFound):
        entrance.enqueue_receive(OPERATOR, delivery(supplier="NOBODY"), sha256)
    with pytest.raises(NotFound):
        entrance.enqueue_receive(OPERATOR, delivery(), "0" * 64)
    with pytest.raises(NotFound):
        entrance.enqueue_publish(OPERATOR, [1])
    assert entrance.jobs(OPERATOR) == []


def test_threads_do_what_is_put_in_line_and_end_with_the_block(entrance: Entrance) -> None:
    left = lined_up(entrance)
    before = threading.active_count()
    with worker.working(entrance, 2):
        job = lined_up(entrance, PRICES + b"C;Cire;2\n")
        assert entrance.awaited(OPERATOR, job, 30).state == "done"
        assert entrance.job(OPERATOR, left).state == "done"
    assert threading.active_count() == before
    assert entrance.wakers == []


def test_no_thread_works_for_0_but_on_sqlite_where_nobody_else_may(entrance: Entrance) -> None:
    with worker.working(entrance, 0):
        assert len(entrance.wakers) == (entrance.engine.dialect.name == "sqlite")


@ALONE
def test_what_a_killed_process_left_is_taken_up_at_once_on_sqlite(entrance: Entrance) -> None:
    job = lined_up(entrance)
    assert claimed(entrance) is not None
    with worker.working(entrance, 1), worker.working(entrance, 1):
        assert entrance.awaited(OPERATOR, job, 30).state == "done"
        assert len(entrance.wakers) == 1
    assert entrance.job(OPERATOR, job).tries == 2

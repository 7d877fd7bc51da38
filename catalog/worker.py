"""Does the work that waits in line, with the rights of who started it: threads of the serving process, or a process.

On SQLite one process works, the one that serves (it holds a lock file, so that what a killed one left is taken up at
once); on PostgreSQL any number may. Each thread takes one job at a time; a supplier's jobs are done in their order.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from filelock import FileLock, Timeout
from sqlalchemy import Engine

from catalog import deposits
from catalog.access import Actor
from catalog.entrance import Entrance, Watch
from catalog.errors import Busy, Refusal
from catalog.means import aside, jobs
from catalog.means.jobs import Claimed, Lost
from catalog.means.means import Means
from catalog.means.trouble import in_words
from catalog.services.intake.jobs import starter_of
from catalog.services.intake.receive import Delivery, Repair

LOG = logging.getLogger("tamis")
BEAT = 2.0
"""Seconds between two words of a worker about its job; a lease outlasts several."""
PAUSE = 2.0
"""Seconds between two looks for work where nobody told of any."""
PATIENCE = 10.0
"""Seconds that a worker which was asked to stop is waited for."""
DISPATCHER = "catalog.worker_procrastinate"


class Interrupted(Exception):
    """The worker was asked to stop: its job waits again."""


def perform(entrance: Entrance, job: Claimed, stopping: threading.Event) -> None:
    """Do one claimed job to its end, whatever that is. Raises nothing."""
    following = _Following(entrance, job, stopping)
    try:
        with entrance.reading() as means:
            actor = starter_of(means, job)
        WORK[job.kind](entrance, actor, job.payload, following.watch())
    except Lost:
        LOG.info("job %s is no longer ours", job.id)
    except Interrupted:
        _kept(entrance, lambda means: jobs.give_back(means.session, job))
    except Busy:
        _when_free(entrance, job, stopping)
    except Refusal as refusal:
        _ended(entrance, job, "refused", _told(refusal))
    except Exception as error:  # a bug: an id for the person, the detail in the log
        number = secrets.token_hex(4)
        LOG.error("job %s failed, id %s", job.id, number, exc_info=error)
        _ended(entrance, job, "failed", {"bug": number})


def _receive(entrance: Entrance, actor: Actor, payload: Mapping[str, Any], watch: Watch) -> None:
    said = dict(payload["delivery"])
    repairs = tuple(Repair(**each) for each in said.get("repairs", ()))
    delivery = Delivery(**{**said, "lots": tuple(said["lots"]), "repairs": repairs})
    entrance.receive_stored(actor, delivery, payload["sha256"], watch)


def _answer(entrance: Entrance, actor: Actor, payload: Mapping[str, Any], watch: Watch) -> None:
    entrance.read_again(actor, payload["batch"], watch)


def _publish(entrance: Entrance, actor: Actor, payload: Mapping[str, Any], watch: Watch) -> None:
    terms = dict(payload["terms"])
    if isinstance(terms.get("effective"), str):
        terms["effective"] = date.fromisoformat(terms["effective"])
    entrance.publish(actor, payload["batches"], terms, watch)


def _parcel(entrance: Entrance, actor: Actor, payload: Mapping[str, Any], watch: Watch) -> None:
    deposits.receive_parcel(entrance, actor, payload["supplier"], payload["sha256"], payload["file"], watch)


WORK: Mapping[str, Callable[[Entrance, Actor, Mapping[str, Any], Watch], None]] = {
    "receive": _receive,
    "answer": _answer,
    "publish": _publish,
    "parcel": _parcel,
}


@dataclass(slots=True)
class _Following:
    """Says now and then that the work goes on, and ends it where it is wanted no more."""

    entrance: Entrance
    job: Claimed
    stopping: threading.Event
    done: int = 0
    whole: int | None = None
    said: float = field(default_factory=time.monotonic)

    def watch(self) -> Watch:
        """How the entrance is followed."""
        return Watch(self._progress, self._stop, self._begin, self._end)

    def _progress(self, done: int, whole: int | None) -> None:
        self.done, self.whole = done, whole
        if done == whole:
            self._say()

    def _stop(self) -> bool:
        if self.stopping.is_set():
            raise Interrupted
        if time.monotonic() - self.said > BEAT:
            self._say()
        return False

    def _say(self) -> None:
        with contextlib.suppress(Busy), self.entrance.writing() as means:
            if not jobs.beat(means.session, self.job, self.done, self.whole):
                raise Lost("job.ended", job=self.job.id)
        self.said = time.monotonic()

    def _begin(self, means: Means) -> None:
        row = jobs.hold(means.session, self.job)
        row.done_rows, row.all_rows = self.done, self.whole

    def _end(self, means: Means, outcome: Mapping[str, Any]) -> None:
        jobs.finish(means, self.job, "done", outcome)


def _when_free(entrance: Entrance, job: Claimed, stopping: threading.Event) -> None:
    """Another work holds what this one needs: it waits again, as long as that may be, and no try is counted."""
    while not stopping.wait(PAUSE):
        with contextlib.suppress(Busy), entrance.writing() as means:
            jobs.give_back(means.session, job)
            return


def _ended(entrance: Entrance, job: Claimed, state: str, outcome: Mapping[str, Any]) -> None:
    _kept(entrance, lambda means: jobs.finish(means, job, state, outcome))


def _kept(entrance: Entrance, change: Callable[[Means], None]) -> None:
    """Keep how a job ended. Where even that cannot be written its lease runs out, and it is taken up again."""
    try:
        with entrance.writing() as means:
            change(means)
    except Lost:
        LOG.info("a job was ended by somebody else")
    except Refusal as refusal:
        LOG.warning("how a job ended could not be kept: %s", refusal.code)


def _told(refusal: Refusal) -> Mapping[str, Any]:
    plain = (str, int, bool, type(None))
    params = {name: value if isinstance(value, plain) else str(value) for name, value in refusal.params.items()}
    return {"code": refusal.code, "params": params}


def take(entrance: Entrance, queue: str | None = None) -> Claimed | None:
    """Claim the next job. Nothing is written where nothing waits."""
    with entrance.reading() as means:
        waiting = jobs.queues_with_work(means.session)
    if not waiting or (queue is not None and queue not in waiting):
        return None
    with entrance.writing() as means:
        return jobs.claim(means, queue)


def run_waiting(entrance: Entrance, stopping: threading.Event | None = None) -> int:
    """Do all that waits, here and now; how many jobs."""
    done = 0
    while (job := take(entrance)) is not None:
        perform(entrance, job, stopping or threading.Event())
        done += 1
    return done


class Worker(Protocol):
    """Whoever does the work of a process."""

    def start(self) -> None:
        """Begin; jobs that a killed worker left are taken up."""

    def stop(self) -> None:
        """End; a job that is being read waits again, a transaction that is being written is waited for."""

    def wake(self) -> None:
        """There is work."""


class Threads:
    """Our own worker: threads that look for work, each doing one job at a time."""

    def __init__(self, entrance: Entrance, count: int) -> None:
        self._entrance = entrance
        self._stopping, self._woken = threading.Event(), threading.Semaphore(0)
        self._threads = [threading.Thread(target=self._work, name=f"tamis-worker-{n}") for n in range(count)]

    def start(self) -> None:
        """Start the threads."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Ask the threads to stop and wait for them."""
        self._stopping.set()
        self._woken.release(len(self._threads))
        for thread in self._threads:
            thread.join(PATIENCE)

    def wake(self) -> None:
        """Let one thread look for work now."""
        self._woken.release()

    def _work(self) -> None:
        while not self._stopping.is_set():
            if not self._one_done():
                self._woken.acquire(timeout=PAUSE)

    def _one_done(self) -> bool:
        """Whether there was a job to do. Whatever happens, the thread lives on: leases see to what it leaves."""
        try:
            job = take(self._entrance)
            if job is not None:
                perform(self._entrance, job, self._stopping)
        except Refusal as refusal:  # the database is away or held: its work waits
            LOG.warning("no work can be taken: %s", refusal.code)
            return False
        except Exception as error:  # a bug, which must not end all further work
            LOG.error("the worker stumbled", exc_info=error)
            return False
        return job is not None


@contextlib.contextmanager
def working(entrance: Entrance, count: int) -> Iterator[None]:
    """Work with `count` jobs at a time while the block lasts; not at all for 0, or where another process works.

    On SQLite nobody else may work: 0 counts as 1 there.
    """
    count = count or int(entrance.engine.dialect.name == "sqlite")
    with contextlib.ExitStack() as stack:
        if count and stack.enter_context(_alone(entrance.engine)):
            _take_up(entrance)
            worker = _worker(entrance, count)
            entrance.wakers.append(worker.wake)
            worker.start()
            stack.callback(worker.stop)
            stack.callback(entrance.wakers.remove, worker.wake)
        yield


def _worker(entrance: Entrance, count: int) -> Worker:
    """Procrastinate's on PostgreSQL where it is installed and may make its tables, else our own."""
    made: Worker | None = None
    if entrance.engine.dialect.name == "postgresql" and importlib.util.find_spec("procrastinate"):
        made = importlib.import_module(DISPATCHER).dispatched(entrance, count)
    return made or Threads(entrance, count)


@contextlib.contextmanager
def _alone(engine: Engine) -> Iterator[bool]:
    """Whether this process may work: on SQLite while it alone holds the workers' lock file."""
    if engine.dialect.name != "sqlite" or engine.url.database in (None, "", ":memory:"):
        yield True
        return
    lock = FileLock(f"{engine.url.database}.worker", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        LOG.info("another process works on this database")
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def _take_up(entrance: Entrance) -> None:
    """On SQLite nobody else works: what is marked as running was left by a process that is gone."""
    with in_words():
        aside.clear(entrance.settings)
    if entrance.engine.dialect.name == "sqlite":
        with entrance.writing() as means:
            left = jobs.release_all(means.session)
        if left:
            LOG.warning("%s jobs of a process that is gone are taken up", left)

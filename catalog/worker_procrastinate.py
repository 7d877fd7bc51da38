"""Work in line on PostgreSQL, handed out by Procrastinate: whoever waits is woken at once, in whatever process.

The job table stays the truth: what Procrastinate holds is a token a queue, "there is work in this line", under a lock
of the queue's name. A token that is lost, doubled or late does no harm, since a job is claimed in our own table; its
tables lie in a schema of their own, made here and made anew by another version of it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from importlib import metadata
from typing import Any

import psycopg
from procrastinate import App, PsycopgConnector, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Status
from procrastinate.schema import SchemaManager
from sqlalchemy import Engine

from catalog.entrance import Entrance
from catalog.errors import Refusal
from catalog.means import jobs
from catalog.worker import PATIENCE, PAUSE, perform, take

LOG = logging.getLogger("tamis")
SCHEMA = "procrastinate"
TASK = "tamis.work"
LOCK = 7_362_001
"""The advisory lock under which the schema is made, by one process at a time."""
OPTIONS = {"options": f"-c search_path={SCHEMA}"}


def dispatched(entrance: Entrance, count: int) -> Dispatched | None:
    """A worker whose tables stand; None where they cannot be made (a role that may not)."""
    try:
        prepare(address(entrance.engine))
    except psycopg.Error as error:
        LOG.warning("procrastinate's tables could not be made: %s", error)
        return None
    return Dispatched(entrance, count)


class Dispatched:
    """A worker of Procrastinate's in a thread of this process, `count` queues at a time."""

    def __init__(self, entrance: Entrance, count: int) -> None:
        self._entrance, self._count = entrance, count
        self._address = address(entrance.engine)
        self._deferring = App(
            connector=SyncPsycopgConnector(conninfo=self._address, kwargs=OPTIONS, min_size=0, max_size=2)
        )
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="tamis-worker")

    def start(self) -> None:
        """Begin."""
        self._deferring.open()
        self._thread.start()

    def stop(self) -> None:
        """Ask for the end and wait for it."""
        self._stopping.set()
        self._thread.join(2 * PATIENCE)
        self._deferring.close()

    def wake(self) -> None:
        """Put a token in the line of every queue that has work and none."""
        try:
            with self._entrance.reading() as means:
                waiting = jobs.queues_with_work(means.session)
            for queue in waiting:
                self._defer(queue)
        except (Refusal, ConnectorException) as error:  # the next look finds the work
            LOG.warning("work in line was not announced: %s", error)

    def _defer(self, queue: str) -> None:
        token = self._deferring.configure_task(TASK, lock=queue, queueing_lock=queue)
        with contextlib.suppress(AlreadyEnqueued):
            token.defer(queue_name=queue)

    def _run(self) -> None:
        asyncio.run(self._working())

    async def _working(self) -> None:
        app = App(connector=PsycopgConnector(conninfo=self._address, kwargs=OPTIONS, min_size=1, max_size=4))
        app.task(name=TASK)(self._work)
        async with app.open_async():
            working = asyncio.create_task(self._worker(app))
            while not self._stopping.is_set():
                if working.done():  # the server went away, or it is a bug: its jobs wait
                    LOG.warning("procrastinate's worker ended and begins again", exc_info=working.exception())
                    working = asyncio.create_task(self._worker(app))
                await asyncio.to_thread(self.wake)
                await _clear(app)
                await asyncio.to_thread(self._stopping.wait, PAUSE)
            working.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await working

    async def _worker(self, app: App) -> None:
        lease = jobs.LEASE.total_seconds()
        await app.run_worker_async(
            concurrency=self._count, name="tamis", install_signal_handlers=False, delete_jobs="always",
            shutdown_graceful_timeout=PATIENCE, fetch_job_polling_interval=PAUSE,
            update_heartbeat_interval=lease / 4, stalled_worker_timeout=lease,
        )  # fmt: skip

    def _work(self, queue_name: str) -> None:
        """Do all that waits in a line."""
        while not self._stopping.is_set() and (job := take(self._entrance, queue_name)) is not None:
            perform(self._entrance, job, self._stopping)


async def _clear(app: App) -> None:
    """Tokens of workers that died are done away with: their locks would hold up their queues."""
    try:
        left = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=jobs.LEASE.total_seconds())
        for token in left:
            await app.job_manager.finish_job(token, status=Status.FAILED, delete_job=True)
    except ConnectorException as error:
        LOG.warning("the lines could not be looked over: %s", error)


def address(engine: Engine) -> str:
    """The database's address as psycopg takes it."""
    return engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


def prepare(conninfo: str) -> None:
    """Make Procrastinate's schema, or make it anew for another version of it: it holds nothing that is not elsewhere."""
    version = metadata.version("procrastinate")
    with psycopg.connect(conninfo) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        if _standing(connection) == version:
            return
        statements = (
            f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE",
            f"CREATE SCHEMA {SCHEMA}",
            f"SET search_path = {SCHEMA}",
        )
        for statement in (*statements, SchemaManager.get_schema(), f"COMMENT ON SCHEMA {SCHEMA} IS '{version}'"):
            connection.execute(statement)


def _standing(connection: psycopg.Connection[Any]) -> str | None:
    found = connection.execute(
        "SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = %s", [SCHEMA]
    ).fetchone()
    return found[0] if found else None

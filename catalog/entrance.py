"""The door of the house for whoever comes in: command line, screens, routes. Transactions open and close here.

A piece of work that needs time outside a transaction (reading a file) is done here too, between two of them.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from catalog.access import Actor
from catalog.db import Kept, make_engine, session_scope
from catalog.errors import Busy, Conflict
from catalog.means import mail
from catalog.means.clock import Clock
from catalog.means.files import FileStore
from catalog.means.means import Means
from catalog.means.trouble import in_words
from catalog.migrate import is_current, migrate
from catalog.published.shelf import Shelf
from catalog.services.intake import annotate, answer, jobs, receive
from catalog.services.intake.jobs import JobSheet
from catalog.services.intake.receive import Delivery, Received, Repair
from catalog.services.registers.load import RegisterReport, load_register, register_request
from catalog.services.registers.match import after_publication, any_loaded
from catalog.services.release.publish import publish
from catalog.settings import Settings
from imports.annotation.child import annotate_file
from imports.annotation.record import Annotated
from imports.reading import read_file
from imports.record import Reading, Request
from imports.registers.child import read_register

LOG = logging.getLogger(__name__)
LOOK = 0.05
"""Seconds between two looks at a job that somebody waits for."""


def _nothing(*_: object) -> None:
    """What happens around work that nobody follows."""


def _plain(value: Any) -> Any:
    """A term as a job keeps it: days as text."""
    return value.isoformat() if isinstance(value, date) else value


def _reads_otherwise(before: Delivery, now: Delivery) -> bool:
    """Whether what was answered since then changes what a file says."""
    answers = dict(now.answers.items() - before.answers.items())
    mapping = dict(now.mapping.items() - before.mapping.items())
    return answer.must_read_again(answers, mapping, tuple(set(now.repairs) - set(before.repairs)))


@dataclass(frozen=True, slots=True)
class Watch:
    """Who follows a piece of work. progress, stop: as `imports.reading.read_file` calls them.

    begin, end: called in the transaction of the effect, as its first and its last step; end is told the outcome.
    """

    progress: Callable[[int, int | None], None] | None = None
    stop: Callable[[], bool] | None = None
    begin: Callable[[Means], None] = _nothing
    end: Callable[[Means, Mapping[str, Any]], None] = _nothing


UNWATCHED = Watch()


@dataclass(frozen=True)
class Entrance:
    """One a process: settings, engine, shelf and files, made when first asked for.

    wakers: told when work was put in line (whoever works in this process adds itself).
    """

    settings: Settings
    wakers: list[Callable[[], object]] = field(default_factory=list, compare=False, repr=False)

    @cached_property
    def engine(self) -> Engine:
        """The engine of the settings' database."""
        return make_engine(self.settings.database_url)

    @cached_property
    def kept(self) -> Kept:
        """What this process has read of the database as it stands."""
        return Kept(self.engine, self.settings)

    @cached_property
    def shelf(self) -> Shelf:
        """The shelf of published editions."""
        return Shelf(self.settings.index)

    @cached_property
    def files(self) -> FileStore:
        """The stored files."""
        return FileStore(self.settings.files, self.settings.max_upload_mb)

    def close(self) -> None:
        """Let every connection go."""
        if "kept" in self.__dict__:
            self.kept.pulse.close()
        self.engine.dispose()

    def migrate(self) -> None:
        """Bring the database up to date; an empty one is filled."""
        with in_words():
            migrate(self.engine)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Means]:
        """Means for work that keeps nothing. Raises Conflict when the database is not migrated."""
        self._check()
        with session_scope(self.engine, self.settings, write=False, known=self.kept.now()) as means:
            yield means

    @contextlib.contextmanager
    def writing(self) -> Iterator[Means]:
        """Means of one transaction, committed at the end; what was posted in it goes out right after."""
        self._check()
        with session_scope(self.engine, self.settings) as means:
            yield means
        if mail.POSTED in means.session.info and not self.settings.mail_server:
            with contextlib.suppress(Busy):  # what was done is done; the mail goes with the next one
                self.deliver()

    def mail_waits(self) -> bool:
        """Whether a mail waits to be sent."""
        with session_scope(self.engine, self.settings, write=False) as means:
            return bool(mail.waiting(means.session, means.clock.now()))

    def deliver(self) -> tuple[int, int]:
        """Send the mails that wait: (sent, failed). A folder takes them at once; a server may be slow, so who serves calls it."""
        to = mail.outbox(self.settings)
        if self.settings.mail_server:  # a slow server keeps nobody from writing
            return mail.round_of(self._begun, self.settings, to)
        with session_scope(self.engine, self.settings) as means:
            return mail.deliver(means.session, means.clock, self.settings, to)

    @contextlib.contextmanager
    def _begun(self) -> Iterator[tuple[Session, Clock]]:
        with session_scope(self.engine, self.settings) as means:
            yield means.session, means.clock

    def _check(self) -> None:
        if "current" in self.__dict__:
            return
        with in_words():
            current = is_current(self.engine)
        if not current:
            raise Conflict("database.not_migrated")
        self.__dict__["current"] = True

    def receive(self, actor: Actor, delivery: Delivery, file: BinaryIO, watch: Watch = UNWATCHED) -> Received:
        """Store a file, read it outside any transaction, keep it as a batch. The same file twice creates nothing."""
        with self.reading() as means:
            receive.prepare(actor, means, delivery)
        return self.receive_stored(actor, delivery, self.files.put_stream(file), watch)

    def receive_stored(self, actor: Actor, delivery: Delivery, sha256: str, watch: Watch = UNWATCHED) -> Received:
        """The same for a file that is stored already. It can be done twice: the second time the batch is there."""
        with self.reading() as means:
            request = receive.prepare(actor, means, delivery)
            known = receive.known(actor, means, delivery, sha256)
        if known is not None:
            return self._known(known, watch)
        reading = self._read(sha256, request, watch)
        with self.writing() as means:
            watch.begin(means)
            received = receive.receive(actor, means, delivery, sha256, reading, first=True)
            watch.end(means, {"batch": received.batch, "known": received.known})
        return received

    def _known(self, batch: int, watch: Watch) -> Received:
        if watch.end is not _nothing:
            with self.writing() as means:
                watch.begin(means)
                watch.end(means, {"batch": batch, "known": True})
        return Received(batch, known=True)

    def answer(
        self,
        actor: Actor,
        batch_id: int,
        answers: dict[str, str],
        mapping: dict[str, str] | None = None,
        repairs: Sequence[Repair] = (),
        watch: Watch = UNWATCHED,
    ) -> None:
        """Record answers to a batch's questions, then read its file again where they change what it says."""
        with self.writing() as means:
            answer.answer(actor, means, batch_id, answers, mapping, repairs)
        if answer.must_read_again(answers, mapping, repairs):
            self.read_again(actor, batch_id, watch)

    def read_again(self, actor: Actor, batch_id: int, watch: Watch = UNWATCHED) -> None:
        """Read a batch's file with what was answered by now, and once more where somebody answers meanwhile."""
        while not self._kept_again(actor, batch_id, watch):
            pass

    def _kept_again(self, actor: Actor, batch_id: int, watch: Watch) -> bool:
        """Whether what was read is what the answers now ask for; else nothing is kept of it."""
        with self.reading() as means:
            delivery, sha256 = receive.delivery_of(actor, means, batch_id)
            request = receive.prepare(actor, means, delivery)
        reading = self._read(sha256, request, watch)
        with self.writing() as means:
            watch.begin(means)
            now, _ = receive.delivery_of(actor, means, batch_id, for_change=True)
            if _reads_otherwise(delivery, now):
                return False
            receive.receive(actor, means, now, sha256, reading)
            watch.end(means, {"batch": batch_id})
        return True

    def _read(self, sha256: str, request: Request, watch: Watch) -> Reading:
        with in_words():
            return read_file(self.files.path(sha256), request, watch.progress, watch.stop)

    def annotated(self, actor: Actor, batch_id: int, language: str, out: Path) -> tuple[str, Annotated]:
        """Write a batch's file, with its faults marked, to `out`: what to call it, what was made."""
        with self.reading() as means:
            marking = annotate.prepare(actor, means, batch_id, language)
        made = annotate_file(self.files.path(marking.sha256), marking.order, out)
        return marking.name(made), made

    def publish(
        self, actor: Actor, batch_ids: Sequence[int], terms: Mapping[str, Any], watch: Watch = UNWATCHED
    ) -> int:
        """Publish batches on terms (`publish`'s further arguments) in one transaction; the publication's number."""
        with self.writing() as means:
            watch.begin(means)
            number = publish(actor, means, batch_ids, **terms)
            watch.end(means, {"publication": number})
        self._match_registers(actor, number)
        return number

    def _match_registers(self, actor: Actor, publication: int) -> None:
        """What was published is looked for in the registers, once it stands: nothing here takes it back."""
        try:
            with self.reading() as means:
                wanted = any_loaded(means)
            if wanted:
                with self.writing() as means:
                    after_publication(actor, means, publication)
        except Exception:
            LOG.exception("publication %s was not matched with the registers", publication)

    def load_register(
        self, actor: Actor, label: str, name: str, sha256: str, *, dry: bool = False, **terms: Any
    ) -> RegisterReport:
        """Read a stored export of a label's register and load it, or rehearse that; terms: as `load.load_register`."""
        with self.reading() as means:
            request = register_request(actor, means, label, name)
        with in_words():
            reading = read_register(self.files.path(sha256), request)
        with self.reading() if dry else self.writing() as means:
            return load_register(actor, means, label, sha256, name, reading, dry=dry, **terms)

    def enqueue_receive(self, actor: Actor, delivery: Delivery, sha256: str) -> int:
        """Put a stored file in line to be received; the job's id. Refused at once like `receive.prepare`."""
        self.files.path(sha256)
        payload = {"delivery": asdict(delivery), "sha256": sha256, "file": delivery.name, "lots": delivery.lots}
        with self.writing() as means:
            receive.prepare(actor, means, delivery)
            job = jobs.line_up_reading(actor, means, delivery.supplier, "receive", payload)
        return self.woken(job)

    def enqueue_answer(
        self,
        actor: Actor,
        batch_id: int,
        answers: dict[str, str],
        mapping: dict[str, str] | None = None,
        repairs: Sequence[Repair] = (),
    ) -> int | None:
        """Record answers at once; the id of the job that reads the file again, None where nothing must be."""
        with self.writing() as means:
            answer.answer(actor, means, batch_id, answers, mapping, repairs)
            if not answer.must_read_again(answers, mapping, repairs):
                return None
            job = self._line_up_again(actor, means, batch_id)
        return self.woken(job)

    def enqueue_again(self, actor: Actor, batch_id: int) -> int:
        """Put a batch in line to be read again with what was learnt meanwhile; the job's id."""
        with self.writing() as means:
            job = self._line_up_again(actor, means, batch_id)
        return self.woken(job)

    def _line_up_again(self, actor: Actor, means: Means, batch_id: int) -> int:
        delivery, _ = receive.delivery_of(actor, means, batch_id)
        payload = {"batch": batch_id, "file": delivery.name, "lots": delivery.lots}
        return jobs.line_up_reading(actor, means, delivery.supplier, "answer", payload)

    def enqueue_publish(self, actor: Actor, batch_ids: Sequence[int], note: str | None = None, **terms: Any) -> int:
        """Put a publication in line, on the terms that `publish` takes; the job's id."""
        with self.writing() as means:
            plain = {name: _plain(value) for name, value in terms.items()}
            job = jobs.line_up_publishing(actor, means, batch_ids, {"terms": {"note": note, **plain}})
        return self.woken(job)

    def woken(self, job: int) -> int:
        """The job's id, once whoever works in this process was told that there is work."""
        for wake in self.wakers:
            wake()
        return job

    def job(self, actor: Actor, job_id: int) -> JobSheet:
        """A job as it stands now."""
        with self.reading() as means:
            return jobs.show_job(actor, means, job_id)

    def jobs(self, actor: Actor) -> list[JobSheet]:
        """The open jobs that the actor may see and the last that ended, the newest first."""
        with self.reading() as means:
            return jobs.list_jobs(actor, means)

    def awaited(self, actor: Actor, job_id: int, seconds: float = 1.0) -> JobSheet:
        """A job once it has ended, or as it stands after some seconds."""
        until = time.monotonic() + seconds
        while (sheet := self.job(actor, job_id)).open and time.monotonic() < until:
            time.sleep(LOOK)
        return sheet

    def cancel_job(self, actor: Actor, job_id: int) -> None:
        """End a job that waits or reads. Raises Conflict when it has ended already."""
        with self.writing() as means:
            jobs.cancel_job(actor, means, job_id)

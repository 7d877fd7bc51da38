"""The door of the house for whoever comes in: command line, screens, routes. Transactions open and close here.

A piece of work that needs time outside a transaction (reading a file) is done here too, between two of them.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO

from sqlalchemy import Engine

from catalog.access import Actor
from catalog.db import make_engine, session_scope
from catalog.errors import Conflict
from catalog.means.files import FileStore
from catalog.means.means import Means
from catalog.means.trouble import in_words
from catalog.migrate import is_current, migrate
from catalog.published.shelf import Shelf
from catalog.services.intake import answer, receive
from catalog.services.intake.receive import Delivery, Received
from catalog.settings import Settings
from imports.reading import read_file


@dataclass(frozen=True)
class Entrance:
    """One a process: settings, engine, shelf and files, made when first asked for."""

    settings: Settings

    @cached_property
    def engine(self) -> Engine:
        """The engine of the settings' database."""
        return make_engine(self.settings.database_url)

    @cached_property
    def shelf(self) -> Shelf:
        """The shelf of published editions."""
        return Shelf(self.settings.index)

    @cached_property
    def files(self) -> FileStore:
        """The stored files."""
        return FileStore(self.settings.files, self.settings.max_upload_mb)

    def migrate(self) -> None:
        """Bring the database up to date; an empty one is filled."""
        with in_words():
            migrate(self.engine)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Means]:
        """Means for work that keeps nothing. Raises Conflict when the database is not migrated."""
        self._check()
        with session_scope(self.engine, self.settings, write=False) as means:
            yield means

    @contextlib.contextmanager
    def writing(self) -> Iterator[Means]:
        """Means of one transaction, committed at the end."""
        self._check()
        with session_scope(self.engine, self.settings) as means:
            yield means

    def _check(self) -> None:
        if "current" in self.__dict__:
            return
        with in_words():
            current = is_current(self.engine)
        if not current:
            raise Conflict("database.not_migrated")
        self.__dict__["current"] = True

    def receive(self, actor: Actor, delivery: Delivery, file: BinaryIO) -> Received:
        """Store a file, read it outside any transaction, keep it as a batch. The same file twice creates nothing."""
        with self.reading() as means:
            request = receive.prepare(actor, means, delivery)
        sha256 = self.files.put_stream(file)
        with self.reading() as means:
            known = receive.known(actor, means, delivery, sha256)
        if known is not None:
            return Received(known, known=True)
        reading = read_file(self.files.path(sha256), request)
        with self.writing() as means:
            return receive.receive(actor, means, delivery, sha256, reading, first=True)

    def answer(
        self, actor: Actor, batch_id: int, answers: dict[str, str], mapping: dict[str, str] | None = None
    ) -> None:
        """Record answers to a batch's questions, then read its file again where they change what it says."""
        with self.writing() as means:
            answer.answer(actor, means, batch_id, answers, mapping)
        if answer.must_read_again(answers, mapping):
            self._read_again(actor, batch_id)

    def _read_again(self, actor: Actor, batch_id: int) -> None:
        with self.reading() as means:
            delivery, sha256 = receive.delivery_of(actor, means, batch_id)
            request = receive.prepare(actor, means, delivery)
        reading = read_file(self.files.path(sha256), request)
        with self.writing() as means:
            receive.receive(actor, means, delivery, sha256, reading)

"""What tells one state of an instance from another, and whether what lies on its disk is sound."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select, text

from catalog.access import OPERATOR
from catalog.entrance import Entrance
from catalog.facets.build import KIND
from catalog.facets.directory import verify
from catalog.means.means import Means
from catalog.models import Base, Batch, Job, Publication
from catalog.published.shelf import Shelf, directory_name
from catalog.queries import release
from catalog.services.release.fingerprint import fingerprint

APART = frozenset({Job.__tablename__})
"""The account of work differs by design: how often something was tried is kept."""


@dataclass(frozen=True, slots=True)
class State:
    """fingerprint: what members see. batches: state and rows of each. rows: how many each table holds but the jobs."""

    fingerprint: str
    batches: tuple[tuple[str, int, int], ...]
    rows: Mapping[str, int]


def state_of(entrance: Entrance) -> State:
    """The state of an instance now."""
    with entrance.reading() as means:
        batches = means.session.scalars(select(Batch).order_by(Batch.id))
        return State(
            fingerprint(OPERATOR, means).value,
            tuple((batch.state, batch.row_count, batch.imported) for batch in batches),
            {name: _height(means, name) for name in Base.metadata.tables if name not in APART},
        )


def _height(means: Means, name: str) -> int:
    return means.session.scalar(select(func.count()).select_from(Base.metadata.tables[name])) or 0


def faults_of(entrance: Entrance) -> list[str]:
    """What is wrong with the database, the files, the index and the numbers of publications; nothing, one hopes."""
    return [*_database(entrance), *_files(entrance.settings.files), *_index(entrance), *_numbers(entrance)]


def _database(entrance: Entrance) -> Iterator[str]:
    if entrance.engine.dialect.name != "sqlite":
        return
    with entrance.reading() as means:
        yield from (each for each in means.session.scalars(text("PRAGMA integrity_check")) if each != "ok")
        yield from (f"foreign key: {tuple(each)}" for each in means.session.execute(text("PRAGMA foreign_key_check")))


def _files(folder: Path) -> Iterator[str]:
    """A file under its final name holds the bytes that it is named after."""
    for path in folder.rglob("*"):
        final = path.is_file() and not path.name.startswith(".")
        if final and hashlib.sha256(path.read_bytes()).hexdigest() != path.name:
            yield f"file {path.name} is not whole"


def _index(entrance: Entrance) -> Iterator[str]:
    """An index under its final name is whole, or nobody asks for it; the one that is shown has every offer."""
    with entrance.reading() as means:
        number = release.newest(means.session)
        if number:
            shown = entrance.settings.index / directory_name(means.session, number, means.clock.today())
            edition = Shelf(entrance.settings.index).edition(means)
            verify(shown, KIND)
            offers = means.session.get_one(Publication, number).offers
            if edition.index.rows != offers:
                yield f"the index of {number} has {edition.index.rows} offers of {offers}"


def _numbers(entrance: Entrance) -> Iterator[str]:
    """Publications are numbered 1, 2, 3, ..., none missing."""
    with entrance.reading() as means:
        numbers = [each.number for each in release.all_publications(means.session)]
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"publications are {numbers}"


def readers_of(home: Path) -> list[int]:
    """The processes that read a file of this instance now, whoever started them."""
    found = []
    for place in Path("/proc").iterdir():
        if place.name.isdigit() and int(place.name) != os.getpid():
            try:
                words = (place / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if b"imports.child.sandbox" in words and any(str(home).encode() in word for word in words):
                found.append(int(place.name))
    return found


def left_aside(home: Path) -> list[Path]:
    """What was being written beside its place when the process was killed."""
    places = [home / "files", home / "index"]
    return [path for place in places if place.is_dir() for path in place.iterdir() if path.name.startswith(".")]

"""A disk that is full, or closed, when a file comes in, is kept or is published: told in words, nothing half written."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from catalog.access import OPERATOR
from catalog.entrance import UNWATCHED, Entrance, Watch
from catalog.errors import Conflict
from catalog.settings import Settings
from tests.faults.state import faults_of, left_aside, state_of
from tests.house import ROOT
from tests.release.world import deliver
from tests.worker.world import PRICES, delivery, opened

resource = pytest.importorskip("resource", reason="the system limits no process")
ALONE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
PRICED = ("%d,10", "%d,20", "prix %d")
"""Of three prices one is none: each such row leaves an issue in the database."""
LINES = [f"R{n};Savon doux numero {n};{PRICED[n % 3] % (n % 90 + 1)}" for n in range(900)]
LONG = "\n".join(["Ref;Designation;Prix HT", *LINES]).encode()
READING = """
import resource
from pathlib import Path
from imports.reading import read_file
from imports.record import Request
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    print(read_file(Path({path!r}), Request("tarif.csv")).verdict)
except OSError as error:
    print(error.strerror)
"""


@pytest.fixture
def entrance(settings: Settings) -> Iterator[Entrance]:
    """A house where one catalogue is published; nothing may be half there at the end."""
    made = opened(settings)
    made.publish(OPERATOR, [handed_in(made, "1", "1.00")], {})
    yield made
    made.engine.dispose()
    assert faults_of(made) == []
    assert left_aside(settings.home) == []


def handed_in(entrance: Entrance, sign: str, price: str) -> int:
    """A batch of one row, without any file being read."""
    with entrance.writing() as means:
        return deliver(means, sign, ("A", "Savon", price))


def received(entrance: Entrance, content: bytes, watch: Watch = UNWATCHED) -> int:
    with entrance.reading():
        sha256 = entrance.files.put_stream(io.BytesIO(content))
    return entrance.receive_stored(OPERATOR, delivery("long.csv", "patch"), sha256, watch).batch


def refused(entrance: Entrance, work: Callable[[], object]) -> str:
    """The code of what a person is told; the state is what it was."""
    before = state_of(entrance)
    with pytest.raises(Conflict) as raised:
        work()
    assert state_of(entrance) == before
    return raised.value.code


@contextlib.contextmanager
def no_larger(size: int) -> Iterator[None]:
    """No file that this process writes may grow beyond some bytes: what a quota does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextlib.contextmanager
def in_the_way(folder: Path) -> Iterator[None]:
    """A file stands where a folder should."""
    aside = folder.rename(folder.with_suffix(".aside"))
    folder.write_text("in the way")
    try:
        yield
    finally:
        folder.unlink()
        aside.rename(folder)


@contextlib.contextmanager
def spoilt(entrance: Entrance, pragma: str) -> Iterator[None]:
    """Every connection of SQLite's has a pragma, until the block ends."""

    def prepared(connection: object, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]  # type: ignore[attr-defined]
        connection.execute(f"PRAGMA {pragma.format(pages=pages)}")  # type: ignore[attr-defined]

    entrance.engine.dispose()
    event.listen(entrance.engine, "connect", prepared)
    try:
        yield
    finally:
        event.remove(entrance.engine, "connect", prepared)
        entrance.engine.dispose()


@ALONE
@pytest.mark.parametrize(
    ("pragma", "code"), [("max_page_count={pages}", "disk.full"), ("query_only=ON", "disk.closed")]
)
def test_a_database_that_cannot_grow_or_be_written(entrance: Entrance, pragma: str, code: str) -> None:
    with spoilt(entrance, pragma):
        assert refused(entrance, lambda: received(entrance, LONG)) == code
    batch = received(entrance, LONG)
    with spoilt(entrance, pragma):
        assert refused(entrance, lambda: entrance.publish(OPERATOR, [batch], {})) == code
    assert entrance.publish(OPERATOR, [batch], {}) == 2


def test_a_quota_met_when_a_file_comes_in_is_kept_or_is_published(entrance: Entrance) -> None:
    def come_in() -> None:
        with no_larger(len(LONG) // 2):
            entrance.files.put_stream(io.BytesIO(LONG))

    def kept() -> None:
        with contextlib.ExitStack() as stack:
            narrow = Watch(begin=lambda _: stack.enter_context(no_larger(1024)))
            received(entrance, LONG, narrow)

    def published() -> None:
        with no_larger(1024):
            entrance.publish(OPERATOR, [batch], {})

    assert refused(entrance, come_in) == "disk.full"
    assert refused(entrance, kept) == "disk.full"
    batch = received(entrance, LONG)
    assert refused(entrance, published) == "disk.full"
    assert entrance.publish(OPERATOR, [batch], {}) == 2


def test_no_room_to_read_in_is_no_fault_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "tarif.csv"
    path.write_bytes(LONG)
    program = READING.format(path=str(path))
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == (f"{os.strerror(28)}\n", "")


@ALONE
def test_a_folder_that_something_stands_in_the_way_of(entrance: Entrance) -> None:
    batch, settings = handed_in(entrance, "2", "2.00"), entrance.settings
    with in_the_way(settings.files):
        with pytest.raises(Conflict) as raised:
            entrance.files.put_stream(io.BytesIO(PRICES + b"C;Cire;2\n"))
        assert raised.value.code == "disk.closed"
    before = state_of(entrance)
    with in_the_way(settings.index), pytest.raises(Conflict) as raised:
        entrance.publish(OPERATOR, [batch], {})
    assert (raised.value.code, state_of(entrance)) == ("disk.closed", before)
    assert entrance.publish(OPERATOR, [batch], {}) == 2


@ALONE
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="nothing is closed to root")
def test_a_folder_that_may_not_be_written(entrance: Entrance) -> None:
    batch, settings = handed_in(entrance, "2", "2.00"), entrance.settings
    for folder in (settings.files, settings.index):
        folder.chmod(0o500)
    assert refused(entrance, lambda: entrance.files.put_stream(io.BytesIO(b"new bytes"))) == "disk.closed"
    assert refused(entrance, lambda: entrance.publish(OPERATOR, [batch], {})) == "disk.closed"
    for folder in (settings.files, settings.index):
        folder.chmod(0o700)
    assert entrance.publish(OPERATOR, [batch], {}) == 2

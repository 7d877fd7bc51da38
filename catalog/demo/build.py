"""Bring the invented world to life: setup, import, publish and proofs, all through the services that real work uses."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import shutil
import sqlite3
import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from catalog.access import OPERATOR
from catalog.demo.chosen import choose
from catalog.demo.files import DemoFile
from catalog.demo.proofs import DemoProof
from catalog.demo.validated import validate_ranges
from catalog.demo.world import demo_files, demo_proofs, world_toml
from catalog.entrance import Entrance
from catalog.errors import Conflict
from catalog.means.means import Means
from catalog.services.agreements import schedule, setup
from catalog.services.facts.load import load_facts
from catalog.services.instance.read_journal import Asked, read_journal
from catalog.services.intake.receive import Delivery
from catalog.services.people.accounts import set_password
from catalog.services.proofs import add, check, read
from catalog.services.release.publish import publish
from catalog.settings import Settings
from imports.documents.reading import read_documents

PASSWORD = "tamis-demonstration"  # noqa: S105 - shown to whoever starts the demonstration; no real instance has it
SCHEDULED, SIGNED = "ENT-3", dt.date(2026, 1, 1)
"""The lot whose prices are those of its schedule, and the day it was signed."""
MARK = "demo.json"
"""Tells a home that holds the demonstration, and whether it was built to the end."""
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One way into the demonstration."""

    email: str
    name: str
    role: str
    organisation: str
    password: str = PASSWORD


def accounts() -> tuple[DemoAccount, ...]:
    """The accounts of the world, as its file lists them."""
    listed = tomllib.loads(world_toml().read_text(encoding="utf-8"))["account"]
    return tuple(DemoAccount(each["email"], each["name"], each["role"], each["organisation"]) for each in listed)


def build(settings: Settings, tell: Tell, *, fresh: bool = False) -> Entrance:
    """The demonstration's door; built when it is not there yet, was left half built, or `fresh` asks for it.

    Raises Conflict when the home holds something that is no demonstration: it is never touched; and for a demonstration
    to be built anew that somebody has open.
    """
    state = _state(settings)
    if fresh or state == "building":
        _clear(settings, state)
        state = None
    entrance = Entrance(settings)
    entrance.migrate()
    if state != "ready":
        _build(entrance, tell)
    return entrance


def _state(settings: Settings) -> str | None:
    mark = settings.home / MARK
    if not mark.exists():
        return None
    found = json.loads(mark.read_text(encoding="utf-8"))
    return str(found["state"]) if found["database"] == settings.database_url else None


def _clear(settings: Settings, state: str | None) -> None:
    """Remove the demonstration's own database, files and index; nothing else in the home."""
    if state is None and any(settings.home.glob("tamis.sqlite*")):
        raise Conflict("demo.not_a_demo", home=str(settings.home))
    if not settings.database_url.startswith("sqlite"):
        raise Conflict("demo.not_sqlite")
    if any(_is_open(path) for path in settings.home.glob("tamis.sqlite")):
        raise Conflict("demo.open", home=str(settings.home))
    for path in settings.home.glob("tamis.sqlite*"):
        path.unlink()
    for folder in (settings.files, settings.index):
        shutil.rmtree(folder, ignore_errors=True)
    (settings.home / MARK).unlink(missing_ok=True)


def _is_open(path: Path) -> bool:
    """Whether another process has this database open: a demonstration that is served, or still being built."""
    with contextlib.closing(sqlite3.connect(path, timeout=0)) as connection:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")  # in WAL, refused as long as anybody else is connected
        try:
            connection.execute("SELECT count(*) FROM sqlite_master")
        except sqlite3.OperationalError:
            return True
    return False


def _build(entrance: Entrance, tell: Tell) -> None:
    with entrance.reading() as means:
        if _in_use(means):
            raise Conflict("demo.not_a_demo", home=str(entrance.settings.home))
    _mark(entrance.settings, "building")
    with entrance.reading() as means:
        day = means.clock.today()
    tell("demo.setup")
    _set_up(entrance)
    tell("demo.import")
    _import(entrance)
    tell("demo.proofs")
    _record(entrance, demo_proofs(day))
    _read(entrance, demo_proofs(day))
    validate_ranges(entrance)
    choose(entrance)
    _mark(entrance.settings, "ready")


def _in_use(means: Means) -> bool:
    """Whether anything was ever done here, on whatever day: every act is in the journal.

    What is marked as a demonstration may be removed without a question: the mark stands over an empty database alone.
    """
    return read_journal(OPERATOR, means, Asked())[0] > 0


def _set_up(entrance: Entrance) -> None:
    with entrance.writing() as means:
        report = setup.load(OPERATOR, means, world_toml().read_bytes(), False)
        if report.faults:
            raise Conflict("demo.faulty", faults="; ".join(fault.code for fault in report.faults))
        load_facts(OPERATOR, means)
    with entrance.writing() as means:
        for account in accounts():
            set_password(OPERATOR, means, account.email, account.password)


def _import(entrance: Entrance) -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = demo_files(Path(folder))
        batches = [_receive(entrance, file) for file in files]
        for file in files:
            _schedule(entrance, file)
    with entrance.writing() as means:
        publish(OPERATOR, means, batches)


def _receive(entrance: Entrance, file: DemoFile) -> int:
    delivery = Delivery(file.supplier, file.lots, file.path.name, file.mode, file.lot_column)
    with file.path.open("rb") as stream:
        return entrance.receive(OPERATOR, delivery, stream).batch


def _schedule(entrance: Entrance, file: DemoFile) -> None:
    """The lot of the early childhood is priced by its schedule (BPU): the one the holder signed is its first file."""
    if file.lots != (SCHEDULED,):
        return
    with entrance.reading() as means:
        request = schedule.schedule_request(OPERATOR, means, SCHEDULED, file.supplier, file.path.name)
    reading = schedule.read_schedule(file.path, request)
    with entrance.writing() as means:
        schedule.load_schedule(OPERATOR, means, SCHEDULED, file.supplier, reading, SIGNED)


def _record(entrance: Entrance, proofs: tuple[DemoProof, ...]) -> None:
    with entrance.writing() as means:
        for proof in proofs:
            number = add.add(
                OPERATOR, means, supplier=proof.supplier, references=proof.references, attribute=proof.attribute,
                valid_from=proof.valid_from, valid_until=proof.valid_until, kind=proof.kind, basis=proof.basis,
                label=proof.label, number=proof.number, issuer=proof.issuer, document=proof.document,
                document_name=proof.document_name,
            )  # fmt: skip
            if proof.checked is not None:
                check.check(OPERATOR, means, number, proof.checked == "accept", proof.reason)


def _read(entrance: Entrance, proofs: tuple[DemoProof, ...]) -> None:
    """What the reader finds in the safety sheets and ingredient lists, kept as for any document handed in."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / str(number) for number in range(len(proofs))]
        for file, proof in zip(files, proofs, strict=True):
            file.write_bytes(proof.document)
        named = [(file, proof.document_name) for file, proof in zip(files, proofs, strict=True)]
        found = list(read_documents(named))
    with entrance.writing() as means:
        hashes = [hashlib.sha256(proof.document).hexdigest() for proof in proofs]
        read.keep(OPERATOR, means, list(zip(hashes, found, strict=True)))


def _mark(settings: Settings, state: str) -> None:
    settings.home.mkdir(parents=True, exist_ok=True)
    content = json.dumps({"state": state, "database": settings.database_url})
    (settings.home / MARK).write_text(content, encoding="utf-8")

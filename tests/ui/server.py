"""A real server on a temporary home, run as a process of its own: `python -m tests.ui.server HOME PORT`.

Its people: ROLE@ORGANISATION.example of tests.people.conftest, all with the same password. Prints the address when
pages can be opened.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from catalog.db import make_engine, session_scope
from catalog.means.means import Means
from catalog.migrate import migrate
from catalog.models import Batch
from catalog.queries.people import organisation_by_code
from catalog.settings import Settings, settings_from
from tests.people.conftest import add_people
from ui.app import serve

BATCH, BATCH_ID, BATCH_NAME = b"reference;prix\nA1;3,95\n", 4711, "tarif été.csv"


def prepare(settings: Settings) -> None:
    """A migrated database with the people in it; nothing where they already are."""
    engine = make_engine(settings.database_url)
    migrate(engine)
    with session_scope(engine, settings) as means:
        if organisation_by_code(means.session, "LYCEE") is None:
            add_people(means)
            add_batch(means)
    engine.dispose()


def add_batch(means: Means) -> None:
    """One file of SAVON, as received."""
    supplier = organisation_by_code(means.session, "SAVON")
    assert supplier is not None
    sha256, now = means.files.put(BATCH), means.clock.now()
    means.session.add(
        Batch(supplier_id=supplier.id, id=BATCH_ID, sha256=sha256, file_name=BATCH_NAME, mode="full", scope="full",
              state="refused", recorded_at=now)
    )  # fmt: skip


def main(home: str, port: str) -> None:
    settings = settings_from({**os.environ, "TAMIS_HOME": str(Path(home)), "TAMIS_DAY": "2026-11-22"})
    prepare(settings)
    serve(settings, "127.0.0.1", int(port), lambda address: print(f"Ready: {address}", flush=True))


if __name__ == "__main__":
    main(*sys.argv[1:3])

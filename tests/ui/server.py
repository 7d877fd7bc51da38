"""A real server on a temporary home, run as a process of its own: `python -m tests.ui.server HOME PORT`.

Its people: ROLE@ORGANISATION.example of tests.people.conftest, all with the same password. Prints the address when
pages can be opened.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path

from catalog.db import make_engine, session_scope
from catalog.means.means import Means
from catalog.migrate import migrate
from catalog.models import Agreement, Batch, BatchLot, Lot
from catalog.models.base import new_id
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
    """One file of SAVON for a lot of CENTRALE, as received."""
    supplier, central = (organisation_by_code(means.session, code) for code in ("SAVON", "CENTRALE"))
    assert supplier is not None
    assert central is not None
    sha256, now = means.files.put(BATCH), means.clock.now()
    dates = {"starts": dt.date(2026, 1, 1), "ends": dt.date(2029, 12, 31), "recorded_at": now}
    agreement = Agreement(id=new_id(), central_id=central.id, code="AC-1", name="Entretien", **dates)
    lot = Lot(id=new_id(), agreement_id=agreement.id, code="AC-1/L1", name="Lot 1", currency="EUR", **dates)
    batch = Batch(
        supplier_id=supplier.id,
        id=BATCH_ID,
        sha256=sha256,
        file_name=BATCH_NAME,
        mode="full",
        scope="full",
        state="refused",
        recorded_at=now,
    )
    for each in (agreement, lot, batch, BatchLot(supplier_id=supplier.id, batch_id=BATCH_ID, lot_id=lot.id)):
        means.session.add(each)
        means.session.flush()


def main(home: str, port: str) -> None:
    settings = settings_from({**os.environ, "TAMIS_HOME": str(Path(home)), "TAMIS_DAY": "2026-11-22"})
    prepare(settings)
    serve(settings, "127.0.0.1", int(port), lambda address: print(f"Ready: {address}", flush=True))


if __name__ == "__main__":
    main(*sys.argv[1:3])

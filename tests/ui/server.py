"""A real server on a temporary home, run as a process of its own: `python -m tests.ui.server HOME PORT`.

Its people: ROLE@ORGANISATION.example of tests.people.conftest, all with the same password. Prints the address when
pages can be opened.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from catalog.db import make_engine, session_scope
from catalog.migrate import migrate
from catalog.queries.people import organisation_by_code
from catalog.settings import Settings, settings_from
from tests.people.conftest import add_people
from ui.app import serve


def prepare(settings: Settings) -> None:
    """A migrated database with the people in it; nothing where they already are."""
    engine = make_engine(settings.database_url)
    migrate(engine)
    with session_scope(engine, settings) as means:
        if organisation_by_code(means.session, "LYCEE") is None:
            add_people(means)
    engine.dispose()


def main(home: str, port: str) -> None:
    settings = settings_from({**os.environ, "TAMIS_HOME": str(Path(home)), "TAMIS_DAY": "2026-11-22"})
    prepare(settings)
    serve(settings, "127.0.0.1", int(port), lambda address: print(f"Ready: {address}", flush=True))


if __name__ == "__main__":
    main(*sys.argv[1:3])

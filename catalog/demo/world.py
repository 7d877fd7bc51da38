"""The invented world of the demonstration, as data: who there is, the files they send, the proofs staff check.

Everything is made from the data files of this folder, and every licence number in them is an example of a shape:
`world.toml` (who there is), one CSV of product kinds a supplier (`claironde.csv` ...), `cartridges.csv` with
`cartridge_offers.csv` (each cartridge as each supplier offers it), `files.csv` (how each supplier writes its file),
`faults.csv` (what is wrong in them on purpose) and `proofs.csv` (days counted from the day of the demonstration).
A kind reads `text=hazards|text` in its variants and `pack=times the price|pack` in its packs.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from catalog.demo.files import DemoFile, write_files
from catalog.demo.items import HERE
from catalog.demo.proofs import DemoProof
from catalog.demo.proofs import demo_proofs as _proofs

SET_DAY = dt.date(2026, 11, 22)
"""The day of the demonstration and of the tests, unless another is set."""


def world_toml() -> Path:
    """Organisations, agreements, lots, memberships, ranges and accounts, in the format of the `setup` command."""
    return HERE / "world.toml"


def demo_files(folder: Path) -> tuple[DemoFile, ...]:
    """Write the suppliers' files into an existing folder and say whose they are. OSError where it cannot be written."""
    return write_files(folder)


def demo_proofs(day: dt.date = SET_DAY) -> tuple[DemoProof, ...]:
    """The proofs to record and check, dated from `day`."""
    return _proofs(day)

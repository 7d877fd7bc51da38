"""The formats that are read, each a file of this folder. `signatures` tells which one a file is in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from imports.formats import delimited, spreadsheet
from imports.record import Source

READERS: Mapping[str, Callable[[Path], Source]] = {
    "csv": delimited.read,
    "zip": spreadsheet.read_zip,
    "ole": spreadsheet.read_ole,
}
"""Container told by `signatures.format_of` -> its reader. A new format is one file and one line here."""

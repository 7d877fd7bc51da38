"""The formats that are read, each a file of this folder. `signatures` tells which one a file is in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from imports.columns.structured import Structured
from imports.formats import bmecat, cif, cxml, delimited, pricat, spreadsheet, ubl
from imports.record import Request, Source

READERS: Mapping[str, Callable[[Path], Source]] = {
    "csv": delimited.read,
    "zip": spreadsheet.read_zip,
    "ole": spreadsheet.read_ole,
}
"""Container told by `signatures.format_of` -> its reader. A new format is one file and one line here."""

STRUCTURED: Mapping[str, Callable[[Path, Request], Structured]] = {
    "bmecat": bmecat.read,
    "ubl": ubl.read,
    "cxml": cxml.read,
    "cif": cif.read,
    "edifact": pricat.read,
}
"""The same for formats that name their columns themselves. What is asked (currency, words) chooses among what they hold."""

"""One file and what is to be said of it -> an XLSX, in this very process.

An XLSX or XLSM is edited in place: only the marked sheets, the styles, the comments and the list of sheets change, all
other parts stay as they are, byte for byte. Of other tables a workbook of the same cells is made and marked the same way.
Of everything else there is a report alone.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from imports.annotation.edit import edited
from imports.annotation.own import without_ours
from imports.annotation.plain import write_plain
from imports.annotation.record import Annotated, Form, Order, Unfollowed
from imports.formats import READERS
from imports.formats.container import scan
from imports.formats.signatures import format_of
from imports.record import Grid, UnreadableFile

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
EDITABLE = frozenset(("xlsx", "xlsm"))


def annotate_here(path: Path, order: Order, out: Path) -> Annotated:
    """Write the annotated workbook to `out`, with no limit of time or memory."""
    try:
        kind = format_of(path)
        if kind == "zip" and scan(path).kind in EDITABLE:
            return _same(path, order, out)
        if kind in READERS:
            return _copied(path, order, out)
    except (UnreadableFile, Unfollowed, zipfile.BadZipFile):
        pass  # nothing of the file can be shown again: the report says what is wrong with it
    return report_here(order, out)


def _same(path: Path, order: Order, out: Path) -> Annotated:
    try:
        return edited(path, order, out, "same")
    except (Unfollowed, ValueError):  # a ValueError: a number, or a text, that is none
        return _copied(path, order, out)


def _copied(path: Path, order: Order, out: Path) -> Annotated:
    """Raises UnreadableFile, Unfollowed."""
    source = without_ours(READERS[format_of(path)](path))
    names = _names(source.grids, order.labels.rows_sheet)
    plain = out.with_name(f"{out.name}.plain")
    write_plain(plain, list(zip(names.values(), source.grids, strict=True)))
    return _from(plain, order, out, "copied", names)


def report_here(order: Order, out: Path) -> Annotated:
    """Write the summary alone."""
    plain = out.with_name(f"{out.name}.plain")
    write_plain(plain, [])
    return _from(plain, order, out, "report", {})


def _from(plain: Path, order: Order, out: Path, form: Form, names: Mapping[str, str]) -> Annotated:
    try:
        return edited(plain, order, out, form, names)
    finally:
        plain.unlink(missing_ok=True)


def _names(grids: tuple[Grid, ...], rows_sheet: str) -> dict[str, str]:
    """Sheet as remarks name it ("" for a plain file) -> its name in the copy: at most 31 signs, none of them forbidden."""
    names: dict[str, str] = {}
    for place, grid in enumerate(grids, 1):
        name = _FORBIDDEN.sub(" ", grid.name or rows_sheet).strip("' ")[:31]
        taken = {each.casefold() for each in names.values()}
        names[grid.name or ""] = name if name and name.casefold() not in taken else f"{name[:25]} ({place})"
    return names

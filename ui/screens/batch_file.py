"""Step 1 of a batch: the file as received and its first rows as written."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

import streamlit as st

from catalog.services.intake.show import rows_as_written
from ui import session
from ui.parts import history
from ui.parts.batch import Seen
from ui.parts.sheet import Head, facts, link_out, table
from ui.wording.words import t

SHOWN = 10
LONGEST = 80
"""Signs of a cell that are shown."""
WIDEST = 12
"""Columns shown of a wide file; the step of the columns lists them all."""


def show(seen: Seen) -> None:
    """Draw the step."""
    st.html(facts(_about(seen)))
    st.html(link_out(f"/files/batch/{seen.id}", t("file.download")))
    st.header(t("file.rows"), anchor=False)
    with session.means() as means:
        rows = rows_as_written(seen.actor, means, seen.id)
    if not rows:
        st.write(t("file.no_rows"))
    else:
        _rows(dict(islice(rows.items(), SHOWN)))
    history.draw(seen.actor, seen.id)


def _about(seen: Seen) -> list[tuple[str, object]]:
    report, line = seen.sheet.report, seen.sheet.line
    delimiter = t("file.delimiter.tab") if report.get("delimiter") == "\t" else report.get("delimiter")
    return [
        (t("file.supplier"), line.supplier_name),
        (t("file.lots"), ", ".join(line.lots)),
        (t("file.mode"), t(f"mode.{line.mode}")),
        (t("file.format"), (report.get("format") or "").upper()),
        (t("file.encoding"), report.get("encoding")),
        (t("file.delimiter"), delimiter),
        (t("file.sheet"), report.get("sheet")),
        (t("file.header"), ", ".join(map(str, report.get("header_rows") or ()))),
    ]


def _rows(rows: Mapping[int, Mapping[str, str]]) -> None:
    headers = list(dict.fromkeys(header for cells in rows.values() for header in cells))[:WIDEST]
    heads = [Head(t("file.row"), number=True), *(Head(header) for header in headers)]
    lines = [[number, *(_short(cells.get(header, "")) for header in headers)] for number, cells in rows.items()]
    st.html(table(t("file.rows.caption", n=len(rows)), heads, lines, said=False, raw=True))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"

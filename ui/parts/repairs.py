"""Cells written again before publishing: one answer for all rows of a cause, or each cell by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from catalog.services.intake.receive import Repair
from ui import session
from ui.parts.batch import Seen, repair
from ui.parts.names import label
from ui.wording.words import counted, t

MOST = 300
"""Cells that can be written again in one table."""
COLUMNS = ("row", "column", "value", "expected", "correction")
PLACE = re.compile(r"^(?:Ligne|Row)\s\d+(?:,\s(?:colonne|column)\s[«“].*?[»”])?\s?:\s")
Issue = Mapping[str, Any]


def without_place(sentence: str) -> str:
    """The sentence without the row and column that stand beside it in the table."""
    rest = PLACE.sub("", sentence)
    return rest[:1].upper() + rest[1:]


def repairable(issues: Sequence[Issue]) -> list[Issue]:
    """The issues of one cell each: those that name their row and a column of the file, nothing put together."""
    return [issue for issue in issues if issue["row"] and issue["column"] and "+" not in issue["column"]
            and issue["code"] != "cell.repaired"]  # fmt: skip


def accept_all(seen: Seen, code: str, issues: Sequence[Issue]) -> None:
    """The button that takes every proposal of a cause at once."""
    sure = [issue for issue in repairable(issues) if issue["proposal"]]
    if not sure:
        return
    name = f"{counted(len(sure), 'checks.accept')} :small[{label(t(f'cause.{code}'))}]"
    if st.button(name, key=f"accept_{code}", icon=":material/done_all:"):
        repair(seen, [_repair(issue, str(issue["proposal"])) for issue in sure])


def repair_table(seen: Seen, issues: Sequence[Issue], key: str) -> None:
    """A table whose last column may be written in; what was written is read at once."""
    cells = repairable(issues)[:MOST]
    if not cells:
        return
    with st.form(f"repairs_{key}", border=False):
        written: list[dict[str, Any]] = st.data_editor(
            [_cells(issue) for issue in cells], key=f"repairs_of_{key}", width="stretch", hide_index=True, num_rows="fixed",
            disabled=COLUMNS[:-1], alt=t("rejected.table"),
            column_config={name: st.column_config.TextColumn(t(f"rejected.{name}")) for name in COLUMNS},
        )  # fmt: skip
        pressed = st.form_submit_button(t("rejected.save"), type="primary")
    if not pressed:
        return
    repairs = [
        _repair(issue, str(line["correction"]))
        for issue, line in zip(cells, written, strict=True)
        if line["correction"]
    ]
    if repairs:
        repair(seen, repairs)
    else:
        st.info(t("rejected.none"))


def _cells(issue: Issue) -> dict[str, str]:
    told = {"row": str(issue["row"]), "column": issue["column"], "value": issue["value"] or ""}
    return told | {"expected": without_place(issue[session.language()]), "correction": issue["proposal"] or ""}


def _repair(issue: Issue, text: str) -> Repair:
    return Repair(issue["sheet"], int(issue["row"]), str(issue["column"]), text)

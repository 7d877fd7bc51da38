"""Step 3 of a batch: what is wrong, grouped by cause; what keeps a row out apart from what does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import streamlit as st

from ui import session
from ui.parts.batch import Seen
from ui.parts.markup import Html, Trusted, fill
from ui.parts.names import label
from ui.parts.repairs import accept_all, repair_table
from ui.parts.repairs import without_place as without_place
from ui.parts.sheet import Head, link_out, table
from ui.wording.words import counted, t

SHOWN = 100
"""Rows of one cause that are listed; all are counted."""
VALUE = '<span class="seen-value">{value}</span>'
Issue = Mapping[str, Any]


def show(seen: Seen) -> None:
    """Draw the step."""
    issues: Sequence[Issue] = seen.sheet.report["issues"]
    if not issues:
        st.write(t("checks.none"))
        return
    address = f"/files/annotated/{seen.id}?lang={session.language()}"
    st.html(link_out(address, t("checks.annotated")))
    st.html(fill('<p class="quiet-text">{text}</p>', text=t("checks.annotated.lead")))
    for level in ("error", "warning"):
        found = [issue for issue in issues if issue["level"] == level]
        if found or level == "error":
            _level(seen, level, found)


def rejected(seen: Seen) -> None:
    """The rejected rows, cell by cell, to be written again here or sent back to the supplier."""
    errors = [issue for issue in seen.sheet.report["issues"] if issue["level"] == "error"]
    st.html(fill('<p class="lead">{text}</p>', text=t("rejected.lead" if seen.answerable else "rejected.lead.closed")))
    if seen.answerable:
        repair_table(seen, errors, "rejected")
    else:
        st.html(table(t("checks.errors"), _heads(errors), _rows(errors), said=False))
    st.html(link_out(f"/files/rejected/{seen.id}?lang={session.language()}", t("rejected.download")))


def _level(seen: Seen, level: str, issues: Sequence[Issue]) -> None:
    st.header(t(f"checks.{level}s"), anchor=False)
    if not issues:
        st.write(t("checks.none.errors"))
        return
    st.html(fill('<p class="lead">{text}</p>', text=t(f"checks.{level}s.lead")))
    for number, (code, group) in enumerate(_by_cause(issues)):
        title = t("checks.group", cause=t(f"cause.{code}"), n=len(group))
        with st.expander(label(title), expanded=level == "error" and number == 0, key=f"cause_{level}_{code}"):
            _group(seen, code, group)
    if level == "error":
        st.html(fill('<p class="quiet-text">{text}</p>', text=t("checks.how")))


def _by_cause(issues: Sequence[Issue]) -> list[tuple[str, list[Issue]]]:
    """Cause -> its issues in the order of the file; the most frequent cause first."""
    ordered = sorted(issues, key=lambda issue: str(issue["code"]))
    groups = [(code, list(group)) for code, group in groupby(ordered, key=lambda issue: str(issue["code"]))]
    return sorted(groups, key=lambda pair: (-len(pair[1]), pair[0]))


def _group(seen: Seen, code: str, issues: Sequence[Issue]) -> None:
    """The rows of one cause, and one answer for all of them where there is one that is sure."""
    st.html(table(t(f"cause.{code}"), _heads(issues), _rows(issues), said=False))
    if len(issues) > SHOWN:
        st.html(fill('<p class="quiet-text">{text}</p>', text=counted(len(issues) - SHOWN, "checks.more")))
    if seen.answerable:
        accept_all(seen, code, issues)


def _heads(issues: Sequence[Issue]) -> list[Head]:
    heads = [
        Head(t("checks.row"), number=True),
        *(Head(t(f"checks.{name}")) for name in ("column", "value", "expected")),
    ]
    return heads + ([Head(t("checks.proposal"))] if any(issue["proposal"] for issue in issues) else [])


def _rows(issues: Sequence[Issue]) -> list[list[object]]:
    width = len(_heads(issues))
    return [_row(issue)[:width] for issue in issues[:SHOWN]]


def _row(issue: Issue) -> list[object]:
    last = issue.get("last_row")
    place = t("checks.rows", first=issue["row"], last=last) if last and last != issue["row"] else issue["row"]
    column = issue["column"] or (
        t("checks.where", sheet=issue["sheet"]) if issue["sheet"] and not issue["row"] else "–"
    )
    return [place or "–", column, _value(issue["value"]), without_place(issue[session.language()]), _proposal(issue)]


def _value(value: str | None) -> Trusted:
    return Trusted(fill(VALUE, value=t("checks.blank") if value in (None, "") else value))


def _proposal(issue: Issue) -> object:
    return Trusted(_marked(issue["proposal"])) if issue["proposal"] else "–"


def _marked(text: str) -> Html:
    return fill('<span class="after">{text}</span>', text=text)

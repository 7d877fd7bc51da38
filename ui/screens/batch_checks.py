"""Step 3 of a batch: what is wrong, grouped by cause; what keeps a row out apart from what does not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import streamlit as st

from ui import session
from ui.parts.batch import Seen
from ui.parts.markup import Html, Trusted, fill
from ui.parts.names import label
from ui.parts.sheet import Head, link_out, table
from ui.wording.words import counted, t

SHOWN = 100
"""Rows of one cause that are listed; all are counted."""
PLACE = re.compile(r"^(?:Ligne|Row)\s\d+(?:,\s(?:colonne|column)\s[«“].*?[»”])?\s?:\s")
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
            _level(level, found)


def _level(level: str, issues: Sequence[Issue]) -> None:
    st.header(t(f"checks.{level}s"), anchor=False)
    if not issues:
        st.write(t("checks.none.errors"))
        return
    st.html(fill('<p class="lead">{text}</p>', text=t(f"checks.{level}s.lead")))
    for number, (code, group) in enumerate(_by_cause(issues)):
        title = t("checks.group", cause=t(f"cause.{code}"), n=len(group))
        with st.expander(label(title), expanded=level == "error" and number == 0, key=f"cause_{level}_{code}"):
            _group(code, group)
    if level == "error":
        st.html(fill('<p class="quiet-text">{text}</p>', text=t("checks.how")))


def _by_cause(issues: Sequence[Issue]) -> list[tuple[str, list[Issue]]]:
    """Cause -> its issues in the order of the file; the most frequent cause first."""
    ordered = sorted(issues, key=lambda issue: str(issue["code"]))
    groups = [(code, list(group)) for code, group in groupby(ordered, key=lambda issue: str(issue["code"]))]
    return sorted(groups, key=lambda pair: (-len(pair[1]), pair[0]))


def _group(code: str, issues: Sequence[Issue]) -> None:
    proposals = any(issue["proposal"] for issue in issues)
    heads = [
        Head(t("checks.row"), number=True),
        Head(t("checks.column")),
        Head(t("checks.value")),
        Head(t("checks.expected")),
    ]
    heads += [Head(t("checks.proposal"))] if proposals else []
    rows = [_row(issue)[: len(heads)] for issue in issues[:SHOWN]]
    st.html(table(t(f"cause.{code}"), heads, rows, said=False))
    if len(issues) > SHOWN:
        st.html(fill('<p class="quiet-text">{text}</p>', text=counted(len(issues) - SHOWN, "checks.more")))


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


def without_place(sentence: str) -> str:
    """The sentence without the row and column that stand beside it in the table."""
    rest = PLACE.sub("", sentence)
    return rest[:1].upper() + rest[1:]

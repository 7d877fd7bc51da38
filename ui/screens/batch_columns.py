"""Step 2 of a batch: the questions that only a person can answer, and what each column of the file is read as."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from catalog.services.intake.show import ColumnLine, columns_of, known_fields, rows_as_written
from ui import session
from ui.parts.batch import Seen, answer
from ui.parts.markup import Trusted, fill
from ui.parts.names import label
from ui.parts.sheet import Head, table
from ui.parts.values import field_name
from ui.wording.words import counted, t

IGNORED = "ignore"
REQUIRED = ("reference", "name", "price")
COLUMN = "column:"
"""Begins the name of an answer that maps a column."""
SHOWN = 60
"""Signs of a sample that are shown."""
NEVER_CHOSEN = ("name_part",)
Question = Mapping[str, Any]


def show(seen: Seen) -> None:
    """Draw the step."""
    with session.means() as means:
        columns = columns_of(seen.sheet, rows_as_written(seen.actor, means, seen.id))
    questions: Sequence[Question] = seen.sheet.report.get("questions") or ()
    if questions:
        st.header(t("columns.questions"), anchor=False)
        _questions(seen, questions, columns)
    st.header(t("columns.mapping"), anchor=False)
    if not columns:
        st.write(t("columns.none"))
        return
    _mapping(columns)
    _correction(seen, columns)


def _questions(seen: Seen, questions: Sequence[Question], columns: Sequence[ColumnLine]) -> None:
    """All questions in one form: one reading for all answers."""
    if not seen.answerable:
        for question in questions:
            st.markdown(f"**{label(question[session.language()])}**")
        st.html(fill('<p class="quiet-text">{text}</p>', text=t("columns.not_yours")))
        return
    with st.form("answers", border=False):
        said = [_question(question, columns) for question in questions]
        if not st.form_submit_button(t("question.answer"), type="primary"):
            return
        answers = {name: value for told in said for name, value in told.items() if value}
        if not answers:
            st.warning(t("question.choose"))
        elif any(name.startswith(COLUMN) for told in said for name in told):
            _map_three(seen, answers)
        else:
            answer(seen, answers)


def _question(question: Question, columns: Sequence[ColumnLine]) -> dict[str, str | None]:
    """Draw one question; question (or `column:FIELD`) -> what was chosen."""
    name = str(question["id"])
    with st.container(border=True, key=f"question_{name}"):
        st.markdown(f"**{label(question[session.language()])}**")
        return _three_columns(columns) if name == "columns" else _one_of(question, columns)


def _one_of(question: Question, columns: Sequence[ColumnLine]) -> dict[str, str | None]:
    name, samples = str(question["id"]), {column.header: column.samples for column in columns}
    chosen = st.radio(
        t("question.choice"), question["choices"], index=None, key=f"choice_{name}",
        format_func=lambda choice: label(_choice(name, choice, samples)),
    )  # fmt: skip
    if name == "reference":
        own = st.multiselect(t("question.other"), [each for each in samples if "+" not in each], key="choice_other",
                             placeholder=t("question.other.choose"))  # fmt: skip
        chosen = "+".join(own) or chosen
    return {name: chosen}


def _choice(question: str, choice: str, samples: Mapping[str, Sequence[str]]) -> str:
    """A choice in words; a column with one of its values."""
    if question == "vat_rate":
        return t("choice.vat", rate=choice.replace(".", ",") if session.language() == "fr" else choice)
    if question == "decimal_sign":
        return t("choice.decimal.comma" if choice == "," else "choice.decimal.point")
    seen = samples.get(choice)
    return t("choice.example", choice=choice, sample=_short(seen[0])) if seen else choice


def _three_columns(columns: Sequence[ColumnLine]) -> dict[str, str | None]:
    """The file's headers are in no known language: which column is the reference, the name, the price?"""
    samples = {column.header: column.samples for column in columns}
    return {
        f"{COLUMN}{field}": st.selectbox(
            t(f"question.column.{field}"), list(samples), index=None, key=f"column_{field}", placeholder=t("question.choose"),
            format_func=lambda header: _choice("columns", header, samples),
        )
        for field in REQUIRED
    }  # fmt: skip


def _map_three(seen: Seen, answers: Mapping[str, str]) -> None:
    mapping = {header: name.removeprefix(COLUMN) for name, header in answers.items()}
    if len(mapping) < len(REQUIRED):
        st.warning(t("question.columns.missing"))
        return
    answer(seen, {}, mapping)


def _mapping(columns: Sequence[ColumnLine]) -> None:
    read = sum(column.field is not None for column in columns)
    said = " · ".join((counted(read, "columns.read"), counted(len(columns) - read, "columns.ignored")))
    heads = [Head(t("columns.header")), Head(t("columns.field")), Head(t("columns.samples"))]
    st.html(table(said, heads, [_line(column) for column in columns]))


def _line(column: ColumnLine) -> list[object]:
    field: object = Trusted(fill('<span class="quiet-text">{text}</span>', text=t("field.ignored")))
    if column.field is not None:
        field = field_name(column.field, session.language())
    samples = fill('<span class="sample">{text}</span>', text=" · ".join(_short(text) for text in column.samples))
    return [column.header, field, Trusted(samples) if column.samples else t("columns.empty")]


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN].rstrip()}…"


def _correction(seen: Seen, columns: Sequence[ColumnLine]) -> None:
    """A field for each column that can be changed; what changed is sent, and the file is read again."""
    if not seen.answerable:
        said = "columns.closed" if seen.state == "published" else "columns.not_yours"
        st.html(fill('<p class="quiet-text">{text}</p>', text=t(said)))
        return
    alone = [column for column in columns if "+" not in column.header]
    with st.expander(t("columns.change"), key="correction"), st.form("columns", border=False):
        st.write(t("columns.change.why"))
        chosen = {column.header: _field(column) for column in alone}
        if st.form_submit_button(t("columns.save")):
            moved = {column.header: chosen[column.header] for column in alone if chosen[column.header] != _now(column)}
            if moved:
                answer(seen, {}, moved)
            else:
                st.info(t("columns.unchanged"))


def _field(column: ColumnLine) -> str:
    options = [IGNORED, *(name for name in known_fields() if name not in NEVER_CHOSEN or name == column.field)]
    chosen = st.selectbox(
        label(t("columns.field.of", header=column.header)), options, index=options.index(_now(column)),
        key=f"field_{column.header}", format_func=_field_name,
    )  # fmt: skip
    return str(chosen)


def _now(column: ColumnLine) -> str:
    return column.field or IGNORED


def _field_name(name: str) -> str:
    return t("field.ignored") if name == IGNORED else field_name(name, session.language())

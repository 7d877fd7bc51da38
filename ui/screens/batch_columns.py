"""Step 2 of a batch: the questions that only a person can answer, and what each column of the file is read as."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from catalog.services.intake.show import ColumnLine, columns_of, known_fields, rows_as_written
from ui import navigation, session
from ui.parts.batch import Seen, answer
from ui.parts.markup import Trusted, escape, fill
from ui.parts.names import label
from ui.parts.sheet import Head, table
from ui.parts.values import field_name
from ui.wording.words import counted, t

IGNORED = "ignore"
REQUIRED = ("reference", "name", "price")
COLUMN = "column:"
"""Begins the name of an answer that maps a column."""
SAID = {
    ("sheet", "all"): "question.sheet.all", ("two_prices", "1"): "choice.price.first", ("two_prices", "2"): "choice.price.second",
    ("price_vat", "HT"): "choice.without_vat", ("price_vat", "TTC"): "choice.with_vat",
}  # fmt: skip
"""(question, choice) -> words for it, where the choice itself says too little."""
LISTED = 12
"""Words that are listed here; the page of the words has them all."""
SHOWN = 60
"""Signs of a sample that are shown."""
USEFUL = (*REQUIRED, "vat", "order_unit", "gtin")
"""Fields that are missed where no column is read as them: the first three are needed, the others help."""
REMEMBERED = '{field}<span class="meta cell-about">{said}</span>'
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
    _mapping(seen, columns)
    _correction(seen, columns)
    _words(seen)


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
    if (question, choice) in SAID:
        return t(SAID[question, choice])
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


def _mapping(seen: Seen, columns: Sequence[ColumnLine]) -> None:
    """Counts, then what is lacking and what is left aside on top; what was understood is folded away."""
    unsure, sure = _parted(seen, columns)
    lacking = [name for name in USEFUL if name not in {column.field for column in columns}]
    counts = [counted(len(sure), "columns.read"), counted(len(unsure), "columns.unsure")]
    st.html(fill('<p class="lead columns-counts">{text}</p>', text=" · ".join(
        [*counts, counted(len(lacking), "columns.lacking")])))  # fmt: skip
    if lacking:
        names = ", ".join(_lacking_name(name) for name in lacking)
        st.html(fill('<p class="quiet-text">{text}</p>', text=t("columns.lacking.names", names=names)))
    heads = [Head(t("columns.header")), Head(t("columns.field")), Head(t("columns.samples"))]
    if unsure:
        st.html(table(t("columns.unsure.title"), heads, [_line(seen, column) for column in unsure]))
    with st.expander(label(counted(len(sure), "columns.read")), expanded=not unsure, key="colonnes_lues"):
        st.html(table(t("columns.mapping"), heads, [_line(seen, column) for column in sure], said=False))


def _parted(seen: Seen, columns: Sequence[ColumnLine]) -> tuple[list[ColumnLine], list[ColumnLine]]:
    """Columns to look at (left aside though they hold something, or new since the last file), and the others."""
    new = {issue["column"] for issue in seen.sheet.report["issues"] if issue["code"] == "column.new"}
    known = frozenset(seen.sheet.report.get("from_memory") or ())
    unsure = [
        each
        for each in columns
        if each.header in new or (each.field is None and each.header not in known and each.samples)
    ]
    return unsure, [each for each in columns if each not in unsure]


def _lacking_name(name: str) -> str:
    said = field_name(name, session.language())
    return said if name in REQUIRED else t("columns.optional", field=said)


def _line(seen: Seen, column: ColumnLine) -> list[object]:
    field: object = Trusted(fill('<span class="quiet-text">{text}</span>', text=t("field.ignored")))
    if column.field is not None:
        field = field_name(column.field, session.language())
    if column.header in (seen.sheet.report.get("from_memory") or ()):
        named = field.markup if isinstance(field, Trusted) else escape(field)
        field = Trusted(fill(REMEMBERED, field=Trusted(named), said=t("columns.remembered")))
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
        unsure = _parted(seen, alone)[0]
        ordered = [*unsure, *(column for column in alone if column not in unsure)]
        chosen = {column.header: _field(column) for column in ordered}
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


def _words(seen: Seen) -> None:
    """Words of families, units and labels that nobody understood; each is decided once, for every file."""
    found = seen.sheet.report.get("leftovers") or ()
    if not found or not navigation.open_to(seen.actor, "mots"):
        return
    st.header(t("columns.leftovers"), anchor=False)
    told = [[each["value"], each["column"], t("count.plain", n=each["rows"])] for each in found[:LISTED]]
    heads = [Head(t("words.word")), Head(t("columns.header")), Head(t("words.rows"), number=True)]
    st.html(table(t("columns.leftovers.lead"), heads, told))
    navigation.link("mots", t("columns.leftovers.decide"))

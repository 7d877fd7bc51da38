"""How an organisation wants its order lists: its layouts, a form for a new one or a changed one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from catalog.access import may
from catalog.errors import Refusal
from catalog.services.buying import layouts
from catalog.services.buying.layouts import DECIMALS, DELIMITERS, FORMATS, ORDER_FIELDS, Layout, LayoutColumn
from catalog.wording.sentences import say
from ui import navigation, session
from ui.parts.doing import do
from ui.parts.markup import fill, plain
from ui.parts.names import label
from ui.parts.notice import tell
from ui.parts.sheet import Head, table
from ui.wording.words import counted, refused, t

SAID = "layouts.said"
FORM = "layout"
SIGNS = {";": "layouts.semicolon", ",": "layouts.comma", "\t": "layouts.tab", "|": "layouts.bar", ".": "layouts.point"}


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    with st.container(key="retour"):
        navigation.link("selection", f"← {t('page.selection')}")
    st.title(t("page.layouts"), anchor=False)
    st.html(fill('<p class="lead">{text}</p>', text=t("layouts.lead")))
    said = st.session_state.pop(SAID, None)
    if said:
        tell("good", said)
    with session.means() as means:
        found = layouts.layouts(actor, means)
    allowed = may(actor, "layout.change", actor.organisation_id)
    if not found:
        st.write(t("layouts.none"))
    for each in found:
        _shown(each, allowed)
    if allowed:
        with st.expander(t("layouts.new"), expanded=not found):
            _form(layouts.default_layout(session.language()), new=True)


def _shown(each: Layout, allowed: bool) -> None:
    st.header(plain(each.name), anchor=False)
    st.html(fill('<p class="meta">{about}</p>', about=_about(each)))
    rows = [[place, _named(column.field), column.title or "–"] for place, column in enumerate(each.columns, 1)]
    heads = [Head(t("layouts.place"), number=True), Head(t("layouts.field")), Head(t("layouts.title"))]
    with st.expander(f"{counted(len(each.columns), 'layouts.columns')} :small[{label(each.name)}]"):
        st.html(table(t("layouts.columns_of", name=each.name), heads, rows, said=False))
    if allowed:
        with st.expander(f"{t('layouts.change')} :small[{label(each.name)}]"):
            _form(each)
            st.button(
                f"{t('layouts.retire')} :small[{label(each.name)}]",
                key=f"retire_{each.id}",
                on_click=_retire,
                args=(each,),
            )


def _about(each: Layout) -> str:
    if each.format == "xlsx":
        return t("layouts.xlsx")
    return t("layouts.csv", delimiter=t(SIGNS[each.delimiter]), decimal=t(SIGNS[each.decimal]))


def _named(field: str) -> str:
    return say(f"order.field.{field}", {}, session.language())


def _form(each: Layout, *, new: bool = False) -> None:
    """The fields in their order, then a line a column for the titles."""
    key = f"{FORM}.{each.id or 'new'}"
    name = st.text_input(t("layouts.name"), "" if new else each.name, layouts.LONGEST, key=f"{key}.name")
    form = st.segmented_control(
        t("layouts.format"), FORMATS, default=each.format, key=f"{key}.format", required=True,
        format_func=lambda one: t(f"layouts.format.{one}"),
    )  # fmt: skip
    delimiter, decimal = each.delimiter, each.decimal
    if form == "csv":
        left, right = st.columns(2)
        delimiter = _sign(left, "layouts.delimiter", DELIMITERS, delimiter, f"{key}.delimiter")
        decimal = _sign(right, "layouts.decimal", DECIMALS, decimal, f"{key}.decimal")
    fields = st.multiselect(
        t("layouts.fields"), ORDER_FIELDS, [column.field for column in each.columns], key=f"{key}.fields",
        format_func=_named, placeholder=t("layouts.choose"),
    )  # fmt: skip
    columns = _titles(each, fields, key)
    if st.button(f"{t('layouts.save')} :small[{label(each.name)}]", key=f"{key}.save", type="primary"):
        wanted = Layout(name, form or "xlsx", columns, delimiter, decimal, each.id)
        do(lambda means: layouts.save(session.actor(), means, wanted), t("layouts.saved", name=name), SAID)


def _sign(where: Any, code: str, choices: Sequence[str], value: str, key: str) -> str:
    with where:
        return str(st.selectbox(t(code), choices, choices.index(value), key=key, format_func=lambda one: t(SIGNS[one])))


def _titles(each: Layout, fields: Sequence[str], key: str) -> tuple[LayoutColumn, ...]:
    """A title of one's own for each column; empty: the field's name."""
    given = {column.field: column.title for column in each.columns}
    with st.expander(t("layouts.titles")):
        return tuple(
            LayoutColumn(
                field,
                st.text_input(_named(field), given.get(field, ""), layouts.LONGEST, key=f"{key}.title.{field}",
                              placeholder=_named(field)) or "",
            )
            for field in fields
        )  # fmt: skip


def _retire(each: Layout) -> None:
    try:
        with session.work() as means:
            layouts.retire(session.actor(), means, each.id or -1)
        st.session_state[SAID] = t("layouts.retired", name=each.name)
    except Refusal as refusal:
        st.toast(plain(refused(refusal)), icon=":material/block:")

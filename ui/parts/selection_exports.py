"""The files of a selection: order lists, one a holder, in the organisation's layouts; the note; the whole as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import streamlit as st

from catalog.published.holder_orders import HolderOrder
from catalog.services.buying import order_list
from catalog.services.buying.layouts import Layout
from catalog.services.buying.select import SelectionSeen
from ui import navigation, session
from ui.parts import basket
from ui.parts.markup import Html, Trusted, escape, fill, join
from ui.parts.names import label
from ui.wording.words import counted, t

LINKS = '<p class="exports">{links}</p>'
LINK = '<a class="button{look}" href="{address}" target="_self" download>{text}</a>'
ABOUT = '<p class="quiet-text">{text}</p>'
CODES = ("service_code", "engagement_number")
OWN: Mapping[str, str] = {"xlsx": "exports.layout.xlsx", "csv": "exports.layout.csv"}
"""Format -> the words of the layout that stands without any other."""


def exports(found: SelectionSeen, orders: Sequence[HolderOrder], layouts: Sequence[Layout], compliant: int) -> None:
    """The note first, then the order lists with what the member's accounts ask for, then the whole selection.

    compliant: how many lines the note can justify.
    """
    st.header(t("selection.export"), anchor=False)
    if compliant:
        st.html(_links(f"/files/note/{found.id}", [("docx", ""), ("pdf", " light")], "exports.note"))
    told = (
        counted(compliant, "exports.note.of", lines=len(found.content.lines)) if compliant else t("exports.note.none")
    )
    st.html(fill(ABOUT, text=told))
    st.subheader(t("exports.orders"), anchor=False)
    if orders:
        _orders(found, orders, layouts)
    else:
        st.html(fill(ABOUT, text=t("exports.orders.none")))
    st.subheader(t("exports.whole"), anchor=False)
    st.html(_links(f"/files/selection/{found.id}", [("xlsx", " light"), ("csv", " light")], "selection"))
    st.html(fill(ABOUT, text=t("selection.export.about")))


def _orders(found: SelectionSeen, orders: Sequence[HolderOrder], layouts: Sequence[Layout]) -> None:
    st.html(fill(ABOUT, text=t("exports.orders.about")))
    with st.container(key="codes", horizontal=True, vertical_alignment="bottom"):
        for name in CODES:
            st.session_state[f"exports.{name}"] = getattr(found, name) or ""
            st.text_input(t(f"exports.{name}"), key=f"exports.{name}", max_chars=order_list.LONGEST_CODE,
                          on_change=_remember, args=(found.id,))  # fmt: skip
        names = {code: t(said) for code, said in OWN.items()} | {str(each.id): label(each.name) for each in layouts}
        chosen = st.selectbox(
            t("exports.layout"), list(names), key="exports.layout", format_func=lambda each: names[each]
        )
    suppliers = {order.supplier: order.supplier_name for order in orders}
    st.html(fill(LINKS, links=Trusted(join(list(_of_each(found.id, chosen, suppliers)), " "))))
    navigation.link("mises-en-page", t("exports.layouts"))


def _of_each(selection: int, layout: str, suppliers: Mapping[str, str]) -> list[Html]:
    """All of them in one archive where there are several, then one link a holder."""
    links = [_list(selection, layout, {}, t("exports.all", n=len(suppliers)), "")] if len(suppliers) > 1 else []
    for code, name in suppliers.items():
        links.append(
            _list(selection, layout, {"supplier": code}, t("exports.of", supplier=name), " light" if links else "")
        )
    return links


def _list(selection: int, layout: str, more: Mapping[str, str], text: str, look: str) -> Html:
    asked = {"format": layout} if layout in OWN else {"layout": layout}
    query = urlencode({**asked, **more, "lang": session.language()})
    return fill(LINK, look=look, address=f"/files/order/{selection}?{query}", text=text)


def _links(address: str, kinds: Sequence[tuple[str, str]], words: str) -> Html:
    links = [
        fill(LINK, look=look, text=t(f"{words}.{kind}"), address=Trusted(
            Html(f"{escape(address)}?format={kind}&amp;lang={session.language()}")))
        for kind, look in kinds
    ]  # fmt: skip
    return fill(LINKS, links=Trusted(join(links, " ")))


def _remember(selection: int) -> None:
    codes = [str(st.session_state[f"exports.{name}"]) for name in CODES]
    with basket.changing() as means:
        order_list.remember(session.actor(), means, selection, *codes)

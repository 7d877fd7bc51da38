"""The receipt of a validation: who validated what, when, with which authority; it prints alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from catalog.means.clock import day_of
from catalog.services.validation.show import RequestLine
from catalog.services.validation.sign import Receipt
from catalog.wording.formats import long_date
from catalog.wording.sentences import named
from ui import navigation, session
from ui.parts.markup import Html, Trusted, fill, join
from ui.parts.notice import tell
from ui.parts.request import address_of, range_names
from ui.parts.sheet import Head, facts, table
from ui.wording.words import counted, t

SHEET = '<article class="receipt">{facts}{ranges}{contested}<p class="nature">{nature}</p></article>'
RANGE = "<h2>{name}</h2><p>{said}<br><code>{digest}</code></p>{products}"
CONTESTED = "<h2>{title}</h2><ul>{lines}</ul>"


def receipt_page(line: RequestLine, given: Receipt, *, fresh: bool) -> None:
    """Draw it. `fresh`: it was validated just now."""
    language = session.language()
    page = f"{t('sign.receipt.title')} · {range_names(line, language)}"
    st.set_page_config(page_title=t("app.title", page=page))
    st.title(t("sign.receipt.title"), anchor=False)
    if fresh:
        tell("good", t("sign.receipt.done", day=day_of(given.signed_at)), t("sign.receipt.done.text"))
    with st.container(key="recu"):
        st.html(sheet(given, language))
    with st.container(key="recu_liens"):
        st.html(fill('<p class="quiet-text">{text}</p>', text=t("sign.receipt.print.how")))
        navigation.link("ma-gamme", t("sign.receipt.see"), show="all", **address_of(line.id))


def sheet(given: Receipt, language: str) -> Html:
    """The receipt as HTML: facts, then each range with its digest and products."""
    told = given.json()
    pairs = [
        (t("sign.signer"), told["signer"]),
        (t("sign.authority"), told["authority"]),
        (t("sign.receipt.for"), told["supplier_name"]),
        (t("sign.receipt.to"), told["central_name"]),
        (t("sign.receipt.on"), long_date(day_of(given.signed_at), language)),
        (t("sign.receipt.number"), given.number),
    ]
    return fill(
        SHEET,
        facts=Trusted(facts(pairs)),
        ranges=Trusted(join([_range(each, language) for each in told["ranges"]])),
        contested=Trusted(_contested(told["contested"], language)),
        nature=t("sign.nature"),
    )


def _range(each: Mapping[str, Any], language: str) -> Html:
    name = t("sign.receipt.range", name=each[language], version=each["version"])
    heads = [Head(t("sign.see.reference")), Head(t("sign.receipt.content"))]
    rows = [[reference, content[:16]] for reference, content in each["products"]]
    return fill(
        RANGE,
        name=name,
        said=t("sign.receipt.hash"),
        digest=each["content_hash"],
        products=Trusted(table(counted(len(rows), "sign.receipt.products"), heads, rows)),
    )


def _contested(lines: Sequence[Sequence[Any]], language: str) -> Html:
    if not lines:
        return Html("")
    told = [f"{reference} · {named('attribute', attribute, language)}" for reference, attribute, *_ in lines]
    drawn = join([fill("<li>{text}</li>", text=text) for text in told])
    return fill(CONTESTED, title=counted(len(lines), "sign.receipt.contested"), lines=Trusted(drawn))

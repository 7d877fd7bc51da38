"""Any two publications side by side: what is new, gone and changed between them, cell by cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import streamlit as st

from catalog.access import Actor
from catalog.errors import Refusal
from catalog.services.agreements import read
from catalog.services.release.compare import Comparison, compare
from catalog.services.release.publications import publications
from ui import navigation, session
from ui.parts.markup import Html, Trusted, fill, join
from ui.parts.notice import tell
from ui.parts.sheet import Head, link_out, panel, table
from ui.parts.values import change, field_name
from ui.wording.words import counted, refused, t

SHOWN = 100
"""Lines of one kind that are listed; the workbook holds all."""
COUNTS = ("new_offers", "changed_offers", "same_offers", "gone_offers")
HIDDEN = frozenset({"printed_price", "price_includes_vat"})


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    if navigation.open_to(actor, "publications"):
        navigation.link("publications", f"← {t('page.publications')}")
    st.title(t("page.compare"), anchor=False)
    st.html(fill('<p class="lead">{text}</p>', text=t("compare.lead")))
    with session.means() as means:
        numbers = [int(line["publication"]) for line in publications(actor, means)]
        names = {card.code: card.name for card in read.suppliers(actor, means)}
    if len(numbers) < 2:
        st.write(t("compare.too_few"))
        return
    before, after, supplier = _asked(numbers, names)
    try:
        with session.means() as means:
            found = compare(actor, means, before, after, supplier)
    except Refusal as refusal:
        tell("stop", refused(refusal))
        return
    _drawn(actor, found, supplier, names)


def _asked(numbers: Sequence[int], names: Mapping[str, str]) -> tuple[int, int, str | None]:
    """Two publications, the last two at first, and a supplier or all; in the address."""
    given = st.query_params
    wanted = {"before": str(numbers[1]), "after": str(numbers[0]), "supplier": ""}
    for name in wanted:
        options = ["", *names] if name == "supplier" else [str(number) for number in (*numbers, 0)]
        asked = given.get(name, wanted[name])
        st.session_state[f"compare_{name}"] = asked if asked in options else wanted[name]
    with st.container(horizontal=True, key="outils_comparer"):
        for name in ("before", "after"):
            st.selectbox(t(f"compare.{name}"), [str(number) for number in (*numbers, 0)], key=f"compare_{name}",
                         format_func=_number_text, on_change=_keep, args=(name,))  # fmt: skip
        if len(names) > 1:
            st.selectbox(t("deposit.supplier"), ["", *sorted(names, key=names.__getitem__)], key="compare_supplier",
                         format_func=lambda code: names.get(code) or t("compare.every"), on_change=_keep,
                         args=("supplier",))  # fmt: skip
    said = {name: str(st.session_state[f"compare_{name}"]) for name in wanted}
    return int(said["before"]), int(said["after"]), said["supplier"] or None


def _keep(name: str) -> None:
    st.query_params[name] = str(st.session_state[f"compare_{name}"])


def _number_text(number: str) -> str:
    return t("compare.empty") if number == "0" else t("imports.publication", n=number)


def _drawn(actor: Actor, found: Comparison, supplier: str | None, names: Mapping[str, str]) -> None:
    told = found.json()
    matter, aside = st.columns([2.3, 1], gap="large")
    with aside:
        st.html(panel(t("panel.effect"), _counts(told)))
        address = f"/files/comparison/{found.before}-{found.after}" + (f"?supplier={supplier}" if supplier else "")
        st.html(link_out(address, t("compare.download")))
    with matter:
        if not any(told[name] for name in (*COUNTS[:2], "gone_offers", "renames", "suspended", "lifted")):
            st.write(t("compare.none"))
        _cells(told["cells"], int(told["cells_total"]), names)
        for kind in ("new", "gone", "suspended", "lifted"):
            _keys(kind, told[kind], names)
        _renames(told["renames"], names)


def _counts(told: Mapping[str, Any]) -> Html:
    rows = [
        fill("<dt>{name}</dt><dd>{n}</dd>", name=t(f"compare.{name}"), n=t("count.plain", n=told[name]))
        for name in COUNTS
    ]
    return fill('<dl class="facts figures">{rows}</dl>', rows=Trusted(join(rows)))


def _cells(cells: Sequence[Mapping[str, Any]], total: int, names: Mapping[str, str]) -> None:
    shown = [cell for cell in cells if cell["field"] not in HIDDEN][:SHOWN]
    if not shown:
        return
    st.header(counted(total, "compare.cells"), anchor=False)
    heads = [Head(t("changes.product_of")), Head(t("changes.what"))]
    key = lambda cell: (cell["supplier"], cell["reference"], cell["lot"] or "")  # noqa: E731
    rows = [
        [_product(group_key, names), _moved(list(group))]
        for group_key, group in groupby(sorted(shown, key=key), key=key)
    ]
    st.html(table(t("changes.caption.changed"), heads, rows, said=False))


def _product(key: tuple[str, str, str], names: Mapping[str, str]) -> str:
    supplier, reference, lot = key
    return " · ".join(part for part in (reference, names.get(supplier, supplier), lot) if part)


def _moved(cells: Sequence[Mapping[str, Any]]) -> Trusted:
    """The values come as plain text: they are shown as they are."""
    language = session.language()
    lines = [
        fill('<li><span class="cell-field">{field}</span> {change}</li>', field=field_name(cell["field"], language),
             change=Trusted(change("", cell["before"], cell["after"], language)))
        for cell in cells
    ]  # fmt: skip
    return Trusted(fill('<ul class="cells">{lines}</ul>', lines=Trusted(join(lines))))


def _keys(kind: str, found: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> None:
    if not found:
        return
    st.header(t(f"compare.title.{kind}"), anchor=False)
    heads = [Head(t("changes.reference")), Head(t("deposit.supplier")), Head(t("changes.lot"))]
    rows = [[each["reference"], names.get(each["supplier"], each["supplier"]), each["lot"]] for each in found[:SHOWN]]
    st.html(table(t(f"compare.title.{kind}"), heads, rows, said=False))


def _renames(found: Sequence[Mapping[str, str]], names: Mapping[str, str]) -> None:
    if not found:
        return
    st.header(t("compare.title.renames"), anchor=False)
    heads = [Head(t("deposit.supplier")), Head(t("changes.before")), Head(t("changes.after"))]
    rows = [[names.get(each["supplier"], each["supplier"]), each["before"], each["after"]] for each in found[:SHOWN]]
    st.html(table(t("compare.title.renames"), heads, rows, said=False))

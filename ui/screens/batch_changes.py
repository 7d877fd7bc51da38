"""Step 4 of a batch: what publishing it would change, offer by offer and cell by cell; what it leaves out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any, Literal, TypeVar

import streamlit as st

from catalog.services.release.rehearse import MONEY, Rehearsal
from ui import session
from ui.parts.batch import Seen, answer
from ui.parts.markup import Html, Trusted, fill, join
from ui.parts.sheet import Head, table
from ui.parts.values import field_name, price_change, value_text
from ui.wording.words import counted, t

T = TypeVar("T")
SIZE = 25
CHANGE = """<li><span class="cell-field">{field}</span> <span class="before"><span class="unseen">{was}</span>{before}</span><span class="arrow" aria-hidden="true">→</span>
<span class="after"><span class="unseen">{now}</span>{after}</span><span class="delta">{delta}</span></li>"""
PRODUCT = '<span>{name}<span class="meta cell-about">{about}</span></span>'
HIDDEN = frozenset({"printed_price", "price_includes_vat"})
"""They follow the price: a price with VAT shows once, without it."""


def show(seen: Seen) -> None:
    """Draw the step."""
    if seen.state in ("asking", "refused"):
        st.write(t("changes.waiting" if seen.state == "asking" else "changes.refused"))
        return
    if seen.state == "published":
        st.write(t("changes.closed", n=seen.sheet.line.publication))
    DRAWN[_tab(seen.rehearsal)](seen)


def _tab(found: Rehearsal) -> str:
    """Which part is shown: the one in the address, else the first that holds something."""
    counts = _counts(found)
    options = [name for name in counts if counts[name] or name != "incomplete"]
    asked, first = st.query_params.get("show"), next((name for name in options if counts[name]), "new")
    st.session_state["changes"] = asked if asked in options else first
    st.segmented_control(
        t("changes.show"), options, key="changes", required=True, width="stretch", wrap=True, on_change=_keep,
        format_func=lambda name: t("changes.tab", name=t(f"changes.{name}"), n=counts[name]),
    )  # fmt: skip
    return str(st.session_state["changes"])


def _keep() -> None:
    st.query_params["show"] = st.session_state["changes"]


def _counts(found: Rehearsal) -> Mapping[str, int]:
    changes = found.changes
    return {
        "new": changes.new_offers,
        "changed": changes.changed_offers,
        "gone": len(changes.gone),
        "incomplete": len(changes.incomplete),
        "same": changes.same_offers,
    }


def _new(seen: Seen) -> None:
    changes, language = seen.rehearsal.changes, session.language()
    turned = {(cell.reference, cell.lot) for cell in changes.cells}
    keys = [key for key in changes.offers if key not in turned]
    if not keys:
        st.write(t("changes.none.new"))
        return
    heads = [
        Head(t("changes.reference")),
        Head(t("changes.name")),
        Head(t("changes.lot")),
        Head(t("changes.price"), number=True),
    ]

    def line(key: tuple[str, str]) -> list[object]:
        offer = changes.offers[key]
        price = value_text("price", offer["price"], language, offer["currency"])
        return [key[0], _name(seen, key[0]), key[1], price]

    _paged(t("changes.caption.new"), heads, keys, line)


def _changed(seen: Seen) -> None:
    cells = [cell for cell in seen.rehearsal.changes.cells if cell.field not in HIDDEN]
    if not cells:
        st.write(t("changes.none.changed"))
        return
    ordered = sorted(cells, key=lambda cell: (cell.reference, cell.lot or ""))
    groups = [(key, list(group)) for key, group in groupby(ordered, key=lambda cell: (cell.reference, cell.lot))]
    heads = [Head(t("changes.product_of")), Head(t("changes.what"))]

    def line(of: tuple[tuple[str, str | None], list[Any]]) -> list[object]:
        (reference, lot), group = of
        currency = str(seen.rehearsal.changes.offers.get((reference, lot or ""), {}).get("currency") or "EUR")
        lines = [_change(cell.field, cell.before, cell.after, currency) for cell in group]
        return [
            _product(seen, reference, lot),
            Trusted(fill('<ul class="cells">{lines}</ul>', lines=Trusted(join(lines)))),
        ]

    _paged(t("changes.caption.changed"), heads, groups, line)


def _product(seen: Seen, reference: str, lot: str | None) -> Trusted:
    about = f"{reference} · {lot or t('changes.product')}"
    return Trusted(fill(PRODUCT, name=_name(seen, reference), about=about))


def _change(field: str, before: object, after: object, currency: str) -> Html:
    language = session.language()
    delta = price_change(before, after, language) if field in MONEY else ""
    return fill(
        CHANGE, field=field_name(field, language), was=t("changes.before"), now=t("changes.after"), delta=delta,
        before=value_text(field, before, language, currency), after=value_text(field, after, language, currency),
    )  # fmt: skip


def _gone(seen: Seen) -> None:
    gone = seen.rehearsal.changes.gone
    if not gone:
        st.write(t("changes.gone.patch" if seen.sheet.line.mode == "patch" else "changes.none.gone"))
        return
    _withdrawal(seen, len(gone))
    heads = [Head(t("changes.reference")), Head(t("changes.name")), Head(t("changes.lot"))]
    _paged(t("changes.caption.gone"), heads, gone, lambda key: [key[0], _name(seen, key[0]), key[1]])


def _withdrawal(seen: Seen, n: int) -> None:
    """The one question the file cannot answer, with what follows from each answer."""
    said = (seen.sheet.answers.get("answers") or {}).get("withdraw")
    with st.container(border=True, key="question_withdraw"):
        st.markdown(f"**{counted(n, 'withdraw.title')}**")
        if seen.answerable:
            yes, no = st.columns(2)
            _choice(seen, yes, "yes", said)
            _choice(seen, no, "no", said)
        st.html(
            fill('<p class="quiet-text">{text}</p>', text=t(f"withdraw.decided.{said}" if said else "withdraw.open"))
        )


def _choice(seen: Seen, place: st.delta_generator.DeltaGenerator, value: str, said: str | None) -> None:
    with place:
        kind: Literal["primary", "secondary"] = "primary" if said == value else "secondary"
        if st.button(t(f"withdraw.{value}"), key=f"withdraw_{value}", type=kind, width="stretch"):
            answer(seen, {"withdraw": value})
        st.html(fill('<p class="quiet-text">{text}</p>', text=t(f"withdraw.{value}.why")))


def _incomplete(seen: Seen) -> None:
    st.write(t("changes.incomplete.text"))
    heads = [Head(t("changes.reference")), Head(t("changes.name"))]
    found = seen.rehearsal.changes.incomplete
    _paged(t("changes.incomplete"), heads, found, lambda each: [each, _name(seen, each)])


def _same(seen: Seen) -> None:
    st.write(counted(seen.rehearsal.changes.same_offers, "changes.same.text"))


def _paged(caption: str, heads: Sequence[Head], of: Sequence[T], line: Callable[[T], list[object]]) -> None:
    """One page of a list as a table; the pages to choose from below it."""
    pages, place = -(-len(of) // SIZE), st.container()
    page = st.pagination(pages, key=f"page_{st.session_state['changes']}") if pages > 1 else 1
    rows = [line(each) for each in of[(page - 1) * SIZE : page * SIZE]]
    with place:
        st.html(table(caption, heads, rows, said=False))


def _name(seen: Seen, reference: str) -> str:
    return seen.rehearsal.names.get(reference, reference)


DRAWN: Mapping[str, Callable[[Seen], None]] = {
    "new": _new,
    "changed": _changed,
    "gone": _gone,
    "incomplete": _incomplete,
    "same": _same,
}
"""Part of the rehearsal -> who draws it."""

"""Step 4 of a batch: what is to be decided, then what publishing it would change, offer by offer and cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, TypeVar

import streamlit as st

from catalog.services.release.rehearse import Cell
from ui import session
from ui.parts.batch import Seen
from ui.parts.markup import Html, Trusted, fill, join
from ui.parts.sheet import Head, table
from ui.parts.values import change, field_name, value_text
from ui.screens import batch_checks, batch_decide
from ui.wording.words import counted, t

T = TypeVar("T")
SIZE = 25
MOST = 5000
"""Changed cells that can be paged through here; a publication that changes more is compared as a file."""
CHANGE = '<li><span class="cell-field">{field}</span> {change}</li>'
PRODUCT = '<span>{name}<span class="meta cell-about">{about}</span></span>'
HIDDEN = frozenset({"printed_price", "price_includes_vat"})
"""They follow the price: a price with VAT shows once, without it."""
OPTIONAL = ("incomplete", "rejected", "gone")
"""Parts that are offered only where they hold something."""


def show(seen: Seen) -> None:
    """Draw the step."""
    if seen.state in ("asking", "refused"):
        st.write(t("changes.waiting" if seen.state == "asking" else "changes.refused"))
        return
    if seen.state == "published":
        st.write(t("changes.closed", n=seen.sheet.line.publication))
    DRAWN[_tab(seen)](seen)


def _tab(seen: Seen) -> str:
    """Which part is shown: the one in the address, else the first that holds something."""
    counts = counts_of(seen)
    options = [name for name in counts if counts[name] or name not in OPTIONAL]
    asked, first = st.query_params.get("show"), next((name for name in options if counts[name]), "new")
    st.session_state["changes"] = asked if asked in options else first
    st.segmented_control(
        t("changes.show"), options, key="changes", required=True, width="stretch", wrap=True, on_change=_keep,
        format_func=lambda name: t("changes.tab", name=t(f"changes.{name}"), n=counts[name]),
    )  # fmt: skip
    return str(st.session_state["changes"])


def _keep() -> None:
    st.query_params["show"] = st.session_state["changes"]


def counts_of(seen: Seen) -> Mapping[str, int]:
    """Part -> how much it holds; of the decisions, those that are open."""
    found = seen.rehearsal.changes
    return {
        "decide": batch_decide.open_decisions(seen),
        "new": found.new_offers,
        "changed": found.changed_offers,
        "gone": found.gone_rows.num_rows,
        "rejected": seen.sheet.line.rejected,
        "incomplete": len(found.incomplete),
        "same": found.same_offers,
    }


def _new(seen: Seen) -> None:
    found, language = seen.rehearsal.changes, session.language()
    rows = found.offer_rows.filter(found.offer_before["reference"].is_null())
    if not rows.num_rows:
        st.write(t("changes.none.new"))
        return
    heads = [
        Head(t("changes.reference")),
        Head(t("changes.name")),
        Head(t("changes.lot")),
        Head(t("changes.price"), number=True),
    ]

    def line(row: Mapping[str, Any]) -> list[object]:
        price = value_text("price", row["price"], language, row["currency"] or "EUR")
        return [row["reference"], _name(seen, row["reference"]), row["lot"], price]

    _paged(t("changes.caption.new"), heads, rows.num_rows, lambda at: rows.slice(at, SIZE).to_pylist(), line)


def _changed(seen: Seen) -> None:
    found = seen.rehearsal.changes
    cells = [cell for cell in found.first_cells(MOST) if cell.field not in HIDDEN]
    if not cells:
        st.write(t("changes.none.changed"))
        return
    if found.cell_count > MOST:
        st.html(fill('<p class="quiet-text">{text}</p>', text=t("changes.most", n=MOST, all=found.cell_count)))
    groups, currency = list(_by_offer(cells)), _currency(seen)
    heads = [Head(t("changes.product_of")), Head(t("changes.what"))]

    def line(of: tuple[tuple[str, str | None], list[Cell]]) -> list[object]:
        (reference, lot), group = of
        lines = Trusted(join([_change(cell, currency) for cell in group]))
        return [_product(seen, reference, lot), Trusted(fill('<ul class="cells">{lines}</ul>', lines=lines))]

    _paged(t("changes.caption.changed"), heads, len(groups), lambda at: groups[at : at + SIZE], line)


def _by_offer(cells: Sequence[Cell]) -> Iterator[tuple[tuple[str, str | None], list[Cell]]]:
    ordered = sorted(cells, key=lambda cell: (cell.reference, cell.lot or ""))
    for key, group in groupby(ordered, key=lambda cell: (cell.reference, cell.lot)):
        yield key, list(group)


def _product(seen: Seen, reference: str, lot: str | None) -> Trusted:
    about = f"{reference} · {lot or t('changes.product')}"
    return Trusted(fill(PRODUCT, name=_name(seen, reference), about=about))


def _currency(seen: Seen) -> str:
    """The one currency of the lots of a file."""
    named = seen.rehearsal.changes.offer_rows["currency"].slice(0, 1).to_pylist()
    return str(named[0]) if named and named[0] else "EUR"


def _change(cell: Cell, currency: str) -> Html:
    language = session.language()
    moved = change(cell.field, cell.before, cell.after, language, currency)
    return fill(CHANGE, field=field_name(cell.field, language), change=Trusted(moved))


def _gone(seen: Seen) -> None:
    gone = seen.rehearsal.changes.gone_rows
    said = t("changes.gone.withdrawn" if seen.rehearsal.withdraws else "changes.gone.kept")
    st.html(fill('<p class="lead">{text}</p>', text=said))
    heads = [Head(t("changes.reference")), Head(t("changes.name")), Head(t("changes.lot"))]

    def line(row: Mapping[str, Any]) -> list[object]:
        return [row["reference"], _name(seen, row["reference"]), row["lot"]]

    _paged(t("changes.caption.gone"), heads, gone.num_rows, lambda at: gone.slice(at, SIZE).to_pylist(), line)


def _incomplete(seen: Seen) -> None:
    st.write(t("changes.incomplete.text"))
    heads = [Head(t("changes.reference")), Head(t("changes.name"))]
    found = seen.rehearsal.changes.incomplete
    _paged(t("changes.incomplete"), heads, len(found), lambda at: found[at : at + SIZE],
           lambda each: [each, _name(seen, each)])  # fmt: skip


def _same(seen: Seen) -> None:
    st.write(counted(seen.rehearsal.changes.same_offers, "changes.same.text"))


def _paged(
    caption: str, heads: Sequence[Head], n: int, of: Callable[[int], Sequence[T]], line: Callable[[T], list[object]]
) -> None:
    """One page of a list as a table (`of`: the page that begins at a place); the pages to choose from below it."""
    pages, place = -(-n // SIZE), st.container()
    page = st.pagination(pages, key=f"page_{st.session_state['changes']}") if pages > 1 else 1
    rows = [line(each) for each in of((page - 1) * SIZE)]
    with place:
        st.html(table(caption, heads, rows, said=False))


def _name(seen: Seen, reference: str) -> str:
    return seen.rehearsal.names.get(reference, reference)


DRAWN: Mapping[str, Callable[[Seen], None]] = {
    "decide": batch_decide.show,
    "new": _new,
    "changed": _changed,
    "gone": _gone,
    "rejected": batch_checks.rejected,
    "incomplete": _incomplete,
    "same": _same,
}
"""Part of the rehearsal -> who draws it."""

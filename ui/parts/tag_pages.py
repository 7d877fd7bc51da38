"""Which products of a request are on the page: what to show, in pages that stay while one decides.

What is shown under « À décider » is settled when that part is opened: a decided row stays where it is, so that nothing
moves under the person's hands; opened again, it is gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from catalog.services.validation.lines import AskedLines, ProductLines, TagLine
from ui.parts.names import label
from ui.parts.tag_rows import TO_DECIDE
from ui.wording.words import called, t

SIZE = 20
"""Products on a page."""
SHOWS = ("open", "all", "contested", "outside")
KEPT = "tag_pages"
"""(request, part, range) and the ids of its products, as settled."""


@dataclass(frozen=True, slots=True)
class Pages:
    """The products of this page. `after`: how many the next one has; `shown`: those of all pages of the part; `mark`: changes with the page."""

    show: str
    page: int
    pages: int
    here: tuple[ProductLines, ...]
    after: int
    shown: tuple[ProductLines, ...]

    @property
    def mark(self) -> str:
        return f"{self.show}-{self.page}"


def chosen(asked: AskedLines) -> Pages:
    """Draw the choices of part and range; the products that they leave, page by page."""
    with st.container(key="parts_de_gamme", horizontal=True, vertical_alignment="bottom"):
        range_code = _range(asked)
        place = st.container()
    within = [each for each in asked.products if not range_code or any(o.code == range_code for o in each.outcomes)]
    with place:
        show = _show(within, asked.request.id)
    ids = _settled((asked.request.id, show, range_code), [each.product_id for each in within if _in(each, show)])
    by_id = {each.product_id: each for each in within}
    shown = [by_id[each] for each in ids if each in by_id]
    pages = max(1, -(-len(shown) // SIZE))
    page = min(_page(), pages)
    rest = len(shown) - page * SIZE
    here = tuple(shown[(page - 1) * SIZE : page * SIZE])
    return Pages(show, page, pages, here, max(0, min(SIZE, rest)), tuple(shown))


def turn(page: int) -> None:
    """Callback: another page."""
    st.query_params["page"] = str(page)


def forget() -> None:
    """Settle anew at the next drawing."""
    st.session_state.pop(KEPT, None)
    st.query_params.pop("page", None)


def _settled(of: tuple[int, str, str], now: Sequence[int]) -> Sequence[int]:
    kept = st.session_state.get(KEPT)
    if kept is None or kept[0] != of:
        kept = (of, tuple(now))
        st.session_state[KEPT] = kept
    ids: Sequence[int] = kept[1]
    return ids


def _in(product: ProductLines, show: str) -> bool:
    if show == "open":
        return any(_open(line) for line in product.lines)
    if show == "contested":
        return any(line.state == "contested" for line in product.lines)
    asked = any(line.duty for line in product.lines)
    return asked if show == "all" else not asked


def _open(line: TagLine) -> bool:
    return line.duty and line.state in TO_DECIDE


def _counts(products: Sequence[ProductLines]) -> dict[str, int]:
    """How many tags each part has."""
    lines = [line for product in products for line in product.lines]
    asked = sum(line.duty for line in lines)
    return {
        "open": sum(_open(line) for line in lines),
        "all": asked,
        "contested": sum(line.state == "contested" for line in lines),
        "outside": sum(len(each.lines) for each in products if _in(each, "outside")),
    }


def _show(products: Sequence[ProductLines], request: int) -> str:
    counts = _counts(products)
    asked, first = st.query_params.get("show"), "open" if counts["open"] else "all"
    # Whoever has just decided the last one stays on the part that is open.
    kept = st.session_state.get(KEPT)
    first = kept[0][1] if kept and kept[0][0] == request else first
    st.session_state["tag_show"] = asked if asked in SHOWS else first
    options = [name for name in SHOWS if counts[name] or name in ("open", "all", st.session_state["tag_show"])]
    st.segmented_control(
        t("tags.show"), options, key="tag_show", required=True, on_change=_keep, wrap=True,
        format_func=lambda name: t("tags.tab", name=t(f"tags.show.{name}"), n=counts[name]),
    )  # fmt: skip
    return str(st.session_state["tag_show"])


def _keep() -> None:
    forget()
    st.query_params["show"] = st.session_state["tag_show"]


def _range(asked: AskedLines) -> str:
    """The range that is looked at, where several are asked for; "" for all."""
    if len(asked.request.ranges) < 2:
        return ""
    names = {each.code: called(each) for each in asked.request.ranges}
    named = st.query_params.get("range", "")
    st.session_state["tag_range"] = named if named in names else ""
    st.selectbox(t("tags.range"), ["", *names], key="tag_range", filter_mode=None, on_change=_keep_range,
                 format_func=lambda code: label(names[code]) if code else t("tags.range.all"))  # fmt: skip
    return str(st.session_state["tag_range"])


def _keep_range() -> None:
    forget()
    chosen_range = st.session_state["tag_range"]
    if chosen_range:
        st.query_params["range"] = chosen_range
    else:
        st.query_params.pop("range", None)


def _page() -> int:
    asked = st.query_params.get("page", "1")
    return max(1, int(asked)) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else 1

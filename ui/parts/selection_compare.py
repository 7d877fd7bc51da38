"""Up to four offers of a selection side by side. A line is tinted where the state or the value differs, never for a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from catalog.published.chosen import ChosenLine
from catalog.published.holder_orders import HolderOrder
from catalog.tagging.records import Reason, Tag
from catalog.wording.sentences import named, say
from catalog.wording.units import pack_text
from ui import session
from ui.parts.chip import standing_chip
from ui.parts.facts import attribute_order
from ui.parts.markup import Html, Trusted, escape, fill, join
from ui.parts.names import label
from ui.parts.offer_row import end_of, tag_chip, worth_a_chip
from ui.parts.price import comparable, money
from ui.wording.words import counted, t

MOST = 4
BETWEEN = "~"
ASKED = "c"
"""The lines compared, in the address."""
KEY = "selection.compared"
TABLE = """<div class="scroll" tabindex="0" role="group" aria-label="{caption}"><table class="sheet compare">
<caption>{caption}</caption><thead><tr><th scope="col">{corner}</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"""
ROW = '<tr class="{look}"><th scope="row">{name}{mark}</th>{cells}</tr>'
MARK = '<span class="differs-mark" aria-hidden="true">≠</span><span class="unseen"> {said}</span>'
OTHERS = '<p class="quiet-text">{text}</p>'


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: its name, its cells, and by what they are told to differ."""

    name: str
    cells: tuple[Html, ...]
    keys: tuple[object, ...]

    @property
    def differs(self) -> bool:
        """Whether the cells do not all say the same."""
        return len(set(self.keys)) > 1


@dataclass(frozen=True, slots=True)
class Beside:
    """What is told beside the lines: the day, (supplier, lot) -> its terms, offer id -> the names of its ranges.

    capacity: offer id -> what is known of what its supplier can deliver.
    """

    day: dt.date
    orders: Mapping[tuple[str, str], HolderOrder]
    ranges: Mapping[int, str]
    capacity: Mapping[int, Reason]


def compared(lines: Sequence[ChosenLine], at: Beside) -> None:
    """Choose and draw."""
    if len(lines) < 2:
        return
    st.header(t("compare.side"), anchor=False)
    names = {line.id: line.offer.name for line in lines if line.offer}
    st.session_state[KEY] = _asked(list(names))
    if len(names) > 2:
        st.multiselect(
            t("compare.which", most=MOST), list(names), key=KEY, max_selections=MOST, on_change=_keep,
            format_func=lambda each: label(names[each]), placeholder=t("compare.choose"),
        )  # fmt: skip
    chosen = [line for line in lines if line.id in st.session_state[KEY]]
    if len(chosen) > 1:
        st.html(comparison(chosen, at))
    left = [names[line.id] for line in lines if line.id in names and line not in chosen]
    if left:
        st.html(fill(OTHERS, text=counted(len(left), "compare.others", names=", ".join(left))))


def comparison(lines: Sequence[ChosenLine], at: Beside) -> Html:
    """The table of these lines."""
    heads = join([fill('<th scope="col">{name}</th>', name=line.offer.name if line.offer else "") for line in lines])
    rows = [_drawn(row) for row in _rows(lines, at)]
    return fill(
        TABLE, caption=t("compare.caption", n=len(lines)), corner=t("compare.corner"), heads=Trusted(heads),
        rows=Trusted(join(rows)),
    )  # fmt: skip


def _drawn(row: Row) -> Html:
    mark = fill(MARK, said=t("compare.differs")) if row.differs else Html("")
    cells = join([fill("<td>{cell}</td>", cell=Trusted(cell)) for cell in row.cells])
    return fill(ROW, look="differs" if row.differs else "", name=row.name, mark=Trusted(mark), cells=Trusted(cells))


def _rows(lines: Sequence[ChosenLine], at: Beside) -> Iterator[Row]:
    language, orders, ranges = session.language(), at.orders, at.ranges
    yield _plain("compare.price", [_price(line) for line in lines])
    yield _unit_prices(lines)
    yield _plain("compare.pack", [_pack(line, language) for line in lines])
    yield from _attributes(lines, at.day, language)
    yield _plain("compare.ranges", [ranges.get(line.offer_id) or t("compare.no_range") for line in lines])
    yield _plain("compare.supplier", [line.offer.supplier_name if line.offer else "" for line in lines])
    yield _plain(
        "compare.lot", [f"{line.offer.agreement}, {line.offer.lot_name}" if line.offer else "" for line in lines]
    )
    yield _plain("compare.delay", [_delay(line, _order(line, orders)) for line in lines])
    yield _plain("compare.minimum", [_minimum(_order(line, orders)) for line in lines])
    yield _plain("compare.capacity", [_capacity(at.capacity.get(line.offer_id), language) for line in lines])


def _plain(code: str, texts: Sequence[str]) -> Row:
    return Row(t(code), tuple(escape(text) for text in texts), tuple(texts))


def _price(line: ChosenLine) -> str:
    if line.price is None:
        return t("selection.no_price")
    return t("compare.price.each", price=money(line.price, session.language(), line.currency or "EUR"))


def _unit_prices(lines: Sequence[ChosenLine]) -> Row:
    """« le moins cher » where all are counted in one unit and currency; never across units."""
    units = {(line.unit_basis, line.currency) for line in lines}
    prices = [line.unit_price for line in lines]
    known = [price for price in prices if price is not None]
    best = min(known) if len(units) == 1 and len(known) == len(lines) and len(set(known)) > 1 else None
    texts = [comparable(line, session.language()) or t("compare.incomparable") for line in lines]
    cheapest = fill('<span class="cheapest">{text}</span>', text=t("compare.cheapest"))
    cells = [
        fill("{text} {mark}", text=text, mark=Trusted(cheapest if best is not None and price == best else Html("")))
        for text, price in zip(texts, prices, strict=True)
    ]
    return Row(t("compare.unit_price"), tuple(cells), tuple(texts))


def _pack(line: ChosenLine, language: str) -> str:
    offer = line.offer
    if offer is None:
        return ""
    return pack_text(offer.order_unit, offer.content_unit, offer.content_per_order_unit, language) or t(
        "compare.unknown"
    )


def _attributes(lines: Sequence[ChosenLine], day: dt.date, language: str) -> Iterator[Row]:
    """One line an attribute that somebody claims, shows or refutes."""
    told = {name for line in lines for name, tag in line.tags.items() if _told(line, tag)}
    for name in sorted(told, key=lambda each: attribute_order().get(each, 99)):
        tags = [line.tags.get(name) for line in lines]
        pairs = list(zip(lines, tags, strict=True))
        cells = [
            _standing(tag, language, day) if tag and _told(line, tag) else escape(t("compare.unclaimed"))
            for line, tag in pairs
        ]
        yield Row(named("attribute", name, language), tuple(cells), tuple(_state(*pair) for pair in pairs))


def _standing(tag: Tag, language: str, day: dt.date) -> Html:
    """How it stands, with the end of its proof; the line itself names the attribute."""
    if tag.equivalent or tag.reserve:
        return tag_chip(tag, language, day)
    return standing_chip(tag.standing, end_of(tag), language, day, state=tag.state)


def _told(line: ChosenLine, tag: Tag) -> bool:
    return tag.state == "no" or worth_a_chip(tag, line.offer.family if line.offer else None)


def _state(line: ChosenLine, tag: Tag | None) -> object:
    """What a line is tinted by: never a date."""
    if tag is None or not _told(line, tag):
        return None
    return tag.state, tag.standing, tag.equivalent, tag.reserve


def _order(line: ChosenLine, orders: Mapping[tuple[str, str], HolderOrder]) -> HolderOrder | None:
    return orders.get((line.offer.supplier, line.offer.lot)) if line.offer else None


def _delay(line: ChosenLine, order: HolderOrder | None) -> str:
    days = line.lead_time_days if line.lead_time_days is not None else order.lead_time_days if order else None
    return t("compare.unknown") if days is None else counted(days, "agreement.held.days")


def _minimum(order: HolderOrder | None) -> str:
    if order is None or order.minimum is None:
        return t("compare.unknown")
    if not order.minimum:
        return t("compare.no_minimum")
    return t("compare.minimum.of", amount=money(order.minimum, session.language(), order.currency))


def _capacity(reason: Reason | None, language: str) -> str:
    return say(reason.code, reason.params, language) if reason else t("compare.unknown")


def _asked(known: Sequence[int]) -> list[int]:
    """The lines named in the address that are there, else the first ones."""
    named = [int(part) for part in st.query_params.get(ASKED, "").split(BETWEEN) if part.isascii() and part.isdecimal()]
    found = [each for each in named if each in known][:MOST]
    return found or list(known[:MOST])


def _keep() -> None:
    st.query_params[ASKED] = BETWEEN.join(str(each) for each in st.session_state[KEY])

"""« Ma sélection »: comparison and justification on one page; what changed since, what each holder asks, the files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import streamlit as st

from catalog.access import Actor, may
from catalog.errors import NotFound
from catalog.means.means import Means
from catalog.published.capacities import capacities_of, capacity_said
from catalog.published.chosen import Chosen, ChosenLine, ranges_of
from catalog.published.holder_orders import HolderOrder, holder_orders
from catalog.published.shelf import Edition
from catalog.services.buying import layouts, propose, select, visit
from catalog.services.buying.layouts import Layout
from catalog.services.buying.propose import Proposal
from catalog.services.buying.select import SelectionCard, SelectionSeen
from catalog.services.buying.swap import Need, swap
from catalog.services.buying.visit import Visit
from catalog.services.renewal.told import Told, told
from catalog.tagging.records import Reason
from catalog.validating.justified import JustifiedLine, justified
from ui import navigation, session
from ui.parts import selection_lists
from ui.parts.basket import Basket
from ui.parts.changes import changed
from ui.parts.markup import Html, Trusted, fill, join, plain
from ui.parts.names import names
from ui.parts.price import money
from ui.parts.proposals import proposals
from ui.parts.renewal import moved_lines
from ui.parts.selection_compare import Beside, compared
from ui.parts.selection_exports import exports
from ui.parts.selection_lines import REPLACED
from ui.parts.selection_lines import line as draw_line
from ui.parts.selection_lists import ASKED, NAME
from ui.parts.selection_orders import holder_order
from ui.parts.swap import replacing
from ui.wording.words import counted, t

TITLE = '<h1 class="title">{title}</h1><p class="intro"><b>{order}</b> {about}</p>'
WARNING = '<div class="hint" role="status">{lines}</div>'
TOTALS = '<table class="sheet totals"><caption class="unseen">{caption}</caption><tbody>{rows}</tbody></table>'
TOTAL = '<tr class="{look}"><th scope="row">{name}</th><td class="number">{amount}</td></tr>'
DISPUTED = ("expired", "contested", "conflict")
VISIT = "selection.visit"


@dataclass(frozen=True, slots=True)
class _Read:
    """All that one rerun reads."""

    actor: Actor
    edition: Edition
    found: SelectionSeen
    cards: Sequence[SelectionCard]
    moved: Sequence[Told]
    orders: Sequence[HolderOrder]
    said: Sequence[Proposal]
    layouts: Sequence[Layout]
    ranges: dict[int, str]
    capacity: dict[int, Reason]
    judged: dict[int, JustifiedLine]


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    with session.means() as means:
        edition = session.house().shelf.edition(means)
        try:
            read = _read(actor, means, edition)
        except NotFound:
            _unknown()
            return
    if read is None:
        _none()
        return
    _Page(read, _visit(read)).draw()


def _read(actor: Actor, means: Means, edition: Edition) -> _Read | None:
    """The selection of the address, else the current one; None before the first."""
    asked = st.query_params.get(ASKED)
    card = select.current(actor, means) if asked is None else None
    if asked is None and card is None:
        return None
    number = (
        card.id if card else int(asked) if asked and asked.isascii() and asked.isdecimal() and len(asked) < 17 else -1
    )
    found = select.read(actor, means, edition, number)
    called = names(actor, means, edition, session.language())
    shown = {line.offer_id: line.quantity for line in found.content.lines if line.state == "published"}
    inside, declared = ranges_of(edition, list(shown)), capacities_of(means, edition, list(shown))
    capacity = {offer: capacity_said(declared.get(offer), units) for offer, units in shown.items()}
    ranges = {
        offer: ", ".join(called("range", code) for code in codes if code in called.ranges)
        for offer, codes in inside.items()
    }
    return _Read(
        actor, edition, found, select.listing(actor, means), told(actor, means, found.id),
        holder_orders(means, found.content), propose.proposals(actor, means, found.id), layouts.layouts(actor, means), ranges,
        capacity, {each.line.id: each for each in justified(actor, means, edition, found.content.lines)},
    )  # fmt: skip


def _visit(read: _Read) -> Visit:
    """What is new since the last opening: found out once an opening, and kept while the page stays open."""
    kept = st.session_state.get(VISIT)
    if kept is not None and kept[0] == read.found.id and NAME in st.session_state:
        held: Visit = kept[1]
        return held
    with session.work() as means:
        found = visit.changed(read.actor, means, read.edition, read.found.id)
        visit.visited(read.actor, means, read.edition, read.found.id)
    st.session_state[VISIT] = (read.found.id, found)
    return found


class _Page:
    """One rerun of the page."""

    def __init__(self, read: _Read, new: Visit) -> None:
        self.read, self.new, self.found = read, new, read.found
        self.content: Chosen = read.found.content
        self.language = session.language()

    def draw(self) -> None:
        """What is new first, then side by side, line by line, holder by holder; the files last."""
        st.set_page_config(page_title=t("app.title", page=self.found.name))
        about = t("selection.about", day=self.read.edition.on)
        st.html(fill(TITLE, title=self.found.name, order=t("selection.no_order"), about=about))
        selection_lists.told()
        selection_lists.lists(self.found, self.read.cards)
        proposals(self.read.actor, self.found, self.read.said)
        if not self.content.lines:
            _empty()
            return
        changed(self.new)
        self._warnings()
        self._moved()
        self._compared()
        self._holders()
        self._totals()
        if may(self.read.actor, "selection.export", self.read.actor.organisation_id):
            compliant = sum(each.compliant for each in self.read.judged.values())
            exports(self.found, self.read.orders, self.read.layouts, compliant)

    def _warnings(self) -> None:
        gone = sum(line.state in ("withdrawn", "suspended", "closed") for line in self.content.lines)
        hidden = sum(line.state == "hidden" for line in self.content.lines)
        disputed = sum(_disputed(line) for line in self.content.lines)
        unpriced = sum(line.state == "published" and line.total is None for line in self.content.lines)
        unjustified = sum(not each.compliant and each.line.state == "published" for each in self.read.judged.values())
        counts = (
            ("gone", gone),
            ("unjustified", unjustified),
            ("disputed", disputed),
            ("hidden", hidden),
            ("unpriced", unpriced),
        )
        found = [fill("<p>{text}</p>", text=counted(n, f"selection.{name}")) for name, n in counts if n]
        if found:
            st.html(fill(WARNING, lines=Trusted(join(found))))

    def _moved(self) -> None:
        """Lines that a renewal turned and that are still here."""
        named = {line.offer_id: line.offer.name for line in self.content.lines if line.offer}
        lines = [each for each in self.read.moved if each.new_offer in named]
        if lines:
            st.html(moved_lines([(each, named[each.new_offer]) for each in lines], self.language))

    def _compared(self) -> None:
        orders = {(order.supplier, order.lot): order for order in self.read.orders}
        shown = [line for line in self.content.lines if line.state == "published"]
        compared(shown, Beside(self.read.edition.on, orders, self.read.ranges, self.read.capacity))

    def _holders(self) -> None:
        for (name, _), lines in groupby(sorted(self.content.lines, key=_supplier), key=_supplier):
            self._holder(name, list(lines))

    def _holder(self, name: str, lines: list[ChosenLine]) -> None:
        st.header(plain(name) or t("selection.hidden.title"), anchor=False)
        with st.container(key=f"groupe_{lines[0].id}"):
            for line in lines:
                self._line(line)
        code = _supplier(lines[0])[1]
        drawn = [holder_order(order) for order in self.read.orders if order.supplier == code]
        if drawn:
            st.html(join(drawn))

    def _line(self, line: ChosenLine) -> None:
        """With what could replace it, where it is not compliant and the person asked."""
        judged = self.read.judged[line.id]
        draw_line(self.found.id, judged, self.read.edition.on, self.read.capacity.get(line.offer_id))
        if not judged.compliant and st.session_state.get(REPLACED) == line.id:
            held = Basket(
                True, self.found.id, {each.offer_id: each.id for each in self.content.lines}, self.content.totals
            )
            with session.means() as means, st.container(key=f"remplacants_{line.id}"):
                asked = (self.read.actor, means, self.read.edition)
                if swap(*asked, Need(line.quantity, line.offer_id)).alternatives:
                    replacing(*asked, line.offer_id, line.quantity, held)
                else:
                    _nothing_instead(judged)

    def _totals(self) -> None:
        if len(self.content.suppliers) < 2 and len(self.content.totals) < 2:
            heading: list[Html] = []
        else:
            heading = [
                fill(TOTAL, look="", name=each.supplier_name, amount=money(each.amount, self.language, each.currency))
                for each in self.content.suppliers
            ]
        st.header(t("selection.totals"), anchor=False)
        rows = heading + [
            fill(TOTAL, look="whole", name=t("selection.total"), amount=money(amount, self.language, currency))
            for currency, amount in self.content.totals.items()
        ]
        st.html(fill(TOTALS, caption=t("selection.totals"), rows=Trusted(join(rows))))


def _nothing_instead(judged: JustifiedLine) -> None:
    """Said, with the way to what is compliant in the same family, whatever its use and unit."""
    st.write(t("selection.replace.none"))
    offer, lot = judged.line.offer, judged.lot
    if offer is not None and offer.family:
        proven = {"tag": f"{lot.responsible}:yes"} if lot and lot.responsible else {}
        navigation.link("catalogue", t("selection.replace.family"), offer.name, family=offer.family, **proven)


def _none() -> None:
    st.title(t("page.selection"), anchor=False)
    selection_lists.told()
    _empty()


def _empty() -> None:
    st.write(t("selection.empty"))
    navigation.link("catalogue", t("selection.empty.link"))


def _unknown() -> None:
    st.title(t("selection.unknown"), anchor=False)
    st.write(t("selection.unknown.why"))
    navigation.link("selection", t("selection.unknown.link"))


def _supplier(line: ChosenLine) -> tuple[str, str]:
    """Name and code; what is hidden first has neither."""
    return (line.offer.supplier_name, line.offer.supplier) if line.offer else ("", "")


def _disputed(line: ChosenLine) -> bool:
    return line.state == "published" and any(tag.standing in DISPUTED for tag in line.tags.values())

"""A member's selection: lines with quantities, what they add up to, what is no longer as it was, and the files to keep."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from catalog.access import Actor, may
from catalog.published.chosen import Chosen, ChosenLine, ChosenOffer
from catalog.published.shelf import Edition
from catalog.services.buying import select
from catalog.services.buying.select import MOST, SelectionSeen
from catalog.services.renewal.told import Told, told
from catalog.wording.units import pack_text, unit_name
from ui import navigation, session
from ui.parts import basket
from ui.parts.markup import Html, Trusted, fill, join, plain
from ui.parts.offer_row import chips, reference
from ui.parts.price import money
from ui.parts.renewal import moved_lines
from ui.wording.words import counted, t

TITLE = '<h1 class="title">{title}</h1><p class="intro"><b>{order}</b> {about}</p>'
META = '<p class="offer-meta">{about}</p>{chips}{state}'
STATE = '<p class="line-state">{text}</p>'
AMOUNT = '<p class="offer-price"><span class="price"><b>{total}</b> {basis}</span><span>{unit}</span></p>'
WARNING = '<div class="hint" role="status">{lines}</div>'
EXPORTS = '<p class="exports">{links}</p><p class="quiet-text">{about}</p>'
EXPORT = '<a class="button{look}" href="/files/selection/{id}?format={format}&amp;lang={language}" target="_self" download>{text}</a>'
TOTALS = '<table class="sheet totals"><caption class="unseen">{caption}</caption><tbody>{rows}</tbody></table>'
TOTAL = '<tr class="{look}"><th scope="row">{name}</th><td class="number">{amount}</td></tr>'
DISPUTED = ("expired", "contested", "conflict")


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    with session.means() as means:
        edition = session.house().shelf.edition(means)
        found = basket.seen(actor, means, edition)
        moved = told(actor, means, found.id) if found else []
    if found is None or not found.content.lines:
        _empty()
        return
    _Page(actor, edition, found, moved).draw()


class _Page:
    """One rerun of the page."""

    def __init__(self, actor: Actor, edition: Edition, found: SelectionSeen, moved: Sequence[Told]) -> None:
        self.actor, self.edition, self.found, self.moved = actor, edition, found, moved
        self.content: Chosen = found.content
        self.language = session.language()

    def draw(self) -> None:
        """Warnings, lines by supplier, totals, files."""
        about = t("selection.about", day=self.edition.on)
        st.html(fill(TITLE, title=self.found.name, order=t("selection.no_order"), about=about))
        self._rename()
        self._warnings()
        self._moved()
        for name, lines in groupby(sorted(self.content.lines, key=_supplier), key=_supplier):
            self._supplier(name, list(lines))
        self._totals()
        if may(self.actor, "selection.export", self.actor.organisation_id):
            self._exports()

    def _rename(self) -> None:
        with st.popover(t("selection.rename"), type="tertiary", icon=":material/edit:"):
            st.session_state["selection.name"] = self.found.name
            st.text_input(t("selection.name"), key="selection.name", max_chars=select.LONGEST_NAME,
                          on_change=_rename, args=(self.found.id,))  # fmt: skip

    def _warnings(self) -> None:
        gone = sum(line.state in ("withdrawn", "suspended", "closed") for line in self.content.lines)
        hidden = sum(line.state == "hidden" for line in self.content.lines)
        disputed = sum(_disputed(line) for line in self.content.lines)
        unpriced = sum(line.state == "published" and line.total is None for line in self.content.lines)
        counts = (("gone", gone), ("disputed", disputed), ("hidden", hidden), ("unpriced", unpriced))
        told = [fill("<p>{text}</p>", text=counted(n, f"selection.{name}")) for name, n in counts if n]
        if told:
            st.html(fill(WARNING, lines=Trusted(join(told))))

    def _moved(self) -> None:
        """Lines that a renewal turned and that are still here."""
        named = {line.offer_id: line.offer.name for line in self.content.lines if line.offer}
        lines = [each for each in self.moved if each.new_offer in named]
        if lines:
            st.html(moved_lines([(each, named[each.new_offer]) for each in lines], self.language))

    def _supplier(self, name: str, lines: list[ChosenLine]) -> None:
        st.header(plain(name) or t("selection.hidden.title"), anchor=False)
        with st.container(key=f"groupe_{lines[0].id}"):
            for line in lines:
                self._line(line)

    def _line(self, line: ChosenLine) -> None:
        offer = line.offer
        called = offer.name if offer else t("selection.hidden.line")
        with st.container(key=f"choix_{line.id}"):
            if offer and line.state in ("published", "suspended"):
                navigation.link("produit", called, **reference(offer.supplier, offer.reference, offer.lot))
            else:
                st.html(fill("<p><b>{name}</b></p>", name=called))
            st.html(self._meta(line, offer))
            self._quantity(line, called)
            st.html(self._amount(line))
            st.button(
                f"{t('basket.remove')} :small[{plain(called)}]",
                key=f"remove.{line.id}",
                icon=":material/close:",
                on_click=_remove,
                args=(self.found.id, line.id),
                width="stretch",
            )

    def _meta(self, line: ChosenLine, offer: ChosenOffer | None) -> Html:
        if offer is None:
            return fill(META, about="", chips="", state=Trusted(_state(line)))
        pack = pack_text(offer.order_unit, offer.content_unit, offer.content_per_order_unit, self.language)
        about = [offer.reference, f"{offer.agreement}, {offer.lot_name}", pack]
        drawn = chips(line.tags.values(), self.language, self.edition.on, offer.family)
        return fill(META, about=" · ".join(part for part in about if part), chips=Trusted(drawn),
                    state=Trusted(_state(line)))  # fmt: skip

    def _quantity(self, line: ChosenLine, called: str) -> None:
        key = f"quantity.{line.id}"
        st.session_state[key] = line.quantity
        st.number_input(t("selection.quantity"), min_value=1, max_value=MOST, step=1, key=key, value="min",
                        help=None, on_change=_change, args=(self.found.id, line.id, key))  # fmt: skip

    def _amount(self, line: ChosenLine) -> Html:
        currency = line.currency or "EUR"
        if line.total is None:
            return fill(AMOUNT, total="–", basis="", unit="")
        unit = unit_name((line.offer.order_unit if line.offer else None) or "C62", self.language)
        each = t("selection.each", price=money(line.price, self.language, currency), unit=unit)
        total = money(line.total, self.language, currency)
        return fill(AMOUNT, total=total, basis=t("price.without_vat"), unit=each)

    def _totals(self) -> None:
        st.header(t("selection.totals"), anchor=False)
        rows = [
            fill(TOTAL, look="", name=each.supplier_name, amount=money(each.amount, self.language, each.currency))
            for each in self.content.suppliers
        ]
        rows += [
            fill(TOTAL, look="whole", name=t("selection.total"), amount=money(amount, self.language, currency))
            for currency, amount in self.content.totals.items()
        ]
        st.html(fill(TOTALS, caption=t("selection.totals"), rows=Trusted(join(rows))))

    def _exports(self) -> None:
        st.header(t("selection.export"), anchor=False)
        links = [
            fill(EXPORT, look=look, id=self.found.id, format=kind, language=self.language, text=t(f"selection.{kind}"))
            for kind, look in (("xlsx", ""), ("csv", " light"))
        ]
        st.html(fill(EXPORTS, links=Trusted(join(links, " ")), about=t("selection.export.about")))


def _empty() -> None:
    st.title(t("page.selection"), anchor=False)
    st.write(t("selection.empty"))
    navigation.link("catalogue", t("selection.empty.link"))


def _supplier(line: ChosenLine) -> str:
    return line.offer.supplier_name if line.offer else ""


def _disputed(line: ChosenLine) -> bool:
    return line.state == "published" and any(tag.standing in DISPUTED for tag in line.tags.values())


def _state(line: ChosenLine) -> Html:
    return Html("") if line.state == "published" else fill(STATE, text=t(f"selection.state.{line.state}"))


def _change(selection: int, line: int, key: str) -> None:
    with basket.changing() as means:
        select.change_quantity(session.actor(), means, selection, line, int(st.session_state[key]))


def _remove(selection: int, line: int) -> None:
    with basket.changing() as means:
        select.remove(session.actor(), means, selection, line)


def _rename(selection: int) -> None:
    with basket.changing() as means:
        select.rename(session.actor(), means, selection, st.session_state["selection.name"])

"""A member's current selection beside the catalogue: what is in it, putting in, taking out, the bar at the bottom."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import streamlit as st

from catalog.access import MEMBERS, Actor
from catalog.errors import Refusal
from catalog.means.means import Means
from catalog.published.shelf import Edition
from catalog.services.buying import select
from catalog.services.buying.select import SelectionSeen
from ui import navigation, session
from ui.parts.markup import fill, plain
from ui.parts.price import money
from ui.wording.words import counted, refused, t

BAR = '<p class="basket"><b>{count}</b> <span class="price">{total}</span></p>'


@dataclass(frozen=True, slots=True)
class Basket:
    """`lines`: offer id -> line id; `totals`: currency -> amount excluding VAT. `allowed`: whether there may be one."""

    allowed: bool
    id: int | None = None
    lines: Mapping[int, int] = field(default_factory=dict)
    totals: Mapping[str, int] = field(default_factory=dict)


def seen(actor: Actor, means: Means, edition: Edition) -> SelectionSeen | None:
    """The actor's current selection with its amounts as of today, without tags; None before the first."""
    card = means.once(("selection.current", actor.account_id), lambda: select.current(actor, means))
    return select.read(actor, means, edition, card.id, tagged=False) if card else None


def basket(actor: Actor, means: Means, edition: Edition) -> Basket:
    """The current selection in short; nobody but a member has one."""
    if actor.role not in MEMBERS:
        return Basket(False)
    found = seen(actor, means, edition)
    if found is None:
        return Basket(True)
    lines = {line.offer_id: line.id for line in found.content.lines}
    return Basket(True, found.id, lines, found.content.totals)


def button(held: Basket, offer: int, name: str, *, wide: bool = False, first: bool = False) -> None:
    """« Ajouter » or « Retirer » for one offer; nothing for who has no selection.

    A button of another type would be drawn anew and lose the keyboard's place: what is chosen is told apart by its strong word.
    """
    if not held.allowed:
        return
    chosen = offer in held.lines
    word = t("basket.remove" if chosen else "basket.add_long" if wide else "basket.add")
    st.button(
        f"{f'**{word}**' if chosen else word} :small[{plain(name)}]",
        key=f"basket.{offer}",
        type="primary" if first else "secondary",
        icon=":material/check:" if chosen else ":material/add:",
        on_click=_remove if chosen else _add,
        args=(held.id, held.lines[offer]) if chosen else ([offer],),
        width="stretch",
    )


def bar(held: Basket, language: str) -> None:
    """Fixed at the bottom while something is chosen."""
    if not held.lines:
        return
    amounts = " + ".join(money(amount, language, currency) for currency, amount in held.totals.items())
    total = t("basket.total", total=amounts) if amounts else t("basket.unpriced")
    with st.bottom, st.container(key="panier", horizontal=True, vertical_alignment="center"):
        st.html(fill(BAR, count=counted(len(held.lines), "basket.count"), total=total))
        see = f"{t('basket.see')} :small[{t('basket.see.more')}]"
        if st.button(see, key="panier.voir", type="primary", icon=":material/arrow_forward:", icon_position="right"):
            navigation.go("selection")


@contextlib.contextmanager
def changing() -> Iterator[Means]:
    """Means to write with in a callback. What is refused is said in passing; the page stays as it was."""
    try:
        with session.work() as means:
            yield means
    except Refusal as refusal:
        st.toast(plain(refused(refusal)), icon=":material/block:")


def add(offers: Sequence[int]) -> None:
    """Put offers into the current selection, as of today."""
    with changing() as means:
        select.add(session.actor(), means, session.house().shelf.edition(means), list(offers))


def _add(offers: Sequence[int]) -> None:
    add(offers)


def _remove(selection: int, line: int) -> None:
    with changing() as means:
        select.remove(session.actor(), means, selection, line)

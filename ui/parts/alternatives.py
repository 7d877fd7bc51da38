"""What to buy instead of a product that is not compliant, or no longer there: compliant offers, the nearest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import streamlit as st

from catalog.access import Actor
from catalog.facets.selection import Selection
from catalog.means.means import Means
from catalog.services.buying.search import Found, search
from ui import session
from ui.parts.basket import Basket
from ui.parts.markup import fill
from ui.parts.names import Names
from ui.parts.offer_row import row
from ui.wording.words import counted, t

MOST = 3
Nearness = tuple[str, dict[str, str]]
"""What the offers have in common (a code of ui/wording), and the facets that say so."""


def instead(
    actor: Actor, means: Means, names: Names, held: Basket, ways: Iterable[Nearness], range_: str | None
) -> None:
    """Draw up to three compliant offers of the first way that finds any; nothing where none does.

    range_: the range that the product was meant for; None: any range counts.
    """
    for common, values in ways:
        found = _found(actor, means, names, values, range_)
        if found is not None and found.offers:
            _draw(found, common, names, held, range_)
            return


def of_offer(lot: str, family: str | None) -> Iterator[Nearness]:
    """From the nearest on: its lot and family, its family in other lots, all of the range."""
    if family:
        yield "lot_family", {"lot": lot, "family": family}
        yield "family", {"family": family}
    yield "range", {}


def of_family(family: str | None) -> Iterator[Nearness]:
    """Of a product that is gone: its family."""
    if family:
        yield "family", {"family": family}


def _found(actor: Actor, means: Means, names: Names, values: dict[str, str], range_: str | None) -> Found | None:
    ranges = frozenset({range_}) if range_ else frozenset(names.ranges)
    if not ranges:
        return None
    chosen = {facet: frozenset({value}) for facet, value in values.items()} | {"range": ranges}
    return search(actor, means, session.house().shelf, Selection(values=chosen, sort="name", size=MOST))


def _draw(found: Found, common: str, names: Names, held: Basket, range_: str | None) -> None:
    name = names("range", range_) if range_ else None
    st.header(counted(len(found.offers), f"alternatives.{common}", name=name), anchor=False)
    if common == "family":
        st.html(fill('<p class="quiet-text">{text}</p>', text=t("alternatives.scope")))
    elif common == "range":
        st.html(fill('<p class="quiet-text">{text}</p>', text=t("alternatives.other_family")))
    with st.container(key="resultats"):
        for at, (offer, tags) in enumerate(zip(found.offers, found.tags, strict=True)):
            row(at, offer, tags, held, names.language, found.edition.on)

"""What to buy instead of a product that is not compliant, or no longer there: compliant offers, the nearest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

import streamlit as st

from catalog.access import Actor
from catalog.facets.index import OfferRow
from catalog.facets.selection import Selection
from catalog.means.means import Means
from catalog.services.buying.search import Found, search
from catalog.tagging.records import Tag
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
    actor: Actor,
    means: Means,
    names: Names,
    held: Basket,
    ways: Iterable[Nearness],
    range_: str | None,
    shown: Set[int] = frozenset(),
) -> None:
    """Draw up to three compliant offers of the first way that finds any; nothing where none does.

    range_: the range that the product was meant for; None: any range counts. shown: offers that stand on the page already.
    """
    for common, values in ways:
        found = _found(actor, means, names, values, range_, MOST + len(shown))
        if found is None:
            continue
        others = [pair for pair in zip(found.offers, found.tags, strict=True) if pair[0].offer not in shown][:MOST]
        if others:
            _draw(others, found, common, names, held, range_)
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


def _found(
    actor: Actor, means: Means, names: Names, values: dict[str, str], range_: str | None, most: int
) -> Found | None:
    ranges = frozenset({range_}) if range_ else frozenset(names.ranges)
    if not ranges:
        return None
    chosen = {facet: frozenset({value}) for facet, value in values.items()} | {"range": ranges}
    return search(actor, means, session.house().shelf, Selection(values=chosen, sort="name", size=most))


def _draw(
    others: Sequence[tuple[OfferRow, Mapping[str, Tag]]],
    found: Found,
    common: str,
    names: Names,
    held: Basket,
    range_: str | None,
) -> None:
    name = names("range", range_) if range_ else None
    st.header(counted(len(others), f"alternatives.{common}", name=name), anchor=False)
    if common == "family":
        st.html(fill('<p class="quiet-text">{text}</p>', text=t("alternatives.scope")))
    elif common == "range":
        st.html(fill('<p class="quiet-text">{text}</p>', text=t("alternatives.other_family")))
    with st.container(key="resultats"):
        for at, (offer, tags) in enumerate(others):
            row(at, offer, tags, held, names.language, found.edition.on)

"""One offer of a list: its name as a link to the sheet, where it stands, its chips, its price, in or out of the selection."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import streamlit as st

from catalog.facets.index import OfferRow
from catalog.prices import CENT, ONE, content_price, divided
from catalog.tagging.records import Tag
from catalog.wording.units import content_price_text, pack_text
from ui import navigation
from ui.parts import basket
from ui.parts.basket import Basket
from ui.parts.chip import EXPIRING_DAYS, chip
from ui.parts.facts import attribute_order
from ui.parts.markup import Html, Trusted, fill, join
from ui.parts.pictogram import pictogram, pictogram_of
from ui.parts.price import comparable, price
from ui.wording.words import word

PROTOCOL_ONLY = "DISINFECTANTS"
"""A family for use under a protocol: no reassuring drawing or word of early childhood is ever beside it."""
META = '<p class="offer-meta">{reference} · {supplier} · <span class="offer-lot">{agreement}, {lot}</span></p>{chips}'
PRICE = '<p class="offer-price">{price}<span>{pack}</span><span>{content}</span></p>'
BOTH = '<div class="offer-both"><div class="offer-said">{said}</div>{price}</div>'
"""One element a row for both: each one more costs every rerun."""
CHIPS = '<p class="chips">{chips}</p>'
SPECIAL = '<span class="chip chip-{look}">{drawing}<b>{name}</b><span class="chip-standing">{icon}{text}</span></span>'


@dataclass(frozen=True, slots=True)
class Within:
    """The one range that a list is inside of: its name, its drawing, the attributes that its rule asks for."""

    name: str
    drawing: str
    attributes: frozenset[str]


def row(
    place: int,
    offer: OfferRow,
    tags: Mapping[str, Tag],
    held: Basket,
    language: str,
    day: dt.date,
    within: Within | None = None,
) -> None:
    """Draw the offer in the `place`-th row."""
    with st.container(key=f"produit_{place}"):
        navigation.link("produit", offer.name, **reference(offer.supplier, offer.reference, offer.lot))
        said, price_ = meta(offer, tags, language, day, within), priced(offer, language)
        st.html(fill(BOTH, said=Trusted(said), price=Trusted(price_)))
        basket.button(held, offer.offer, offer.name)


def reference(supplier: str, reference: str, lot: str | None = None) -> dict[str, str]:
    """The state of the sheet's page for a product, in one lot or in all."""
    return {"ref": f"{supplier}/{reference}"} | ({"lot": lot} if lot else {})


def meta(offer: OfferRow, tags: Mapping[str, Tag], language: str, day: dt.date, within: Within | None = None) -> Html:
    """Reference, supplier, agreement and lot, then the chips."""
    drawn = chips(tags.values(), language, day, offer.family, within)
    return fill(
        META,
        reference=offer.reference,
        supplier=offer.supplier_name or offer.supplier,
        agreement=offer.agreement,
        lot=offer.lot_name or offer.lot,
        chips=Trusted(drawn),
    )


def priced(offer: OfferRow, language: str) -> Html:
    """Price excluding VAT, what it buys, and what one litre, sheet or piece of it costs."""
    currency = offer.currency or "EUR"
    alone = offer.unit_basis == "piece" and offer.unit_price == offer.price  # one piece at its own price: said already
    return fill(
        PRICE,
        price=Trusted(price(offer.price, language, currency)),
        pack=pack_text(offer.order_unit, offer.content_unit, offer.content_per_order_unit, language),
        content="" if alone else content_text(offer, language),
    )


class Priced(Protocol):
    """What has a price and a content: an offer of a list or of a sheet."""

    @property
    def price(self) -> int | None: ...
    @property
    def currency(self) -> str | None: ...
    @property
    def content_unit(self) -> str | None: ...
    @property
    def content_per_order_unit(self) -> int | None: ...
    @property
    def unit_price(self) -> int | None: ...
    @property
    def unit_basis(self) -> str | None: ...


def content_text(offer: Priced, language: str) -> str:
    """« 2,48 € / L », « 0,0127 € / page »: what compares; else what one unit of the content costs, a roll or a box; nothing
    where the content is not known."""
    if (compared := comparable(offer, language)) or offer.price is None:
        return compared
    found = content_price(offer.price, offer.content_unit, offer.content_per_order_unit)
    if found is None:
        return ""
    shown = divided(found.price, CENT) * CENT if found.price >= ONE else found.price
    return content_price_text(shown, found.unit, language, offer.currency or "EUR")


def chips(
    tags: Iterable[Tag], language: str, day: dt.date, family: str | None = None, within: Within | None = None
) -> Html:
    """The chips of what is shown or claimed, in the attributes' order; nothing for what nobody claims.

    within: inside a range what its rule asks for is one chip, as long as all of it is proven.
    """
    told = [tag for tag in in_order(tags) if worth_a_chip(tag, family)]
    asked = [tag for tag in told if within and tag.attribute in within.attributes and tag.state == "yes"]
    drawn = []
    if within and asked and len(asked) == len(within.attributes):
        drawn, told = [_of_range(within, asked, language, day)], [tag for tag in told if tag not in asked]
    drawn += [tag_chip(tag, language, day) for tag in told]
    return fill(CHIPS, chips=Trusted(join(drawn))) if drawn else Html("")


def _of_range(within: Within, asked: Sequence[Tag], language: str, day: dt.date) -> Html:
    """« Petite enfance | 3 critères prouvés, jusqu’au 05/07/2027 »: the first end among what the rule asks for."""
    until = min((tag.until for tag in asked if tag.until), default=None)
    left = (until - day).days if until else None
    soon = left is not None and left <= EXPIRING_DAYS
    said = word(f"chip.range.{'one' if len(asked) == 1 else 'many'}", language, n=len(asked))
    if until:
        kind = "today" if left == 0 else "soon" if soon else "until"
        said = f"{said}, {word(f'chip.range.{kind}', language, until=until, days=left)}"
    return fill(
        SPECIAL,
        look="expiring" if soon else "verified",
        drawing=Trusted(pictogram(within.drawing)),
        name=within.name,
        icon=Trusted(pictogram("etat-verifie")),
        text=said,
    )


def in_order(tags: Iterable[Tag]) -> list[Tag]:
    """Tags in the order of their attributes."""
    return sorted(tags, key=lambda tag: attribute_order().get(tag.attribute, 99))


def worth_a_chip(tag: Tag, family: str | None) -> bool:
    """Shown, claimed or disputed; never early childhood for what is used under a protocol only."""
    if tag.attribute == "early_childhood" and (family == PROTOCOL_ONLY or tag.warnings):
        return False
    return (
        tag.state == "yes" or tag.claimed or tag.reserve or tag.equivalent or tag.standing in ("contested", "conflict")
    )


def tag_chip(tag: Tag, language: str, day: dt.date, *, dated: bool = False) -> Html:
    """The chip of a tag: short in a list unless it ends soon or has ended, with its dates where `dated`."""
    if tag.equivalent or tag.reserve:
        return _special(tag, language)
    told = day if dated or tag.expiring(day) else None
    return chip(tag.attribute, tag.standing, end_of(tag), language, told, state=tag.state)


def end_of(tag: Tag) -> dt.date | None:
    """The last day of what shows it, or of what showed it: an expired tag holds nothing that could end."""
    ended = tag.reason.params.get("until") if tag.standing == "expired" else None
    return dt.date.fromisoformat(str(ended)) if ended else tag.until


def _special(tag: Tag, language: str) -> Html:
    """An equivalent holds no label and never bears its name or drawing; a reserve is said beside the attribute's own."""
    kind = "equivalent" if tag.equivalent else "reserve"
    return fill(
        SPECIAL,
        look="verified" if tag.equivalent else "to_verify",
        drawing=Trusted(pictogram("obj-preuve" if tag.equivalent else pictogram_of(tag.attribute))),
        name=word(f"chip.{kind}.name", language, attribute=tag.attribute),
        icon=Trusted(pictogram("etat-verifie" if tag.equivalent else "etat-a-verifier")),
        text=word(f"chip.{kind}", language),
    )

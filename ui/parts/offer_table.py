"""The offers of a page as a dense table: the same facts as the rows, in columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from catalog.facets.index import OfferRow
from catalog.tagging.records import Tag
from catalog.wording.units import pack_text
from ui.parts.markup import Html, Trusted, fill, join
from ui.parts.offer_row import Within, chips, content_text, reference
from ui.parts.price import money
from ui.wording.words import t

TABLE = """<div class="scroll" tabindex="0" role="region" aria-label="{caption}"><table class="sheet offers">
<caption class="unseen">{caption}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"""
ROW = """<tr><th scope="row"><a href="{address}" target="_self">{name}</a><span>{reference} · {supplier}</span></th>
<td class="code">{lot}</td><td>{pack}</td><td class="number">{price}</td><td class="number">{content}</td><td>{chips}</td></tr>"""
HEAD = ("name", "lot", "pack", "price", "content", "tags")
NUMBERS = ("price", "content")


def offer_table(
    offers: Sequence[OfferRow],
    tags: Sequence[Mapping[str, Tag]],
    language: str,
    day: dt.date,
    within: Within | None = None,
) -> Html:
    """A table of ours: its header cells and row headers are read out, and it scrolls by itself on a narrow screen."""
    head = [
        fill('<th scope="col"{kind}>{text}</th>', kind=Trusted(_kind(name)), text=t(f"table.{name}")) for name in HEAD
    ]
    rows = [_row(offer, each, language, day, within) for offer, each in zip(offers, tags, strict=True)]
    return fill(TABLE, caption=t("table.caption"), head=Trusted(join(head)), rows=Trusted(join(rows)))


def _kind(name: str) -> Html:
    return Html(' class="number"') if name in NUMBERS else Html("")


def _row(offer: OfferRow, tags: Mapping[str, Tag], language: str, day: dt.date, within: Within | None) -> Html:
    currency = offer.currency or "EUR"
    return fill(
        ROW,
        reference=offer.reference,
        address="/produit?" + urlencode(reference(offer.supplier, offer.reference, offer.lot)),
        name=offer.name,
        supplier=offer.supplier_name or offer.supplier,
        lot=offer.lot,
        pack=pack_text(offer.order_unit, offer.content_unit, offer.content_per_order_unit, language),
        price=money(offer.price, language, currency),
        content=content_text(offer, language) or "–",
        chips=Trusted(chips(tags.values(), language, day, offer.family, within)),
    )

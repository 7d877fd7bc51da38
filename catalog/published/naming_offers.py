"""Offers by what a person types or reads on a parcel: SUPPLIER/REFERENCE, a reference alone, a GTIN; within a scope only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from catalog.facets.index import OfferRow
from catalog.facets.selection import Scope, Selection
from catalog.means.means import Means
from catalog.published.chosen import rows, sees
from catalog.published.shelf import Edition
from catalog.queries import agreements, buying
from catalog.queries.references import normalised

GTIN_LENGTHS = (8, 12, 13, 14)
LOOKED_AT = 50


def offers_said(means: Means, edition: Edition, scope: Scope, said: str) -> list[OfferRow]:
    """The offers of the products that bear this name, by supplier and lot; several suppliers may have one reference.

    A reference that a product bore before it was renamed is found as well. What lies outside the scope is not there.
    """
    text = normalised(said)
    if not text:
        return []
    known = [card.code for card in agreements.suppliers(means.session, scope)]
    typed, slash, reference = text.partition("/")
    supplier = next((code for code in known if code.casefold() == typed.casefold()), None)
    if slash and supplier:
        exact = _seen(edition, scope, _named(means, edition, [supplier], reference))
        return exact or [row for row in _alike(edition, scope, reference) if row.supplier == supplier]
    found = _in_order(row for row in _near(edition, scope, text) if _bears(row, text))
    return found or _seen(edition, scope, _named(means, edition, known, text)) or _alike(edition, scope, text)


def _near(edition: Edition, scope: Scope, text: str) -> Sequence[OfferRow]:
    answer = edition.index.ask(Selection(text=text, sort="relevance", size=LOOKED_AT), scope, edition.live)
    return edition.index.offers(answer.rows)


def _alike(edition: Edition, scope: Scope, reference: str) -> list[OfferRow]:
    """Offers whose reference differs in capitals alone: a delivery note is copied by hand."""
    near = _near(edition, scope, reference)
    return _in_order(row for row in near if row.reference.casefold() == reference.casefold())


def _bears(row: OfferRow, text: str) -> bool:
    digits = "".join(sign for sign in text if sign not in " -")
    coded = digits.isascii() and digits.isdigit() and len(digits) in GTIN_LENGTHS
    return row.reference == text or (coded and (row.gtin or "").lstrip("0") == digits.lstrip("0") != "")


def _named(means: Means, edition: Edition, suppliers: Sequence[str], reference: str) -> list[int]:
    found = (buying.offers_named(means.session, code, reference, None, edition.publication) for code in suppliers)
    return [offer for each in found for offer in each]


def _seen(edition: Edition, scope: Scope, offers: Sequence[int]) -> list[OfferRow]:
    return _in_order(row for row in rows(edition, offers).values() if sees(scope, row))


def _in_order(found: Iterable[OfferRow]) -> list[OfferRow]:
    return sorted(found, key=lambda row: (row.supplier, row.reference, row.lot))

"""The changes of a staged file worked out row by row, as plainly as can be: what the columns must agree with."""

from __future__ import annotations

import json
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from catalog.staging.changes import Cell
from catalog.staging.columns import CLAIM, DATA_FIELDS, OFFER_FIELDS, PRODUCT_FIELDS

Record = Mapping[str, Any]
TEXTS = ("name", "description")
OfferKey = tuple[str, str]
"""(reference, lot code)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands for one supplier in the lots of a batch: reference -> product, (reference, lot) -> offer."""

    products: Mapping[str, Record]
    offers: Mapping[OfferKey, Record]


@dataclass(frozen=True, slots=True)
class Changes:
    """Products and offers to write (whole records with `digest`), offers that a full file no longer names.

    incomplete: references of a patch that name a new offer without a price, or a new product without a name; nothing
    is published for them.
    """

    products: Mapping[str, Record] = field(default_factory=dict)
    offers: Mapping[OfferKey, Record] = field(default_factory=dict)
    new_products: int = 0
    new_offers: int = 0
    same_offers: int = 0
    gone: tuple[OfferKey, ...] = ()
    cells: tuple[Cell, ...] = ()
    incomplete: tuple[str, ...] = ()

    @property
    def changed_offers(self) -> int:
        """Offers whose terms or product change, without the new ones."""
        keys = {(cell.reference, cell.lot) for cell in self.cells}
        products = {reference for reference, lot in keys if lot is None}
        terms = {key for key in keys if key[1] is not None and key[0] not in products}
        return len(products) + len(terms)


def changes(
    staged: pa.Table, columns: Mapping[str, str], standing: Standing, *, full: bool, erase: bool = False
) -> Changes:
    """Compare a staged table with what stands. `columns`: header -> field of the file."""
    given = frozenset(columns.values())
    products: dict[str, Record] = {}
    offers: dict[OfferKey, Record] = {}
    incomplete: list[str] = []
    withdrawn = {(row["reference"], row["lot"]) for row in staged.to_pylist() if row["deleted"]}
    for row in staged.to_pylist():
        if row["deleted"]:
            continue
        key = (row["reference"], row["lot"])
        offer = _offer(row, standing.offers.get(key), given)
        before = standing.products.get(row["reference"])
        product = _product(row, before, columns, erase)
        if offer["price"] is None or not product["name"]:
            incomplete.append(row["reference"])
            continue
        products.setdefault(row["reference"], product)
        offers[key] = offer
    return _compared(
        products, offers, standing, full=full, incomplete=tuple(dict.fromkeys(incomplete)), withdrawn=withdrawn
    )


def _compared(
    products: dict[str, Record],
    offers: dict[OfferKey, Record],
    standing: Standing,
    *,
    full: bool,
    incomplete: tuple[str, ...],
    withdrawn: Set[OfferKey],
) -> Changes:
    moved = {key: row for key, row in products.items() if _differs(row, standing.products.get(key))}
    turned = {key: row for key, row in offers.items() if _differs(row, standing.offers.get(key))}
    return Changes(
        products=moved,
        offers=turned,
        new_products=sum(key not in standing.products for key in moved),
        new_offers=sum(key not in standing.offers for key in turned),
        same_offers=sum(key not in turned and key[0] not in moved for key in offers),
        gone=tuple(sorted(key for key in standing.offers if (full or key in withdrawn) and key not in offers)),
        cells=(*_product_cells(moved, standing), *_offer_cells(turned, standing)),
        incomplete=incomplete,
    )


def digest(values: Mapping[str, Any]) -> str:
    return json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)


def _differs(row: Record, before: Record | None) -> bool:
    return before is None or row["digest"] != before["digest"]


def _product(row: Record, before: Record | None, columns: Mapping[str, str], erase: bool) -> Record:
    given = frozenset(columns.values())
    values = {name: row[name] for name in PRODUCT_FIELDS if name not in ("data", "claims")}
    silent = {name for name in values if not row[name] and not (name == "hazard_codes" and row[name] is not None)}
    if before is not None:
        stay = {name for name in silent if name == "name" or name not in given or not erase}
        values |= {name: before[name] for name in stay}
        again = any(name in stay and before[name] for name in ("description", "family"))
        claims = _claims(row["claims"] or [], before, values, columns, again, erase)
    else:
        claims = _plain_claims(row["claims"] or [])
    values["hazard_codes"] = list(values["hazard_codes"] or ())
    values["data"] = _data(json.loads(row["data"]), before, given)
    values["claims"] = claims
    stood = _plain_claims(before["claims"]) if before is not None else []
    named = bool(row["family_told"]) or ("family" in silent and before is not None and bool(before["family_told"]))
    told = {
        "family_told": named,
        "hazards_carried": before is not None and "hazard_codes" in silent and bool(values["hazard_codes"]),
        "claims_carried": [each in stood and each not in _plain_claims(row["claims"] or []) for each in claims],
    }
    return values | told | {"digest": digest(values), "row": row["row"], "sheet": row["sheet"]}


def _data(data: dict[str, Any], before: Record | None, given: Set[str]) -> dict[str, Any]:
    old = dict(before["data"]) if before is not None else {}
    said = given | {"dilution_least"} if "dilution" in given else given
    kept = {name: value for name, value in old.items() if name in DATA_FIELDS and name not in said}
    return {name: value for name, value in sorted((kept | data).items()) if value}


def _plain_claims(claims: list[Record]) -> list[Record]:
    return [{each.name: claim[each.name] for each in CLAIM} for claim in claims]


def _claims(
    claims: list[Record], before: Record, after: Record, columns: Mapping[str, str], again: bool, erase: bool
) -> list[Record]:
    """Claims in words follow the words. Of a cell, all stay where the file has no claim column, else those against a product
    of which the line says nothing there. `again`: words stand again that the line left out, with what they claim."""
    texts = [header for header, name in columns.items() if name in TEXTS]
    said, stood = _plain_claims(claims), _plain_claims(before["claims"])
    labelled = any(name == "label" or name.startswith("claim:") for name in columns.values())
    kept: list[Record] = []
    for claim in stood:
        worded = claim["column"] in (None, *texts) or claim["quote"] in [(before[name] or "").strip() for name in TEXTS]
        if worded:
            stays = again and claim["quote"] in [(after[name] or "").strip() for name in TEXTS]
        elif not labelled:
            stays = True
        else:
            cells = [each for each in said if each["column"] not in (None, *texts) and _attribute(each, claim)]
            same = [each for each in said if each["column"] == claim["column"]]
            stays = claim["against"] and not erase and not (same if claim["column"] in columns else cells)
        if stays and not any(_kind(each) == _kind(claim) for each in said):
            kept.append(claim)
    found = said + kept
    return stood if len(found) == len(stood) and all(claim in stood for claim in found) else found


def _attribute(one: Record, other: Record) -> bool:
    return bool(one["attribute"] == other["attribute"])


def _kind(claim: Record) -> list[Any]:
    return [claim[name] for name in ("attribute", "label", "number", "against")]


_PRICE_FIELDS = frozenset({"price", "printed_price", "price_includes_vat", "vat", "price_basis", "tiers", "currency"})
"""They travel with the price: what a file without a price column says of them would fit no price."""


def _offer(row: Record, before: Record | None, given: Set[str]) -> Record:
    values = {name: row[name] for name in OFFER_FIELDS}
    if before is not None:
        absent = {name for name in OFFER_FIELDS if _absent(name, given)}
        values |= {name: before[name] for name in absent}
        if "price" in given and "vat" not in given and values["vat"] is None:
            values["vat"] = before["vat"]
    values["tiers"] = sorted((dict(tier) for tier in values["tiers"] or ()), key=lambda tier: tier["min_quantity"])
    return values | {"digest": digest(values), "row": row["row"], "sheet": row["sheet"]}


def _absent(name: str, given: Set[str]) -> bool:
    if name in _PRICE_FIELDS:
        return "price" not in given
    return name not in given and not (name == "content_unit" and "content_per_order_unit" in given)


def _product_cells(moved: Mapping[str, Record], standing: Standing) -> list[Cell]:
    return [
        Cell(reference, None, name, standing.products[reference][name], row[name])
        for reference, row in moved.items()
        if reference in standing.products
        for name in PRODUCT_FIELDS
        if _plain(row[name]) != _plain(standing.products[reference][name])
    ]


def _offer_cells(turned: Mapping[OfferKey, Record], standing: Standing) -> list[Cell]:
    return [
        Cell(key[0], key[1], name, standing.offers[key][name], row[name])
        for key, row in turned.items()
        if key in standing.offers
        for name in OFFER_FIELDS
        if _plain(row[name]) != _plain(standing.offers[key][name])
    ]


def _plain(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)

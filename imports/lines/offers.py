"""Checked lines become the products table: one offer a line, integers and codes, missing as null."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as compute

from imports.cleaning import Cleaned
from imports.cleaning.amounts import UNKNOWN
from imports.lines.checked import Checked
from imports.lines.price_checks import included
from imports.lines.values import LIST_FIELDS, Values
from imports.quantities import quantity_from
from imports.record import CLAIM_CELL, PRODUCTS, TIER, Request

Kept = npt.NDArray[np.intp]
OTHERWISE = ("price", "list_price", "eco_contribution", "content_per_order_unit", "dilution")
"""Fields whose cleaned value holds more than the column of that name."""


def products_of(values: Values, checked: Checked, request: Request) -> pa.Table:
    """The kept lines, in the order of the file, in the schema PRODUCTS."""
    kept = checked.kept
    arrays = {
        **_texts(values, kept),
        **_places(values, kept),
        **_priced(values, kept, request),
        **_packed(values, kept),
        **_diluted(values, kept),
        **_lists(values, kept),
        "prices": _tiers(values, checked, kept),
        "claim_cells": _claims(values, kept),
    }
    columns = [arrays[field.name] if field.name in arrays else pa.nulls(len(kept), field.type) for field in PRODUCTS]
    return pa.Table.from_arrays(
        [column.cast(field.type) for column, field in zip(columns, PRODUCTS, strict=True)], schema=PRODUCTS
    )


def _taken(cleaned: Cleaned, kept: Kept, kind: pa.DataType) -> pa.Array:
    return pa.array(cleaned.values, type=kind).take(pa.array(cleaned.codes[kept]))


def _part(cleaned: Cleaned, kept: Kept, kind: pa.DataType, part: Callable[[Any], Any]) -> pa.Array:
    return _taken(cleaned.mapped(part), kept, kind)


def _texts(values: Values, kept: Kept) -> dict[str, pa.Array]:
    """The fields that are taken as they were cleaned."""
    plain = {
        field.name for field in PRODUCTS
        if not pa.types.is_list(field.type) and field.name not in OTHERWISE
    }  # fmt: skip
    return {
        name: _taken(cleaned, kept, PRODUCTS.field(name).type) for name, cleaned in values.one.items() if name in plain
    }


def _places(values: Values, kept: Kept) -> dict[str, pa.Array]:
    grid, lines = values.table.grid, values.lines[kept]
    sheets = pa.array([grid.sheet(line) for line in lines.tolist()], pa.string()) if grid.stack else None
    hazard = next((title for title, _ in values.many.get("hazard_codes", [])), None)
    return {
        "row": pa.array(grid.numbers[lines], pa.int32()),
        "sheet": _constant(grid.name, len(kept)) if sheets is None else sheets,
        "hazard_column": _constant(hazard, len(kept)),
    }


def _constant(value: str | None, height: int, kind: pa.DataType | None = None) -> pa.Array:
    kind = kind or pa.string()
    return pa.nulls(height, kind) if value is None else pa.repeat(pa.scalar(value, kind), height)


def _priced(values: Values, kept: Kept, request: Request) -> dict[str, pa.Array]:
    arrays: dict[str, Any] = {
        name: _part(values.one[name], kept, pa.int64(), lambda money: money.micro)
        for name in ("price", "list_price", "eco_contribution")
        if name in values.one
    }
    family = values.one.get("family")
    if family is None:
        arrays["family"] = _constant(request.family, len(kept))
    elif request.family is not None and "family" not in values.mapped.fields:
        arrays["family"] = _taken(family, kept, pa.string()).fill_null(request.family)
    price = values.one.get("price")
    if price is None:
        return arrays
    arrays["price_includes_vat"] = pa.array(included(price, values.mapped.includes_vat)[kept])
    arrays["currency"] = _constant(request.currency, len(kept))
    if any(money is not None and money.basis for money in price.values):
        cells = _part(price, kept, pa.int64(), lambda money: money.basis)
        own = [_taken(values.one["price_basis"], kept, pa.int64())] if "price_basis" in values.one else []
        arrays["price_basis"] = _first_of([*own, cells])
    rate = values.mapped.vat_rate
    if rate is not None:
        own = _taken(values.one["vat"], kept, pa.int64()) if "vat" in values.one else pa.nulls(len(kept), pa.int64())
        arrays["vat"] = own.fill_null(rate)
    return arrays


def _packed(values: Values, kept: Kept) -> dict[str, pa.Array]:
    """Order unit, content and levels: what a column says, else what the packaging cell, else what the price cell says."""
    packing, price = values.one.get("content_per_order_unit"), values.one.get("price")
    arrays = {}
    order = [_taken(values.one["order_unit"], kept, pa.string())] if "order_unit" in values.one else []
    content = [_taken(values.one["content_unit"], kept, pa.string())] if "content_unit" in values.one else []
    if price is not None:
        order.append(_part(price, kept, pa.string(), lambda money: None if money.unit == UNKNOWN else money.unit))
    if packing is not None:
        order.append(_part(packing, kept, pa.string(), lambda pack: pack.order_unit))
        content.append(_part(packing, kept, pa.string(), lambda pack: pack.unit))
        arrays["content_per_order_unit"] = _part(packing, kept, pa.int64(), lambda pack: pack.content or None)
        arrays["packaging_levels"] = _part(packing, kept, pa.list_(pa.string()), lambda pack: list(pack.levels) or None)
    for name, sources in (("order_unit", order), ("content_unit", content)):
        if sources:
            arrays[name] = _first_of(sources)
    return arrays


def _diluted(values: Values, kept: Kept) -> dict[str, pa.Array]:
    found = values.one.get("dilution")
    if found is None:
        return {}
    return {
        "dilution": _part(found, kept, pa.int64(), lambda each: each.most),
        "dilution_least": _part(found, kept, pa.int64(), lambda each: each.least),
    }


def _first_of(sources: list[pa.Array]) -> pa.Array:
    found = sources[0]
    for other in sources[1:]:
        found = compute.coalesce(found, other)
    return found


def _lists(values: Values, kept: Kept) -> dict[str, pa.Array]:
    arrays = {}
    for name in LIST_FIELDS:
        columns = values.many.get(name, [])
        if name == "classifications":
            columns = [(title, cleaned.mapped(_scheme(title))) for title, cleaned in columns]
        if len(columns) == 1:
            arrays[name] = _taken(columns[0][1], kept, pa.list_(pa.string()))
        elif columns:
            arrays[name] = pa.array([_together(columns, index) for index in kept.tolist()], type=pa.list_(pa.string()))
    return arrays


_SCHEMES: Mapping[str, str] = {
    "cpv": "cpv", "unspsc": "unspsc", "eclass": "eclass", "etim": "etim", "nacres": "nacres", "gpc": "gpc", "douanier": "hs", "douaniere": "hs", "spsc": "unspsc",
}  # fmt: skip


def _scheme(title: str) -> Callable[[list[str]], list[str]]:
    """Codes with the classification that the header names in front: "cpv:39831000"."""
    folded = title.casefold().replace("-", "").replace("è", "e")
    scheme = next((code for word, code in _SCHEMES.items() if word in folded), None)
    return lambda codes: [f"{scheme}:{code}" if scheme else code for code in codes]


def _together(columns: list[tuple[str, Cleaned]], index: int) -> list[str] | None:
    """None where no column says anything; [] where those that do say that there is nothing."""
    told = [found for _, cleaned in columns if (found := cleaned.at(index)) is not None]
    return list(dict.fromkeys(item for found in told for item in found)) if told else None


def _tiers(values: Values, checked: Checked, kept: Kept) -> pa.Array:
    """All tiers of an offer that was written on several rows, its own included; null for the others."""
    rows: list[list[dict[str, Any]] | None] = [None] * len(kept)
    if "prices:price" in values.many or "prices:base_quantity" in values.many:
        named = _named_quantities(values) if "prices:min_quantity" not in values.many else ()
        base = quantity_from(values.title("price") or "")
        rows = [_side_by_side(values, index, named, base) for index in kept.tolist()]
    if checked.tiers:
        places = {int(index): place for place, index in enumerate(kept.tolist())}
        for first, indexes in checked.tiers.items():
            if first in places:
                rows[places[first]] = [_tier(values, index) for index in indexes]
    return pa.array(rows, type=pa.list_(TIER))


def _named_quantities(values: Values) -> tuple[int, ...]:
    return tuple(quantity_from(title) or 10**6 for title, _ in values.many.get("prices:price", ()))


def _tier(values: Values, index: int) -> dict[str, Any]:
    def held(name: str) -> Any:
        return values.one[name].at(index) if name in values.one else None

    price = held("price")
    quantity = held("min_order_quantity")
    terms = {"valid_from": held("valid_from"), "valid_to": held("valid_to")}
    return {"min_quantity": 10**6 if quantity is None else quantity, **terms, "price": price.micro if price else None}


def _side_by_side(values: Values, index: int, named: Sequence[int], base: int | None) -> list[dict[str, Any]] | None:
    """The tiers of an offer that was written on one row, its own price first; None for one price from quantity 1 on.

    named: the quantities that the headers of the tiers name, where no columns do. base: that of the price's own header.
    """

    def held(name: str) -> list[Any]:
        return [cleaned.at(index) for _, cleaned in values.many.get(f"prices:{name}", [])]

    own = _tier(values, index)
    own["min_quantity"] = next(iter(held("base_quantity")), None) or base or 10**6
    tiers = [own]
    prices = held("price")
    quantities = list(named) if named else held("min_quantity")
    first_days, last_days = (held(name) or [None] * len(prices) for name in ("valid_from", "valid_to"))
    terms = zip(prices, quantities, first_days, last_days, strict=True)
    for price, quantity, first, last in terms:
        if price is not None:
            tiers.append(
                {"min_quantity": quantity or 10**6, "valid_from": first, "valid_to": last, "price": price.micro}
            )
    return tiers if len(tiers) > 1 or own["min_quantity"] != 10**6 else None


def _claims(values: Values, kept: Kept) -> pa.Array:
    """The filled cells of label and attribute columns, line by line."""
    columns = [
        (name.partition(":")[2] or None, title, cleaned)
        for name, pairs in values.many.items()
        if name == "label" or name.startswith("claim:")
        for title, cleaned in pairs
    ]
    if not columns:
        return pa.nulls(len(kept), pa.list_(CLAIM_CELL))
    held = np.stack([cleaned.present()[kept] for _, _, cleaned in columns], axis=1)
    lines, sides = np.nonzero(held)
    offsets = np.concatenate(([0], np.cumsum(held.sum(axis=1)))).astype(np.int32)
    texts = [columns[side][2].at(kept[line]) for line, side in zip(lines.tolist(), sides.tolist(), strict=True)]
    attributes = pa.array([columns[side][0] for side in sides.tolist()], pa.string())
    titles = pa.array([columns[side][1] for side in sides.tolist()], pa.string())
    cells = pa.StructArray.from_arrays([attributes, titles, pa.array(texts, pa.string())], fields=list(CLAIM_CELL))
    return pa.ListArray.from_arrays(pa.array(offsets), cells, mask=pa.array(~held.any(axis=1)))

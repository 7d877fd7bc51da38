"""A reading laid out row by row, as plainly as can be: what the columns must agree with."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from catalog.prices import price_excluding_vat
from catalog.staging.columns import DATA_FIELDS, STAGED
from catalog.staging.lots import StagedLot, lot_named
from catalog.staging.said import claim_records
from catalog.staging.stage import Staging
from catalog.tagging.families import family_of
from catalog.tagging.vocabulary import Vocabulary
from imports.record import Issue, Reading

Row = Mapping[str, Any]


def stage(reading: Reading, lots: Sequence[StagedLot], vocabulary: Vocabulary, *, by_column: bool) -> Staging:
    """Lay a reading out for its lots. With `by_column` each row names its lot; else each row goes to every lot."""
    lines: list[dict[str, Any]] = []
    issues: list[Issue] = []
    for row in reading.products.to_pylist():
        terms = _lots_of(row, lots) if by_column else lots
        if not terms:
            issues.append(_unknown_lot(row, reading, lots))
        lines += _lines(row, reading.columns, terms, vocabulary)
    return Staging(_rejecting(reading, issues), pa.Table.from_pylist(lines, schema=STAGED))


def _lots_of(row: Row, lots: Sequence[StagedLot]) -> Sequence[StagedLot]:
    found = lot_named(row["lot"] or "", lots)
    return [found] if found else []


def _unknown_lot(row: Row, reading: Reading, lots: Sequence[StagedLot]) -> Issue:
    header = next((header for header, field in reading.columns.items() if field == "lot"), None)
    choices = ", ".join(lot.code for lot in lots)
    return Issue("lot.unknown", "error", row["row"], header, row["lot"], row["sheet"], params={"choices": choices})


def _rejecting(reading: Reading, issues: list[Issue]) -> Reading:
    gone = len(issues)
    return dataclasses.replace(
        reading, imported=reading.imported - gone, rejected=reading.rejected + gone, issues=(*reading.issues, *issues)
    )


def _lines(
    row: Row, columns: Mapping[str, str], lots: Sequence[StagedLot], vocabulary: Vocabulary
) -> list[dict[str, Any]]:
    if not lots:
        return []
    told = family_of(row["family"], vocabulary)
    family = told or lots[0].family
    product = (
        _product(row, family)
        | {"family_told": told is not None}
        | {"claims": claim_records(row, columns, vocabulary, family)}
    )
    return [_line(row, product, lot) for lot in lots]


def _product(row: Row, family: str | None) -> dict[str, Any]:
    kept = {name: row[name] for name in DATA_FIELDS if row[name]}
    return {
        "family": family,
        "hazard_codes": row["hazard_codes"],
        "data": json.dumps(kept, ensure_ascii=False, sort_keys=True),
    } | {name: row[name] for name in ("reference", "row", "sheet", "name", "description", "brand", "gtin")}


def _line(row: Row, product: Mapping[str, Any], lot: StagedLot) -> dict[str, Any]:
    terms = (row["price_includes_vat"], row["vat"], row["price_basis"])
    return {
        **product,
        **{name: row[name] for name in STAGED.names if name in row and name not in product},
        "lot": lot.code,
        "currency": row["currency"] or lot.currency,
        "price": None if row["price"] is None else price_excluding_vat(row["price"], *terms),
        "printed_price": row["price"],
        "price_includes_vat": bool(row["price_includes_vat"]),
        "tiers": [{**tier, "price": price_excluding_vat(tier["price"], *terms)} for tier in row["prices"] or ()],
    }

"""A reading becomes what it would publish: prices without VAT, family codes, claims, one line a product and lot."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from catalog.prices import price_excluding_vat
from catalog.staging.columns import DATA_FIELDS, STAGED
from catalog.tagging.claims import claims_of
from catalog.tagging.families import family_of
from catalog.tagging.records import Source
from catalog.tagging.vocabulary import Vocabulary
from imports.record import Issue, Reading

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StagedLot:
    """What staging needs to know of a lot. `family`: its family when it has a single one."""

    code: str
    name: str
    currency: str
    family: str | None


@dataclass(frozen=True, slots=True)
class Staging:
    """`reading`: the same, its rows accounted for again after rows were rejected here. `table`: columns of STAGED."""

    reading: Reading
    table: pa.Table


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
    """The lot a row names: by code, by name, or by the number its code ends with ("2" or "Lot 2" for "ENT-2026-L2")."""
    said = " ".join(str(row["lot"] or "").casefold().split())
    exact = [lot for lot in lots if said in (lot.code.casefold(), lot.name.casefold())]
    if exact or not said:
        return exact[:1]
    number = said.removeprefix("lot").strip(" n°o.").lstrip("0")
    ending = [lot for lot in lots if number.isdigit() and _number(lot.code) == number]
    return ending if len(ending) == 1 else ()


def _number(code: str) -> str:
    digits = code[len(code.rstrip("0123456789")) :]
    return digits.lstrip("0")


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
    family = family_of(row["family"], vocabulary) or lots[0].family
    product = _product(row, family) | {"claims": claim_records(row, columns, vocabulary, family)}
    return [_line(row, product, lot) for lot in lots]


def _product(row: Row, family: str | None) -> dict[str, Any]:
    kept = {name: row[name] for name in DATA_FIELDS if row[name]}
    return {
        "family": family,
        "hazard_codes": row["hazard_codes"] or [],
        "data": json.dumps(kept, ensure_ascii=False, sort_keys=True),
    } | {name: row[name] for name in ("reference", "row", "sheet", "name", "description", "brand", "gtin")}


def claim_records(
    row: Row, columns: Mapping[str, str], vocabulary: Vocabulary, family: str | None
) -> list[dict[str, Any]]:
    """The claims of one product line, as records: attribute, label, number, quote, against, column.

    `columns`: header -> field of the file, to name the header of a text that claims something.
    """
    headers = {field: header for header, field in columns.items()}
    texts = [(headers.get(name), row[name]) for name in ("name", "description")]
    cells = [(cell["attribute"], cell["column"], cell["text"]) for cell in row["claim_cells"] or ()]
    claims = claims_of(texts, cells, Source(""), vocabulary, family)
    return [
        {
            "attribute": claim.attribute,
            "label": claim.label,
            "number": claim.number,
            "quote": claim.quote,
            "against": claim.against,
            "column": claim.source.column if claim.source else None,
        }
        for claim in claims
    ]


def _line(row: Row, product: Mapping[str, Any], lot: StagedLot) -> dict[str, Any]:
    terms = (row["price_includes_vat"], row["vat"], row["price_basis"])
    return {
        **product,
        **{name: row[name] for name in STAGED.names if name in row and name not in product},
        "lot": lot.code,
        "currency": row["currency"] or lot.currency,
        "price": price_excluding_vat(row["price"], *terms),
        "printed_price": row["price"],
        "price_includes_vat": bool(row["price_includes_vat"]),
        "tiers": [{**tier, "price": price_excluding_vat(tier["price"], *terms)} for tier in row["prices"] or ()],
    }

"""A reading becomes what it would publish: prices without VAT, family codes, claims, one line a product and lot."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from catalog.staging.columns import DATA_FIELDS, STAGED, naming_rejected
from catalog.staging.lots import Lots, lots_of, withdrawing
from catalog.staging.lots import StagedLot as StagedLot
from catalog.staging.priced import Terms, excluding_vat, terms_of
from catalog.staging.said import claim_records as claim_records
from catalog.staging.said import claims_said
from catalog.staging.written import in_pieces_no_more, object_json, whole
from catalog.tagging.families import family_of
from catalog.tagging.vocabulary import Vocabulary
from imports.record import TIER, Issue, Reading

Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Staging:
    """`reading`: the same, its rows accounted for again after rows were rejected here. `table`: columns of STAGED."""

    reading: Reading
    table: pa.Table


def stage(reading: Reading, lots: Sequence[StagedLot], vocabulary: Vocabulary, *, by_column: bool) -> Staging:
    """Lay a reading out for its lots. With `by_column` each row names its lot; else each row goes to every lot."""
    products = in_pieces_no_more(reading.products)
    chosen = lots_of(products, lots, by_column=by_column)
    lost = products.filter(pa.array(~chosen.any(axis=1)))
    told = _families(products, vocabulary)
    families = pc.coalesce(told, _families_of_lots(lots, chosen))
    said = {**_said(products, reading.columns, vocabulary, families), "family_told": told.is_valid()}
    rejected = (*reading.rejected_references, *lost["reference"].to_pylist())
    return Staging(_rejecting(reading, lost, lots), naming_rejected(_laid_out(products, said, lots, chosen), rejected))


def _families(products: pa.Table, vocabulary: Vocabulary) -> pa.Array:
    """What each line itself says."""
    coded = whole(products["family"]).fill_null("").dictionary_encode()
    codes = [family_of(text, vocabulary) for text in coded.dictionary.to_pylist()]
    return pa.array(codes, pa.string()).take(coded.indices)


def _families_of_lots(lots: Sequence[StagedLot], chosen: Lots) -> pa.Array:
    """What the first lot of each line holds."""
    of_lots = pa.array([lot.family for lot in lots], pa.string())
    first = np.where(chosen.any(axis=1), chosen.argmax(axis=1), -1) if lots else np.full(len(chosen), -1)
    return of_lots.take(pa.array(first, pa.int64(), mask=first < 0))


def _said(
    products: pa.Table, columns: Mapping[str, str], vocabulary: Vocabulary, families: pa.Array
) -> Mapping[str, pa.Array]:
    """What a line says of its product, whatever the lot."""
    plain = ("row", "sheet", "reference", "name", "description", "brand", "gtin", "hazard_codes")
    return {
        **{name: whole(products[name]) for name in plain},
        "family": families,
        "data": object_json([(name, products[name]) for name in DATA_FIELDS]),
        "claims": claims_said(products, columns, vocabulary, families),
    }


def _laid_out(products: pa.Table, said: Mapping[str, pa.Array], lots: Sequence[StagedLot], chosen: Lots) -> pa.Table:
    """One line a product and lot, in the order of the file."""
    lines, places = np.nonzero(chosen)
    terms = _terms(products)
    once = {**{name: whole(products[name]) for name in STAGED.names if name in products.schema.names}, **terms, **said}
    of_lot = {name: pa.array([getattr(lot, name) for lot in lots], pa.string()).take(pa.array(places))
              for name in ("code", "currency")}  # fmt: skip
    table = {name: column.take(pa.array(lines)) for name, column in once.items()}
    table["lot"] = of_lot["code"]
    table["currency"] = pc.if_else(
        pc.equal(pc.fill_null(table["currency"], ""), ""), of_lot["currency"], table["currency"]
    )
    return pa.table([table[name] for name in STAGED.names], schema=STAGED)


def _terms(products: pa.Table) -> Mapping[str, pa.Array]:
    """The prices of each line excluding VAT, and what is printed."""
    printed, terms = whole(products["price"]), terms_of(products)
    withdraws = withdrawing(products)
    return {
        "price": excluding_vat(printed, terms),
        "printed_price": printed,
        "price_includes_vat": whole(products["price_includes_vat"]).fill_null(False),
        "tiers": _tiers(whole(products["prices"]), terms),
        "deleted": pc.if_else(withdraws, withdraws, pa.scalar(None, pa.bool_())),
    }


def _tiers(lists: pa.Array, terms: Terms) -> pa.Array:
    items = pc.list_flatten(lists)
    owner = pc.list_parent_indices(lists).to_numpy()
    named: dict[str, Any] = {field.name: items.field(field.name) for field in TIER}
    named["price"] = excluding_vat(items.field("price"), terms[owner])
    lengths = pc.fill_null(pc.list_value_length(lists), 0).to_numpy()
    ends = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
    tiers = pa.StructArray.from_arrays([named[field.name] for field in TIER], fields=list(TIER))
    return pa.ListArray.from_arrays(pa.array(ends), tiers)


def _rejecting(reading: Reading, lost: pa.Table, lots: Sequence[StagedLot]) -> Reading:
    """The rows that name no lot of ours are rejected, each with an issue."""
    header = next((header for header, field in reading.columns.items() if field == "lot"), None)
    params = {"choices": ", ".join(lot.code for lot in lots)}
    issues = [
        Issue("lot.unknown", "error", row["row"], header, row["lot"], row["sheet"], params=params)
        for row in lost.select(["row", "lot", "sheet"]).to_pylist()
    ]
    imported, rejected = reading.imported - len(issues), reading.rejected + len(issues)
    return dataclasses.replace(reading, imported=imported, rejected=rejected, issues=(*reading.issues, *issues))

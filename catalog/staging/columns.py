"""What a batch would publish, as plain rows: one line a product and lot, kept with the batch as an Arrow file."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from imports.record import MONEY, QUANTITY, RATE, TIER

CLAIM = pa.struct(
    [
        ("attribute", pa.string()),
        ("label", pa.string()),
        ("number", pa.string()),
        ("quote", pa.string()),
        ("against", pa.bool_()),
        ("column", pa.string()),
    ]
)

STAGED = pa.schema(
    [
        ("row", pa.int32()),
        ("sheet", pa.string()),
        ("reference", pa.string()),
        ("lot", pa.string()),
        ("name", pa.string()),
        ("description", pa.string()),
        ("brand", pa.string()),
        ("gtin", pa.string()),
        ("family", pa.string()),
        ("family_told", pa.bool_()),
        ("hazard_codes", pa.list_(pa.string())),
        ("data", pa.string()),
        ("claims", pa.list_(CLAIM)),
        ("currency", pa.string()),
        ("price", MONEY),
        ("printed_price", MONEY),
        ("price_includes_vat", pa.bool_()),
        ("vat", RATE),
        ("price_basis", QUANTITY),
        ("list_price", MONEY),
        ("discount_rate", RATE),
        ("eco_contribution", MONEY),
        ("order_unit", pa.string()),
        ("content_unit", pa.string()),
        ("content_per_order_unit", QUANTITY),
        ("min_order_quantity", QUANTITY),
        ("order_multiple", QUANTITY),
        ("lead_time_days", pa.int32()),
        ("valid_from", pa.date32()),
        ("valid_to", pa.date32()),
        ("tiers", pa.list_(TIER)),
        ("deleted", pa.bool_()),
    ]
)
"""`price` and the prices of `tiers` exclude VAT, per order unit; `printed_price` is the file's own. `data`: JSON.

`family_told`: the line names its family; else it is the lot's. `hazard_codes`: null where the line says nothing, empty where it
says that there are none. `deleted`: the line withdraws its offer and says nothing else."""

PRODUCT_FIELDS = ("name", "description", "brand", "gtin", "family", "hazard_codes", "data", "claims")
"""What is said of the product itself, whatever the lot."""
OFFER_FIELDS = tuple(
    name
    for name in STAGED.names
    if name not in (*PRODUCT_FIELDS, "family_told", "row", "sheet", "reference", "lot", "deleted")
)
"""The terms in one lot."""
DATA_FIELDS = (
    "classifications", "image_url", "packaging_levels", "product_type", "active_status", "replaced_by", "allergens",
    "origin", "documents", "dilution", "dilution_least", "yield_pages",
)  # fmt: skip
"""Fields of a catalogue line that are kept together as `data`."""

_IDENTITY = [("row", pa.int32()), ("sheet", pa.string()), ("digest", pa.string())]
PRODUCT_ROWS = pa.schema(
    [("reference", pa.string()), ("product_id", pa.int64()), *_IDENTITY]
    + [STAGED.field(name) for name in PRODUCT_FIELDS]
    + [("family_told", pa.bool_()), ("hazards_carried", pa.bool_()), ("claims_carried", pa.list_(pa.bool_()))]
)
CARRIED = ("hazards_carried", "claims_carried")
"""A product as it stands or would stand. `product_id`: null where none stands. `data`: canonical JSON.

The last three tell where it comes from, and make no difference between two versions: see ProductVersion; claims_carried: for
each claim, whether it stands from an earlier file. Of what stands, the CARRIED are not asked: null."""
OFFER_ROWS = pa.schema(
    [("reference", pa.string()), ("lot", pa.string()), ("offer_id", pa.int64()), *_IDENTITY]
    + [STAGED.field(name) for name in OFFER_FIELDS]
)
"""The terms of an offer as they stand or would stand. `offer_id`: null where none stands."""

_REJECTED = b"rejected"


def naming_rejected(staged: pa.Table, references: Iterable[str]) -> pa.Table:
    """The staged table with the references that rejected rows of its file name, kept in its schema."""
    return staged.replace_schema_metadata({_REJECTED: json.dumps(sorted(set(references)))})


def rejected_in(staged: pa.Table) -> frozenset[str]:
    """What `naming_rejected` wrote."""
    return frozenset(json.loads((staged.schema.metadata or {}).get(_REJECTED, b"[]")))


def complete(staged: pa.Table) -> pa.Table:
    """A staged file with the columns of today. What an earlier release kept says nothing in those that came since, and its
    empty lists of hazard codes said nothing either."""
    if staged.schema.names == STAGED.names:
        return staged
    height = staged.num_rows
    known = {name: staged[name] for name in staged.schema.names}
    known["hazard_codes"] = pc.if_else(
        pc.equal(pc.list_value_length(known["hazard_codes"]), 0), None, known["hazard_codes"]
    )
    columns = [known.get(each.name, pa.nulls(height, each.type)) for each in STAGED]
    return pa.table(columns, schema=STAGED.with_metadata(staged.schema.metadata))

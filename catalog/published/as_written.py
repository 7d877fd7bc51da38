"""A product as a batch would write it: what its tags and its validated content depend on."""

from __future__ import annotations

from dataclasses import replace

from catalog.staging.changes import Record
from catalog.tagging.ranges import Said
from catalog.tagging.records import Claim, Product


def product_of(row: Record, supplier: str, *, quoted: bool) -> Product:
    """Without the words that a label was claimed in: no state depends on them, and products that claim the same share it.

    quoted: with them, for somebody decided on them.
    """
    claims = tuple(
        Claim(each["attribute"], "" if each["label"] and not quoted else each["quote"], each["label"], each["number"],
              bool(each["against"]))
        for each in row["claims"] or ()
    )  # fmt: skip
    return Product(
        supplier, row["reference"], row["name"], row["description"], row["family"], row["gtin"],
        tuple(row["hazard_codes"] or ()), None, claims, brand=row["brand"],
    )  # fmt: skip


def said_of(row: Record | None, before: Said) -> Said:
    """What the sheet of a product would say, packs left as they were."""
    if row is None:
        return before
    claims = tuple(
        (each["attribute"], each["label"], each["number"], bool(each["against"])) for each in row["claims"] or ()
    )
    return replace(
        before, claims=claims, hazard_codes=tuple(row["hazard_codes"] or ()),
        **{name: row[name] for name in ("name", "description", "brand", "gtin", "family")},
    )  # fmt: skip

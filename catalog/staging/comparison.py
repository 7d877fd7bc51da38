"""What differs between two states of one supplier's offers: the same answer as a rehearsal gives for a file."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from catalog.staging.changes import Changes, Standing
from catalog.staging.columns import OFFER_FIELDS, PRODUCT_FIELDS
from catalog.staging.compared import Mask, differing, flags, places_in
from catalog.staging.written import whole


def between(before: Standing, after: Standing) -> Changes:
    """What `after` changed. Products are those with an offer on either side; both are matched by id, whatever they are
    called, so that a renamed product is the same one."""
    products, stood = _moved(_offered(after.products, before, after), before.products, "product_id", PRODUCT_FIELDS)
    offers, terms = _moved(after.offers, before.offers, "offer_id", OFFER_FIELDS)
    gone = pc.invert(pc.is_in(whole(before.offers["offer_id"]), value_set=whole(after.offers["offer_id"])))
    touched = pc.or_(
        pc.is_in(whole(after.offers["offer_id"]), value_set=whole(offers["offer_id"])),
        pc.is_in(whole(after.offers["reference"]), value_set=whole(products["reference"])),
    )
    order = [("reference", "ascending"), ("lot", "ascending")]
    return Changes(
        products, stood, offers, terms, same_offers=after.offers.num_rows - (pc.sum(touched).as_py() or 0),
        gone_rows=before.offers.filter(gone).sort_by(order),
    )  # fmt: skip


def renames(found: Changes) -> Iterator[tuple[str, str]]:
    """(before, after) of every product whose reference changed; `found` holds those alone whose fields changed, too."""
    both = zip(found.product_before["reference"].to_pylist(), found.product_rows["reference"].to_pylist(), strict=True)
    return ((before, after) for before, after in both if before is not None and before != after)


def _offered(products: pa.Table, before: Standing, after: Standing) -> pa.Table:
    """The products that have an offer on either side."""
    gone = whole(before.offers["reference"])
    names = pa.concat_arrays([gone, whole(after.offers["reference"])])
    old = before.products.filter(pc.is_in(whole(before.products["reference"]), value_set=gone))
    named = pc.is_in(whole(products["reference"]), value_set=names)
    known = pc.is_in(whole(products["product_id"]), value_set=whole(old["product_id"]))
    return products.filter(pc.or_(named, known)).sort_by("reference")


def _moved(after: pa.Table, before: pa.Table, key: str, fields: tuple[str, ...]) -> tuple[pa.Table, pa.Table]:
    """The lines of `after` that are new or say another thing (or are called so), each beside what stood."""
    stood = before.take(places_in(whole(after[key]), whole(before[key])))
    new: Mask = ~flags(stood[key].is_valid())
    named = ("reference", *fields) if key == "product_id" else fields
    moved = pa.array(np.asarray(new | differing(stood, after, named).any(axis=1), dtype=bool))
    return after.filter(moved), stood.filter(moved)

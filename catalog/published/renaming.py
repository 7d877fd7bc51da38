"""A product takes another reference: it keeps its identity, with its proofs, decisions and places in selections."""

from __future__ import annotations

from sqlalchemy import select

from catalog.errors import Conflict
from catalog.means.means import Means
from catalog.models import ProductVersion
from catalog.published.by_hand import product_version, write_product
from catalog.queries.products import in_force
from catalog.queries.references import former_names


def check_rename(means: Means, supplier_id: int, product_id: int, new: str, publication: int) -> None:
    """Raises Conflict when the reference is its own already, or another product's, now or formerly."""
    session, version = means.session, ProductVersion
    row = product_version(session, supplier_id, product_id, publication)
    if row is None:
        raise Conflict("correct.gone", reference=new)
    if row["reference"] == new:
        raise Conflict("rename.same", reference=new)
    shown = (version.supplier_id == supplier_id, version.reference == new, in_force(version, publication))
    other = session.scalar(select(version.product_id).where(*shown))
    former = former_names(session, supplier_id, publication).get(new)
    if other is not None or former not in (None, row["reference"]):
        raise Conflict("rename.taken", reference=new, by=former or new)


def write_rename(means: Means, supplier_id: int, product_id: int, new: str, number: int) -> None:
    """Rename as part of publication `number`. Raises what `check_rename` raises."""
    check_rename(means, supplier_id, product_id, new, number)
    row = product_version(means.session, supplier_id, product_id, number)
    if row is not None:
        write_product(means.session, row, {"reference": new}, number)


def renamed_by(means: Means, publication: int) -> list[tuple[int, int, str]]:
    """(supplier id, product id, new reference) of what a publication of kind `rename` renamed."""
    version = ProductVersion
    rows = means.session.execute(
        select(version.supplier_id, version.product_id, version.reference).where(version.since == publication)
    )
    return [(supplier, product, reference) for supplier, product, reference in rows]

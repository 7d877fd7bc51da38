"""A validation as it is recorded: who, with what authority, for which version, each product with its content."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.access import Actor
from catalog.means.means import Means
from catalog.models import RangeValidation, ValidatedProduct, Validation, new_id
from catalog.published.validated import Candidate, content_hash, version_hash
from catalog.queries.ranges import RangeTerms


def record_central(actor: Actor, means: Means, version: RangeTerms) -> str:
    """The central body's validation of a version; its content hash."""
    made = version_hash(version)
    means.session.add(
        RangeValidation(
            range_version_id=version.version_id,
            content_hash=made,
            said_by=actor.name,
            recorded_at=means.clock.now(),
            **actor.by,
        )
    )
    means.session.flush()
    return made


def record_supplier(
    actor: Actor,
    means: Means,
    version: RangeTerms,
    supplier_id: int,
    products: Sequence[Candidate],
    *,
    signer: str,
    authority: str,
    request_id: int | None = None,
    link_id: int | None = None,
) -> int:
    """A supplier's validation of its own products in a version; its id."""
    made = new_id()
    means.session.add(
        Validation(
            supplier_id=supplier_id, id=made, range_version_id=version.version_id, request_id=request_id, link_id=link_id,
            content_hash=content_hash(version, products), signer=signer, authority=authority,
            recorded_at=means.clock.now(), **actor.by,
        )
    )  # fmt: skip
    means.session.flush()
    for each in products:
        means.session.add(
            ValidatedProduct(
                supplier_id=supplier_id, validation_id=made, product_id=each.product_id, content=each.content
            )
        )
    means.session.flush()
    return made

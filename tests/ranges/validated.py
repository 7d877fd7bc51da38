"""For tests of any room: ranges validated by both sides, with every product that stands as it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import select

from catalog.means.means import Means
from catalog.models import Product, RangeValidation, ValidatedProduct, Validation, new_id
from catalog.published.validated import version_hash
from catalog.queries import range_contents, ranges, release
from catalog.queries.range_contents import Key
from catalog.queries.ranges import RangeTerms
from catalog.tagging.ranges import Said, content_of

NOBODY = {"by_organisation_id": None, "by_account_id": None}


def validate_all(
    means: Means,
    *,
    at: dt.datetime | None = None,
    codes: Collection[str] | None = None,
    suppliers: Collection[int] | None = None,
) -> None:
    """Stamp both sides' validations on the last version of every range (or of these), for all products that stand.

    at: when, default now. suppliers: ids, default all. Every product is validated, whatever the rule says of it now.
    """
    moment = at or means.clock.now()
    number = release.publication_on(means.session, means.clock.today())
    said = range_contents.said(means.session, number, list(means.session.scalars(select(Product.id))))
    for code, terms in ranges.last_versions(means.session).items():
        if codes is None or code in codes:
            central(means, terms, moment)
            for supplier in sorted({key[0] for key in said}):
                if suppliers is None or supplier in suppliers:
                    theirs(means, terms, supplier, said, moment)
    means.session.flush()


def central(means: Means, terms: RangeTerms, at: dt.datetime) -> None:
    """The central body's validation of a version, once."""
    of = RangeValidation
    if means.session.scalar(select(of.id).where(of.range_version_id == terms.version_id)) is None:
        means.session.add(
            of(
                range_version_id=terms.version_id,
                content_hash=version_hash(terms),
                said_by="Test",
                recorded_at=at,
                **NOBODY,
            )
        )


def theirs(means: Means, terms: RangeTerms, supplier: int, said: dict[Key, Said], at: dt.datetime) -> None:
    """A supplier's validation of a version with these products of its own."""
    made = new_id()
    words = {"content_hash": "0" * 64, "signer": "Test", "authority": "Test"}
    means.session.add(
        Validation(
            supplier_id=supplier, id=made, range_version_id=terms.version_id, request_id=None, link_id=None, recorded_at=at,
            **words, **NOBODY,
        )
    )  # fmt: skip
    means.session.flush()
    for (owner, product), each in said.items():
        if owner == supplier:
            content = content_of(each, terms.asks)
            means.session.add(
                ValidatedProduct(supplier_id=owner, validation_id=made, product_id=product, content=content)
            )

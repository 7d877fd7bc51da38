"""What people said of tags: every word, in the order in which it was said. The last ones speak."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.means.clock import day_of
from catalog.models import Claim, Coverage, Product, TagDecision
from catalog.queries.products import in_force

BLOCK = 400
"""How many products one statement names."""
Key = tuple[int, int, str]
"""(supplier id, product id, attribute)."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of one side on one product's attribute. by: (organisation, account), or Nones."""

    id: int
    supplier_id: int
    product_id: int
    attribute: str
    side: str
    verdict: str
    reason_code: str | None
    reason: str
    seen: str
    request_id: int | None
    link_id: int | None
    said_by: str
    at: dt.datetime
    by: tuple[int | None, int | None]


def words(
    session: Session, supplier_id: int, product_ids: Collection[int], until: dt.datetime | None = None
) -> dict[Key, tuple[Word, ...]]:
    """What was said of these products of a supplier (recorded before an instant), the oldest word first."""
    ids, found = sorted(set(product_ids)), list[Word]()
    for start in range(0, len(ids), BLOCK):
        asked = select(TagDecision).where(
            TagDecision.supplier_id == supplier_id, TagDecision.product_id.in_(ids[start : start + BLOCK])
        )
        if until is not None:
            asked = asked.where(TagDecision.recorded_at < until)
        found += [_word(row) for row in session.scalars(asked)]
    # Within a day ids tell the order: a set day begins anew each real midnight.
    return _by_line(sorted(found, key=lambda word: (day_of(word.at), word.id)))


def touched(session: Session, supplier_id: int, publication: int) -> set[int]:
    """The ids of the supplier's products of which a file claims, a proof shows or a person said anything."""
    claimed = select(Claim.product_id).where(Claim.supplier_id == supplier_id, in_force(Claim, publication))
    shown = select(Coverage.product_id).where(Coverage.supplier_id == supplier_id)
    spoken = select(TagDecision.product_id).where(TagDecision.supplier_id == supplier_id)
    return {product for each in (claimed, shown, spoken) for product in session.scalars(each.distinct())}


def contesting(session: Session, supplier_ids: Collection[int]) -> dict[Key, tuple[Word, ...]]:
    """All that was said of every line that was ever contested or ruled, of these suppliers."""
    ids = sorted(supplier_ids)
    lines = (
        select(TagDecision.supplier_id, TagDecision.product_id)
        .where(TagDecision.supplier_id.in_(ids), TagDecision.verdict.in_(("contest", "for", "against")))
        .distinct()
    )
    products = {(row[0], row[1]) for row in session.execute(lines)}
    found: dict[Key, tuple[Word, ...]] = {}
    for supplier in sorted({supplier for supplier, _ in products}):
        found |= words(session, supplier, [product for owner, product in products if owner == supplier])
    return found


def of_request(
    session: Session, supplier_id: int, request_id: int, until: dt.datetime
) -> dict[Key, tuple[str, tuple[Word, ...]]]:
    """Line -> (the product's first reference, words): of the lines of which something was said in a request, by then."""
    lines = select(TagDecision.product_id).where(
        TagDecision.supplier_id == supplier_id, TagDecision.request_id == request_id, TagDecision.recorded_at <= until
    )
    products = session.execute(
        select(Product.id, Product.reference).where(Product.supplier_id == supplier_id, Product.id.in_(lines))
    )
    references = {product: reference for product, reference in products}
    found = words(session, supplier_id, references, until + dt.timedelta(microseconds=1))
    return {key: (references[key[1]], several) for key, several in found.items()}


def hold(session: Session, supplier_id: int, product_ids: Collection[int]) -> None:
    """Nobody else decides on these products until this transaction ends; a publication goes on beside it."""
    one = select(Product.id).where(Product.supplier_id == supplier_id, Product.id.in_(sorted(set(product_ids))))
    session.execute(one.order_by(Product.id).with_for_update(key_share=True)).all()


def _word(row: TagDecision) -> Word:
    return Word(
        row.id, row.supplier_id, row.product_id, row.attribute, row.side, row.verdict, row.reason_code, row.reason,
        row.seen, row.request_id, row.link_id, row.said_by, row.recorded_at, (row.by_organisation_id, row.by_account_id),
    )  # fmt: skip


def _by_line(found: list[Word]) -> dict[Key, tuple[Word, ...]]:
    lines: dict[Key, list[Word]] = {}
    for word in found:
        lines.setdefault((word.supplier_id, word.product_id, word.attribute), []).append(word)
    return {key: tuple(several) for key, several in lines.items()}

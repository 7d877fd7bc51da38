"""Publications: which is in force, which came before, what each took in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.facets.selection import EVERYTHING, Scope
from catalog.models import (
    Agreement,
    Batch,
    BatchLot,
    Lot,
    Offer,
    OfferVersion,
    Organisation,
    Product,
    ProductVersion,
    Publication,
    PublicationBatch,
)
from catalog.queries.intake import within


@dataclass(frozen=True, slots=True)
class Published:
    """One line of the list of publications. `undoes`: the number an undo went back from."""

    number: int
    kind: str
    undoes: int | None
    offers: int
    note: str | None
    recorded_at: dt.datetime


def current_publication(session: Session) -> int:
    """The highest number, 0 before the first."""
    return session.scalar(select(func.max(Publication.number))) or 0


def publication_on(session: Session, recorded_before: dt.datetime) -> int:
    """The number in force just before an instant, 0 when there was none."""
    found = session.scalar(select(func.max(Publication.number)).where(Publication.recorded_at < recorded_before))
    return found or 0


def recorded_at(session: Session, number: int) -> dt.datetime | None:
    """When a publication was recorded."""
    return session.scalar(select(Publication.recorded_at).where(Publication.number == number))


def all_publications(session: Session) -> list[Published]:
    """Every publication, the first first."""
    rows = session.execute(
        select(Publication.number, Publication.kind, Publication.undoes, Publication.offers, Publication.note,
               Publication.recorded_at).order_by(Publication.number)
    )  # fmt: skip
    return [Published(*row) for row in rows]


def offers_seen(session: Session, scope: Scope) -> dict[int, int]:
    """Publication number -> how many offers within a scope it shows."""
    spans = _spans(session, scope)
    return {
        number: sum(count for since, until, count in spans if since <= number and (until is None or until > number))
        for number in session.scalars(select(Publication.number))
    }


def _spans(session: Session, scope: Scope) -> list[tuple[int, int | None, int]]:
    """(since, until, how many versions of offers within the scope)."""
    version = OfferVersion
    query = (
        select(version.since, version.until, func.count())
        .join(Offer, (Offer.supplier_id == version.supplier_id) & (Offer.id == version.offer_id))
        .join(Lot, Lot.id == Offer.lot_id)
        .join(Agreement, Agreement.id == Lot.agreement_id)
        .join(Organisation, Organisation.id == Offer.supplier_id)
        .group_by(version.since, version.until)
    )
    if scope.agreements is not None:
        query = query.where(Agreement.code.in_(scope.agreements))
    if scope.suppliers is not None:
        query = query.where(Organisation.code.in_(scope.suppliers))
    return [(since, until, count) for since, until, count in session.execute(query)]


def batches_of(session: Session, number: int, scope: Scope = EVERYTHING) -> list[tuple[str, int, str]]:
    """(supplier code, batch id, file name) of the batches within a scope that a publication took in or took back."""
    rows = session.execute(
        select(Organisation.code, Batch.id, Batch.file_name)
        .join(
            PublicationBatch,
            (PublicationBatch.supplier_id == Batch.supplier_id) & (PublicationBatch.batch_id == Batch.id),
        )
        .join(Organisation, Organisation.id == Batch.supplier_id)
        .where(PublicationBatch.publication == number, *within(scope))
        .order_by(Batch.id)
    )
    return [(code, number, name) for code, number, name in rows]


def standing(publications: list[Published]) -> list[int]:
    """The numbers whose effect still stands, the first first: an undo takes the last one away."""
    stack: list[int] = []
    for publication in publications:
        if publication.kind != "undo":
            stack.append(publication.number)
        elif publication.undoes in stack:
            stack.remove(publication.undoes)
    return stack


@dataclass(frozen=True, slots=True)
class Touched:
    """Products and offers (ids) that a batch changed in its publication; `later`: references changed again since."""

    products: frozenset[int]
    offers: frozenset[int]
    later: frozenset[str]


def taken_in(session: Session, supplier_id: int, batch_id: int) -> int:
    """The last publication that took a batch in, 0 when none did."""
    found = session.scalar(
        select(func.max(PublicationBatch.publication))
        .join(Publication, Publication.number == PublicationBatch.publication)
        .where(
            PublicationBatch.supplier_id == supplier_id,
            PublicationBatch.batch_id == batch_id,
            Publication.kind == "publish",
        )
    )
    return found or 0


def touched(session: Session, batch: Batch, publication: int) -> Touched:
    """What a batch wrote or withdrew in a publication, and what of it is no longer as it left it."""
    products = _written(session, ProductVersion, ProductVersion.product_id, batch, publication)
    offers = _written(session, OfferVersion, OfferVersion.offer_id, batch, publication)
    withdrawn = _withdrawn(session, batch, publication)
    later = _changed_since(session, batch, products, offers, withdrawn)
    return Touched(products, offers | withdrawn, later)


def _written(session: Session, table: Any, column: Any, batch: Batch, publication: int) -> frozenset[int]:
    mine = (table.supplier_id == batch.supplier_id, table.batch_id == batch.id, table.since == publication)
    return frozenset(session.scalars(select(column).where(*mine)))


def _withdrawn(session: Session, batch: Batch, publication: int) -> frozenset[int]:
    """Offers of the batch's lots that ended with the publication and got no new version in it."""
    begun = select(OfferVersion.offer_id).where(
        OfferVersion.supplier_id == batch.supplier_id, OfferVersion.since == publication
    )
    mine = select(BatchLot.lot_id).where(BatchLot.supplier_id == batch.supplier_id, BatchLot.batch_id == batch.id)
    return frozenset(
        session.scalars(
            select(OfferVersion.offer_id)
            .join(Offer, (Offer.supplier_id == OfferVersion.supplier_id) & (Offer.id == OfferVersion.offer_id))
            .where(OfferVersion.supplier_id == batch.supplier_id, OfferVersion.until == publication)
            .where(Offer.lot_id.in_(mine), OfferVersion.offer_id.not_in(begun))
        )
    )


def _changed_since(
    session: Session, batch: Batch, products: frozenset[int], offers: frozenset[int], withdrawn: frozenset[int]
) -> frozenset[str]:
    """References of touched things whose open version is another batch's (or, when withdrawn, is there again)."""
    supplier = batch.supplier_id
    open_offers = _open_of(session, OfferVersion, OfferVersion.offer_id, supplier)
    open_products = _open_of(session, ProductVersion, ProductVersion.product_id, supplier)
    moved = {each for each in offers if open_offers.get(each) != batch.id} | (withdrawn & open_offers.keys())
    turned = {each for each in products if open_products.get(each) != batch.id}
    rows = session.execute(
        select(Product.reference, Product.id, Offer.id)
        .join(Offer, (Offer.supplier_id == Product.supplier_id) & (Offer.product_id == Product.id))
        .where(Product.supplier_id == supplier)
    )
    return frozenset(reference for reference, product, offer in rows if product in turned or offer in moved)


def _open_of(session: Session, table: Any, column: Any, supplier_id: int) -> dict[int, int]:
    rows = session.execute(
        select(column, table.batch_id).where(table.supplier_id == supplier_id, table.until.is_(None))
    )
    return {number: batch_id for number, batch_id in rows}

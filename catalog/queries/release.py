"""Publications: which is in force, which came before, what each took in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.facets.selection import EVERYTHING, Scope
from catalog.means.clock import end_of
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
from catalog.queries.products import in_force


@dataclass(frozen=True, slots=True)
class Published:
    """One line of the list of publications. undoes: the number an undo (or a setting aside) went back from.

    effective: the day it is in force from. replays: the number set aside that it publishes again.
    """

    number: int
    kind: str
    undoes: int | None
    replays: int | None
    effective: dt.date
    offers: int
    basis: str | None
    note: str | None
    recorded_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Act:
    """A publication whose effect stands. `act`: the number it had when a person made it; published again it keeps it."""

    number: int
    act: int
    kind: str
    effective: dt.date


def newest(session: Session) -> int:
    """The highest number, 0 before the first: what the next write stands on. It may wait for its day."""
    return session.scalar(select(func.max(Publication.number))) or 0


def publication_on(session: Session, day: dt.date) -> int:
    """The number in force at the end of a day, past or future: the highest recorded by then and effective by then.

    0 when there was none.
    """
    known = Publication.recorded_at < end_of(day)
    return session.scalar(select(func.max(Publication.number)).where(known, Publication.effective <= day)) or 0


def recorded_at(session: Session, number: int) -> dt.datetime | None:
    """When a publication was recorded."""
    return session.scalar(select(Publication.recorded_at).where(Publication.number == number))


def all_publications(session: Session) -> list[Published]:
    """Every publication, the first first."""
    one = Publication
    rows = session.execute(
        select(one.number, one.kind, one.undoes, one.replays, one.effective, one.offers, one.basis, one.note,
               one.recorded_at).order_by(one.number)
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
    """(supplier code, batch id, file name) of the batches within a scope that a publication took in or back, in order."""
    rows = session.execute(
        select(Organisation.code, Batch.id, Batch.file_name)
        .join(
            PublicationBatch,
            (PublicationBatch.supplier_id == Batch.supplier_id) & (PublicationBatch.batch_id == Batch.id),
        )
        .join(Organisation, Organisation.id == Batch.supplier_id)
        .where(PublicationBatch.publication == number, *within(scope))
        .order_by(PublicationBatch.place, Batch.id)
    )
    return [(code, number, name) for code, number, name in rows]


def standing(publications: Sequence[Published]) -> list[Act]:
    """Those whose effect still stands, the lowest first: undone or set aside, one is away; published again, it is back.

    The days they take effect on never fall from one to the next.
    """
    acts: dict[int, int] = {}
    stack: list[Act] = []
    for each in publications:
        acts[each.number] = each.number if each.replays is None else acts[each.replays]
        if each.undoes is None:
            stack.append(Act(each.number, acts[each.number], each.kind, each.effective))
        else:
            stack = [act for act in stack if act.number != each.undoes]
    return stack


def act_of(publications: Sequence[Published], number: int) -> int:
    """The number that an act had when a person made it, from any it had since. Raises KeyError for none."""
    replays = {each.number: each.replays for each in publications}
    while (earlier := replays[number]) is not None:
        number = earlier
    return number


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


def touched(
    session: Session, batch: Batch, publication: int, now: int, renamed: Collection[str] = frozenset()
) -> Touched:
    """What a batch wrote or withdrew in a publication, and what of it is not so any more in the publication `now`.

    renamed: references that products took in it, whose lines changed nothing else.
    """
    products = _written(session, ProductVersion, ProductVersion.product_id, batch, publication)
    products |= _renamed(session, batch.supplier_id, publication, renamed)
    offers = _written(session, OfferVersion, OfferVersion.offer_id, batch, publication)
    gone = withdrawn(session, batch, publication)
    turned = _differing(session, ProductVersion, batch.supplier_id, products, publication, now)
    moved = _differing(session, OfferVersion, batch.supplier_id, offers | gone, publication, now)
    later = _references(session, batch.supplier_id, turned, moved)
    return Touched(products, offers | gone, later)


def _written(session: Session, table: Any, column: Any, batch: Batch, publication: int) -> frozenset[int]:
    mine = (table.supplier_id == batch.supplier_id, table.batch_id == batch.id, table.since == publication)
    return frozenset(session.scalars(select(column).where(*mine)))


def _renamed(session: Session, supplier_id: int, publication: int, references: Collection[str]) -> frozenset[int]:
    version = ProductVersion
    mine = (version.supplier_id == supplier_id, version.since == publication, version.reference.in_(references))
    return frozenset(session.scalars(select(version.product_id).where(*mine))) if references else frozenset()


def withdrawn(session: Session, batch: Batch, publication: int) -> frozenset[int]:
    """The ids of the offers of the batch's lots that ended with the publication and got no new version in it."""
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


def _differing(
    session: Session, table: Any, supplier_id: int, touched: frozenset[int], publication: int, now: int
) -> set[int]:
    """Those that say another thing (or nothing, or something again) in the publication `now`."""
    then, today = (_said(session, table, supplier_id, number) for number in (publication, now))
    return {each for each in touched if then.get(each) != today.get(each)}


def _said(session: Session, table: Any, supplier_id: int, publication: int) -> dict[int, tuple[str, ...]]:
    key = (
        (table.product_id, table.digest, table.reference) if table is ProductVersion else (table.offer_id, table.digest)
    )
    rows = session.execute(select(*key).where(table.supplier_id == supplier_id, in_force(table, publication)))
    return {number: tuple(said) for number, *said in rows}


def _references(session: Session, supplier_id: int, products: set[int], offers: set[int]) -> frozenset[str]:
    """The references of these products, and of the products of these offers, as they were first known."""
    rows = session.execute(
        select(Product.reference, Product.id, Offer.id)
        .join(Offer, (Offer.supplier_id == Product.supplier_id) & (Offer.product_id == Product.id))
        .where(Product.supplier_id == supplier_id)
    )
    return frozenset(reference for reference, product, offer in rows if product in products or offer in offers)

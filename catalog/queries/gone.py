"""Offers that are published no more: the day each left, by a publication or with its lot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from catalog.models import Lot, Offer, OfferVersion, Publication
from catalog.queries.products import in_force


def left_on(session: Session, offer_ids: Collection[int], publication: int, day: dt.date) -> dict[int, dt.date]:
    """Offer id -> the day it left: that of the publication without it, or its lot's last one. Those still there lack."""
    shown = set(
        session.scalars(
            select(OfferVersion.offer_id).where(
                OfferVersion.offer_id.in_(offer_ids), in_force(OfferVersion, publication)
            )
        )
    )
    ends = select(Offer.id, Lot.ends).join(Lot, Lot.id == Offer.lot_id).where(Offer.id.in_(offer_ids), Lot.ends < day)
    closed = {offer: end for offer, end in session.execute(ends) if offer in shown}
    until = (
        select(OfferVersion.offer_id, func.max(Publication.effective))
        .join(Publication, and_(Publication.number == OfferVersion.until, OfferVersion.until <= publication))
        .where(OfferVersion.offer_id.in_(offer_ids))
        .group_by(OfferVersion.offer_id)
    )
    withdrawn = {offer: left for offer, left in session.execute(until) if offer not in shown}
    return withdrawn | closed

"""The tags of every product of a publication on one day, as the index takes them."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from sqlalchemy.orm import Session

from catalog.facets.live import STATE_CODES, DayTags
from catalog.published.validated import in_ranges
from catalog.queries import proofs, ranges, tagging
from catalog.tagging.engine import tags_of
from catalog.tagging.records import Tag
from catalog.tagging.vocabulary import Vocabulary

Tags = Mapping[str, Tag]
ProductKey = tuple[int, int]
"""(supplier id, product id)."""


@dataclass(frozen=True, slots=True)
class OfferKey:
    """What tags and ranges need to know of an offer."""

    offer: int
    supplier_id: int
    product_id: int
    family: str | None
    lot: str
    suspended: bool = False


def vocabulary_of(session: Session, recorded_before: dt.datetime) -> Vocabulary:
    """The facts as they were known at an instant."""
    return Vocabulary.of(proofs.facts(session, recorded_before))


def product_tags(
    session: Session, publication: int, day: dt.date, recorded_before: dt.datetime, only: set[int] | None = None
) -> dict[ProductKey, Tags]:
    """(supplier id, product id) -> tags on `day`, by what was recorded before the instant. `only`: product ids."""
    vocabulary = vocabulary_of(session, recorded_before)
    with _uncollected() if only is None else nullcontext():
        inputs = tagging.tagging_inputs(session, publication, recorded_before, only)
        return {
            key: tags_of(each.product, each.proofs, each.contests, vocabulary, day, each.rulings)
            for key, each in inputs.items()
        }


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector: what is made here is kept and holds no circles; to look it over again and again, and once
    more for each tagging that comes after, costs a third of the time. So it leaves the collector's sight.

    For a whole edition only: freezing after each product would keep whatever circle is alive just then.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if running:
            gc.enable()


def day_tags(
    session: Session,
    publication: int,
    offers: Sequence[OfferKey],
    tags: Mapping[ProductKey, Tags],
    recorded_before: dt.datetime,
) -> DayTags:
    """The tags, labels and ranges of the offers of a publication, in the form the index takes."""
    inside = in_ranges(session, publication, offers, tags, ranges.standing(session, recorded_before))
    found = [tags.get((offer.supplier_id, offer.product_id), {}) for offer in offers]
    names = sorted({name for each in found for name in each})
    return DayTags(
        offers=np.array([offer.offer for offer in offers], np.int64),
        states={name: _states(name, found) for name in names},
        claimed={name: np.array([_claimed(each.get(name)) for each in found], np.bool_) for name in names},
        labels=pa.array([_labels(each) for each in found], pa.list_(pa.string())),
        ranges=pa.array(inside, pa.list_(pa.string())),
    )


def _states(name: str, found: Sequence[Tags]) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    codes = [STATE_CODES[each[name].state] if name in each else STATE_CODES["unknown"] for each in found]
    return np.array(codes, np.uint8)


def _claimed(tag: Tag | None) -> bool:
    return tag is not None and tag.claimed


def _labels(tags: Tags) -> list[str]:
    return sorted({label for tag in tags.values() if tag.state == "yes" for label in tag.labels})

"""A day's tags in brief: made from nothing, or from those of another day with nothing but what was touched made anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from sqlalchemy.orm import Session

from catalog.published import brief as in_brief
from catalog.published import halves
from catalog.published.brief import Brief, Column, Dated, Listed, ProductKey, Tags
from catalog.published.day_key import DayKey
from catalog.published.offered import Offered, OfferKey
from catalog.published.tags import Common, common_of, dated_tags
from catalog.published.validated import in_ranges
from catalog.queries import products, ranges, recorded
from catalog.queries.recorded import Change, Ledger

FEW = 20_000
"""So many products are tagged in full at once, and held; of more a page asks for those it shows."""
MANY = 20_000
"""From so many offers on a second process is worth its start."""
SHARE = 3
"""Where more than one product in so many is touched, all are tagged."""


@dataclass(slots=True, eq=False)
class Held:
    """What readers of a day made once and all others find. full: whole tags. common: the facts and registers of the day."""

    full: dict[ProductKey, Tags] = field(default_factory=dict)
    common: Common | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Day:
    """The tags of a day in brief, the offers they are for, and the rows they rest on."""

    key: DayKey
    brief: Brief
    offered: Offered
    ledger: Ledger
    held: Held = field(default_factory=Held)


def from_nothing(session: Session, key: DayKey) -> Day:
    """Every product tagged."""
    offers = [OfferKey(*row) for row in products.offer_keys(session, key.publication)]
    common, full = common_of(session, key.until), dict[ProductKey, Tags]()
    made = _brief(session, key, common, offers) if len(offers) > FEW else _full(session, key, common, offers, full)
    offered = Offered.of(offers, made.places)
    found = made.with_ranges(Listed.of(_ranges(session, key, made, offered, None)))
    return Day(key, found, offered, recorded.ledger(session, key.until), Held(full, common))


def _brief(session: Session, key: DayKey, common: Common, offers: Sequence[OfferKey]) -> Brief:
    """Many products, and very many by two processes: nobody holds their whole tags."""
    ids = sorted({offer.product_id for offer in offers})
    if len(offers) > MANY:
        made = halves.tagged(session, key, common, ids[len(ids) // 2])
    else:
        made = halves.half(session, key, common, halves.ALL)
    left = [each for each in _keys(offers) if each not in made.places]
    return made.joined(in_brief.of([(each, _UNTAGGED) for each in left], made.attributes)) if left else made


def _full(
    session: Session, key: DayKey, common: Common, offers: Sequence[OfferKey], full: dict[ProductKey, Tags]
) -> Brief:
    """Few products, here, their whole tags kept in `full`; those of an offer that has no product in force, last."""
    dated = dict(dated_tags(session, key.publication, key.on, key.until, common))
    full |= {each: of.tags for each, of in dated.items()}
    every = dated | {each: _UNTAGGED for each in _keys(offers) if each not in dated}
    return in_brief.of(every.items(), sorted(common.vocabulary.attributes))


def _keys(offers: Sequence[OfferKey]) -> dict[ProductKey, None]:
    return dict.fromkeys((offer.supplier_id, offer.product_id) for offer in offers)


def from_another(session: Session, key: DayKey, before: Day) -> Day | None:
    """The same from another day of the publication; None where it cannot be shown what to make anew, or that is much."""
    change = recorded.since(session, before.ledger, key.until)
    if change is None or change.everything:
        return None
    touched = _touched(before.brief, change, key.on)
    if len(touched) * SHARE > len(before.brief):
        return None
    common = before.held.common or common_of(session, key.until)
    dated = _again(session, key, before.brief, touched, common)
    made = before.brief.with_tags(dated)
    found = made.with_ranges(_moved(session, key, made, before.offered, None if change.ranges else touched))
    full = _kept(before, dated) if key.on == before.key.on else {each: of.tags for each, of in dated.items()}
    return Day(key, found, before.offered, recorded.ledger(session, key.until), Held(full, common))


def _touched(known: Brief, change: Change, day: dt.date) -> Column:
    """The places of what was recorded on, and of what turns between the two days."""
    named = np.isin(known.products, np.array(sorted(change.products), np.int64))
    return np.union1d(np.flatnonzero(named), known.turning(day))


def _again(session: Session, key: DayKey, known: Brief, touched: Column, common: Common) -> dict[ProductKey, Dated]:
    keys = [known.keys_in_order[place] for place in touched.tolist()]
    if not keys:
        return {}
    only = {product for _, product in keys}
    found = dict(dated_tags(session, key.publication, key.on, key.until, common, only))
    return {each: found.get(each, _UNTAGGED) for each in keys}


def _kept(before: Day, dated: Mapping[ProductKey, Dated]) -> dict[ProductKey, Tags]:
    """On the same day what was made in full stays; sentences may name the day."""
    kept = {each: tags for each, tags in list(before.held.full.items()) if each not in dated}
    return kept | {each: of.tags for each, of in dated.items()}


def _moved(session: Session, key: DayKey, made: Brief, offered: Offered, touched: Column | None) -> Listed:
    """The ranges of every offer; touched: of the products of these places alone, the others staying where they are."""
    if touched is None:
        return Listed.of(_ranges(session, key, made, offered, None))
    numbers = np.flatnonzero(np.isin(offered.places, touched))
    if not len(numbers):
        return made.ranges
    return made.ranges.replaced(numbers, _ranges(session, key, made, offered, numbers.tolist()))


def _ranges(
    session: Session, key: DayKey, made: Brief, offered: Offered, numbers: Sequence[int] | None
) -> dict[int, list[str]]:
    """Number of an offer -> the codes of the ranges that it is in."""
    only = None if numbers is None else {int(offered.products[offered.places[number]]) for number in numbers}
    stood = ranges.standing(session, key.until, only)
    if not stood:
        return {}
    offers = list(offered.values()) if numbers is None else [offered.at(number) for number in numbers]
    inside = in_ranges(session, key.publication, offers, made, stood)
    places: Iterable[int] = range(len(offers)) if numbers is None else numbers
    return {place: codes for place, codes in zip(places, inside, strict=True) if codes}


_UNTAGGED = Dated({})

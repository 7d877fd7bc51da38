"""Where a range stands: who validated which version, what waits for whom, who is one document short."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.access import Actor, require
from catalog.errors import NotFound
from catalog.means.clock import day_of, end_of
from catalog.means.means import Means
from catalog.published.shelf import Edition
from catalog.published.tags import OfferKey
from catalog.published.validated import in_ranges
from catalog.queries import agreements, range_work, ranges
from catalog.queries.range_work import Draft, Word
from catalog.queries.ranges import RangeTerms, Standing
from catalog.validating.drafted import taken
from catalog.validating.near_misses import near_misses


@dataclass(frozen=True, slots=True)
class SupplierStatus:
    """One supplier in a range. version: the one that speaks for it; said: its word on the last version.

    taken: its offers that meet the last version's rule today; inside: those that members see; waiting: those that meet
    the rule and only lack a validation.
    """

    supplier: str
    name: str
    version: int | None
    said: Word | None
    taken: int
    inside: int

    @property
    def waiting(self) -> int:
        """How many offers lack a validation alone."""
        return max(0, self.taken - self.inside)


@dataclass(frozen=True, slots=True)
class RangeStatus:
    """A range on the edition's day. central: the central body's word on the last version. near: products one document
    short."""

    terms: RangeTerms
    since: dt.date
    central: Word | None
    withdrawn: bool
    suppliers: tuple[SupplierStatus, ...]
    near: int
    draft: Draft | None
    versions: tuple[RangeTerms, ...]

    @property
    def inside(self) -> int:
        """How many offers members see."""
        return sum(each.inside for each in self.suppliers)

    @property
    def waiting(self) -> tuple[SupplierStatus, ...]:
        """The suppliers with something to validate."""
        return tuple(each for each in self.suppliers if each.waiting or (each.taken and each.said is None))

    def json(self) -> dict[str, Any]:
        """Codes and figures."""
        return {
            "range": self.terms.code,
            "version": self.terms.number,
            "validated": self.central is not None,
            "withdrawn": self.withdrawn,
            "offers": self.inside,
            "near_misses": self.near,
            "suppliers": [
                {"supplier": each.supplier, "version": each.version, "validated_last": each.said is not None,
                 "offers": each.inside, "waiting": each.waiting}
                for each in self.suppliers
            ],
        }  # fmt: skip


def statuses(actor: Actor, means: Means, edition: Edition) -> dict[str, RangeStatus]:
    """Code -> status, of every range that the actor's central body has, by code."""
    require(actor, "range.draft")
    return _statuses(actor, means, edition, None)


def status(actor: Actor, means: Means, edition: Edition, code: str) -> RangeStatus:
    """One of them. Raises NotFound, the same for one of others and for none."""
    require(actor, "range.draft")
    found = _statuses(actor, means, edition, code)
    if code not in found:
        raise NotFound("range.unknown", range=code)
    return found[code]


def _statuses(actor: Actor, means: Means, edition: Edition, only: str | None) -> dict[str, RangeStatus]:
    today = means.clock.today()
    known = ranges.seen_by(means.session, actor, today, end_of(today))
    stood = {
        code: each
        for code, each in ranges.standing(means.session, end_of(edition.on)).items()
        if code in known and only in (None, code)
    }
    scope = agreements.scope_today(means.session, actor, means.clock)
    lots = {lot.code for lot in agreements.lots(means.session, scope)}
    offers = [offer for offer in edition.offers.values() if offer.lot in lots]
    drafts = range_work.drafts(means.session, None if actor.kind == "operator" else actor.organisation)
    inside = in_ranges(means.session, edition.publication, offers, edition.brief, stood)
    look = _Look(means, edition, offers, inside, drafts)
    return {code: look.at(each) for code, each in stood.items()}


@dataclass(frozen=True)
class _Look:
    """What every range is measured on."""

    means: Means
    edition: Edition
    offers: list[OfferKey]
    inside: list[list[str]]
    drafts: Mapping[str, Draft]

    def at(self, range_: Standing) -> RangeStatus:
        """One range."""
        last, until = range_.last, end_of(self.edition.on)
        hands = range_.hands.get(last.number, {})
        met = Counter(each.supplier_id for each in taken(self.edition, self.offers, last, hands).values())
        seen = Counter(
            offer.supplier_id for offer, codes in zip(self.offers, self.inside, strict=True) if last.code in codes
        )
        words = range_work.supplier_words(self.means.session, last.version_id, until)
        return RangeStatus(
            last, day_of(ranges.recorded_at(self.means.session, last)),
            range_work.central_word(self.means.session, last.version_id, until), range_.withdrawn,
            self._suppliers(range_, met, seen, words), self._near(range_), self.drafts.get(last.code),
            tuple(range_.versions.values()),
        )  # fmt: skip

    def _suppliers(
        self, range_: Standing, met: Counter[int], seen: Counter[int], words: Mapping[int, Word]
    ) -> tuple[SupplierStatus, ...]:
        cards = {card.id: card for card in agreements.organisations(self.means.session).values()}
        concerned = sorted({*met, *seen, *words}, key=lambda number: cards[number].code)
        return tuple(
            SupplierStatus(
                cards[number].code, cards[number].name, range_.speaking.get(number), words.get(number), met[number],
                seen[number],
            )
            for number in concerned
        )  # fmt: skip

    def _near(self, range_: Standing) -> int:
        """Products that one document would let in: those that the list of what is missing names."""
        mine = {offer.offer for offer in self.offers}
        found = (each for each in near_misses(self.edition, {range_.last.code: range_}) if each.asked)
        return len({(each.offer.supplier_id, each.offer.product_id) for each in found if each.offer.offer in mine})

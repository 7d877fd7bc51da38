"""The substitution guard: another reference is delivered than was ordered. Is it still in the range, and why or why not?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from catalog.access import Actor, require
from catalog.errors import Invalid
from catalog.facets.index import OfferRow
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.published import contests_seen
from catalog.published.naming_offers import offers_said
from catalog.published.shelf import Edition
from catalog.published.sight import looking_as, scope_as
from catalog.published.validated import verdict_of
from catalog.queries import range_contents, ranges
from catalog.queries.ranges import RangeTerms, Standing
from catalog.tagging.ranges import RangeVerdict, Said
from catalog.tagging.records import Reason, Tag
from catalog.wording.sentences import say

Outcome = Literal["kept", "partly", "lost", "no_range", "same", "unknown"]
"""kept: in every range that the ordered product is in. no_range: the ordered one is in none. unknown: one of the two is in
no catalogue that the asker may see."""


@dataclass(frozen=True, slots=True)
class RangeAnswer:
    """One range for the product delivered, in the lot that suits it best. until: the first end of what shows it."""

    code: str
    name_fr: str
    name_en: str
    version: int
    lot: str
    verdict: RangeVerdict
    until: dt.date | None

    @property
    def short(self) -> tuple[Reason, ...]:
        """Why it is not in it: the sentence of each rule that does not hold."""
        return tuple(each.reason for each in self.verdict.outcomes if each.outcome != "pass")

    def json(self) -> dict[str, Any]:
        """The range with its rules, each in both languages."""
        rules = [{"rule": each.rule, "outcome": each.outcome, **_both(each.reason)} for each in self.verdict.outcomes]
        return {
            "range": self.code, "version": self.version, "lot": self.lot, "in": self.verdict.inside,
            "until": self.until.isoformat() if self.until else None, "rules": rules,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Substitution:
    """The answer. `ordered`, `delivered`: an offer of each product, None where it is in no catalogue of the asker.

    notes: what the contract says beside the ranges: another lot, another supplier.
    """

    outcome: Outcome
    reason: Reason
    ordered: OfferRow | None
    delivered: OfferRow | None
    ranges: tuple[RangeAnswer, ...] = ()
    notes: tuple[Reason, ...] = ()

    def json(self) -> dict[str, Any]:
        """The contract's object."""
        return {
            "outcome": self.outcome,
            **_both(self.reason),
            "ordered": _named(self.ordered),
            "delivered": _named(self.delivered),
            "ranges": [each.json() for each in self.ranges],
            "notes": [_both(note) for note in self.notes],
        }


def substitution(
    actor: Actor, means: Means, edition: Edition, ordered: str, delivered: str, as_member: str | None = None
) -> Substitution:
    """Compare what was ordered with what came. Both: SUPPLIER/REFERENCE, a reference, or a GTIN.

    A reference that several suppliers have is taken as the supplier's who was ordered from; raises Invalid where that
    does not settle it.
    """
    require(actor, "substitution.read")
    scope = scope_as(actor, means, edition.on, as_member)
    asked = _one("ordered", offers_said(means, edition, scope, ordered), None)
    supplier = asked[0].supplier if asked else None
    came = _one("delivered", offers_said(means, edition, scope, delivered), supplier)
    if not asked or not came:
        return _unknown(asked, came, delivered if asked else ordered)
    if (asked[0].supplier, asked[0].reference) == (came[0].supplier, came[0].reference):
        return Substitution("same", Reason("substitution.same"), asked[0], came[0])
    return _Answer(actor, means, edition, asked, came).answer(looking_as(actor, means, as_member))


def _one(which: str, found: Sequence[OfferRow], supplier: str | None) -> list[OfferRow]:
    """The offers of one product. Raises Invalid where the name is that of several suppliers' products."""
    products = {(row.supplier, row.reference) for row in found}
    if len(products) > 1:
        products = {each for each in products if each[0] == supplier} or products
    if len(products) > 1:
        names = ", ".join(f"{code}/{reference}" for code, reference in sorted(products))
        raise Invalid(f"substitution.several.{which}", choices=names)
    return [row for row in found if (row.supplier, row.reference) in products]


def _unknown(asked: Sequence[OfferRow], came: Sequence[OfferRow], said: str) -> Substitution:
    code = "substitution.unknown.delivered" if asked else "substitution.unknown.ordered"
    first, second = next(iter(asked), None), next(iter(came), None)
    return Substitution("unknown", Reason(code, {"reference": " ".join(said.split())}), first, second)


class _Answer:
    """Two products that the asker sees, on a day."""

    def __init__(
        self, actor: Actor, means: Means, edition: Edition, asked: Sequence[OfferRow], came: Sequence[OfferRow]
    ) -> None:
        self.actor, self.means, self.edition, self.asked, self.came = actor, means, edition, asked, came
        self.key = self._key(came[0])
        self.tags = contests_seen.seen_by(actor, edition.tags_of(came[0].offer))

    def answer(self, looking: Actor) -> Substitution:
        """Of the ranges that the ordered product is in; of those that the other is in where that is none."""
        today = self.means.clock.today()
        known = ranges.seen_by(self.means.session, looking, today, end_of(today))
        mine = self._inside(self.asked, known)
        found = self._answers(known, mine or self._inside(self.came, known))
        outcome = _outcome(bool(mine), [each.verdict.inside for each in found])
        params = {"ordered": self.asked[0].reference, "delivered": self.came[0].reference}
        return Substitution(
            outcome, Reason(f"substitution.{outcome}", params), self.asked[0], self.came[0], found, self._notes()
        )

    def _key(self, row: OfferRow) -> tuple[int, int]:
        offer = self.edition.offers[row.offer]
        return offer.supplier_id, offer.product_id

    def _inside(self, offers: Sequence[OfferRow], known: Mapping[str, RangeTerms]) -> list[str]:
        live, row_of = self.edition.live, self.edition.row_of
        held = {code for row in offers for code in live.listed("range", row_of(row.offer))}
        return sorted(held & known.keys())

    def _answers(self, known: Mapping[str, RangeTerms], codes: Sequence[str]) -> tuple[RangeAnswer, ...]:
        if not codes:
            return ()
        session, edition = self.means.session, self.edition
        stood = ranges.standing(session, end_of(edition.on), {self.key[1]})
        said = range_contents.said(session, edition.publication, {self.key[1]}).get(self.key)
        return tuple(self._best(known[code], stood[code], said) for code in codes if code in stood)

    def _best(self, terms: RangeTerms, stood: Standing, said: Said | None) -> RangeAnswer:
        """In the lot where the fewest rules are missing, the ordered one's first."""
        lots = {row.lot for row in self.asked}
        judged = [(row, self._verdict(row, stood, said)) for row in self.came]
        row, verdict = min(judged, key=lambda each: (each[1].rules_short, each[0].lot not in lots, each[0].lot))
        version = stood.of(self.key[0])
        until = _first_end(self.tags, version.asks.attributes) if verdict.inside else None
        return RangeAnswer(terms.code, terms.name_fr, terms.name_en, version.number, row.lot, verdict, until)

    def _verdict(self, row: OfferRow, stood: Standing, said: Said | None) -> RangeVerdict:
        return verdict_of(self.edition.offers[row.offer], self.tags, stood, said)

    def _notes(self) -> tuple[Reason, ...]:
        """A product of another lot or supplier is none that the order's contract provides for."""
        asked, came = self.asked[0], self.came[0]
        if asked.supplier != came.supplier:
            return (
                Reason(
                    "substitution.other_supplier", {"ordered": asked.supplier_name, "delivered": came.supplier_name}
                ),
            )
        missing = sorted({row.lot for row in self.asked} - {row.lot for row in self.came})
        return (Reason("substitution.other_lot", {"lots": ", ".join(missing)}),) if missing else ()


def _outcome(ranged: bool, inside: Sequence[bool]) -> Outcome:
    if not ranged:
        return "no_range"
    if all(inside):
        return "kept"
    return "partly" if any(inside) else "lost"


def _first_end(tags: Mapping[str, Tag], attributes: Sequence[str]) -> dt.date | None:
    ends = [tags[name].until for name in attributes if name in tags]
    return min((end for end in ends if end is not None), default=None)


def _named(row: OfferRow | None) -> dict[str, str] | None:
    return None if row is None else {"supplier": row.supplier, "reference": row.reference, "name": row.name}


def _both(reason: Reason) -> dict[str, str]:
    return {language: say(reason.code, reason.params, language) for language in ("fr", "en")}

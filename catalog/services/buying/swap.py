"""The responsible swap: compliant offers of the same need, and what they cost or save for a yearly quantity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from catalog.access import Actor, require
from catalog.comparable import Incomparable, Measure
from catalog.errors import Invalid, NotFound
from catalog.facets.index import OfferRow
from catalog.facets.selection import Scope, Selection
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.published.capacities import capacities_of, capacity_said
from catalog.published.chosen import rows, sees
from catalog.published.costs import Cost, Ordered, cost, cost_of_need, ordered
from catalog.published.crossing import crossing
from catalog.published.same_need import models_of, near_ones
from catalog.published.shelf import Edition
from catalog.published.sight import looking_as, scope_as
from catalog.queries import agreements, buying, ranges
from catalog.services.buying.swap_found import Alternative as Alternative
from catalog.services.buying.swap_found import Swap as Swap
from catalog.tagging.records import Reason

MOST = 1_000_000
"""The largest yearly quantity."""
SHOWN = 3
LOOKED_AT = 60
"""Of the cheapest by comparable price, how many are worked out to the cent with tiers, minimums and multiples."""
PAGES, SIZE = 5, 200
"""How many fitting offers are looked through, in the order of their comparable prices."""


@dataclass(frozen=True, slots=True)
class Need:
    """What is to be replaced and what the other has to be: in one of `ranges`, with each of `attributes` proven.

    offer: an offer id, or None with the names of its product and lot. ranges empty: any that the actor may know of.
    """

    quantity: int
    offer: int | None = None
    supplier: str = ""
    reference: str = ""
    lot: str | None = None
    ranges: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()


def swap(actor: Actor, means: Means, edition: Edition, need: Need, as_member: str | None = None) -> Swap:
    """The cheapest compliant offers of the same family, basis and near name within what the actor (or member) may see.

    A cartridge has to name the same model. Those of the same lot first. Raises NotFound for an offer it may not see, as for none; Invalid for a quantity that
    cannot be, or a reference that stands in several lots.
    """
    require(actor, "swap.read")
    if not 0 < need.quantity <= MOST:
        raise Invalid("selection.quantity", value=str(need.quantity), most=MOST)
    scope = scope_as(actor, means, edition.on, as_member)
    row = _asked(means, edition, scope, need)
    wanted = _wanted(looking_as(actor, means, as_member), means, edition, need)
    return _Search(means, edition, scope, need, row, wanted).swap()


def _asked(means: Means, edition: Edition, scope: Scope, need: Need) -> OfferRow:
    ids = [need.offer] if need.offer is not None else _named(means, edition, need)
    seen = [row for row in rows(edition, ids).values() if sees(scope, row)]
    if not seen:
        raise NotFound("thing.unknown")
    if len(seen) > 1:
        raise Invalid(
            "selection.lot_needed", reference=seen[0].reference, lots=", ".join(sorted(row.lot for row in seen))
        )
    return seen[0]


def _named(means: Means, edition: Edition, need: Need) -> list[int]:
    return buying.offers_named(means.session, need.supplier, need.reference, need.lot, edition.publication)


def _wanted(actor: Actor, means: Means, edition: Edition, need: Need) -> frozenset[str]:
    """The ranges that count. Raises NotFound for one that the actor may not know of; attributes alone ask for none."""
    today = means.clock.today()
    known = ranges.seen_by(means.session, actor, today, end_of(today)).keys()
    for code in need.ranges:
        if code not in known:
            raise NotFound("range.unknown", range=code)
    return frozenset(need.ranges or (() if need.attributes else known))


class _Search:
    """One question: what is the same for every offer that is looked at."""

    def __init__(
        self, means: Means, edition: Edition, scope: Scope, need: Need, row: OfferRow, wanted: frozenset[str]
    ) -> None:
        self.means, self.edition, self.scope, self.need, self.row = means, edition, scope, need, row
        self.wanted = wanted
        self.how = ordered(means, edition, [row.offer])[row.offer]
        self.models = models_of(row.name)
        self.cost = cost(row, self.how, need.quantity, edition.on)

    def swap(self) -> Swap:
        """The answer, with the reason where there is nothing to compare."""
        why = self._hindrance()
        found = () if why else self._alternatives()
        asked_for = bool(self.wanted or self.need.attributes)
        declared = capacities_of(self.means, self.edition, [self.row.offer]).get(self.row.offer)
        return Swap(
            self.row, self.need.quantity, self.how, self.cost, self._amount(), asked_for and self._compliant(),
            (capacity_said(declared, self.need.quantity),), found,
            why or (None if found else Reason("swap.none", {"family": self.row.family})),
        )  # fmt: skip

    def _amount(self) -> Fraction | None:
        return None if isinstance(self.how.measure, Incomparable) else self.how.measure.per_unit * self.need.quantity

    def _hindrance(self) -> Reason | None:
        if isinstance(self.how.measure, Incomparable):
            return Reason(self.how.measure.code)
        if self.cost is None:
            return Reason("comparable.no_price")
        if self.how.measure.basis == "page" and not self.models:
            return Reason("swap.no_model")
        return None if self.wanted or self.need.attributes else Reason("swap.nothing_asked")

    def _question(self, page: int = 1) -> Selection:
        values = {"family": frozenset({self.row.family or "none"})} | ({"range": self.wanted} if self.wanted else {})
        tags = {name: frozenset({"yes"}) for name in self.need.attributes}
        paged = isinstance(self.how.measure, Measure) and self.how.measure.basis == "page"
        text = max(self.models, default="", key=len) if paged else ""
        return Selection(text=text, values=values, tags=tags, sort="unit_price", page=page, size=SIZE)

    def _compliant(self) -> bool:
        """Whether the offer itself is what is asked for."""
        place = self.edition.row_of(self.row.offer)
        inside = not self.wanted or bool(self.wanted & set(self.edition.live.listed("range", place)))
        tags = self.edition.tags_of(self.row.offer) if self.need.attributes else {}
        return inside and all(name in tags and tags[name].state == "yes" for name in self.need.attributes)

    def _fitting(self) -> list[OfferRow]:
        """Offers for the same need in the basis and currency of the one asked for, cheapest first; never its product."""
        assert isinstance(self.how.measure, Measure)
        basis, asked = self.how.measure.basis, (self.row.supplier, self.row.reference)
        alike = [
            row for row in self._pages()
            if (row.unit_basis, row.currency) == (basis, self.row.currency) and (row.supplier, row.reference) != asked
        ]  # fmt: skip
        if basis == "page":
            return [row for row in alike if self.models & models_of(row.name)]
        near = near_ones(self.row.name, [row.name for row in alike])
        return [row for row, is_near in zip(alike, near, strict=True) if is_near]

    def _pages(self) -> Iterator[OfferRow]:
        for page in range(1, PAGES + 1):
            answer = self.edition.index.ask(self._question(page), self.scope, self.edition.live)
            yield from self.edition.index.offers(answer.rows)
            if page * SIZE >= answer.total:
                return

    def _alternatives(self) -> tuple[Alternative, ...]:
        """Those of the same lot first, the cheapest first."""
        near = self._fitting()[:LOOKED_AT]
        ids = [row.offer for row in near]
        hows = ordered(self.means, self.edition, ids)
        costed = [(row, hows[row.offer], self._cost(row, hows[row.offer])) for row in near if row.offer in hows]
        kept = sorted(((row, how, price) for row, how, price in costed if price is not None), key=self._order)[:SHOWN]
        lots = agreements.lots_by_code(self.means.session, {row.lot for row, _, _ in kept})
        declared = capacities_of(self.means, self.edition, ids)
        return tuple(
            self._alternative(row, how, price, (
                *crossing(self.row, row, lots[row.lot]), capacity_said(declared.get(row.offer), price.units),
            ))
            for row, how, price in kept
        )  # fmt: skip

    def _order(self, found: tuple[OfferRow, Ordered, Cost]) -> tuple[bool, int, str, str]:
        row, _, price = found
        return row.lot != self.row.lot, price.total, row.supplier, row.reference

    def _cost(self, row: OfferRow, how: Ordered) -> Cost | None:
        amount = self._amount()
        return None if amount is None else cost_of_need(row, how, amount, self.edition.on)

    def _alternative(self, row: OfferRow, how: Ordered, price: Cost, notes: tuple[Reason, ...]) -> Alternative:
        assert self.cost is not None
        held = set(self.edition.live.listed("range", self.edition.row_of(row.offer)))
        return Alternative(row, how, price, price.total - self.cost.total, tuple(sorted(held & self.wanted)), notes)

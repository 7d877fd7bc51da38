"""What a batch would do beyond its own rows: tags gained and lost, ranges, lines of members' selections.

Worked out from what stands and from the changes alone, nothing is written: products that change or go are tagged by the
same engine, with the same proofs, as they stand and as they would stand. Ranges count offers, as search does.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

from catalog.facets.selection import EVERYTHING, Scope
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.published.as_written import product_of, said_of
from catalog.published.rehearsal import Found
from catalog.published.tags import Tags, product_tags, vocabulary_of
from catalog.published.validated import in_ranges, inside
from catalog.queries import effects, range_contents, ranges, standing, tagging
from catalog.queries.effects import ShownOffer
from catalog.queries.ranges import RangeTerms, Standing
from catalog.staging.changes import Record
from catalog.tagging.engine import tags_of
from catalog.tagging.ranges import Pack, Said
from catalog.tagging.records import State, Tag
from catalog.tagging.vocabulary import Vocabulary

Move = tuple[str, State | None, State | None]
NONE: Tags = MappingProxyType({})
SAID = ["reference", "name", "description", "brand", "family", "gtin", "hazard_codes", "claims"]
"""What of a product its tags and its validated content depend on."""
PACK = ("order_unit", "content_unit", "content_per_order_unit")
LARGE = 20_000
"""More covered products than this are not tagged to say how many offers a range has in all."""


@dataclass(frozen=True, slots=True)
class TagMove:
    """An attribute that goes from one state to another (None: no such product in any lot) on these products."""

    attribute: str
    before: State | None
    after: State | None
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RangeMove:
    """A range, how many offers it has now (None: too many to count here), and those that enter and leave.

    Each is (reference, lot), in order.
    """

    terms: RangeTerms
    before: int | None
    entering: tuple[tuple[str, str], ...]
    leaving: tuple[tuple[str, str], ...]

    @property
    def after(self) -> int | None:
        """How many offers it would have."""
        return None if self.before is None else self.before + len(self.entering) - len(self.leaving)


@dataclass(frozen=True, slots=True)
class Touched:
    """How many members and how many lines of their selections."""

    members: int
    lines: int


@dataclass(frozen=True, slots=True)
class Effects:
    """tags: moves to or from yes or no. ranges: those that gain or lose an offer. selections: by what happens to a line
    (withdrawn, price, tags), and `all` of them."""

    tags: tuple[TagMove, ...] = ()
    ranges: tuple[RangeMove, ...] = ()
    selections: Mapping[str, Touched] = field(default_factory=dict)


def effects_of(
    means: Means, supplier_id: int, supplier: str, found: Found, publication: int, day: dt.date, *, withdraw: bool,
    known: Mapping[str, RangeTerms], scope: Scope = EVERYTHING,
) -> Effects:  # fmt: skip
    """The effects of what was found for a supplier's batch, published on `publication` to take effect on `day`.

    withdraw: whether what a full file leaves out goes. known: the ranges to look at. scope: whose offers they count.
    """
    if not (found.changes.product_rows.num_rows or found.changes.offer_rows.num_rows or withdraw):
        return Effects()
    sides = _Sides(means, supplier_id, supplier, found, publication, day, withdraw, scope)
    moves = tuple(_tag_moves(sides))
    touched_ranges = tuple(move for terms in known.values() if (move := _range_move(sides, terms)))
    return Effects(moves, touched_ranges, _selections(sides, moves, touched_ranges))


@dataclass(frozen=True)
class _Sides:
    """What stands and what would stand, of the products that a batch touches."""

    means: Means
    supplier_id: int
    supplier: str
    found: Found
    publication: int
    day: dt.date
    withdraw: bool
    scope: Scope

    @cached_property
    def until(self) -> dt.datetime:
        """What is known is known by now, whatever day the batch takes effect on."""
        return end_of(self.means.clock.today())

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The facts as they are known now."""
        return vocabulary_of(self.means.session, self.until)

    @cached_property
    def written(self) -> Mapping[str, Record]:
        """Reference -> the product as it would be written."""
        rows = self.found.changes.product_rows.select(SAID).to_pylist()
        return {row["reference"]: row for row in rows}

    @cached_property
    def ids(self) -> Mapping[str, int]:
        """Reference -> product id, of whatever stands or stood once."""
        stands = self.found.stands.products
        once = standing.product_ids(self.means.session, self.supplier_id)
        known = dict(zip(reversed(list(once["reference"])), reversed(list(once["id"])), strict=True))
        return known | dict(zip(stands["reference"].to_pylist(), stands["product_id"].to_pylist(), strict=True))

    @cached_property
    def gone(self) -> frozenset[int]:
        """The ids of the offers that go."""
        return frozenset(self.found.changes.gone_rows["offer_id"].to_pylist()) if self.withdraw else frozenset()

    @cached_property
    def touched(self) -> frozenset[str]:
        """The references whose product changes, or which get or lose an offer."""
        changes = self.found.changes
        offered = changes.offer_rows.filter(changes.offer_before["reference"].combine_chunks().is_null())
        left = changes.gone_rows["reference"].to_pylist() if self.withdraw else []
        return frozenset([*self.written, *offered["reference"].to_pylist(), *left])

    @cached_property
    def shown(self) -> list[ShownOffer]:
        """Every offer in scope that stands."""
        return effects.offers_shown(self.means.session, self.publication, self.scope)

    @cached_property
    def before(self) -> list[ShownOffer]:
        """The offers that stand of the touched products."""
        mine = {self.ids[reference]: reference for reference in self.touched if reference in self.ids}
        return [
            replace(offer, reference=mine[offer.product_id])
            for offer in self.shown
            if offer.supplier_id == self.supplier_id and offer.product_id in mine
        ]

    @cached_property
    def after(self) -> list[ShownOffer]:
        """The offers that would stand of the touched products."""
        stay = [replace(offer, family=self.family(offer)) for offer in self.before if offer.offer_id not in self.gone]
        there = {(offer.reference, offer.lot) for offer in stay}
        rows = self.found.changes.offer_rows.select(["reference", "lot"]).to_pylist()
        new = [
            ShownOffer(
                0, self.supplier_id, self.ids.get(row["reference"], 0), row["reference"], row["lot"], None, False
            )
            for row in rows
            if row["reference"] in self.touched and (row["reference"], row["lot"]) not in there
        ]
        return stay + [replace(offer, family=self.family(offer)) for offer in new]

    def family(self, offer: ShownOffer) -> str | None:
        """The family a product would have."""
        if offer.reference in self.written:
            found: str | None = self.written[offer.reference]["family"]
            return found
        return offer.family if offer.offer_id else self.families.get(offer.reference)

    @cached_property
    def families(self) -> Mapping[str, str | None]:
        """Reference -> family, as it stands."""
        stands = self.found.stands.products
        return dict(zip(stands["reference"].to_pylist(), stands["family"].to_pylist(), strict=True))

    @cached_property
    def tags_before(self) -> Mapping[str, Tags]:
        """Reference -> tags of the touched products that stand, on the day of effect."""
        mine = {self.ids[reference]: reference for reference in self.touched if reference in self.ids}
        tags = product_tags(self.means.session, self.publication, self.day, self.until, set(mine))
        return {mine[product]: found for (_, product), found in tags.items()}

    @cached_property
    def tags_after(self) -> Mapping[str, Tags]:
        """Reference -> tags of the touched products as they would stand."""
        wanted = {self.ids[reference] for reference in self.written if reference in self.ids}
        beside = tagging.standing(self.means.session, self.until, wanted)
        found = dict(self.tags_before)
        for reference, row in self.written.items():
            key = (self.supplier_id, self.ids.get(reference, 0))
            given = beside.of(*key, product_of(row, self.supplier, quoted=key in beside.said))
            found[reference] = tags_of(
                given.product, given.proofs, given.contests, self.vocabulary, self.day, given.rulings
            )
        return found

    @cached_property
    def standing(self) -> Mapping[str, Standing]:
        """The ranges as they stand now."""
        return ranges.standing(self.means.session, self.until)

    @cached_property
    def said_before(self) -> Mapping[str, Said]:
        """Reference -> what the sheet says, of the touched products that any range holds validated."""
        held = {key for range_ in self.standing.values() for key in range_.contents}
        mine = {self.ids[name]: name for name in self.touched if (self.supplier_id, self.ids.get(name)) in held}
        found = range_contents.said(self.means.session, self.publication, mine)
        return {mine[product]: said for (_, product), said in found.items()}

    @cached_property
    def said_after(self) -> Mapping[str, Said]:
        """Reference -> what the sheet would say, of the same."""
        stay = {(offer.reference, offer.lot) for offer in self.after}
        packs: dict[str, dict[str, Pack]] = defaultdict(dict)
        for row in self.found.changes.offer_rows.select(["reference", "lot", *PACK]).to_pylist():
            packs[row["reference"]][row["lot"]] = tuple(row[name] for name in PACK)
        found = {}
        for reference, said in self.said_before.items():
            now = {**dict(said.packs), **packs[reference]}
            kept = tuple((lot, pack) for lot, pack in now.items() if (reference, lot) in stay)
            found[reference] = replace(said_of(self.written.get(reference), said), packs=kept)
        return found

    @cached_property
    def proven(self) -> Mapping[tuple[int, int], Tags] | None:
        """The tags of every product that a proof covers: no other is in a range that asks for an attribute."""
        covered = effects.covered_products(self.means.session, self.until)
        if len(covered) > LARGE:
            return None
        mine = {self.ids[reference] for reference in self.tags_before}
        others = product_tags(self.means.session, self.publication, self.day, self.until, covered - mine)
        known = {(self.supplier_id, self.ids[reference]): tags for reference, tags in self.tags_before.items()}
        return {**others, **known}


def _tag_moves(sides: _Sides) -> Iterator[TagMove]:
    there, then = {offer.reference for offer in sides.before}, {offer.reference for offer in sides.after}
    moves: dict[Move, list[str]] = defaultdict(list)
    seen: dict[tuple[int, int], list[Move]] = {}
    for reference in sorted(sides.touched):
        before = sides.tags_before.get(reference, NONE) if reference in there else NONE
        after = sides.tags_after.get(reference, NONE) if reference in then else NONE
        both = (id(before), id(after))  # products that say the same share their tags
        if both not in seen:
            seen[both] = _moved(before, after)
        for move in seen[both]:
            moves[move].append(reference)
    order = {None: 0, "unknown": 1, "no": 2, "yes": 3}
    for attribute, was, will in sorted(moves, key=lambda each: (each[0], -order[each[2]], order[each[1]])):
        yield TagMove(attribute, was, will, tuple(moves[attribute, was, will]))


def _moved(before: Tags, after: Tags) -> list[Move]:
    states = [(name, _state(before.get(name)), _state(after.get(name))) for name in {**before, **after}]
    return [(name, was, will) for name, was, will in states if was != will and not {was, will} <= {None, "unknown"}]


def _state(tag: Tag | None) -> State | None:
    return tag.state if tag else None


def _range_move(sides: _Sides, terms: RangeTerms) -> RangeMove | None:
    """Only what both sides validated is in a range: what is new enters none, what changes in content leaves."""
    range_ = sides.standing[terms.code]
    was = _inside(sides.before, sides.tags_before, sides.said_before, range_)
    will = _inside(sides.after, sides.tags_after, sides.said_after, range_)
    if was == will:
        return None
    return RangeMove(terms, _count(sides, range_), tuple(sorted(will - was)), tuple(sorted(was - will)))


def _inside(
    offers: list[ShownOffer], tags: Mapping[str, Tags], said: Mapping[str, Said], range_: Standing
) -> set[tuple[str, str]]:
    return {
        (offer.reference, offer.lot)
        for offer in offers
        if inside(offer, tags.get(offer.reference, NONE), range_, said.get(offer.reference))
    }


def _count(sides: _Sides, range_: Standing) -> int | None:
    """How many offers in scope a range has as things stand."""
    tags = sides.proven if range_.last.asks.attributes else {}
    if tags is None:
        return None
    found = in_ranges(sides.means.session, sides.publication, sides.shown, tags, {range_.last.code: range_})
    return sum(bool(codes) for codes in found)


def _selections(sides: _Sides, moves: tuple[TagMove, ...], touched: tuple[RangeMove, ...]) -> Mapping[str, Touched]:
    changes = sides.found.changes
    after, before = changes.offer_rows["price"].to_pylist(), changes.offer_before["price"].to_pylist()
    ids = changes.offer_before["offer_id"].to_pylist()
    dearer = {offer for offer, now, then in zip(ids, after, before, strict=True) if offer and now != then}
    lost = {reference for move in moves if move.before == "yes" for reference in move.references}
    left = {key for move in touched for key in move.leaving}
    tagged = {
        offer.offer_id for offer in sides.before if offer.reference in lost or (offer.reference, offer.lot) in left
    }
    lines = effects.selected(sides.means.session, sides.supplier_id)
    by = {"withdrawn": set(sides.gone), "price": dearer, "tags": tagged - sides.gone}
    by["all"] = set().union(*by.values())
    return {name: _counted(lines, offers) for name, offers in by.items()}


def _counted(lines: list[tuple[int, int]], offers: set[int]) -> Touched:
    mine = [organisation for organisation, offer in lines if offer in offers]
    return Touched(len(set(mine)), len(mine))

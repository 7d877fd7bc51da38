"""What a request asks a supplier to decide: each product with the attributes that the asked versions look at.

A line is one attribute of one product: its tag today, what is claimed (with the cell), the proofs, what both sides said.
Products that a version's family and lot conditions leave out are none of its business; an attribute that nobody claims
or shows is no line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from catalog.facets.selection import Scope
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.published.shelf import Edition
from catalog.published.tags import Tags, vocabulary_of
from catalog.published.validated import held_by
from catalog.queries import decided, effects, range_contents, ranges, release, tagging
from catalog.queries.effects import ShownOffer
from catalog.queries.ranges import RangeTerms, Standing
from catalog.queries.tagging import TaggingInput
from catalog.tagging.engine import tags_of
from catalog.tagging.ranges import Hand, RangeVerdict, content_of, judge
from catalog.tagging.ranges import Said as SheetSays
from catalog.tagging.records import Claim, Proof, Tag
from catalog.tagging.seen import seen_of
from catalog.validating.line_words import Said, Stand, State, stand

NOTHING: Tags = {}
FEW = 400
"""Up to this many products are named in a statement; more are picked from all of the supplier's."""
Each = TypeVar("Each", Claim, Proof)


@dataclass(frozen=True, slots=True)
class Choice:
    """A line as somebody saw it when deciding: its key, the digest of its evidence, the last word said of it."""

    key: str
    seen: str
    known: int

    @property
    def line(self) -> tuple[int, str]:
        """(product id, attribute); (0, "") for a key that is none."""
        number, _, attribute = self.key.partition(":")
        return (int(number), attribute) if number.isdecimal() and len(number) < 17 else (0, "")


@dataclass(frozen=True, slots=True)
class TagLine:
    """One attribute of one product. state, mine, theirs, before: as `line_words.Stand`.

    counts: a version takes its product today, but for validations. seen: the digest of the evidence shown.
    """

    product_id: int
    attribute: str
    tag: Tag
    claims: tuple[Claim, ...]
    proofs: tuple[Proof, ...]
    seen: str
    stand: Stand
    counts: bool

    @property
    def key(self) -> str:
        return f"{self.product_id}:{self.attribute}"

    @property
    def choice(self) -> Choice:
        return Choice(self.key, self.seen, self.stand.known)

    @property
    def state(self) -> State:
        return self.stand.state

    @property
    def mine(self) -> Said | None:
        return self.stand.mine

    @property
    def theirs(self) -> Said | None:
        return self.stand.theirs

    @property
    def before(self) -> Said | None:
        return self.stand.before

    @property
    def duty(self) -> bool:
        """Whether the supplier is asked for a word: a version takes its product, or it has spoken of it."""
        return self.counts or self.state != "undecided"

    @property
    def verified(self) -> bool:
        """Proven and checked: what the supplier may confirm in one go."""
        return self.tag.standing == "verified" and self.tag.state != "no"


@dataclass(frozen=True, slots=True)
class RangeOutcome:
    """A product in one asked version: the verdict of its best offer, a decision by hand, whether it counts validated.

    content: the digest of what a validation of it would keep.
    """

    version_id: int
    code: str
    version: int
    lots: tuple[str, ...]
    verdict: RangeVerdict
    hand: Hand | None
    validated: bool
    content: str

    @property
    def inside(self) -> bool:
        return self.verdict.inside


@dataclass(frozen=True, slots=True)
class ProductLines:
    """A product with its lines and how it stands in each asked version that looks at it. offers: ids, by lot code."""

    product_id: int
    reference: str
    name: str
    family: str | None
    lots: tuple[str, ...]
    offers: tuple[int, ...]
    outcomes: tuple[RangeOutcome, ...]
    lines: tuple[TagLine, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How many lines are the supplier's duty: accepted, contested, to look at again, not decided; of how many products."""

    products: int = 0
    lines: int = 0
    accepted: int = 0
    contested: int = 0
    again: int = 0
    undecided: int = 0

    @property
    def decided(self) -> int:
        return self.accepted + self.contested

    @classmethod
    def of(cls, products: Sequence[ProductLines]) -> Progress:
        asked = [[line for line in product.lines if line.duty] for product in products]
        lines = [line for several in asked for line in several]
        states = [line.state for line in lines]
        return cls(
            sum(1 for several in asked if several), len(lines), states.count("accepted"), states.count("contested"), states.count("again"),
            states.count("undecided"),
        )  # fmt: skip


def lines_of(
    means: Means,
    supplier_id: int,
    supplier: str,
    versions: Collection[int],
    *,
    edition: Edition | None = None,
    only: Collection[int] | None = None,
) -> tuple[ProductLines, ...]:
    """The products that range versions (by id) look at, with their lines, by reference.

    edition: of today, so that nothing is tagged again. only: these products alone.
    """
    return tuple(_Asked(means, supplier_id, supplier, frozenset(versions), edition, only).products())


@dataclass(frozen=True)
class _Asked:
    """All that the lines of one supplier are made from, each read once."""

    means: Means
    supplier_id: int
    supplier: str
    versions: frozenset[int]
    edition: Edition | None
    only: Collection[int] | None

    @cached_property
    def number(self) -> int:
        return release.publication_on(self.means.session, self.means.clock.today())

    @cached_property
    def standing(self) -> Mapping[str, Standing]:
        return ranges.standing(self.means.session, end_of(self.means.clock.today()), self.only)

    @cached_property
    def terms(self) -> list[tuple[Standing, RangeTerms]]:
        """The asked versions, by range code."""
        several = ((each, terms) for each in self.standing.values() for terms in each.versions.values())
        return [(each, terms) for each, terms in several if terms.version_id in self.versions]

    @cached_property
    def offers(self) -> dict[int, list[ShownOffer]]:
        """Product id -> its offers, by lot code, of the products that a version looks at and anything is said of."""
        scope = Scope(agreements=None, suppliers=frozenset({self.supplier}))
        found: defaultdict[int, list[ShownOffer]] = defaultdict(list)
        wanted = decided.touched(self.means.session, self.supplier_id, self.number) if self.only is None else self.only
        few = self.only if self.only is not None and len(self.only) <= FEW else None
        for offer in effects.offers_shown(self.means.session, self.number, scope, few):
            if offer.product_id in wanted and any(self.taken(offer)):
                found[offer.product_id].append(offer)
        return {product: sorted(several, key=lambda each: each.lot) for product, several in found.items()}

    def taken(self, offer: ShownOffer) -> Iterator[bool]:
        """For each version whether it looks at an offer."""
        for standing, terms in self.terms:
            hand = self.hand(standing, terms, offer.product_id)
            yield hand is not None or _looks_at(terms, offer)

    def hand(self, standing: Standing, terms: RangeTerms, product_id: int) -> Hand | None:
        return standing.hands.get(terms.number, {}).get((self.supplier_id, product_id))

    @cached_property
    def inputs(self) -> dict[int, TaggingInput]:
        today = end_of(self.means.clock.today())
        found = tagging.tagging_inputs(self.means.session, self.number, today, set(self.offers))
        return {product: each for (owner, product), each in found.items() if owner == self.supplier_id}

    @cached_property
    def tags(self) -> Mapping[int, Tags]:
        if self.edition is not None:
            found = self.edition.tags.read((self.supplier_id, product) for product in self.offers)
            return {product: tags for (_, product), tags in found.items()}
        today = self.means.clock.today()
        vocabulary = vocabulary_of(self.means.session, end_of(today))
        return {
            product: tags_of(each.product, each.proofs, each.contests, vocabulary, today, each.rulings)
            for product, each in self.inputs.items()
        }

    @cached_property
    def words(self) -> dict[decided.Key, tuple[decided.Word, ...]]:
        return decided.words(self.means.session, self.supplier_id, self.offers)

    @cached_property
    def said(self) -> dict[tuple[int, int], SheetSays]:
        return range_contents.said(self.means.session, self.number, set(self.offers))

    def products(self) -> Iterator[ProductLines]:
        """By reference; a product without any line is left out."""
        for product_id in sorted(self.inputs, key=lambda each: self.inputs[each].product.reference):
            made = self.product(product_id)
            if made.lines:
                yield made

    def product(self, product_id: int) -> ProductLines:
        given, offers = self.inputs[product_id].product, self.offers[product_id]
        outcomes = tuple(self.outcomes(product_id, offers))
        return ProductLines(
            product_id, given.reference, given.name, given.family, tuple(each.lot for each in offers),
            tuple(each.offer_id for each in offers), outcomes, tuple(self.lines(product_id, outcomes)),
        )  # fmt: skip

    def outcomes(self, product_id: int, offers: Sequence[ShownOffer]) -> Iterator[RangeOutcome]:
        for standing, terms in self.terms:
            hand = self.hand(standing, terms, product_id)
            looked = [offer for offer in offers if hand is not None or _looks_at(terms, offer)]
            if looked:
                yield self.outcome(product_id, looked, standing, terms, hand)

    def outcome(
        self, product_id: int, offers: Sequence[ShownOffer], standing: Standing, terms: RangeTerms, hand: Hand | None
    ) -> RangeOutcome:
        tags, rule = self.tags.get(product_id, NOTHING), terms.asks
        verdicts = [
            judge(each.family, each.lot, tags, rule, terms.taken_as, suspended=each.suspended, hand=hand)
            for each in offers
        ]
        best = min(verdicts, key=lambda each: each.rules_short)
        lots = tuple(offer.lot for offer, verdict in zip(offers, verdicts, strict=True) if verdict.inside)
        key = (self.supplier_id, product_id)
        held = held_by(standing, key, self.said.get(key))
        content = content_of(self.said[key], rule) if key in self.said else ""
        return RangeOutcome(terms.version_id, terms.code, terms.number, lots, best, hand, held is None, content)

    def lines(self, product_id: int, outcomes: Sequence[RangeOutcome]) -> Iterator[TagLine]:
        given, tags = self.inputs[product_id], self.tags.get(product_id, NOTHING)
        looked = {outcome.version_id for outcome in outcomes}
        asked = dict.fromkeys(
            name for _, terms in self.terms if terms.version_id in looked for name in terms.asks.attributes
        )
        takes = {name for _, terms in self.terms for name in terms.asks.attributes if _inside(outcomes, terms)}
        for attribute in asked:
            words = self.words.get((self.supplier_id, product_id, attribute), ())
            if attribute in tags and _concerns(tags[attribute], given, attribute, bool(words)):
                seen = seen_of(given.product, given.proofs, attribute)
                yield TagLine(
                    product_id, attribute, tags[attribute], _of(attribute, given.product.claims),
                    _of(attribute, given.proofs), seen, stand(words, seen), attribute in takes,
                )  # fmt: skip


def _looks_at(terms: RangeTerms, offer: ShownOffer) -> bool:
    rule = terms.asks
    placed = not rule.lots or offer.lot in rule.lots
    return not rule.withdrawn and placed and (not rule.families or offer.family in rule.families)


def _inside(outcomes: Sequence[RangeOutcome], terms: RangeTerms) -> bool:
    return any(each.inside for each in outcomes if each.version_id == terms.version_id)


def _concerns(tag: Tag, given: TaggingInput, attribute: str, spoken: bool) -> bool:
    """Whether anything is said of the attribute that its supplier might confirm; evidence against alone is not."""
    claimed = any(claim.attribute == attribute and not claim.against for claim in given.product.claims)
    shown = any(proof.attribute == attribute for proof in given.proofs)
    return spoken or claimed or shown or (tag.state != "no" and tag.standing != "missing")


def _of(attribute: str, several: Sequence[Each]) -> tuple[Each, ...]:
    return tuple(each for each in several if each.attribute == attribute)

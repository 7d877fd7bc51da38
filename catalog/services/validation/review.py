"""The central body's word on tags: contest one with a reason, rule a contest or conflict; who is a party never rules.

Each side reads the other's reason. Suspending an offer at once, for safety, stays `release.suspend`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from catalog.access import Actor, require
from catalog.errors import Conflict, NotAllowed, NotFound
from catalog.facets.selection import Scope
from catalog.means import journal
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.published.naming import named
from catalog.published.shelf import Edition
from catalog.published.tags import product_tags
from catalog.queries import agreements, decided, release, tagging
from catalog.queries.decided import Word
from catalog.queries.effects import covered_products, offers_shown
from catalog.queries.tagging import TaggingInput
from catalog.tagging.records import Claim, Proof, Tag
from catalog.tagging.seen import seen_of
from catalog.validating.contesting import contest, line_of, party
from catalog.validating.line_words import Said, contested_by, ruled, stand
from catalog.validating.speaking import Speech, already, speak
from catalog.validating.tag_lines import Choice


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A line that waits for the central body, or was ruled: its tag, its evidence, both sides' words.

    contests: side -> its open contest. ruling: the one that still holds. mine_to_rule: False for who is a party to it.
    """

    supplier: str
    supplier_name: str
    reference: str
    name: str
    attribute: str
    product_id: int
    tag: Tag
    claims: tuple[Claim, ...]
    proofs: tuple[Proof, ...]
    contests: Mapping[str, Said]
    ruling: Said | None
    seen: str
    known: int
    mine_to_rule: bool

    @property
    def choice(self) -> Choice:
        return Choice(f"{self.product_id}:{self.attribute}", self.seen, self.known)


def contested(
    actor: Actor, means: Means, *, supplier: str | None = None, edition: Edition | None = None, ruled_too: bool = False
) -> list[ReviewLine]:
    """Open contests of either side and conflicts of evidence, on products offered in the actor's agreements.

    edition: today's, so that conflicts are looked for without tagging again. ruled_too: lines whose ruling holds as well.
    """
    require(actor, "validation.read", actor.organisation_id)
    if actor.kind not in ("central", "operator"):
        raise NotAllowed("right.missing", right="tag.rule", role=actor.role)
    found = [each for each in _Review(actor, means, edition).lines() if supplier in (None, each.supplier)]
    return sorted(
        (each for each in found if ruled_too or each.contests or each.ruling is None),
        key=lambda each: (each.supplier, each.reference, each.attribute),
    )


def contest_tag(actor: Actor, means: Means, supplier: str, reference: str, attribute: str, reason: str) -> None:
    """Contest a product's attribute for the central body: it counts in no range until withdrawn or ruled.

    Raises NotFound, Invalid without a reason, Conflict where it is contested already.
    """
    require(actor, "tag.contest")
    product = named(actor, means, supplier, reference)
    contest(actor, means, (product.supplier_id, product.product_id), attribute, reason)


def withdraw_tag(actor: Actor, means: Means, supplier: str, reference: str, attribute: str, reason: str) -> None:
    """Take the central body's own contest back. Raises NotFound, Conflict where there is none."""
    require(actor, "tag.contest")
    product = named(actor, means, supplier, reference)
    line = line_of(means, product.supplier_id, product.product_id, attribute)
    if "central" not in contested_by(line.words):
        raise Conflict("contest.none", reference=product.reference)
    speech = Speech("central", "withdraw", reason).checked()
    speak(actor, means, product.supplier_id, [(product.product_id, attribute, line.seen)], speech)
    journal.write(actor, means, "tag.withdraw", f"product:{product.product_id}", attribute=attribute, reason=reason)


def rule_tag(actor: Actor, means: Means, choice: Choice, verdict: str, reason: str) -> None:
    """Rule a contest or conflict: "for" the proof, or "against" it. It holds as long as the evidence stays.

    Raises NotFound, NotAllowed for who entered a proof of the line or contested it, Conflict when somebody came first or
    nothing is to be ruled, Invalid without a reason.
    """
    require(actor, "tag.rule")
    speech = Speech("central", verdict if verdict == "for" else "against", reason).checked()
    waiting = {each.choice.key: each for each in _Review(actor, means, None, choice.line[0]).lines()}
    if choice.key not in waiting:
        raise NotFound("line.unknown")
    shown = waiting[choice.key]
    supplier_id = agreements.organisations(means.session, [shown.supplier])[shown.supplier].id
    line = line_of(means, supplier_id, shown.product_id, shown.attribute)
    if party(actor, line):
        raise NotAllowed("tag.own_line")
    if already(speech, choice, line.seen, line.words):
        return
    speak(actor, means, supplier_id, [(shown.product_id, shown.attribute, line.seen)], speech)
    detail = {"attribute": shown.attribute, "supplier": shown.supplier, "reason": speech.reason}
    journal.write(actor, means, f"tag.{speech.verdict}", f"product:{shown.product_id}", **detail)


@dataclass(frozen=True)
class _Review:
    """The lines of the actor's agreements that were contested or ruled, or whose evidence disagrees."""

    actor: Actor
    means: Means
    edition: Edition | None
    only: int | None = None

    def lines(self) -> Iterator[ReviewLine]:
        session, today = self.means.session, self.means.clock.today()
        number = release.publication_on(session, today)
        scope = agreements.scope_today(session, self.actor, self.means.clock)
        cards = {card.id: card for card in agreements.suppliers(session, scope)}
        said = decided.contesting(session, cards)
        wanted = self.wanted(number, scope, {(supplier, product) for supplier, product, _ in said})
        products = {product for _, product in wanted}
        given = tagging.tagging_inputs(session, number, end_of(today), products)
        tags = product_tags(session, number, today, end_of(today), products)
        for key in wanted & given.keys():
            if key[0] in cards:
                yield from self.of(given[key], (cards[key[0]].code, cards[key[0]].name), tags[key], said)

    def wanted(self, number: int, scope: Scope, spoken: set[tuple[int, int]]) -> set[tuple[int, int]]:
        """The products to look at: (supplier id, product id), of those offered in the actor's agreements."""
        few = None if self.only is None else {self.only}
        offers = offers_shown(self.means.session, number, scope, few)
        shown = {(offer.supplier_id, offer.product_id) for offer in offers}
        return shown if few else shown & (spoken | self.disagreeing(shown))

    def disagreeing(self, shown: set[tuple[int, int]]) -> set[tuple[int, int]]:
        """Those whose evidence may disagree: in the edition's word, else all that a proof covers."""
        if self.edition is not None:
            every = self.edition.brief.items()
            return {key for key, tags in every if any(tag.standing == "conflict" for tag in tags.values())}
        covered = covered_products(self.means.session, end_of(self.means.clock.today()))
        return {key for key in shown if key[1] in covered}

    def of(
        self,
        given: TaggingInput,
        supplier: tuple[str, str],
        tags: Mapping[str, Tag],
        said: Mapping[decided.Key, tuple[Word, ...]],
    ) -> Iterator[ReviewLine]:
        """The attributes of one product that wait or were ruled."""
        for attribute, tag in tags.items():
            words = said.get((given.supplier_id, given.product_id, attribute), ())
            seen = seen_of(given.product, given.proofs, attribute)
            contests, ruling = contested_by(words), ruled(words, seen)
            if contests or ruling or tag.standing == "conflict":
                yield self.line(given, supplier, tag, words, seen)

    def line(
        self, given: TaggingInput, supplier: tuple[str, str], tag: Tag, words: tuple[Word, ...], seen: str
    ) -> ReviewLine:
        attribute = tag.attribute
        claims = tuple(claim for claim in given.product.claims if claim.attribute == attribute)
        shown = tuple(proof for proof in given.proofs if proof.attribute == attribute)
        line = line_of(self.means, given.supplier_id, given.product_id, attribute, given=given)
        contests = {side: _said(word) for side, word in contested_by(words).items()}
        ruling = ruled(words, seen)
        return ReviewLine(
            *supplier, given.product.reference, given.product.name, attribute, given.product_id, tag, claims, shown,
            contests, _said(ruling) if ruling else None, seen, stand(words, seen).known, not party(self.actor, line),
        )  # fmt: skip


def _said(word: Word) -> Said:
    return Said(word.side, word.verdict, word.reason_code, word.reason, word.at, word.said_by)

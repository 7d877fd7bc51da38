"""One line as the central body speaks of it: what was said, who is a party to it, and its own contest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.access import Actor
from catalog.errors import Conflict, Invalid
from catalog.means import journal
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.queries import decided, proofs, release, tagging
from catalog.queries.decided import Word
from catalog.queries.tagging import TaggingInput
from catalog.reference.shipped import names
from catalog.tagging.seen import seen_of
from catalog.validating.line_words import contested_by
from catalog.validating.speaking import Speech, speak


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line: the digest of its evidence, what was said of it, who entered its proofs (organisation, account)."""

    seen: str
    words: Sequence[Word]
    entered: frozenset[tuple[int | None, int | None]]


def line_of(
    means: Means, supplier_id: int, product_id: int, attribute: str, *, given: TaggingInput | None = None
) -> Spoken:
    """The line as it stands, nobody else deciding on it (given: as it was read already, without holding it)."""
    if given is None:
        decided.hold(means.session, supplier_id, {product_id})
        today = means.clock.today()
        number = release.publication_on(means.session, today)
        given = tagging.tagging_inputs(means.session, number, end_of(today), {product_id})[supplier_id, product_id]
    ids = [proof.id for proof in given.proofs if proof.attribute == attribute]
    words = decided.words(means.session, supplier_id, {product_id}).get((supplier_id, product_id, attribute), ())
    seen = seen_of(given.product, given.proofs, attribute)
    return Spoken(seen, words, proofs.entered_by(means.session, ids))


def party(actor: Actor, line: Spoken) -> bool:
    """Whether the person entered a proof of the line, or its open contest is the person's own."""
    me = (actor.organisation_id, actor.account_id)
    return actor.account_id is not None and (
        me in line.entered or any(word.by == me for word in contested_by(line.words).values())
    )


def contest(actor: Actor, means: Means, product: tuple[int, int], attribute: str, reason: str) -> None:
    """The central body contests an attribute of (supplier id, product id). Raises Invalid, Conflict where it does already."""
    if attribute not in names("attribute"):
        raise Invalid("proof.attribute_unknown", value=attribute, known=", ".join(names("attribute")))
    speech = Speech("central", "contest", reason).checked()
    line = line_of(means, *product, attribute)
    if "central" in contested_by(line.words):
        raise Conflict("contest.already")
    speak(actor, means, product[0], [(product[1], attribute, line.seen)], speech)
    journal.write(actor, means, "tag.contest", f"product:{product[1]}", attribute=attribute, reason=speech.reason)

"""A member doubts a tag: a case with a deadline that changes nothing by itself; staff answer it.

Its supplier reads what is doubted and what was answered, never which member asked. A case is answered by the central bodies
through whose agreements the member buys; supplier and reviewers are told of it by mail, the member of the answer.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from catalog.access import MEMBERS, SUPPLIERS, Actor, require
from catalog.errors import Conflict, Invalid, NotFound
from catalog.means import journal
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.models import Doubt, new_id
from catalog.queries import agreements, decided, doubts, products, proofs, range_contents, release
from catalog.queries.doubts import DoubtRow
from catalog.queries.references import ids_by_reference, normalised
from catalog.reference.shipped import names
from catalog.validating import doubt_letters
from catalog.validating.contesting import contest
from catalog.validating.doubted import of_agreements, through
from catalog.validating.line_words import contested_by

OUTCOMES = ("kept", "contested", "suspended")
LONGEST = 4000


@dataclass(frozen=True, slots=True)
class DoubtLine:
    """A case. member: None for its supplier. overdue: not answered by its deadline."""

    id: int
    member: str | None
    member_name: str | None
    supplier: str
    supplier_name: str
    reference: str
    name: str
    attribute: str
    proof: int | None
    text: str
    deadline: dt.date
    overdue: bool
    recorded_at: dt.datetime
    outcome: str | None
    answer: str | None
    answered_at: dt.datetime | None
    answered_by: str | None


def deadline_for(means: Means) -> dt.date:
    """The day by which a case opened today is to be answered."""
    return means.clock.today() + dt.timedelta(days=means.settings.doubt_days)


def open_doubt(
    actor: Actor, means: Means, supplier: str, reference: str, attribute: str, text: str, proof: int | None = None
) -> int:
    """Open a case on an attribute of a product that the member sees, or on one of its proofs; the case's id.

    Raises NotFound for what the member cannot see, Conflict where it has an open case already, Invalid without a text.
    """
    require(actor, "doubt.open", actor.organisation_id)
    said = _asked(text, attribute)
    owner, product = _seen(actor, means, supplier, reference)
    if proof is not None and product not in {number for _, number in proofs.covered_keys(means.session, proof, owner)}:
        raise NotFound("proof.unknown", proof=proof)
    assert actor.organisation_id is not None
    mine = doubts.doubts(means.session, organisation_id=actor.organisation_id, supplier_id=owner, open_only=True)
    if any((each.product_id, each.attribute) == (product, attribute) for each in mine):
        raise Conflict("doubt.open_already")
    number = new_id()
    means.session.add(
        Doubt(
            organisation_id=actor.organisation_id, id=number, supplier_id=owner, product_id=product, attribute=attribute,
            proof_id=proof, text=said, deadline=deadline_for(means), recorded_at=means.clock.now(), **actor.by,
        )
    )  # fmt: skip
    means.session.flush()
    (row,) = doubts.doubts(means.session, number=number)
    doubt_letters.opened(means, row, through(means, row))
    journal.write(actor, means, "doubt.open", f"doubt:{number}", product=str(product), attribute=attribute)
    return number


def _asked(text: str, attribute: str) -> str:
    """What makes the member doubt, of an attribute that there is."""
    said = text.strip()
    if not said or len(said) > LONGEST:
        raise Invalid("doubt.text", most=LONGEST)
    if attribute not in names("attribute"):
        raise Invalid("proof.attribute_unknown", value=attribute, known=", ".join(names("attribute")))
    return said


def list_doubts(actor: Actor, means: Means, *, open_only: bool = False) -> list[DoubtLine]:
    """The cases that concern the actor: a member's own, those on a supplier's products, all of staff's agreements.

    Open ones first, those due first.
    """
    require(actor, "doubt.read", actor.organisation_id)
    own = actor.organisation_id if actor.role in MEMBERS else None
    supplier = actor.organisation_id if actor.role in SUPPLIERS else None
    found = doubts.doubts(means.session, organisation_id=own, supplier_id=supplier, open_only=open_only)
    seen = of_agreements(actor, means, found)
    number = release.publication_on(means.session, means.clock.today())
    named = range_contents.names(means.session, number, {each.product_id for each in seen})
    return [_line(actor, means, each, named) for each in seen]


def answer_doubt(actor: Actor, means: Means, doubt: int, outcome: str, answer: str) -> None:
    """Answer a case. "contested" contests the tag for the central body; "suspended" asks that the offers are suspended
    already (`release.suspend`, in the same transaction); "kept" changes nothing.

    Raises NotFound, Invalid, Conflict for a case answered already or a product not suspended.
    """
    require(actor, "doubt.answer")
    said = answer.strip()
    if outcome not in OUTCOMES or not said or len(said) > LONGEST:
        raise Invalid("doubt.answer", known=", ".join(OUTCOMES), most=LONGEST)
    row = next(iter(of_agreements(actor, means, doubts.doubts(means.session, number=doubt))), None)
    if row is None:
        raise NotFound("doubt.unknown")
    case = doubts.held(means.session, row.organisation_id, row.id)
    means.session.refresh(case)
    if case.outcome is not None:
        raise Conflict("doubt.answered", by=case.answered_by)
    _acted(actor, means, row, outcome, said)
    case.outcome, case.answer, case.answered_at, case.answered_by = outcome, said, means.clock.now(), actor.name
    means.session.flush()
    doubt_letters.answered(means, row, case)
    journal.write(actor, means, "doubt.answer", f"doubt:{doubt}", outcome=outcome, answer=said)


def _acted(actor: Actor, means: Means, row: DoubtRow, outcome: str, said: str) -> None:
    """What the answer itself does, or asks to have been done."""
    key = (row.supplier_id, row.product_id)
    if outcome == "contested" and not _contested(means, row):
        contest(actor, means, key, row.attribute, said)
    if outcome == "suspended":
        number = release.publication_on(means.session, means.clock.today())
        offers = products.offers_of_product(means.session, *key, number)
        if not any(offer["suspended"] for offer in offers):
            raise Conflict("doubt.not_suspended")


def _contested(means: Means, row: DoubtRow) -> bool:
    words = decided.words(means.session, row.supplier_id, {row.product_id})
    return "central" in contested_by(words.get((row.supplier_id, row.product_id, row.attribute), ()))


def _seen(actor: Actor, means: Means, supplier: str, reference: str) -> tuple[int, int]:
    """(supplier id, product id) of a product with an offer that the member sees today."""
    today = means.clock.today()
    number = release.publication_on(means.session, today)
    card = agreements.organisations(means.session, [supplier]).get(supplier)
    wanted = normalised(reference)
    ids = ids_by_reference(means.session, card.id, [wanted], number) if card else {}
    scope = agreements.scope_of(means.session, actor, today, end_of(today))
    offers = products.offers_of_product(means.session, card.id, ids[wanted], number) if card and ids else []
    if card is None or not any(scope.allows(offer["agreement"], supplier, offer["lot"]) for offer in offers):
        raise NotFound("product.unknown", supplier=supplier, reference=reference)
    return card.id, ids[wanted]


def _line(actor: Actor, means: Means, row: DoubtRow, named: dict[tuple[int, int], tuple[str, str]]) -> DoubtLine:
    hidden = actor.role in SUPPLIERS
    reference, name = named.get((row.supplier_id, row.product_id), ("", ""))
    return DoubtLine(
        row.id, None if hidden else row.member, None if hidden else row.member_name, row.supplier, row.supplier_name,
        reference, name, row.attribute, row.proof_id, row.text, row.deadline,
        row.outcome is None and means.clock.today() > row.deadline, row.recorded_at, row.outcome, row.answer,
        row.answered_at, row.answered_by,
    )  # fmt: skip

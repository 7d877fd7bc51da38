"""A supplier says how much of a product it can deliver; whoever sees the offer reads it. It changes no contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.access import Actor, require
from catalog.errors import Invalid, NotFound
from catalog.means import journal
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.models import Capacity
from catalog.published.capacities import capacities_of, capacity_said
from catalog.published.chosen import rows, sees
from catalog.published.shelf import Edition
from catalog.published.sight import scope_as
from catalog.queries import agreements, buying, capacities, range_contents, references, release
from catalog.queries.capacities import Declared
from catalog.queries.references import normalised
from catalog.tagging.records import Reason
from catalog.wording.sentences import say

PERIODS: Mapping[str, int] = {"month": 1, "quarter": 3, "year": 12}
"""What a quantity may be declared for -> months."""
MOST = 1_000_000_000


@dataclass(frozen=True, slots=True)
class CapacitySeen:
    """What is known of a product's capacity; `declared` None: not known."""

    supplier: str
    reference: str
    declared: Declared | None
    reason: Reason

    def json(self) -> dict[str, Any]:
        """The contract's object."""
        held = self.declared
        return {
            "supplier": self.supplier,
            "reference": self.reference,
            "quantity": held.quantity if held else None,
            "months": held.months if held else None,
            "declared_on": held.recorded_at.date().isoformat() if held else None,
            **{language: say(self.reason.code, self.reason.params, language) for language in ("fr", "en")},
        }


@dataclass(frozen=True, slots=True)
class Mine:
    """A product of the supplier with what it declared last."""

    reference: str
    name: str
    declared: Declared


def declare(actor: Actor, means: Means, supplier: str, reference: str, quantity: int | None, months: int) -> None:
    """Declare so many order units in so many months (1, 3 or 12); quantity None takes the word back. Append-only.

    Raises NotFound for a product of others and for none, Invalid for a quantity or a period that cannot be.
    """
    card = agreements.organisations(means.session, [supplier]).get(supplier)
    require(actor, "capacity.declare", card.id if card else -1)
    if months not in PERIODS.values():
        raise Invalid("capacity.period", value=months)
    if quantity is not None and not 0 <= quantity <= MOST:
        raise Invalid("capacity.quantity", value=quantity, most=MOST)
    number = release.publication_on(means.session, means.clock.today())
    wanted = normalised(reference)
    ids = references.ids_by_reference(means.session, card.id, [wanted], number) if card else {}
    if card is None or wanted not in ids:
        raise NotFound("product.unknown", supplier=supplier, reference=reference)
    row = Capacity(
        supplier_id=card.id, product_id=ids[wanted], quantity=quantity, months=months, recorded_at=means.clock.now(),
        **actor.by,
    )  # fmt: skip
    means.session.add(row)
    means.session.flush()
    journal.write(actor, means, "capacity.declare", f"product:{ids[wanted]}", quantity=quantity, months=months)


def known(
    actor: Actor, means: Means, edition: Edition, supplier: str, reference: str, as_member: str | None = None
) -> CapacitySeen:
    """What a supplier declared for a product of which the actor sees an offer. Raises NotFound, as for none."""
    require(actor, "capacity.read")
    scope = scope_as(actor, means, edition.on, as_member)
    ids = buying.offers_named(means.session, supplier, reference, None, edition.publication)
    seen = [row for row in rows(edition, ids).values() if sees(scope, row)]
    if not seen:
        raise NotFound("product.unknown", supplier=supplier, reference=reference)
    declared = capacities_of(means, edition, [seen[0].offer]).get(seen[0].offer)
    return CapacitySeen(supplier, seen[0].reference, declared, capacity_said(declared))


def mine(actor: Actor, means: Means) -> list[Mine]:
    """What the actor's own supplier has declared, by reference."""
    require(actor, "capacity.declare", actor.organisation_id)
    today = means.clock.today()
    held = capacities.of_supplier(means.session, actor.organisation_id or -1, end_of(today))
    number = release.publication_on(means.session, today)
    named = range_contents.names(means.session, number, {product for _, product in held})
    return sorted(
        (Mine(*named[key], each) for key, each in held.items() if key in named), key=lambda each: each.reference
    )

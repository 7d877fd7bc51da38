"""What a person names when it acts on one product: supplier and reference, and the lot where a term is meant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from catalog.access import Actor
from catalog.errors import Invalid, NotFound
from catalog.means.means import Means
from catalog.published.acts import Place, place_of
from catalog.queries import agreements, products, references
from catalog.queries.references import normalised


@dataclass(frozen=True, slots=True)
class Named:
    """A product as it stands below whatever waits. offers: lot code -> offer id, of those the actor's agreements hold."""

    supplier: str
    supplier_id: int
    product_id: int
    reference: str
    name: str
    offers: Mapping[str, int]
    place: Place

    def offer(self, lot: str | None) -> tuple[str, int]:
        """The offer in a lot, or the only one. Raises NotFound for a lot without it, Invalid when a lot must be named."""
        if lot is not None and lot not in self.offers:
            raise NotFound("product.not_in_lot", reference=self.reference, lot=lot)
        if lot is None and len(self.offers) > 1:
            raise Invalid("offer.which_lot", reference=self.reference, lots=", ".join(sorted(self.offers)))
        chosen = lot or next(iter(self.offers))
        return chosen, self.offers[chosen]


def named(
    actor: Actor, means: Means, supplier: str, reference: str, day: dt.date | None = None, *, gone_too: bool = False
) -> Named:
    """The product of that reference, or of that former one, as it stands today (or on a later day).

    gone_too: one whose offers are all withdrawn is found as well.

    Raises NotFound for one without an offer in the actor's agreements, as for none.
    """
    place = place_of(means, day or means.clock.today())
    card = agreements.organisations(means.session, [supplier]).get(supplier)
    wanted = normalised(reference)
    ids = references.ids_by_reference(means.session, card.id, [wanted], place.base) if card else {}
    sheet = products.sheet_of(means.session, card.id, ids[wanted], place.base) if card and ids else None
    if card is None or sheet is None:
        raise NotFound("product.unknown", supplier=supplier, reference=reference)
    scope = agreements.scope_today(means.session, actor, means.clock)
    offers = {
        row["lot"]: row["offer_id"]
        for row in products.offers_of_product(means.session, card.id, ids[wanted], place.base)
        if scope.agreements is None or row["agreement"] in scope.agreements
    }
    past = gone_too and products.agreements_of(means.session, card.id, ids[wanted])
    if not offers and not (past and (scope.agreements is None or past & set(scope.agreements))):
        raise NotFound("product.unknown", supplier=supplier, reference=reference)
    return Named(supplier, card.id, ids[wanted], sheet["reference"], sheet["name"], offers, place)

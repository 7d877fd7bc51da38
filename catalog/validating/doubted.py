"""Whose business a member's doubt is: the central bodies through whose agreements the member buys the product."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.access import Actor
from catalog.means.means import Means
from catalog.queries import agreements, products
from catalog.queries.doubts import DoubtRow


def of_agreements(actor: Actor, means: Means, found: Sequence[DoubtRow]) -> list[DoubtRow]:
    """For central staff, those of members and products that are or were in an agreement of theirs; else all that was found."""
    if actor.kind != "central":
        return list(found)
    mine = agreements.scope_today(means.session, actor, means.clock).agreements or frozenset()
    return [each for each in found if mine & through(means, each)]


def through(means: Means, row: DoubtRow) -> frozenset[str]:
    """The agreements that the member has or had joined and in which the product is or was offered."""
    joined = agreements.memberships(means.session, organisation_id=row.organisation_id)
    offered = products.agreements_of(means.session, row.supplier_id, row.product_id)
    return offered & {each.agreement for each in joined}

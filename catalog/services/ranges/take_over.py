"""What suppliers validated before this instance stood, in writing: the operator of the command line takes it over."""

from __future__ import annotations

from catalog.access import Actor, require
from catalog.errors import NotAllowed
from catalog.facets.selection import EVERYTHING
from catalog.means import journal
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.published.tags import product_tags
from catalog.published.validated import candidates
from catalog.published.validating import record_supplier
from catalog.queries import agreements, effects, ranges, release


def take_over(actor: Actor, means: Means, supplier: str, codes: list[str], signer: str, authority: str) -> int:
    """How many products the supplier's validations hold, of the last versions of these ranges, as they stand today.

    Raises NotAllowed for anybody but the operator: whoever has an account asks the supplier.
    """
    require(actor, "range.validate")
    if actor.role != "operator":
        raise NotAllowed("right.missing", right="range.validate", role=actor.role)
    today = means.clock.today()
    number, until = release.publication_on(means.session, today), end_of(today)
    owner = agreements.organisations(means.session, [supplier])[supplier].id
    offers = [each for each in effects.offers_shown(means.session, number, EVERYTHING) if each.supplier_id == owner]
    tags = product_tags(means.session, number, today, until, {offer.product_id for offer in offers})
    held = 0
    for code, range_ in ranges.standing(means.session, until).items():
        if code in codes:
            hands = range_.hands[range_.last.number]
            mine = candidates(means.session, range_.last, hands, owner, number, offers, tags)
            if mine:
                record_supplier(actor, means, range_.last, owner, mine, signer=signer, authority=authority)
                journal.write(actor, means, "range.take_over", f"range:{code}", supplier=supplier, products=len(mine))
            held += len(mine)
    return held

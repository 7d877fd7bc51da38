"""What there is to decide in a request: the supplier's products in the asked versions, line by line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.access import Actor, require
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.published.shelf import Edition
from catalog.queries import agreements
from catalog.queries.agreements import MembershipTerms
from catalog.queries.validation import AskedRequest
from catalog.validating.asked import read_of
from catalog.validating.line_words import Said as Said
from catalog.validating.tag_lines import Choice as Choice
from catalog.validating.tag_lines import ProductLines as ProductLines
from catalog.validating.tag_lines import Progress, lines_of
from catalog.validating.tag_lines import RangeOutcome as RangeOutcome
from catalog.validating.tag_lines import TagLine as TagLine

OPEN = ("undecided", "again")
"""The states of a line that waits for a word."""


@dataclass(frozen=True, slots=True)
class AskedLines:
    """A request with its products. members: how many bodies have joined an agreement of their lots today."""

    request: AskedRequest
    products: tuple[ProductLines, ...]
    members: int

    @property
    def progress(self) -> Progress:
        return Progress.of(self.products)

    @property
    def verified(self) -> tuple[Choice, ...]:
        """The lines that are the supplier's duty, proven and checked, and wait for a word: confirmed in one go."""
        every = (line for product in self.products for line in product.lines)
        return tuple(line.choice for line in every if line.verified and line.duty and line.state in OPEN)


def lines(actor: Actor, means: Means, request: int, edition: Edition | None = None) -> AskedLines:
    """Every attribute that the asked versions look at on the supplier's products, those that count and those that miss.

    edition: today's, so that nothing is tagged again. Raises NotFound, the same for another's request and for none;
    Conflict for a link whose request has ended: it opens the receipt alone.
    """
    require(actor, "validation.read", actor.organisation_id)
    found = read_of(actor, means, request)
    versions = [each.version_id for each in found.ranges]
    products = lines_of(means, found.supplier_id, found.supplier, versions, edition=edition)
    return AskedLines(found, products, _members(means, products))


def _members(means: Means, products: Sequence[ProductLines]) -> int:
    today = means.clock.today()
    known = agreements.lots_by_code(means.session, {lot for product in products for lot in product.lots})
    wanted = {lot.agreement for lot in known.values()}
    joined = agreements.memberships(means.session, end_of(today))
    return len({each.organisation for each in joined if each.agreement in wanted and _runs(each, today)})


def _runs(each: MembershipTerms, day: dt.date) -> bool:
    return each.valid_from <= day and (each.valid_until is None or each.valid_until >= day)

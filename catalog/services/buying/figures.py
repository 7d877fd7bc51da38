"""Pictures of what the actor may see: answers by family or lot, price with and without an attribute, ends to come."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from catalog.access import Actor, require
from catalog.errors import Invalid
from catalog.evidence.ends import ends_of
from catalog.facets.selection import STATES, Selection
from catalog.means.means import Means
from catalog.prices import divided
from catalog.published.shelf import Edition
from catalog.queries import agreements
from catalog.reference.shipped import names

By = Literal["family", "lot"]
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Share:
    """How many offers of a family or lot are yes, no and unknown in the attribute: the three sum to the offers."""

    value: str
    yes: int
    no: int
    unknown: int

    @property
    def offers(self) -> int:
        """All three together."""
        return self.yes + self.no + self.unknown


@dataclass(frozen=True, slots=True)
class PriceOf:
    """The comparable prices of the offers that are yes, or of the others, in one basis and currency (10^-6 a unit)."""

    basis: str
    currency: str
    proven: bool
    offers: int
    median: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Prices:
    """Bases are never mixed: one or two lines for each. uncompared: offers whose price has no basis."""

    lines: tuple[PriceOf, ...]
    uncompared: int


@dataclass(frozen=True, slots=True)
class Month:
    """The offers that lose the attribute in a month unless a proof is renewed. first: the month's first day."""

    first: dt.date
    offers: int


def shares(actor: Actor, means: Means, edition: Edition, attribute: str, by: By) -> list[Share]:
    """Of each family or lot that the actor sees, the largest first. Raises Invalid for an attribute that is none."""
    _allowed(actor, attribute)
    scope = agreements.scope_open(means.session, actor, edition.on, means.clock)
    counts: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(STATES, 0))
    for state in STATES:
        asked = Selection(tags={attribute: frozenset({state})}, size=1)
        for value, n in edition.index.ask(asked, scope, edition.live).facets[by].items():
            counts[value][state] = n
    found = [Share(value, each["yes"], each["no"], each["unknown"]) for value, each in counts.items()]
    return sorted((each for each in found if each.offers), key=lambda each: (-each.offers, each.value))


def prices(actor: Actor, means: Means, edition: Edition, attribute: str, family: str) -> Prices:
    """Median comparable price in a family, with the attribute proven and without, each within one basis."""
    _allowed(actor, attribute)
    scope = agreements.scope_open(means.session, actor, edition.on, means.clock)
    found: dict[tuple[str, str, bool], list[int]] = defaultdict(list)
    uncompared = 0
    for proven, states in ((True, {"yes"}), (False, {"no", "unknown"})):
        asked = Selection(values={"family": frozenset({family})}, tags={attribute: frozenset(states)})
        for basis, currency, amount in _unit_prices(edition, edition.index.fitting(asked, scope, edition.live)):
            if basis is None or amount is None:
                uncompared += 1
            else:
                found[basis, currency or "EUR", proven].append(amount)
    return Prices(tuple(_price(key, each) for key, each in sorted(found.items(), key=_order)), uncompared)


def endings(actor: Actor, means: Means, edition: Edition, attribute: str, months: int = MONTHS) -> list[Month]:
    """The months from the edition's on, each with the offers whose proof or criteria end in it; months without are 0."""
    _allowed(actor, attribute)
    scope = agreements.scope_open(means.session, actor, edition.on, means.clock)
    ahead = [_month(edition.on, n) for n in range(months)]
    held: dict[dt.date, set[int]] = {first: set() for first in ahead}
    for end in ends_of(means.session, edition.on, scope):
        first = end.last_day.replace(day=1)
        if end.proof.attribute == attribute and end.last_day >= edition.on and first in held:
            held[first] |= {offer.offer_id for offer in end.offers}
    return [Month(first, len(offers)) for first, offers in held.items()]


def _allowed(actor: Actor, attribute: str) -> None:
    """A supplier is told no price of others, not even in the middle of many."""
    require(actor, "figures.read", actor.organisation_id)
    known = names("attribute")
    if attribute not in known:
        raise Invalid("figures.attribute", attribute=attribute, choices=", ".join(known))


def _unit_prices(edition: Edition, rows: NDArray[np.int64]) -> Iterator[tuple[str | None, str | None, int | None]]:
    """Basis, currency and price of one unit, of each of these rows."""
    taken = [
        edition.index.column(name).take(pa.array(rows)).to_pylist() for name in ("unit_basis", "currency", "unit_price")
    ]
    return zip(*taken, strict=True)


def _price(key: tuple[str, str, bool], amounts: Sequence[int]) -> PriceOf:
    ordered = sorted(amounts)
    middle = len(ordered) // 2
    median = ordered[middle] if len(ordered) % 2 else divided(ordered[middle - 1] + ordered[middle], 2)
    return PriceOf(*key, offers=len(ordered), median=median, least=ordered[0], most=ordered[-1])


def _order(pair: tuple[tuple[str, str, bool], list[int]]) -> tuple[str, str, bool]:
    basis, currency, proven = pair[0]
    return basis, currency, not proven


def _month(day: dt.date, ahead: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + ahead, 12)
    return dt.date(year, month + 1, 1)

"""What the lines of a selection make at each holder of a lot: amounts with and without VAT, minimum, franco, delivery,
delay, and whose turn it is. Whole numbers: lines to the cent, VAT once a rate. A selection is no purchase order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from catalog.means.means import Means
from catalog.prices import CENT, ONE, divided
from catalog.published.chosen import Chosen, ChosenLine
from catalog.queries import agreements
from catalog.queries.agreements import HolderTerms, LotTerms, OrganisationCard


@dataclass(frozen=True, slots=True)
class RateTotal:
    """What is taxed at one rate (10^-4 percent): goods and eco-contribution without VAT, and the VAT on them."""

    rate: int
    base: int
    vat: int


@dataclass(frozen=True, slots=True)
class HolderOrder:
    """The counted lines of one holder in one lot and currency. Amounts in 10^-6, excluding VAT where nothing else is said.

    goods: without the eco-contribution `eco`, which stands apart. unknown_vat: lines without a rate; with_vat, both
    included, is None then. minimum: the holder's, else the lot's; minimum_missing and franco_missing: from the goods to it,
    0 where it is reached. fee: what delivery costs for this order, None where it is not known. before: the names of the
    holders that come first in a cascade; sole: the only holder of the lot.
    """

    supplier: str
    supplier_name: str
    supplier_siret: str | None
    lot: str
    lot_name: str
    agreement: str
    currency: str
    lines: int
    goods: int
    eco: int
    rates: tuple[RateTotal, ...]
    unknown_vat: int
    minimum: int | None
    franco: int | None
    fee: int | None
    lead_time_days: int | None
    areas: tuple[str, ...]
    allocation: str | None
    rank: int | None
    before: tuple[str, ...]
    sole: bool

    @property
    def with_vat(self) -> int | None:
        """Goods, eco-contribution and their VAT; None where a rate is not known."""
        return None if self.unknown_vat else self.goods + self.eco + sum(each.vat for each in self.rates)

    @property
    def minimum_missing(self) -> int:
        return max(0, (self.minimum or 0) - self.goods)

    @property
    def franco_missing(self) -> int:
        return max(0, (self.franco or 0) - self.goods)


def holder_orders(means: Means, content: Chosen) -> tuple[HolderOrder, ...]:
    """One an agreement, lot, holder and currency, in the order of their names and codes; lines in no total are left out."""
    groups: dict[tuple[str, str, str], list[ChosenLine]] = defaultdict(list)
    for line in content.lines:
        if line.offer and line.total is not None and line.currency:
            groups[line.offer.supplier, line.offer.lot, line.currency].append(line)
    lots = agreements.lots_by_code(means.session, {lot for _, lot, _ in groups})
    cards = agreements.organisations(means.session, {code for lot in lots.values() for code in lot.holders})
    made = [_order(key, lines, lots.get(key[1]), cards) for key, lines in groups.items()]
    return tuple(sorted(made, key=lambda each: (each.supplier_name, each.supplier, each.lot, each.currency)))


def _order(
    key: tuple[str, str, str], lines: Sequence[ChosenLine], lot: LotTerms | None, cards: Mapping[str, OrganisationCard]
) -> HolderOrder:
    supplier, code, currency = key
    offer = lines[0].offer
    assert offer is not None
    goods, rates = sum(line.total or 0 for line in lines), _rates(lines)
    held = (lot.held.get(supplier) if lot else None) or HolderTerms()
    card = cards.get(supplier)
    return HolderOrder(
        supplier, offer.supplier_name, card.siret if card else None, code, offer.lot_name, offer.agreement, currency,
        len(lines), goods, sum(line.eco or 0 for line in lines), rates, sum(line.vat is None for line in lines),
        **_delivery(held, lot, goods), lead_time_days=_lead_time(held, lines), areas=lot.areas if lot else (),
        allocation=lot.allocation if lot else None, rank=held.rank, before=_before(lot, held, cards),
        sole=lot is not None and len(lot.holders) == 1,
    )  # fmt: skip


def _rates(lines: Collection[ChosenLine]) -> tuple[RateTotal, ...]:
    bases: dict[int, int] = defaultdict(int)
    for line in lines:
        if line.vat is not None:
            bases[line.vat] += (line.total or 0) + (line.eco or 0)
    return tuple(RateTotal(rate, base, divided(base * rate, ONE * CENT) * CENT) for rate, base in sorted(bases.items()))


def _delivery(held: HolderTerms, lot: LotTerms | None, goods: int) -> dict[str, int | None]:
    minimum = held.minimum_order if held.minimum_order is not None else lot.minimum_order if lot else None
    free = held.free_delivery_from is not None and goods >= held.free_delivery_from
    return {"minimum": minimum, "franco": held.free_delivery_from, "fee": 0 if free else held.delivery_fee}


def _lead_time(held: HolderTerms, lines: Collection[ChosenLine]) -> int | None:
    """The longest of what is known: the holder's, and the lines' own."""
    own = [line.lead_time_days for line in lines if line.lead_time_days is not None]
    return max([*own, *([held.lead_time_days] if held.lead_time_days is not None else [])], default=None)


def _before(lot: LotTerms | None, held: HolderTerms, cards: Mapping[str, OrganisationCard]) -> tuple[str, ...]:
    if lot is None or held.rank is None:
        return ()
    earlier = sorted((rank, code) for code, rank in lot.ranks.items() if rank < held.rank)
    return tuple(cards[code].name if code in cards else code for _, code in earlier)

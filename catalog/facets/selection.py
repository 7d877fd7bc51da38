"""What a buyer chose, and what the index answers. Pure records; the address codec of the screens builds on `Selection`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import pyarrow as pa

Sort = Literal["relevance", "price", "-price", "unit_price", "name"]
ProofLevel = Literal["verified", "all"]

SINGLE_FACETS = ("family", "supplier", "agreement", "lot", "brand")
"""One value for every offer; "none" where it has none, so counts sum to the total."""
MULTI_FACETS = ("label", "range")
"""Several values (or none) for an offer. Both are live: they follow the day's tags, not the publication."""
STATES = ("yes", "no", "unknown")

OFFERS = pa.schema(
    [
        ("offer", pa.int64()),
        ("supplier", pa.string()),
        ("reference", pa.string()),
        ("lot", pa.string()),
        ("agreement", pa.string()),
        ("name", pa.string()),
        ("description", pa.string()),
        ("brand", pa.string()),
        ("family", pa.string()),
        ("gtin", pa.string()),
        ("price", pa.int64()),
        ("currency", pa.string()),
        ("order_unit", pa.string()),
        ("content_unit", pa.string()),
        ("content_per_order_unit", pa.int64()),
        ("supplier_name", pa.string()),
        ("lot_name", pa.string()),
        ("suspended", pa.bool_()),
        ("unit_price", pa.int64()),
        ("unit_basis", pa.string()),
    ]
)
"""One published offer a line. `price`: micro-units excluding VAT per order unit at quantity 1 (null: no price today).

`unit_price`: micro-units of the currency per unit of `unit_basis` (litre, litre_ready, kilogram, metre, square_metre, page,
sheet, piece); both null where nothing comparable is known.
"""


@dataclass(frozen=True, slots=True)
class Scope:
    """What the asker may see. None means no limit on that side; an empty set shows nothing.

    closed_lots: lots that have not begun or have ended on the day; their offers are not for the asker to order.
    """

    agreements: frozenset[str] | None = frozenset()
    suppliers: frozenset[str] | None = None
    closed_lots: frozenset[str] = frozenset()

    def knows(self, agreement: str, supplier: str) -> bool:
        """Whether an offer of that agreement and supplier is the asker's business, in a lot that runs or not."""
        joined = self.agreements is None or agreement in self.agreements
        return joined and (self.suppliers is None or supplier in self.suppliers)

    def allows(self, agreement: str, supplier: str, lot: str) -> bool:
        """Whether the asker sees an offer of that agreement, supplier and lot."""
        return self.knows(agreement, supplier) and lot not in self.closed_lots


EVERYTHING = Scope(agreements=None, suppliers=None)


@dataclass(frozen=True, slots=True)
class Selection:
    """A browse question. `values`: facet -> chosen codes (alternatives); `tags`: attribute -> chosen states.

    An empty set chooses nothing and filters nothing; a value that no offer has matches none. Prices are micro-units of
    `currency`, both limits included. proof="all" widens a chosen `yes` to claimed offers that are unknown, never to `no`.
    `page` counts from 1, `size` from 1 to 200. sort="relevance" without text is by price; offers without a price come
    last in "price" and in "-price". sort="unit_price" keeps offers of one basis together, bases in alphabetical order,
    cheapest first within; offers without a unit price come last.
    """

    text: str = ""
    values: Mapping[str, frozenset[str]] = field(default_factory=dict)
    tags: Mapping[str, frozenset[str]] = field(default_factory=dict)
    price_min: int | None = None
    price_max: int | None = None
    currency: str = "EUR"
    proof: ProofLevel = "verified"
    sort: Sort = "name"
    page: int = 1
    size: int = 50


@dataclass(frozen=True, slots=True)
class Answer:
    """Totals, counts and one page. `rows` are positions in the index, in the asked order.

    facets: facet or attribute -> value -> count under every OTHER filter. Of a facet the values that somebody seen has,
    and the chosen ones even at 0; of an attribute always yes, no and unknown, which sum.
    claimed: attribute -> offers that claim it and are unknown in it, under every other filter: what proof="all" adds.
    other_currency: offers left out of a price limit because their price is in another currency (or missing).
    """

    total: int
    page: int
    size: int
    rows: tuple[int, ...]
    facets: Mapping[str, Mapping[str, int]]
    claimed: Mapping[str, int]
    other_currency: int = 0

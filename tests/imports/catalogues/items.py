"""Generated catalogues: what any format can carry of a product, and how it must come back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal

from hypothesis import strategies as st
from stdnum import ean

from imports.record import Reading

Tiers = tuple[tuple[int, Decimal], ...]


@dataclass(frozen=True)
class Item:
    """One product: its tiers are (quantity, price), the price from 1 on not among them."""

    reference: str
    name: str
    price: Decimal
    gtin: str | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    tiers: Tiers = ()

    def in_encoding(self, encoding: str) -> Item:
        """The same product in letters that an encoding has."""
        return replace(self, reference=_kept(self.reference, encoding), name=_kept(self.name, encoding))


def _kept(text: str, encoding: str) -> str:
    return " ".join(text.encode(encoding, "ignore").decode(encoding).split())


REFERENCES = st.from_regex(r"[A-Z0][A-Za-z0-9/._+&é:' #-]{0,12}[A-Za-z0-9]", fullmatch=True).map(
    lambda text: "R" + " ".join(text.split()) if text.startswith("00") else "0" + " ".join(text.split()) + "X"
)
NAMES = st.text("ABCdefghijéèàçùêôîïëœ€0123456789 '-/°²,.&()\"", min_size=1, max_size=30).map(
    lambda text: "N" + " ".join(text.split()) + "e"
)
PRICES = st.builds(
    lambda number, places: Decimal(number).scaleb(-places), st.integers(1, 10**6), st.sampled_from((2, 4, 5))
)
GTINS = st.integers(10**11, 10**12 - 1).map(lambda digits: f"{digits}{ean.calc_check_digit(str(digits))}")
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31))
PERIODS = st.one_of(
    st.just((None, None)), DAYS.map(lambda day: (day, None)), st.lists(DAYS, min_size=2, max_size=2).map(sorted)
)
TIERS = st.dictionaries(st.integers(2, 5000), PRICES, max_size=3).map(lambda tiers: tuple(sorted(tiers.items())))
ITEMS = st.lists(
    st.builds(
        lambda reference, name, price, gtin, period, tiers: Item(reference, name, price, gtin, period[0], period[1], tiers),
        REFERENCES, NAMES, PRICES, st.none() | GTINS, PERIODS, TIERS,
    ),
    min_size=1, max_size=8, unique_by=lambda item: item.reference,
)  # fmt: skip


def micro(amount: Decimal) -> int:
    return int(amount * 10**6)


def expected(item: Item) -> tuple[object, ...]:
    """What a reading must hold of an item."""
    tiers = ((1, item.price), *item.tiers) if item.tiers else ()
    told = tuple((quantity * 10**6, item.first, item.last, micro(price)) for quantity, price in tiers)
    return (item.reference, item.name, micro(item.price), item.gtin, item.first, item.last, told)


def came_back(reading: Reading) -> list[tuple[object, ...]]:
    """What a reading holds of each product, in the order of the file."""
    return [
        (
            row["reference"], row["name"], row["price"], row["gtin"], row["valid_from"], row["valid_to"],
            tuple((tier["min_quantity"], tier["valid_from"], tier["valid_to"], tier["price"]) for tier in row["prices"] or ()),
        )
        for row in reading.products.to_pylist()
    ]  # fmt: skip

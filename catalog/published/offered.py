"""The offers of a publication as tags and ranges look at them, in columns; each made into a line when asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

NONE = -1
"""The code of a missing family."""


@dataclass(frozen=True, slots=True)
class OfferKey:
    """What tags and ranges need to know of an offer."""

    offer: int
    supplier_id: int
    product_id: int
    family: str | None
    lot: str
    suspended: bool = False


@dataclass(frozen=True, eq=False)
class Offered(Mapping[int, OfferKey]):
    """offer id -> offer, in the order of the publication.

    offers: their ids. suppliers, products: the keys of their products, by place. places: the place of each offer's
    product. families, lots: codes into the names, NONE for no family.
    """

    offers: NDArray[np.int64]
    places: NDArray[np.int32]
    family_codes: NDArray[np.int32]
    lot_codes: NDArray[np.int32]
    suspended: NDArray[np.bool_]
    families: tuple[str, ...]
    lots: tuple[str, ...]
    suppliers: NDArray[np.int64]
    products: NDArray[np.int64]

    @classmethod
    def of(cls, offers: Sequence[OfferKey], keys: Mapping[tuple[int, int], int]) -> Offered:
        """keys: the place of each product, in order of places."""
        families, lots = _names(each.family for each in offers), _names(each.lot for each in offers)
        products = np.array(list(keys), np.int64).reshape(len(keys), 2)
        return cls(
            np.array([each.offer for each in offers], np.int64),
            np.array([keys[each.supplier_id, each.product_id] for each in offers], np.int32),
            np.array([NONE if each.family is None else families[each.family] for each in offers], np.int32),
            np.array([lots[each.lot] for each in offers], np.int32),
            np.array([each.suspended for each in offers], np.bool_),
            tuple(families),
            tuple(lots),
            products[:, 0].copy(),
            products[:, 1].copy(),
        )

    @cached_property
    def _order(self) -> NDArray[np.int64]:
        return np.argsort(self.offers, kind="stable")

    @cached_property
    def _sorted(self) -> NDArray[np.int64]:
        return self.offers[self._order]

    @cached_property
    def _whole(self) -> dict[int, OfferKey]:
        """All of them, for those who walk over all."""
        return {offer: self.at(number) for number, offer in enumerate(self.offers.tolist())}

    def number(self, offer: int) -> int:
        """Where an offer stands in the order. Raises KeyError."""
        near = int(np.searchsorted(self._sorted, offer))
        if near == len(self.offers) or self._sorted[near] != offer:
            raise KeyError(offer)
        return int(self._order[near])

    def at(self, number: int) -> OfferKey:
        """The offer that stands at a number of the order."""
        place, family = int(self.places[number]), int(self.family_codes[number])
        return OfferKey(
            int(self.offers[number]), int(self.suppliers[place]), int(self.products[place]),
            None if family == NONE else self.families[family], self.lots[int(self.lot_codes[number])],
            bool(self.suspended[number]),
        )  # fmt: skip

    def product_of(self, offer: int) -> tuple[int, int]:
        """(supplier id, product id) of an offer. Raises KeyError."""
        place = int(self.places[self.number(offer)])
        return int(self.suppliers[place]), int(self.products[place])

    def __getitem__(self, offer: int) -> OfferKey:
        return self.at(self.number(offer))

    def __iter__(self) -> Iterator[int]:
        return iter(self._whole)

    def __len__(self) -> int:
        return len(self.offers)

    def values(self) -> Any:
        """The offers in order, made once."""
        return self._whole.values()

    def items(self) -> Any:
        """Ids and offers in order."""
        return self._whole.items()


def _names(values: Iterator[str | None] | Any) -> dict[str, int]:
    found = sorted({value for value in values if value is not None})
    return {value: code for code, value in enumerate(found)}

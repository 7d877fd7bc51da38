"""Prices without VAT per order unit, whole columns at a time: the same whole numbers as `catalog.prices`, to the last one."""

from __future__ import annotations

from math import gcd

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from catalog.prices import ONE, price_excluding_vat
from catalog.staging.written import whole

Terms = npt.NDArray[np.int64]
MOST = 2**62
NONE = -1
"""Stands for a rate or a basis that is not known."""


def excluding_vat(printed: pa.Array, terms: Terms) -> pa.Array:
    """The prices of a column of printed ones. `terms`: a line each of (includes VAT, rate, basis), as `terms_of`."""
    found = np.zeros(len(printed), np.int64)
    prices = printed.fill_null(0).to_numpy()
    known = printed.is_valid().to_numpy(zero_copy_only=False)
    plain = (terms[:, 0] == 0) & ((terms[:, 2] == NONE) | (terms[:, 2] == ONE))
    found[plain] = prices[plain]
    others = np.flatnonzero(~plain & known)
    each, place = np.unique(terms[others], axis=0, return_inverse=True)
    for number, (includes, vat, basis) in enumerate(each.tolist()):
        lines = others[place.reshape(-1) == number]
        known[lines] = _fill(found, prices, lines, bool(includes), vat, basis)
    return pa.array(found, pa.int64(), mask=~known)


def terms_of(lines: pa.Table) -> Terms:
    """What a printed price needs to become one without VAT, a line each."""
    includes = whole(lines["price_includes_vat"]).fill_null(False).cast(pa.int64())
    columns = (includes, *(pc.fill_null(whole(lines[name]), NONE) for name in ("vat", "price_basis")))
    return np.stack([column.to_numpy() for column in columns], axis=1)


def _fill(found: Terms, prices: Terms, lines: Terms, includes: bool, vat: int, basis: int) -> bool:
    """Work out the prices of lines with the same terms; False where there is none by these terms."""
    rate, units = (None if vat == NONE else vat), (None if basis == NONE else basis)
    if price_excluding_vat(0, includes, rate, units) is None:
        return False
    divisor = (ONE if units is None else units) * (ONE + (rate or 0) if includes else ONE)
    shared = gcd(ONE * ONE, divisor)
    times, by = ONE * ONE // shared, divisor // shared
    chosen = prices[lines]
    if 2 * times * int(np.abs(chosen).max(initial=0)) + by < MOST:
        found[lines] = (2 * times * chosen + by) // (2 * by)
    else:
        exactly = (price_excluding_vat(price, includes, rate, units) for price in chosen.tolist())
        found[lines] = np.fromiter((price or 0 for price in exactly), np.int64, len(lines))
    return True

"""A short name for what each version says: equal values, equal digest, on any database."""

from __future__ import annotations

import hashlib

import pyarrow as pa

from catalog.staging.columns import OFFER_FIELDS, PRODUCT_FIELDS
from catalog.staging.written import joined

SIZE = 16
"""Bytes of a digest; it is kept as twice as many hexadecimal digits."""


def product_digests(products: pa.Table) -> pa.Array:
    """The digests of a table that has PRODUCT_FIELDS."""
    return _digests(products, PRODUCT_FIELDS)


def offer_digests(offers: pa.Table) -> pa.Array:
    """The digests of a table that has OFFER_FIELDS."""
    return _digests(offers, OFFER_FIELDS)


def _digests(table: pa.Table, fields: tuple[str, ...]) -> pa.Array:
    lines = joined([table[name] for name in fields]).cast(pa.binary()).to_pylist()
    return pa.array([hashlib.blake2b(line, digest_size=SIZE).hexdigest() for line in lines], pa.string())

"""One SHA-256 over the state as members see it: equal states, equal fingerprint, on both databases."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.access import Actor, require
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.published.tags import Tags, product_tags
from catalog.queries import products, release

LEFT_OUT = frozenset({"supplier_id", "product_id", "offer_id"})
"""Ids differ between databases; the business key (supplier, reference, lot) does not."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """`value`: hexadecimal SHA-256."""

    value: str
    on: dt.date
    publication: int


def fingerprint(actor: Actor, means: Means, on: dt.date | None = None, *, published_only: bool = False) -> Fingerprint:
    """The fingerprint of a day; `published_only`: offers and product data without tags."""
    require(actor, "fingerprint.read")
    day = on or means.clock.today()
    number = release.publication_on(means.session, day)
    tags = {} if published_only else product_tags(means.session, number, day, end_of(day))
    tiers = products.all_tiers(means.session, number)
    lines = sorted(_line(row, tags, tiers) for row in products.published(means.session, number))
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line.encode() + b"\n")
    return Fingerprint(digest.hexdigest(), day, number)


def _line(
    row: Mapping[str, Any], tags: Mapping[tuple[int, int], Tags], tiers: Mapping[int, list[Mapping[str, Any]]]
) -> str:
    found = tags.get((row["supplier_id"], row["product_id"]), {})
    said = {name: row[name] for name in row if name not in LEFT_OUT}
    said |= {
        "tiers": [dict(tier) for tier in tiers.get(row["offer_id"], ())],
        "tags": {name: [tag.state, tag.standing, tag.basis, tag.until] for name, tag in sorted(found.items())},
    }
    key = [row["supplier"], row["reference"], row["lot"]]
    return json.dumps([key, said], sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)

"""What people said of a product's tags: which contests are open, and which rulings still hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from catalog.tagging.records import Contest, Product, Proof, Ruling
from catalog.tagging.seen import seen_of

Side = Literal["supplier", "central"]
Verdict = Literal["accept", "contest", "withdraw", "for", "against"]


@dataclass(frozen=True, slots=True)
class Said:
    """One decision on one attribute of one product. `seen`: the digest of what was decided on."""

    attribute: str
    side: Side
    verdict: Verdict
    reason: str
    seen: str
    on: dt.date
    by: str | None = None


def open_contests(said: Iterable[Said]) -> tuple[Contest, ...]:
    """The last contest of each side without a later withdrawal of that side or a later ruling.

    said: of one product, in the order of recording. A contest stays open whatever becomes of the evidence.
    """
    found: dict[tuple[str, Side], Said] = {}
    for each in said:
        if each.verdict == "contest":
            found[each.attribute, each.side] = each
        elif each.verdict in ("withdraw", "accept"):
            found.pop((each.attribute, each.side), None)
        else:
            for side in ("supplier", "central"):
                found.pop((each.attribute, side), None)
    return tuple(_contest(each) for each in found.values())


def _contest(said: Said) -> Contest:
    return Contest(said.attribute, "supplier" if said.side == "supplier" else "staff", said.reason, said.on)


def rulings(said: Iterable[Said], product: Product, proofs: Sequence[Proof]) -> tuple[Ruling, ...]:
    """The last ruling on each attribute; lapsed once what it was about has changed."""
    last: dict[str, Said] = {}
    for each in said:
        if each.verdict in ("for", "against"):
            last[each.attribute] = each
    return tuple(
        Ruling(each.attribute, each.verdict, each.reason, each.on, each.by, each.seen != _now(each, product, proofs))
        for each in last.values()
        if each.verdict in ("for", "against")
    )


def _now(said: Said, product: Product, proofs: Sequence[Proof]) -> str:
    return seen_of(product, proofs, said.attribute)

"""What stands between one offer and another that could take its place: another lot's scope, a lot's allocation rule."""

from __future__ import annotations

from catalog.facets.index import OfferRow
from catalog.queries.agreements import LotTerms
from catalog.tagging.records import Reason

FIRST = 1


def crossing(asked: OfferRow, other: OfferRow, lot: LotTerms) -> tuple[Reason, ...]:
    """What to know before `other` is taken instead of `asked`; nothing for the same supplier in the same lot.

    lot: the one of `other`.
    """
    notes = []
    if other.lot != asked.lot:
        code = "swap.other_lot" if other.agreement == asked.agreement else "swap.other_agreement"
        notes.append(Reason(code, {"lot": other.lot, "name": other.lot_name, "agreement": other.agreement}))
    if (other.lot, other.supplier) != (asked.lot, asked.supplier) and len(lot.holders) > 1:
        notes.append(_allocation(other, lot))
    return tuple(notes)


def _allocation(other: OfferRow, lot: LotTerms) -> Reason:
    """How orders go to one of the lot's holders."""
    params = {"lot": lot.code, "name": other.supplier_name or other.supplier}
    if lot.allocation is None:
        return Reason("swap.allocation.unknown", params)
    if lot.allocation != "cascade":
        return Reason(f"swap.allocation.{lot.allocation}", params)
    rank = lot.ranks.get(other.supplier)
    code = "first" if rank == FIRST else "later" if rank else "unranked"
    return Reason(f"swap.allocation.cascade.{code}", params | {"rank": rank})

"""Offers that members may not order: suspended at once, and until a person lifts it, whatever the next file says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from catalog.access import Actor
from catalog.errors import Conflict
from catalog.means.means import Means
from catalog.models import Suspension, new_id
from catalog.published.by_hand import offer_version
from catalog.published.versions import UNSEEN, insert_all
from catalog.queries.products import suspended_offers


@dataclass(frozen=True, slots=True)
class Suspending:
    """An offer to suspend, by its id; `by`: both columns of the account."""

    supplier_id: int
    offer_id: int
    reason: str
    basis: str | None
    by: tuple[int | None, int | None]


def suspending(actor: Actor, supplier_id: int, offer_id: int, reason: str, basis: str | None) -> Suspending:
    """The same, as this person's."""
    return Suspending(supplier_id, offer_id, reason, basis, (actor.organisation_id, actor.account_id))


def write_suspensions(means: Means, wanted: Sequence[Suspending], number: int) -> None:
    """Suspend offers as part of publication `number`. One that is suspended, or gone, already is left as it is.

    Raises Conflict when that leaves none.
    """
    held = suspended_offers(means.session, number)
    new = [each for each in wanted if each.offer_id not in held and _stands(means, each, number)]
    if not new:
        raise Conflict("suspend.already")
    insert_all(means.session, Suspension, [_row(means, each, number) for each in new])


def write_lift(means: Means, supplier_id: int, offer_ids: Sequence[int], number: int) -> None:
    """Lift the suspension of these offers. Raises Conflict when none of them is suspended."""
    one = Suspension
    mine = (one.supplier_id == supplier_id, one.offer_id.in_(offer_ids), one.until.is_(None))
    if not means.session.scalars(select(one.id).where(*mine)).all():
        raise Conflict("suspend.none")
    means.session.execute(update(one).where(*mine).values(until=number), execution_options=UNSEEN)


def suspended_by(means: Means, publication: int) -> list[Suspending]:
    """What a publication of kind `suspend` did, to be done again."""
    return [
        Suspending(row["supplier_id"], row["offer_id"], row["reason"], row["basis"],
                   (row["by_organisation_id"], row["by_account_id"]))
        for row in _rows(means, Suspension.since == publication)
    ]  # fmt: skip


def lifted_by(means: Means, publication: int) -> list[tuple[int, int]]:
    """(supplier id, offer id) of what a publication of kind `lift` lifted."""
    return [(row["supplier_id"], row["offer_id"]) for row in _rows(means, Suspension.until == publication)]


def _stands(means: Means, wanted: Suspending, number: int) -> bool:
    return offer_version(means.session, wanted.supplier_id, wanted.offer_id, number) is not None


def _row(means: Means, wanted: Suspending, number: int) -> dict[str, Any]:
    return {
        "supplier_id": wanted.supplier_id, "id": new_id(), "offer_id": wanted.offer_id, "reason": wanted.reason,
        "basis": wanted.basis, "since": number, "until": None, "recorded_at": means.clock.now(),
        "by_organisation_id": wanted.by[0], "by_account_id": wanted.by[1],
    }  # fmt: skip


def _rows(means: Means, condition: Any) -> list[Mapping[str, Any]]:
    found = means.session.execute(select(Suspension.__table__).where(condition)).mappings()
    return [dict(row) for row in found]

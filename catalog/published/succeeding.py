"""What became of a reference, or where a new one comes from. Nothing else passes: a successor proves itself anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from catalog.access import Actor
from catalog.errors import Conflict
from catalog.means.means import Means
from catalog.models import Succession, new_id
from catalog.published.versions import UNSEEN, insert_all
from catalog.queries.products import in_force


@dataclass(frozen=True, slots=True)
class Succeeding:
    """kind replaced: `successor_id` takes its place; discontinued: nothing does; new: `product_id` follows nothing."""

    supplier_id: int
    product_id: int
    successor_id: int | None
    kind: str
    reason: str
    basis: str | None
    by: tuple[int | None, int | None]


def who(actor: Actor) -> tuple[int | None, int | None]:
    """Both columns of the account."""
    return actor.organisation_id, actor.account_id


def check_succession(means: Means, wanted: Succeeding, publication: int) -> None:
    """Raises Conflict when this stands already, or the successor's own successors lead back to the product."""
    one = Succession
    rows = means.session.execute(
        select(one.product_id, one.successor_id, one.kind).where(
            one.supplier_id == wanted.supplier_id, in_force(one, publication)
        )
    )
    known = {product: (successor, kind) for product, successor, kind in rows}
    if known.get(wanted.product_id) == (wanted.successor_id, wanted.kind):
        raise Conflict("succeed.same")
    follows = wanted.successor_id
    while follows is not None:
        if follows == wanted.product_id:
            raise Conflict("succeed.circle")
        follows = known.get(follows, (None, ""))[0]


def write_successions(means: Means, wanted: Sequence[Succeeding], number: int) -> None:
    """Record successions as part of publication `number`, each in the place of what was said of its product before."""
    one = Succession
    for each in wanted:
        check_succession(means, each, number)
        mine = (one.supplier_id == each.supplier_id, one.product_id == each.product_id, one.until.is_(None))
        means.session.execute(update(one).where(*mine).values(until=number), execution_options=UNSEEN)
        insert_all(means.session, one, [_row(means, each, number)])


def succeeded_by(means: Means, publication: int) -> list[Succeeding]:
    """What a publication of kind `succeed` recorded, to be recorded again."""
    rows = means.session.execute(select(Succession.__table__).where(Succession.since == publication)).mappings()
    return [
        Succeeding(row["supplier_id"], row["product_id"], row["successor_id"], row["kind"], row["reason"],
                   row["basis"], (row["by_organisation_id"], row["by_account_id"]))
        for row in rows
    ]  # fmt: skip


def _row(means: Means, wanted: Succeeding, number: int) -> dict[str, Any]:
    return {
        "supplier_id": wanted.supplier_id, "id": new_id(), "product_id": wanted.product_id,
        "successor_id": wanted.successor_id, "kind": wanted.kind, "reason": wanted.reason, "basis": wanted.basis,
        "since": number, "until": None, "recorded_at": means.clock.now(),
        "by_organisation_id": wanted.by[0], "by_account_id": wanted.by[1],
    }  # fmt: skip

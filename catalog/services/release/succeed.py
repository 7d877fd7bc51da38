"""Say what became of a reference, or where a new one comes from, with reason and contract basis."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.access import Actor, require
from catalog.errors import Invalid
from catalog.means import journal
from catalog.means.means import Means
from catalog.models.products import SUCCESSIONS
from catalog.published.acts import Intent, make
from catalog.published.done import Done
from catalog.published.naming import Named, named
from catalog.published.succeeding import Succeeding, check_succession, who, write_successions


@dataclass(frozen=True, slots=True)
class Wanted:
    """kind: replaced (by `successor`), discontinued (nothing follows), or new (it follows nothing)."""

    supplier: str
    reference: str
    kind: str
    reason: str
    basis: str
    successor: str | None = None


def rehearse_succeed(actor: Actor, means: Means, wanted: Wanted) -> Done:
    """What would be recorded. Raises what `succeed` raises."""
    require(actor, "publication.correct")
    return _done(actor, means, wanted)[0]


def succeed(actor: Actor, means: Means, wanted: Wanted) -> Done:
    """Record it as a publication of its own. The successor's proofs are its own: none passes on.

    Raises NotFound for a product that is none, Invalid for a kind that is none, a successor that does not go with it,
    or without reason or basis; Conflict when it stands already, or would lead in a circle.
    """
    require(actor, "publication.correct")
    if not wanted.reason.strip() or not wanted.basis.strip():
        raise Invalid("succeed.no_basis")
    done, succeeding = _done(actor, means, wanted)
    intent = Intent("succeed", means.clock.today(), wanted.basis.strip(), wanted.reason.strip())
    number = make(actor, means, intent, lambda made: write_successions(means, [succeeding], made))
    told = {"supplier": wanted.supplier, "reference": done.reference, "kind": wanted.kind, "reason": wanted.reason}
    told |= {"successor": done.detail["successor"], "basis": wanted.basis}
    journal.write(actor, means, "product.succeed", f"publication:{number}", **told)
    return done.as_published(number)


def _done(actor: Actor, means: Means, wanted: Wanted) -> tuple[Done, Succeeding]:
    if wanted.kind not in SUCCESSIONS:
        raise Invalid("succeed.kind", kind=wanted.kind, kinds=", ".join(SUCCESSIONS))
    if (wanted.kind == "replaced") != (wanted.successor is not None):
        raise Invalid("succeed.successor", kind=wanted.kind)
    found = named(actor, means, wanted.supplier, wanted.reference, gone_too=True)
    after = _successor(actor, means, wanted)
    if after is not None and after.product_id == found.product_id:
        raise Invalid("succeed.itself", reference=found.reference)
    succeeding = Succeeding(
        found.supplier_id, found.product_id, after.product_id if after else None, wanted.kind, wanted.reason.strip(),
        wanted.basis.strip(), who(actor),
    )  # fmt: skip
    check_succession(means, succeeding, found.place.base)
    detail = {"kind": wanted.kind, "successor": after.reference if after else None}
    return Done.of("succeed", found, name=found.name, **detail), succeeding


def _successor(actor: Actor, means: Means, wanted: Wanted) -> Named | None:
    return named(actor, means, wanted.supplier, wanted.successor) if wanted.successor is not None else None

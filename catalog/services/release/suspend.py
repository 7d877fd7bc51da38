"""Suspend an offer at once, for safety, or lift its suspension: it stays in its lot, and nobody can order it."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.access import Actor, require
from catalog.errors import Conflict, Invalid
from catalog.means import journal
from catalog.means.means import Means
from catalog.published.acts import Intent, make
from catalog.published.done import Done
from catalog.published.naming import Named, named
from catalog.published.suspending import suspending, write_lift, write_suspensions
from catalog.queries.products import suspended_offers


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which offer: of a reference in a lot, or (lot None) in every lot. `lift`: it may be ordered again."""

    supplier: str
    reference: str
    reason: str
    lot: str | None = None
    basis: str | None = None
    lift: bool = False


def rehearse_suspend(actor: Actor, means: Means, wanted: Wanted) -> Done:
    """What would be suspended or lifted. Raises what `suspend` raises."""
    require(actor, "offer.suspend")
    return _done(_named(actor, means, wanted), means, wanted)


def suspend(actor: Actor, means: Means, wanted: Wanted) -> Done:
    """Suspend (or lift) as a publication of its own.

    Raises NotFound for an offer that is none, Invalid without a reason, Conflict when it is suspended (or is not).
    """
    require(actor, "offer.suspend")
    if not wanted.reason.strip():
        raise Invalid("act.no_reason")
    found = _named(actor, means, wanted)
    done = _done(found, means, wanted)
    ids = [found.offers[lot] for lot in done.detail["lots"]]

    def write(number: int) -> None:
        if wanted.lift:
            write_lift(means, found.supplier_id, ids, number)
            return
        reason = wanted.reason.strip()
        every = [suspending(actor, found.supplier_id, offer, reason, wanted.basis) for offer in ids]
        write_suspensions(means, every, number)

    intent = Intent(done.verb, means.clock.today(), wanted.basis, wanted.reason.strip())
    number = make(actor, means, intent, write)
    detail = {"supplier": found.supplier, "reference": found.reference, "lots": done.detail["lots"]}
    journal.write(actor, means, f"offer.{done.verb}", f"publication:{number}", reason=wanted.reason, **detail)
    return done.as_published(number)


def _named(actor: Actor, means: Means, wanted: Wanted) -> Named:
    return named(actor, means, wanted.supplier, wanted.reference)


def _done(found: Named, means: Means, wanted: Wanted) -> Done:
    chosen = sorted(found.offers) if wanted.lot is None else [found.offer(wanted.lot)[0]]
    held = suspended_offers(means.session, found.place.base)
    turn = [lot for lot in chosen if (found.offers[lot] in held) == wanted.lift]
    if not turn:
        raise Conflict("suspend.none" if wanted.lift else "suspend.already", reference=found.reference)
    return Done.of("lift" if wanted.lift else "suspend", found, name=found.name, lots=turn)

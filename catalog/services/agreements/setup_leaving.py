"""Holders that a lot's own form no longer names: they leave it, unless something of theirs hangs on the lot.

A setup file never removes a holder; only the form of the lot does, which shows all of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.orm import Session

from catalog.access import Actor
from catalog.means import journal
from catalog.means.means import Means
from catalog.models import Holder
from catalog.queries import agreements, price_clauses
from catalog.services.agreements.setup_changes import SetupLine
from catalog.services.agreements.setup_file import SetupFault, World


@dataclass(frozen=True, slots=True)
class Leaving:
    """A holder that leaves a lot: codes and ids."""

    supplier: str
    supplier_id: int
    lot: str
    lot_id: int


def leaving(session: Session, world: World) -> list[Leaving]:
    """The holders of the lots of a form that it does not name."""
    named = {(entry.facts["supplier"], entry.facts["lot"]) for entry in world.of("holder")}
    lots = agreements.lots_by_code(session, [entry.key for entry in world.of("lot")])
    cards = agreements.organisations(session)
    return [
        Leaving(code, cards[code].id, lot.code, lot.id)
        for lot in lots.values()
        for code in lot.holders
        if (code, lot.code) not in named
    ]


def faults(session: Session, world: World, gone: list[Leaving]) -> list[SetupFault]:
    """Those that cannot leave: they have or had offers, files or a schedule in the lot."""
    places = {entry.key: entry for entry in world.of("lot")}
    return [
        places[each.lot].fault("setup.holder_in_use", "holders", supplier=each.supplier)
        for each in gone
        if each.supplier_id in price_clauses.holders_in_use(session, each.lot_id)
    ]


def line(each: Leaving) -> SetupLine:
    """What is told of it."""
    return SetupLine("holder", f"{each.supplier}/{each.lot}", "gone", {"supplier": each.supplier, "lot": each.lot}, {})


def write(gone: list[Leaving], actor: Actor, means: Means) -> None:
    """Take them out, each with its line in the journal."""
    for each in gone:
        mine = (Holder.supplier_id == each.supplier_id, Holder.lot_id == each.lot_id)
        means.session.execute(delete(Holder).where(*mine), execution_options={"synchronize_session": False})
        journal.write(actor, means, "setup.holder", f"{each.supplier}/{each.lot}", change="gone")

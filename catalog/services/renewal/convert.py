"""Turn members' selections from an outgoing lot to the incoming one, and put them back.

Only what a person confirmed is turned. A line keeps its place; where the selection holds the new offer already, the
quantities are added. Each turn is kept with what it changed, and putting back takes exactly that away again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.access import Actor, require
from catalog.errors import Conflict
from catalog.means import journal
from catalog.means.locks import alone
from catalog.means.means import Means
from catalog.models import Conversion, SelectionLine
from catalog.published.renewing import Pair, both_lots, renewing
from catalog.queries import renewal
from catalog.queries.agreements import LotTerms
from catalog.queries.renewal import Converted, LineHeld, OfferKey, RenewalLine
from catalog.wording.formats import decimal_text, rate_text

MOST = 1_000_000
"""The largest quantity of a line."""


@dataclass(frozen=True, slots=True)
class Turned:
    """How many selection lines of how many members were turned (or put back)."""

    lines: int
    members: int


def convert(actor: Actor, means: Means, old_lot: str, new_lot: str) -> Turned:
    """Turn every selection line whose outgoing offer has a confirmed successor.

    Raises NotFound for lots of others, Conflict before the renewal is open or the incoming lot has begun.
    """
    require(actor, "renewal.convert")
    old, new = both_lots(actor, means, old_lot, new_lot)
    line = _opened(means, old, new)
    if new.starts > means.clock.today():
        raise Conflict("renewal.not_begun", lot=new.code, day=new.starts)
    content = renewing(means, old, new, renewal.said(means.session, line.id))
    pairs = {pair.old.offer.offer_id: pair for pair in content.pairs if pair.state == "confirmed"}
    held = renewal.lines_holding(means.session, [pair.old.offer.key for pair in pairs.values()])
    turned = [each for each in held if _turn(actor, means, line, each, pairs[each.offer_id])]
    return _told(actor, means, "renewal.convert", line, {each.organisation_id for each in turned}, len(turned))


def put_back(actor: Actor, means: Means, old_lot: str, new_lot: str) -> Turned:
    """Put every converted line back as it was. What a member has changed since is kept beside it.

    Raises NotFound for lots of others, Conflict before the renewal is open or when nothing is converted.
    """
    require(actor, "renewal.convert")
    line = _opened(means, *both_lots(actor, means, old_lot, new_lot))
    standing = renewal.converted(means.session, line.id)
    if not standing:
        raise Conflict("renewal.nothing_converted", old=old_lot, new=new_lot)
    for each in standing:
        _put_back(actor, means, line, each)
    return _told(actor, means, "renewal.put_back", line, {each.organisation_id for each in standing}, len(standing))


def _opened(means: Means, old: LotTerms, new: LotTerms) -> RenewalLine:
    line = renewal.find(means.session, old.id, new.id)
    if line is None:
        raise Conflict("renewal.not_open", old=old.code, new=new.code)
    alone(means.session, f"renewal:{old.id}:{new.id}")
    return line


def _turn(actor: Actor, means: Means, line: RenewalLine, held: LineHeld, pair: Pair) -> bool:
    """False where the line has gone since it was looked for."""
    old, new = pair.old.offer.key, _taker(pair)
    if renewal.selection_of(means.session, held.organisation_id, held.selection_id) is None:
        return False
    row = renewal.line(means.session, held.organisation_id, held.selection_id, old)
    if row is None:
        return False
    given = min(pair.quantity(row.quantity), MOST)
    means.session.add(_kept(actor, means, line, (held, old, new), (row.quantity, given), _said(pair)))
    _move(means, row, new, given)
    return True


def _taker(pair: Pair) -> OfferKey:
    assert pair.new is not None, "only confirmed pairs are turned"
    return pair.new.offer.key


def _move(means: Means, row: SelectionLine, new: OfferKey, quantity: int) -> None:
    there = renewal.line(means.session, row.organisation_id, row.selection_id, new)
    if there is None:
        row.supplier_id, row.offer_id, row.quantity = *new, quantity
    else:
        there.quantity = min(there.quantity + quantity, MOST)
        means.session.delete(row)
    means.session.flush()


def _put_back(actor: Actor, means: Means, line: RenewalLine, each: Converted) -> None:
    held = LineHeld(each.organisation_id, each.selection_id, 0, each.old[1], each.quantity)
    means.session.add(
        _kept(
            actor, means, line, (held, each.old, each.new), (each.quantity, each.new_quantity), each.told, undone=True
        )
    )
    if renewal.selection_of(means.session, each.organisation_id, each.selection_id) is None:
        return
    row = renewal.line(means.session, each.organisation_id, each.selection_id, each.new)
    if row is not None and row.quantity <= each.new_quantity:
        _move(means, row, each.old, each.quantity)
    elif row is not None:
        row.quantity -= each.new_quantity
        _again(actor, means, each)
    means.session.flush()


def _again(actor: Actor, means: Means, each: Converted) -> None:
    """The old line beside what is left of the new one."""
    there = renewal.line(means.session, each.organisation_id, each.selection_id, each.old)
    if there is not None:
        there.quantity = min(there.quantity + each.quantity, MOST)
        return
    means.session.add(
        SelectionLine(
            organisation_id=each.organisation_id, selection_id=each.selection_id, supplier_id=each.old[0],
            offer_id=each.old[1], quantity=each.quantity, recorded_at=means.clock.now(), **actor.by,
        )
    )  # fmt: skip


def _kept(
    actor: Actor,
    means: Means,
    line: RenewalLine,
    what: tuple[LineHeld, OfferKey, OfferKey],
    quantities: tuple[int, int],
    told: Mapping[str, Any],
    *,
    undone: bool = False,
) -> Conversion:
    held, old, new = what
    return Conversion(
        organisation_id=held.organisation_id, selection_id=held.selection_id, renewal_id=line.id,
        old_supplier_id=old[0], old_offer_id=old[1], new_supplier_id=new[0], new_offer_id=new[1],
        quantity=quantities[0], new_quantity=quantities[1], told=dict(told), undone=undone, recorded_at=means.clock.now(), **actor.by,
    )  # fmt: skip


def _said(pair: Pair) -> dict[str, Any]:
    """What the member is shown afterwards: names, both prices and their unit, the gap, attributes no longer proven."""
    gap = pair.gap
    names = {
        "old": pair.old.offer.name,
        "reference": pair.old.offer.reference,
        "supplier": pair.old.offer.supplier_name,
    }
    lost = {"lost": list(pair.lost), "gained": list(pair.gained), "currency": pair.old.offer.currency}
    if gap is None:
        return names | lost
    percent = None if gap.percent is None else rate_text(gap.percent)
    return (
        names
        | lost
        | {"before": decimal_text(gap.before), "after": decimal_text(gap.after), "unit": gap.unit, "percent": percent}
    )


def _told(actor: Actor, means: Means, action: str, line: RenewalLine, members: set[int], lines: int) -> Turned:
    journal.write(actor, means, action, f"renewal:{line.id}", lines=lines, members=len(members))
    return Turned(lines, len(members))

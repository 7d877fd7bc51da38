"""One value corrected by hand: what it changes, and how it is written. The supplier's own value is kept beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select, update

from catalog.access import Actor
from catalog.errors import Conflict, Invalid
from catalog.means.clock import day_of
from catalog.means.means import Means
from catalog.models import Correction, new_id
from catalog.published.by_hand import offer_version, product_version, write_offer, write_product
from catalog.published.versions import UNSEEN, insert_all
from catalog.queries import corrections
from catalog.queries.corrections import CorrectionLine
from catalog.staging.corrections import OF_PRICE, Corrected, Met, repriced, same
from catalog.staging.typed import kept, read

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Correcting:
    """A correction about to be written. offer_id None: of the product itself. withdrawn: the supplier's value again."""

    supplier_id: int
    product_id: int
    offer_id: int | None
    reference: str
    lot: str | None
    field: str
    value: Any
    reason: str
    withdrawn: bool = False
    by_organisation_id: int | None = None
    by_account_id: int | None = None

    def by(self, actor: Actor) -> Correcting:
        """The same, as this person's."""
        return replace(self, by_organisation_id=actor.organisation_id, by_account_id=actor.account_id)


def effect(means: Means, wanted: Correcting, publication: int) -> tuple[Values, Values]:
    """The fields that change in a publication: before and after.

    Raises Conflict when it has no such product or offer, or nothing to withdraw, or the value stands already.
    """
    row = _row(means, wanted, publication)
    mine = _mine(means, wanted, publication)
    held = next((each for each in mine if each.field == wanted.field), None)
    if wanted.withdrawn and held is None:
        raise Conflict("correct.none", reference=wanted.reference, field=wanted.field)
    value = read(wanted.field, held.seen) if wanted.withdrawn and held else wanted.value
    changed = _changed(row, wanted, value, mine)
    before = {name: row[name] for name in changed}
    if not wanted.withdrawn and same(row[wanted.field], value):
        raise Conflict("correct.same", reference=wanted.reference, field=wanted.field)
    return before, changed


def write_correction(means: Means, wanted: Correcting, number: int) -> None:
    """Make it part of publication `number`. Raises what `effect` raises."""
    _, changed = effect(means, wanted, number)
    row, mine = _row(means, wanted, number), _mine(means, wanted, number)
    held = next((each for each in mine if each.field == wanted.field), None)
    seen = held.seen if held else kept(_supplier_said(row, wanted, mine))
    if wanted.offer_id is None:
        write_product(means.session, row, changed, number)
    else:
        write_offer(means.session, row, changed, number)
    if held:
        _end(means, [held.id], wanted.supplier_id, number, None)
    if not wanted.withdrawn:
        insert_all(means.session, Correction, [_correction(means, wanted, seen, number)])


def corrected_of(means: Means, supplier_id: int, publication: int) -> tuple[Corrected, ...]:
    """The corrections of a supplier's catalogue in force in a publication, as a staged file meets them."""
    return tuple(_corrected(line) for line in corrections.corrections(means.session, supplier_id, publication))


def settle(means: Means, supplier_id: int, met: Sequence[Met], number: int) -> None:
    """What a file's new values do to corrections: one ends with the value that ended it; one kept now answers that value."""
    for each in met:
        if not each.changed:
            continue
        if each.state == "lapsed":
            _end(means, [each.correction.id], supplier_id, number, kept(each.now))
        else:
            row = means.session.execute(_by_id(supplier_id, each.correction.id)).mappings().one()
            _end(means, [each.correction.id], supplier_id, number, None)
            again = {"id": new_id(), "seen": kept(each.now), "since": number, "until": None, "lapsed": None}
            insert_all(means.session, Correction, [{**dict(row), **again}])


def correcting_of(means: Means, publication: int) -> list[Correcting]:
    """What a publication of kind `correct` did, to be done again."""
    one = Correction
    begun = means.session.execute(select(one.__table__).where(one.since == publication)).mappings().all()
    rows = begun or means.session.execute(select(one.__table__).where(one.until == publication)).mappings().all()
    return [_again(means, dict(row), publication, withdrawn=not begun) for row in rows]


def _again(means: Means, row: Values, publication: int, *, withdrawn: bool) -> Correcting:
    version = product_version(means.session, row["supplier_id"], row["product_id"], publication)
    return Correcting(
        row["supplier_id"], row["product_id"], row["offer_id"], version["reference"] if version else "", None,
        row["field"], read(row["field"], row["value"]), row["reason"], withdrawn, row["by_organisation_id"],
        row["by_account_id"],
    )  # fmt: skip


def _row(means: Means, wanted: Correcting, publication: int) -> Values:
    session = means.session
    row = (
        product_version(session, wanted.supplier_id, wanted.product_id, publication)
        if wanted.offer_id is None
        else offer_version(session, wanted.supplier_id, wanted.offer_id, publication)
    )
    if row is None:
        raise Conflict("correct.gone", reference=wanted.reference)
    return row


def _mine(means: Means, wanted: Correcting, publication: int) -> list[CorrectionLine]:
    """The corrections of the same product, or of the same offer, in force."""
    found = corrections.corrections(means.session, wanted.supplier_id, publication)
    return [each for each in found if (each.product_id, each.offer_id) == (wanted.product_id, wanted.offer_id)]


def _changed(row: Values, wanted: Correcting, value: Any, mine: Sequence[CorrectionLine]) -> dict[str, Any]:
    """The field, and the price where it follows from the field."""
    changed = {wanted.field: value}
    fixed = any(each.field == "price" for each in mine)
    if wanted.field in OF_PRICE and not fixed:
        changed |= repriced(row, {**row, **changed})
        if changed.get("price", 0) is None:
            raise Invalid("correct.no_price", reference=wanted.reference, field=wanted.field)
    return changed


def _supplier_said(row: Values, wanted: Correcting, mine: Sequence[CorrectionLine]) -> Any:
    """The supplier's own value of the field; a price, as it was before a corrected rate or basis."""
    if wanted.field != "price":
        return row[wanted.field]
    own = {**row, **{each.field: read(each.field, each.seen) for each in mine if each.field in OF_PRICE}}
    return repriced(row, own).get("price", row["price"])


def _correction(means: Means, wanted: Correcting, seen: dict[str, Any], number: int) -> dict[str, Any]:
    names = ("supplier_id", "product_id", "offer_id", "field", "reason", "by_organisation_id", "by_account_id")
    said = {name: getattr(wanted, name) for name in names}
    return said | {
        "id": new_id(), "value": kept(wanted.value), "seen": seen, "since": number, "until": None, "lapsed": None,
        "recorded_at": means.clock.now(),
    }  # fmt: skip


def _end(means: Means, ids: Sequence[int], supplier_id: int, number: int, lapsed: dict[str, Any] | None) -> None:
    ending = update(Correction).where(Correction.supplier_id == supplier_id, Correction.id.in_(ids))
    means.session.execute(ending.values(until=number, lapsed=lapsed), execution_options=UNSEEN)


def _by_id(supplier_id: int, number: int) -> Any:
    return select(Correction.__table__).where(Correction.supplier_id == supplier_id, Correction.id == number)


def _corrected(line: CorrectionLine) -> Corrected:
    value, seen = read(line.field, line.value), read(line.field, line.seen)
    on = day_of(line.recorded_at)
    return Corrected(line.id, line.reference, line.lot, line.field, value, seen, line.reason, line.by, on)

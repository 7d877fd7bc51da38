"""Correct one value by hand, at once: the supplier's own value is kept beside it, and ends it once it changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from catalog.access import Actor, require
from catalog.errors import Invalid
from catalog.means import journal
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.published.acts import Intent, make
from catalog.published.correcting import Correcting, effect, write_correction
from catalog.published.done import Done
from catalog.published.naming import Named, named
from catalog.published.tags import vocabulary_of
from catalog.published.told import plain
from catalog.staging.typed import OF_OFFER, OF_PRODUCT, Unreadable, typed


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asks: which field of which product (or of its offer in a lot), and what it should say.

    text: as typed, "" for no value; None takes the correction back. lot: where there are several, for a term.
    """

    supplier: str
    reference: str
    field: str
    text: str | None
    reason: str
    lot: str | None = None
    basis: str | None = None


def rehearse_correct(actor: Actor, means: Means, wanted: Wanted) -> Done:
    """What the correction would change. Raises what `correct` raises."""
    require(actor, "publication.correct")
    found = _named(actor, means, wanted)
    return _told(means, found, _correcting(means, found, wanted))


def correct(actor: Actor, means: Means, wanted: Wanted) -> Done:
    """Correct one value (or take a correction back) as a publication of its own.

    Raises NotFound for a product that is none, Invalid for a field or a value that is none, or without a reason;
    Conflict when nothing would change.
    """
    require(actor, "publication.correct")
    if not wanted.reason.strip():
        raise Invalid("act.no_reason")
    found = _named(actor, means, wanted)
    correcting = _correcting(means, found, wanted).by(actor)
    told = _told(means, found, correcting)
    intent = Intent("correct", means.clock.today(), wanted.basis, wanted.reason.strip())
    number = make(actor, means, intent, lambda made: write_correction(means, correcting, made))
    detail = {"supplier": found.supplier, "reference": found.reference, "lot": correcting.lot, "field": wanted.field}
    journal.write(actor, means, "publication.correct", f"publication:{number}", reason=wanted.reason, **detail)
    return told.as_published(number)


def fields_to_correct() -> tuple[str, ...]:
    """The fields that a person may correct."""
    return (*OF_PRODUCT, *OF_OFFER)


def _named(actor: Actor, means: Means, wanted: Wanted) -> Named:
    if wanted.field not in fields_to_correct():
        raise Invalid("correct.field", field=wanted.field, fields=", ".join(fields_to_correct()))
    return named(actor, means, wanted.supplier, wanted.reference)


def _correcting(means: Means, found: Named, wanted: Wanted) -> Correcting:
    lot, offer = found.offer(wanted.lot) if wanted.field in OF_OFFER else (None, None)
    value = None if wanted.text is None else _value(means, wanted.field, wanted.text)
    return Correcting(
        found.supplier_id, found.product_id, offer, found.reference, lot, wanted.field, value, wanted.reason.strip(),
        withdrawn=wanted.text is None,
    )  # fmt: skip


def _value(means: Means, field: str, text: str) -> Any:
    try:
        return typed(field, text, vocabulary_of(means.session, end_of(means.clock.today())))
    except Unreadable as fault:
        raise Invalid("correct.unreadable", field=field, value=text, cause=fault.code) from fault


def _told(means: Means, found: Named, correcting: Correcting) -> Done:
    before, after = effect(means, correcting, found.place.base)
    cells = [
        {"reference": found.reference, "lot": correcting.lot, "field": name, "before": plain(name, before[name]),
         "after": plain(name, after[name])}
        for name in after
    ]  # fmt: skip
    return Done.of("correct", found, name=found.name, lot=correcting.lot, field=correcting.field, cells=cells)

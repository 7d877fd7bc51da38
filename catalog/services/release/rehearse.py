"""Rehearse a batch: what publishing it would change, cell by cell, before anything is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog.access import Actor, require
from catalog.errors import NotFound
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.models import Batch
from catalog.published.acts import place_of
from catalog.published.effects import Effects, effects_of
from catalog.published.effects_report import effects_json, for_supplier
from catalog.published.price_report import price_question as price_question
from catalog.published.price_report import prices_json
from catalog.published.price_verdicts import Judged
from catalog.published.rehearsal import Found, erases, found_of, withdraws
from catalog.published.successions import QUESTION, Proposal, answered, proposals
from catalog.published.told import MONEY as MONEY
from catalog.published.told import QUANTITIES as QUANTITIES
from catalog.published.told import RATES as RATES
from catalog.published.told import SHOWN as SHOWN
from catalog.published.told import both, cell_json, plain
from catalog.queries import agreements, intake, ranges
from catalog.staging.changes import Cell as Cell
from catalog.staging.changes import Changes
from catalog.staging.corrections import Met as Met


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The changes against the current publication, and whether missing offers would be withdrawn.

    names: reference -> name of what the batch names or leaves out, for whoever reads the changes. above: publications
    that wait for a later day, and would be published again on top. corrections: those that the file says something of. former:
    (as the file writes it, as it is shown) of references that changed. renames: those that a person answered.
    successions: what became of references that the file leaves out, as proposed; `answered`: reference -> answer. erases: a
    person lets the file's empty cells erase what was said of its products.
    """

    publication: int
    changes: Changes
    withdraws: bool
    names: Mapping[str, str]
    above: tuple[int, ...] = ()
    corrections: tuple[Met, ...] = ()
    former: tuple[tuple[str, str], ...] = ()
    renames: Mapping[str, str] = field(default_factory=dict)
    successions: tuple[Proposal, ...] = ()
    answered: Mapping[str, str] = field(default_factory=dict)
    prices: Judged | None = None
    effects: Effects = field(default_factory=Effects)
    erases: bool = False

    def json(self) -> dict[str, Any]:
        """Counts first, then what changes; `questions` holds the withdrawal while nobody answered it."""
        found = self.changes
        return {
            "against": self.publication,
            "above": list(self.above),
            "new_products": found.new_products,
            "new_offers": found.new_offers,
            "changed_offers": found.changed_offers,
            "same_offers": found.same_offers,
            "gone_offers": len(found.gone),
            "withdrawn_offers": len(found.gone) if self.withdraws else 0,
            "incomplete": list(found.incomplete[:SHOWN]),
            "gone": [{"reference": reference, "lot": lot} for reference, lot in found.gone[:SHOWN]],
            "cells": [cell_json(cell) for cell in found.first_cells(SHOWN)],
            "cells_total": found.cell_count,
            **self._held_json(),
            "former_references": [{"written": old, "reference": now} for old, now in self.former[:SHOWN]],
            "renames": [{"before": old, "after": new} for old, new in self.renames.items()],
            "successions": [succession_json(each, self.answered) for each in self.successions[:SHOWN]],
            "successions_total": len(self.successions),
            "prices": prices_json(self.prices) if self.prices else None,
            "effects": effects_json(self.effects, self.names),
        }

    def _held_json(self) -> dict[str, Any]:
        """What stands against the file: people's corrections, and what was said where it leaves a cell empty."""
        left = self.changes.left_rows
        return {
            "corrections": [correction_json(each) for each in self.corrections[:SHOWN]],
            "corrections_total": len(self.corrections),
            "left_empty": left.slice(0, SHOWN).to_pylist(),
            "left_empty_total": left.num_rows,
            "left_empty_erased": self.erases,
        }


def rehearse(actor: Actor, means: Means, batch_id: int, effective: dt.date | None = None) -> Rehearsal:
    """The rehearsal of one batch, against the publication that it will stand on when it takes effect (default: today).

    Raises NotFound for another supplier's, as for none; Invalid for a day that is past.
    """
    batch = intake.find(means.session, batch_id, agreements.scope_today(means.session, actor, means.clock))
    require(actor, "batch.read", batch.supplier_id if batch else -1)
    if batch is None:
        raise NotFound("batch.unknown", batch=batch_id)
    place = place_of(means, effective or means.clock.today())
    day = effective or means.clock.today()
    found = found_of(means, batch, place.base, day)
    above = tuple(act.number for act in place.above)
    return Rehearsal(
        place.base, found.changes, withdraws(batch), found.names(), above, corrections=found.corrections, prices=found.prices,
        former=found.former, renames=found.renames, successions=proposals(found.changes, found.stands),
        answered=answered(batch), effects=_effects(actor, means, batch, found, place.base, day),
        erases=erases(batch),
    )  # fmt: skip


def _effects(actor: Actor, means: Means, batch: Batch, found: Found, base: int, day: dt.date) -> Effects:
    """A supplier is told less: see `for_supplier`."""
    code = next(each.code for each in agreements.organisations(means.session).values() if each.id == batch.supplier_id)
    today = means.clock.today()
    effects = effects_of(
        means, batch.supplier_id, code, found, base, day, withdraw=withdraws(batch),
        known=ranges.seen_by(means.session, actor, today, end_of(today)),
        scope=agreements.scope_today(means.session, actor, means.clock),
    )  # fmt: skip
    return for_supplier(effects) if actor.kind == "supplier" else effects


def withdraw_question(rehearsal: Rehearsal, lots: tuple[str, ...]) -> dict[str, Any] | None:
    """The question put to a person when a full file leaves offers out and nobody has answered yet."""
    if not rehearsal.changes.gone or rehearsal.withdraws:
        return None
    params = {"n": len(rehearsal.changes.gone), "lots": ", ".join(lots)}
    return {"id": "withdraw", **both("question.withdraw", params), "choices": ["yes", "no"]}


def corrections_question(rehearsal: Rehearsal) -> dict[str, Any] | None:
    """The question whether corrections stay where the supplier's value changed; publishing does not wait for it."""
    n = sum(each.state == "lapsed" for each in rehearsal.corrections)
    if not n:
        return None
    return {"id": "corrections", **both("question.corrections", {"n": n}), "choices": ["supplier", "keep"]}


def succession_json(proposal: Proposal, said: Mapping[str, str]) -> dict[str, Any]:
    """What may have become of a reference; `question` is answered with one of `choices`, `answer`: what was."""
    return {
        "old": proposal.old,
        "new": proposal.new,
        "old_name": proposal.old_name,
        "new_name": proposal.new_name,
        "why": proposal.why,
        "score": proposal.score,
        "question": f"{QUESTION}{proposal.old}",
        "stays": proposal.stays,
        "choices": list(proposal.choices),
        "answer": said.get(proposal.old),
    }


def correction_json(met: Met) -> dict[str, Any]:
    """A correction that a file meets: the person's value, what the supplier said before it and says now."""
    held = met.correction
    return {
        "reference": held.reference,
        "lot": held.lot,
        "field": held.field,
        "corrected": plain(held.field, held.value),
        "supplier_before": plain(held.field, held.seen),
        "supplier_now": plain(held.field, met.now),
        "state": met.state,
        "by": held.by,
        "reason": held.reason,
        "on": held.on.isoformat() if held.on else None,
    }

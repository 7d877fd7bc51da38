"""Answer a question of a batch, or correct its mapping: the file is then read again with what is known now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple

from catalog.access import Actor, require
from catalog.errors import Conflict, Invalid, NotFound
from catalog.means import journal
from catalog.means.means import Means
from catalog.models import Batch
from catalog.published import remembering
from catalog.published.successions import ANSWERS, possible
from catalog.published.successions import QUESTION as SUCCESSION
from catalog.queries import agreements, intake
from imports.record import Repair

PRICES = "price_clause"
CORRECTIONS = "corrections"
EMPTIED = "emptied"
LATER: Mapping[str, tuple[str, ...]] = {
    "withdraw": ("yes", "no"),
    CORRECTIONS: ("supplier", "keep"),
    EMPTIED: ("stay", "erase"),
    PRICES: ("accept", "keep", "allowed"),
}
"""Questions that no file can answer, with their choices: what becomes of offers that a full file no longer names, of
people's corrections, of what was said of a product in a cell that the file leaves empty, of prices beyond the clause of their lot. They are answered without reading the file again."""
ALWAYS = frozenset({*LATER, "sheet", "columns"})
"""Questions a person may answer before the file asks them."""
OPEN = frozenset({"reference", "columns"})
"""Questions whose choices are proposals: any headers may be named. The others take one of their choices."""


def answer(
    actor: Actor,
    means: Means,
    batch_id: int,
    answers: dict[str, str],
    mapping: dict[str, str] | None = None,
    repairs: Sequence[Repair] = (),
) -> None:
    """Record answers (question -> value) and mapped columns (header -> field), and remember them for the next file.

    repairs: cells as a person wrote them again, for this file alone.

    Raises Conflict once it is published, Invalid for a question that was not asked or a value that is no choice. An
    answer that is changed later is judged by the next reading alone: its choices are no longer at hand.
    """
    scope = agreements.scope_today(means.session, actor, means.clock)
    batch = intake.find(means.session, batch_id, scope, for_change=True)
    require(actor, "batch.answer", batch.supplier_id if batch else -1)
    if batch is None:
        raise NotFound("batch.unknown", batch=batch_id)
    if batch.state == "published":
        raise Conflict("batch.closed", batch=batch_id, state=batch.state)
    if PRICES in answers:
        require(actor, "price_clause.answer")
    if any(question in (CORRECTIONS, EMPTIED) or question.startswith(SUCCESSION) for question in answers):
        require(actor, "batch.decide")
    for question, value in answers.items():
        _possible(batch, question, value)
    batch.answers = _with(batch, answers, mapping or {}) | _repaired(batch, repairs)
    if remembering.teaches(answers, mapping):
        remembering.keep(actor, means, batch)
    journal.write(
        actor, means, "batch.answer", f"batch:{batch_id}", answers=answers, mapping=mapping or {}, repairs=len(repairs)
    )


def _possible(batch: Batch, question: str, value: str) -> None:
    if question.startswith(SUCCESSION):
        if not possible(value):
            raise Invalid("answer.no_choice", question=question, value=value, choices=", ".join(ANSWERS))
        return
    asked = {each["id"]: each["choices"] for each in batch.report.get("questions", ())} | dict(LATER)
    if question not in asked.keys() | ALWAYS | set(batch.answers.get("answers", {})):
        raise Invalid("answer.not_asked", question=question, asked=", ".join(sorted(asked)))
    choices = asked.get(question, ())
    if choices and question not in OPEN and value not in choices:
        raise Invalid("answer.no_choice", question=question, value=value, choices=", ".join(choices))


def _with(batch: Batch, answers: dict[str, str], mapping: dict[str, str]) -> dict[str, object]:
    said = dict(batch.answers)
    said["answers"] = {**said.get("answers", {}), **answers}
    said["mapping"] = {**said.get("mapping", {}), **mapping}
    said["sheet"] = answers.get("sheet") or said.get("sheet")
    return said


def _repaired(batch: Batch, repairs: Sequence[Repair]) -> dict[str, object]:
    """The cells rewritten so far, a later word on the same cell in place of an earlier one."""
    kept = {tuple(each[:3]): list(each) for each in batch.answers.get("repairs", ())}
    kept |= {(each.sheet, each.row, each.column): list(astuple(each)) for each in repairs}
    return {"repairs": list(kept.values())} if kept else {}


def must_read_again(answers: dict[str, str], mapping: dict[str, str] | None, repairs: Sequence[Repair] = ()) -> bool:
    """Whether an answer changes what the file says (those of LATER and of successions do not)."""
    asked = {question for question in answers if question not in LATER and not question.startswith(SUCCESSION)}
    return bool(mapping or asked or repairs)

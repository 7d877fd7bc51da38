"""Answer a question of a batch, or correct its mapping: the file is then read again with what is known now."""

from __future__ import annotations

from catalog.access import Actor, require
from catalog.errors import Conflict, Invalid, NotFound
from catalog.means import journal
from catalog.means.means import Means
from catalog.models import Batch
from catalog.published import remembering
from catalog.queries import agreements, intake

WITHDRAW = "withdraw"
"""The one question that the file cannot answer: whether offers that a full file no longer names are withdrawn."""
YES_NO = ("yes", "no")
ALWAYS = frozenset({WITHDRAW, "sheet", "columns"})
"""Questions a person may answer before the file asks them."""
OPEN = frozenset({"reference", "columns"})
"""Questions whose choices are proposals: any headers may be named. The others take one of their choices."""


def answer(
    actor: Actor, means: Means, batch_id: int, answers: dict[str, str], mapping: dict[str, str] | None = None
) -> None:
    """Record answers (question -> value) and mapped columns (header -> field), and remember them for the next file.

    Raises Conflict once it is published, Invalid for a question that was not asked or a value that is no choice. An
    answer that is changed later is judged by the next reading alone: its choices are no longer at hand.
    """
    batch = intake.find(means.session, batch_id, agreements.scope_today(means.session, actor, means.clock))
    require(actor, "batch.answer", batch.supplier_id if batch else -1)
    if batch is None:
        raise NotFound("batch.unknown", batch=batch_id)
    if batch.state == "published":
        raise Conflict("batch.closed", batch=batch_id, state=batch.state)
    for question, value in answers.items():
        _possible(batch, question, value)
    batch.answers = _with(batch, answers, mapping or {})
    if remembering.teaches(answers, mapping):
        remembering.keep(actor, means, batch)
    journal.write(actor, means, "batch.answer", f"batch:{batch_id}", answers=answers, mapping=mapping or {})


def _possible(batch: Batch, question: str, value: str) -> None:
    asked = {each["id"]: each["choices"] for each in batch.report.get("questions", ())} | {WITHDRAW: YES_NO}
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


def must_read_again(answers: dict[str, str], mapping: dict[str, str] | None) -> bool:
    """Whether an answer changes what the file says (all but `withdraw`)."""
    return bool(mapping) or bool(answers.keys() - {WITHDRAW})

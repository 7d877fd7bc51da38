"""Answer a question of a batch, or correct its mapping: the file is then read again with what is known now."""

from __future__ import annotations

from catalog.access import Actor, require
from catalog.errors import Conflict, Invalid, NotFound
from catalog.means import journal
from catalog.means.means import Means
from catalog.models import Batch
from catalog.queries import agreements, intake

WITHDRAW = "withdraw"
"""The one question that the file cannot answer: whether offers that a full file no longer names are withdrawn."""
YES_NO = ("yes", "no")


def answer(
    actor: Actor, means: Means, batch_id: int, answers: dict[str, str], mapping: dict[str, str] | None = None
) -> None:
    """Record answers (question -> value) and mapped columns (header -> field). Raises Conflict once it is published.

    The values of `sheet` and of the file's own questions are judged by the next reading; `withdraw` is yes or no.
    """
    batch = intake.find(means.session, batch_id, agreements.scope_today(means.session, actor, means.clock))
    require(actor, "batch.answer", batch.supplier_id if batch else -1)
    if batch is None:
        raise NotFound("batch.unknown", batch=batch_id)
    if batch.state == "published":
        raise Conflict("batch.closed", batch=batch_id, state=batch.state)
    if answers.get(WITHDRAW, "no") not in YES_NO:
        raise Invalid("answer.not_yes_no", value=answers[WITHDRAW])
    batch.answers = _with(batch, answers, mapping or {})
    journal.write(actor, means, "batch.answer", f"batch:{batch_id}", answers=answers, mapping=mapping or {})


def _with(batch: Batch, answers: dict[str, str], mapping: dict[str, str]) -> dict[str, object]:
    said = dict(batch.answers)
    said["answers"] = {**said.get("answers", {}), **answers}
    said["mapping"] = {**said.get("mapping", {}), **mapping}
    said["sheet"] = answers.get("sheet") or said.get("sheet")
    return said


def must_read_again(answers: dict[str, str], mapping: dict[str, str] | None) -> bool:
    """Whether an answer changes what the file says (all but `withdraw`)."""
    return bool(mapping) or bool(answers.keys() - {WITHDRAW})

"""Withdraw a proof before its end, with a reason. The proof stays on record; from the day after, nothing rests on it."""

from __future__ import annotations

import datetime as dt

from catalog.access import Actor, require
from catalog.errors import Conflict, Invalid
from catalog.evidence.proof_access import only_own, proof_for
from catalog.means import journal
from catalog.means.means import Means
from catalog.models import ProofEnding
from catalog.queries import proof_list

LONGEST_REASON = 2000
ONE_DAY = dt.timedelta(days=1)


def end(actor: Actor, means: Means, proof_id: int, reason: str, last_day: dt.date | None = None) -> int:
    """The id of the ending. last_day: the last day on which it still holds; None: yesterday, so that it ends at once.

    Reviewers end any proof, a supplier those that cover its own products alone. Raises NotFound, NotAllowed, Invalid
    without a reason or for a day that lies before its beginning, Conflict where it ends as early already.
    """
    require(actor, "proof.end")
    proof = proof_for(actor, means, proof_id)
    only_own(actor, means, proof, "proof.end")
    said = reason.strip()
    if not said or len(said) > LONGEST_REASON:
        raise Invalid("proof.reason_missing", most=LONGEST_REASON)
    day = last_day or means.clock.today() - ONE_DAY
    _plausible(means, proof_id, proof.valid_from, day)
    ending = ProofEnding(proof_id=proof_id, last_day=day, reason=said, recorded_at=means.clock.now(), **actor.by)
    means.session.add(ending)
    means.session.flush()
    journal.write(actor, means, "proof.end", f"proof:{proof_id}", last_day=day.isoformat(), reason=said)
    return ending.id


def _plausible(means: Means, proof_id: int, valid_from: dt.date, day: dt.date) -> None:
    line = proof_list.proof_line(means.session, proof_id)
    if line is not None and line.last_day is not None and line.last_day <= day:
        raise Conflict("proof.ends_already", day=line.last_day)
    if day < min(valid_from, means.clock.today()) - ONE_DAY:
        raise Invalid("proof.ending_early", day=day, start=valid_from)

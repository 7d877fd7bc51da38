"""A person's word on lines: looked at again under a lock, so that nobody speaks over what they have not seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.access import Actor
from catalog.errors import Conflict, Invalid
from catalog.means.clock import PARIS, day_of
from catalog.means.means import Means
from catalog.models import TagDecision, new_ids
from catalog.queries.decided import Word
from catalog.validating.line_words import UNSAID
from catalog.validating.tag_lines import Choice

REASONS = ("not_applicable", "outdated", "other_product")
"""What a supplier may choose when it contests; `contest.CODE` says each."""
LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True)
class Speech:
    """What is said. side: "supplier" or "central"; verdict: as `TagDecision`; request: that it answers."""

    side: str
    verdict: str
    reason: str = ""
    reason_code: str | None = None
    request: int | None = None

    def checked(self) -> Speech:
        """With its reason trimmed. Raises Invalid for a contest or ruling without one, and for one too long."""
        if self.reason_code is not None and self.reason_code not in REASONS:
            raise Invalid("contest.reason_unknown", value=self.reason_code, known=", ".join(REASONS))
        said = self.reason.strip()
        if len(said) > LONGEST_REASON:
            raise Invalid("contest.reason_long", most=LONGEST_REASON)
        if not said and self.reason_code is None and self.verdict in ("contest", "for", "against"):
            raise Invalid("contest.reason_missing")
        kept = said if self.verdict == "accept" else said or UNSAID
        return Speech(self.side, self.verdict, kept, self.reason_code, self.request)


def already(speech: Speech, choice: Choice, seen: str, words: Sequence[Word]) -> bool:
    """Whether the very same was said already (a form sent twice).

    Raises Conflict where somebody spoke since the line was shown, and where its evidence changed.
    """
    last = words[-1] if words else None
    if last and _same(speech, choice, last):
        return True
    if (last.id if last else 0) != choice.known and last:
        raise Conflict(f"line.meanwhile.{last.side}.{last.verdict}", time=time_of(last.at), on=day_of(last.at))
    if seen != choice.seen:
        raise Conflict("line.evidence_moved")
    return False


def _same(speech: Speech, choice: Choice, last: Word) -> bool:
    said = (last.side, last.verdict, last.seen, last.reason_code, last.reason)
    return said == (speech.side, speech.verdict, choice.seen, speech.reason_code, speech.reason)


def speak(actor: Actor, means: Means, supplier_id: int, lines: Sequence[tuple[int, str, str]], speech: Speech) -> None:
    """Add a word on each of (product id, attribute, seen). Whoever calls has looked at them under a lock."""
    now = means.clock.now()
    ids = new_ids(len(lines))
    means.session.add_all(
        TagDecision(
            supplier_id=supplier_id, id=number, product_id=product, attribute=attribute, side=speech.side,
            verdict=speech.verdict, reason_code=speech.reason_code, reason=speech.reason, seen=seen,
            request_id=speech.request, link_id=actor.link_id, said_by=actor.name, recorded_at=now, **actor.by,
        )
        for number, (product, attribute, seen) in zip(ids, lines, strict=True)
    )  # fmt: skip
    means.session.flush()


def time_of(moment: dt.datetime) -> str:
    """The time of day in Paris, as a person reads it."""
    return f"{moment.astimezone(PARIS):%H:%M}"

"""Where a line stands between its two sides: what each said last, whether it still holds, what asks again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from catalog.queries.decided import Word
from catalog.wording.sentences import say

State = Literal["undecided", "accepted", "contested", "again"]
SUPPLIER, CENTRAL = "supplier", "central"
RULINGS = ("for", "against")
UNSAID = "–"
"""What is kept as the reason where a person gave none and none is needed."""


@dataclass(frozen=True, slots=True)
class Said:
    """One side's word. lapsed: the evidence has changed since. by: the person as shown."""

    side: str
    verdict: str
    reason_code: str | None
    reason: str
    at: dt.datetime
    by: str
    lapsed: bool = False

    def words(self, language: str) -> str:
        """The reason as a person reads it: the chosen one, then what was written."""
        chosen = say(f"contest.{self.reason_code}", {}, language) if self.reason_code else ""
        written = "" if self.reason == UNSAID else self.reason
        return ". ".join(part for part in (chosen, written) if part)


@dataclass(frozen=True, slots=True)
class Stand:
    """The supplier's state of a line. mine, theirs: the word of the supplier, of the central body, that stands.

    before: what the supplier had said until the evidence changed, or until a ruling. known: the last word's id, 0: none.
    """

    state: State
    mine: Said | None = None
    theirs: Said | None = None
    before: Said | None = None
    known: int = 0


def stand(words: Sequence[Word], seen: str) -> Stand:
    """Where a line stands. words: all that was said of it, the oldest first; seen: the digest of its evidence now."""
    if not words:
        return Stand("undecided")
    mine, theirs, closed = _last(words)
    said = {word.id: _said(word, lapsed=_lapsed(word, seen)) for word in (mine, theirs, closed) if word}
    theirs_said, known = (said[theirs.id] if theirs else None), words[-1].id
    if mine is None:
        return Stand("undecided", None, theirs_said, said[closed.id] if closed else None, known)
    spoken = said[mine.id]
    if spoken.lapsed:
        return Stand("again", None, theirs_said, spoken, known)
    return Stand("contested" if mine.verdict == "contest" else "accepted", spoken, theirs_said, None, known)


def contested_by(words: Sequence[Word]) -> dict[str, Word]:
    """Side -> its open contest: the last one without a later word of that side or a later ruling."""
    found: dict[str, Word] = {}
    for word in words:
        if word.verdict == "contest":
            found[word.side] = word
        elif word.verdict in RULINGS:
            found.clear()
        else:
            found.pop(word.side, None)
    return found


def ruled(words: Sequence[Word], seen: str) -> Word | None:
    """The ruling that still holds."""
    last = next((word for word in reversed(words) if word.verdict in RULINGS), None)
    return last if last and last.seen == seen else None


def _last(words: Sequence[Word]) -> tuple[Word | None, Word | None, Word | None]:
    """The supplier's word, the central body's, and the supplier's contest that a ruling closed."""
    mine: Word | None = None
    theirs: Word | None = None
    closed: Word | None = None
    for word in words:
        if word.side == CENTRAL:
            theirs = None if word.verdict == "withdraw" else word
            if word.verdict in RULINGS and mine and mine.verdict == "contest":
                mine, closed = None, mine
        else:
            mine, closed = (None if word.verdict == "withdraw" else word), None
    return mine, theirs, closed


def _said(word: Word, *, lapsed: bool) -> Said:
    return Said(word.side, word.verdict, word.reason_code, word.reason, word.at, word.said_by, lapsed)


def _lapsed(word: Word, seen: str) -> bool:
    """A contest stays whatever becomes of the evidence."""
    return word.verdict != "contest" and word.seen != seen

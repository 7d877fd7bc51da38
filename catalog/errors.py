"""What a person is refused. One tree; the command line, the API and the screens draw it alike.

    Refusal                 code and parameters; `catalog.wording` makes the sentence
    ├── NotAllowed          this person may not do that here (an object of others answers NotFound, never this)
    ├── NotFound            there is no such thing, or none that this person may know of
    ├── Invalid             what was asked makes no sense as it stands
    ├── Conflict            it would have been right a moment ago: somebody or something came first
    └── Busy                another work holds what this one needs; try again

Whatever is not a Refusal is a bug: logged with an id, shown as "something failed, id ...", nothing half written.
"""

from __future__ import annotations

from collections.abc import Mapping


class Refusal(Exception):
    """Something asked for is refused: a stable code (a line of `wording/refusals.csv`) and its parameters."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params: Mapping[str, object] = params


class NotAllowed(Refusal):
    """The actor has not this right, or not on this owner's things."""


class NotFound(Refusal):
    """No such thing for this actor. Another's thing and none at all give the same answer."""


class Invalid(Refusal):
    """The question or the value makes no sense; the sentence says what would."""


class Conflict(Refusal):
    """The state moved on: published meanwhile, already undone, decided by somebody else."""


class Busy(Refusal):
    """A lock is held by another process; nothing was written."""

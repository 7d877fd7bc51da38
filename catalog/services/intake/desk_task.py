"""One thing that waits on the desk, and how soon each kind may harm somebody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

RISK: Mapping[str, int] = {
    "job": 0, "ending": 0, "refused": 1, "asking": 1, "proofs": 1, "rehearsed": 2, "publication": 3, "expiring": 3, "words": 3,
    "criteria": 1, "conflicts": 1, "proposals": 2, "wishes": 3, "products": 3, "doubt_overdue": 0, "contests": 1, "link": 1, "doubt": 2, "request": 2,
    "matches": 2, "newcomers": 2,
}  # fmt: skip
"""Kind of task -> how soon it may harm somebody: 0 first."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits. `count`: of what it is about; `page`, `state`: the screen and its address.

    about: what its sentence says: names, counts, days. since: when it began to wait.
    """

    kind: str
    since: dt.datetime
    page: str
    state: Mapping[str, str]
    count: int = 1
    about: Mapping[str, Any] = field(default_factory=dict)

    @property
    def risk(self) -> int:
        return RISK[self.kind]

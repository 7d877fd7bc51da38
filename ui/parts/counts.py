"""How many rows of a file came in: words that sum, and a bar of the same proportions."""

from __future__ import annotations

from typing import Protocol

from ui.parts.markup import Html, Trusted, fill, join
from ui.wording.words import counted

BAR = '<span class="bar" aria-hidden="true">{parts}</span>'
PART = '<i class="bar-{kind}" style="flex:{n}"></i>'


class Counts(Protocol):
    """Rows of a file: imported + rejected + skipped = row_count."""

    @property
    def row_count(self) -> int: ...
    @property
    def imported(self) -> int: ...
    @property
    def rejected(self) -> int: ...
    @property
    def skipped(self) -> int: ...
    @property
    def state(self) -> str: ...


def counts_text(of: Counts) -> str:
    """« 295 importées · 8 rejetées · 5 laissées de côté »; rows that wait for an answer are called so."""
    if of.state == "asking":
        return counted(of.row_count, "count.waiting")
    parts = [(of.imported, "count.imported"), (of.rejected, "count.rejected"), (of.skipped, "count.skipped")]
    return " · ".join(counted(n, code) for n, code in parts if n or code == "count.imported")


def counts_bar(of: Counts) -> Html:
    """The bar, for the eye only."""
    skipped = "waiting" if of.state == "asking" else "skipped"
    parts = (("imported", of.imported), ("rejected", of.rejected), (skipped, of.skipped))
    drawn = [fill(PART, kind=kind, n=n) for kind, n in parts if n]
    return fill(BAR, parts=Trusted(join(drawn)))

"""What a daily verb changes, or changed: one shape for its rehearsal and its result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from catalog.published.naming import Named


@dataclass(frozen=True, slots=True)
class Done:
    """A verb on one product. `detail`: what changes, in plain values; `publication`: None while it is rehearsed.

    against: the publication it stands on; above: those that wait for a later day and are published again on top.
    """

    verb: str
    supplier: str
    reference: str
    detail: Mapping[str, Any]
    against: int
    above: tuple[int, ...]
    publication: int | None = None

    @classmethod
    def of(cls, verb: str, found: Named, **detail: Any) -> Done:
        """What it would change."""
        above = tuple(act.number for act in found.place.above)
        return cls(verb, found.supplier, found.reference, detail, found.place.base, above)

    def as_published(self, number: int) -> Done:
        """What it changed as this publication."""
        return replace(self, publication=number)

    def json(self) -> dict[str, Any]:
        """The contract's `{"publication": N}` with what changed."""
        return {
            "publication": self.publication,
            "verb": self.verb,
            "supplier": self.supplier,
            "reference": self.reference,
            **self.detail,
            "against": self.against,
            "above": list(self.above),
        }

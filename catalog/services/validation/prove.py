"""A supplier hands in the proof of one tag: recorded for staff to check, tied to the product, confirmed by the same act."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from catalog.access import Actor, require
from catalog.errors import Conflict, NotFound
from catalog.evidence.depositing import Told, deposit
from catalog.means import journal
from catalog.means.means import Means
from catalog.queries import decided
from catalog.queries.validation import AskedRequest
from catalog.validating.asked import open_of
from catalog.validating.speaking import Speech, speak
from catalog.validating.tag_lines import Choice, TagLine, lines_of


@dataclass(frozen=True, slots=True)
class Deposit:
    """What a proof says, and its document (bytes, or the path of a stored file). valid_until None: no end of its own."""

    kind: str
    valid_from: dt.date
    valid_until: dt.date | None = None
    number: str | None = None
    label: str | None = None
    issuer: str | None = None
    holder: str | None = None
    holder_link: str | None = None
    document: bytes | Path | None = None
    document_name: str | None = None

    def told(self, attribute: str) -> Told:
        """As it is deposited for an attribute."""
        return Told(
            attribute=attribute, valid_from=self.valid_from, valid_until=self.valid_until, kind=self.kind,
            label=self.label, number=self.number, issuer=self.issuer, holder=self.holder, holder_link=self.holder_link,
        )  # fmt: skip


def prove(actor: Actor, means: Means, request: int, choice: Choice, given: Deposit) -> int:
    """Record the proof for the line's product; its id. The supplier's word on the line is "accept", of what it is now.

    Until staff accept the proof no tag turns yes by it. Raises NotFound, Conflict, Invalid for what the proof says.
    """
    require(actor, "validation.decide", actor.organisation_id)
    found = open_of(actor, means, request)
    line = _line(means, found, choice)
    if line.state == "contested":
        raise Conflict("line.contested")
    proof = deposit(
        actor, means, found.supplier_id, {line.product_id: "person"}, given.told(line.attribute),
        given.document, given.document_name,
    )  # fmt: skip
    now = _line(means, found, choice)
    speak(
        actor, means, found.supplier_id, [(now.product_id, now.attribute, now.seen)],
        Speech("supplier", "accept", request=found.id),
    )  # fmt: skip
    detail = {"lines": [now.key], "proof": str(proof)}
    journal.write(actor, means, "tag.accept", f"request:{found.id}", **detail)
    return proof


def _line(means: Means, found: AskedRequest, choice: Choice) -> TagLine:
    product, _ = choice.line
    decided.hold(means.session, found.supplier_id, {product})
    versions = [each.version_id for each in found.ranges]
    known = lines_of(means, found.supplier_id, found.supplier, versions, only={product})
    lines = {line.key: line for each in known for line in each.lines}
    if choice.key not in lines:
        raise NotFound("line.unknown")
    return lines[choice.key]

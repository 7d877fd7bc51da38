"""The tags that a file proposes, before it is published: proven already, to be checked, or claimed only; each with its cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from catalog.access import Actor, require
from catalog.errors import NotFound
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.models import Batch
from catalog.published.acts import place_of
from catalog.published.as_written import product_of
from catalog.published.effects import SAID
from catalog.published.rehearsal import found_of
from catalog.published.tags import Tags, vocabulary_of
from catalog.queries import agreements, intake, standing, tagging
from catalog.queries.tagging import TaggingInput
from catalog.tagging.engine import tags_of
from catalog.tagging.records import Claim, Proof, Source, Tag

Queue = Literal["known", "to_check", "claim_only"]
QUEUES: Mapping[str, Queue] = {
    "verified": "known", "to_verify": "to_check", "expired": "to_check", "conflict": "to_check", "contested": "to_check",
}  # fmt: skip
"""Standing of a tag -> where it waits; any other is claimed only."""


@dataclass(frozen=True, slots=True)
class ProposedTag:
    """An attribute that a line of the file claims: the tag it would have, the cells, the proofs that cover the product."""

    reference: str
    name: str
    attribute: str
    queue: Queue
    tag: Tag
    claims: tuple[Claim, ...]
    proofs: tuple[Proof, ...]
    new: bool


@dataclass(frozen=True, slots=True)
class Proposed:
    """The proposed tags of a batch, by queue, each by reference."""

    supplier: str
    tags: tuple[ProposedTag, ...]

    def of(self, queue: Queue) -> tuple[ProposedTag, ...]:
        """Those of one queue."""
        return tuple(each for each in self.tags if each.queue == queue)


def proposed(actor: Actor, means: Means, batch_id: int) -> Proposed:
    """What the batch's claims would make of tags today. Nothing is written, and no suggestion verifies anything.

    Raises NotFound for another supplier's batch, as for none.
    """
    batch = intake.find(means.session, batch_id, agreements.scope_today(means.session, actor, means.clock))
    require(actor, "batch.read", batch.supplier_id if batch else -1)
    if batch is None:
        raise NotFound("batch.unknown", batch=batch_id)
    code = next(each.code for each in agreements.organisations(means.session).values() if each.id == batch.supplier_id)
    return Proposed(code, tuple(_File(means, batch, code).tags()))


@dataclass(frozen=True)
class _File:
    """The products that a batch names, as they would stand."""

    means: Means
    batch: Batch
    supplier: str

    @cached_property
    def base(self) -> int:
        return place_of(self.means, self.means.clock.today()).base

    @cached_property
    def claims(self) -> Mapping[str, list[Claim]]:
        """Reference -> claims with the cells they stand in, of the products that claim anything."""
        found: dict[str, list[Claim]] = {}
        rows = self.found.said.select(["reference", "sheet", "row", "claims"]).to_pylist()
        for row in rows:
            if row["claims"] and row["reference"] not in found:
                found[row["reference"]] = [_claim(self.batch.file_name, row, each) for each in row["claims"]]
        return found

    @cached_property
    def found(self) -> Any:
        return found_of(self.means, self.batch, self.base)

    @cached_property
    def ids(self) -> Mapping[str, int]:
        known = standing.product_ids(self.means.session, self.batch.supplier_id)
        return dict(zip(reversed(list(known["reference"])), reversed(list(known["id"])), strict=True))

    def given(self) -> Iterator[tuple[TaggingInput, bool]]:
        """What the engine looks at for each product that claims anything; and whether it is new."""
        until, owner = end_of(self.means.clock.today()), self.batch.supplier_id
        changed = {row["reference"]: row for row in self.found.changes.product_rows.select(SAID).to_pylist()}
        beside = tagging.standing(self.means.session, until, [self.ids[name] for name in changed if name in self.ids])
        for name in sorted(changed.keys() & self.claims.keys()):
            product = product_of(changed[name], self.supplier, quoted=True)
            yield beside.of(owner, self.ids.get(name, 0), product), name not in self.ids
        same = {self.ids[name] for name in self.claims.keys() - changed.keys() if name in self.ids}
        for each in tagging.tagging_inputs(self.means.session, self.base, until, same).values():
            yield each, False

    def tags(self) -> list[ProposedTag]:
        day = self.means.clock.today()
        vocabulary = vocabulary_of(self.means.session, end_of(day))
        made = []
        for given, new in self.given():
            found = tags_of(given.product, given.proofs, given.contests, vocabulary, day, given.rulings)
            made += list(self.of(given, found, new))
        return sorted(made, key=lambda each: (each.reference, each.attribute))

    def of(self, given: TaggingInput, tags: Tags, new: bool) -> Iterator[ProposedTag]:
        product = given.product
        said = [claim for claim in self.claims.get(product.reference, ()) if not claim.against]
        for attribute in dict.fromkeys(claim.attribute for claim in said):
            if attribute in tags:
                tag = tags[attribute]
                queue = QUEUES.get(tag.standing, "claim_only")
                claims = tuple(claim for claim in said if claim.attribute == attribute)
                shown = tuple(proof for proof in given.proofs if proof.attribute == attribute)
                yield ProposedTag(product.reference, product.name, attribute, queue, tag, claims, shown, new)


def _claim(file: str, row: Mapping[str, Any], each: Mapping[str, Any]) -> Claim:
    place = Source(file, row["sheet"], row["row"], each["column"])
    return Claim(each["attribute"], each["quote"], each["label"], each["number"], bool(each["against"]), place)

"""What recording a proof would do, before anything is written: which products are found, which not, which are covered
already, and which tags turn once a reviewer accepts it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Unpack

from catalog.access import Actor, require
from catalog.errors import Invalid
from catalog.evidence.covering import MOST_NAMED, Covering, Named, covering_of
from catalog.evidence.depositing import Told, columns_of, holder_differs, looked_at
from catalog.evidence.suppliers import supplier_of
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.published.tags import vocabulary_of
from catalog.published.what_if import Alternative, TagShift, WhatIf, what_if
from catalog.queries import agreements, documents, proof_sheet
from catalog.queries.tagging import TaggingInput
from catalog.tagging import records
from catalog.tagging.licences import judge_licence, licence_of
from catalog.tagging.records import Reason

NO_PROOF = 0
"""The id of a proof that is not there yet."""


@dataclass(frozen=True, slots=True)
class FoundProduct:
    """A product that is named. how: what tied it; proofs: ids of those of the same attribute that cover it already."""

    id: int
    reference: str
    name: str | None
    how: str
    proofs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class WrongNumber:
    """Products on which the number proves nothing, and why: its shape, or its product group against their family."""

    reason: Reason
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """found: by reference. missing: what was named and names no product. holder: the name on the document, where it is not
    the supplier's. wrong: what the number says against products. shifts: the tags that turn once the proof is accepted, None while what it says cannot be read."""

    supplier: str
    supplier_name: str
    found: tuple[FoundProduct, ...]
    missing: tuple[str, ...]
    holder: str | None
    shifts: WhatIf | None
    wrong: tuple[WrongNumber, ...] = ()

    @property
    def covered_already(self) -> int:
        """How many of the found products another proof of the attribute covers."""
        return sum(bool(product.proofs) for product in self.found)

    @property
    def tags(self) -> tuple[TagShift, ...]:
        """The tags that would turn."""
        return self.shifts.tags if self.shifts else ()


def rehearse(
    actor: Actor,
    means: Means,
    *,
    supplier: str,
    references: Sequence[str] = (),
    gtins: Sequence[str] = (),
    models: Sequence[str] = (),
    families: Sequence[str] = (),
    document: Path | None = None,
    **told: Unpack[Told],
) -> Rehearsal:
    """What `add` with the same words would cover and, once accepted, change. Nothing is written.

    Raises NotFound for another's supplier, Invalid for words that no proof may say.
    """
    require(actor, "proof.add")
    named = Named(tuple(references), tuple(gtins), tuple(models), tuple(families))
    card = supplier_of(actor, means, supplier, "proof.add")
    if len(named.references) + len(named.gtins) + len(named.models) > MOST_NAMED:
        raise Invalid("proof.too_many_named", most=MOST_NAMED)
    covering = covering_of(means.session, card.id, named)
    columns = columns_of(told, means.clock.today(), past=actor.role == "operator")
    if document is not None:
        looked_at(means, document, None)
    held = proof_sheet.covering_ids(means.session, card.id, columns["attribute"], covering.found)
    holder = columns["holder"] if holder_differs(columns["holder"], card.name) else None
    shifts = _shifts(actor, means, card.code, covering, _accepted(columns)) if covering.found else None
    known = {each.id: each for each in documents.known_products(means.session, card.id) if each.id in covering.found}
    return Rehearsal(
        card.code, card.name, _found(means, card.id, covering, held, known), covering.missing, holder, shifts,
        _wrong(means, columns, known),
    )  # fmt: skip


def _wrong(means: Means, columns: Mapping[str, Any], known: Mapping[int, documents.Known]) -> tuple[WrongNumber, ...]:
    """What the number says of each family: nothing where it has its shape and its group fits."""
    if not (columns["label"] and columns["number"]):
        return ()
    vocabulary = vocabulary_of(means.session, end_of(means.clock.today()))
    licence = licence_of(columns["label"], columns["number"], vocabulary)
    found: dict[str | None, list[str]] = {}
    for each in known.values():
        found.setdefault(each.family, []).append(each.reference)
    judged = ((judge_licence(licence, family, vocabulary), references) for family, references in found.items())
    return tuple(
        WrongNumber(each.reason, tuple(sorted(references)))
        for each, references in judged
        if not each.shape or each.family is False
    )


def _found(
    means: Means,
    supplier_id: int,
    covering: Covering,
    held: Mapping[int, tuple[int, ...]],
    known: Mapping[int, documents.Known],
) -> tuple[FoundProduct, ...]:
    names = {number: each.name for number, each in known.items()}
    references = documents.references_of(means.session, supplier_id, covering.found)
    lines = [
        FoundProduct(number, references[number], names.get(number), how, held.get(number, ()))
        for number, how in covering.found.items()
    ]
    return tuple(sorted(lines, key=lambda line: line.reference))


def _accepted(columns: Mapping[str, object]) -> records.Proof:
    """The proof as it would stand once a reviewer accepted it."""
    kept = ("attribute", "kind", "basis", "valid_from", "valid_until", "label", "number", "issuer")
    return records.Proof(id=NO_PROOF, **{name: columns[name] for name in kept}, accepted=True)  # type: ignore[arg-type]


def _shifts(actor: Actor, means: Means, supplier: str, covering: Covering, proof: records.Proof) -> WhatIf:
    seen = agreements.scope_today(means.session, actor, means.clock)
    scope = dataclasses.replace(seen, suppliers=frozenset({supplier}))

    def touches(given: TaggingInput) -> bool:
        return given.product_id in covering.found

    def inputs(given: TaggingInput) -> TaggingInput:
        return dataclasses.replace(given, proofs=(*given.proofs, proof)) if touches(given) else given

    alternative = Alternative(inputs=inputs, touches=touches)
    return what_if(means, alternative, scope=scope)

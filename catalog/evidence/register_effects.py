"""What a register does beyond its own rows, before it is loaded: tags that move, who enters and who leaves each range."""

from __future__ import annotations

import dataclasses
import datetime as dt

from catalog.access import Actor
from catalog.evidence.label_registers import LabelTerms
from catalog.evidence.registering import Ended, Plan, Verified, register_proof
from catalog.means.means import Means
from catalog.published.what_if import Alternative, WhatIf, what_if
from catalog.queries import agreements
from catalog.queries.registers import Key
from catalog.queries.tagging import TaggingInput
from catalog.tagging import records

NO_PROOF = 0
"""The id of a proof that is not recorded."""


def effects_of(actor: Actor, means: Means, terms: LabelTerms, made: Plan) -> WhatIf | None:
    """What writing the plan would change today, of what the actor may see; None where it touches no product's proofs.

    Proposals change nothing.
    """
    new = {each.product.key: _proof(means, terms, each) for each in made.verified}
    gone = {each.proof.id: each for each in made.ended}
    touched: set[Key] = {*new, *(each.product.key for each in made.ended)}
    if not touched:
        return None

    def touches(given: TaggingInput) -> bool:
        return (given.supplier_id, given.product_id) in touched

    def inputs(given: TaggingInput) -> TaggingInput:
        kept = [_ended(proof, gone[proof.id]) if proof.id in gone else proof for proof in given.proofs]
        more = new.get((given.supplier_id, given.product_id))
        return dataclasses.replace(given, proofs=(*kept, *((more,) if more else ())))

    scope = agreements.scope_today(means.session, actor, means.clock)
    return what_if(means, Alternative(inputs=inputs, touches=touches), scope=scope)


def _proof(means: Means, terms: LabelTerms, each: Verified) -> records.Proof:
    """The proof as it would stand: the register itself checks it."""
    made = register_proof(means, terms.code, terms.attribute or "", terms.issuer, each.entry, {})
    return records.Proof(
        NO_PROOF, made.attribute, "register", "label", made.valid_from, made.valid_until, made.label, made.number,
        made.issuer, matched=True,
    )  # fmt: skip


def _ended(proof: records.Proof, end: Ended) -> records.Proof:
    last = min(end.last_day, proof.valid_until or dt.date.max)
    return dataclasses.replace(proof, valid_until=last)

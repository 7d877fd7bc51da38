"""A new proof in place of one that ends: the same products, the new paper, in one action. It waits for a check."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TypedDict, Unpack

from catalog.access import Actor, require
from catalog.errors import Conflict, Invalid
from catalog.evidence.depositing import Told, deposit, holder_differs, required
from catalog.evidence.proof_access import only_own, proof_for
from catalog.evidence.readings import refuse_other_sheet
from catalog.means.means import Means
from catalog.models import Proof
from catalog.queries import agreements, proof_list, proof_sheet


class Renewal(TypedDict, total=False):
    """What the new paper says otherwise; what is left out is as in the old one."""

    kind: str
    basis: str | None
    label: str | None
    number: str | None
    issuer: str | None
    holder: str | None
    holder_link: str | None


def renew(
    actor: Actor,
    means: Means,
    proof_id: int,
    *,
    valid_from: dt.date,
    valid_until: dt.date | None = None,
    document: bytes | Path | None = None,
    document_name: str | None = None,
    **otherwise: Unpack[Renewal],
) -> int:
    """The id of the new proof, which covers what the old one covered. The old one runs to its end; its alerts stop.

    Raises NotFound, NotAllowed where it covers products of several suppliers, Conflict where it is renewed already,
    Invalid for anything that cannot be.
    """
    require(actor, "proof.add")
    old = proof_for(actor, means, proof_id)
    only_own(actor, means, old, "proof.add")
    supplier_id, covered = _covered(means, old)
    if (known := proof_list.renewed(means.session).get(proof_id)) is not None:
        raise Conflict("proof.renewed_already", proof=known)
    told = _told(old, otherwise, valid_from, valid_until)
    _named_alike(means, told, supplier_id)
    refuse_other_sheet(means, told["kind"], document)
    return deposit(actor, means, supplier_id, covered, told, document, document_name)


def _covered(means: Means, old: Proof) -> tuple[int, dict[int, str]]:
    """The only supplier of the old proof, and its products with what tied them."""
    ties = proof_sheet.ties(means.session, old.id)
    owners = {tie.supplier_id for tie in ties}
    if len(owners) != 1:
        raise Invalid("proof.several_suppliers", n=len(owners))
    return owners.pop(), {tie.product_id: tie.how for tie in ties}


def _told(old: Proof, otherwise: Renewal, valid_from: dt.date, valid_until: dt.date | None) -> Told:
    said = {name: value for name, value in otherwise.items() if value}
    told: Told = {
        "attribute": old.attribute, "kind": old.kind, "basis": old.basis, "label": old.label, "number": old.number,
        "issuer": old.issuer, "holder": old.holder, "holder_link": old.holder_link, "scope": old.scope,
        "replaces_id": old.id, "valid_from": valid_from, "valid_until": valid_until,
    }  # fmt: skip
    return {**told, **said}  # type: ignore[typeddict-item]


def _named_alike(means: Means, told: Told, supplier_id: int) -> None:
    cards = {card.id: card.name for card in agreements.organisations(means.session).values()}
    if holder_differs(told.get("holder"), cards[supplier_id]):
        required(bool((told.get("holder_link") or "").strip()), "proof.holder_unexplained", holder=told.get("holder"),
                 supplier=cards[supplier_id])  # fmt: skip

"""A person's word on the files of a parcel that nobody could place: where they belong, or why they are not kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from catalog.access import SUPPLIERS, Actor, require
from catalog.errors import Conflict, Invalid, NotFound
from catalog.evidence.covering import Named, covering_of
from catalog.evidence.depositing import Told, columns_of
from catalog.evidence.filing import Filed, file_document, told_of
from catalog.evidence.readings import refuse_other_sheet, said_of
from catalog.means import journal
from catalog.means.means import Means
from catalog.models import ParcelItem
from catalog.models.proofs import PROOF_KINDS
from catalog.queries import documents

LONGEST_REASON = 2000
PLAIN = ("datasheet", "picture", "other")
KINDS = (*PLAIN, *PROOF_KINDS)


def tie(
    actor: Actor,
    means: Means,
    parcel_id: int,
    items: Sequence[int],
    *,
    references: Sequence[str],
    kind: str,
    says: Mapping[str, Any] | None = None,
) -> list[int | None]:
    """The proofs that these waiting files became (None: a datasheet, picture or other document), in their order.

    references: the products they belong to, GTINs too. says: what the proof says, as `Told`; a safety sheet or ingredient list needs
    none. All or nothing. Raises NotFound, Conflict for a file that no longer waits, Invalid.
    """
    require(actor, "proof.add")
    waiting = _waiting(actor, means, parcel_id, items)
    covering = covering_of(means.session, waiting[0].supplier_id, Named(tuple(references)))
    if covering.missing or not covering.found:
        code = "proof.references_unknown" if covering.missing else "proof.no_reference"
        raise Invalid(code, n=len(covering.missing), references=", ".join(covering.missing[:10]))
    by_hand = dict.fromkeys(covering.found, "person")
    return [_tied(actor, means, item, kind, by_hand, says or {}) for item in waiting]


def dismiss(actor: Actor, means: Means, parcel_id: int, items: Sequence[int], reason: str) -> int:
    """How many waiting files were put away, with why. Their bytes stay. Raises NotFound, Conflict, Invalid without a reason."""
    require(actor, "proof.add")
    waiting = _waiting(actor, means, parcel_id, items)
    said = reason.strip()
    if not said or len(said) > LONGEST_REASON:
        raise Invalid("parcel.reason_missing", most=LONGEST_REASON)
    for item in waiting:
        _answered(actor, means, item, "dismissed", said)
    return len(waiting)


def _waiting(actor: Actor, means: Means, parcel_id: int, items: Sequence[int]) -> list[ParcelItem]:
    """The files asked for, all of this parcel and all waiting; a supplier's own alone."""
    found = documents.items_of(means.session, parcel_id, items)
    mine = [item for item in found if actor.role not in SUPPLIERS or item.supplier_id == actor.organisation_id]
    if not mine or len(mine) < len(set(items)):
        raise NotFound("parcel.item_unknown", item=items[0] if items else 0)
    require(actor, "proof.add", owner=mine[0].supplier_id)
    for item in mine:
        if item.state != "waiting":
            raise Conflict("parcel.item_answered", name=item.name)
    return mine


def _tied(
    actor: Actor, means: Means, item: ParcelItem, kind: str, found: dict[int, str], says: Mapping[str, Any]
) -> int | None:  # fmt: skip
    if kind not in KINDS:
        raise Invalid("parcel.kind_unknown", value=kind, known=", ".join(KINDS))
    document = str(item.document)
    said = None if kind in PLAIN else _said(means, kind, document, says)
    proof = file_document(actor, means, item.supplier_id, Filed(kind, document, item.name, said), found)
    references = documents.references_of(means.session, item.supplier_id, found)
    item.found = {**item.found, "references": sorted(references.values())}
    item.kind, item.proof_id = kind, proof
    _answered(actor, means, item, "taken", None)
    return proof


def _said(means: Means, kind: str, document: str, says: Mapping[str, Any]) -> Told:
    """What the proof says: as the person has it, or as a safety sheet says it of itself. Raises Invalid."""
    refuse_other_sheet(means, kind, means.files.path(document))
    own = told_of(kind, said_of(means.session, document), means.clock.today())
    given = {name: value for name, value in says.items() if value}
    whole = {**(own or {}), **given, "kind": kind}
    if "attribute" not in whole or "valid_from" not in whole:
        raise Invalid("parcel.not_all_said")
    told = cast("Told", whole)
    columns_of(told, means.clock.today())
    return told


def _answered(actor: Actor, means: Means, item: ParcelItem, state: str, reason: str | None) -> None:
    item.state, item.reason, item.answered_at = state, reason, means.clock.now()
    item.by_organisation_id, item.by_account_id = actor.by["by_organisation_id"], actor.by["by_account_id"]
    means.session.flush()
    journal.write(
        actor, means, f"parcel.{'tie' if state == 'taken' else 'dismiss'}", f"parcel_item:{item.id}", name=item.name,
        proof=item.proof_id, reason=reason,
    )  # fmt: skip

"""Record a proof with its dates, its document and the products it covers. Recorded is not checked: no tag turns yes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Required, TypedDict, Unpack

from sqlalchemy import insert

from catalog.access import CENTRAL, Actor, require
from catalog.errors import Invalid, NotFound
from catalog.means import journal
from catalog.means.attachments import check_attachment
from catalog.means.means import Means
from catalog.models import Coverage, Proof
from catalog.models.proofs import BASES, PROOF_KINDS
from catalog.queries import agreements
from catalog.queries.references import ids_by_reference, normalised
from catalog.reference.shipped import facts_of, names

LABELLING = frozenset({"licence", "certificate", "register"})
"""The kinds that show a label itself, where the attribute is one that labels prove."""
FIRST_YEAR = 1990
LONGEST_YEARS = 30
"""A proof that starts before, or ends this long after today, is a slip of the keyboard."""


class Told(TypedDict, total=False):
    """What a proof says. `valid_until`: the last day it holds, None where it has no end of its own.

    kind: "certificate" where nobody said; basis: what the attribute and the kind suggest.
    """

    attribute: Required[str]
    valid_from: Required[dt.date]
    valid_until: dt.date | None
    kind: str
    basis: str | None
    label: str | None
    number: str | None
    issuer: str | None


def add(
    actor: Actor,
    means: Means,
    *,
    supplier: str,
    references: Sequence[str],
    document: bytes | Path | None = None,
    document_name: str | None = None,
    **told: Unpack[Told],
) -> int:
    """The id of the new proof, which covers these products of the supplier.

    A proof needs a document, or a number to look up. Raises NotFound for another's supplier, Invalid for anything that
    cannot be, naming unknown references; nothing is kept then.
    """
    supplier_id = _supplier(actor, means, supplier)
    columns = _columns(told, means.clock.today())
    covered = _covered(means, supplier_id, references)
    _require(document is not None or columns["number"] is not None, "proof.nothing_to_check")
    proof = Proof(**columns, **_stored(means, document, document_name), **_by(actor), recorded_at=means.clock.now())
    _keep(means, proof, supplier_id, covered.values())
    journal.write(
        actor, means, "proof.add", f"proof:{proof.id}", supplier=supplier, attribute=proof.attribute, kind=proof.kind,
        basis=proof.basis, products=len(covered), document=proof.document,
    )  # fmt: skip
    return proof.id


def default_basis(attribute: str, kind: str) -> str:
    """What a proof of this kind rests on, where nobody said: a label, an equivalence, another document."""
    if kind == "equivalence":
        return "equivalence"
    by_label = {fact.key for fact in facts_of("attribute") if fact.payload["by_label"]}
    return "label" if attribute in by_label and kind in LABELLING else "document"


def _supplier(actor: Actor, means: Means, code: str) -> int:
    """The supplier's id. A supplier that asks for another gets the same answer as for none."""
    require(actor, "proof.add")
    found = agreements.organisations(means.session, [code]).get(code)
    if found is None or found.kind != "supplier":
        named = actor.role in CENTRAL or actor.role == "operator"
        raise NotFound("proof.supplier_unknown", supplier=code) if named else NotFound("thing.unknown")
    require(actor, "proof.add", owner=found.id)
    return found.id


def _columns(told: Told, today: dt.date) -> dict[str, Any]:
    """The proof's columns, each looked at."""
    attribute, kind, label = told["attribute"], told.get("kind", "certificate"), told.get("label")
    attributes = names("attribute")
    _require(attribute in attributes, "proof.attribute_unknown", value=attribute, known=", ".join(attributes))
    _require(kind in PROOF_KINDS, "proof.kind_unknown", value=kind, known=", ".join(PROOF_KINDS))
    _require(label is None or label in names("label"), "proof.label_unknown", value=label)
    basis = told.get("basis") or default_basis(attribute, kind)
    _require(basis in BASES, "proof.basis_unknown", basis=basis, bases=", ".join(BASES))
    days = {"valid_from": told["valid_from"], "valid_until": told.get("valid_until")}
    _dated(told["valid_from"], told.get("valid_until"), today)
    numbered = {"number": _text(told.get("number")), "issuer": _text(told.get("issuer"))}
    return {"attribute": attribute, "kind": kind, "basis": basis, "label": label, **days, **numbered}


def _dated(valid_from: dt.date, valid_until: dt.date | None, today: dt.date) -> None:
    last = today.year + LONGEST_YEARS
    for day in (valid_from, valid_until or valid_from):
        _require(FIRST_YEAR <= day.year <= last, "proof.date_far", day=day, first=FIRST_YEAR, last=last)
    in_order = valid_until is None or valid_until >= valid_from
    _require(in_order, "proof.dates_reversed", start=valid_from, end=valid_until)


def _covered(means: Means, supplier_id: int, references: Sequence[str]) -> Mapping[str, int]:
    asked = {normalised(reference) for reference in references} - {""}
    _require(bool(asked), "proof.no_reference")
    found = ids_by_reference(means.session, supplier_id, asked)
    unknown = sorted(asked - found.keys())
    _require(not unknown, "proof.references_unknown", n=len(unknown), references=_listed(unknown))
    return found


def _listed(values: Sequence[str], most: int = 10) -> str:
    return ", ".join(values[:most]) + (", …" if len(values) > most else "")


def _stored(means: Means, document: bytes | Path | None, name: str | None) -> dict[str, str | None]:
    """Hash and label of the document, looked at before it is kept."""
    if document is None:
        return {"document": None, "document_name": None}
    if isinstance(document, Path):
        _require(document.is_file(), "file.missing", name=document.name)
        name = name or document.name
        document = document.read_bytes()
    attachment = check_attachment(document, name or "", means.settings.max_upload_mb)
    return {"document": means.files.put(attachment.data), "document_name": attachment.name}


def _by(actor: Actor) -> dict[str, int | None]:
    return {"by_organisation_id": actor.organisation_id, "by_account_id": actor.account_id}


def _keep(means: Means, proof: Proof, supplier_id: int, covered: Collection[int]) -> None:
    means.session.add(proof)
    means.session.flush()
    one = {"supplier_id": supplier_id, "proof_id": proof.id, "recorded_at": proof.recorded_at}
    means.session.execute(insert(Coverage), [one | {"product_id": number} for number in covered])


def _text(value: str | None) -> str | None:
    return (value or "").strip() or None


def _require(holds: bool, code: str, **params: object) -> None:
    if not holds:
        raise Invalid(code, **params)

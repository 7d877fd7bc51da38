"""Record a proof with its dates, its document and the products it covers. Recorded is not checked: no tag turns yes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import insert

from catalog.access import CENTRAL, Actor, require
from catalog.errors import Invalid, NotFound
from catalog.means import journal
from catalog.means.attachments import check_attachment
from catalog.means.means import Means
from catalog.models import Coverage, Proof
from catalog.models.proofs import BASES, PROOF_KINDS
from catalog.queries import agreements, products
from catalog.queries.references import normalised
from catalog.reference.shipped import facts_of, names

LABELLING = frozenset({"licence", "certificate", "register"})
"""The kinds that show a label itself, where the attribute is one that labels prove."""
FIRST_YEAR = 1990
LONGEST_YEARS = 30
"""A proof that starts before, or ends this long after today, is a slip of the keyboard."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A proof as typed. `supplier_id`: whose products it covers."""

    supplier_id: int
    supplier: str
    products: Mapping[str, int]
    attribute: str
    kind: str
    basis: str
    label: str | None
    number: str | None
    issuer: str | None
    valid_from: dt.date
    valid_until: dt.date | None


def add(
    actor: Actor,
    means: Means,
    *,
    supplier: str,
    references: Sequence[str],
    attribute: str,
    valid_from: dt.date,
    valid_until: dt.date | None = None,
    kind: str = "certificate",
    basis: str | None = None,
    label: str | None = None,
    number: str | None = None,
    issuer: str | None = None,
    document: bytes | Path | None = None,
    document_name: str | None = None,
) -> int:
    """The id of the new proof. `valid_until`: the last day it holds, None where it has no end of its own.

    basis None: the one that the attribute and the kind suggest. A proof needs a document or a number to look up.
    Raises NotFound for another's supplier, Invalid for anything that cannot be, naming unknown references.
    """
    supplier_id = _supplier(actor, means, supplier)
    _known(attribute=attribute, kind=kind, label=label)
    chosen = basis or default_basis(attribute, kind)
    _require(chosen in BASES, "proof.basis_unknown", basis=chosen, bases=", ".join(BASES))
    _dated(valid_from, valid_until, means.clock.today())
    found = _covered(means, supplier_id, references)
    entry = _Entry(
        supplier_id,
        supplier,
        found,
        attribute,
        kind,
        chosen,
        label,
        _text(number),
        _text(issuer),
        valid_from,
        valid_until,
    )
    _require(document is not None or entry.number is not None, "proof.nothing_to_check")
    return _kept(actor, means, entry, *_stored(means, document, document_name))


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
        told = actor.role in CENTRAL or actor.role == "operator"
        raise NotFound("proof.supplier_unknown", supplier=code) if told else NotFound("thing.unknown")
    require(actor, "proof.add", owner=found.id)
    return found.id


def _known(*, attribute: str, kind: str, label: str | None) -> None:
    attributes = names("attribute")
    _require(attribute in attributes, "proof.attribute_unknown", value=attribute, known=", ".join(attributes))
    _require(kind in PROOF_KINDS, "proof.kind_unknown", value=kind, known=", ".join(PROOF_KINDS))
    _require(label is None or label in names("label"), "proof.label_unknown", value=label)


def _dated(valid_from: dt.date, valid_until: dt.date | None, today: dt.date) -> None:
    last = today.year + LONGEST_YEARS
    for day in (valid_from, valid_until or valid_from):
        _require(FIRST_YEAR <= day.year <= last, "proof.date_far", day=day, first=FIRST_YEAR, last=last)
    in_order = valid_until is None or valid_until >= valid_from
    _require(in_order, "proof.dates_reversed", start=valid_from, end=valid_until)


def _covered(means: Means, supplier_id: int, references: Sequence[str]) -> Mapping[str, int]:
    asked = {normalised(reference) for reference in references} - {""}
    _require(bool(asked), "proof.no_reference")
    found = products.ids_by_reference(means.session, supplier_id, asked)
    unknown = sorted(asked - found.keys())
    _require(not unknown, "proof.references_unknown", n=len(unknown), references=_listed(unknown))
    return found


def _listed(values: Sequence[str], most: int = 10) -> str:
    return ", ".join(values[:most]) + (", …" if len(values) > most else "")


def _stored(means: Means, document: bytes | Path | None, name: str | None) -> tuple[str | None, str | None]:
    """Hash and label of the document, looked at before it is kept."""
    if document is None:
        return None, None
    if isinstance(document, Path):
        _require(document.is_file(), "file.missing", name=document.name)
        name = name or document.name
        document = document.read_bytes()
    attachment = check_attachment(document, name or "", means.settings.max_upload_mb)
    return means.files.put(attachment.data), attachment.name


def _kept(actor: Actor, means: Means, entry: _Entry, sha256: str | None, name: str | None) -> int:
    now = means.clock.now()
    proof = Proof(
        attribute=entry.attribute,
        kind=entry.kind,
        basis=entry.basis,
        label=entry.label,
        number=entry.number,
        issuer=entry.issuer,
        valid_from=entry.valid_from,
        valid_until=entry.valid_until,
        document=sha256,
        document_name=name,
        recorded_at=now,
        by_organisation_id=actor.organisation_id,
        by_account_id=actor.account_id,
    )
    means.session.add(proof)
    means.session.flush()
    covers = {"supplier_id": entry.supplier_id, "proof_id": proof.id, "recorded_at": now}
    means.session.execute(insert(Coverage), [covers | {"product_id": number} for number in entry.products.values()])
    journal.write(
        actor, means, "proof.add", f"proof:{proof.id}", supplier=entry.supplier, attribute=entry.attribute,
        kind=entry.kind, basis=entry.basis, products=len(entry.products), document=sha256,
    )  # fmt: skip
    return proof.id


def _text(value: str | None) -> str | None:
    return (value or "").strip() or None


def _require(holds: bool, code: str, **params: object) -> None:
    if not holds:
        raise Invalid(code, **params)

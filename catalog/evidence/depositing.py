"""Keep a proof as a person hands it in: what it says looked at, its document stored, the products it covers.

Recorded is not checked: no tag turns yes by it. Whoever calls this has asked the actor's right already.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Required, TypedDict

from anyascii import anyascii
from sqlalchemy import insert

from catalog.access import Actor
from catalog.errors import Invalid
from catalog.means import journal
from catalog.means.attachments import Attachment, check_attachment
from catalog.means.means import Means
from catalog.models import Coverage, Proof
from catalog.models.proofs import BASES, PROOF_KINDS
from catalog.reference.shipped import facts_of, names

LABELLING = frozenset({"licence", "certificate", "register"})
"""The kinds that show a label itself, where the attribute is one that labels prove."""
FIRST_YEAR = 1990
LONGEST_YEARS = 30
"""A proof that starts before, or ends this long after today, is a slip of the keyboard."""
LONGEST_TEXT = 2000
FORMS = frozenset(
    "sa sas sasu sarl eurl snc scop gie gmbh ag kg ohg bv nv srl spa ab as oy ltd plc inc llc co groupe group france "
    "europe international societe ste demo".split()
)
"""What a company's name bears without being the name."""


class Told(TypedDict, total=False):
    """What a proof says. `valid_until`: the last day it holds, None where it has no end of its own.

    kind: "certificate" where nobody said; basis: what the attribute and the kind suggest. holder: whom the document names;
    holder_link: why that is not the supplier. scope: {"families": [...], "models": [...]} as the document covers them.
    replaces_id: the proof that this one renews.
    """

    attribute: Required[str]
    valid_from: Required[dt.date]
    valid_until: dt.date | None
    kind: str
    basis: str | None
    label: str | None
    number: str | None
    issuer: str | None
    holder: str | None
    holder_link: str | None
    scope: Mapping[str, list[str]] | None
    replaces_id: int | None


def deposit(
    actor: Actor,
    means: Means,
    supplier_id: int,
    covered: Mapping[int, str],
    told: Told,
    document: bytes | Path | None = None,
    document_name: str | None = None,
) -> int:
    """The id of the new proof. covered: product id -> what tied it ("reference", "gtin", "ufi", "model", "family", "person").

    A proof needs a document, or a number to look up. Raises Invalid for anything that cannot be; nothing is kept then.
    """
    columns = columns_of(told, means.clock.today(), past=actor.role == "operator")
    required(bool(covered), "proof.no_reference")
    required(document is not None or columns["number"] is not None, "proof.nothing_to_check")
    kept = stored(means, document, document_name)
    proof = Proof(**columns, **kept, **actor.by, recorded_at=means.clock.now())
    means.session.add(proof)
    means.session.flush()
    cover(means, proof.id, supplier_id, covered)
    journal.write(
        actor, means, "proof.add", f"proof:{proof.id}", supplier=supplier_id, attribute=proof.attribute, kind=proof.kind,
        basis=proof.basis, products=len(covered), document=proof.document, replaces=proof.replaces_id,
    )  # fmt: skip
    return proof.id


def cover(means: Means, proof_id: int, supplier_id: int, covered: Mapping[int, str]) -> None:
    """Tie a proof to products. The caller has seen that no person had decided on it yet."""
    one = {"supplier_id": supplier_id, "proof_id": proof_id, "recorded_at": means.clock.now()}
    means.session.execute(insert(Coverage), [one | {"product_id": key, "how": how} for key, how in covered.items()])


def default_basis(attribute: str, kind: str) -> str:
    """What a proof of this kind rests on, where nobody said: a label, an equivalence, another document."""
    if kind == "equivalence":
        return "equivalence"
    by_label = {fact.key for fact in facts_of("attribute") if fact.payload["by_label"]}
    return "label" if attribute in by_label and kind in LABELLING else "document"


def columns_of(told: Told, today: dt.date, *, past: bool = False) -> dict[str, Any]:
    """The proof's columns, each looked at. past: whether it may have ended already. Raises Invalid."""
    attribute, kind, label = told["attribute"], told.get("kind", "certificate"), told.get("label")
    attributes = names("attribute")
    required(attribute in attributes, "proof.attribute_unknown", value=attribute, known=", ".join(attributes))
    required(kind in PROOF_KINDS, "proof.kind_unknown", value=kind, known=", ".join(PROOF_KINDS))
    required(label is None or label in names("label"), "proof.label_unknown", value=label)
    basis = told.get("basis") or default_basis(attribute, kind)
    required(basis in BASES, "proof.basis_unknown", basis=basis, bases=", ".join(BASES))
    days = {"valid_from": told["valid_from"], "valid_until": told.get("valid_until")}
    _dated(told["valid_from"], told.get("valid_until"), today, past)
    texts = {
        "number": text_of(told.get("number")),
        "issuer": text_of(told.get("issuer")),
        "holder": text_of(told.get("holder")),
        "holder_link": text_of(told.get("holder_link")),
    }
    rest: dict[str, Any] = {"replaces_id": told.get("replaces_id")}
    if scope := told.get("scope"):  # none at all is no JSON null
        rest["scope"] = dict(scope)
    return {"attribute": attribute, "kind": kind, "basis": basis, "label": label, **days, **texts, **rest}


def _dated(valid_from: dt.date, valid_until: dt.date | None, today: dt.date, past: bool) -> None:
    last = today.year + LONGEST_YEARS
    for day in (valid_from, valid_until or valid_from):
        required(FIRST_YEAR <= day.year <= last, "proof.date_far", day=day, first=FIRST_YEAR, last=last)
    in_order = valid_until is None or valid_until >= valid_from
    required(in_order, "proof.dates_reversed", start=valid_from, end=valid_until)
    required(past or valid_until is None or valid_until >= today, "proof.already_over", day=valid_until)


def stored(means: Means, document: bytes | Path | None, name: str | None) -> dict[str, str | None]:
    """Hash and label of the document, looked at before it is kept."""
    attachment = looked_at(means, document, name) if document is not None else None
    if attachment is None:
        return {"document": None, "document_name": None}
    return {"document": means.files.put(attachment.data), "document_name": attachment.name}


def looked_at(means: Means, document: bytes | Path, name: str | None) -> Attachment:
    """A document whose first bytes are of a kind that is taken. Raises Invalid for any other."""
    if isinstance(document, Path):
        required(document.is_file(), "file.missing", name=name or document.name)
        name = name or document.name
        document = document.read_bytes()
    return check_attachment(document, name or "", means.settings.max_upload_mb)


def holder_differs(holder: str | None, supplier: str) -> bool:
    """Whether the name on a document is not the supplier's: legal forms, accents and case do not count."""
    named, ours = _words(holder or ""), _words(supplier)
    return bool(named) and bool(ours) and not (named <= ours or ours <= named)


def _words(name: str) -> frozenset[str]:
    words = frozenset(re.findall(r"[a-z0-9]+", anyascii(name.replace(".", "")).casefold()))
    return words - FORMS or words


def text_of(value: str | None) -> str | None:
    """A text without blanks around it; None for nothing. Raises Invalid for one that no form sends."""
    found = (value or "").strip() or None
    required(found is None or len(found) <= LONGEST_TEXT, "proof.text_long", most=LONGEST_TEXT)
    return found


def required(holds: bool, code: str, **params: object) -> None:
    """Raises Invalid where it does not hold."""
    if not holds:
        raise Invalid(code, **params)

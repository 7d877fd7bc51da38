"""Put a document where it belongs: a proof of its products, or a document that proves nothing (datasheet, picture)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert

from catalog.access import Actor
from catalog.evidence.depositing import FIRST_YEAR, Told, cover, deposit
from catalog.means.attachments import clean_name
from catalog.means.means import Means
from catalog.models import ProductDocument, Proof
from catalog.models.documents import DOCUMENT_KINDS
from catalog.queries import documents, proof_list, proof_sheet
from catalog.reference.shipped import facts_of

SUITED = "early_childhood"


@dataclass(frozen=True, slots=True)
class Filed:
    """A stored document, what it is, and what it says where it is a proof. name: as it was sent, a path or a label."""

    kind: str
    document: str
    name: str
    told: Told | None = None


def told_of(kind: str, said: Mapping[str, Any] | None, today: dt.date) -> Told | None:
    """What a proof of this document would say; None where a person must say it. Of a label: its number and both days."""
    if kind in ("safety_sheet", "ingredient_list"):
        revised = _day((said or {}).get("revised")) or today
        plausible = revised if revised.year >= FIRST_YEAR and revised <= today else today
        return {"attribute": SUITED, "kind": kind, "basis": "document", "valid_from": plausible}
    numbers = [each for each in (said or {}).get("numbers", ()) if each["shape"]]
    begins, ends = _of((said or {}).get("from")), _of((said or {}).get("until"))
    labels = {each["label"] for each in numbers}
    if kind != "certificate" or len(labels) != 1 or begins is None or ends is None or ends < begins:
        return None
    attribute = _proven(numbers[0]["label"])
    if attribute is None:
        return None
    told: Told = {
        "attribute": attribute, "kind": "certificate", "label": numbers[0]["label"], "number": numbers[0]["number"],
        "valid_from": begins, "valid_until": ends, "issuer": _name(said, "issuer"), "holder": _name(said, "holder"),
    }  # fmt: skip
    return told


def file_document(actor: Actor, means: Means, supplier_id: int, filed: Filed, found: Mapping[int, str]) -> int | None:
    """The proof it became; None for a document that proves nothing. What is tied already is not tied again.

    A proof of the same document that a person decided on never grows: a further one takes what it does not cover.
    """
    if filed.told is None:
        _keep(actor, means, supplier_id, filed, found)
        return None
    standing = _standing(means, supplier_id, filed)
    covered = {key for number, _ in standing for key in _covered(means, supplier_id, number)}
    new = {key: how for key, how in found.items() if key not in covered}
    if not new:
        return standing[-1][0]
    undecided = next((number for number, decided in standing if not decided), None)
    if undecided is not None:
        cover(means, undecided, supplier_id, new)
        return undecided
    return deposit(actor, means, supplier_id, new, filed.told, means.files.path(filed.document), clean_name(filed.name))


def _standing(means: Means, supplier_id: int, filed: Filed) -> list[tuple[int, bool]]:
    """The supplier's proofs of this very document, kind and attribute, with whether somebody decided on them."""
    told = filed.told or {"attribute": "", "valid_from": dt.date.min}
    asked = Proof(document=filed.document, kind=filed.kind, attribute=told["attribute"])
    lines = [proof_list.proof_line(means.session, number, supplier_id)
             for number in proof_list.same_certificate(means.session, asked)]  # fmt: skip
    return [
        (line.id, line.verdict is not None)
        for line in lines
        if line and line.kind == filed.kind and line.attribute == told["attribute"] and not line.withdrawn
    ]


def _covered(means: Means, supplier_id: int, proof_id: int) -> set[int]:
    return {tie.product_id for tie in proof_sheet.ties(means.session, proof_id) if tie.supplier_id == supplier_id}


def _keep(actor: Actor, means: Means, supplier_id: int, filed: Filed, found: Mapping[int, str]) -> None:
    there = documents.products_with(means.session, supplier_id, filed.document)
    one = {
        "supplier_id": supplier_id, "kind": filed.kind if filed.kind in DOCUMENT_KINDS else "other",
        "document": filed.document, "document_name": clean_name(filed.name), "recorded_at": means.clock.now(), **actor.by,
    }  # fmt: skip
    rows = [one | {"product_id": key} for key in sorted(found) if key not in there]
    if rows:
        means.session.execute(insert(ProductDocument), rows)


def _proven(label: str) -> str | None:
    """The attribute that a label proves."""
    attributes = {fact.key: fact.payload["attribute_proven"] for fact in facts_of("label")}
    known = {fact.key for fact in facts_of("attribute")}
    return attributes.get(label) if attributes.get(label) in known else None


def _of(found: Mapping[str, Any] | None) -> dt.date | None:
    return _day(found["day"]) if found else None


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _name(said: Mapping[str, Any] | None, which: str) -> str | None:
    found = (said or {}).get(which)
    return found["name"] if found else None

"""Sound rows of the tables of tags, documents, registers, ranges' validation, mail and the journal's chain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

AT = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
DAY = dt.date(2026, 12, 1)
CENTRAL, OTHER, SUPPLIER = 1, 2, 3
HASH = "a" * 64
ACTOR = {"by_organisation_id": CENTRAL, "by_account_id": 10}
Row = dict[str, Any]


def own(number: int, **more: Any) -> Row:
    """A supplier's row."""
    return {"supplier_id": SUPPLIER, "id": number, **more}


SOUND_TAGS: Mapping[str, list[Row]] = {
    "journal_link": [{"number": 1, "entry_id": 14, "hash": HASH}],
    "mail": [
        {"id": 100, "key": "k", "kind": "request", "recipient": "a@b.example", "language": "fr", "subject": "s", "body": "b"}
    ],
    "proof_ending": [{"id": 101, "proof_id": 62, "last_day": DAY, "reason": "retirée", **ACTOR}],
    "tag_decision": [
        own(102, product_id=50, attribute="ecolabelled", side="supplier", verdict="contest", reason="non", seen=HASH,
            request_id=110, link_id=112, said_by="A", **ACTOR)
    ],
    "fact_proposal": [
        {"id": 103, "kind": "label", "key": "x", "payload": {}, "source": "s", "confidence": "verified", "reason": "r",
         "answered_by_organisation_id": CENTRAL, "answered_by_account_id": 10, **ACTOR}
    ],
    "expiry_alert": [
        {"id": 123, "subject": "proof:62", "last_day": DAY, "threshold": 30, "recipient": "a@b.example"}
    ],
    "expiry_closing": [{"id": 104, "subject": "proof:62", "reason": "r", **ACTOR}],
    "register_extract": [
        {"id": 105, "label": "EU_ECOLABEL", "file_name": "r.csv", "sha256": HASH, "extracted_on": DAY, "rows": 3,
         "imported": 1, "rejected": 1, "skipped": 1, "report": {}, **ACTOR}
    ],
    "register_entry": [{"id": 106, "extract_id": 105, "row": 2, "label": "EU_ECOLABEL"}],
    "register_match": [own(107, product_id=50, entry_id=106, how="name", score=90, **ACTOR)],
    "document_reading": [{"id": 108, "document": HASH, "kind": "safety_sheet", "version": 1, "payload": {}}],
    "product_document": [own(109, product_id=50, kind="picture", document=HASH, document_name="p.png", **ACTOR)],
    "validation_request": [own(110, central_id=CENTRAL, due=DAY, message="", **ACTOR)],
    "requested_range": [{"supplier_id": SUPPLIER, "request_id": 110, "range_version_id": 71}],
    "request_link": [own(112, request_id=110, email="a@b.example", language="fr", token_hash=b"t", expires_on=DAY)],
    "link_entry": [own(113, link_id=112, code_hash="c", token_hash=b"e", created_at=AT, last_seen_at=AT)],
    "parcel": [own(114, file_name="p.zip", sha256=HASH, **ACTOR)],
    "parcel_item": [own(115, parcel_id=114, name="a.pdf", found={}, state="waiting", proof_id=62, **ACTOR)],
    "validation": [
        own(116, range_version_id=71, request_id=110, link_id=112, content_hash=HASH, signer="A", authority="gérante", **ACTOR)
    ],
    "validated_product": [{"supplier_id": SUPPLIER, "validation_id": 116, "product_id": 50, "content": HASH}],
    "range_draft": [
        {"id": 117, "range_id": 70, "sequence": 1, "rule": {}, "profile": "strict", "description_fr": "",
         "description_en": "", "hand": [], **ACTOR}
    ],
    "range_validation": [{"id": 118, "range_version_id": 71, "content_hash": HASH, "said_by": "A", **ACTOR}],
    "range_export": [
        {"id": 119, "range_id": 70, "version": 1, "on_day": DAY, "format": "csv", "language": "fr", "audience": "all",
         "content_hash": HASH, "document": HASH, "document_name": "r.csv", **ACTOR}
    ],
    "range_request": [
        {"organisation_id": OTHER, "id": 120, "central_id": CENTRAL, "text": "peinture", "attributes": [], "families": [], **ACTOR}
    ],
    "range_support": [{"organisation_id": OTHER, "id": 121, "request_id": 120, **ACTOR}],
    "doubt": [
        {"organisation_id": OTHER, "id": 122, "supplier_id": SUPPLIER, "product_id": 50, "attribute": "ecolabelled",
         "text": "vraiment ?", "deadline": DAY, **ACTOR}
    ],
}  # fmt: skip
"""A sound row of each; `recorded_at` is added."""

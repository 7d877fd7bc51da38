"""A sound row of every table, or several: what the tests of the tables start from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert

from catalog.models import Base
from tests.models.sound_buying import SOUND_BUYING
from tests.models.sound_tags import SOUND_TAGS

AT = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
START, END = dt.date(2026, 1, 1), dt.date(2029, 12, 31)
CENTRAL, OTHER, SUPPLIER, RIVAL = 1, 2, 3, 4
HASH = "a" * 64
NOBODY = 999
ACTOR = {"by_organisation_id": CENTRAL, "by_account_id": 10}
Row = dict[str, Any]


def place(**more: Any) -> Row:
    """A supplier's row read from a batch."""
    return {"supplier_id": SUPPLIER, "batch_id": 40, "since": 1, **more}


SOUND: Mapping[str, list[Row]] = {
    "organisation": [
        {"id": CENTRAL, "kind": "central", "code": "CENTRALE", "name": "Centrale"},
        {"id": OTHER, "kind": "member", "code": "VILLE", "name": "Ville"},
        {"id": SUPPLIER, "kind": "supplier", "code": "ALPHA", "name": "Alpha", "siret": "12345678901234", "size": 12},
        {"id": RIVAL, "kind": "supplier", "code": "BETA", "name": "Beta"},
    ],
    "account": [
        {"organisation_id": CENTRAL, "id": 10, "email": "a@b.example", "name": "A", "role": "reviewer"},
        {"organisation_id": OTHER, "id": 15, "email": "b@b.example", "name": "B", "role": "buyer"},
    ],
    "sign_in": [
        {"organisation_id": CENTRAL, "id": 11, "account_id": 10, "token_hash": b"s", "created_at": AT, "last_seen_at": AT}
    ],
    "token": [{"organisation_id": CENTRAL, "id": 12, "account_id": 10, "token_hash": b"t", "created_at": AT}],
    "sign_in_try": [{"id": 13, "key": "a@b.example", "at": AT}],
    "journal_entry": [
        {"id": 14, "at": AT, "actor": "operator", "organisation_id": CENTRAL, "action": "publish", "subject": "1"}
    ],
    "agreement": [{"id": 20, "central_id": CENTRAL, "code": "AC", "name": "Accord", "starts": START, "ends": END}],
    "lot": [
        {"id": 21, "agreement_id": 20, "code": "L1", "name": "Lot 1", "currency": "EUR", "starts": START, "ends": END},
        {"id": 22, "agreement_id": 20, "code": "L2", "name": "Lot 2", "currency": "EUR", "starts": START, "ends": END},
    ],
    "holder": [{"supplier_id": SUPPLIER, "lot_id": 21}],
    "price_clause": [
        {"id": 24, "lot_id": 21, "kind": "firm", "valid_from": START, "terms": {}, "source": "art. 5", **ACTOR}
    ],
    "schedule_line": [
        {"supplier_id": SUPPLIER, "id": 25, "lot_id": 21, "reference": "R1", "price": 1, "valid_from": START, **ACTOR}
    ],
    "membership": [
        {"organisation_id": OTHER, "id": 23, "agreement_id": 20, "valid_from": START, "valid_until": END}
    ],
    "publication": [
        {"number": 1, "kind": "publish", "effective": START, "offers": 1, **ACTOR},
        {"number": 2, "kind": "undo", "undoes": 1, "effective": START, "offers": 0, **ACTOR},
    ],
    "batch": [
        {"supplier_id": SUPPLIER, "id": 40, "sha256": HASH, "file_name": "a.csv", "mode": "full", "scope": "full L1",
         "state": "published", "row_count": 3, "imported": 1, "rejected": 1, "skipped": 1, **ACTOR},
        {"supplier_id": RIVAL, "id": 41, "sha256": HASH, "file_name": "a.csv", "mode": "full", "scope": "full L1",
         "state": "asking", **ACTOR},
    ],
    "batch_lot": [{"supplier_id": SUPPLIER, "batch_id": 40, "lot_id": 21}],
    "batch_issue": [{"supplier_id": SUPPLIER, "id": 42, "batch_id": 40, "level": "error", "code": "price.zero"}],
    "mapping": [
        {"supplier_id": SUPPLIER, "id": 43, "format": "csv", "columns": {"Réf": "reference"}, "answers": {},
         "batch_id": 40, **ACTOR}
    ],
    "word": [{"id": 44, "kind": "label", "word": "eu flower", "meaning": "eu_ecolabel", **ACTOR}],
    "job": [
        {"id": 45, "kind": "receive", "queue": "ALPHA", "state": "waiting", "payload": {}, "outcome": {}, **ACTOR}
    ],
    "publication_batch": [{"supplier_id": SUPPLIER, "publication": 1, "batch_id": 40}],
    "product": [
        {"supplier_id": SUPPLIER, "id": 50, "reference": "R1"},
        {"supplier_id": RIVAL, "id": 51, "reference": "R1"},
        {"supplier_id": SUPPLIER, "id": 56, "reference": "R2"},
    ],
    "product_version": [place(id=52, product_id=50, until=2, reference="R1", name="Savon", digest="d")],
    "offer": [{"supplier_id": SUPPLIER, "id": 53, "product_id": 50, "lot_id": 21}],
    "offer_version": [
        place(id=54, offer_id=53, until=2, currency="EUR", price=1, printed_price=1, vat=200_000, digest="d",
              valid_from=START, valid_to=END)
    ],
    "price_tier": [
        {"supplier_id": SUPPLIER, "id": 55, "offer_version_id": 54, "min_quantity": 10, "price": 1,
         "valid_from": START, "valid_to": END}
    ],
    "correction": [
        {"supplier_id": SUPPLIER, "id": 57, "product_id": 50, "offer_id": 53, "field": "price", "value": {"value": 2},
         "seen": {"value": 1}, "reason": "lu", "since": 1, "until": 2, **ACTOR}
    ],
    "suspension": [
        {"supplier_id": SUPPLIER, "id": 58, "offer_id": 53, "reason": "rappel", "since": 1, "until": 2, **ACTOR}
    ],
    "succession": [
        {"supplier_id": SUPPLIER, "id": 59, "product_id": 50, "successor_id": 56, "kind": "replaced",
         "reason": "avenant", "since": 1, "until": 2, **ACTOR}
    ],
    "fact": [
        {"id": 60, "kind": "label", "key": "x", "version": 1, "payload": {}, "source": "s", "confidence": "high",
         "origin": "shipped", **ACTOR}
    ],
    "claim": [place(id=61, product_id=50, until=2, attribute="ecolabelled", quote="oui", file="a.csv")],
    "proof": [
        {"id": 62, "attribute": "ecolabelled", "kind": "licence", "basis": "label", "valid_from": START,
         "valid_until": END, "document": HASH, **ACTOR}
    ],
    "coverage": [{"supplier_id": SUPPLIER, "id": 63, "product_id": 50, "proof_id": 62}],
    "decision": [{"id": 64, "proof_id": 62, "verdict": "accept", "reason": "lu", **ACTOR}],
    "range": [{"id": 70, "central_id": CENTRAL, "code": "petite-enfance", "name_fr": "Petite", "name_en": "Early"}],
    "range_version": [
        {"id": 71, "range_id": 70, "number": 1, "rule": {}, "profile": "strict", "description_fr": "",
         "description_en": "", **ACTOR},
        {"id": 72, "range_id": 70, "number": 3, "rule": {}, "profile": "strict", "description_fr": "",
         "description_en": "", **ACTOR},
    ],
    "selection": [{"organisation_id": OTHER, "id": 80, "name": "Rentrée", **ACTOR}],
    "selection_line": [
        {"organisation_id": OTHER, "id": 81, "selection_id": 80, "supplier_id": SUPPLIER, "offer_id": 53,
         "quantity": 1, **ACTOR}
    ],
    "renewal": [{"id": 90, "old_lot_id": 21, "new_lot_id": 22, "reason": "fin", **ACTOR}],
    "equivalence": [
        {"id": 91, "renewal_id": 90, "old_supplier_id": SUPPLIER, "old_offer_id": 53, "new_supplier_id": SUPPLIER,
         "new_offer_id": 53, **ACTOR}
    ],
    "conversion": [
        {"organisation_id": OTHER, "id": 92, "renewal_id": 90, "selection_id": 80, "old_supplier_id": SUPPLIER,
         "old_offer_id": 53, "new_supplier_id": SUPPLIER, "new_offer_id": 53, "quantity": 1, "new_quantity": 1, "told": {}, **ACTOR}
    ],
    **SOUND_TAGS,
    **SOUND_BUYING,
}  # fmt: skip
"""A sound row of every table, or several; `recorded_at` is added. Only the first of each is changed by cases."""


def fill(connection: Connection) -> None:
    """The sound rows, parents first."""
    for table in Base.metadata.sorted_tables:
        more = {"recorded_at": AT} if "recorded_at" in table.c else {}
        for row in SOUND[table.name]:
            connection.execute(insert(table), {**row, **more})

"""A sound row of each table that stands beside selections and products for buyers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

AT = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
CENTRAL, OTHER, SUPPLIER = 1, 2, 3
ACTOR = {"by_organisation_id": CENTRAL, "by_account_id": 10}

SOUND_BUYING: Mapping[str, list[dict[str, Any]]] = {
    "capacity": [{"supplier_id": SUPPLIER, "id": 130, "product_id": 50, "quantity": 200, "months": 12, **ACTOR}],
    "order_layout": [
        {
            "organisation_id": OTHER,
            "id": 131,
            "name": "Chorus",
            "format": "csv",
            "columns": [],
            "delimiter": ";",
            **ACTOR,
        }
    ],
    "product_request": [
        {"organisation_id": OTHER, "id": 132, "central_id": CENTRAL, "text": "peinture", "attributes": [], **ACTOR}
    ],
    "selection_proposal": [{"organisation_id": OTHER, "id": 133, "selection_id": 80, "message": "", **ACTOR}],
    "selection_visit": [{"organisation_id": OTHER, "selection_id": 80, "account_id": 15, "seen": {}, "visited_at": AT}],
}
"""`recorded_at` is added."""

"""Keep what was read in a document, as `published.readings` looks it up."""

from __future__ import annotations

import datetime as dt
from typing import Any

from catalog.evidence.certificates import read_certificate
from catalog.evidence.readings import DOCUMENT, INGREDIENTS, READER, SHEET
from catalog.means.means import Means
from catalog.models import DocumentReading
from catalog.queries import documents
from catalog.tagging.vocabulary import Vocabulary
from imports.documents.envelope import list_json, sheet_json
from imports.documents.record import ReadDocument


def payload_of(read: ReadDocument, vocabulary: Vocabulary) -> dict[str, Any]:
    """What a document says of itself, as it is kept under "document"."""
    refused = read.refused and {"code": read.refused.code, "params": dict(read.refused.params)}
    found = read_certificate(read.lines, vocabulary)
    if read.sheet is not None:
        named = [{"value": each.value, "page": each.page, "line": each.line} for each in read.sheet.references]
        found |= {"about": SHEET, "revised": _iso(read.sheet.revised), "references": [*found["references"], *named]}
    elif read.ingredients is not None:
        found |= {"about": INGREDIENTS, "revised": _iso(read.ingredients.revised)}
    return {"kind": read.kind, "pages": read.pages, "readable": bool(read.lines), "refused": refused, **found}


def keep_reading(means: Means, sha256: str, read: ReadDocument, vocabulary: Vocabulary) -> None:
    """Keep what was read; what is there already stays."""
    kept = [(DOCUMENT, READER, payload_of(read, vocabulary))]
    if read.sheet is not None:
        kept.append((SHEET, read.sheet.reader, {"is_sheet": True, **sheet_json(read.sheet)}))
    if read.ingredients is not None:
        kept.append((INGREDIENTS, read.ingredients.reader, list_json(read.ingredients)))
    for kind, version, payload in kept:
        if not documents.read_already(means.session, [sha256], kind, version):
            means.session.add(
                DocumentReading(
                    document=sha256, kind=kind, version=version, payload=payload, recorded_at=means.clock.now()
                )
            )
    means.session.flush()


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None

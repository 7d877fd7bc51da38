"""What was read in a stored document: kept once for each version of the reader, looked up by whoever checks.

Kind "document" holds what any document says of itself (`published.certificates`, and why it is no safety sheet); kinds
"safety_sheet" and "ingredient_list" hold what `imports.documents` makes of one.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from sqlalchemy.orm import Session

from catalog.errors import Invalid
from catalog.means.means import Means
from catalog.queries import documents

READER = 3
"""Grows when anything more is read in a document, by `certificates` or by `imports.documents`: what is not of this version
is read again, and the newest reading counts."""
DOCUMENT, SHEET, INGREDIENTS = "document", "safety_sheet", "ingredient_list"
NOT_ONE = frozenset({"sheet.not_a_sheet"})
"""What says for sure that a document is no safety sheet. A scan may be one: a person reads it."""


def said_of(session: Session, sha256: str | None) -> documents.Payload | None:
    """What a document says of itself; None where it was not read (no document, or no PDF or text)."""
    return documents.reading(session, sha256, DOCUMENT) if sha256 else None


def refuse_other_sheet(means: Means, kind: str, document: bytes | Path | None) -> None:
    """Raises Invalid, with the reader's reason, for a document handed in as a safety sheet that is none."""
    if kind != SHEET or document is None:
        return
    said = said_of(means.session, _hash(document))
    refused = said and said.get("refused")
    if refused and refused["code"] in NOT_ONE:
        raise Invalid(refused["code"], **refused["params"])


def _hash(document: bytes | Path) -> str:
    content = document if isinstance(document, bytes) else document.read_bytes() if document.is_file() else b""
    return hashlib.sha256(content).hexdigest()

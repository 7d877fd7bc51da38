"""What was read in documents, kept for whoever checks; and a parcel put in line to be opened."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.access import Actor, require
from catalog.evidence.read_in import keep_reading
from catalog.evidence.readings import DOCUMENT, READER, said_of
from catalog.evidence.suppliers import supplier_of
from catalog.means import jobs
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.published.tags import vocabulary_of
from catalog.queries import agreements, documents
from catalog.queries.documents import Payload
from imports.documents.record import ReadDocument


def unread(actor: Actor, means: Means, documents_asked: Sequence[str]) -> list[str]:
    """Those stored documents that this version of the reader has not read, in their order."""
    require(actor, "proof.add")
    known = documents.read_already(means.session, documents_asked, DOCUMENT, READER)
    return [sha256 for sha256 in documents_asked if sha256 not in known]


def said_of_document(actor: Actor, means: Means, sha256: str) -> Payload | None:
    """What a stored document says of itself, for the form that proposes it; None where it was not read."""
    require(actor, "proof.add")
    return said_of(means.session, sha256)


def keep(actor: Actor, means: Means, found: Sequence[tuple[str, ReadDocument]]) -> None:
    """Keep what was read: (SHA-256, reading). What is kept already stays."""
    require(actor, "proof.add")
    vocabulary = vocabulary_of(means.session, end_of(means.clock.today()))
    for sha256, reading in found:
        keep_reading(means, sha256, reading, vocabulary)


def line_up_parcel(actor: Actor, means: Means, supplier: str, sha256: str, name: str) -> int:
    """Put a stored ZIP in the line of its supplier; the job's id. Raises NotFound for another's supplier."""
    require(actor, "proof.add")
    card = supplier_of(actor, means, supplier, "proof.add")
    lots = sorted(lot.code for lot in agreements.lots_by_code(means.session).values() if card.code in lot.holders)
    payload = {"supplier": card.code, "sha256": sha256, "file": name, "lots": lots}
    return jobs.enqueue(actor, means, "parcel", card.code, payload)

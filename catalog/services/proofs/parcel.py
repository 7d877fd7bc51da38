"""Receive a ZIP of documents: every file matched, kept as a proof or a document of its products, or left to a person.

Opening and reading the files is done before (`catalog.deposits`), outside any transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog.access import Actor, require
from catalog.evidence.depositing import holder_differs
from catalog.evidence.filing import Filed, file_document, told_of
from catalog.evidence.matching import Index, Match, kind_of
from catalog.evidence.readings import SHEET, said_of
from catalog.evidence.suppliers import supplier_of
from catalog.means import journal
from catalog.means.means import Means
from catalog.models import Parcel, ParcelItem
from catalog.queries import documents
from catalog.queries.documents import Payload

SAID = ("numbers", "from", "until", "holder", "issuer", "title")
"""What of a reading stays with a file that waits, for the person who ties it."""


@dataclass(frozen=True, slots=True)
class PackedFile:
    """One file of a parcel: its path in it, its SHA-256 once stored; or the code and parameters of why it was refused."""

    name: str
    document: str | None
    refused: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)


def prepare(actor: Actor, means: Means, supplier: str, sha256: str | None = None) -> int | None:
    """Whether the actor may send documents of that supplier: the parcel that holds these bytes already, else None.

    Raises NotFound for another's supplier.
    """
    require(actor, "proof.add")
    card = supplier_of(actor, means, supplier, "proof.add")
    return documents.parcel_of(means.session, card.id, sha256) if sha256 else None


def receive(actor: Actor, means: Means, supplier: str, sha256: str, file_name: str, files: Sequence[PackedFile]) -> int:
    """The parcel's id. The same bytes again create nothing. Each file ends as taken, waiting or refused."""
    require(actor, "proof.add")
    card = supplier_of(actor, means, supplier, "proof.add")
    if (known := documents.parcel_of(means.session, card.id, sha256)) is not None:
        return known
    parcel = Parcel(
        supplier_id=card.id, file_name=file_name, sha256=sha256, recorded_at=means.clock.now(), **actor.by
    )  # fmt: skip
    means.session.add(parcel)
    means.session.flush()
    sorting = _Sorting(actor, means, parcel, Index.of(documents.known_products(means.session, card.id)), card.name)
    sorting.sort(files)
    journal.write(
        actor, means, "parcel.receive", f"parcel:{parcel.id}", supplier=supplier, sha256=sha256, **sorting.counts
    )  # fmt: skip
    return parcel.id


@dataclass
class _Sorting:
    """The files of one parcel, sorted in two passes: what a first one ties by reference teaches the UFIs of a second."""

    actor: Actor
    means: Means
    parcel: Parcel
    index: Index
    supplier: str
    filed: dict[tuple[str, str], Filed] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=lambda: {"taken": 0, "waiting": 0, "refused": 0})

    def sort(self, files: Sequence[PackedFile]) -> None:
        """All of them. What a file says is looked up one by one: a thousand readings are never held at once."""
        later = [file for file in files if not self._placed(file, last=False)]
        if later:
            self._learn_earlier()
        for file in later:
            self._placed(file, last=True)
        self.means.session.flush()

    def _placed(self, file: PackedFile, *, last: bool) -> bool:
        """Whether the file has its place; a file that nothing names is asked once more when all UFIs are known."""
        if file.document is None:
            self._note(file, "refused", None, {"params": dict(file.params)}, file.refused)
            return True
        said = said_of(self.means.session, file.document)
        match = self.index.match(file.name, said)
        if match.why == "parcel.wait.no_product" and not last:
            return False
        if match.why is None:
            self.index.learn((each["value"] for each in (said or {}).get("ufis", ())), match.found)
        self._take(file, file.document, said, match)
        return True

    def _take(self, file: PackedFile, document: str, said: Payload | None, match: Match) -> None:
        kind = kind_of(file.name, said)
        references = documents.references_of(self.means.session, self.parcel.supplier_id, match.found)
        found = {
            "products": {str(key): how for key, how in match.found.items()},
            "references": sorted(references.values()),
            **{name: said[name] for name in SAID if said and said.get(name)},
        }
        why = match.why or _why_not(kind, said, self.means.clock.today(), self.supplier)
        proof = None if why else self._file(kind, document, file.name, said, match.found)
        self._note(file, "waiting" if why else "taken", kind, found, why, proof)

    def _file(self, kind: str, document: str, name: str, said: Payload | None, found: Mapping[int, str]) -> int | None:
        told = told_of(kind, said, self.means.clock.today())
        self.filed.setdefault((document, kind), Filed(kind, document, name, told))
        return file_document(self.actor, self.means, self.parcel.supplier_id, self.filed[document, kind], found)

    def _note(
        self, file: PackedFile, state: str, kind: str | None, found: Mapping[str, Any], why: str | None,
        proof: int | None = None,
    ) -> None:  # fmt: skip
        self.counts[state] += 1
        self.means.session.add(
            ParcelItem(
                supplier_id=self.parcel.supplier_id, parcel_id=self.parcel.id, name=file.name[:500], kind=kind,
                document=file.document, found=dict(found), state=state, reason=why, proof_id=proof,
                recorded_at=self.means.clock.now(), **self.actor.by,
            )
        )  # fmt: skip

    def _learn_earlier(self) -> None:
        """The UFIs of the safety sheets that the supplier handed in before."""
        for document, products in documents.sheets_of(self.means.session, self.parcel.supplier_id).items():
            said = said_of(self.means.session, document) or {}
            self.index.learn((each["value"] for each in said.get("ufis", ())), products)


def _why_not(kind: str, said: Payload | None, today: dt.date, supplier: str) -> str | None:
    """Why a matched file still needs a person: nobody knows what it is, or what it says is not all there."""
    if kind in ("picture", "datasheet", SHEET, "ingredient_list"):
        return None
    if kind != "certificate":
        return "parcel.wait.kind"
    told = told_of(kind, said, today)
    if told is None:
        return "parcel.wait.incomplete"
    until = told.get("valid_until")
    if until and until < today:
        return "parcel.wait.over"
    return "parcel.wait.holder" if holder_differs(told.get("holder"), supplier) else None

"""Parcels and their files: what was taken, what waits for a person, what was dismissed or refused. The four sum to all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.access import SUPPLIERS, Actor, may, require
from catalog.errors import NotFound
from catalog.means.means import Means
from catalog.queries import documents
from catalog.queries.documents import ParcelLine as ParcelLine

STATES = ("waiting", "taken", "refused", "dismissed")


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One file. found: what it names ("references") and says; reason: a code of `wording`, or a person's words where it was
    dismissed. proof: the one it became."""

    id: int
    name: str
    kind: str | None
    document: str | None
    state: str
    reason: str | None
    found: Mapping[str, Any]
    proof: int | None

    @property
    def references(self) -> tuple[str, ...]:
        """The references that it names, or was tied to."""
        return tuple(self.found.get("references", ()))


@dataclass(frozen=True, slots=True)
class ParcelSheet:
    """A parcel with its files; may_tie: the actor may say where a file belongs."""

    line: ParcelLine
    items: tuple[ItemLine, ...]
    may_tie: bool


def list_parcels(actor: Actor, means: Means) -> list[ParcelLine]:
    """Parcels, the newest first: central staff see all, a supplier its own."""
    require(actor, "proof.read")
    return documents.parcels(means.session, actor.organisation_id if actor.role in SUPPLIERS else None)


def show_parcel(actor: Actor, means: Means, parcel_id: int, state: str | None = None) -> ParcelSheet:
    """One parcel, its files by name (in one state where it is named). Raises NotFound, the same for another's and for none."""
    require(actor, "proof.read")
    line = documents.parcel(means.session, parcel_id)
    if line is None or (actor.role in SUPPLIERS and line.supplier_id != actor.organisation_id):
        raise NotFound("parcel.unknown", parcel=parcel_id)
    items = tuple(
        ItemLine(each.id, each.name, each.kind, each.document, each.state, each.reason, each.found, each.proof_id)
        for each in documents.items(means.session, parcel_id, state)
    )
    return ParcelSheet(line, items, may(actor, "proof.add", line.supplier_id))


def open_item(actor: Actor, means: Means, item_id: int) -> tuple[str, str]:
    """SHA-256 and file name of one file of a parcel, to be handed out as a download. Raises NotFound."""
    require(actor, "proof.read")
    item = documents.item(means.session, item_id)
    if item is None or item.document is None or (actor.role in SUPPLIERS and item.supplier_id != actor.organisation_id):
        raise NotFound("parcel.item_unknown", item=item_id)
    return item.document, item.name.rsplit("/", 1)[-1]

"""What is remembered of how a supplier's files are read: shown, and forgotten where it misleads."""

from __future__ import annotations

from catalog.access import Actor, require
from catalog.errors import NotFound
from catalog.means import journal
from catalog.means.means import Means
from catalog.published import remembering
from catalog.queries import agreements, mappings
from catalog.queries.mappings import MappingLine as MappingLine


def show_mapping(actor: Actor, means: Means, supplier: str) -> list[MappingLine]:
    """The last word per format, the newest first. Raises NotFound for another's supplier, as for none."""
    owner = _owner(means, supplier)
    require(actor, "batch.read", owner)
    return mappings.latest(means.session, _there(owner, supplier))


def forget_mapping(actor: Actor, means: Means, supplier: str, kind: str | None = None) -> int:
    """Forget what is remembered of one format, or of all; how many formats. What was remembered once stays on record."""
    owner = _owner(means, supplier)
    require(actor, "batch.answer", owner)
    found = [line for line in mappings.latest(means.session, _there(owner, supplier)) if kind in (None, line.format)]
    for line in found:
        remembering.write(actor, means, owner, line.format, line.batch_id, {}, {})
    if found:
        journal.write(actor, means, "mapping.forget", f"supplier:{supplier}", formats=[line.format for line in found])
    return len(found)


def _owner(means: Means, supplier: str) -> int:
    card = agreements.organisations(means.session, [supplier]).get(supplier)
    return card.id if card and card.kind == "supplier" else -1


def _there(owner: int, supplier: str) -> int:
    if owner < 0:
        raise NotFound("supplier.unknown", supplier=supplier)
    return owner

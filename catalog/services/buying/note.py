"""The justification note of a selection: DOCX or PDF. What is not compliant is named apart and justified by nothing."""

from __future__ import annotations

from catalog.access import Actor, require
from catalog.errors import Invalid, NotFound
from catalog.means.means import Means
from catalog.models import Selection
from catalog.published.chosen import chosen
from catalog.published.shelf import Edition
from catalog.queries import agreements, buying
from catalog.services.buying.note_document import Noted, note_document
from catalog.validating.justified import justified
from catalog.writing.exported import MEDIA_TYPES, Exported
from catalog.writing.pdf import pdf
from catalog.writing.word import word

WRITERS = {"docx": word, "pdf": pdf}


def note(
    actor: Actor, means: Means, edition: Edition, selection_id: int, format: str = "docx", language: str | None = None
) -> Exported:
    """The note on the edition's day, one line a compliant product in the order of the selection.

    Raises NotAllowed for a prescriber, NotFound for another organisation's selection, Invalid for an empty one, for one
    in which nothing is compliant, or for another format.
    """
    require(actor, "selection.export", actor.organisation_id)
    if format not in WRITERS:
        raise Invalid("selection.format", value=format, choices=", ".join(WRITERS))
    selection = buying.find(means.session, actor.organisation_id, selection_id)
    if selection is None:
        raise NotFound("thing.unknown")
    document = note_document(_noted(actor, means, edition, selection), language or actor.language)
    name = f"justification-{edition.on.isoformat()}.{format}"
    return Exported(name, MEDIA_TYPES[format], WRITERS[format](document))


def _noted(actor: Actor, means: Means, edition: Edition, selection: Selection) -> Noted:
    scope = agreements.scope_open(means.session, actor, edition.on, means.clock)
    lines = chosen(means, edition, scope, buying.lines(means.session, selection)).lines
    if not lines:
        raise Invalid("selection.empty")
    judged = justified(actor, means, edition, lines)
    if not any(each.compliant for each in judged):
        raise Invalid("note.nothing")
    code = actor.organisation or ""
    card = agreements.organisations(means.session, [code]).get(code)
    return Noted(
        selection.name, card.name if card else code, card.siret if card else None, edition.on, edition.publication,
        means.settings.address, judged,
    )  # fmt: skip

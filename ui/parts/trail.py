"""« D’où vient cette valeur ? »: each value of a sheet with the cell it was received in, when and by whom, and what was before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import streamlit as st

from catalog.access import MEMBERS, Actor
from catalog.means.clock import day_of
from catalog.means.means import Means
from catalog.published.origins import Origin
from catalog.published.shelf import Edition
from catalog.services.buying.sheet import Sheet
from catalog.services.buying.trail import TagTrail, Trail, ValueTrail, trail_of
from catalog.tagging.records import Source
from catalog.wording.sentences import named
from ui import session
from ui.parts.markup import Html, Trusted, fill, join
from ui.parts.sheet import Head, table
from ui.parts.values import field_name, value_text
from ui.parts.why import place, proof_name
from ui.wording.words import t

HEADS = ("value", "shown", "received", "where", "when")
WHERE = '<span>{place}</span> <span class="quiet-text">{more}</span>'


def origins(actor: Actor, means: Means, edition: Edition, sheet: Sheet) -> None:
    """The button; the dialog with everything on the sheet."""
    if not st.button(t("trail.open"), key="trail", icon=":material/account_tree:", type="tertiary"):
        return
    found = trail_of(actor, means, edition, sheet.supplier, sheet.reference)
    currency = next((offer.currency for offer in sheet.offers if offer.currency), None) or "EUR"

    def draw() -> None:
        st.html(_values(actor, found, currency))
        drawn = list(_tags(found.tags))
        if drawn:
            st.html(join(drawn))

    st.dialog(t("trail.title"), width="large")(draw)()


def _values(actor: Actor, found: Trail, currency: str) -> Html:
    heads = [Head(t(f"trail.{name}")) for name in HEADS]
    rows = [_row(actor, each, currency) for each in found.values]
    return table(t("trail.caption", publication=found.publication), heads, rows, said=False)


def _row(actor: Actor, each: ValueTrail, currency: str) -> list[object]:
    language = session.language()
    name = field_name(each.field, language) + (f" · {each.lot}" if each.lot else "")
    shown = value_text(each.field, each.value, language, currency)
    return [name, shown, _received(each), _where(each), _when(actor, each)]


def _received(each: ValueTrail) -> str:
    """As the file has it, title and text; where no column says it, that it was worked out."""
    if each.origin is None:
        return t("trail.unknown")
    cells = "; ".join(t("trail.cell", column=cell.column, text=cell.text) for cell in each.origin.cells)
    return cells or t("trail.derived")


def _where(each: ValueTrail) -> object:
    if each.origin is None:
        return "–"
    more = [t("trail.publication", n=each.origin.publication)]
    if each.earlier:
        before = dict.fromkeys(_before(origin) for origin in each.earlier)
        more.append(t("trail.earlier", files=", ".join(before)))
    return Trusted(fill(WHERE, place=place(_source(each.origin)), more=" · ".join(more)))


def _before(origin: Origin) -> str:
    said = "; ".join(cell.text for cell in origin.cells)
    return t("trail.before", file=origin.file, row=origin.row, text=said)


def _source(origin: Origin) -> Source:
    return Source(origin.file, origin.sheet, origin.row, None)


def _when(actor: Actor, each: ValueTrail) -> str:
    if each.origin is None:
        return "–"
    inside = actor.role not in MEMBERS
    parts = [t("trail.received_on", day=day_of(each.origin.received_at))]
    if inside:
        parts.append(t("trail.by", by=each.origin.received_by or t("history.operator")))
    if each.correction:
        one = each.correction
        by = one.by or t("history.operator")
        received = value_text(each.field, one.received, session.language())
        parts.append(t("trail.corrected", by=by, day=day_of(one.at), reason=one.reason, received=received))
    return " · ".join(parts)


def _tags(tags: Sequence[TagTrail]) -> Iterator[Html]:
    """What each tag rests on: cells, then proofs."""
    language = session.language()
    for each in tags:
        lines = [
            t("trail.claim", place=place(_claimed(one.claim.column, one.origin)), quote=one.claim.quote,
              day=day_of(one.origin.received_at), n=one.origin.publication)
            for one in each.claims
        ]  # fmt: skip
        lines += [t("trail.proof", name=proof_name(proof, language)) for proof in each.proofs]
        if lines:
            items = join([fill("<li>{line}</li>", line=line) for line in lines])
            name = named("attribute", each.tag.attribute, language)
            yield fill('<h3>{name}</h3><ul class="said">{items}</ul>', name=name, items=Trusted(items))


def _claimed(column: str | None, origin: Origin) -> Source:
    return Source(origin.file, origin.sheet, origin.row, column)

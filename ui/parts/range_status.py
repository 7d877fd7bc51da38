"""Who has validated a range, supplier by supplier, and what waits."""

from __future__ import annotations

import streamlit as st

from catalog.means.clock import day_of
from catalog.services.ranges.status import RangeStatus, SupplierStatus
from ui.parts.markup import Html, Trusted, fill
from ui.parts.sheet import Head, table
from ui.parts.state import state_chip
from ui.wording.words import counted, t


def status_panel(found: RangeStatus) -> None:
    """The central body's word, then a line a supplier."""
    st.header(t("range_status.title"), anchor=False)
    if found.central is None:
        text = t("range_status.central.none", version=found.terms.number)
    else:
        when = {"by": found.central.by, "on": day_of(found.central.recorded_at)}
        text = t("range_status.central", version=found.terms.number, **when)
    st.html(fill('<p class="quiet-text">{text}</p>', text=text))
    if found.suppliers:
        titles = ("supplier", "state", "version", "offers", "waiting")
        heads = [Head(t(f"range_status.{name}"), number=name in ("offers", "waiting")) for name in titles]
        st.html(table(t("range_status.suppliers"), heads, [_row(each, found) for each in found.suppliers], said=False))


def _row(each: SupplierStatus, found: RangeStatus) -> list[object]:
    version = each.version if each.version is not None else "–"
    return [each.name, Trusted(supplier_chip(each, found)), version, each.inside, each.waiting or ""]


def supplier_chip(each: SupplierStatus, found: RangeStatus) -> Html:
    """Validated on a day, validated an earlier version, or not at all; changed since, alone."""
    if each.said is None:
        earlier = each.version is not None
        look = ("to_verify", "etat-a-verifier") if earlier else ("missing", "etat-declare")
        name = "range_status.earlier" if earlier else "range_status.none"
        return state_chip(*look, t(name, version=each.version))
    if each.waiting and each.version == found.terms.number:
        return state_chip("to_verify", "etat-a-verifier", t("range_status.changed", n=each.waiting))
    return state_chip("verified", "etat-verifie", t("range_status.said", on=day_of(each.said.recorded_at)))


def waits_for(found: RangeStatus) -> str:
    """Whose validation waits, in one line; nothing where none does."""
    if found.withdrawn:
        return t("range_status.withdrawn")
    if found.central is None:
        return t("range_status.waits.central", version=found.terms.number)
    if not found.waiting:
        return ""
    names = ", ".join(each.name for each in found.waiting)
    return counted(sum(each.waiting for each in found.waiting), "range_status.waits", names=names)

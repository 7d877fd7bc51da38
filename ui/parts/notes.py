"""What people did with a product, on its sheet: both values where a correction stands or ended, suspensions, successions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from catalog.access import CENTRAL, SUPPLIERS, Actor
from catalog.services.buying.sheet import Sheet
from ui import navigation, session
from ui.parts.markup import Html, Trusted, fill, join
from ui.parts.notice import tell
from ui.parts.values import change, field_name
from ui.wording.words import t

LIST = '<ul class="decision-lines">{lines}</ul>'
LINE = '<li><span class="cell-field">{field}</span> {change}<p class="quiet-text">{why}</p></li>'


def suspended(actor: Actor, sheet: Sheet) -> None:
    """Above all else: that it cannot be ordered. Why is told to the central body and to its supplier."""
    told = sheet.notes.json()["suspensions"]
    if not told:
        return
    every = len(told) == len(sheet.offers)
    inside = actor.role in CENTRAL | SUPPLIERS
    why = " ".join(each[session.language()] for each in told) if inside else t("notes.suspended.members")
    lots = ", ".join(each["lot"] for each in told)
    tell("stop", t("notes.suspended.all" if every else "notes.suspended.some", lots=lots), why)


def successions(sheet: Sheet) -> None:
    """What became of the reference, or where it comes from; the way to the other one."""
    for each in sheet.notes.json()["successions"]:
        other = each["successor"] if each["reference"] == sheet.reference else each["reference"]
        tell("told", each[session.language()])
        if other and other != sheet.reference:
            navigation.link("produit", t("notes.see", reference=other), ref=f"{sheet.supplier}/{other}")
    if sheet.asked:
        tell("told", t("notes.renamed", asked=sheet.asked, reference=sheet.reference))


def corrections(actor: Actor, sheet: Sheet) -> None:
    """Both values, for whoever may know of them: what the supplier says, what a person wrote, and which one counts."""
    told = sheet.notes.json()["corrections"]
    if not told or actor.role not in CENTRAL | SUPPLIERS:
        return
    st.header(t("notes.corrections"), anchor=False)
    st.html(fill(LIST, lines=Trusted(join([_line(each) for each in told]))))


def _line(each: Mapping[str, Any]) -> Html:
    language, lapsed = session.language(), each["state"] == "lapsed"
    before, after = (each["corrected"], each["supplier_now"]) if lapsed else (each["supplier_now"], each["corrected"])
    name = field_name(each["field"], language) + (f" · {each['lot']}" if each["lot"] else "")
    by = each["by"] or t("history.operator")
    why = t("notes.lapsed" if lapsed else "notes.kept", reason=each["reason"], by=by, day=each["on"])
    return fill(LINE, field=name, change=Trusted(change("", before, after, language)), why=why)

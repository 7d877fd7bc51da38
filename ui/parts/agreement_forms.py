"""Forms of agreements and lots: fields filled with what stands, and the saving with what is said of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from catalog.access import Actor
from catalog.errors import Refusal
from catalog.reference.shipped import names
from catalog.services.agreements.setup_one import OneChange, change
from ui import session
from ui.parts.notice import tell
from ui.wording.words import counted, refused, t

LONGEST = 400
FIRST, LAST = dt.date(2015, 1, 1), dt.date(2060, 12, 31)
ALLOCATIONS = ("cascade", "rotation", "mini_competition", "quote")
SAID = "agreement.said"
"""What a saving leaves for the next rerun to tell."""
Table = dict[str, Any]


def told() -> None:
    """Tell once what the last saving did."""
    said = st.session_state.pop(SAID, None)
    if said:
        tell("good", *said)


def seen(form: str, first: str, mark: str) -> str:
    """The mark of what a form showed when it was first drawn, kept while it is open.

    `first`: the key of one of its fields: Streamlit forgets it when the page is left.
    """
    if first not in st.session_state:
        st.session_state[f"{form}.mark"] = mark
    return str(st.session_state.get(f"{form}.mark", mark))


def save(actor: Actor, what: str, table: Table, mark: str | None) -> bool:
    """Write it and keep what to say of it; what is wrong is told at once."""
    try:
        with session.work() as means:
            found = change(actor, means, what, table, seen=mark)
    except Refusal as refusal:
        st.error(refused(refusal))
        return False
    if found.faults:
        for fault in found.faults:
            st.error(word_of(fault.code, fault.params))
        return False
    st.session_state[SAID] = (t("agreement.saved") if found.moves else t("agreement.same"), touched(found))
    return True


def word_of(code: str, params: Mapping[str, object]) -> str:
    """The sentence of a fault in the reader's language."""
    return refused(Refusal(code, **params))


def touched(found: OneChange) -> str:
    """Whom a change concerns."""
    if not found.moves:
        return ""
    return " ".join(
        [counted(found.offers, "agreement.touches.offers"), counted(found.members, "agreement.touches.members")]
    )


def agreement_fields(facts: Mapping[str, Any], *, new: bool = False) -> Table:
    """Code, name and dates of an agreement."""
    code = text("agreement.code", facts.get("code"), 40) if new else facts["code"]
    name = text("agreement.name", facts.get("name"), LONGEST)
    return {"code": code, "name": name, "central": facts["central"], **_period(facts)}


def _period(facts: Mapping[str, Any]) -> Table:
    first, last = st.columns(2)
    with first:
        starts = day("agreement.starts", facts.get("starts"))
    with last:
        ends = day("agreement.ends", facts.get("ends"))
    return {"starts": starts, "ends": ends}


def lot_fields(
    facts: Mapping[str, Any], suppliers: Mapping[str, str], *, new: bool = False, used: bool = False
) -> Table:
    """All terms of a lot. `suppliers`: code -> name; `used`: its currency stays."""
    table: Table = {"agreement": facts["agreement"]}
    table["code"] = text("agreement.lot.code", facts.get("code"), 40) if new else facts["code"]
    table["name"] = text("agreement.name", facts.get("name"), LONGEST)
    table |= _period(facts)
    left, right = st.columns(2)
    with left:
        table |= _orders(facts, suppliers)
    with right:
        table |= _matter(facts)
    areas = text("agreement.areas.form", ", ".join(facts.get("areas", ())), LONGEST)
    table["areas"] = [area for each in (areas or "").split(",") if (area := each.strip())]
    table["currency"] = facts["currency"] if used else text("agreement.currency", facts.get("currency", "EUR"), 3)
    free = facts.get("free_items", False)
    return table | {"free_items": st.checkbox(t("agreement.free_items"), free, key="agreement.free_items")}


def _orders(facts: Mapping[str, Any], suppliers: Mapping[str, str]) -> Table:
    """Who holds it and how orders go to them."""
    return {
        "holders": several("agreement.holders", suppliers, facts.get("holders", ())),
        "allocation": _allocation(facts.get("allocation")),
        "maximum": text("agreement.maximum", facts.get("maximum"), 20),
        "renewals": _whole("agreement.renewals", 0, 20, facts.get("renewals", 0)),
    }


def _matter(facts: Mapping[str, Any]) -> Table:
    """What is bought."""
    return {
        "families": several("agreement.families", _names("family"), facts.get("families", ())),
        "responsible": _responsible(facts.get("responsible")),
        "minimum_order": text("agreement.minimum", facts.get("minimum_order"), 20),
        "renewal_months": _whole("agreement.renewal_months", 1, 120, facts.get("renewal_months")),
    }


def _whole(code: str, least: int, most: int, value: int | None) -> int | None:
    found = st.number_input(t(code), least, most, value, key=code)
    return None if found is None else int(found)


def text(code: str, value: object, most: int) -> str | None:
    """A line of text; None where it is empty."""
    return st.text_input(t(code), str(value or ""), most, key=code).strip() or None


def day(code: str, value: dt.date | None) -> dt.date | None:
    """A day, or none."""
    return st.date_input(t(code), value, FIRST, LAST, key=code, format="DD/MM/YYYY")


def several(code: str, of: Mapping[str, str], chosen: Sequence[str]) -> list[str]:
    """Several of what has a name, in the order chosen."""
    return list(st.multiselect(t(code), list(of), [each for each in chosen if each in of], format_func=lambda each: of[each],
                               key=code, placeholder=t("agreement.choose")))  # fmt: skip


def _allocation(value: str | None) -> str | None:
    place = ALLOCATIONS.index(value) if value in ALLOCATIONS else None
    return st.selectbox(t("agreement.allocation"), ALLOCATIONS, place, key="agreement.allocation",
                        format_func=lambda each: t(f"agreement.allocation.{each}"),
                        placeholder=t("agreement.none"))  # fmt: skip


def _responsible(value: str | None) -> str | None:
    of = _names("attribute")
    return st.selectbox(t("agreement.responsible"), list(of), list(of).index(value) if value in of else None,
                        format_func=lambda each: of[each], key="agreement.responsible",
                        placeholder=t("agreement.none"))  # fmt: skip


def _names(kind: str) -> dict[str, str]:
    place = 0 if session.language() == "fr" else 1
    return {code: pair[place] for code, pair in names(kind).items()}

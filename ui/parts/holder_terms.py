"""What each holder of a lot asks of an order: minimum, franco, delivery fee, delay; staff change them."""

from __future__ import annotations

import streamlit as st

from catalog.access import Actor, may
from catalog.services.agreements.setup_one import facts_of
from catalog.services.agreements.show import HolderTerms, LotSheet
from catalog.wording.formats import money
from ui import session
from ui.parts.agreement_forms import Table, save, seen, text
from ui.parts.sheet import Head, table
from ui.wording.words import counted, t

AMOUNTS = ("minimum_order", "free_delivery_from", "delivery_fee")


def holder_terms(actor: Actor, lot: LotSheet) -> None:
    """A table, one line a holder; below it, for who may, the form of one holder."""
    language, currency = session.language(), lot.terms.currency
    rows = [
        [
            lot.names[code],
            *(t("agreement.held.unknown") if value is None else money(value, language, currency) for value in amounts),
            t("agreement.held.unknown") if days is None else counted(days, "agreement.held.days"),
        ]
        for code, held in lot.terms.held.items()
        for amounts, days in [(_amounts(lot, held), held.lead_time_days)]
    ]
    if not rows:
        return
    st.header(t("agreement.held"), anchor=False)
    numbers = [Head(t(f"agreement.held.{name}.short"), number=True) for name in (*AMOUNTS, "lead_time_days")]
    st.html(table(t("agreement.held"), [Head(t("agreement.holder")), *numbers], rows, said=False))
    if may(actor, "agreement.change"):
        _change(actor, lot)


def _amounts(lot: LotSheet, held: HolderTerms) -> list[int | None]:
    """Its own minimum, else the lot's; franco; fee."""
    own = held.minimum_order if held.minimum_order is not None else lot.terms.minimum_order
    return [own, held.free_delivery_from, held.delivery_fee]


def _change(actor: Actor, lot: LotSheet) -> None:
    with st.expander(t("agreement.held.change")):
        holder = st.selectbox(
            t("agreement.holder"), list(lot.terms.held), key="held.of", format_func=lambda each: lot.names[each]
        )
        with session.means() as means:
            kept, mark = facts_of(actor, means, "holder", f"{holder}/{lot.terms.code}")
        was = seen(f"held.{holder}", f"held.days.{holder}", mark)
        with st.form(f"held.{holder}", border=False):
            written: Table = {"lot": lot.terms.code, "supplier": holder}
            for name in AMOUNTS:
                written[name] = text(f"agreement.held.{name}", kept.get(name), 20)
            days = st.number_input(
                t("agreement.held.lead_time_days"), 0, 400, kept.get("lead_time_days"), key=f"held.days.{holder}"
            )
            written["lead_time_days"] = None if days is None else int(days)
            if st.form_submit_button(t("agreement.held.save"), type="primary") and save(actor, "holder", written, was):
                st.rerun()

"""Products that may be entries of a register: both sides beside each other, taken or refused together, with a reason."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from catalog.access import Actor, may
from catalog.errors import Refusal
from catalog.services.registers.answer import answer
from catalog.services.registers.show import MatchLine, proposals
from catalog.wording.sentences import named
from ui import navigation, session
from ui.parts.markup import Html, fill
from ui.parts.names import label
from ui.parts.notice import tell
from ui.wording.words import counted, refused, t

SIZE = 25
SAID = "matches.said"
PAIR = """<div class="sides"><section class="side side-none"><h3>{ours}</h3><p><b>{name}</b></p><p class="meta">{about}</p>
</section><section class="side side-none"><h3>{theirs}</h3><p><b>{entry}</b></p><p class="meta">{listed}</p></section></div>
<p class="meta">{why}</p>"""


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    st.title(t("page.matches"), anchor=False)
    st.html(fill('<p class="lead">{text}</p>', text=t("matches.lead")))
    navigation.link("registres", f"← {t('page.registers')}")
    if said := st.session_state.pop(SAID, None):
        tell("good", said)
    with session.means() as means:
        lines = proposals(actor, means)
    st.header(counted(len(lines), "registers.waiting"), anchor=False)
    if not lines:
        st.write(t("matches.none"))
        return
    pages, place = -(-len(lines) // SIZE), st.container()
    page = st.pagination(pages, key="match_page") if pages > 1 else 1
    with place:
        _page(actor, lines[(page - 1) * SIZE : page * SIZE])


def _page(actor: Actor, lines: Sequence[MatchLine]) -> None:
    """One form: Tab and Space choose, Enter in the reason takes; nothing is sent before."""
    decides = may(actor, "register.answer")
    if decides and st.button(t("matches.all"), key="matches.all", help=t("matches.all.help")):
        _tick(lines)
    with st.form("rapprochements", border=False):
        chosen = [line.id for line in lines if _line(line, decides=decides)]
        if not decides:
            st.form_submit_button(t("matches.not_you"), disabled=True)
            return
        reason = st.text_input(t("matches.reason"), key="matches.reason", max_chars=500)
        with st.container(horizontal=True):
            take = st.form_submit_button(t("matches.accept"), type="primary", key="matches.accept")
            leave = st.form_submit_button(t("matches.refuse"), key="matches.refuse")
    if take or leave:
        _answer(actor, chosen, reason, accept=take)


def _tick(lines: Sequence[MatchLine]) -> None:
    """Tick the likeliest entry of each product of the page."""
    taken: set[tuple[str, object]] = set()
    for line in lines:
        st.session_state[f"match_{line.id}"] = (line.label, line.product.key) not in taken
        taken.add((line.label, line.product.key))


def _line(line: MatchLine, *, decides: bool) -> bool:
    st.html(_pair(line))
    if not decides:
        return False
    text = f"{t('matches.choose')} :small[{label(line.product.name)}]"
    return st.checkbox(text, key=f"match_{line.id}")


def _pair(line: MatchLine) -> Html:
    product, entry = line.product, line.entry
    about = [product.supplier_name, product.reference, product.brand, product.gtin]
    listed = [entry.company, entry.number, entry.group, entry.model, entry.countries, entry.gtin]
    until = t("matches.until", day=entry.valid_until) if entry.valid_until else t("matches.no_end")
    return fill(
        PAIR,
        ours=t("matches.ours"),
        name=product.name,
        about=_joined(about),
        theirs=t("matches.theirs", label=line.label, day=entry.extracted_on),
        entry=entry.name or entry.model or entry.number,
        listed=_joined([*listed, until, t("matches.row", row=entry.row)]),
        why=t(
            "matches.why",
            score=line.score,
            how=t(f"matches.how.{line.how}"),
            label=named("label", line.label, session.language()),
        ),
    )


def _joined(parts: Sequence[str | None]) -> str:
    return " · ".join(part for part in parts if part)


def _answer(actor: Actor, chosen: Sequence[int], reason: str, *, accept: bool) -> None:
    try:
        with session.work() as means:
            done = answer(actor, means, chosen, accept=accept, reason=reason)
    except Refusal as refusal:
        tell("stop", t("matches.not_done"), refused(refusal))
        return
    st.session_state[SAID] = counted(done.answered, "matches.accepted" if accept else "matches.refused")
    st.rerun()

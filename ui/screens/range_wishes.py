"""Ranges that members ask for: ask, support what others ask for; the central staff answer."""

from __future__ import annotations

import streamlit as st

from catalog.access import Actor, may
from catalog.reference.shipped import names as reference_names
from catalog.services.ranges.show import list_ranges
from catalog.services.ranges.wish import WishLine, answer, support, wish, wishes
from catalog.wording.sentences import named
from ui import navigation, session
from ui.parts.doing import do
from ui.parts.markup import Html, Trusted, fill
from ui.parts.names import label, range_name
from ui.parts.notice import tell
from ui.parts.state import state_chip
from ui.wording.words import counted, t

SAID = "wishes.said"
LONGEST = 2000
WISH = """<p class="wish-text">{text}</p><p class="meta">{about}</p>{answer}"""
LOOKS = {"taken_up": ("verified", "etat-verifie"), "declined": ("expired", "etat-expire")}


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    st.title(t("page.range_wishes"), anchor=False)
    st.html(
        fill('<p class="lead">{text}</p>', text=t("wishes.lead" if actor.kind == "member" else "wishes.lead.staff"))
    )
    said = st.session_state.pop(SAID, None)
    if said:
        tell("good", said)
    with session.means() as means:
        found = wishes(actor, means)
        ranges = {sheet.terms.code: range_name(sheet, session.language()) for sheet in list_ranges(actor, means)}
    if may(actor, "range.request", actor.organisation_id):
        _ask(actor)
    for open_ones in (True, False):
        lines = [each for each in found if (each.outcome is None) is open_ones]
        st.header(t("wishes.open" if open_ones else "wishes.answered", n=len(lines)), anchor=False)
        if not lines:
            st.write(t("wishes.none"))
        with st.container(key=f"taches_{open_ones}"):
            for each in lines:
                _line(actor, each, ranges)


def _ask(actor: Actor) -> None:
    with st.expander(t("wishes.ask")), st.form("ask", border=False, clear_on_submit=True):
        text = st.text_area(t("wishes.text"), key="wish.text", max_chars=LONGEST, help=t("wishes.text.help"))
        attributes = _several("attribute", "wishes.attributes")
        families = _several("family", "wishes.families")
        if st.form_submit_button(t("wishes.send"), type="primary"):
            do(lambda means: wish(actor, means, text, attributes, families), t("wishes.sent"), SAID)


def _several(kind: str, title: str) -> list[str]:
    known = {code: label(named(kind, code, session.language())) for code in reference_names(kind)}
    return st.multiselect(
        t(title),
        list(known),
        format_func=lambda code: known[code],
        key=f"wish.{kind}",
        placeholder=t("range_draft.any"),
    )


def _line(actor: Actor, each: WishLine, ranges: dict[str, str]) -> None:
    with st.container(key=f"tache_{each.id}"):
        st.html(fill(WISH, text=each.text, about=_about(each), answer=Trusted(_answered(each, ranges))))
        if each.range in ranges and navigation.open_to(actor, "catalogue"):
            navigation.link("catalogue", t("wishes.see", name=ranges[each.range]), range=each.range)
        if each.outcome is not None:
            return
        if may(actor, "range.request", actor.organisation_id) and not each.mine:
            _support(actor, each)
        if may(actor, "range.answer"):
            _answer(actor, each, ranges)


def _about(each: WishLine) -> str:
    language = session.language()
    what = [named("attribute", code, language) for code in each.attributes]
    what += [named("family", code, language) for code in each.families]
    parts = [counted(each.wanted, "wishes.wanted"), *([t("wishes.mine")] if each.mine else ()), *what]
    if each.organisations:
        parts.append(", ".join(each.organisations))
    return " · ".join([*parts, t("ranges.day", day=each.on)])


def _answered(each: WishLine, ranges: dict[str, str]) -> Html:
    if each.outcome is None:
        return Html("")
    look, icon = LOOKS[each.outcome]
    name = ranges.get(each.range or "", each.range)
    chip = state_chip(look, icon, t(f"wishes.{each.outcome}", name=name))
    return fill("<p>{chip}</p><p>{reason}</p>", chip=Trusted(chip), reason=each.reason)


def _support(actor: Actor, each: WishLine) -> None:
    if each.supported:
        st.html(fill("<p>{chip}</p>", chip=Trusted(state_chip("verified", "etat-verifie", t("wishes.supported")))))
    elif st.button(f"{t('wishes.support')} :small[{label(each.text[:40])}]", key=f"support_{each.id}"):
        do(lambda means: support(actor, means, each.id), t("wishes.support.said"), SAID)


def _answer(actor: Actor, each: WishLine, ranges: dict[str, str]) -> None:
    with st.popover(f"{t('wishes.answer')} :small[{label(each.text[:40])}]"):
        taken = st.radio(
            t("wishes.answer"), (True, False), key=f"taken_{each.id}", label_visibility="collapsed",
            format_func=lambda yes: t("wishes.take" if yes else "wishes.decline"),
        )  # fmt: skip
        code = st.selectbox(
            t("wishes.range"), list(ranges), index=None, key=f"range_{each.id}", format_func=lambda one: label(ranges[one]),
            placeholder=t("wishes.range.choose"), disabled=not taken,
        )  # fmt: skip
        reason = st.text_area(t("wishes.reason"), key=f"reason_{each.id}", max_chars=LONGEST)
        if st.button(t("wishes.answer.send"), key=f"send_{each.id}", type="primary"):
            do(
                lambda means: answer(actor, means, each.id, taken_up=bool(taken), reason=reason, range_code=code),
                t("wishes.answer.said"),
                SAID,
            )

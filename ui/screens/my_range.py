"""A supplier's range before publication: the very list members will see, each tag to confirm, contest or prove.

Decisions are taken in a part of the page that is drawn anew by itself: one press costs one decision and one list.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from catalog.access import Actor, may
from catalog.errors import NotFound
from catalog.published.shelf import Edition
from catalog.services.validation.decide import decide, decide_all
from catalog.services.validation.lines import AskedLines, Choice, ProductLines, TagLine, lines
from catalog.services.validation.show import RequestLine, show_request
from ui import navigation, session
from ui.parts import tag_pages
from ui.parts.basket import changing
from ui.parts.contest import DONE, contest_dialog, several_dialog
from ui.parts.keys import keys_help
from ui.parts.markup import Html, Trusted, fill
from ui.parts.notice import tell
from ui.parts.request import address_of, asked_request, range_names, unknown
from ui.parts.said import attribute_of
from ui.parts.tag_pages import Pages
from ui.parts.tag_rows import Deciding, product
from ui.wording.words import counted, t

MESSAGE = '<blockquote class="message"><p class="meta">{of}</p><p>{text}</p></blockquote>'
COUNT = '<p class="bar-said" role="status" aria-live="polite">{said}<b>{count}</b> {text}</p>'
SAID = '<span class="bar-done">{text}</span> '
PAGE = '<p class="quiet-text" data-page="{mark}">{text}</p>'


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    try:
        with session.means() as means:
            line = show_request(actor, means, asked_request(actor, means)).line
    except NotFound:
        unknown()
        return
    _head(line)
    _list(line.id)


def _head(line: RequestLine) -> None:
    names = range_names(line, session.language())
    st.set_page_config(page_title=t("app.title", page=names))
    with st.container(key="retour"):
        navigation.link("mes-gammes", f"← {t('mine.back')}")
    st.title(names, anchor=False)
    if line.closed:
        tell("told", t(f"tags.closed.{line.closed}"), t("tags.closed.text"))
    elif line.message:
        st.html(fill(MESSAGE, of=t("tags.message", central=line.central_name), text=line.message))


@st.fragment
def _list(request: int) -> None:
    """The list with its bar: what a decision draws anew."""
    actor = session.actor()
    with session.means() as means:
        edition = session.house().shelf.edition(means)
        asked = lines(actor, means, request, edition)
    open_ = asked.request.closed is None and may(actor, "validation.decide", actor.organisation_id)
    if asked.request.closed is None:
        tell("told", counted(asked.members, "tags.preview"), t("tags.preview.text"))
    pages = tag_pages.chosen(asked)
    if open_ and pages.here:
        keys_help()
        _several(asked, pages)
    with st.container(key="decisions"):
        if not pages.here:
            st.write(t(f"tags.none.{pages.show}"))
        _products(asked, pages, edition, open_)
        st.html(fill(PAGE, mark=pages.mark, text=t("tags.page", page=pages.page, pages=pages.pages)))
    if open_:
        _bar(actor, asked, pages)


def _several(asked: AskedLines, pages: Pages) -> None:
    """One reason for several attributes of the part that is shown."""
    with st.container(key="plusieurs"):
        if st.button(t("contest.several"), key="contest_several", type="tertiary", icon=":material/checklist:"):
            several_dialog(asked.request.id, pages.shown)


def _products(asked: AskedLines, pages: Pages, edition: Edition, open_: bool) -> None:
    how = _deciding(asked.request.id, edition.on, open_)
    for place, each in enumerate(pages.here):
        offer = next((row for row in map(edition.row, each.offers) if row is not None), None)
        product(place, each, offer, how)


def _deciding(request: int, day: dt.date, open_: bool) -> Deciding:
    def decided(tag: TagLine, verdict: str) -> None:
        _decide(request, tag, verdict)

    def contested(product_lines: ProductLines, tag: TagLine) -> None:
        contest_dialog(request, tag, product_lines.name)

    return Deciding(decided, contested, request, session.language(), day, open_)


def _decide(request: int, line: TagLine, verdict: str) -> None:
    """Record one word; what is refused (another decided meanwhile) is told and the list drawn anew."""
    edition = _today()
    with changing() as means:
        decide(session.actor(), means, request, line.choice, verdict, edition=edition)
        st.session_state[DONE] = t(f"tags.done.{verdict}", what=attribute_of(line))


def _today() -> Edition:
    """What is shown today, so that nothing is tagged again to decide on it."""
    with session.means() as means:
        return session.house().shelf.edition(means)


def _decide_verified(request: int, choices: Sequence[Choice]) -> None:
    edition = _today()
    with changing() as means:
        found = decide_all(session.actor(), means, request, choices, "accept", edition=edition)
        left = f" {counted(len(found.left), 'tags.done.left')}" if found.left else ""
        st.session_state[DONE] = counted(found.done, "tags.done.bulk") + left
        tag_pages.forget()


def _bar(actor: Actor, asked: AskedLines, pages: Pages) -> None:
    """How far it is, the bulk, the next page, and the way to the validation."""
    progress = asked.progress
    with st.container(key="barre_validation", horizontal=True, vertical_alignment="center"):
        done = st.session_state.pop(DONE, "")
        count = t("tags.count", decided=progress.decided, total=progress.lines)
        text = t("tags.count.text")
        if progress.contested:
            text = f"{text}, {counted(progress.contested, 'tags.count.contested')}"
        said = fill(SAID, text=f"{done}.") if done else Html("")
        st.html(fill(COUNT, said=Trusted(said), count=count, text=text))
        if asked.verified:
            st.button(counted(len(asked.verified), "tags.bulk"), key="tout_verifie", icon=":material/done_all:",
                      on_click=_decide_verified, args=(asked.request.id, asked.verified))  # fmt: skip
        _turn(pages)
        if may(actor, "validation.sign", actor.organisation_id):
            ready = progress.decided == progress.lines
            if st.button(t("tags.sign"), key="aller", type="primary" if ready else "secondary",
                         icon=":material/arrow_forward:", icon_position="right"):  # fmt: skip
                navigation.go("signature", **address_of(asked.request.id))


def _turn(pages: Pages) -> None:
    """To the page before and after. Each button is named after its page: pressed twice, it turns once."""
    if pages.page > 1:
        with st.container(key="avant"):
            _to(t("tags.previous"), pages.page - 1)
    if pages.after:
        with st.container(key="suite"):
            _to(counted(pages.after, "tags.next"), pages.page + 1)


def _to(label: str, page: int) -> None:
    st.button(label, key=f"page_{page}", on_click=tag_pages.turn, args=(page,))

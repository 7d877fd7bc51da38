"""Words of suppliers that nobody understood: what each means is decided once, and every later file knows it."""

from __future__ import annotations

import streamlit as st

from catalog.access import Actor, may
from catalog.errors import Refusal
from catalog.reference.shipped import names
from catalog.services.intake.words import WordLine, decide_word, list_decided, list_words
from catalog.wording.sentences import named
from catalog.wording.units import unit_name
from ui import session
from ui.parts.markup import fill
from ui.parts.names import label, sortable
from ui.parts.notice import tell
from ui.parts.sheet import Head, table
from ui.wording.words import counted, refused, t

SIZE = 20
LINE = '<p class="todo"><b>{word}</b><span class="quiet-text">{about}</span></p>'
KINDS = {"label": "label", "family": "family"}
"""Kind of a word -> the kind of name that its meanings have."""


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    st.title(t("page.words"), anchor=False)
    st.html(fill('<p class="lead">{text}</p>', text=t("words.lead")))
    said = st.session_state.pop("word_decided", None)
    if said:
        tell("good", said)
    with session.means() as means:
        waiting, decided = list_words(actor, means), list_decided(actor, means)
    st.header(counted(len(waiting), "words.waiting"), anchor=False)
    pages, place = -(-len(waiting) // SIZE), st.container(key="mots")
    page = st.pagination(pages, key="word_page") if pages > 1 else 1
    with place:
        for at, line in enumerate(waiting[(page - 1) * SIZE : page * SIZE]):
            _line(actor, at, line)
    if decided:
        with st.expander(label(counted(len(decided), "words.decided"))):
            rows = [
                [each.word, t(f"words.kind.{each.kind}"), _meaning(each.kind, each.meaning), each.reason or ""]
                for each in decided
            ]
            heads = [Head(t(f"words.{name}")) for name in ("word", "kind", "meaning", "reason")]
            st.html(table(t("words.decided.many", n=len(decided)), heads, rows, said=False))


def _line(actor: Actor, at: int, line: WordLine) -> None:
    with st.container(key=f"attente_mot_{at}"):
        about = t("words.about", column=line.column, rows=line.rows, suppliers=line.suppliers)
        st.html(fill(LINE, word=t("words.quoted", word=line.word), about=about))
        if not may(actor, "word.decide"):
            return
        with st.container(horizontal=True, key=f"reponses_mot_{at}"):
            for place, each in enumerate(line.proposals):
                said = f"{t('words.means', meaning=_meaning(each.kind, each.meaning))} :small[{label(line.word)}]"
                if st.button(said, key=f"word_{at}_{place}"):
                    _decide(actor, line, each.kind, each.meaning)
            _other(actor, at, line)
            nothing = f"{t('words.nothing')} :small[{label(line.word)}]"
            if st.button(nothing, key=f"word_{at}_none", type="tertiary"):
                _decide(actor, line, line.kinds[0], None)


def _other(actor: Actor, at: int, line: WordLine) -> None:
    """Any other meaning, from all labels or families there are."""
    kind = next((kind for kind in line.kinds if kind in KINDS), None)
    if kind is None:
        return
    codes = sorted(names(kind), key=lambda code: sortable(_meaning(kind, code)))
    with st.popover(t("words.other"), key=f"word_other_{at}"):
        chosen = st.selectbox(t("words.meaning"), codes, key=f"word_any_{at}", index=None,
                              format_func=lambda code: _meaning(kind, code), placeholder=t("words.choose"))  # fmt: skip
        if chosen and st.button(t("words.means", meaning=_meaning(kind, chosen)), key=f"word_{at}_any"):
            _decide(actor, line, kind, chosen)


def _decide(actor: Actor, line: WordLine, kind: str, meaning: str | None) -> None:
    try:
        with session.work() as means:
            decide_word(actor, means, kind, line.word, meaning, None)
    except Refusal as refusal:
        tell("stop", refused(refusal))
        return
    st.session_state["word_decided"] = t("words.done", word=line.word, meaning=_meaning(kind, meaning))
    st.rerun()


def _meaning(kind: str, meaning: str | None) -> str:
    if meaning is None:
        return t("words.nothing.said")
    if kind == "unit":
        return unit_name(meaning, session.language())
    if kind == "yes_no":
        return t(f"value.{meaning}")
    return named(KINDS.get(kind, kind), meaning, session.language()) if kind in KINDS else meaning

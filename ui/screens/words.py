"""Words of suppliers that nobody understood: what each means is decided once, and every later file knows it."""

from __future__ import annotations

import streamlit as st

from catalog.access import Actor, may
from catalog.errors import Refusal
from catalog.reference.shipped import names
from catalog.services.intake.words import Decided, WordLine, decide_word, list_decided, list_words, rehearse_word
from catalog.wording.sentences import named
from catalog.wording.units import unit_name
from ui import session
from ui.parts.markup import fill
from ui.parts.names import label, sortable
from ui.parts.notice import tell
from ui.parts.sheet import Head, table
from ui.parts.what_if import rehearsed
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
            _again(actor, decided)


def _line(actor: Actor, at: int, line: WordLine) -> None:
    with st.container(key=f"attente_mot_{at}"):
        about = t("words.about", column=line.column, products=line.products, suppliers=line.suppliers)
        st.html(fill(LINE, word=t("words.quoted", word=line.word), about=about))
        if not may(actor, "word.decide"):
            return
        with st.container(horizontal=True, key=f"reponses_mot_{at}"):
            for place, each in enumerate(line.proposals):
                said = f"{t('words.means', meaning=_meaning(each.kind, each.meaning))} :small[{label(line.word)}]"
                if st.button(said, key=f"word_{at}_{place}"):
                    _asked(actor, line, each.kind, each.meaning)
            _other(actor, at, line)
            nothing = f"{t('words.nothing')} :small[{label(line.word)}]"
            if st.button(nothing, key=f"word_{at}_none", type="tertiary"):
                _asked(actor, line, line.kinds[0], None)


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
            _asked(actor, line, kind, chosen)


def _asked(actor: Actor, line: WordLine, kind: str, meaning: str | None) -> None:
    """A label's word reaches what is published at once: it is rehearsed first. Any other is decided as it is pressed."""
    if kind == "label" and meaning:
        st.dialog(t("words.dialog", word=line.word), width="large")(_rehearse)(actor, line.word, meaning)
    else:
        _decide(actor, kind, line.word, meaning, None)


def _rehearse(actor: Actor, word: str, meaning: str | None) -> None:
    """What the word would move, then the reason and the button."""
    st.html(fill('<p class="lead">{text}</p>', text=t("words.sure", word=word, meaning=_meaning("label", meaning))))
    found = rehearsed(actor, lambda who, means: rehearse_word(who, means, word, meaning))
    reason = st.text_input(t("words.reason.free"), key="word_reason", max_chars=500)
    if found and st.button(t("words.confirm"), type="primary", key="word_confirm"):
        _decide(actor, "label", word, meaning, reason.strip() or None)


def _decide(actor: Actor, kind: str, word: str, meaning: str | None, reason: str | None) -> None:
    try:
        with session.work() as means:
            decide_word(actor, means, kind, word, meaning, reason)
    except Refusal as refusal:
        tell("stop", refused(refusal))
        return
    st.session_state["word_decided"] = t("words.done", word=word, meaning=_meaning(kind, meaning))
    st.rerun()


def _again(actor: Actor, decided: list[Decided]) -> None:
    """A word that was decided is decided anew: the later word wins, and the earlier one stays on record."""
    labels = [each for each in decided if each.kind == "label"]
    if not labels or not may(actor, "word.decide"):
        return
    with st.container(border=True, key="question_mot"):
        st.subheader(t("words.again"), anchor=False)
        said = {each.word: f"{each.word} = {_meaning('label', each.meaning)}" for each in labels}
        word = st.selectbox(t("words.word"), list(said), index=None, key="word_again", placeholder=t("words.again.choose"),
                            format_func=lambda each: label(said[each]))  # fmt: skip
        codes = sorted(names("label"), key=lambda code: sortable(_meaning("label", code)))
        meaning = st.selectbox(t("words.again.meaning"), codes, index=None, key="word_again_meaning",
                               placeholder=t("words.again.nothing"),
                               format_func=lambda code: label(_meaning("label", code)))  # fmt: skip
        if st.button(t("what_if.ask"), key="word_again_ask", disabled=not word):
            st.dialog(t("words.dialog", word=word), width="large")(_rehearse)(actor, str(word), meaning)


def _meaning(kind: str, meaning: str | None) -> str:
    if meaning is None:
        return t("words.nothing.said")
    if kind == "unit":
        return unit_name(meaning, session.language())
    if kind == "yes_no":
        return t(f"value.{meaning}")
    return named(KINDS.get(kind, kind), meaning, session.language()) if kind in KINDS else meaning

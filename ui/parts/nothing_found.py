"""Nothing fits: the ways out, each with the number of offers it leads to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import streamlit as st

from catalog.wording.formats import count
from catalog.wording.sentences import named
from ui import address
from ui.address import Address
from ui.parts import browse, other_words
from ui.parts.active_filters import called
from ui.parts.markup import plain
from ui.parts.names import Names
from ui.wording.words import counted, t

Count = Callable[[Address], int]


def nothing_found(shown: Address, count_of: Count, names: Names) -> None:
    """Draw the panel. `count_of` asks how many offers an address has."""
    with st.container(key="vide", border=True):
        verified = shown.selection.proof == "verified" and bool(shown.selection.tags)
        st.header(t("empty.verified") if verified else t("empty.any"), anchor=False)
        wider = shown.asking(proof="all")
        if verified and (n := count_of(wider)):
            st.button(counted(n, "empty.unproven"), key="out.proof", type="primary",
                      on_click=browse.show, args=(wider,))  # fmt: skip
        _other_words(shown, count_of, names)
        st.write(t("empty.remove"))
        with st.container(key="issues", horizontal=True):
            for choice in address.choices(shown):
                name = choice.value if choice.name == "q" else called(choice, names)
                _way_out(plain(name), f"out.{choice}", address.without(shown, choice), count_of, names)
            everything = address.cleared(shown)
            text = t("empty.clear", n=count_of(everything))
            st.button(text, key="out.all", on_click=browse.show, args=(everything,))


def _other_words(shown: Address, count_of: Count, names: Names) -> None:
    """What else the words may mean, where that finds something; of many words that fit nowhere together, each alone."""
    text, language = shown.selection.text, names.language
    singly = ((t("words.alone", word=plain(word)), address.with_text(shown, word)) for word in other_words.alone(text))
    found = _leading(_meant(shown, language), count_of) or _leading(singly, count_of)
    if found:
        st.write(t("words.meant"))
        with st.container(key="mots", horizontal=True):
            for place, (name, to, n) in enumerate(found):
                said = t("words.count", name=name, n=count(n, language))
                st.button(said, key=f"words.{place}", on_click=browse.show, args=(to,))


def _meant(shown: Address, language: str) -> Iterator[tuple[str, Address]]:
    for attribute, rest in other_words.attributes(shown.selection.text):
        to = address.with_tag(address.with_text(shown, rest), attribute, "yes", True)
        yield _with(attribute, rest, language), to
    for word, rest in other_words.fewer(shown.selection.text):
        yield t("words.without", word=plain(word)), address.with_text(shown, rest)


def _leading(ways: Iterable[tuple[str, Address]], count_of: Count) -> list[tuple[str, Address, int]]:
    return [(name, to, n) for name, to in ways if (n := count_of(to))]


def _with(attribute: str, rest: str, language: str) -> str:
    name = named("attribute", attribute, language)
    return t("words.with", words=plain(rest), name=name) if rest else name


def _way_out(name: str, key: str, to: Address, count_of: Count, names: Names) -> None:
    n = count_of(to)
    text = t("empty.without", name=name, n=count(n, names.language))
    st.button(text, key=key, disabled=n == 0, on_click=browse.show, args=(to,))

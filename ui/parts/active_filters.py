"""What is filtered and how many offers are left: a line that is read out, a chip a filter, and what lies beside."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from catalog.wording.sentences import named
from ui import address
from ui.address import Address, Choice
from ui.parts import browse, other_words
from ui.parts.markup import fill, plain
from ui.parts.names import Names
from ui.wording.words import counted, t

STATUS = '<p class="status" role="status" aria-live="polite"><b>{count}</b> {proof}</p>'


def status(total: int, shown: Address, names: Names) -> None:
    """The count, then the filters that are on, each with a way to take it off."""
    with st.container(key="etat", horizontal=True, vertical_alignment="center"):
        st.html(fill(STATUS, count=counted(total, "status.count"), proof=_proof(shown)))
        on = address.choices(shown)
        for choice in on:
            st.button(
                f"{plain(called(choice, names))} :small[{t('status.remove')}]",
                key=f"chip.{choice.name}.{choice.value}",
                icon=":material/close:",
                icon_position="right",
                on_click=browse.drop,
                args=(choice,),
            )
        if on:
            st.button(
                t("status.clear"), key="clear", type="tertiary", on_click=browse.show, args=(address.cleared(shown),)
            )


def called(choice: Choice, names: Names) -> str:
    """A filter in words, short."""
    if choice.name == "tag":
        attribute, _, state = choice.value.partition(":")
        name = named("attribute", attribute, names.language)
        return name if state == "yes" else t("filter.tag", name=name, state=t(f"state.{state}"))
    if choice.name in ("q", "price_min", "price_max"):
        shown = choice.value.replace(".", ",") if names.language == "fr" and choice.name != "q" else choice.value
        return t(f"filter.{choice.name}", value=shown)
    name = names(choice.name, choice.value)
    return t("filter.range", name=name) if choice.name == "range" else name


def beside(n: int, wider: Address, words: str) -> None:
    """The offers that claim what is asked for without a checked proof, and a way to see them."""
    if n <= 0:
        return
    with st.container(key=f"autres_{words}", horizontal=True, vertical_alignment="center"):
        st.html(fill('<p class="quiet-text">{text}</p>', text=counted(n, words)))
        st.button(t("beside.show"), key=words, type="tertiary", on_click=browse.show, args=(wider,))


def meant(shown: Address, count_of: Callable[[Address], int], names: Names) -> None:
    """Words that name an attribute find designations that say so: beside them, the offers that are proven to have it."""
    for attribute, rest in other_words.attributes(shown.selection.text):
        to = address.with_tag(address.with_text(shown, rest), attribute, "yes", True)
        if attribute in shown.selection.tags or not (n := count_of(to)):
            continue
        name = named("attribute", attribute, names.language)
        with st.container(key=f"autres_{attribute}", horizontal=True, vertical_alignment="center"):
            st.html(fill('<p class="quiet-text">{text}</p>', text=t("beside.meant", name=name)))
            st.button(counted(n, f"beside.meant.{shown.selection.proof}"), key=f"meant.{attribute}", type="tertiary",
                      on_click=browse.show, args=(to,))  # fmt: skip


def _proof(shown: Address) -> str:
    chosen = any("yes" in states for states in shown.selection.tags.values()) or shown.selection.values.get("range")
    if shown.selection.proof == "all":
        return t("status.all") if chosen else ""
    return t("status.verified") if chosen else ""

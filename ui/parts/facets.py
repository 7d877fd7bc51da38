"""The filters beside a list: every facet with its counts under all other filters, prices, the level of proof."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from catalog.facets.selection import STATES, Answer, Selection
from catalog.wording.formats import count
from catalog.wording.sentences import named
from ui.address import MICRO, PROOFS
from ui.parts import browse
from ui.parts.facts import attribute_order
from ui.parts.names import Names, label, sortable
from ui.wording.words import t

SHOWN = 6
"""Values of a facet before « Voir plus »."""
SEARCHED = 12
"""From this many on, a box to look for a value."""
ORDER = ("family", "supplier", "agreement", "lot", "label", "brand")
DEAREST = 100_000_000.0


def sidebar(answer: Answer, asked: Selection, names: Names, hidden: frozenset[str] = frozenset()) -> None:
    """Draw them all in the sidebar. `hidden`: the attributes that the range asks for anyway."""
    with st.sidebar:
        st.header(t("facets.title"), anchor=False)
        _facet("range", answer, asked, names)
        _proof(asked)
        for facet in ORDER[:4]:
            _facet(facet, answer, asked, names)
        _prices(asked, answer.other_currency)
        for facet in ORDER[4:]:
            _facet(facet, answer, asked, names)
        _states(answer, asked, names, hidden)


def attributes(answer: Answer) -> list[str]:
    """Attributes in their order, as far as this answer has something to say of them."""
    order = attribute_order()
    return sorted((name for name in order if name in answer.facets), key=lambda name: order[name])


def promoted(answer: Answer, asked: Selection, names: Names, hidden: frozenset[str]) -> None:
    """The attributes above the list: one click for « oui ». `hidden`: those that the range asks for anyway."""
    shown = [name for name in attributes(answer) if name not in hidden and _promotable(name, answer, asked)]
    if not shown:
        return
    with st.container(key="promo", horizontal=True):
        for name in shown:
            key = f"promo_{name}"
            on = "yes" in asked.tags.get(name, ())
            text = f"{named('attribute', name, names.language)} ({count(yes(answer, asked, name), names.language)})"
            browse.box(label(text), key, on, on_change=browse.take_tag, args=(name, "yes", key))


def yes(answer: Answer, asked: Selection, attribute: str) -> int:
    """How many offers a click on « oui » leaves: with every proof, those that only claim it too."""
    return answer.facets[attribute]["yes"] + (answer.claimed.get(attribute, 0) if asked.proof == "all" else 0)


def _promotable(name: str, answer: Answer, asked: Selection) -> bool:
    return yes(answer, asked, name) > 0 or "yes" in asked.tags.get(name, ())


def _facet(facet: str, answer: Answer, asked: Selection, names: Names) -> None:
    counts, chosen = answer.facets.get(facet, {}), asked.values.get(facet, frozenset())
    if facet == "range":
        counts = {code: n for code, n in counts.items() if code in names.ranges}
    if not counts:
        return
    st.subheader(t(f"facet.{facet}"), anchor=False)
    opened = bool(st.session_state.get(f"more.{facet}"))
    shown = _shown(facet, counts, chosen, names, opened)
    for code in shown:
        key = f"facet_{facet}_{code}"
        text = f"{_called(facet, code, names)} ({count(counts[code], names.language)})"
        browse.box(label(text), key, code in chosen, on_change=browse.take_value, args=(facet, code, key))
    if len(counts) > SHOWN:
        _more(facet, len(counts), opened)


def _shown(facet: str, counts: Mapping[str, int], chosen: frozenset[str], names: Names, opened: bool) -> list[str]:
    """The values to draw, by name: all when opened (those looked for), else the most frequent and the chosen ones."""
    by_count = sorted(counts, key=lambda code: (-counts[code], code))
    if opened:
        kept = _looked_for(facet, by_count, names) if len(counts) >= SEARCHED else by_count
    else:
        kept = by_count[:SHOWN]
    return sorted({*kept, *(chosen & counts.keys())}, key=lambda code: sortable(_called(facet, code, names)))


def _looked_for(facet: str, codes: list[str], names: Names) -> list[str]:
    sought = st.text_input(
        t(f"facet.{facet}.search"), key=f"sought.{facet}", type="search", placeholder=t(f"facet.{facet}.search"),
        label_visibility="collapsed",
    )  # fmt: skip
    folded = sortable(sought or "")
    return [code for code in codes if folded in sortable(_called(facet, code, names))]


def _called(facet: str, code: str, names: Names) -> str:
    called = names(facet, code)
    return f"{code} · {called}" if facet in ("agreement", "lot") and called != code else called


def _more(facet: str, n: int, opened: bool) -> None:
    text = t("facets.less") if opened else t("facets.more", n=n - SHOWN)
    about = label(t(f"facet.{facet}"))
    st.button(
        f"{text} :small[{about}]", key=f"button.more.{facet}", type="tertiary", on_click=_toggle, args=(facet, opened)
    )


def _toggle(facet: str, opened: bool) -> None:
    st.session_state[f"more.{facet}"] = not opened


def _proof(asked: Selection) -> None:
    st.session_state["proof"] = asked.proof
    st.radio(
        t("facets.proof"),
        PROOFS,
        key="proof",
        format_func=lambda level: t(f"proof.{level}"),
        captions=[t(f"proof.{level}.caption") for level in PROOFS],
        on_change=browse.take,
        args=("proof", "proof"),
    )


def _prices(asked: Selection, left_out: int) -> None:
    st.subheader(t("facets.price"), anchor=False)
    with st.container(key="prix", horizontal=True):
        for field, limit in (("price_min", asked.price_min), ("price_max", asked.price_max)):
            st.session_state[field] = None if limit is None else limit / MICRO
            st.number_input(
                t(f"facets.{field}"), min_value=0.0, max_value=DEAREST, step=None, format="%.2f", key=field,
                value=None, on_change=browse.take_price, args=(field, field),
            )  # fmt: skip
    if left_out:
        st.caption(t("facets.other_currency", n=left_out))


def _states(answer: Answer, asked: Selection, names: Names, hidden: frozenset[str]) -> None:
    """All three states of every attribute, drawn when asked for or when one of them is chosen."""
    used = any(states - {"yes"} for states in asked.tags.values())
    opened = used or bool(st.session_state.get("more.states"))
    st.subheader(t("facets.states"), anchor=False)
    if not opened:
        st.button(
            t("facets.states.open"), key="button.states", type="tertiary", on_click=_toggle, args=("states", False)
        )
        return
    for name in attributes(answer):
        if name in hidden and name not in asked.tags:
            continue
        _three(name, answer, asked, names.language)


def _three(name: str, answer: Answer, asked: Selection, language: str) -> None:
    counts, chosen = answer.facets[name], asked.tags.get(name, frozenset())
    if not chosen and not (counts["yes"] or counts["no"]):
        return
    called = named("attribute", name, language)
    with st.container(key=f"trois_{name}", horizontal=True):
        st.markdown(f"**{label(called)}**")
        for state in STATES:
            n = yes(answer, asked, name) if state == "yes" else counts[state]
            key = f"state_{name}_{state}"
            text = f"{t(f'state.{state}')} ({count(n, language)})"
            browse.box(label(text), key, state in chosen, on_change=browse.take_tag, args=(name, state, key))

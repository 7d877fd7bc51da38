"""The facts that the rules rest on: each with its source, its date and how sure it is; what is to be confirmed says so."""

from __future__ import annotations

import streamlit as st

from catalog.services.facts.listing import FactLine, Facts, list_facts
from ui import navigation, session
from ui.parts.fact_words import about, checked, confidence_chip, name_of, source_of
from ui.parts.markup import Trusted, fill
from ui.parts.names import label
from ui.parts.notice import tell
from ui.wording.words import counted, t

SIZE = 25
ALL = "all"
FILTERS = (ALL, "to_confirm", "sure", "proposed", "newer", "local")
META = '<p class="meta">{text}</p>'
RIGHT = '<div class="line-right">{chip}<span class="quiet-text">{day}</span></div>'


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    _head()
    kind, search, chosen = _asked()
    with session.means() as means:
        whole = list_facts(actor, means)
        found = list_facts(
            actor, means, kind=kind, search=search,
            confidence="to_confirm" if chosen == "to_confirm" else None,
            only=chosen if chosen in ("proposed", "newer", "local") else None,
        )  # fmt: skip
    _notices(whole)
    _filters(whole, kind, search, chosen)
    lines = [line for line in found.lines if chosen != "sure" or not line.to_confirm]
    st.header(counted(len(lines), "facts.found"), anchor=False)
    if not lines:
        st.write(t("facts.none"))
    _list(lines)


def _head() -> None:
    st.title(t("page.facts"), anchor=False)
    st.html(fill('<p class="lead">{text}</p>', text=t("facts.lead")))
    with st.container(horizontal=True, key="vers_faits"):
        navigation.link("criteres", t("page.criteria"))
        navigation.link("equivalences", t("page.equivalences"))
        navigation.link("mots", t("page.words"))


def _notices(whole: Facts) -> None:
    said = st.session_state.pop("fact_done", None)
    if said:
        tell("good", said)
    if whole.proposed or whole.newer:
        parts = [counted(whole.proposed, "facts.proposed")] if whole.proposed else []
        parts += [counted(whole.newer, "facts.newer")] if whole.newer else []
        tell("wait", " · ".join(parts), t("facts.waiting.text"))


def _asked() -> tuple[str | None, str, str]:
    """Kind, words and filter of the address."""
    asked = st.query_params
    chosen = asked.get("filtre", ALL)
    return asked.get("genre") or None, asked.get("q", "").strip(), chosen if chosen in FILTERS else ALL


def _filters(whole: Facts, kind: str | None, search: str, chosen: str) -> None:
    left, right = st.columns([2, 3])
    kinds = [ALL, *(name for name in whole.counts)]
    st.session_state.setdefault("fact_kind", kind if kind in whole.counts else ALL)
    st.session_state.setdefault("fact_words", search)
    st.session_state.setdefault("fact_filter", chosen)
    with left:
        st.selectbox(t("facts.kind"), kinds, key="fact_kind", on_change=_keep,
                     format_func=lambda name: label(_kind(name, whole)))  # fmt: skip
    with right:
        st.text_input(t("facts.search"), key="fact_words", max_chars=100, on_change=_keep,
                      placeholder=t("facts.search.example"))  # fmt: skip
    counts = _counts([line for line in whole.lines if kind in (None, line.kind)])
    st.segmented_control(
        t("facts.show"), FILTERS, key="fact_filter", required=True, on_change=_keep,
        format_func=lambda name: t("changes.tab", name=t(f"facts.filter.{name}"), n=counts[name]),
    )  # fmt: skip


def _kind(name: str, whole: Facts) -> str:
    every = name == ALL
    n = sum(whole.counts.values()) if every else whole.counts[name]
    return t("changes.tab", name=t("facts.kind.all" if every else f"facts.kind.{name}"), n=n)


def _counts(lines: list[FactLine]) -> dict[str, int]:
    """How many facts of the chosen kind each filter shows."""
    unsure = sum(line.to_confirm for line in lines)
    return {ALL: len(lines), "to_confirm": unsure, "sure": len(lines) - unsure,
            "proposed": sum(bool(line.proposed) for line in lines), "newer": sum(bool(line.newer) for line in lines),
            "local": sum(line.origin == "local" for line in lines)}  # fmt: skip


def _keep() -> None:
    """The choices into the address, where a link can carry them; the list begins again."""
    kind, chosen = st.session_state["fact_kind"], st.session_state["fact_filter"]
    for name, value in (("genre", "" if kind == ALL else kind), ("q", st.session_state["fact_words"].strip()),
                        ("filtre", "" if chosen == ALL else chosen)):  # fmt: skip
        if value:
            st.query_params[name] = value
        else:
            st.query_params.pop(name, None)
    st.session_state["fact_page"] = 1


def _list(lines: list[FactLine]) -> None:
    pages = -(-len(lines) // SIZE)
    place = st.container(key="taches")
    page = st.pagination(pages, key="fact_page") if pages > 1 else 1
    with place:
        for at, line in enumerate(lines[(page - 1) * SIZE : page * SIZE]):
            _line(at, line)


def _line(at: int, line: FactLine) -> None:
    with st.container(key=f"tache_{at}"):
        what, state = st.columns([5, 2], vertical_alignment="center")
        with what:
            navigation.link("fait", name_of(line), line.key, kind=line.kind, key=line.key)
            st.html(fill(META, text=about(line)))
            st.html(fill(META, text=t("facts.source", source=source_of(line.source))))
            if line.newer:
                st.html(fill(META, text=t("facts.newer.line", n=line.newer)))
            if line.proposed:
                st.html(fill(META, text=counted(line.proposed, "facts.proposed")))
        with state:
            st.html(fill(RIGHT, chip=Trusted(confidence_chip(line)), day=checked(line.checked_on)))

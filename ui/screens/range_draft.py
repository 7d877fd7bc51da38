"""The shared draft of a range: its criteria and decisions on single products; each change shows who enters and who leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from catalog.access import Actor, may
from catalog.errors import NotFound, Refusal
from catalog.reference.shipped import names as reference_names
from catalog.services.agreements import read as agreements
from catalog.services.ranges.draft import Change, change, discard, open_draft
from catalog.services.ranges.preview import DraftPreview, preview
from catalog.services.ranges.publish import publish_draft
from catalog.wording.sentences import named
from ui import navigation, session
from ui.parts.markup import fill, plain
from ui.parts.names import label
from ui.parts.notice import tell
from ui.parts.range_hand import by_hand
from ui.parts.range_moves import moves_panel
from ui.wording.words import called, refused, t

SAID = "range_draft.said"
LISTS = ("attributes", "families", "lots")
PROFILES = ("strict", "tolerant")
LONGEST = 500


def show() -> None:
    """Draw the page."""
    actor, code = session.actor(), st.query_params.get("code", "")
    navigation.link("gamme", f"← {t('range_draft.back')}", code=code)
    try:
        with session.means() as means:
            found = preview(actor, means, session.house().shelf.edition(means), code)
            lots = {lot.code: lot.name for each in agreements.agreements(actor, means) for lot in each.lots}
    except NotFound:
        _none(actor, code)
        return
    _head(found)
    matter, aside = st.columns([1, 1.25], gap="large")
    with matter:
        _criteria(actor, found, lots)
        by_hand(found.draft, lambda act: _do(act, "range_draft.kept"))
        _end(actor, found)
    with aside:
        moves_panel(found.moves, found.last)


def _none(actor: Actor, code: str) -> None:
    st.title(t("range_draft.none"), anchor=False)
    st.write(t("range_draft.none.text"))
    if may(actor, "range.draft") and st.button(t("range_draft.open"), type="primary"):
        _do(lambda: _write(lambda means: open_draft(actor, means, code)), "range_draft.opened")


def _head(found: DraftPreview) -> None:
    terms, draft = found.draft.terms, found.draft
    name = called(terms)
    title = t("range_draft.title", name=name)
    st.set_page_config(page_title=t("app.title", page=title))
    st.title(plain(title), anchor=False)
    by = draft.by or t("range_draft.operator")
    about = t("range_draft.about", version=terms.number, by=by, at=draft.changed_at, n=draft.sequence)
    st.html(fill('<p class="lead">{text}</p>', text=about))
    said = st.session_state.pop(SAID, None)
    if said:
        tell(*said)


def _criteria(actor: Actor, found: DraftPreview, lots: dict[str, str]) -> None:
    """Every field keeps itself as soon as it changes."""
    st.header(t("range_draft.criteria"), anchor=False)
    language = session.language()
    known = {
        "attributes": {code: named("attribute", code, language) for code in reference_names("attribute")},
        "families": {code: named("family", code, language) for code in reference_names("family")},
        "lots": lots,
    }
    for field in LISTS:
        _several(actor, found, field, known[field])
    st.radio(
        t("ranges.profile"), PROFILES, index=PROFILES.index(found.draft.terms.profile), key=_key(found, "profile"),
        format_func=lambda each: t(f"range_draft.profile.{each}"), on_change=_changed, args=(actor, found, "profile"),
    )  # fmt: skip
    for field in ("description_fr", "description_en"):
        st.text_area(
            t(f"range_draft.{field}"), value=getattr(found.draft.terms, field), key=_key(found, field),
            max_chars=LONGEST, height=100, on_change=_changed, args=(actor, found, field),
        )  # fmt: skip


def _several(actor: Actor, found: DraftPreview, field: str, there: Mapping[str, str]) -> None:
    chosen = list(found.draft.terms.rule.get(field) or ())

    def called(code: str) -> str:
        return label(there.get(code, code))

    st.multiselect(
        t(f"range_draft.{field}"), [*there, *(code for code in chosen if code not in there)], default=chosen,
        format_func=called, key=_key(found, field), on_change=_changed, args=(actor, found, field),
        placeholder=t("range_draft.any"),
    )  # fmt: skip


def _key(found: DraftPreview, field: str) -> str:
    """Of one state of the draft: what somebody else changed is drawn as it now stands."""
    return f"draft.{found.draft.terms.code}.{found.draft.sequence}.{field}"


def _changed(actor: Actor, found: DraftPreview, field: str) -> None:
    value: Any = st.session_state[_key(found, field)]
    given: dict[str, Any] = {field: tuple(value) if field in LISTS else value}
    wanted = Change(**given)
    code, sequence = found.draft.terms.code, found.draft.sequence
    try:
        _write(lambda means: change(actor, means, code, sequence, wanted))
    except Refusal as refusal:
        st.session_state[SAID] = ("stop", refused(refusal))


def _end(actor: Actor, found: DraftPreview) -> None:
    """Publish, by another than its last author; withdraw the range; drop the draft."""
    st.header(t("range_draft.end"), anchor=False)
    code, sequence = found.draft.terms.code, found.draft.sequence
    if may(actor, "range.validate"):
        st.html(fill('<p class="quiet-text">{text}</p>', text=t("range_draft.publish.why")))
        if st.button(t("range_draft.publish", version=found.draft.terms.number), type="primary", key="publish"):
            _do(lambda: _published(actor, code, sequence), "range_draft.published")
    else:
        st.html(fill('<p class="quiet-text">{text}</p>', text=t("range_draft.publish.others")))
    with st.container(horizontal=True):
        if found.last is not None and not found.draft.terms.rule.get("withdrawn"):
            if st.button(t("range_draft.withdraw"), key="withdraw", help=t("range_draft.withdraw.why")):
                wanted = Change(withdrawn=True)
                _do(lambda: _write(lambda means: change(actor, means, code, sequence, wanted)), "range_draft.kept")
        elif found.draft.terms.rule.get("withdrawn") and st.button(t("range_draft.resume"), key="resume"):
            wanted = Change(withdrawn=False)
            _do(lambda: _write(lambda means: change(actor, means, code, sequence, wanted)), "range_draft.kept")
        if st.button(t("range_draft.discard"), key="discard", type="tertiary"):
            _do(lambda: _write(lambda means: discard(actor, means, code, sequence)), "range_draft.discarded")


def _published(actor: Actor, code: str, sequence: int) -> None:
    _write(lambda means: publish_draft(actor, means, code, sequence))
    st.session_state["range.said"] = t("range_draft.published")
    navigation.go("gamme", code=code)


def _write(act: Callable[[Any], object]) -> None:
    with session.work() as means:
        act(means)


def _do(act: Callable[[], object], done: str) -> None:
    """Do it and say so on the page drawn anew; a refusal is said in place."""
    try:
        act()
    except Refusal as refusal:
        tell("stop", refused(refusal))
        return
    st.session_state[SAID] = ("good", t(done))
    st.rerun()

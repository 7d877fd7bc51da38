"""Step 5 of a batch: what publishing will do, and the button for whoever may press it."""

from __future__ import annotations

import streamlit as st

from catalog.access import may
from catalog.errors import Refusal
from catalog.services.release.publish import publish
from ui import navigation, session
from ui.parts.batch import Seen
from ui.parts.markup import Trusted, fill, join
from ui.parts.notice import hint, tell
from ui.wording.words import counted, refused, t


def show(seen: Seen) -> None:
    """Draw the step."""
    if seen.state in ("asking", "refused", "dropped"):
        st.write(t("changes.waiting" if seen.state == "asking" else "changes.refused"))
        return
    if seen.state == "published":
        _published(seen)
        return
    _summary(seen)
    if may(seen.actor, "publication.publish"):
        _button(seen)
    else:
        kind = "supplier" if seen.actor.kind == "supplier" else "staff"
        tell("told", t(f"publish.not_you.{kind}", role=t(f"role.{seen.actor.role}")))


def _published(seen: Seen) -> None:
    see = "home.own_catalogue" if seen.actor.kind == "supplier" else "publish.see"
    navigation.link("catalogue", t(see), supplier=seen.sheet.line.supplier)
    if navigation.open_to(seen.actor, "publications"):
        navigation.link("publications", t("publish.undo"))


def _summary(seen: Seen) -> None:
    changes, withdraws = seen.rehearsal.changes, seen.rehearsal.withdraws
    lines = [
        (changes.new_offers, "publish.new"),
        (changes.changed_offers, "publish.changed"),
        (changes.same_offers, "publish.same"),
    ]
    lines += [
        (len(changes.gone), "publish.withdrawn" if withdraws else "publish.kept"),
        (len(changes.incomplete), "publish.incomplete"),
        (seen.sheet.line.rejected, "publish.rejected"),
    ]
    said = [fill("<li>{text}</li>", text=counted(n, code)) for n, code in lines if n]
    st.header(t("publish.summary"), anchor=False)
    st.html(fill('<ul class="plain">{lines}</ul>', lines=Trusted(join(said))))


def _button(seen: Seen) -> None:
    changes = seen.rehearsal.changes
    if not (changes.offers or changes.products or (seen.rehearsal.withdraws and changes.gone)):
        st.write(t("publish.nothing"))
        return
    note = st.text_input(t("publish.note"), key="note", max_chars=500)
    hint(t("publish.note.why"))
    pressed = st.button(t("publish.now"), key="publish", type="primary", icon=":material/publish:")
    st.html(fill('<p class="quiet-text">{text}</p>', text=t("publish.effect")))
    if pressed:
        _publish(seen, note)


def _publish(seen: Seen, note: str) -> None:
    try:
        with st.spinner(t("publish.reading")), session.work() as means:
            number = publish(seen.actor, means, [seen.id], note.strip() or None)
    except Refusal as refusal:
        tell("stop", refused(refusal))
        return
    st.session_state["just_published"] = number
    st.rerun()

"""Step 5 of a batch: what publishing will do, from when and on what it rests; afterwards, the way back."""

from __future__ import annotations

import datetime as dt
from functools import partial

import streamlit as st

from catalog.access import may
from catalog.errors import Refusal
from catalog.services.release.rehearse import Rehearsal, rehearse
from ui import navigation, session
from ui.parts import undoing
from ui.parts.batch import Seen
from ui.parts.markup import Trusted, fill, join
from ui.parts.notice import hint, tell
from ui.parts.steps import open_step
from ui.parts.work import follow
from ui.screens import batch_decide
from ui.wording.words import counted, refused, t


def show(seen: Seen) -> None:
    """Draw the step."""
    if seen.state in ("asking", "refused", "dropped"):
        st.write(t("changes.waiting" if seen.state == "asking" else "changes.refused"))
        return
    if seen.state == "published":
        _published(seen)
        return
    if not may(seen.actor, "publication.publish"):
        _summary(seen, seen.rehearsal)
        kind = "supplier" if seen.actor.kind == "supplier" else "staff"
        tell("told", t(f"publish.not_you.{kind}", role=t(f"role.{seen.actor.role}")))
        return
    _publishing(seen)


def _published(seen: Seen) -> None:
    see = "home.own_catalogue" if seen.actor.kind == "supplier" else "publish.see"
    navigation.link("catalogue", t(see), supplier=seen.sheet.line.supplier)
    if navigation.open_to(seen.actor, "publications"):
        navigation.link("publications", t("publish.undo"))
    if not may(seen.actor, "publication.undo"):
        return
    if undoing.asked() == f"batch:{seen.id}":
        undoing.confirm_take_back(seen.actor, seen.id, seen.sheet.line.file_name)
    else:
        st.button(t("take_back.ask"), key="take_back", on_click=partial(undoing.ask, f"batch:{seen.id}"))


def _summary(seen: Seen, found: Rehearsal) -> None:
    changes, gone = found.changes, found.changes.gone_rows.num_rows
    lines = [
        (changes.new_offers, "publish.new"),
        (changes.changed_offers, "publish.changed"),
        (changes.same_offers, "publish.same"),
        (gone, "publish.withdrawn" if found.withdraws else "publish.kept"),
        (len(changes.incomplete), "publish.incomplete"),
        (seen.sheet.line.rejected, "publish.rejected"),
        (len(found.above), "publish.above"),
    ]
    said = [fill("<li>{text}</li>", text=counted(n, code)) for n, code in lines if n]
    st.header(t("publish.summary"), anchor=False)
    st.html(fill('<ul class="plain">{lines}</ul>', lines=Trusted(join(said))))


def _publishing(seen: Seen) -> None:
    with session.means() as means:
        today = means.clock.today()
    place = st.container()
    day = st.date_input(t("publish.effective"), value=today, min_value=today, format="DD/MM/YYYY", key="effective")
    chosen = day if isinstance(day, dt.date) else today
    hint(t("publish.effective.why"))
    with session.means() as means:
        found = rehearse(seen.actor, means, seen.id, chosen) if chosen > today else seen.rehearsal
    with place:
        _summary(seen, found)
    basis = st.text_input(t("publish.basis"), key="basis", max_chars=300)
    hint(t("publish.basis.why"))
    note = st.text_input(t("publish.note"), key="note", max_chars=500)
    hint(t("publish.note.why"))
    _button(seen, found, chosen, (basis.strip() or None, note.strip() or None))


def _button(seen: Seen, found: Rehearsal, day: dt.date, said: tuple[str | None, str | None]) -> None:
    """The button; where something is lacking it says what, and leads there."""
    waiting = batch_decide.open_decisions(seen, waits=True)
    nothing = not (found.changes.offer_rows.num_rows or found.changes.product_rows.num_rows
                   or (found.withdraws and found.changes.gone_rows.num_rows))  # fmt: skip
    if nothing:
        st.write(t("publish.nothing"))
        return
    if waiting:
        st.button(t("publish.to_decide"), key="to_decide", on_click=open_step, args=("changes",))
    pressed = st.button(
        t("publish.now"), key="publish", type="primary", icon=":material/publish:", disabled=bool(waiting)
    )
    with session.means() as means:
        later = day > means.clock.today()
    st.html(
        fill('<p class="quiet-text">{text}</p>', text=t("publish.effect.later" if later else "publish.effect", day=day))
    )
    if pressed:
        _publish(seen, day, *said)


def _publish(seen: Seen, day: dt.date, basis: str | None, note: str | None) -> None:
    try:
        with st.spinner(t("publish.reading")):
            entrance = session.house().entrance
            job = entrance.enqueue_publish(seen.actor, [seen.id], note, effective=day, basis=basis)
            done = follow(seen.actor, job)
    except Refusal as refusal:
        tell("stop", refused(refusal))
        return
    if done is not None:
        st.session_state["just_published"] = done.publication
        st.rerun()

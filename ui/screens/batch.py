"""One batch, step by step: the file, its columns, the checks, what would change, publication. Without one: a new one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

import streamlit as st

from catalog.access import Actor
from catalog.errors import NotFound
from catalog.means.clock import day_of
from catalog.services.intake.history import history
from catalog.services.intake.show import show_batch
from catalog.services.release.rehearse import rehearse
from ui import navigation, session
from ui.parts import undoing
from ui.parts.batch import Seen, steps_for
from ui.parts.counts import counts_bar
from ui.parts.effects import effects_panel
from ui.parts.markup import Html, Trusted, fill, join
from ui.parts.notice import tell
from ui.parts.sheet import panel
from ui.parts.steps import open_step, steps
from ui.screens import (
    batch_changes,
    batch_checks,
    batch_columns,
    batch_decide,
    batch_file,
    batch_publish,
    batch_send,
    batch_tags,
    deposit,
    job,
)
from ui.wording.words import counted, refused, t

FIRST = {"asking": "columns", "refused": "file", "rehearsed": "changes", "undone": "changes", "published": "publish"}
"""State -> the step that is shown where the address names none."""
DRAWN: Mapping[str, Callable[[Seen], None]] = {
    "file": batch_file.show, "columns": batch_columns.show, "checks": batch_checks.show, "changes": batch_changes.show,
    "tags": batch_tags.show, "send": batch_send.show, "publish": batch_publish.show,
}  # fmt: skip
"""Step -> who draws it."""
ABOUT = '<p class="meta">{supplier} · {lots} · <b>{file}</b> · {about}</p>'
EFFECT = '<dl class="facts figures">{rows}</dl><p class="sum">{sum}</p><p class="sum">{told}</p>'
SUM = '{bar}<dl class="facts figures">{rows}</dl><p class="sum">{sum}</p>'


def show() -> None:
    """Draw the page."""
    asked = st.query_params.get("id")
    if asked is None:
        (job if "job" in st.query_params else deposit).show()
        return
    try:
        seen = _seen(session.actor(), asked)
    except NotFound as refusal:
        _unknown(refusal)
        return
    _head(seen)
    matter, aside = st.columns([2.3, 1], gap="large")
    with matter:
        DRAWN[seen.step](seen)
    with aside:
        _aside(seen)
    _bar(seen)


def _seen(actor: Actor, asked: str) -> Seen:
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= 16 else -1
    with session.means() as means:
        sheet = show_batch(actor, means, number)
        found = rehearse(actor, means, number)
        turns = [deed.detail["effective"] for deed in history(actor, means, number) if "effective" in deed.detail]
        coming = turns[0] if turns and turns[0] > means.clock.today() else None
    step = st.query_params.get("step", "")
    known = steps_for(actor)
    return Seen(actor, sheet, found, step if step in known else FIRST.get(sheet.line.state, "file"), coming)


def _unknown(refusal: NotFound) -> None:
    st.title(t("batch.unknown.title"), anchor=False)
    st.write(refused(refusal))
    navigation.link("imports", t("batch.back"))


def _head(seen: Seen) -> None:
    line = seen.sheet.line
    page = t("batch.page", step=t(f"step.{seen.step}"), file=line.file_name)
    st.set_page_config(page_title=t("app.title", page=page))
    navigation.link("imports", f"← {t('batch.back')}")
    steps(seen.steps, seen.step)
    st.title(t(f"step.{seen.step}.title"), anchor=False)
    about = t("batch.about", day=day_of(line.recorded_at), mode=t(f"mode.{line.mode}"))
    st.html(fill(ABOUT, supplier=line.supplier_name, lots=", ".join(line.lots), file=line.file_name, about=about))
    if st.query_params.get("known") == "1":
        tell("told", t("batch.known", day=day_of(line.recorded_at)), t("batch.known.text"))
    undoing.said()
    _notice(seen)


def _notice(seen: Seen) -> None:
    """How the batch stands, in one frame."""
    line = seen.sheet.line
    if line.state == "asking":
        tell("wait", counted(len(seen.sheet.report["questions"]), "batch.asking"), t("batch.asking.text"))
    elif line.state == "refused":
        refusal = seen.sheet.report.get("refusal") or {}
        tell("stop", t("batch.refused"), f"{refusal.get(session.language(), '')} {t('batch.refused.text')}".strip())
    elif line.state == "rehearsed" and (blocking := batch_decide.open_decisions(seen, waits=True)):
        tell("wait", counted(blocking, "publish.decide"), t("batch.rehearsed.text"))
    elif line.state == "rehearsed":
        few = counted(line.rejected, "batch.rehearsed.rejected") if line.rejected else t("batch.rehearsed.text")
        tell("told", t("batch.rehearsed"), few)
    elif line.state == "published" and st.session_state.pop("just_published", None) == line.publication:
        later = "publish.done.later" if seen.coming else "publish.done.text"
        tell("good", t("publish.done", publication=line.publication), t(later, day=seen.coming))
    elif line.state == "published" and seen.coming:
        tell("wait", t("batch.coming", publication=line.publication, day=seen.coming), t("batch.coming.text"))
    else:
        look = "good" if line.state == "published" else "wait"
        title = t(f"batch.{line.state}", publication=line.publication)
        own = ".supplier" if line.state == "published" and seen.actor.kind == "supplier" else ""
        tell(look, title, t(f"batch.{line.state}.text{own}"))  # type: ignore[arg-type]


def _aside(seen: Seen) -> None:
    if seen.state in ("rehearsed", "undone"):
        if seen.step in ("changes", "publish"):
            st.html(effects_panel(seen.rehearsal.effects))
        st.html(panel(t("panel.effect"), _effect(seen)))
    st.html(panel(t("panel.reading"), _reading(seen)))


def _reading(seen: Seen) -> Html:
    line = seen.sheet.line
    skipped = "panel.waiting" if line.state == "asking" else "panel.skipped"
    rows = [("panel.rows", line.row_count), ("panel.imported", line.imported), ("panel.rejected", line.rejected)]
    drawn = join(
        [fill("<dt>{name}</dt><dd>{n}</dd>", name=t(code), n=_count(n)) for code, n in (*rows, (skipped, line.skipped))]
    )
    said = t("panel.sum", rows=line.row_count, imported=line.imported, rejected=line.rejected, skipped=line.skipped)
    return fill(SUM, bar=Trusted(counts_bar(line)), rows=Trusted(drawn), sum=said)


def _effect(seen: Seen) -> Html:
    found = seen.rehearsal.changes
    gone = found.gone_rows.num_rows
    rows = [("panel.new", found.new_offers), ("panel.changed", found.changed_offers), ("panel.same", found.same_offers)]
    rows += [("panel.gone", gone), ("panel.withdrawn", gone if seen.rehearsal.withdraws else 0)] if gone else []
    rows += [("panel.incomplete", len(found.incomplete))] if found.incomplete else []
    drawn = join([fill("<dt>{name}</dt><dd>{n}</dd>", name=t(code), n=_count(n)) for code, n in rows])
    against = seen.rehearsal.publication
    told = t("panel.against", n=against) if against else t("panel.against.none")
    return fill(EFFECT, rows=Trusted(drawn), sum=_lines_sum(seen), told=told)


def _lines_sum(seen: Seen) -> str:
    """« 214 lignes = 12 + 28 + 170 + 4 », where each row is one offer."""
    line, found = seen.sheet.line, seen.rehearsal.changes
    parts = (
        found.new_offers,
        found.changed_offers,
        found.same_offers,
        len(found.incomplete),
        line.rejected,
        line.skipped,
    )
    if sum(parts) != line.row_count:
        return ""
    return t("panel.lines", rows=line.row_count, sum=" + ".join(_count(n) for at, n in enumerate(parts) if n or at < 3))


def _count(n: int) -> str:
    return t("count.plain", n=n)


def _bar(seen: Seen) -> None:
    """What comes next, at the bottom of the window."""
    place, several = seen.steps.index(seen.step), seen.steps
    with st.bottom, st.container(key="barre", horizontal=True):
        st.html(fill('<p class="bar-said">{text}</p>', text=_said(seen)))
        if place:
            label = t("batch.previous", step=t(f"step.{several[place - 1]}"))
            st.button(label, key="previous", on_click=open_step, args=(several[place - 1],))
        if place < len(several) - 1:
            _forward(seen, several[place + 1])


def _said(seen: Seen) -> str:
    """How it stands, or how many decisions are left."""
    left = batch_decide.open_decisions(seen) if seen.answerable and seen.state != "asking" else 0
    if not left:
        return t(f"batch.state.said.{seen.state}")
    blocking = batch_decide.open_decisions(seen, waits=True)
    return counted(left, "decide.left") + (f" · {counted(blocking, 'decide.blocking')}" if blocking else "")


def _forward(seen: Seen, step: str) -> None:
    """The button to the next step: not the first thing to do for a file that asks or was refused."""
    kind: Literal["primary", "secondary"] = "secondary" if seen.state in ("asking", "refused") else "primary"
    label = t("batch.next", step=t(f"step.{step}"))
    st.button(
        label,
        key="next",
        type=kind,
        icon=":material/arrow_forward:",
        icon_position="right",
        on_click=open_step,
        args=(step,),
    )

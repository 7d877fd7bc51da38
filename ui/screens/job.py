"""How far a piece of work is: rows read, rows a second. The work goes on when the page is left; it ends on its batch."""

from __future__ import annotations

import streamlit as st

from catalog.errors import NotFound, Refusal
from catalog.services.intake.jobs import JobSheet
from ui import navigation, session
from ui.parts.batch import steps_for
from ui.parts.markup import Html, fill
from ui.parts.notice import tell
from ui.parts.steps import steps
from ui.parts.work import batch_state, kept, why_not
from ui.wording.words import counted, refused, t

PROGRESS = """<div class="progress" role="progressbar" aria-label="{label}" aria-valuemin="0" aria-valuemax="100"{now}>
<i style="width:{width}%"></i></div><p class="progress-said" role="status">{said}</p>"""
AGAIN = 1.0
"""Seconds between two looks."""


def show() -> None:
    """Draw the page of the job that the address names."""
    actor, number = session.actor(), st.query_params.get("job", "")
    try:
        found = session.house().entrance.job(actor, int(number) if number.isdecimal() and len(number) <= 16 else -1)
    except NotFound as refusal:
        navigation.link("imports", f"← {t('batch.back')}")
        st.title(t("job.unknown.title"), anchor=False)
        st.write(refused(refusal))
        return
    if found.state == "done" and found.parcel is not None:
        navigation.go("envoi", **kept(id=str(found.parcel)))
    if found.state == "done":
        navigation.go("import", **batch_state(found))
    _head(found)
    if found.open:
        _going_on(found.id)
    else:
        _ended(found)


def _head(found: JobSheet) -> None:
    title = t(f"job.title.{found.kind}", file=found.file or "")
    st.set_page_config(page_title=t("app.title", page=title))
    if found.kind == "parcel":
        navigation.link("envois", f"← {t('parcel.back')}")
    else:
        navigation.link("imports", f"← {t('batch.back')}")
        steps(steps_for(session.actor()), "publish" if found.kind == "publish" else "file", quiet=True)
    st.title(title, anchor=False)


@st.fragment(run_every=AGAIN)
def _going_on(job_id: int) -> None:
    actor, entrance = session.actor(), session.house().entrance
    found = entrance.job(actor, job_id)
    if not found.open:
        st.rerun()
    st.html(progress(found))
    st.html(fill('<p class="quiet-text">{text}</p>', text=t("job.leave")))
    if st.button(t("job.cancel"), key="cancel", type="tertiary", icon=":material/close:"):
        try:
            entrance.cancel_job(actor, job_id)
        except Refusal as refusal:
            tell("stop", refused(refusal))
            return
        st.rerun()


def progress(found: JobSheet) -> Html:
    """The bar and its words: rows done, of how many, how many a second."""
    share = min(100, round(100 * found.done_rows / found.all_rows)) if found.all_rows else None
    said, of = t(f"job.{found.state}.said"), "parcels.files" if found.kind == "parcel" else "count.rows"
    if found.done_rows and found.done_rows == found.all_rows:
        said = t("job.rows.all", rows=counted(found.done_rows, of))
    elif found.done_rows:
        rows = counted(found.done_rows, of)
        said = t("job.rows.of", rows=rows, all=found.all_rows) if found.all_rows else rows
        said += f" · {t('job.rate', n=round(found.rate))}" if found.rate else ""
    now = Html("" if share is None else f' aria-valuenow="{share}"')
    template = PROGRESS.replace("{now}", now)
    return fill(template, label=t("job.progress"), width=share or (100 if found.done_rows else 0), said=said)


def _ended(found: JobSheet) -> None:
    tell("stop", t(f"job.{found.state}"), why_not(found))
    if found.kind == "parcel":
        navigation.link("envois", t("parcel.again"))
    elif found.batch or found.batches:
        navigation.link("import", t("job.batch"), **batch_state(found))
    else:
        navigation.link("import", t("job.again"))

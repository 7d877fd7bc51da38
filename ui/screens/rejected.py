"""A supplier's rejected rows: what was read, what is expected, corrected in place, or in the file and handed in again."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from catalog.access import Actor
from catalog.errors import NotFound
from catalog.means.clock import day_of
from catalog.services.intake.show import BatchLine, list_batches, show_batch
from catalog.services.release.rehearse import rehearse
from ui import navigation, session
from ui.parts.batch import OPEN, Seen
from ui.parts.markup import fill
from ui.parts.names import label
from ui.parts.notice import tell
from ui.parts.repairs import MOST, repairable
from ui.parts.sheet import link_out
from ui.parts.upload import upload_form
from ui.screens.batch_checks import rejected
from ui.screens.deposit import ENDINGS
from ui.wording.words import counted, refused, t

ABOUT = '<p class="meta">{about}</p>'


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    with session.means() as means:
        files = to_correct(list_batches(actor, means))
    st.title(t("rejects.title"), anchor=False)
    if not files:
        st.html(fill('<p class="lead">{text}</p>', text=t("rejects.none")))
        navigation.link("imports", t("mine.files"))
        return
    line = _chosen(files)
    if line is None:
        st.write(refused(NotFound("batch.unknown", batch=st.query_params["id"])))
        navigation.link("imports", t("mine.files"))
        return
    _file(actor, line)
    _again(published=line.state == "published")


def to_correct(lines: Sequence[BatchLine]) -> list[BatchLine]:
    """Of files, the newest first, those whose rejected rows still matter: the open ones, and a published one until a later
    file of one of its lots is published."""
    found, followed = [], set[str]()
    for line in lines:
        published = line.state == "published"
        if line.rejected and (line.state in OPEN or (published and followed.isdisjoint(line.lots))):
            found.append(line)
        followed |= set(line.lots) if published else set()
    return found


def _chosen(files: Sequence[BatchLine]) -> BatchLine | None:
    """The file in the address, None when it is none of these, else the newest; another is chosen where there are several."""
    by_id = {str(line.id): line for line in files}
    named = st.query_params.get("id")
    if named is not None and named not in by_id:
        return None
    st.session_state["rejets_de"] = named or str(files[0].id)
    if len(files) > 1:
        st.selectbox(t("rejects.file"), list(by_id), key="rejets_de", filter_mode=None, on_change=_keep,
                     format_func=lambda key: label(_called(by_id[key])))  # fmt: skip
    return by_id[str(st.session_state["rejets_de"])]


def _keep() -> None:
    st.query_params["id"] = st.session_state["rejets_de"]


def _called(line: BatchLine) -> str:
    return f"{line.file_name} · {counted(line.rejected, 'mine.rejected')}"


def _file(actor: Actor, line: BatchLine) -> None:
    with session.means() as means:
        seen = Seen(actor, show_batch(actor, means, line.id), rehearse(actor, means, line.id), "checks")
    st.html(fill(ABOUT, about=t("mine.rejected.about", file=line.file_name, day=day_of(line.recorded_at))))
    counts = "rejects.counts.published" if line.state == "published" else "rejects.counts"
    text = t(counts, rows=line.row_count, imported=line.imported)
    tell("wait", counted(line.rejected, "mine.rejected"), text)
    st.header(t("rejects.here" if seen.answerable else "rejects.rows"), anchor=False)
    rejected(seen)
    errors = [issue for issue in seen.sheet.report["issues"] if issue["level"] == "error"]
    cells = len(repairable(errors)) if seen.answerable else 0
    if cells > MOST:
        st.html(fill('<p class="quiet-text">{text}</p>', text=t("rejects.most", n=MOST, all=cells)))
    address = f"/files/annotated/{line.id}?lang={session.language()}"
    st.html(link_out(address, t("checks.annotated")))


def _again(*, published: bool) -> None:
    st.header(t("rejects.again.only" if published else "rejects.again"), anchor=False)
    st.html(fill('<p class="lead">{text}</p>', text=t("rejects.again.text")))
    upload_form("/import", "file", t("rejects.again.file"), ENDINGS)

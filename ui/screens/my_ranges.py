"""A supplier's home of validation: what is asked and until when, what else waits, what was validated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from catalog.access import LINK, Actor
from catalog.means.clock import day_of
from catalog.means.means import Means
from catalog.services.intake.show import BatchLine, list_batches
from catalog.services.proofs.listing import ProofLine, list_proofs
from catalog.services.validation.doubt import DoubtLine, list_doubts
from catalog.services.validation.show import Lapsed, RequestLine, lapsed, list_requests
from ui import navigation, session
from ui.parts.markup import Trusted, fill, join
from ui.parts.notice import tell
from ui.parts.request import address_of, progress_of, range_names
from ui.wording.words import called, counted, t

LINE = '<p class="todo"><b>{what}</b><span class="quiet-text">{about}</span>{besides}</p>'
BESIDES = '<span class="todo-besides">{text}</span>'
SHOWN = 6
"""References of changed products that are named, and receipts that are listed."""


@dataclass(frozen=True, slots=True)
class _Mine:
    """All that the page tells. By a link: its request alone."""

    today: dt.date
    requests: Sequence[RequestLine]
    lapsed: Sequence[Lapsed] = ()
    doubts: Sequence[DoubtLine] = ()
    batches: Sequence[BatchLine] = ()
    expiring: Sequence[ProofLine] = field(default_factory=tuple)

    @property
    def open(self) -> list[RequestLine]:
        """What waits for an answer, the first due first."""
        return sorted((line for line in self.requests if line.closed is None), key=lambda line: line.due)

    @property
    def validated(self) -> list[RequestLine]:
        """What was validated, the newest first."""
        found = [line for line in self.requests if line.closed == "validated"]
        return sorted(found, key=lambda line: line.closed_at or line.recorded_at, reverse=True)


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    with session.means() as means:
        mine = _mine(actor, means)
    _head(actor, mine)
    for each in mine.lapsed:
        _lapsed(each)
    _todo(mine)
    _receipts(mine)
    if navigation.open_to(actor, "manques"):
        _elsewhere()


def _mine(actor: Actor, means: Means) -> _Mine:
    today, requests = means.clock.today(), list_requests(actor, means)
    if actor.role in LINK:
        return _Mine(today, requests)
    rejected = [line for line in list_batches(actor, means) if line.rejected and line.state in OPEN_FILES]
    doubts = list_doubts(actor, means, open_only=True)
    return _Mine(today, requests, lapsed(actor, means), doubts, rejected, list_proofs(actor, means, "expiring"))


OPEN_FILES = ("rehearsed", "undone", "asking")
"""States of a file whose rows can still be corrected."""


def _head(actor: Actor, mine: _Mine) -> None:
    who = actor.organisation_name or actor.organisation
    first = mine.open[0] if mine.open else None
    title = t("mine.title.due", organisation=who, due=first.due) if first else t("mine.title", organisation=who)
    st.title(title, anchor=False)
    st.html(fill('<p class="lead">{text}</p>', text=t("mine.lead")))


def _todo(mine: _Mine) -> None:
    """What waits, each with the one place where it is done."""
    st.header(t("mine.todo"), anchor=False)
    for line in mine.open:
        _request(line, mine.today)
    for batch in mine.batches:
        with _line(f"rejets_{batch.id}"):
            about = t("mine.rejected.about", file=batch.file_name, day=day_of(batch.recorded_at))
            _say(counted(batch.rejected, "mine.rejected"), about)
            navigation.link("rejets", t("mine.correct"), batch.file_name, id=str(batch.id))
    _expiring(mine)
    _doubts(mine)
    if not (mine.open or mine.batches or mine.expiring or mine.doubts):
        last = mine.validated[0] if mine.validated else None
        day = day_of(last.closed_at) if last and last.closed_at else None
        st.write(t("mine.none.last", day=day) if day else t("mine.none"))


def _request(line: RequestLine, today: dt.date) -> None:
    names, progress = range_names(line, session.language()), progress_of(line)
    left = progress.lines - progress.decided
    due = t("mine.due" if line.due >= today else "mine.overdue", due=line.due)
    about = t("mine.from", central=line.central_name, day=day_of(line.recorded_at))
    with _line(f"demande_{line.id}"):
        done = t("mine.left.about", decided=progress.decided, total=progress.lines, products=progress.products)
        what = counted(left, "mine.left") if left else t("mine.ready")
        _say(f"{names} – {what}", " · ".join((due, done if left else t("mine.ready.about"), about)), *_besides(line))
        if left:
            word = t("mine.resume" if progress.decided else "mine.start")
            navigation.link("ma-gamme", word, names, **address_of(line.id))
        else:
            navigation.link("signature", t("mine.sign"), names, **address_of(line.id))


def _besides(line: RequestLine) -> list[str]:
    found = []
    progress = progress_of(line)
    if progress.again:
        found.append(counted(progress.again, "mine.again"))
    if progress.contested:
        found.append(counted(progress.contested, "mine.contested"))
    return found


def _expiring(mine: _Mine) -> None:
    ends = [proof.valid_until for proof in mine.expiring if proof.valid_until]
    if ends:
        with _line("preuves"):
            _say(counted(len(mine.expiring), "mine.expiring"), t("mine.expiring.about", until=min(ends)))
            navigation.link("mes-preuves", t("mine.renew"), state="expiring")


def _doubts(mine: _Mine) -> None:
    if mine.doubts:
        with _line("doutes"):
            until = min(doubt.deadline for doubt in mine.doubts)
            _say(counted(len(mine.doubts), "mine.doubts"), t("mine.doubts.about", until=until))
            navigation.link("doutes", t("mine.doubts.see"))


def _elsewhere() -> None:
    """What nobody asked for, but would let more products in."""
    st.header(t("mine.other"), anchor=False)
    with _line("manques"):
        _say(t("mine.missing"), t("mine.missing.about"))
        navigation.link("manques", t("mine.missing.see"))
    with _line("capacites"):
        _say(t("mine.capacities"), t("mine.capacities.about"))
        navigation.link("capacites", t("mine.capacities.see"))


def _lapsed(each: Lapsed) -> None:
    named = ", ".join(each.references[:SHOWN]) + ("…" if len(each.references) > SHOWN else "")
    title = counted(len(each.references), "mine.lapsed", day=day_of(each.signed_at))
    name = called(each)
    tell("wait", title, t("mine.lapsed.about", range=name, version=each.version, references=named))


def _receipts(mine: _Mine) -> None:
    st.header(t("mine.receipts"), anchor=False)
    if not mine.validated:
        st.write(t("mine.receipts.none"))
    for line in mine.validated[:SHOWN]:
        with _line(f"recu_{line.id}"):
            day, names = day_of(line.closed_at or line.recorded_at), range_names(line, session.language())
            about = t("mine.receipt.about", ranges=names, central=line.central_name)
            _say(t("mine.receipt.title", day=day), about)
            navigation.link("signature", t("mine.receipt"), names, **address_of(line.id))


def _line(key: str) -> DeltaGenerator:
    return st.container(key=f"attente_{key}")


def _say(what: str, about: str, *more: str) -> None:
    besides = join([fill(BESIDES, text=text) for text in more])
    st.html(fill(LINE, what=what, about=about, besides=Trusted(besides)))

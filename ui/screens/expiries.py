"""What runs out before its agreement ends: by when it comes, whom it touches, and what was done about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import streamlit as st

from catalog.access import Actor, may
from catalog.errors import Refusal
from catalog.services.expiries.alert import remind
from catalog.services.expiries.close import close
from catalog.services.expiries.show import ExpiryLine, list_expiries
from catalog.services.ranges.show import list_ranges
from catalog.wording.sentences import named
from ui import navigation, session
from ui.parts.markup import Html, Trusted, fill
from ui.parts.pictogram import pictogram, pictogram_of
from ui.parts.state import state_chip
from ui.wording.words import called, counted, refused, t

SPANS: Mapping[str, tuple[int, int]] = {
    "past": (-10_000, -1), "30": (0, 30), "60": (31, 60), "90": (61, 90), "later": (91, 100_000),
}  # fmt: skip
"""Tab -> first and last number of days left."""
SIZE = 20
ICON = '<span class="line-icon">{pic}</span>'
META = '<p class="meta">{text}</p>'
RIGHT = '<div class="line-right">{chip}</div>'
Names = Mapping[str, str]


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    kind = "supplier" if actor.kind == "supplier" else "central"
    st.title(t("page.expiries"), anchor=False)
    st.html(fill('<p class="lead">{text}</p>', text=t(f"expiries.lead.{kind}")))
    with session.means() as means:
        lines = list_expiries(actor, means, session.house().shelf)
        names = {one.terms.code: called(one.terms) for one in list_ranges(actor, means)}
    _notice()
    if not lines:
        st.write(t("expiries.empty"))
        return
    chosen = _chosen(lines)
    _list(actor, _within(lines, chosen), chosen, names)


def _notice() -> None:
    if told := st.session_state.pop("expiries.said", None):
        st.success(told, icon=":material/check:")


def _within(lines: Sequence[ExpiryLine], span: str) -> list[ExpiryLine]:
    first, last = SPANS[span]
    return [line for line in lines if first <= line.days_left <= last]


def _chosen(lines: Sequence[ExpiryLine]) -> str:
    """The span in the address, and the buttons that change it: the first that holds something where none is named."""
    filled = [span for span in SPANS if _within(lines, span)]
    asked = st.query_params.get("jours")
    st.session_state["expiry_span"] = asked if asked in SPANS else filled[0]
    st.segmented_control(
        t("imports.show"), tuple(SPANS), key="expiry_span", required=True, on_change=_keep,
        format_func=lambda span: t("changes.tab", name=t(f"expiries.span.{span}"), n=len(_within(lines, span))),
    )  # fmt: skip
    return str(st.session_state["expiry_span"])


def _keep() -> None:
    st.query_params["jours"] = st.session_state["expiry_span"]


def _list(actor: Actor, lines: Sequence[ExpiryLine], span: str, names: Names) -> None:
    if not lines:
        st.write(t("expiries.none"))
        return
    pages = -(-len(lines) // SIZE)
    place = st.container(key="taches")
    page = st.pagination(pages, key=f"expiry_page_{span}") if pages > 1 else 1
    shown = lines[(page - 1) * SIZE : page * SIZE]
    with place:
        for line in shown:
            _line(actor, line, names)
    if may(actor, "expiry.remind"):
        _remind(actor, [line for line in lines if line.open and line.days_left >= 0])


def _line(actor: Actor, line: ExpiryLine, names: Names) -> None:
    end = line.end
    with st.container(key=f"tache_{end.proof.id}_{end.kind}"):
        icon, what, whom, state = st.columns([0.6, 4.6, 3.8, 2], vertical_alignment="center")
        with icon:
            st.html(fill(ICON, pic=Trusted(pictogram(pictogram_of(end.attribute)))))
        with what:
            _what(actor, line)
        with whom:
            st.html(fill(META, text=_touched(line, names)))
            st.html(fill(META, text=_done(line)))
        with state:
            st.html(fill(RIGHT, chip=Trusted(_chip(line))))
            if line.open and may(actor, "expiry.close"):
                _close(actor, line)
            elif line.open and line.end.kind == "proof" and actor.kind == "supplier":
                navigation.link("preuve", t("mine.renew"), _title(line), replaces=str(line.end.proof.id))


def _what(actor: Actor, line: ExpiryLine) -> None:
    """The proof, or the group whose criteria end, as a link to where it is dealt with."""
    end, language = line.end, session.language()
    title = _title(line)
    if end.kind == "proof":
        navigation.link("preuve", title, id=str(end.proof.id))
    elif end.kind == "criteria" and navigation.open_to(actor, "criteres"):
        navigation.link("criteres", title, groupe=end.subject.partition(":")[2])
    elif end.kind == "equivalence" and navigation.open_to(actor, "equivalences"):
        navigation.link("equivalences", title)
    else:
        st.html(fill('<p class="line-name">{text}</p>', text=title))
    attribute = named("attribute", end.attribute, language)
    about = (attribute, ", ".join(line.suppliers.values()), counted(end.products, "proofs.products"))
    st.html(fill(META, text=" · ".join(about)))


def _title(line: ExpiryLine) -> str:
    end, language = line.end, session.language()
    label = named("label", end.proof.label, language) if end.proof.label else ""
    if end.kind == "equivalence":
        return t("expiries.equivalence", mark=label)
    if end.kind == "criteria":
        return t(
            "expiries.criteria", label=label, group=named("ecolabel_group", end.subject.partition(":")[2], language)
        )
    kind = named("proof_kind", end.proof.kind, language)
    parts = (kind[:1].upper() + kind[1:], label, end.proof.number or end.proof.document_name or "")
    return " ".join(part for part in parts if part)


def _touched(line: ExpiryLine, names: Names) -> str:
    """The ranges and members that it touches, and the day the contract ends."""
    ranges = ", ".join(names.get(code, code) for code in line.ranges)
    gone = line.days_left < 0 and not ranges
    since = t("expiries.gone", day=line.end.last_day + dt.timedelta(days=1)) if gone else t("expiries.no_range")
    touched = t("expiries.ranges", ranges=ranges) if ranges else since
    contract = t("expiries.contract", day=line.end.contract_end)
    return " · ".join((touched, counted(line.members, "expiries.members"), contract))


def _done(line: ExpiryLine) -> str:
    if line.closing:
        by = line.closing.by or t("expiries.operator")
        return t("expiries.closed", reason=line.closing.reason, by=by)
    if line.renewal:
        return t("expiries.renewed")
    return t("expiries.told", day=line.told) if line.told else ""


def _chip(line: ExpiryLine) -> Html:
    if not line.open:
        return state_chip("ready", "etat-verifie", t("expiries.state.done"))
    if line.days_left < 0:
        return state_chip("expired", "etat-expire", t("expiries.state.past", day=line.end.last_day))
    look = "expiring" if line.days_left <= 60 else "declared"
    tonight = ".today" if line.days_left == 0 else ""
    words = t(f"expiries.state.left{tonight}", day=line.end.last_day, n=line.days_left)
    return state_chip(look, "obj-echeance", words)


def _close(actor: Actor, line: ExpiryLine) -> None:
    key = f"{line.end.proof.id}_{line.end.kind}"
    with st.popover(t("expiries.close"), key=f"clore_{key}"):
        reason = st.text_area(t("expiries.close.reason"), key=f"close_reason_{key}", max_chars=2000)
        if st.button(t("expiries.close.do"), key=f"close_{key}", type="primary"):
            try:
                with session.work() as means:
                    close(actor, means, line.end.subject, reason)
            except Refusal as refusal:
                st.error(refused(refusal), icon=":material/block:")
            else:
                st.session_state["expiries.said"] = t("expiries.close.said", title=_title(line))
                st.rerun()


def _remind(actor: Actor, lines: Sequence[ExpiryLine]) -> None:
    """All that is open in this span, in one message a supplier."""
    if not lines:
        return
    with st.container(key="relancer"):
        st.html(fill(META, text=t("expiries.remind.lead")))
        if st.button(counted(len(lines), "expiries.remind"), key="remind", icon=":material/mail:"):
            with session.work() as means:
                sent = remind(actor, means, {line.end.subject for line in lines})
            st.session_state["expiries.said"] = counted(sent.messages, "expiries.remind.said")
            st.rerun()

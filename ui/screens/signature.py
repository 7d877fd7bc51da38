"""The validation itself: the summary, a certification, a name and a position; afterwards the dated receipt."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from catalog.access import Actor, may
from catalog.errors import NotFound, Refusal
from catalog.services.validation.show import RequestLine, show_request
from catalog.services.validation.sign import RangeSummary, Summary, receipt, sign, summary
from ui import navigation, session
from ui.parts.markup import Html, Trusted, fill, join
from ui.parts.notice import hint, tell
from ui.parts.receipt import receipt_page
from ui.parts.request import address_of, asked_request, range_names, unknown
from ui.parts.sheet import Head, table
from ui.wording.words import called, counted, refused, t

LONGEST = 200
COLUMNS = ("accepted", "inside", "contested")
"""Figures of a range, in the order of the table."""
SEEN = ("reference", "name", "lots")
TOLD = '<p class="told-name">{name}, version {version}</p><ul class="plain">{lines}</ul>'
FIELDS = ("name", "authority", "certified")
ERRORS = """<div class="notice notice-stop" role="alert"><div><p class="notice-title">{title}</p>
<ul class="plain">{lines}</ul></div></div>"""
DIGEST = '<p class="quiet-text">{name} : <code>{digest}</code></p>'


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    try:
        with session.means() as means:
            line = show_request(actor, means, asked_request(actor, means)).line
            found = None if line.closed else summary(actor, means, line.id)
            given = receipt(actor, means, line.id) if line.closed == "validated" else None
    except NotFound:
        unknown()
        return
    with st.container(key="retour"):
        navigation.link("mes-gammes", f"← {t('mine.back')}")
    if given is not None:
        receipt_page(line, given, fresh=st.session_state.pop("signed", None) == line.id)
    elif found is None:
        st.title(t("sign.title"), anchor=False)
        tell("told", t(f"tags.closed.{line.closed}"), t("tags.closed.text"))
    else:
        _signing(actor, line, found)


def _signing(actor: Actor, line: RequestLine, found: Summary) -> None:
    wrong = st.session_state.get("sign.wrong", ())
    st.title(t("sign.title"), anchor=False)
    st.set_page_config(page_title=t("app.title", page=_title(wrong, line)))
    if wrong:
        st.html(_errors(wrong))
    st.html(fill('<p class="lead">{text}</p>', text=t("sign.lead")))
    _summary(found)
    if found.blocking:
        tell("wait", counted(len(found.blocking), "sign.blocking"), t("sign.blocking.text"))
        navigation.link("ma-gamme", t("sign.blocking.go"), show="open", **address_of(line.id))
        return
    if may(actor, "validation.sign", actor.organisation_id):
        _form(actor, line, found)
    else:
        tell("told", t("sign.read_only"))


def _title(wrong: Sequence[str], line: RequestLine) -> str:
    title = f"{t('sign.title')} · {range_names(line, session.language())}"
    return t("sign.error_title", title=title) if wrong else title


def _errors(wrong: Sequence[str]) -> Html:
    lines = join([fill("<li>{text}</li>", text=t(f"sign.missing.{field}")) for field in wrong])
    return fill(ERRORS, title=counted(len(wrong), "sign.errors"), lines=Trusted(lines))


def _summary(found: Summary) -> None:
    """A line a range, what happens to the rest, and every product behind it."""
    heads = [Head(t("sign.range")), *(Head(t(f"sign.{name}"), number=True) for name in COLUMNS)]
    rows = [[called(each.asked), *(_figure(each, name) for name in COLUMNS)] for each in found.ranges]
    st.html(table(t("sign.summary"), heads, rows, said=False))
    for each in found.ranges:
        lines = join([fill("<li>{text}</li>", text=text) for text in each.sentences(session.language())])
        st.html(fill(TOLD, name=called(each.asked), version=each.asked.version, lines=Trusted(lines)))
        if each.accepted:
            with st.expander(counted(len(each.accepted), "sign.see")):
                st.html(_products(each))


def _products(each: RangeSummary) -> Html:
    heads = [Head(t(f"sign.see.{name}")) for name in SEEN]
    rows = [[one.reference, one.name, ", ".join(one.lots)] for one in each.accepted]
    return table(t("sign.see.caption"), heads, rows, said=False)


def _figure(each: RangeSummary, name: str) -> int:
    found = getattr(each, name)
    return found if isinstance(found, int) else len(found)


def _form(actor: Actor, line: RequestLine, found: Summary) -> None:
    tell("told", t("sign.nature"))
    with st.form("signature", border=True):
        signer = st.text_input(t("sign.signer"), key="sign.name", max_chars=LONGEST, autocomplete="name")
        authority = st.text_input(t("sign.authority"), key="sign.authority", max_chars=LONGEST,
                                  autocomplete="organization-title")  # fmt: skip
        certified = st.checkbox(t("sign.certify", organisation=actor.organisation_name), key="sign.certified")
        for each in found.ranges:
            st.html(fill(DIGEST, name=f"{t('sign.hash')} · {called(each.asked)}", digest=each.content_hash[:16]))
        hint(t("sign.submit.hint"))
        sent = st.form_submit_button(t("sign.submit"), type="primary", icon=":material/check:")
    if sent:
        _sign(actor, line, found, {"name": signer.strip(), "authority": authority.strip(), "certified": certified})


def _sign(actor: Actor, line: RequestLine, found: Summary, said: dict[str, object]) -> None:
    """What is missing is told above the form; what moved meanwhile is told and read anew."""
    wrong = tuple(field for field in FIELDS if not said[field])
    st.session_state["sign.wrong"] = wrong
    if wrong:
        st.rerun()
    try:
        with session.work() as means:
            sign(actor, means, line.id, signer=str(said["name"]), authority=str(said["authority"]), certified=True,
                 content=found.content)  # fmt: skip
    except Refusal as refusal:
        st.error(refused(refusal))
        return
    st.session_state["signed"] = line.id
    st.rerun()

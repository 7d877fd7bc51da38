"""One dedicated range on a day: its rule in words, who validated what, whose offers are in it, versions, exports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from catalog.access import Actor, may
from catalog.errors import NotFound, Refusal
from catalog.facets.selection import Selection
from catalog.means.means import Means
from catalog.services.buying.search import Found, search
from catalog.services.ranges.content import ContentSeen, content
from catalog.services.ranges.export import FORMATS
from catalog.services.ranges.missing import MissingDocument, missing_documents
from catalog.services.ranges.show import RangeSheet, show_range
from catalog.services.ranges.status import RangeStatus, status
from catalog.services.ranges.validate import validate
from catalog.services.ranges.wish import LONGEST, wish
from ui import navigation, session
from ui.parts.markup import fill, plain
from ui.parts.names import Names, names, range_name
from ui.parts.notice import tell
from ui.parts.range_status import status_panel
from ui.parts.range_versions import versions_panel
from ui.parts.sheet import Head, facts, link_out, panel, table
from ui.screens.ranges import range_about
from ui.wording.words import counted, refused, t

FACETS = ("supplier", "lot", "family")
NEAREST = 6
"""Missing documents that the page names; the list of near misses has them all."""


@dataclass(frozen=True, slots=True)
class _Page:
    """All that the page shows. status: for those who draft and publish; near: the documents that keep products out."""

    actor: Actor
    sheet: RangeSheet
    found: Found
    held: ContentSeen
    called: Names
    status: RangeStatus | None
    near: tuple[MissingDocument, ...]
    today: dt.date


def show() -> None:
    """Draw the page."""
    actor, code = session.actor(), st.query_params.get("code", "")
    try:
        with session.means() as means:
            page = _read(actor, means, code)
    except NotFound as refusal:
        st.title(t("ranges.unknown"), anchor=False)
        st.write(refused(refusal))
        _back(actor)
        return
    _head(page)
    matter, aside = st.columns([2.3, 1], gap="large")
    with matter:
        _matter(page)
    with aside:
        _aside(page)


def _matter(page: _Page) -> None:
    """The rule in words, how its validation stands, what it holds."""
    st.header(t("ranges.rule"), anchor=False)
    st.html(range_about(page.sheet))
    if page.status is not None:
        status_panel(page.status)
        versions_panel(page.actor, page.status)
        _near(page)
    else:
        _seen_since(page)
    for facet in FACETS:
        _counts(facet, page.found.answer.facets[facet], page.called)
    if may(page.actor, "range.request", page.actor.organisation_id):
        _wish(page)


def _near(page: _Page) -> None:
    """What would let the most products in, and the way to ask for it."""
    if not page.near:
        return
    st.header(t("range.near.title"), anchor=False)
    french = session.language() == "fr"
    found = sorted(page.near, key=lambda each: (-len(each.products), each.supplier_name, each.key))
    heads = [
        Head(t("range.near.supplier")),
        Head(t("range.near.document")),
        Head(t("range.near.products"), number=True),
    ]
    rows = [[each.supplier_name, each.fr if french else each.en, len(each.products)] for each in found[:NEAREST]]
    st.html(table(t("range.near.title"), heads, rows, said=False))
    navigation.link(
        "manques", counted(page.status.near if page.status else 0, "range.near"), gamme=page.sheet.terms.code
    )


def _seen_since(page: _Page) -> None:
    """For whom drafts and validations are no business: whose word the content rests on."""
    spoken = page.held.content.versions
    if spoken:
        numbers = ", ".join(str(number) for number in spoken)
        st.html(
            fill('<p class="quiet-text">{text}</p>', text=counted(len(spoken), "range.validated.seen", numbers=numbers))
        )


def _wish(page: _Page) -> None:
    """What the reader misses in it, asked of the central body that keeps it."""
    st.header(t("range.wish"), anchor=False)
    st.html(fill('<p class="quiet-text">{text}</p>', text=t("range.wish.why")))
    terms = page.sheet.terms
    with st.form("range.wish", border=False, clear_on_submit=True):
        text = st.text_area(t("range.wish.text"), key="range.wish.text", max_chars=LONGEST)
        if st.form_submit_button(t("range.wish.send")):
            rule = terms.rule
            _wished(page.actor, text, rule.get("attributes") or (), rule.get("families") or (), terms.central)
    navigation.link("gammes-demandees", t("range.wish.all"))


def _wished(actor: Actor, text: str, attributes: Sequence[str], families: Sequence[str], central: str) -> None:
    try:
        with session.work() as means:
            wish(actor, means, text, attributes, families, central)
    except Refusal as refusal:
        tell("stop", refused(refusal))
        return
    st.session_state["range.said"] = t("wishes.sent")
    st.rerun()


def _aside(page: _Page) -> None:
    """Its card and content hash, the day asked for, exports and links."""
    st.html(panel(t("ranges.card"), facts(_card(page))))
    st.html(fill('<p class="meta">{text}</p>', text=t("range.hash")))
    st.code(page.held.content.content_hash, language=None, wrap_lines=True)
    _day(page)
    _exports(page)
    _links(page)


def _read(actor: Actor, means: Means, code: str) -> _Page:
    today = means.clock.today()
    day = _asked(today)
    shelf = session.house().shelf
    edition = shelf.edition(means, day)
    sheet = show_range(actor, means, code, day)
    found = search(actor, means, shelf, Selection(values={"range": frozenset({code})}, size=1), on=day)
    stands = status(actor, means, edition, code) if may(actor, "range.draft") else None
    held = content(actor, means, edition, code)
    near = missing_documents(actor, means, shelf, range_code=code) if stands and day == today else []
    called = names(actor, means, edition, session.language())
    return _Page(actor, sheet, found, held, called, stands, tuple(near), today)


def _asked(today: dt.date) -> dt.date:
    """The day in the address: a past one, else today."""
    try:
        asked = dt.date.fromisoformat(st.query_params.get("on", ""))
    except ValueError:
        return today
    return min(asked, today)


def _head(page: _Page) -> None:
    title, total = range_name(page.sheet, session.language()), page.found.answer.total
    st.set_page_config(page_title=t("app.title", page=title))
    _back(page.actor)
    st.title(plain(title), anchor=False)
    said = st.session_state.pop("range.said", None)
    if said:
        tell("good", said)
    if page.held.content.on != page.today:
        tell("told", t("range.past", day=page.held.content.on), t("range.past.text"))
    else:
        tell("good" if total else "wait", counted(total, "ranges.offers"), t("ranges.offers.text"))
    _unvalidated(page)
    navigation.link("catalogue", t("ranges.see"), range=page.sheet.terms.code, **_on(page))


def _back(actor: Actor) -> None:
    """To the list of ranges, or to a member's own ones on the home page."""
    staff = navigation.open_to(actor, "gammes")
    with st.container(key="retour"):
        navigation.link("gammes" if staff else "", f"← {t('ranges.back' if staff else 'range.back.home')}")


def _on(page: _Page) -> dict[str, str]:
    return {} if page.held.content.on == page.today else {"on": page.held.content.on.isoformat()}


def _unvalidated(page: _Page) -> None:
    """The last version lacks the central body's word."""
    if page.status is None or page.status.central is not None or _on(page):
        return
    code = page.sheet.terms.code
    tell("wait", t("range.unvalidated", version=page.status.terms.number), t("range.unvalidated.text"))
    if may(page.actor, "range.validate") and st.button(t("range.validate"), type="primary", key="validate"):
        try:
            with session.work() as means:
                validate(page.actor, means, code)
        except Refusal as refusal:
            tell("stop", refused(refusal))
            return
        st.session_state["range.said"] = t("range.validated")
        st.rerun()


def _card(page: _Page) -> list[tuple[str, object]]:
    terms, held = page.sheet.terms, page.held
    spoken = ", ".join(str(number) for number in held.content.versions) or t("range.none_speaks")
    return [
        (t("ranges.code"), terms.code),
        (t("ranges.number"), terms.number),
        (t("ranges.since"), t("ranges.day", day=page.sheet.since)),
        (t("ranges.profile"), t(f"ranges.profile.{terms.profile}")),
        (t("range.spoken"), spoken),
        (t("range.offers"), t("count.plain", n=len(held.members))),
    ]


def _day(page: _Page) -> None:
    day = page.held.content.on
    chosen = st.date_input(
        t("range.as_on"), value=day, max_value=page.today, format="DD/MM/YYYY", key=f"range.on.{day.isoformat()}"
    )
    if isinstance(chosen, dt.date) and chosen != day:
        st.query_params["on"] = chosen.isoformat()
        st.rerun()


def _exports(page: _Page) -> None:
    if not may(page.actor, "range.export", page.actor.organisation_id):
        return
    code, day = page.sheet.terms.code, page.held.content.on.isoformat()
    for form in FORMATS:
        address = f"/files/range/{code}?format={form}&on={day}&lang={session.language()}"
        st.html(link_out(address, t(f"range.export.{form}")))
    st.html(fill('<p class="quiet-text">{text}</p>', text=t("range.export.why")))


def _links(page: _Page) -> None:
    if page.status is None:
        return
    code = page.sheet.terms.code
    navigation.link(
        "gamme-brouillon", t("range.draft.open" if page.status.draft is None else "range.draft.see"), code=code
    )
    navigation.link("demandes", t("range.requests"))


def _counts(facet: str, counts: Mapping[str, int], called: Names) -> None:
    """Who or what the compliant offers come from, the most first."""
    held = sorted(((n, called(facet, code)) for code, n in counts.items() if n), key=lambda pair: (-pair[0], pair[1]))
    if held:
        heads = [Head(t(f"ranges.by.{facet}")), Head(t("ranges.count"), number=True)]
        st.html(table(t(f"ranges.by.{facet}"), heads, [[name, n] for n, name in held], said=False))

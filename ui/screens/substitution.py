"""Another reference was delivered than was ordered: is it still in the range, and why or why not?"""

from __future__ import annotations

import streamlit as st

from catalog.access import Actor
from catalog.errors import Refusal
from catalog.facets.index import OfferRow
from catalog.services.buying.substitution import RangeAnswer, Substitution, substitution
from catalog.tagging.records import RuleOutcome
from catalog.wording.sentences import say
from ui import navigation, session
from ui.parts.markup import Html, Trusted, fill, join
from ui.parts.notice import Look, hint, tell
from ui.parts.offer_row import reference
from ui.parts.pictogram import pictogram
from ui.parts.swap import notes
from ui.wording.words import called, refused, t

ORDERED, DELIVERED = "commande", "livre"
"""Parameters of the address, and the fields of the form."""
LOOKS: dict[str, Look] = {"kept": "good", "same": "good", "partly": "wait", "no_range": "told", "unknown": "wait"}
FIT = '<p class="fit">{icon}<span>{text}</span></p>{rules}'
RULES = '<ul class="fit-rules">{lines}</ul>'
RULE = "<li>{text}</li>"
LONGEST = 120
WIDTH = 560
"""Of the form, in pixels: what is written is short."""


def show() -> None:
    """Draw the page."""
    st.set_page_config(page_title=t("app.title", page=t("page.substitution")))
    st.title(t("page.substitution"), anchor=False)
    st.html(fill('<p class="lead">{text}</p>', text=t("substitution.lead")))
    _form()
    ordered, delivered = (str(st.query_params.get(name, "")).strip()[:LONGEST] for name in (ORDERED, DELIVERED))
    if ordered and delivered:
        _answer(session.actor(), ordered, delivered)


def _form() -> None:
    """Both references; what is asked stands in the address, so that it can be sent to a colleague."""
    for name in (ORDERED, DELIVERED):
        st.session_state.setdefault(f"substitution.{name}", str(st.query_params.get(name, ""))[:LONGEST])
    with st.form("substitution", border=False, width=WIDTH):
        st.text_input(t("substitution.ordered"), key=f"substitution.{ORDERED}", max_chars=LONGEST)
        st.text_input(t("substitution.delivered"), key=f"substitution.{DELIVERED}", max_chars=LONGEST)
        hint(t("substitution.hint"))
        if st.form_submit_button(t("substitution.verify"), type="primary"):
            asked = {name: str(st.session_state[f"substitution.{name}"]) for name in (ORDERED, DELIVERED)}
            st.query_params.from_dict(asked)


def _answer(actor: Actor, ordered: str, delivered: str) -> None:
    try:
        with session.means() as means:
            edition = session.house().shelf.edition(means)
            found = substitution(actor, means, edition, ordered, delivered)
    except Refusal as refusal:
        tell("stop", refused(refusal))
        return
    _draw(found)


def _draw(found: Substitution) -> None:
    language = session.language()
    title = t(f"substitution.title.{found.outcome}")
    tell(LOOKS.get(found.outcome, "stop"), title, say(found.reason.code, found.reason.params, language))
    drawn = [notes(found.notes, language), *(_range(each, language) for each in found.ranges)]
    if body := join(drawn):
        st.html(body)
    if found.ordered or found.delivered:
        st.header(t("substitution.products"), anchor=False)
    came = None if found.outcome == "same" else found.delivered
    for word, row in (("substitution.was", found.ordered), ("substitution.came", came)):
        if row is not None:
            _product(t(word), row)


def _range(each: RangeAnswer, language: str) -> Html:
    """One range: until when, or the rules that do not hold."""
    inside = each.verdict.inside
    code = "substitution.out" if not inside else "substitution.in.until" if each.until else "substitution.in"
    short = [_rule(outcome, language) for outcome in each.verdict.outcomes if outcome.outcome != "pass"]
    return fill(
        FIT,
        icon=Trusted(pictogram("etat-verifie" if inside else "etat-non")),
        text=t(code, name=called(each), until=each.until),
        rules=Trusted(fill(RULES, lines=Trusted(join(short)))) if short else "",
    )


def _rule(outcome: RuleOutcome, language: str) -> Html:
    return fill(RULE, text=say(outcome.reason.code, outcome.reason.params, language))


def _product(word: str, row: OfferRow) -> None:
    with st.container(key=f"compare_{row.offer}"):
        navigation.link("produit", f"{word}\u00a0: {row.name}" if session.language() == "fr" else f"{word}: {row.name}",
                        **reference(row.supplier, row.reference))  # fmt: skip
        st.html(fill('<p class="offer-meta">{text}</p>', text=f"{row.supplier_name or row.supplier} · {row.reference}"))

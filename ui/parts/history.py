"""What was done with a batch, the last first: when, by whom, with which answers, in which publications."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from catalog.access import Actor
from catalog.means.clock import PARIS, day_of
from catalog.services.intake.history import Deed, history
from ui import session
from ui.parts.markup import Html, Trusted, fill, join
from ui.wording.words import counted, t

SAID = frozenset({
    "withdraw.yes", "withdraw.no", "price_clause.accept", "price_clause.keep", "price_clause.allowed", "corrections.keep",
    "corrections.supplier", "succession.rename", "succession.replaced", "succession.discontinued", "succession.two",
})  # fmt: skip
"""Questions and answers that have words of their own; others are told as they stand."""
ASKED = frozenset({
    "withdraw", "price_clause", "corrections", "emptied", "succession", "sheet", "columns", "price_column", "name_column", "reference",
    "vat_rate", "decimal_sign", "two_prices", "price_vat",
})  # fmt: skip
LIST = '<ol class="history">{deeds}</ol>'
DEED = '<li><p class="notice-title">{what}</p><p class="meta">{when}</p>{more}</li>'
MORE = '<p class="quiet-text">{text}</p>'


def draw(actor: Actor, batch_id: int) -> None:
    """Draw the list with its heading."""
    with session.means() as means:
        found = history(actor, means, batch_id)
    st.header(t("history.title"), anchor=False)
    st.html(fill(LIST, deeds=Trusted(join([_deed(actor, each) for each in found]))))


def _deed(actor: Actor, deed: Deed) -> Html:
    by = deed.by or (
        t("history.central") if deed.organisation != actor.organisation and deed.organisation else t("history.operator")
    )
    when = t("history.when", day=day_of(deed.at), time=f"{deed.at.astimezone(PARIS):%H:%M}", by=by)
    more = join([fill(MORE, text=text) for text in _more(deed) if text])
    return fill(DEED, what=_what(deed), when=when, more=Trusted(more))


def _what(deed: Deed) -> str:
    if deed.action == "batch.receive":
        return t(f"history.read.{deed.detail.get('state', 'rehearsed')}")
    return t(f"history.{deed.action}", n=deed.detail.get("number"))


def _more(deed: Deed) -> list[str]:
    """Answers and mapped columns as they were given; from when a publication holds, and its note."""
    detail: Mapping[str, Any] = deed.detail
    if deed.action == "batch.answer":
        answers = [_answered(question, str(value)) for question, value in (detail.get("answers") or {}).items()]
        mapped = [
            t("history.mapped", header=header, field=_field(field))
            for header, field in (detail.get("mapping") or {}).items()
        ]
        repairs = [counted(detail["repairs"], "history.repairs")] if detail.get("repairs") else []
        return [*answers, *mapped, *repairs]
    if "effective" in detail:
        late = detail["effective"] != day_of(deed.at)
        return [t("publications.effective", day=detail["effective"]) if late else "", detail.get("note") or ""]
    return []


def _field(field: str) -> str:
    if field in ("", "ignore"):
        return t("field.ignored")
    return (
        t("field.claim", attribute=field.removeprefix("claim:")) if field.startswith("claim:") else t(f"field.{field}")
    )


def _answered(question: str, value: str) -> str:
    """« Offres absentes : retirées »; an answer about a reference names it."""
    kind, _, reference = question.partition(":")
    chosen, _, other = value.partition(":")
    said = t(f"history.said.{kind}.{chosen}") if f"{kind}.{chosen}" in SAID else chosen
    asked = t(f"history.question.{kind}" if kind in ASKED else "history.question.other", question=kind)
    return t("history.answer", question=f"{asked} {reference}".strip(), value=f"{said} {other}".strip())

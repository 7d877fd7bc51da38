"""A case of a member's doubt, as its member, its supplier and the central body read it."""

from __future__ import annotations

from catalog.means.clock import day_of
from catalog.services.validation.doubt import DoubtLine
from catalog.wording.sentences import named
from ui import session
from ui.parts.markup import Html, Trusted, fill
from ui.parts.state import state_chip
from ui.wording.words import t

LOOKS = {
    "open": ("to_verify", "etat-a-verifier"),
    "late": ("expired", "etat-expire"),
    "kept": ("verified", "etat-verifie"),
    "contested": ("contested", "etat-conteste"),
    "suspended": ("expired", "etat-expire"),
}
CASE = """<p class="tag-head"><b>{attribute}</b> {chip}</p><p class="doubt-text">« {text} »</p><p class="meta">{about}</p>{answer}"""
ANSWER = '<p class="doubt-answer"><b>{title}</b> {text}</p><p class="meta">{who}</p>'


def case_html(line: DoubtLine) -> Html:
    """What was asked, how it stands, what was answered."""
    state = line.outcome or ("late" if line.overdue else "open")
    look, icon = LOOKS[state]
    said = [t("doubts.member", member=line.member_name)] if line.member_name else []
    said += [line.supplier_name, t("doubts.asked", day=day_of(line.recorded_at))]
    said += [] if line.outcome else [t("doubts.until", until=line.deadline)]
    return fill(
        CASE,
        attribute=named("attribute", line.attribute, session.language()),
        chip=Trusted(state_chip(look, icon, t(f"doubts.state.{state}"))),
        text=line.text,
        about=" · ".join(said),
        answer=Trusted(_answer(line)),
    )


def _answer(line: DoubtLine) -> Html:
    if not line.answer or not line.answered_at:
        return Html("")
    who = t("contests.who", by=line.answered_by, day=day_of(line.answered_at))
    return fill(ANSWER, title=t("doubts.answer"), text=line.answer, who=who)

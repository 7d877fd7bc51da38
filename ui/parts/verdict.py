"""Whether a product meets a dedicated range today: the answer first, then how far, and until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from catalog.services.buying.explain import Explanation, InRange
from catalog.services.ranges.show import RangeSheet
from catalog.tagging.records import Reason, RuleOutcome, Tag
from catalog.wording.sentences import say
from ui import session
from ui.parts.chip import ICONS
from ui.parts.markup import Html, Trusted, fill
from ui.parts.offer_row import end_of
from ui.parts.pictogram import pictogram
from ui.wording.words import counted, t

PANEL = (
    """<div class="verdict verdict-{look}">{icon}<div><p class="verdict-title">{title}</p><p>{text}</p></div></div>"""
)
RANGE, CHOSEN = "gamme", "verdict_range"
"""The range that is looked at: in the address, and on the page."""
WITHIN = ("RG-BODY", "RG-LOT", "RG-FAMILY")
SUSPENDED, WAITING = "RG-SUSPENDED", "RG-VALIDATION"
NO_ATTRIBUTE = frozenset({*WITHIN, SUSPENDED, WAITING, "RG-HAND", "RG-WITHDRAWN"})
WORST = ("expired", "contested", "conflict", "to_verify", "declared", "missing")
"""Which standing names a verdict when several rules are short, the gravest first."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One range for the offer looked at. `short`: the tags that do not count, `asked`: all that the range asks for."""

    code: str
    found: InRange
    asked: tuple[Tag, ...]

    @property
    def inside(self) -> bool:
        """Whether it is in the range."""
        return self.found.verdict.inside

    @property
    def proven(self) -> int:
        """How many of the attributes asked for are proven."""
        return sum(outcome.outcome == "pass" for outcome in _attributes(self.found))

    @property
    def short(self) -> tuple[Tag, ...]:
        """The tags that do not count."""
        passed = [outcome.outcome == "pass" for outcome in _attributes(self.found)]
        return tuple(tag for tag, good in zip(self.asked, passed, strict=True) if not good)

    @property
    def suspended(self) -> bool:
        """Out of it because the central body has suspended the offer."""
        return any(outcome.rule == SUSPENDED for outcome in self.found.verdict.outcomes)

    @property
    def waiting(self) -> Reason | None:
        """The validation that is missing, when nothing else is: one more would not help a product short of a proof."""
        if self.short:
            return None
        return next((each.reason for each in self.found.verdict.outcomes if each.rule == WAITING), None)

    @property
    def claimed(self) -> bool:
        """In it, or said by somebody to be."""
        return self.inside or self.suspended or any(tag.standing != "missing" for tag in self.short)


def verdicts(explained: Explanation, ranges: Mapping[str, RangeSheet], lot: str | None) -> list[Verdict]:
    """The ranges that this product's lot and family belong to: those it is in first, then those it is said to be in."""
    found = []
    for code, several in explained.ranges.items():
        chosen = next((each for each in several if each.lot == lot), several[0])
        if code in ranges and _concerned(chosen):
            asked = (outcome.rule.removeprefix("RG-").lower() for outcome in _attributes(chosen))
            found.append(Verdict(code, chosen, tuple(explained.tags[name] for name in asked if name in explained.tags)))
    return sorted(found, key=lambda each: (not each.inside, not each.claimed, each.code))


def chosen(told: Sequence[Verdict], names: Mapping[str, str], came_from: Collection[str] = ()) -> Verdict:
    """The range to look at. Of several, each is a button that says how the product stands in it, above the verdict.

    names: code -> name; came_from: the ranges of the list that led here, which come first where the address names none.
    """
    codes = {each.code: each for each in told}
    first = next((code for code in codes if code in came_from), told[0].code)
    if len(codes) == 1:
        return codes[first]
    asked = st.query_params.get(RANGE, "")
    st.session_state[CHOSEN] = asked if asked in codes else first
    st.segmented_control(
        t("verdict.ranges"), list(codes), key=CHOSEN, required=True, wrap=True, on_change=_keep,
        format_func=lambda code: t("verdict.range", name=names[code], state=t(_state(codes[code]))),
    )  # fmt: skip
    return codes[st.session_state[CHOSEN]]


def _state(verdict: Verdict) -> str:
    return "verdict.range.inside" if verdict.inside else "verdict.range.outside"


def _keep() -> None:
    st.query_params[RANGE] = st.session_state[CHOSEN]


def panel(verdict: Verdict, name: str, day: dt.date) -> Html:
    """The verdict as drawn."""
    return _inside(verdict, name, day) if verdict.inside else _outside(verdict, name, day)


def no_range() -> Html:
    """What is said of a product that no range is made for."""
    return fill(
        PANEL, look="none", icon=Trusted(_icon("obj-gamme")), title=t("verdict.none"), text=t("verdict.none.why")
    )


def _inside(verdict: Verdict, name: str, day: dt.date) -> Html:
    text = counted(verdict.proven, "verdict.proven", asked=len(verdict.asked), day=day)
    ends = [tag.until for tag in verdict.asked if tag.until]
    if ends:
        text = f"{text} {_next_end(min(ends), day)}"
    title = t("verdict.inside", name=name)
    return fill(PANEL, look="inside", icon=Trusted(_icon("etat-verifie")), title=title, text=text)


def _next_end(until: dt.date, day: dt.date) -> str:
    left = (until - day).days
    if left == 0:
        return t("verdict.next_end.today", until=until)
    return counted(left, "verdict.next_end", until=until)


def _outside(verdict: Verdict, name: str, day: dt.date) -> Html:
    worst = _worst(verdict.short)
    look = "no" if worst is not None and worst.state == "no" else worst.standing if worst else "missing"
    ended = end_of(worst) if worst and worst.standing == "expired" else None
    since = "verdict.outside_since" if ended else "verdict.outside"
    title = t("verdict.suspended" if verdict.suspended else since, name=name, ended=ended)
    proven = counted(verdict.proven, "verdict.proven", asked=len(verdict.asked), day=day)
    waiting = verdict.waiting
    said = say(waiting.code, waiting.params, session.language()) if waiting else ""
    text = [proven, *([said] if said else ()), t("verdict.no_use")]
    icon = "etat-non" if look == "no" else ICONS.get(look, "obj-gamme")
    return fill(PANEL, look=look, icon=Trusted(_icon(icon)), title=title, text=" ".join(text))


def _worst(short: Sequence[Tag]) -> Tag | None:
    def gravity(tag: Tag) -> int:
        return -1 if tag.state == "no" else WORST.index(tag.standing) if tag.standing in WORST else len(WORST)

    return min(short, key=gravity, default=None)


def _attributes(found: InRange) -> list[RuleOutcome]:
    return [outcome for outcome in found.verdict.outcomes if outcome.rule not in NO_ATTRIBUTE]


def _concerned(found: InRange) -> bool:
    return all(outcome.outcome == "pass" for outcome in found.verdict.outcomes if outcome.rule in WITHIN)


def _icon(name: str) -> Html:
    return fill('<span class="verdict-icon">{drawing}</span>', drawing=Trusted(pictogram(name)))

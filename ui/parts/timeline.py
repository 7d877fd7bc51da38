"""The proofs of a product along time: a bar each with its state as a pattern, and everything as a list, newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from catalog.tagging.records import Proof, Tag
from ui.parts.markup import Html, Trusted, fill, join
from ui.parts.pictogram import pictogram
from ui.parts.why import drawing_of, name_of, proof_name, proofs
from ui.wording.words import t

Look = Literal["verified", "expired", "contested", "to_verify", "declared"]
Kind = Literal["ends", "ended", "accepted", "refused", "begins", "contested", "lot"]
BACK, AHEAD = 5, 6
"""How many years the bars reach back and ahead at most; what lies beyond is cut and stands in the list."""
TICKS = 8
ICONS: dict[Kind, str] = {
    "ends": "obj-echeance", "ended": "etat-expire", "accepted": "etat-verifie", "refused": "etat-expire",
    "begins": "obj-preuve", "contested": "etat-conteste", "lot": "obj-accord-cadre",
}  # fmt: skip
BARS = """<div class="spans" role="img" aria-label="{told}"><div class="span-years"><span></span><span class="span-axis">{ticks}</span></div>
{rows}</div><p class="quiet-text">{note}</p>"""
TICK = '<i style="left:{at:.2f}%">{year}</i>'
ROW = """<div class="span-row"><span class="span-name">{drawing}{name}</span>
<span class="span-track">{bars}<i class="span-now" style="left:{now:.2f}%"></i></span></div>"""
BAR = '<i class="span span-{look}" style="left:{left:.2f}%;width:{width:.2f}%"></i>'
LIST = '<ol class="timeline">{items}</ol>'
ITEM = """<li class="time-{kind}{future}"><span class="time-icon">{icon}</span><span class="time-day">{day}</span>
<span class="time-what"><b>{what}</b><span class="quiet-text">{about}</span></span></li>"""
NOW = '<li class="time-now"><span class="time-icon"></span><span class="time-day">{day}</span><b>{text}</b></li>'


@dataclass(frozen=True, slots=True)
class Span:
    """A proof from its first day to its last (None: no end known), as a bar. name, drawing: of what it shows."""

    name: str
    drawing: str
    proof: Proof
    look: Look

    @property
    def first(self) -> dt.date:
        """Its first day."""
        return self.proof.valid_from

    @property
    def last(self) -> dt.date | None:
        """Its last day."""
        return self.proof.valid_until


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened or will: `name` is empty for the end of a lot, `about` says the rest."""

    day: dt.date
    kind: Kind
    name: str
    about: str


def timeline(
    tags: Sequence[Tag], family: str | None, lot: tuple[str, dt.date] | None, language: str, day: dt.date
) -> None:
    """Draw it for the tags that are told of; nothing where no proof is on record. lot: the one looked at and its last day."""
    spans = spans_of(tags, family, language, day)
    if not spans:
        return
    st.header(t("timeline.title"), anchor=False)
    st.html(join([_bars(spans, language, day), _list(moments(spans, tags, lot, language, day), day)]))


def spans_of(tags: Iterable[Tag], family: str | None, language: str, day: dt.date) -> list[Span]:
    """Every proof that a tag looked at, in the tags' order, the oldest first."""
    return [
        Span(name_of(tag, language), drawing_of(tag, family), proof, _look(tag, proof, day))
        for tag in tags
        for proof in sorted(proofs(tag), key=lambda each: (each.valid_from, each.id))
    ]


def moments(
    spans: Iterable[Span], tags: Iterable[Tag], lot: tuple[str, dt.date] | None, language: str, day: dt.date
) -> list[Moment]:
    """What happened and what will, the furthest ahead first; what falls on one day for one attribute is one line."""
    tags = list(tags)
    found = [moment for span in spans for moment in _of(span, language, day)]
    found += [
        _criteria(name_of(tag, language), tag.ends.criteria, day) for tag in tags if tag.ends and tag.ends.criteria
    ]
    found += [
        Moment(dt.date.fromisoformat(str(tag.reason.params["on"])), "contested", name_of(tag, language), "")
        for tag in tags
        if tag.standing == "contested" and tag.reason.params.get("on")
    ]
    if lot is not None:
        found.append(Moment(lot[1], "lot", "", lot[0]))
    told: dict[tuple[dt.date, str, Kind], list[str]] = {}
    for each in found:
        told.setdefault((each.day, each.name, each.kind), []).append(each.about)
    several = [Moment(day_, kind, name, ", ".join(about)) for (day_, name, kind), about in told.items()]
    return sorted(several, key=lambda each: (each.day, each.name, each.kind), reverse=True)


def _of(span: Span, language: str, day: dt.date) -> list[Moment]:
    proof, name = span.proof, proof_name(span.proof, language)
    made = [Moment(proof.valid_from, "begins", span.name, name)]
    if proof.checked_on:
        made.append(Moment(proof.checked_on, "accepted" if proof.accepted else "refused", span.name, name))
    if proof.valid_until:
        made.append(Moment(proof.valid_until, "ended" if proof.valid_until < day else "ends", span.name, name))
    return made


def _criteria(name: str, last: dt.date, day: dt.date) -> Moment:
    return Moment(last, "ended" if last < day else "ends", name, t("timeline.criteria"))


def _look(tag: Tag, proof: Proof, day: dt.date) -> Look:
    if proof.valid_until and proof.valid_until < day:
        return "expired"
    if tag.standing in ("contested", "conflict"):
        return "contested"
    if proof.accepted or proof.matched:
        return "verified"
    return "declared" if proof.accepted is False else "to_verify"


@dataclass(frozen=True, slots=True)
class _Axis:
    first: dt.date
    last: dt.date

    def at(self, day: dt.date) -> float:
        """Percent of the axis, both ends included."""
        whole = (self.last - self.first).days or 1
        return min(100.0, max(0.0, (day - self.first).days * 100 / whole))

    def years(self) -> list[int]:
        """The years whose first day lies on it, as many as are readable."""
        every = range(self.first.year, self.last.year)
        step = -(-len(every) // TICKS) or 1
        return list(every)[::step]


def _axis(spans: Sequence[Span], day: dt.date) -> _Axis:
    first = min((*(each.first for each in spans), day))
    last = max((*(each.last or day for each in spans), day))
    low, high = dt.date(max(first.year, day.year - BACK), 1, 1), dt.date(min(last.year, day.year + AHEAD) + 1, 1, 1)
    return _Axis(low, high)


def _bars(spans: Sequence[Span], language: str, day: dt.date) -> Html:
    axis = _axis(spans, day)
    names = list(dict.fromkeys(each.name for each in spans))
    rows = [_row([each for each in spans if each.name == name], axis, day) for name in names]
    ticks = [Html(TICK.format(at=axis.at(dt.date(year, 1, 1)), year=year)) for year in axis.years()]
    told = " ".join(_told(each, language) for each in spans)
    return fill(BARS, told=told, ticks=Trusted(join(ticks)), rows=Trusted(join(rows)), note=t("timeline.note", day=day))


def _row(spans: Sequence[Span], axis: _Axis, day: dt.date) -> Html:
    bars = []
    for each in spans:
        left, right = axis.at(each.first), axis.at(each.last or axis.last)
        bars.append(Html(BAR.format(look=each.look, left=left, width=max(right - left, 0.6))))
    return fill(
        ROW.replace("{now:.2f}", f"{axis.at(day):.2f}"),
        drawing=Trusted(pictogram(spans[0].drawing)),
        name=spans[0].name,
        bars=Trusted(join(bars)),
    )


def _told(span: Span, language: str) -> str:
    """A bar in words, for who does not see it."""
    code = "timeline.span" if span.last else "timeline.span.open"
    return t(code, attribute=span.name, proof=proof_name(span.proof, language),
             first=span.first, last=span.last, look=t(f"timeline.look.{span.look}"))  # fmt: skip


def _list(found: Sequence[Moment], day: dt.date) -> Html:
    ahead = [_item(each, day) for each in found if each.day > day]
    behind = [_item(each, day) for each in found if each.day <= day]
    now = fill(NOW, day=t("proof.day", day=day), text=t("timeline.today"))
    return fill(LIST, items=Trusted(join([*ahead, now, *behind])))


def _item(each: Moment, day: dt.date) -> Html:
    return fill(
        ITEM,
        kind=each.kind,
        future=" time-future" if each.day > day else "",
        icon=Trusted(pictogram(ICONS[each.kind])),
        day=t("proof.day", day=each.day),
        what=t(f"timeline.{each.kind}", attribute=each.name),
        about=_about(each, day),
    )


def _about(each: Moment, day: dt.date) -> str:
    """Which proofs, and how far ahead."""
    said = each.about[:1].upper() + each.about[1:]
    left = (each.day - day).days
    return f"{said}, {t('timeline.left', days=left)}" if left > 0 and said else said

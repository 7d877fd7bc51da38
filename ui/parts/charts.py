"""Pictures drawn with Altair: bars with their numbers on them, so that colour never says anything alone.

Everything is drawn from the words and whole numbers given; no request leaves the machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import streamlit as st

Drawing = Any
"""A picture of Altair, whose own types tell layers from facets."""

ROW, AROUND = 34, 56
"""Height of a bar's row and of what is around the rows, in pixels."""
NAMED = 0.14
COUNTED = 0.04
"""Parts of a bar from which on it bears its word and number, or its number alone."""
LETTER, AIR = 6.5, 4
"""Width of a letter and of what stays free in a part, in pixels."""
LOOKS: Mapping[str, Mapping[str, str]] = {
    "light": {
        "yes": "#0e5a34", "no": "#b3261e", "unknown": "#66757c", "bar": "#0b5a5e", "other": "#66757c", "on": "#ffffff",
        "text": "#1c2629", "page": "#ffffff",
    },
    "dark": {
        "yes": "#4fae78", "no": "#d9675b", "unknown": "#7d8c8a", "bar": "#6ccbc9", "other": "#7d8c8a", "on": "#0b1f20",
        "text": "#e6ecea", "page": "#12191b",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar: which (a key of LOOKS), how many, and its word."""

    kind: str
    n: int
    word: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is of, how long it is, the words at its end. kind: a key of LOOKS."""

    name: str
    n: int
    said: str
    kind: str = "bar"


def look() -> Mapping[str, str]:
    """The colours of the reader's theme."""
    return LOOKS["dark" if st.context.theme.type == "dark" else "light"]


def shares(rows: Sequence[tuple[str, Sequence[Part]]], colours: Mapping[str, str], axis: str) -> Drawing:
    """Bars of equal length cut in parts: (name, parts), in the order given."""
    names = [name for name, _ in rows]
    data = [line for name, parts in rows for line in _cut(name, parts)]
    kinds = list(dict.fromkeys((line["kind"], line["word"]) for line in data))
    drawn = alt.Chart(_data(data)).encode(
        y=alt.Y("name:N", sort=names, title=None, axis=alt.Axis(labelLimit=160, ticks=False)),
        x=alt.X("from:Q", title=axis, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%", tickCount=5)),
        x2="to:Q",
    )
    colour = alt.Color(
        "word:N",
        title=None,
        sort=[word for _, word in kinds],
        scale=alt.Scale(domain=[word for _, word in kinds], range=[colours[kind] for kind, _ in kinds]),
        legend=alt.Legend(orient="top", labelLimit=300),
    )
    bars = drawn.mark_bar(stroke=colours["page"], strokeWidth=2).encode(color=colour)
    texts = (
        alt.Chart(_data([line for line in data if line["label"]]))
        .transform_calculate(shown=_fitting())
        .mark_text(color=colours["on"], fontWeight=600)
        .encode(y=alt.Y("name:N", sort=names), x="middle:Q", text="shown:N")
    )
    return _worded(alt.layer(bars, texts), colours).properties(height=len(rows) * ROW + AROUND)


def _fitting() -> str:
    """Word and number where the part is wide enough for both on this screen, its number alone, or nothing."""
    room = f"(datum.to - datum.from) * width - {AIR} >= {LETTER} * length("
    return f"{room}datum.label) ? datum.label : {room}'' + datum.n) ? '' + datum.n : ''"


def lengths(bars: Sequence[Bar], colours: Mapping[str, str]) -> Drawing:
    """Bars from zero, each with its words at its end."""
    names, most = [bar.name for bar in bars], max((bar.n for bar in bars), default=0)
    data = [{"name": bar.name, "n": bar.n, "said": bar.said, "colour": colours[bar.kind]} for bar in bars]
    base = alt.Chart(_data(data)).encode(
        y=alt.Y("name:N", sort=names, title=None, axis=alt.Axis(labelLimit=160, ticks=False)),
        x=alt.X("n:Q", axis=None, scale=alt.Scale(domain=[0, most * 1.45 or 1])),
    )
    drawn = base.mark_bar().encode(color=alt.Color("colour:N", scale=None))
    texts = base.mark_text(align="left", dx=6, color=colours["text"]).encode(text="said:N")
    return _worded(alt.layer(drawn, texts), colours).properties(height=len(bars) * ROW + 10)


def columns(bars: Sequence[Bar], colours: Mapping[str, str]) -> Drawing:
    """Upright bars along time, each with its number above it."""
    names, most = [bar.name for bar in bars], max((bar.n for bar in bars), default=0)
    data = [{"name": bar.name, "n": bar.n, "said": bar.said} for bar in bars]
    base = alt.Chart(_data(data)).encode(
        x=alt.X("name:N", sort=names, title=None, axis=alt.Axis(labelAngle=-45, ticks=False)),
        y=alt.Y("n:Q", axis=None, scale=alt.Scale(domain=[0, most * 1.2 or 1])),
    )
    drawn = base.mark_bar(color=colours["bar"])
    texts = base.mark_text(baseline="bottom", dy=-4, color=colours["text"], fontWeight=600).encode(text="said:N")
    return _worded(alt.layer(drawn, texts), colours).properties(height=260)


def _worded(drawn: Drawing, colours: Mapping[str, str]) -> Drawing:
    """Names and numbers in the colour of text: the theme's own grey is too pale for them."""
    named = {"labelColor": colours["text"], "titleColor": colours["text"]}
    return drawn.configure_axis(**named, labelFontSize=13).configure_legend(**named, labelFontSize=13)


def _data(lines: Sequence[Mapping[str, Any]]) -> Any:
    return alt.InlineData(values=list(lines))


def _cut(name: str, parts: Sequence[Part]) -> list[dict[str, Any]]:
    whole, at, found = sum(part.n for part in parts) or 1, 0, list[dict[str, Any]]()
    for part in parts:
        share = part.n / whole
        label = f"{part.word} {part.n}" if share >= NAMED else str(part.n) if share >= COUNTED else ""
        found.append({
            "name": name, "kind": part.kind, "word": part.word, "label": label, "n": part.n, "from": at / whole,
            "to": (at + part.n) / whole, "middle": (at + part.n / 2) / whole,
        })  # fmt: skip
        at += part.n
    return found

"""What members would see of a file: ranges before and after, attributes gained and lost, selections touched."""

from __future__ import annotations

from catalog.published.effects import Effects, RangeMove, TagMove, Touched
from catalog.wording.sentences import named
from ui import session
from ui.parts.markup import Html, Trusted, fill, join
from ui.parts.names import sortable
from ui.parts.sheet import panel
from ui.wording.words import called, counted, t

MINUS = "\u2212"
TABLE = """<table class="sheet figures effects"><caption class="unseen">{caption}</caption><thead><tr>{heads}</tr></thead>
<tbody>{rows}</tbody></table>"""
RANGE = """<tr><th scope="row">{name}</th><td class="number">{before}</td><td class="number"><b>{after}</b>
<span class="delta">{delta}</span></td></tr>"""
LINES = '<ul class="plain">{lines}</ul>'


def effects_panel(found: Effects) -> Html:
    """The box; it says so where nothing of it changes."""
    parts = [_ranges(found), _lines(found)]
    drawn = join([part for part in parts if part])
    return panel(t("effects.title"), drawn or fill("<p>{text}</p>", text=t("effects.none")))


def _ranges(found: Effects) -> Html:
    if not found.ranges:
        return Html("")
    heads = [fill('<th scope="col">{name}</th>', name=t("effects.range"))]
    heads += [
        fill('<th scope="col" class="number">{name}</th>', name=t(f"compare.{when}")) for when in ("before", "after")
    ]
    rows = join([_range(move) for move in sorted(found.ranges, key=lambda each: sortable(called(each.terms)))])
    return fill(TABLE, caption=t("effects.ranges"), heads=Trusted(join(heads)), rows=Trusted(rows))


def _range(move: RangeMove) -> Html:
    signs = ((len(move.entering), "+"), (len(move.leaving), MINUS))
    delta = " ".join(f"{sign}{n}" for n, sign in signs if n)
    counts = ["–" if n is None else t("count.plain", n=n) for n in (move.before, move.after)]
    return fill(RANGE, name=called(move.terms), before=counts[0], after=counts[1], delta=delta)


def _lines(found: Effects) -> Html:
    told = [_tag(move) for move in found.tags] + [_touched(what, each) for what, each in found.selections.items()]
    lines = [fill("<li>{text}</li>", text=text) for text in told if text]
    return fill(LINES, lines=Trusted(join(lines))) if lines else Html("")


def _tag(move: TagMove) -> str:
    """« Écolabellisé : gagné par 4 articles »; `denied`: it becomes a « non », `undenied`: it no longer is one."""
    name = named("attribute", move.attribute, session.language())
    told = (("gained", move.after, "yes"), ("lost", move.before, "yes"), ("denied", move.after, "no"))
    kind = next((kind for kind, state, wanted in told if state == wanted), "undenied")
    return counted(len(move.references), f"effects.tag.{kind}", attribute=name)


def _touched(what: str, touched: Touched) -> str:
    return counted(touched.lines, f"effects.selections.{what}", members=touched.members) if touched.lines else ""

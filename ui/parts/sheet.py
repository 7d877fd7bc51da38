"""Tables of ours: true headers, a caption, and on a phone one block a row with each value under its header."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ui.parts.markup import Html, Trusted, escape, fill, join

TABLE = """<div class="scroll" tabindex="0" role="group" aria-label="{caption}"><table class="sheet stacked {look}">
<caption class="{seen}">{caption}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"""
HEAD = '<th scope="col" class="{kind}">{title}</th>'
FIRST = '<th scope="row" class="{kind}" data-label="{title}"><span>{value}</span></th>'
CELL = '<td class="{kind}" data-label="{title}"><span>{value}</span></td>'


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its title; `number`: set to the right, in figures of one width."""

    title: str
    number: bool = False

    @property
    def kind(self) -> str:
        return "number" if self.number else "text"


def table(
    caption: str, heads: Sequence[Head], rows: Iterable[Sequence[object]], *, said: bool = True, raw: bool = False
) -> Html:
    """The table. A value is text, or `Trusted` HTML of ours; None is nothing.

    said: whether the caption is seen; raw: cells as a file has them, on one line, the first rows alone on a phone.
    """
    drawn = join([fill("<tr>{cells}</tr>", cells=Trusted(_cells(heads, row))) for row in rows])
    titles = join([fill(HEAD, kind=head.kind, title=head.title) for head in heads])
    return fill(
        TABLE,
        look="raw" if raw else "",
        caption=caption,
        seen="" if said else "unseen",
        heads=Trusted(titles),
        rows=Trusted(drawn),
    )


def facts(pairs: Iterable[tuple[str, object]]) -> Html:
    """Names and values, one below the other. A value is text or `Trusted`; None and "" are left out."""
    rows = [fill("<dt>{name}</dt><dd>{value}</dd>", name=name, value=value) for name, value in pairs if value]
    return fill('<dl class="facts">{rows}</dl>', rows=Trusted(join(rows)))


def panel(title: str, content: Html) -> Html:
    """A quiet box beside the page's matter."""
    return fill('<section class="panel"><h2>{title}</h2>{content}</section>', title=title, content=Trusted(content))


def link_out(address: str, label: str) -> Html:
    """A download by our own route, drawn as a button."""
    return Html(f'<a class="button light" target="_self" href="{escape(address)}" download>{escape(label)}</a>')


def _cells(heads: Sequence[Head], row: Sequence[object]) -> Html:
    cells = zip(heads, row, strict=True)
    return join(
        [
            fill(FIRST if place == 0 else CELL, kind=head.kind, title=head.title, value=value)
            for place, (head, value) in enumerate(cells)
        ]
    )

"""Text put into HTML or Markdown: the only two ways in, and both show text as text."""

from __future__ import annotations

import html
import re
from typing import NewType

Html = NewType("Html", str)
"""HTML that may be drawn: made by `fill` or `join`, or a constant of ours."""

_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!~|<>$:&])")


def escape(value: object) -> Html:
    """Any text as HTML, quotes included; None is nothing."""
    return Html("" if value is None else html.escape(str(value), quote=True))


def fill(template: str, **values: object) -> Html:
    """A template of ours with its `{fields}` filled in. Values are escaped, but for those that are `Trusted`."""
    return Html(template.format(**{name: _safe(value) for name, value in values.items()}))


class Trusted:
    """Wraps HTML of ours on its way into `fill`."""

    def __init__(self, markup: Html) -> None:
        self.markup = markup


def join(parts: list[Html], between: str = "") -> Html:
    """Several pieces as one."""
    return Html(between.join(parts))


def plain(value: object) -> str:
    """Any text for a Markdown label, button or toast: its marks are shown, never obeyed."""
    return _MARKS.sub(r"\\\1", re.sub(r"\s+", " ", "" if value is None else str(value)))


def _safe(value: object) -> str:
    return value.markup if isinstance(value, Trusted) else escape(value)

"""The sheet of one product."""

from __future__ import annotations


def show() -> None:
    """Draw the page."""

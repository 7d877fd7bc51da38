"""The pictograms of attributes for documents: the same drawings as on the screens, read as files."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from catalog.reference.shipped import facts_of

FOLDER = Path(__file__).parents[2] / "ui" / "theme" / "pictograms"
"""Where the drawings lie: data, no code of the screens."""
PROOF = "obj-preuve"
"""Of an attribute that has no drawing of its own."""


@cache
def drawing_of(attribute: str) -> str:
    """The name of the drawing of an attribute, as the facts say."""
    return next((fact.payload["pictogram"] for fact in facts_of("attribute") if fact.key == attribute), PROOF)


@cache
def drawing(name: str) -> str:
    """The SVG of a drawing."""
    return (FOLDER / f"{name}.svg").read_text(encoding="utf-8")

"""Pictograms drawn for this product, as CSS masks that take the colour of the text around them."""

from __future__ import annotations

from functools import cache

from catalog.reference.shipped import facts_of
from ui.parts.markup import Html, fill


def pictogram(name: str, label: str | None = None) -> Html:
    """The drawing `ui/theme/pictograms/NAME.svg`. Beside its word it says nothing; alone it needs a `label`."""
    if label is None:
        return fill('<span class="pic i-{name}" aria-hidden="true"></span>', name=name)
    return fill('<span class="pic i-{name}" role="img" aria-label="{label}"></span>', name=name, label=label)


def pictogram_of(attribute: str) -> str:
    """The name of the drawing of an attribute."""
    return attribute_pictograms().get(attribute, "obj-preuve")


@cache
def attribute_pictograms() -> dict[str, str]:
    """Attribute -> drawing, as the facts say."""
    return {fact.key: fact.payload["pictogram"] for fact in facts_of("attribute")}

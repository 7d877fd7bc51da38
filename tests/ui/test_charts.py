"""The pictures as drawn: parts that fill their bar, numbers on them, one colour scheme a theme with readable words."""

from __future__ import annotations

from typing import Any

import pytest

from ui.parts.charts import LOOKS, Bar, Part, columns, lengths, shares


def drawn(chart: Any) -> dict[str, Any]:
    made: dict[str, Any] = chart.to_dict()
    return made


def values(made: dict[str, Any], layer: int) -> list[dict[str, Any]]:
    """The lines that a layer draws, wherever they were put."""
    source = made["layer"][layer].get("data") or made["data"]
    found: list[dict[str, Any]] = source["values"] if "values" in source else made["datasets"][source["name"]]
    return found


def test_parts_fill_their_bar_and_bear_word_and_number() -> None:
    parts = [Part("yes", 75, "oui"), Part("no", 5, "non"), Part("unknown", 20, "inconnu")]
    made = drawn(shares([("Entretien", parts), ("Rien", [])], LOOKS["light"], "Part"))
    bars, texts = values(made, 0), values(made, 1)
    assert [(each["from"], each["to"]) for each in bars] == [(0.0, 0.75), (0.75, 0.8), (0.8, 1.0)]
    assert [each["label"] for each in texts] == ["oui 75", "5", "inconnu 20"], "colour never says it alone"


def test_what_is_too_thin_for_a_number_is_left_to_the_table() -> None:
    made = drawn(shares([("Lot", [Part("yes", 1, "oui"), Part("unknown", 99, "inconnu")])], LOOKS["dark"], "Part"))
    assert [each["label"] for each in values(made, 1)] == ["inconnu 99"]


@pytest.mark.parametrize("draw", [lengths, columns])
def test_each_bar_has_its_words(draw: Any) -> None:
    bars = [Bar("a", 2_480_000, "2,48 €"), Bar("b", 0, "0,00 €", "other")]
    made = drawn(draw(bars, LOOKS["light"]))
    assert [(each["name"], each["said"]) for each in values(made, 0)] == [("a", "2,48 €"), ("b", "0,00 €")]
    assert made["config"]["axis"]["labelColor"] == LOOKS["light"]["text"]


def test_no_offer_at_all_is_drawn_too() -> None:
    assert drawn(lengths([], LOOKS["light"]))["height"] > 0
    assert drawn(columns([], LOOKS["dark"]))["height"] > 0


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", LOOKS)
def test_words_on_bars_and_bars_on_the_page_can_be_told_apart(theme: str) -> None:
    colours = LOOKS[theme]
    for kind in ("yes", "no", "unknown"):
        assert contrast(colours[kind], colours["on"]) >= 4.5, kind
    for kind in ("yes", "no", "unknown", "bar", "other"):
        assert contrast(colours[kind], colours["page"]) >= 3, kind

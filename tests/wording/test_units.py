"""Units, packs and prices by content in both languages."""

from __future__ import annotations

from fractions import Fraction

import pytest

from catalog.wording.sentences import templates
from catalog.wording.units import amount_text, content_price_text, pack_text, unit_name, unit_price_text


def test_unit_names() -> None:
    assert [unit_name(code, "fr") for code in ("LTR", "H87", "XCT", "QQQ")] == ["L", "pièce", "carton", "QQQ"]
    assert [unit_name("H87", "fr", n) for n in (1_000_000, 1_500_000, 2_000_000)] == ["pièce", "pièce", "pièces"]
    assert [unit_name("H87", "en", n) for n in (1_000_000, 1_500_000, 12_000_000)] == ["piece", "pieces", "pieces"]
    assert unit_name("LTR", "fr", 5_000_000) == "L"


@pytest.mark.parametrize(
    ("order", "content_unit", "content", "french", "english"),
    [
        ("XJY", "LTR", 5_000_000, "bidon de 5 L", "jerrycan of 5 L"),
        ("XCT", "H87", 12_000_000, "carton de 12 pièces", "carton of 12 pieces"),
        ("XCT", "MLT", 4_800_000_000, "carton de 4,8 L", "carton of 4.8 L"),
        ("XCT", "MLT", 999_500_000, "carton de 999,5 mL", "carton of 999.5 mL"),
        ("XCT", "GRM", 1_000_000_000, "carton de 1 kg", "carton of 1 kg"),
        ("XBO", "LTR", 750_000, "flacon de 0,75 L", "bottle of 0.75 L"),
        (None, "KGM", 2_500_000, "2,5\u00a0kg", "2.5\u00a0kg"),
        ("LTR", "LTR", 1_000_000, "1\u00a0L", "1\u00a0L"),
        ("XCT", None, None, "carton", "carton"),
        (None, None, None, None, None),
    ],
)
def test_packs(order: str | None, content_unit: str | None, content: int | None, french: str, english: str) -> None:
    assert pack_text(order, content_unit, content, "fr") == french
    assert pack_text(order, content_unit, content, "en") == english


def test_price_by_content() -> None:
    assert content_price_text(2_480_000, "LTR", "fr") == "2,48\u00a0€ / L"
    assert content_price_text(2_480_000, "LTR", "en") == "€2.48 / L"
    assert content_price_text(18_000, "C62", "fr", "NOK") == "0,018\u00a0NOK / unité"


def test_every_plural_has_its_singular() -> None:
    codes = templates().keys()
    assert [code for code in codes if code.startswith("units.") and f"unit.{code[6:]}" not in codes] == []


def test_a_comparable_price_says_three_figures_below_one_euro() -> None:
    assert unit_price_text(2_480_000, "litre", "fr") == "2,48\u00a0€ / L"
    assert unit_price_text(12_693, "page", "fr") == "0,0127\u00a0€ / page"
    assert unit_price_text(852, "sheet", "en") == "€0.000852 / sheet"
    assert (
        unit_price_text(49_600, "litre_ready", "fr", dilution=20_000) == "0,0496\u00a0€ / L prêt à l’emploi à 2\u00a0%"
    )
    assert unit_price_text(49_600, "litre_ready", "fr", dilution=1_000_000) == "0,0496\u00a0€ / L prêt à l’emploi"
    assert unit_price_text(49_600, "litre_ready", "en", dilution=10_000, least=5_000) == (
        "€0.0496 / L ready to use at 1%, the most concentrated use (0.5% to 1%)"
    )


def test_an_amount_of_a_basis() -> None:
    assert amount_text(Fraction(1000), "litre_ready", "fr") == "1\u202f000\u00a0L prêts à l’emploi"
    assert amount_text(Fraction(1, 3), "sheet", "en") == "0.33\u00a0sheets"
    assert amount_text(Fraction(5, 2), "kilogram", "fr") == "2,5\u00a0kg"

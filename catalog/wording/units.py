"""Units, packs and prices by content as people read them: « bidon de 5 L », « 2,48 € / L »."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from catalog.wording.formats import MICRO, NO_BREAK, THIN, figures, money, quantity_text
from catalog.wording.sentences import say, templates

AS_IT_IS = 1_000_000
"""A dilution of 100 %, in 10^-4 percent: nothing is added."""
CENT = 10_000
"""A hundredth of a currency unit, in 10^-6."""


LARGER = {"MLT": "LTR", "GRM": "KGM"}
"""What a thousand of a unit is called."""


def unit_name(code: str, language: str, quantity: int | None = None) -> str:
    """The word or sign of a UN/ECE Rec 20 code, in the plural for a quantity (10^-6) above one; else the code itself."""
    plural = f"units.{code}"
    many = quantity is not None and quantity > (int(MICRO) if language == "en" else 2 * int(MICRO) - 1)
    name = plural if many and plural in templates() else f"unit.{code}"
    return say(name, {}, language) if name in templates() else code


def pack_text(order_unit: str | None, content_unit: str | None, content: int | None, language: str) -> str | None:
    """What one order unit is and holds (`content` in 10^-6): « carton de 12 pièces »; None where nothing is known."""
    if content is None or content_unit is None:
        return unit_name(order_unit, language) if order_unit else None
    whole = LARGER.get(content_unit)
    if whole and content >= 1000 * MICRO:  # « carton de 4,8 L », never of 4800 mL
        return pack_text(order_unit, whole, content // 1000, language)
    inside = unit_name(content_unit, language, content)
    quantity = quantity_text(content) or ""
    written = quantity.replace(".", ",") if language == "fr" else quantity
    if order_unit is None or order_unit == content_unit:
        return f"{written}{NO_BREAK}{inside}"
    unit = unit_name(order_unit, language)
    return say("pack.of", {"unit": unit, "quantity": written, "content": inside}, language)


def content_price_text(price: int, unit: str, language: str, currency: str = "EUR") -> str:
    """The price of one unit of content, in micro-units: « 2,48 € / L »."""
    shown = {"price": money(price, language, currency), "unit": unit_name(unit, language)}
    return say("price.per_content", shown, language)


def unit_price_text(
    price: int, basis: str, language: str, currency: str = "EUR", dilution: int | None = None, least: int | None = None
) -> str:
    """A comparable price, in micro-units: « 2,48 € / L », « 0,0496 € / L prêt à l’emploi à 2 % », « 0,0127 € / page ».

    dilution, least: in 10^-4 percent; of a litre ready to use only.
    """
    shown: dict[str, object] = {"price": money(_legible(price), language, currency, places=6)}
    if basis == "litre_ready" and dilution and dilution < AS_IT_IS:
        kind = "up_to" if least and least < dilution else "at"
        return say(f"price.per.{basis}.{kind}", shown | {"dilution": dilution, "least": least}, language)
    return say(f"price.per.{basis}", shown, language)


def amount_text(amount: Fraction, basis: str, language: str) -> str:
    """So much of a basis, to a hundredth: « 250 L prêts à l’emploi »."""
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    plain = f"{exact.quantize(Decimal('0.01'), ROUND_HALF_UP):,f}"
    whole, _, part = plain.partition(".")
    grouped = whole.replace(",", THIN) if language == "fr" else whole
    text = f"{grouped}.{part}".rstrip("0").rstrip(".") if part else grouped
    return say(f"amount.of.{basis}", {"amount": figures(text, language) if language == "fr" else text}, language)


def _legible(price: int) -> int:
    """To the cent from one currency unit on; below, three figures that say something."""
    value = Decimal(price)
    step = Decimal(CENT) if price >= MICRO else Decimal(1).scaleb(max(value.adjusted() - 2, 0))
    return int((value / step).to_integral_value(ROUND_HALF_UP) * step)

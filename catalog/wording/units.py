"""Units, packs and prices by content as people read them: « bidon de 5 L », « 2,48 € / L »."""

from __future__ import annotations

from catalog.wording.formats import MICRO, NO_BREAK, money, quantity_text
from catalog.wording.sentences import say, templates


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

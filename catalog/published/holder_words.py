"""What a holder asks of an order, as sentences: minimum, delivery, delay, area, whose turn it is."""

from __future__ import annotations

from catalog.published.holder_orders import HolderOrder
from catalog.wording.sentences import say


def minimum(order: HolderOrder, language: str) -> str:
    """The minimum order, and how much is missing to it."""
    if not order.minimum:
        return say("order.minimum.none" if order.minimum == 0 else "order.minimum.unknown", {}, language)
    code = "order.minimum.missing" if order.minimum_missing else "order.minimum.reached"
    return say(code, _amounts(order, minimum=order.minimum, missing=order.minimum_missing), language)


def delivery(order: HolderOrder, language: str) -> str:
    """From when delivery is free, how much is missing to it, what it costs until then."""
    if order.franco is not None and not order.franco_missing:
        return say(
            "order.franco.reached" if order.franco else "order.franco.always",
            _amounts(order, franco=order.franco),
            language,
        )
    if order.franco is None:
        code = "order.fee.unknown" if order.fee is None else "order.fee" if order.fee else "order.franco.always"
        return say(code, _amounts(order, fee=order.fee), language)
    told = _amounts(order, franco=order.franco, missing=order.franco_missing, fee=order.fee)
    return say("order.franco.missing" if order.fee is None else "order.franco.missing.fee", told, language)


def delay(order: HolderOrder, language: str) -> str:
    """Days to delivery, and the areas where the lot delivers."""
    days = order.lead_time_days
    code = "order.delay.unknown" if days is None else "order.delay.one" if days in (0, 1) else "order.delay"
    told = say(code, {"days": days}, language)
    return f"{told} {say('order.areas', {'areas': ', '.join(order.areas)}, language)}" if order.areas else told


def turn(order: HolderOrder, language: str) -> str:
    """How orders go to the holders of the lot."""
    if order.sole:
        return say("order.turn.sole", {}, language)
    if order.allocation == "cascade" and order.rank is not None:
        code = "order.turn.first" if not order.before else "order.turn.later"
        return say(code, {"rank": order.rank, "before": ", ".join(order.before)}, language)
    return say(f"order.turn.{order.allocation or 'unknown'}", {}, language)


def vat(order: HolderOrder, language: str) -> str:
    """The total with VAT, or how many lines have no known rate."""
    if order.with_vat is None:
        return say("order.vat.unknown", {"n": order.unknown_vat}, language)
    return say("order.vat", _amounts(order, total=order.with_vat), language)


def sentences(order: HolderOrder, language: str) -> list[str]:
    """All of them, in the order of the page."""
    return [each(order, language) for each in (minimum, delivery, delay, turn)]


def _amounts(order: HolderOrder, **amounts: int | None) -> dict[str, object]:
    return {name: None if value is None else (value, order.currency) for name, value in amounts.items()}

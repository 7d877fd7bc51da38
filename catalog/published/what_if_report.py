"""What a rehearsal of facts, ranges or proofs says, as JSON and in words."""

from __future__ import annotations

from typing import Any

from catalog.published.what_if import Mover, RangeShift, TagShift, WhatIf
from catalog.wording.sentences import named, say

SHOWN = 50
"""How many products or offers of one move are named."""


def what_if_json(found: WhatIf, shown: int = SHOWN) -> dict[str, Any]:
    """publication, day, products; tags and ranges that move, each with its count, the first ones named with why."""
    return {
        "publication": found.publication,
        "day": found.day.isoformat(),
        "products": found.products,
        "restated": found.restated,
        "tags": [_tag(shift, shown) for shift in found.tags],
        "ranges": [_range(shift, shown) for shift in found.ranges],
    }


def what_if_text(found: WhatIf, language: str, shown: int = 10) -> str:
    """The same for a person: a line a move, then the first that move with the reason of each."""
    lines = [say("what_if.looked_at", {"products": found.products, "restated": found.restated}, language)]
    for shift in found.tags:
        params = {"attribute": shift.attribute, "n": len(shift.products)}
        states = {name: say(f"what_if.state.{getattr(shift, name)}", {}, language) for name in ("before", "after")}
        lines.append(say("what_if.tag", params | states, language))
        lines += _named(shift.products, language, shown)
    for move in found.ranges:
        for side, movers in (("entering", move.entering), ("leaving", move.leaving)):
            if movers:
                lines.append(say(f"what_if.{side}", {"range": move.code, "n": len(movers)}, language))
                lines += _named(movers, language, shown)
    return "\n".join(lines if len(lines) > 1 else [*lines, say("what_if.nothing", {}, language)])


def mover_name(mover: Mover) -> str:
    """SUPPLIER/REFERENCE, and the lot of an offer."""
    return f"{mover.supplier}/{mover.reference}" + (f" ({mover.lot})" if mover.lot else "")


def why(mover: Mover, language: str) -> str:
    """The sentence of a mover's reason."""
    return say(mover.reason.code, mover.reason.params, language)


def _named(movers: tuple[Mover, ...], language: str, shown: int) -> list[str]:
    return [f"  {mover_name(mover)}: {why(mover, language)}" for mover in movers[:shown]]


def _tag(shift: TagShift, shown: int) -> dict[str, Any]:
    return {
        "attribute": shift.attribute,
        "fr": named("attribute", shift.attribute, "fr"),
        "en": named("attribute", shift.attribute, "en"),
        "before": shift.before,
        "after": shift.after,
        "count": len(shift.products),
        "products": [_mover(each) for each in shift.products[:shown]],
    }


def _range(shift: RangeShift, shown: int) -> dict[str, Any]:
    return {
        "range": shift.code,
        "before": shift.before,
        "after": shift.after,
        "entering": len(shift.entering),
        "leaving": len(shift.leaving),
        "enter": [_mover(each) for each in shift.entering[:shown]],
        "leave": [_mover(each) for each in shift.leaving[:shown]],
    }


def _mover(mover: Mover) -> dict[str, Any]:
    told = {"supplier": mover.supplier, "reference": mover.reference, "name": mover.name}
    return told | ({"lot": mover.lot} if mover.lot else {}) | {"fr": why(mover, "fr"), "en": why(mover, "en")}

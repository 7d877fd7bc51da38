"""What a rehearsal says of its effects, as JSON; what a supplier may know of them is less."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from catalog.published.effects import Effects, RangeMove, TagMove, Touched
from catalog.published.told import SHOWN

FEW = 5
"""A supplier is told nothing of fewer members than this."""


def effects_json(found: Effects, names: Mapping[str, str]) -> dict[str, Any]:
    """tags: attribute -> its moves. ranges: with their counts before and after. selections: what happens -> counts."""
    tags: dict[str, list[dict[str, Any]]] = {}
    for move in found.tags:
        tags.setdefault(move.attribute, []).append(_tag(move, names))
    return {
        "tags": tags,
        "ranges": [_range(move, names) for move in found.ranges],
        "selections": {what: _touched(touched) for what, touched in found.selections.items()},
    }


def for_supplier(found: Effects) -> Effects:
    """The same without the offers of others in counts of ranges, and without counts of few members."""
    ranges = tuple(dataclasses.replace(move, before=None) for move in found.ranges)
    kept = {what: touched for what, touched in found.selections.items() if touched.members >= FEW}
    return dataclasses.replace(found, ranges=ranges, selections=kept)


def _tag(move: TagMove, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "before": move.before,
        "after": move.after,
        "products": len(move.references),
        "named": [{"reference": each, "name": names.get(each, each)} for each in move.references[:SHOWN]],
    }


def _range(move: RangeMove, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "range": move.terms.code,
        "fr": move.terms.name_fr,
        "en": move.terms.name_en,
        "before": move.before,
        "after": move.after,
        "entering": len(move.entering),
        "leaving": len(move.leaving),
        "enter": [_offer(each, names) for each in move.entering[:SHOWN]],
        "leave": [_offer(each, names) for each in move.leaving[:SHOWN]],
    }


def _offer(key: tuple[str, str], names: Mapping[str, str]) -> dict[str, str]:
    reference, lot = key
    return {"reference": reference, "lot": lot, "name": names.get(reference, reference)}


def _touched(touched: Touched) -> dict[str, int]:
    return {"members": touched.members, "lines": touched.lines}

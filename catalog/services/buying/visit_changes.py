"""Two views of a selection's lines beside each other: what moved, line by line, as codes and parameters. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.published.chosen import Chosen, ChosenLine
from catalog.tagging.records import Reason

Seen = Mapping[str, Mapping[str, Any]]
"""Line id, as text -> offer, quantity, state, price, first, currency, tags, ranges, successor."""
Names = Mapping[str, tuple[str, str]]
"""Code of a range -> its name, French and English."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that moved on a line. `code`: of the sentence `visit.CODE`, with its parameters.

    why: what the tagging says of an attribute gained or lost; link: supplier, reference and lot of the successor of what was
    replaced, else of the line's own offer while it is published.
    """

    line: int
    name: str
    code: str
    params: Mapping[str, object]
    why: Reason | None = None
    link: tuple[str, str, str] | None = None


def changes(before: Seen, now: Seen, content: Chosen, names: Names) -> Iterator[Change]:
    """What moved on lines that were there before with the same offer, in the order of the lines."""
    for line in content.lines:
        was, is_ = before.get(str(line.id)), now[str(line.id)]
        if was is None or was["offer"] != line.offer_id:
            continue
        yield from _state(line, was, is_)
        yield from _successor(line, was, is_)
        if was["state"] == is_["state"] == "published":
            yield from _price(line, was, is_)
            yield from _tags(line, was, is_)
            yield from _ranges(line, was, is_, names)


def _change(line: ChosenLine, code: str, why: Reason | None = None, **params: object) -> Change:
    offer = line.offer
    own = (offer.supplier, offer.reference, offer.lot) if offer and line.state in ("published", "suspended") else None
    return Change(line.id, offer.name if offer else "", code, params, why, own)


def _state(line: ChosenLine, was: Mapping[str, Any], is_: Mapping[str, Any]) -> Iterator[Change]:
    if was["state"] != is_["state"]:
        yield _change(line, "back" if is_["state"] == "published" else is_["state"])


def _successor(line: ChosenLine, was: Mapping[str, Any], is_: Mapping[str, Any]) -> Iterator[Change]:
    after = is_["successor"]
    if after and after != was["successor"]:
        link = (after["supplier"], after["reference"], after["lot"])
        told = {"reference": after["reference"], "name": after["name"]}
        yield Change(line.id, line.offer.name if line.offer else "", "replaced", told, link=link)


def _price(line: ChosenLine, was: Mapping[str, Any], is_: Mapping[str, Any]) -> Iterator[Change]:
    """At the same quantity its price; after the person's own change of quantity, the price of one."""
    kind = "price" if was["quantity"] == is_["quantity"] else "first"
    before, after = was[kind], is_[kind]
    if before is None and after is None:
        return
    if before is None or after is None or was["currency"] != is_["currency"]:
        code = "unpriced" if after is None else "priced"
        yield _change(line, code, price=None if after is None else (after, is_["currency"]))
    elif before != after:
        told = {"before": (before, is_["currency"]), "after": (after, is_["currency"])}
        yield _change(line, "dearer" if after > before else "cheaper", None, **told)


def _tags(line: ChosenLine, was: Mapping[str, Any], is_: Mapping[str, Any]) -> Iterator[Change]:
    for code, one, other in (("lost", was, is_), ("gained", is_, was)):
        for attribute in sorted(set(one["tags"]) - set(other["tags"])):
            tag = line.tags.get(attribute)
            yield _change(line, code, tag.reason if tag else None, attribute=attribute)


def _ranges(line: ChosenLine, was: Mapping[str, Any], is_: Mapping[str, Any], names: Names) -> Iterator[Change]:
    for code, one, other in (("left", was, is_), ("entered", is_, was)):
        for range_ in sorted(set(one["ranges"]) - set(other["ranges"])):
            if range_ in names:
                fr, en = names[range_]
                yield _change(line, code, range=range_, name_fr=fr, name_en=en)

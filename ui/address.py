"""The state of a browse page as its address, in plain codes that outlive a change of language (the contract's names).

Only what differs from the default is written. What cannot be read is left out and named, never an error.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal, NamedTuple, TypeVar

from catalog.facets.selection import MULTI_FACETS, SINGLE_FACETS, STATES, ProofLevel, Selection, Sort
from catalog.wording.formats import quantity_text

T = TypeVar("T")
View = Literal["list", "table"]
FACETS = (*SINGLE_FACETS, *MULTI_FACETS)
SORTS: tuple[Sort, ...] = ("relevance", "name", "price", "-price", "unit_price")
VIEWS: tuple[View, ...] = ("list", "table")
PROOFS: tuple[ProofLevel, ...] = ("verified", "all")
SIZE = 15
"""Offers on a page."""
LONGEST_TEXT = 200
LARGEST_PAGE = 100_000
DEAREST = Decimal(100_000_000)
BETWEEN = "~"
MICRO = 1_000_000


@dataclass(frozen=True, slots=True)
class Address:
    """What a browse page shows: the question, list or table, and the day (None: today)."""

    selection: Selection = dataclasses.field(default_factory=lambda: Selection(size=SIZE))
    view: View = "list"
    on: dt.date | None = None

    def asking(self, **changes: object) -> Address:
        """The address with a changed question, back on its first page."""
        selection = dataclasses.replace(self.selection, **({"page": 1} | changes))  # type: ignore[arg-type]
        return dataclasses.replace(self, selection=selection)


class Choice(NamedTuple):
    """One filter that is on: `name` is a facet, "tag", "q", "price_min" or "price_max"."""

    name: str
    value: str


class Read(NamedTuple):
    """An address read, and what of it was ignored, as `name=value`."""

    address: Address
    ignored: tuple[str, ...]


def read(params: Mapping[str, str]) -> Read:
    """Read query parameters. Names of others (`lang`, `ref`) are not looked at."""
    ignored: list[str] = []
    text = " ".join(params.get("q", "").split())[:LONGEST_TEXT]
    tags = _tags(params.get("tag", ""), ignored)
    take = _Taking(params, ignored)
    selection = Selection(
        text=text,
        values={facet: chosen for facet in FACETS if (chosen := frozenset(_several(params.get(facet, ""))))},
        tags=tags,
        price_min=take("price_min", _amount, None),
        price_max=take("price_max", _amount, None),
        proof=take("proof", _one_of(PROOFS), "verified"),
        sort=take("sort", _one_of(SORTS), default_sort(text)),
        page=take("page", _page, 1),
        size=SIZE,
    )
    return Read(
        Address(selection, take("view", _one_of(VIEWS), "list"), take("on", dt.date.fromisoformat, None)),
        tuple(ignored),
    )


def write(address: Address) -> dict[str, str]:
    """The parameters of an address, in one order, only those that differ from the default."""
    asked = address.selection
    tags = [f"{name}:{state}" for name, states in sorted(asked.tags.items()) for state in sorted(states)]
    found = {
        "q": asked.text,
        **{facet: _joined(sorted(asked.values.get(facet, ()))) for facet in FACETS},
        "tag": BETWEEN.join(tags),
        "proof": "" if asked.proof == "verified" else asked.proof,
        "price_min": quantity_text(asked.price_min),
        "price_max": quantity_text(asked.price_max),
        "sort": "" if asked.sort == default_sort(asked.text) else asked.sort,
        "view": "" if address.view == "list" else address.view,
        "page": "" if asked.page == 1 else str(asked.page),
        "on": address.on.isoformat() if address.on else "",
    }
    return {name: value for name, value in found.items() if value}


def default_sort(text: str) -> Sort:
    """What is looked for by words comes best first; else by name."""
    return "relevance" if text else "name"


def choices(address: Address) -> list[Choice]:
    """The filters that are on, in the order of the page."""
    asked = address.selection
    found = [Choice("q", asked.text)] if asked.text else []
    found += [Choice("range", value) for value in sorted(asked.values.get("range", ()))]
    found += [Choice("tag", f"{name}:{state}") for name, states in asked.tags.items() for state in sorted(states)]
    found += [
        Choice(facet, value) for facet in FACETS if facet != "range" for value in sorted(asked.values.get(facet, ()))
    ]
    limits = (("price_min", asked.price_min), ("price_max", asked.price_max))
    return found + [Choice(name, quantity_text(limit) or "") for name, limit in limits if limit is not None]


def without(address: Address, choice: Choice) -> Address:
    """The address with one filter taken off."""
    if choice.name == "q":
        return with_text(address, "")
    if choice.name in ("price_min", "price_max"):
        return address.asking(**{choice.name: None})
    if choice.name == "tag":
        attribute, _, state = choice.value.partition(":")
        return with_tag(address, attribute, state, False)
    return with_value(address, choice.name, choice.value, False)


def with_value(address: Address, facet: str, value: str, on: bool) -> Address:
    """The address with a facet's value chosen or not."""
    return address.asking(values=_changed(address.selection.values, facet, value, on))


def with_tag(address: Address, attribute: str, state: str, on: bool) -> Address:
    """The address with an attribute's state chosen or not."""
    return address.asking(tags=_changed(address.selection.tags, attribute, state, on))


def with_text(address: Address, text: str) -> Address:
    """The address with other words; a sort that was only the default follows them."""
    asked, said = address.selection, " ".join(text.split())[:LONGEST_TEXT]
    plain = asked.sort == default_sort(asked.text) or (not said and asked.sort == "relevance")
    return address.asking(text=said, sort=default_sort(said) if plain else asked.sort)


def cleared(address: Address) -> Address:
    """No filter at all; the view, the day and the level of proof stay."""
    return Address(Selection(proof=address.selection.proof, size=SIZE), address.view, address.on)


def _changed(chosen: Mapping[str, frozenset[str]], name: str, value: str, on: bool) -> dict[str, frozenset[str]]:
    values = chosen.get(name, frozenset()) | {value} if on else chosen.get(name, frozenset()) - {value}
    others = {other: kept for other, kept in chosen.items() if other != name}
    return others | {name: values} if values else others


class _Taking:
    """Reads one parameter at a time; what cannot be read is noted and its default taken."""

    def __init__(self, params: Mapping[str, str], ignored: list[str]) -> None:
        self.params, self.ignored = params, ignored

    def __call__(self, name: str, understood: Callable[[str], T], default: T) -> T:
        raw = self.params.get(name, "").strip()
        if not raw:
            return default
        try:
            return understood(raw)
        except (ValueError, InvalidOperation, OverflowError):
            self.ignored.append(f"{name}={raw[:40]}")
            return default


def _several(raw: str) -> list[str]:
    return [value for part in raw.split(BETWEEN) if (value := _unescaped(part.strip()))]


def _joined(values: list[str]) -> str:
    return BETWEEN.join(value.replace("%", "%25").replace(BETWEEN, "%7E") for value in values)


def _unescaped(part: str) -> str:
    return part.replace("%7E", BETWEEN).replace("%25", "%")


def _tags(raw: str, ignored: list[str]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for part in _several(raw):
        attribute, _, state = part.partition(":")
        if attribute and state in STATES:
            found[attribute] = found.get(attribute, frozenset()) | {state}
        else:
            ignored.append(f"tag={part[:40]}")
    return found


def _amount(raw: str) -> int:
    value = Decimal(raw.replace(",", "."))
    if not value.is_finite() or not 0 <= value <= DEAREST:
        raise ValueError(raw)
    return int(value * MICRO)


def _page(raw: str) -> int:
    if not (raw.isascii() and raw.isdecimal() and 1 <= int(raw) <= LARGEST_PAGE):
        raise ValueError(raw)
    return int(raw)


def _one_of(allowed: tuple[T, ...]) -> Callable[[str], T]:
    def understood(raw: str) -> T:
        return allowed[allowed.index(raw)]

    return understood


class Named(NamedTuple):
    """The product that a sheet's address names: `ref=SUPPLIER/REFERENCE`, in one lot or all, on a day or today."""

    supplier: str
    reference: str
    lot: str | None = None
    on: dt.date | None = None


def named_product(params: Mapping[str, str]) -> Named:
    """Read it; what is missing is empty. A reference may hold `/`: only the first one divides."""
    supplier, _, reference = params.get("ref", "").partition("/")
    on = _Taking(params, [])("on", dt.date.fromisoformat, None)
    return Named(supplier, reference, params.get("lot") or None, on)

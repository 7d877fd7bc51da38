"""The tags of a day in brief: of each product and attribute what counts and compares need, without sentences and rules.

A byte a tag, in columns that are written beside an index and mapped by whoever opens it; the full tag of a product is
made when a page asks for it.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, get_args

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from catalog.facets.live import DayTags
from catalog.published.offered import Offered
from catalog.tagging.records import Basis, Reason, Standing, State, Tag

Tags = Mapping[str, Tag]
ProductKey = tuple[int, int]
"""(supplier id, product id)."""
Column = NDArray[Any]
Span = tuple[int, int]
"""The first day (ordinal) on which tags hold as they are, and the first on which they may no longer."""
ALWAYS: Span = (0, dt.date.max.toordinal() + 1)

STATES: tuple[State, ...] = ("unknown", "yes", "no")
"""In the order of the index's codes."""
STANDINGS: tuple[Standing, ...] = get_args(Standing)
SHARED = 8_192
"""Tags that are held while products are written down."""
_STATE, _CLAIMED, _EQUIVALENT, _RESERVE, _STANDING = 3, 4, 8, 16, 5
"""A tag's byte: its state in two bits, three flags, and its standing in the three bits above."""
_STATE_CODES = {state: code for code, state in enumerate(STATES)}
_STANDING_CODES = {standing: code << _STANDING for code, standing in enumerate(STANDINGS)}


@dataclass(frozen=True, slots=True)
class Dated:
    """The tags of a product, and the days between which they stay what they are."""

    tags: Tags
    span: Span = ALWAYS


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """Several values of a place: (place, value) pairs in order. values: sorted; codes: into values, one a pair."""

    values: tuple[str, ...]
    places: NDArray[np.int32]
    codes: NDArray[np.int32]

    @classmethod
    def of(cls, lists: Mapping[int, Sequence[str]]) -> Listed:
        """place -> its values."""
        values = tuple(sorted({value for several in lists.values() for value in several}))
        code = {value: number for number, value in enumerate(values)}
        pairs = sorted((place, code[value]) for place, several in lists.items() for value in set(several))
        columns = np.array(pairs, np.int32).reshape(len(pairs), 2)
        return cls(values, columns[:, 0].copy(), columns[:, 1].copy())

    def replaced(self, places: Column, lists: Mapping[int, Sequence[str]]) -> Listed:
        """The same with the values of some places taken from `lists` instead."""
        kept = np.isin(self.places, places, invert=True)
        before: dict[int, list[str]] = {}
        for place, code in zip(self.places[kept].tolist(), self.codes[kept].tolist(), strict=True):
            before.setdefault(place, []).append(self.values[code])
        return Listed.of({**before, **lists})

    def joined(self, other: Listed, length: int) -> Listed:
        """These for the first `length` places, the other's for those after."""
        values = tuple(sorted({*self.values, *other.values}))
        code = {value: number for number, value in enumerate(values)}
        codes = [np.array([code[value] for value in each.values], np.int32)[each.codes] for each in (self, other)]
        return Listed(values, np.concatenate((self.places, other.places + np.int32(length))), np.concatenate(codes))

    def arrow(self, length: int) -> pa.ListArray:
        """One list a place."""
        starts = np.searchsorted(self.places, np.arange(length + 1)).astype(np.int32)
        values = pa.array(self.values, pa.string()).take(pa.array(self.codes))
        return pa.ListArray.from_arrays(pa.array(starts), values)


@dataclass(frozen=True, eq=False)
class Brief(Mapping[ProductKey, Tags]):
    """Every product of a publication on one day. A mapping of its keys to tags without sentences, rules and documents.

    suppliers, products: the keys, by place. codes, until: by attribute and place (until: ordinals of days, 0 for none).
    since, upto: the span of each product. labels: by place, those of a yes. ranges: by offer, its codes.
    """

    attributes: tuple[str, ...]
    suppliers: NDArray[np.int64]
    products: NDArray[np.int64]
    codes: NDArray[np.uint8]
    until: NDArray[np.int32]
    since: NDArray[np.int32]
    upto: NDArray[np.int32]
    labels: Listed
    ranges: Listed

    @cached_property
    def keys_in_order(self) -> list[ProductKey]:
        """The key of each place."""
        return list(zip(self.suppliers.tolist(), self.products.tolist(), strict=True))

    @cached_property
    def places(self) -> dict[ProductKey, int]:
        """The place of each key."""
        return {key: place for place, key in enumerate(self.keys_in_order)}

    def __getitem__(self, key: ProductKey) -> Tags:
        return BriefTags(self, self.places[key])

    def __iter__(self) -> Iterator[ProductKey]:
        return iter(self.keys_in_order)

    def __len__(self) -> int:
        return len(self.products)

    def turning(self, day: dt.date) -> Column:
        """The places of the products whose tags may differ on a day."""
        number = day.toordinal()
        return np.flatnonzero((self.since > number) | (self.upto <= number))

    def last_days(self, attribute: str) -> NDArray[np.int32]:
        """By place the last day of a yes of one of the attributes; 0 where it has no end or is none."""
        number = self.attributes.index(attribute)
        yes = self.codes[number] & _STATE == STATES.index("yes")
        return np.where(yes, self.until[number], 0).astype(np.int32)

    def day_tags(self, offered: Offered) -> DayTags:
        """By offer, as the index takes them."""
        codes = self.codes[:, offered.places]
        rows = dict(zip(self.attributes, codes, strict=True))
        return DayTags(
            offers=offered.offers,
            states={name: row & _STATE for name, row in rows.items()},
            claimed={name: (row & _CLAIMED) != 0 for name, row in rows.items()},
            labels=self.labels.arrow(len(self)).take(pa.array(offered.places)),
            ranges=self.ranges.arrow(len(offered.offers)),
        )

    def joined(self, other: Brief) -> Brief:
        """The products of both, of the same attributes; the other's after these."""
        columns: dict[str, Column] = {
            name: np.concatenate((getattr(self, name), getattr(other, name)), axis=-1)
            for name in ("suppliers", "products", "codes", "until", "since", "upto")
        }
        labels, ranges = self.labels.joined(other.labels, len(self)), self.ranges.joined(other.ranges, 0)
        return Brief(attributes=self.attributes, labels=labels, ranges=ranges, **columns)

    def with_tags(self, dated: Mapping[ProductKey, Dated]) -> Brief:
        """The same with the tags of some products replaced; ranges are left as they are."""
        places = np.array([self.places[key] for key in dated], np.int64)
        new = of(dated.items(), self.attributes)
        codes, until = self.codes.copy(), self.until.copy()
        since, upto = self.since.copy(), self.upto.copy()
        codes[:, places], until[:, places], since[places], upto[places] = new.codes, new.until, new.since, new.upto
        lists = {place: labels_of(each.tags) for place, each in zip(places.tolist(), dated.values(), strict=True)}
        labels = self.labels.replaced(places, lists)
        return Brief(self.attributes, self.suppliers, self.products, codes, until, since, upto, labels, self.ranges)

    def with_ranges(self, ranges: Listed) -> Brief:
        """The same with the ranges of every offer."""
        return Brief(
            self.attributes, self.suppliers, self.products, self.codes, self.until, self.since, self.upto, self.labels,
            ranges,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class BriefTags(Mapping[str, Tag]):
    """attribute -> tag in brief, of one product."""

    brief: Brief
    place: int

    def __getitem__(self, attribute: str) -> Tag:
        try:
            number = self.brief.attributes.index(attribute)
        except ValueError:
            raise KeyError(attribute) from None
        return in_brief(attribute, int(self.brief.codes[number, self.place]), int(self.brief.until[number, self.place]))

    def __iter__(self) -> Iterator[str]:
        return iter(self.brief.attributes)

    def __len__(self) -> int:
        return len(self.brief.attributes)


@lru_cache(maxsize=8192)
def in_brief(attribute: str, code: int, until: int) -> Tag:
    """The tag of a byte: `state`, `standing`, `claimed`, `reserve`, `equivalent` and `until` are those of the full one."""
    basis: Basis | None = "equivalence" if code & _EQUIVALENT else None
    last = dt.date.fromordinal(until) if until else None
    return Tag(
        attribute, STATES[code & _STATE], STANDINGS[code >> _STANDING], Reason(""), basis, last,
        claimed=bool(code & _CLAIMED), reserve=bool(code & _RESERVE),
    )  # fmt: skip


def byte_of(tag: Tag) -> int:
    """A tag in one byte."""
    flags = tag.claimed * _CLAIMED | (tag.basis == "equivalence") * _EQUIVALENT | tag.reserve * _RESERVE
    return _STATE_CODES[tag.state] | flags | _STANDING_CODES[tag.standing]


def of(dated: Iterable[tuple[ProductKey, Dated]], attributes: Sequence[str]) -> Brief:
    """Products with their tags in brief, in the order given, in no range. Nothing of a tag is held once it is written."""
    lines, keys, spans, labels = _Lines(attributes), list[ProductKey](), list[Span](), dict[int, list[str]]()
    for key, each in dated:
        labels[len(keys)] = labels_of(each.tags)
        keys.append(key)
        spans.append(each.span)
        lines.add(each.tags)
    owners, dates = np.array(keys, np.int64).reshape(-1, 2), np.array(spans, np.int32).reshape(-1, 2)
    codes, until = lines.columns(len(keys))
    suppliers, products, since, upto = (column.copy() for column in (*owners.T, *dates.T))
    return Brief(
        tuple(attributes), suppliers, products, codes, until, since, upto, Listed.of(labels), Listed.of({})
    )  # fmt: skip


class _Lines:
    """The bytes and last days of one product after the other. Most tags are those of a family: they are read once."""

    def __init__(self, attributes: Sequence[str]) -> None:
        self.attributes = attributes
        self.codes, self.until = bytearray(), array("i")
        self.told: dict[int, tuple[Tag, int, int]] = {}

    def add(self, tags: Tags) -> None:
        """One more product."""
        for name in self.attributes:
            tag = tags.get(name, _NOTHING)
            known = self.told.get(id(tag)) or self._read(tag)
            self.codes.append(known[1])
            self.until.append(known[2])

    def _read(self, tag: Tag) -> tuple[Tag, int, int]:
        read = (tag, byte_of(tag), tag.until.toordinal() if tag.until else 0)
        if len(self.told) < SHARED:  # what is held here keeps its place in memory: nothing else is taken for it
            self.told[id(tag)] = read
        return read

    def columns(self, length: int) -> tuple[Column, Column]:
        """By attribute and product."""
        shape = (length, len(self.attributes))
        codes, until = np.frombuffer(self.codes, np.uint8), np.frombuffer(self.until, np.int32)
        return np.ascontiguousarray(codes.reshape(shape).T), np.ascontiguousarray(until.reshape(shape).T)


_NOTHING = Tag("", "unknown", "missing", Reason(""))


def labels_of(tags: Tags) -> list[str]:
    """The labels of what is yes."""
    return sorted({label for tag in tags.values() if tag.state == "yes" for label in tag.labels})

"""What the day adds on top of the immutable index: tags, who claims them, labels and ranges, each by row.

An index holds what was published; proofs end, decisions fall and ranges change without a publication. `Live` is made
once a day or after a decision from what the tagging engine found, and is given along with every question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from catalog.facets import directory as columns
from catalog.facets.build import by_offer, named
from catalog.facets.directory import Array, DamagedIndex
from catalog.facets.profiles import STATE_CODES as STATE_CODES
from catalog.facets.profiles import STATE_NAMES, UNKNOWN, Flags, Profiles, Several, Tags, profiled
from catalog.facets.selection import MULTI_FACETS
from catalog.facets.strings import Strings, packed

KIND = "live"
PAIRS = ("code", "row", "count")
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class DayTags:
    """What the tagging engine found on one day: parallel columns, one line an offer, each offer at most once.

    offers: offer ids. states: attribute -> uint8 (STATE_CODES). claimed: attribute -> bool. Either may lack an attribute.
    labels, ranges: Arrow lists of codes, null or empty for none.
    Offers that are not named are unknown in everything; ids that the index does not have are left out.
    """

    offers: NDArray[np.int64]
    states: Mapping[str, NDArray[np.uint8]]
    claimed: Mapping[str, Flags]
    labels: pa.Array
    ranges: pa.Array


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Live:
    """Tags by row. `claimed` keeps only claims on what is unknown: those that proof=all would add to `yes`.

    profiles: rows that the day says the same of, counted together.
    """

    rows: int
    states: Mapping[str, NDArray[np.uint8]]
    claimed: Mapping[str, Flags]
    several: Mapping[str, Several]
    profiles: Profiles

    @classmethod
    def of(cls, offers: NDArray[np.int64], tags: DayTags) -> Live:
        """Put the day's tags on the rows of an index, whose offer ids by row are `offers` (`Index.offer_ids`)."""
        rows = by_offer(offers, np.argsort(offers, kind="stable"), np.asarray(tags.offers, np.int64))
        states = {name: np.zeros(len(offers), np.uint8) for name in tags.claimed}
        states |= {name: _by_row(column, rows, len(offers), np.uint8) for name, column in tags.states.items()}
        claims = {name: _by_row(column, rows, len(offers), np.bool_) for name, column in tags.claimed.items()}
        lists = dict(zip(MULTI_FACETS, (tags.labels, tags.ranges), strict=True))
        return _live(len(offers), states, claims, {name: _several(lists[name], rows) for name in MULTI_FACETS})

    @classmethod
    def nothing(cls, rows: int, attributes: Sequence[str] = ()) -> Live:
        """A day on which nothing is known of any row."""
        none = Several((), np.zeros(0, np.uint16), np.zeros(0, np.uint32), np.zeros(0, np.int64))
        return _live(
            rows, {name: np.zeros(rows, np.uint8) for name in attributes}, {}, dict.fromkeys(MULTI_FACETS, none)
        )

    @classmethod
    def open(cls, directory: Path) -> Live:
        """Map what `write` wrote. Raises DamagedIndex."""
        contents = columns.read(directory, KIND)
        try:
            return _opened(contents.facts, contents.arrays)
        except (KeyError, IndexError, ValueError) as fault:
            raise DamagedIndex(directory, f"{type(fault).__name__}: {fault}") from fault

    def write(self, directory: Path) -> None:
        """Write to `directory`, whole or not at all; replaces what stands there."""
        facts = {"rows": self.rows, "attributes": sorted(self.states)}
        arrays = named("state", self.states) | named("claimed", self.claimed)
        arrays |= {
            "profile": self.profiles.codes,
            "specimen": self.profiles.specimens,
            "count.profile": self.profiles.counts,
        }
        for name, several in self.several.items():
            arrays |= _pairs(name, several) | _pairs(f"profiles.{name}", self.profiles.lists[name])
            arrays |= named(f"value.{name}", packed(pa.array(several.values, pa.string())))
        columns.write(directory, KIND, facts, arrays, {})

    def having(self, attribute: str, chosen: frozenset[str], claimed_too: bool) -> Flags:
        """The rows in one of the chosen states. claimed_too: `yes` takes what is claimed and unknown along, never `no`.

        An attribute that nobody tagged is unknown everywhere.
        """
        if attribute not in self.states:
            return np.full(self.rows, "unknown" in chosen)
        column, codes = self.states[attribute], [STATE_CODES[name] for name in chosen if name in STATE_CODES]
        inside: Flags = column == codes[0] if codes else np.zeros(self.rows, np.bool_)
        for code in codes[1:]:
            inside |= column == code
        return inside | self.claimed[attribute] if claimed_too and "yes" in chosen else inside

    def tags(self, row: int) -> dict[str, str]:
        """attribute -> yes, no or unknown."""
        return {name: STATE_NAMES[column[row]] for name, column in self.states.items()}

    def listed(self, facet: str, row: int) -> tuple[str, ...]:
        """The labels or ranges of one row."""
        several = self.several[facet]
        return tuple(several.values[code] for code in several.codes[several.rows == row])


def _live(rows: int, states: Mapping[str, Array], claims: Mapping[str, Array], several: Mapping[str, Several]) -> Live:
    none = np.zeros(rows, np.bool_)
    claimed = {name: claims.get(name, none) & (column == UNKNOWN) for name, column in states.items()}
    return Live(rows, states, claimed, several, profiled(rows, Tags(states, claimed), several))


def _by_row(column: Array, rows: Rows, length: int, kind: type[np.generic]) -> Array:
    found = np.zeros(length, kind)
    known = rows >= 0
    found[rows[known]] = np.asarray(column)[known]
    return found


def _several(lists: pa.Array | pa.ChunkedArray, rows: Rows) -> Several:
    """(value, row) pairs of an Arrow list column, in order and each once."""
    whole = lists.combine_chunks() if isinstance(lists, pa.ChunkedArray) else lists
    at = rows[pc.list_parent_indices(whole).to_numpy().astype(np.int64)]
    said = pc.list_flatten(whole).cast(pa.string()).filter(pa.array(at >= 0))
    values = pc.unique(said).sort()
    pairs = np.unique(pc.index_in(said, values).to_numpy().astype(np.int64) << 32 | at[at >= 0])
    return _paired(tuple(values.to_pylist()), (pairs >> 32).astype(np.uint16), (pairs & 0xFFFFFFFF).astype(np.uint32))


def _paired(values: tuple[str, ...], codes: Array, rows: Array) -> Several:
    return Several(values, codes, rows, np.bincount(codes, minlength=len(values)).astype(np.int64))


def _pairs(name: str, several: Several) -> dict[str, Array]:
    return {f"code.{name}": several.codes, f"row.{name}": several.rows, f"count.{name}": several.counts}


def _opened(facts: Mapping[str, Any], arrays: Mapping[str, Array]) -> Live:
    states = {name: arrays[f"state.{name}"] for name in facts["attributes"]}
    claims = {name: arrays[f"claimed.{name}"] for name in facts["attributes"]}
    values = {
        name: tuple(Strings(arrays[f"value.{name}.data"], arrays[f"value.{name}.starts"]).every)
        for name in MULTI_FACETS
    }
    several, lists = (
        {name: Several(values[name], *(arrays[f"{part}.{of}{name}"] for part in PAIRS)) for name in MULTI_FACETS}
        for of in ("", "profiles.")
    )
    codes, counts, specimens = (arrays[name] for name in ("profile", "count.profile", "specimen"))
    profiles = Profiles(codes, counts, specimens, Tags(states, claims), lists)
    return Live(facts["rows"], states, claims, several, profiles)

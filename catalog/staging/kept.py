"""What a line says once what stands has filled in what its file is silent about.

An absent column means "unchanged", never "empty": its fields keep the value that stands. An empty cell of a present column
takes nothing back of the product either (see `silence`), unless a person lets it; of an offer's terms it is missing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from catalog.staging.columns import DATA_FIELDS, OFFER_FIELDS, OFFER_ROWS, PRODUCT_ROWS
from catalog.staging.compared import Mask, flags
from catalog.staging.silence import CELLS, LeftEmpty, Texts, family_named, in_words, left_empty, restored, says, stays
from catalog.staging.written import filled, joined, text_of, whole
from catalog.tagging.heard import UNHEARD
from imports.record import TIER

_PRICE_FIELDS = frozenset({"price", "printed_price", "price_includes_vat", "vat", "price_basis", "tiers", "currency"})
"""They travel with the price: what a file without a price column says of them would fit no price."""
TEXTS = ("name", "description")
Claims = list[dict[str, Any]]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Headers:
    """How a file names its columns. columns: header -> field. erase: a person lets its empty cells erase what stands."""

    columns: Mapping[str, str]
    erase: bool = False

    @cached_property
    def given(self) -> frozenset[str]:
        """The fields that the file has a column for."""
        return frozenset(self.columns.values())

    @cached_property
    def texts(self) -> frozenset[str]:
        """The headers of name and description, whose claims follow the words."""
        return frozenset(header for header, name in self.columns.items() if name in TEXTS)

    @cached_property
    def labelled(self) -> bool:
        """Whether it has a column of labels or of claims."""
        return any(name == "label" or name.startswith("claim:") for name in self.given)

    def stays(self, name: str) -> bool:
        """Whether a product's value stays where a line says nothing of it."""
        return not self.erase or name not in self.given or name == "name"


def products_said(lines: pa.Table, before: pa.Table, headers: Headers) -> tuple[pa.Table, LeftEmpty]:
    """The product of each line, columns of PRODUCT_ROWS without digests; and what the line leaves empty of what stood.

    before: what stands for each line (PRODUCT_ROWS, all null where nothing does).
    """
    stands = before["reference"].is_valid()
    silent = {name: pc.and_not(stands, says(lines[name])) for name in ("name", *CELLS)}
    said = {
        name: pc.if_else(silence, before[name], lines[name]) if headers.stays(name) else lines[name]
        for name, silence in silent.items()
    }
    carried = pc.and_(silent["hazard_codes"], filled(said["hazard_codes"]))
    named = pc.or_(family_named(lines), pc.and_(silent["family"], family_named(before)))
    said["hazard_codes"] = _no_list_missing(said["hazard_codes"])
    said["data"] = _data(lines["data"], before["data"], headers.given)
    again = [
        flags(pc.and_(silent[name], filled(before[name]))) & headers.stays(name) for name in ("description", "family")
    ]
    claims = _Claims(lines, before, said, headers, again[0] | again[1]).told()
    said["claims"], said["claims_carried"] = claims.made, claims.carried
    place = {name: lines[name] for name in ("reference", "row", "sheet")}
    known = {"product_id": before["product_id"], "digest": pa.nulls(len(lines), pa.string())}
    told = {"family_told": named, "hazards_carried": carried}
    products = pa.table({**place, **known, **said, **told}).select(PRODUCT_ROWS.names).cast(PRODUCT_ROWS)
    return products, {**left_empty(lines, before, headers.given), "claims": claims.left}


def offers_said(lines: pa.Table, before: pa.Table, given: Set[str]) -> pa.Table:
    """The terms of each line, columns of OFFER_ROWS without digests. Arguments as in `products_said`."""
    stands = before["reference"].is_valid()
    said = {
        name: pc.if_else(stands, before[name], lines[name]) if absent(name, given) else lines[name]
        for name in OFFER_FIELDS
    }
    if "price" in given and "vat" not in given:
        # A rate without a column of its own stays, unless the file names one elsewhere (in a header).
        said["vat"] = pc.coalesce(lines["vat"], before["vat"])
    said["tiers"] = _by_quantity(_no_list_missing(said["tiers"]))
    place = {name: lines[name] for name in ("reference", "lot", "row", "sheet")}
    known = {"offer_id": before["offer_id"], "digest": pa.nulls(len(lines), pa.string())}
    return pa.table({**place, **known, **said}).select(OFFER_ROWS.names).cast(OFFER_ROWS)


def absent(name: str, given: Set[str]) -> bool:
    """Whether a file of these fields is silent about a term of an offer."""
    if name in _PRICE_FIELDS:
        return "price" not in given
    return name not in given and not (name == "content_unit" and "content_per_order_unit" in given)


def _no_list_missing(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.if_else(column.is_valid(), column, pa.scalar([], column.type)) if column.null_count else column


def _by_quantity(tiers: pa.ChunkedArray) -> pa.Array:
    """The tiers of each offer by their quantity, in which order they are kept and given back."""
    lists = whole(tiers)
    items = pc.list_flatten(lists)
    if not len(items):
        return lists
    owner = pc.list_parent_indices(lists).to_numpy()
    order = np.lexsort((items.field("min_quantity").fill_null(0).to_numpy(), owner))
    ends = np.concatenate(([0], np.cumsum(pc.list_value_length(lists).to_numpy()))).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(ends), items.take(pa.array(order)).cast(TIER))


def _data(said: pa.ChunkedArray, before: pa.ChunkedArray, given: Set[str]) -> pa.Array:
    silent = frozenset(DATA_FIELDS) - given - ({"dilution_least"} if "dilution" in given else set())

    def merged(new: str, old: str | None) -> str:
        stood = json.loads(old) if old else {}
        kept = {name: value for name, value in stood.items() if name in silent}
        found = {name: value for name, value in sorted((kept | json.loads(new)).items()) if value}
        return json.dumps(found, ensure_ascii=False)

    old = whole(before)
    kept = (
        pc.if_else(pc.equal(old, "{}"), pa.scalar(None, pa.string()), old) if silent else pa.nulls(len(old), old.type)
    )
    if kept.null_count == len(kept):
        return whole(said)
    return _of_pairs(whole(said), kept, merged, pa.string())


class _Made(NamedTuple):
    """Claims; for each, whether an earlier file made it; the words against a product whose cell is left empty."""

    made: Any
    carried: Any
    left: Any


@dataclass(frozen=True, slots=True)
class _Claims:
    """The claims of each line beside those that stand. `again`: the lines whose description or family stands again."""

    lines: pa.Table
    before: pa.Table
    said: Mapping[str, Any]
    headers: Headers
    again: Mask

    def told(self) -> _Made:
        """Of all lines. The same claims in another order are the same."""
        new, old = whole(_no_list_missing(self.lines["claims"])), whole(self.before["claims"])
        at = np.flatnonzero(flags(pc.and_(filled(old), pc.not_equal(text_of(new), text_of(old)))))
        place = np.arange(len(new))
        place[at] = len(new) + np.arange(len(at))
        plain = _Made(new, _none_of(new), pa.nulls(len(new), pa.string()))
        turned = [list(column) for column in zip(*self._merged(new, old, at), strict=True)] or [[], [], []]
        both = (pa.concat_arrays([one, pa.array(other, one.type)]) for one, other in zip(plain, turned, strict=True))
        return _Made(*(column.take(pa.array(place)) for column in both))

    def _merged(self, new: pa.Array, old: pa.Array, at: Places) -> list[_Made]:
        """Worked out once for all lines that say the same over the same."""
        chosen = pa.array(at)
        words = [whole(table[name]).take(chosen) for table in (self.before, self.said) for name in TEXTS]
        again = pa.array(self.again[at])
        codes = joined([new.take(chosen), old.take(chosen), again, *words]).dictionary_encode().indices.to_numpy()
        _, first, place = np.unique(codes, return_index=True, return_inverse=True)
        found = [self._of_line(new, old, int(at[each])) for each in first.tolist()]
        return [found[each] for each in place.tolist()]

    def _of_line(self, new: pa.Array, old: pa.Array, line: int) -> _Made:
        said, stood = new[line].as_py(), old[line].as_py()
        kept, left = self._kept(said, stood, line)
        known = {_kind(claim) for claim in said}
        found = said + [claim for claim in kept if _kind(claim) not in known]
        if len(found) == len(stood) and all(claim in stood for claim in found):
            found = stood
        words = ", ".join(dict.fromkeys(claim["quote"] for claim in left)) or None
        return _Made(found, [claim not in said for claim in found], words)

    def _kept(self, said: Claims, stood: Claims, line: int) -> tuple[Claims, Claims]:
        """Without a single claim column in the file, claims that came from one stay; those from words follow the words."""
        texts, words = self.headers.texts, self._words(line)
        again = restored(stood, texts, words) if self.again[line] else []
        if not self.headers.labelled:
            return [claim for claim in stood if not in_words(claim, texts, words.before)] + again, []
        left = stays(said, stood, self.headers.columns, texts, words)
        return ([] if self.headers.erase else left) + again, left

    def _words(self, line: int) -> Texts:
        before, after = (tuple(table[name][line].as_py() for name in TEXTS) for table in (self.before, self.said))
        return Texts((before[0], before[1]), (after[0], after[1]))


def _kind(claim: Mapping[str, Any]) -> tuple[Any, ...]:
    """What makes two claims of a line the same one; of words that nobody understands yet, the words."""
    told = claim["quote"] if claim["attribute"] == UNHEARD else ""
    return (claim["attribute"], claim["label"], claim["number"], bool(claim["against"]), told)


def _none_of(claims: pa.Array) -> pa.Array:
    """Lists of as many False as each line has claims."""
    lengths = pc.list_value_length(claims).fill_null(0).to_numpy()
    ends = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(ends), pa.array(np.zeros(int(ends[-1]), bool)))


def _of_pairs(new: pa.Array, old: pa.Array, merged: Callable[[Any, Any], Any], kind: pa.DataType) -> pa.Array:
    """`merged` of each two values side by side, worked out once for every two that differ."""
    codes = [text_of(column).dictionary_encode().indices.to_numpy().astype(np.int64) for column in (new, old)]
    pairs = codes[0] * (int(codes[1].max(initial=0)) + 1) + codes[1]
    _, first, place = np.unique(pairs, return_index=True, return_inverse=True)
    found = [merged(new[at].as_py(), old[at].as_py()) for at in first.tolist()]
    return pa.array(found, kind).take(pa.array(place))

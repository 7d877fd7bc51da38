"""References that a full file leaves out, and new ones that look like the same thing: proposed, and a person decides."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from catalog.likeness import Likeness, Thing, likenesses
from catalog.models import Batch
from catalog.staging.changes import Changes, Standing
from catalog.staging.written import whole

QUESTION = "succession:"
"""Before a reference: the id of the question what became of it."""
RENAME, REPLACED, DISCONTINUED, TWO = "rename:", "replaced:", "discontinued", "two"
"""The answers: it is the same product under the reference that follows the colon; it gave way to that one; nothing
follows; they are two things."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """`old` is left out (or `stays`: the file names both), `new` comes in.

    why: gtin, name, or replaced_by (the supplier says so); score: 0 to 100.
    """

    old: str
    new: str
    old_name: str
    new_name: str
    why: str
    score: int
    stays: bool = False

    @property
    def choices(self) -> tuple[str, ...]:
        """The answers to its question; what stays beside the new one cannot be the same under another reference."""
        same = () if self.stays else (f"{RENAME}{self.new}",)
        return (*same, f"{REPLACED}{self.new}", DISCONTINUED, TWO)


def proposals(found: Changes, stands: Standing) -> tuple[Proposal, ...]:
    """What a file's gone and new references propose, the surest of each old one, in the order of the references."""
    old, new = _gone(found, stands), _new(found)
    names = {row["reference"]: row["name"] for row in new}
    beside = (_told(row, names) for row in _changed(found))
    announced = [replace(told, stays=True) for told in beside if told]
    if not old or not new:
        return tuple(announced)
    told = [_told(row, names) for row in old]
    alike: dict[int, Likeness] = {}
    for each in likenesses([_thing(row) for row in old], [_thing(row) for row in new]):
        alike.setdefault(each.old, each)
    likely = [
        Proposal(row["reference"], new[each.new]["reference"], row["name"], new[each.new]["name"], each.why, each.score)
        for place, row in enumerate(old)
        if told[place] is None and place in alike
        for each in (alike[place],)
    ]
    return tuple(sorted([*announced, *(each for each in told if each), *likely], key=lambda each: each.old))


def answered(batch: Batch) -> Mapping[str, str]:
    """reference -> what a person says became of it."""
    said = batch.answers.get("answers", {})
    return {name.removeprefix(QUESTION): value for name, value in said.items() if name.startswith(QUESTION)}


def renames_of(batch: Batch) -> Mapping[str, str]:
    """Old reference -> new one, of the same product after a person's answer."""
    said = answered(batch)
    return {old: value.removeprefix(RENAME) for old, value in said.items() if value.startswith(RENAME)}


def _gone(found: Changes, stands: Standing) -> list[Mapping[str, Any]]:
    """The products whose offers are left behind, and that the file names nowhere."""
    gone = pc.unique(whole(found.gone_rows["reference"]))
    return _rows(stands.products.filter(pc.is_in(whole(stands.products["reference"]), value_set=gone)))


def _changed(found: Changes) -> list[Mapping[str, Any]]:
    return _rows(found.product_rows.filter(pc.is_valid(found.product_before["reference"])))


def _new(found: Changes) -> list[Mapping[str, Any]]:
    return _rows(found.product_rows.filter(pc.is_null(found.product_before["reference"])))


def _rows(table: pa.Table) -> list[Mapping[str, Any]]:
    return list(table.select(["reference", "name", "gtin", "family", "data"]).to_pylist())


def _thing(row: Mapping[str, Any]) -> Thing:
    return Thing(row["name"] or "", row["gtin"], row["family"])


def _told(row: Mapping[str, Any], new: Mapping[str, str]) -> Proposal | None:
    after = json.loads(row["data"] or "{}").get("replaced_by")
    if after not in new:
        return None
    return Proposal(row["reference"], after, row["name"], new[after], "replaced_by", 100)


ANSWERS = (f"{RENAME}REF", f"{REPLACED}REF", DISCONTINUED, TWO)
"""The answers as a person is told of them."""


def possible(value: str) -> bool:
    """Whether a text is an answer to the question."""
    named: Sequence[str] = (RENAME, REPLACED)
    return value in (DISCONTINUED, TWO) or any(value.startswith(each) and value != each for each in named)

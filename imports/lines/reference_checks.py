"""The same reference on several lines, and references that only look the same."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from imports.cleaning import Cleaned
from imports.cleaning.texts import plain
from imports.lines.checked import Checked, tell
from imports.lines.repeats import Line, Outcome, judged
from imports.lines.values import Values

_PRICED = ("list_price", "discount_rate")
"""What may change from tier to tier with the price."""
_TERMS = ("price", "min_order_quantity", "valid_from", "valid_to", "lot")


def check_repeats(values: Values, checked: Checked) -> None:
    """Identical lines are skipped, tiers folded into one offer, contradicting lines rejected."""
    reference = values.one.get("reference")
    if reference is None:
        return
    ids: dict[str, int] = {}
    own = np.array(
        [-1 if value is None else ids.setdefault(value, len(ids)) for value in reference.values], dtype=np.int64
    )
    lines = np.nonzero(reference.present() & ~checked.rejected)[0]
    found = own[reference.codes[lines]]
    several = np.bincount(found, minlength=1)[found] > 1 if len(found) else np.zeros(0, bool)
    groups: dict[str, list[Line]] = defaultdict(list)
    for index in lines[several].tolist():
        groups[reference.at(index)].append(_line(values, index))
    _apply(values, checked, judged(groups), reference)


def _line(values: Values, index: int) -> Line:
    one, grid, line = values.one, values.table.grid, int(values.lines[index])
    price = one["price"].at(index) if "price" in one else None
    held = {name: one[name].at(index) if name in one else None for name in _TERMS}
    apart = {position for name in (*_TERMS, "validity") for position in values.mapped.fields.get(name, ())}
    priced = {position for name in _PRICED for position in values.mapped.fields.get(name, ())}
    others = sorted(
        {position for positions in values.mapped.fields.values() for position in positions}.union(
            values.mapped.variants
        )
        - apart
        - priced
    )
    rest = tuple(plain(grid.columns[position].at(line)) for position in others)
    terms = (held["min_order_quantity"], held["valid_from"], held["valid_to"], held["lot"])
    beside = tuple(one[name].at(index) if name in one else None for name in _PRICED)
    return Line(index, terms, (price.micro if price else None, *beside), rest)


def _apply(values: Values, checked: Checked, outcome: Outcome, reference: Cleaned) -> None:
    title = values.title("reference")
    for index, first in sorted(outcome.doubled.items()):
        checked.doubled[index] = True
        tell(
            values, checked, np.array([index]), "row.identical", "warning", title, reference, first=values.place(first)
        )
    told = [
        ("reference.contradiction", title, outcome.contradicting),
        ("price.periods_overlap", values.title("price"), outcome.overlapping),
    ]
    for code, column, found in told:
        _contradictions(values, checked, reference, code, column, found)
    for first, others in outcome.tiers.items():
        checked.tiers[first] = (first, *others)
        checked.folded[list(others)] = True


def _contradictions(
    values: Values,
    checked: Checked,
    reference: Cleaned,
    code: str,
    column: str | None,
    found: Mapping[int, tuple[int, ...]],
) -> None:
    for index, indexes in sorted(found.items()):
        rows = ", ".join(str(values.place(other)) for other in indexes[:50])
        at = np.array([index])
        tell(values, checked, at, code, "error", column, reference, rows=rows, n=len(indexes))


_TWINS = str.maketrans(
    "АВЕКМНОРСТУХаеорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧ\u2010\u2012\u2013\u2014\u2212", "ABEKMHOPCTYXaeopcyxABEZHIKMNOPTYX-----"
)
"""Cyrillic and Greek letters, and dashes, that look like Latin ones."""


def _alike(reference: str) -> str:
    """What is left of a reference without case, blanks, zeros in front, and signs of another alphabet (А for A, ‑ for -)."""
    plain = reference if reference.isascii() else unicodedata.normalize("NFKC", reference).translate(_TWINS)
    folded = plain.casefold().replace(" ", "")
    return folded.lstrip("0") or folded


def check_lookalikes(values: Values, checked: Checked) -> None:
    """References that a person would take for one another are two references, and the person is told."""
    reference = values.one.get("reference")
    if reference is None:
        return
    seen: dict[str, tuple[str, int]] = {}
    first_at = dict(zip(reversed(reference.codes.tolist()), range(len(reference.codes) - 1, -1, -1), strict=True))
    for code in sorted(first_at, key=first_at.__getitem__):
        value = reference.values[code]
        if value is None:
            continue
        alike = _alike(value)
        other, index = seen.setdefault(alike, (value, first_at[code]))
        if other != value:
            tell(values, checked, np.array([first_at[code]]), "reference.lookalike", "warning", values.title("reference"), reference,
                  other=other, other_row=values.place(index))  # fmt: skip

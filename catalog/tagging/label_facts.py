"""What staff decided of labels: criteria prolonged or ended, marks taken for equivalents; and standards that prove or do not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from catalog.tagging.words import any_of, plain

Row = Mapping[str, str]
Families = Callable[[str], frozenset[str]]
_HEAD, _WORD = re.compile(r"\D*"), re.compile(r"[^\W\d_]+")
OPEN = "open"
"""A word that undoes an earlier one: as if nobody had decided."""


@dataclass(frozen=True, slots=True)
class Criteria:
    """One decision for a whole product group: prolonged or in transition until a day, or ended on one (None: at once)."""

    decision: str
    until: dt.date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Equivalence:
    """Whether a mark is taken for the equivalent of a label in these families (empty: in any), and until when."""

    mark: str
    label: str
    families: frozenset[str]
    accepted: bool
    reason: str
    until: dt.date | None

    def speaks_of(self, mark: str | None, family: str | None, day: dt.date) -> bool:
        """Whether it says something of this mark on a product of this family on a day."""
        fits = not self.families or (family is not None and family in self.families)
        return mark == self.mark and fits and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard or scheme beside "remanufactured". proves: proves, weak (superseded), supports or no."""

    id: str
    name: str
    proves: str
    words: re.Pattern[str] | None
    label_group: str


def criteria_of(rows: Sequence[tuple[str, Row]]) -> Mapping[str, Criteria]:
    """ "EU_ECOLABEL/006" -> the decision on the end of its criteria."""
    kept = [(key, row) for key, row in rows if row["decision"] != OPEN]
    return {key: Criteria(row["decision"], _day(row.get("until")), row.get("reason", "")) for key, row in kept}


def equivalences_of(rows: Sequence[tuple[str, Row]], families: Families) -> tuple[Equivalence, ...]:
    """The decisions on marks, those that accept first."""
    found = [
        Equivalence(
            row["mark"], row["label"], _families(row.get("families", ""), families), row["verdict"] == "accept",
            row.get("reason", ""), _day(row.get("until")),
        )
        for _, row in rows
        if row["verdict"] != OPEN
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: not each.accepted))


def standards_of(rows: Sequence[tuple[str, Row]]) -> tuple[Standard, ...]:
    """The standards and schemes, longest words first: "DIN 33870-1" is not the withdrawn "DIN 33870"."""
    kept = [(key, row) for key, row in rows if row["kind"] in ("standard", "label")]
    found = [
        Standard(
            key, row["name"], row["proves_remanufactured"], any_of(row["words"].split(";")), row.get("label_group", "")
        )
        for key, row in kept
    ]
    return tuple(sorted(found, key=lambda each: (-len(each.words.pattern) if each.words else 0, each.id)))


def standards_named(text: str, standards: Sequence[Standard]) -> tuple[Standard, ...]:
    """The standards that a text names, each place once: the longest name of a place is what it says."""
    folded, found, taken = plain(text), [], set[int]()
    for standard in sorted(standards, key=lambda each: -_longest(each, folded)):
        for match in standard.words.finditer(folded) if standard.words else ():
            if taken.isdisjoint(range(*match.span())):
                taken |= set(range(*match.span()))
                found.append(standard)
    return tuple(dict.fromkeys(found))


def _longest(standard: Standard, folded: str) -> int:
    return max((len(match.group()) for match in standard.words.finditer(folded)), default=0) if standard.words else 0


def near_of(row: Row) -> re.Pattern[str] | None:
    """What begins as the label's numbers do ("DE-UZ", "FR-BIO"), with a digit or more behind, whatever signs part it."""
    numbers = f"{row['examples_verified']};{row['examples_shape_only']}".split(";")
    heads = {tuple(_WORD.findall(_HEAD.match(number)[0])) for number in numbers}  # type: ignore[index]
    known = sorted("[-/ ]?".join(map(re.escape, head)) for head in heads if sum(map(len, head)) > 1)
    return re.compile(rf"(?<![\w/-])(?:{'|'.join(known)})[-/ ]?\d[\w/-]{{0,8}}(?!\w)", re.IGNORECASE) if known else None


def _families(text: str, families: Families) -> frozenset[str]:
    """Family codes or scope words; "*" or nothing: any."""
    return frozenset() if text.strip() in ("", "*") else families(text)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None

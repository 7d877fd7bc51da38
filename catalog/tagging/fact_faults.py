"""What is wrong with a fact as somebody would write it: told by column before it can reach a rule."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from catalog.tagging.hazard_facts import listed
from catalog.tagging.vocabulary import ANY_FAMILY, Fact, Vocabulary

Payload = Mapping[str, str]
DATES = frozenset({"criteria_end", "until"})
PATTERNS = frozenset({"number_regex", "search_regex"})
YES_NO = frozenset({"told_by_shape", "by_label", "closed", "regions"})
REQUIRED = frozenset({"name_fr", "name_en", "text_fr", "text_en", "attribute_proven", "mark", "label", "group"})
"""Columns that may not be empty where a kind has them."""
LONGEST_PATTERN = 300
MOST_REPEATS = 3
"""Repeats without an end that a pattern may have: with more, one long cell would cost minutes."""
_SMALL = 20


@dataclass(frozen=True, slots=True)
class FactFault:
    """A column and what is wrong with it: a code of the wording, with the value that is meant."""

    code: str
    column: str
    value: str


@dataclass(frozen=True, slots=True)
class _Known:
    """The codes that a fact may name."""

    scopes: frozenset[str]
    families: frozenset[str]
    labels: frozenset[str]
    attributes: frozenset[str]
    proven: frozenset[str]
    asked: frozenset[str]
    """What documents are asked for: attributes, and single pieces of their files."""


def faults(kind: str, key: str, payload: Payload, facts: Iterable[Fact]) -> tuple[FactFault, ...]:
    """Everything wrong with one fact beside the others that are in force; nothing when it may stand."""
    standing = list(facts)
    others = [fact for fact in standing if fact[:2] != (kind, key)]
    known = _known(standing, (kind, key))
    found = [fault for column, value in payload.items() for fault in _column(kind, column, value.strip(), known)]
    return tuple(found) or tuple(_unbuildable(others, (kind, key, payload)))


def _known(facts: Iterable[Fact], own: tuple[str, str]) -> _Known:
    keys: dict[str, set[str]] = {own[0]: {own[1]}}
    for kind, key, row in facts:
        keys.setdefault(kind, set()).add(key)
        keys.setdefault("asked", set()).update([row["attribute"]] if kind == "document" else [])
        keys.setdefault("proven", set()).update(listed(row.get("attribute_proven", "")))
    names = ("family_scope", "family", "label", "attribute", "proven", "asked")
    return _Known(*(frozenset(keys.get(name, ())) for name in names))


def _column(kind: str, column: str, value: str, known: _Known) -> Iterator[FactFault]:
    if not value:
        if column in REQUIRED:
            yield FactFault("fact.fault.empty", column, value)
        return
    if column in DATES and not _is_date(value):
        yield FactFault("fact.fault.date", column, value)
    if column in YES_NO and value not in ("yes", "no"):
        yield FactFault("fact.fault.yes_no", column, value)
    if column in PATTERNS:
        yield from _pattern(column, value)
    yield from _codes(kind, column, value, known)


def _codes(kind: str, column: str, value: str, known: _Known) -> Iterator[FactFault]:
    """Every code that is named exists: scope words, families, labels, attributes."""
    allowed = _allowed(kind, column, known)
    for word in listed(value) if allowed is not None else ():
        if word not in (allowed or ()):
            yield FactFault(f"fact.fault.{_sort(kind, column)}", column, word)


def _allowed(kind: str, column: str, known: _Known) -> frozenset[str] | None:
    tables: Mapping[str, frozenset[str]] = {
        "scope": known.scopes,
        "family": known.families | {ANY_FAMILY},
        "label": known.labels,
        "attribute": known.attributes,
        "proven": known.proven | known.attributes,
        "asked": known.asked | known.attributes,
    }
    return tables.get(_sort(kind, column))


def _sort(kind: str, column: str) -> str:
    """What a column names codes of; "" for one that names none."""
    if column == "families":
        return "family" if kind in ("family_scope", "equivalence") else "scope"
    if (kind, column) == ("remanufactured", "scope"):
        return "scope"
    if column in ("label", "labels"):
        return "label"
    if (kind, column) == ("document", "attribute"):
        return "asked"
    return {"attribute": "attribute", "attribute_proven": "proven"}.get(column, "")


def _pattern(column: str, value: str) -> Iterator[FactFault]:
    try:
        parsed = _parser.parse(value)
    except (re.error, OverflowError):
        yield FactFault("fact.fault.pattern", column, value)
        return
    repeats = list(_endless(parsed))
    if len(value) > LONGEST_PATTERN or len(repeats) > MOST_REPEATS or any(_endless_within(one) for one in repeats):
        yield FactFault("fact.fault.slow", column, value)


def _endless(parsed: Any) -> Iterator[Any]:
    """The bodies of all repeats that have no end, or one beyond twenty."""
    for name, argument in parsed:
        if str(name) in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            if argument[1] is _parser.MAXREPEAT or argument[1] > _SMALL:
                yield argument[2]
            yield from _endless(argument[2])
        else:
            for part in _parts(argument):
                yield from _endless(part)


def _endless_within(body: Any) -> bool:
    """A repeat or a choice within an endless repeat may be matched in very many ways."""
    return any(
        "REPEAT" in str(name) or str(name) == "BRANCH" or any(_endless_within(part) for part in _parts(argument))
        for name, argument in body
    )


def _parts(argument: Any) -> Iterator[Any]:
    """The patterns within an argument of the parser, however deep it keeps them."""
    if isinstance(argument, _parser.SubPattern):
        yield argument
    elif isinstance(argument, list | tuple):
        for each in argument:
            yield from _parts(each)


def _unbuildable(others: Iterable[Fact], fact: tuple[str, str, Payload]) -> Iterator[FactFault]:
    """The last sieve: with this fact the rules could not be made ready at all."""
    try:
        Vocabulary.of([*others, fact])
    except (KeyError, ValueError, re.error) as fault:
        yield FactFault("fact.fault.unusable", "", str(fault)[:200])


def _is_date(value: str) -> bool:
    try:
        return dt.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False

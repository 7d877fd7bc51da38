"""Hazard statements of the CLP regulation, and the early-childhood rules that are read from their codes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class HazardRule:
    """An early-childhood rule read from hazard codes: exclude, review or note."""

    id: str
    version: str
    effect: str
    codes: frozenset[str]
    subject_fr: str
    subject_en: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A hazard statement of the CLP regulation, and the pictograms that go with it."""

    code: str
    text_fr: str
    text_en: str
    default: str
    pictograms: tuple[str, ...]


def listed(text: str) -> tuple[str, ...]:
    """The values of a list within one cell."""
    return tuple(part.strip() for part in text.split(";") if part.strip())


def hazard_codes(row: Row) -> tuple[str, ...]:
    """The codes of a rule that a hazard cell can hold; single-dose capsules are told by their pack, not by H318."""
    if row["effect"] not in ("exclude", "review", "note") or row["rule_kind"] not in (
        "h_statement",
        "pictogram",
        "form",
    ):
        return ()
    codes = tuple(code for code in listed(row["codes"]) if re.match(r"(?:EUH|H|GHS)\d", code))
    return () if row["rule_kind"] == "form" and row["effect"] == "review" else codes


def hazard_rule(key: str, row: Row) -> HazardRule:
    """A rule made ready."""
    codes = frozenset(hazard_codes(row))
    return HazardRule(key, row["version"], row["effect"], codes, row["subject_fr"], row["subject"])


def statement(key: str, row: Row) -> Statement:
    """A statement made ready."""
    default = row["early_childhood_default"]
    return Statement(key, row["text_fr"], row["text_en"], default, listed(row["pictograms"]))

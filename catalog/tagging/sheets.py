"""What was read in a safety data sheet or an ingredient list, as the rules look at it: made from a stored reading.

A key that a reading does not have is unknown, never false: an older reader knew less, it did not see less.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Payload = Mapping[str, Any]

PRODUCT, INGREDIENTS = 2, 3
"""Sections of a sheet: what is said of the product, and of what it is made of."""


@dataclass(frozen=True, slots=True)
class Found:
    """A word or code of a document, and where it stands (page and line from 1; section 1 to 16, None unknown)."""

    value: str
    section: int | None = None
    page: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Substance:
    """An ingredient, by number or by name. Shares as printed, in percent."""

    cas: str | None
    name: str | None
    low: str | None = None
    high: str | None = None
    page: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A safety data sheet. codes: H, EUH and GHS codes of every section. older_format: before (EU) 2020/878.

    readable: sections 2 and 3 exist and hold text. classified: section 2 names a hazard (None: it says neither).
    """

    name: str | None
    revised: dt.date | None
    codes: tuple[Found, ...] = ()
    substances: tuple[Substance, ...] = ()
    readable: bool = False
    classified: bool | None = None
    older_format: bool | None = None
    regulation: str | None = None
    outdated: tuple[str, ...] = ()
    gtins: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    product_types: tuple[str, ...] = ()
    authorisations: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    professional_only: bool = False

    def codes_of(self, sections: frozenset[int]) -> tuple[Found, ...]:
        """The codes that stand in these sections."""
        return tuple(code for code in self.codes if code.section in sections)


@dataclass(frozen=True, slots=True)
class Ingredients:
    """The full list of ingredients: of a detergent (regulation 648/2004, annex VII D) or of a cosmetic."""

    name: str | None
    revised: dt.date | None
    ingredients: tuple[Substance, ...] = ()


def sheet_of(payload: Payload) -> Sheet | None:
    """The sheet of a stored reading; None where the document is no safety sheet."""
    if payload.get("is_sheet") is False:
        return None
    readable = payload.get("readable") or {}
    return Sheet(
        name=payload.get("name"),
        revised=_day(payload.get("revised")),
        codes=tuple(_found(each, "code") for key in ("codes", "classes") for each in payload.get(key) or ())
        + tuple(_found(each, "value") for each in payload.get("pictograms") or ()),
        substances=tuple(_substance(each) for each in _ingredients(payload)),
        readable=all(bool(readable.get(str(number))) for number in (PRODUCT, INGREDIENTS)),
        classified=payload.get("classified"),
        older_format=payload.get("older_format"),
        regulation=payload.get("regulation"),
        professional_only=bool(payload.get("professional_only")),
        **{key: _values(payload.get(key) or ()) for key in _LISTS},
    )


_LISTS = ("outdated", "gtins", "references", "product_types", "authorisations", "standards")


def ingredients_of(payload: Payload) -> Ingredients | None:
    """The list of a stored reading; None where nothing was read in it."""
    name = payload.get("name")
    rows = (each for each in payload.get("ingredients") or () if not (name and name in str(each.get("name") or "")))
    listed = tuple(_substance(each) for each in rows)
    return Ingredients(payload.get("name"), _day(payload.get("revised")), listed) if listed else None


def _ingredients(payload: Payload) -> Iterable[Payload]:
    """What section 3 lists; a number that stands elsewhere (a limit of exposure, a test) is no ingredient."""
    rows = payload.get("substances")
    if rows is None:
        rows = payload.get("cas") or ()
    return (each for each in rows if each.get("section") in (None, INGREDIENTS))


def _found(row: Payload, key: str) -> Found:
    return Found(str(row[key]), row.get("section"), row.get("page"), row.get("line"))


def _substance(row: Payload) -> Substance:
    low, high = (None if row.get(key) is None else str(row[key]) for key in ("low", "high"))
    return Substance(row.get("cas"), row.get("name"), low, high, row.get("page"), row.get("line"))


def _values(rows: Iterable[Any]) -> tuple[str, ...]:
    return tuple(str(row["value"] if isinstance(row, Mapping) else row) for row in rows)


def _day(text: Any) -> dt.date | None:
    """A date as written in a reading; what is none is unknown."""
    try:
        return dt.date.fromisoformat(str(text)) if text else None
    except ValueError:
        return None

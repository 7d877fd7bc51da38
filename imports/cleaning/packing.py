"""What one order unit holds, as a packaging cell says it: "carton de 12 x 4 rouleaux", "6x5L", "12 bidons de 5 L"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import prod

from imports.cleaning.unit_words import MEASURES, folded, unit_code

_LONGEST = 80
MOST = 10**9


@dataclass(frozen=True, slots=True)
class Packaging:
    """What one order unit holds: `content` (10^-6) of `unit`, and the levels as "quantity CODE", outermost first."""

    content: int
    unit: str | None = None
    order_unit: str | None = None
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Level:
    """So many of a unit; `unit` None where none is named."""

    count: Decimal
    unit: str | None


_COUNT = r"\d+(?:[.,]\d+)?"
_UNIT = r"(?:m2|m3|m²|m³|[^\W\d_](?:[^\d/=:()+;,x×*]|x(?!\s*\d))*?)"
_HEAD = re.compile(
    rf"^(?:(?:par|le|la|en|au|1|une?)\s+)?({_UNIT})\s*(?:[:=/x×]|\bde\b|\bof\b|\bà\b|\bpar\b|\bavec\b)?\s*(?={_COUNT})",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    rf"({_COUNT})\s*({_UNIT})?\s*(?:(?:[x×*/]|\bde\b|\bof\b|\bà\b|\bdu\b)\s*(?={_COUNT})|$)", re.IGNORECASE
)
_IN = re.compile(
    rf"^(.+?)\s*(?:/|\bpar\b|\bper\b|\bdans une?\b|\bdans le\b|\bla\b|\ble\b)\s*({_UNIT})\.?$", re.IGNORECASE
)
_BRACKET = re.compile(r"^(.*?)\s*\(([^()]+)\)$")
_OPENING = re.compile(r"^(?:vendus? |livr[ée]s? |conditionn[ée]s? )?(?:(?:par|en|les|à)\s+|x\s*)(?=\d)", re.IGNORECASE)
_GROUPED = re.compile(r"(\d)[\u00a0\u202f ](?=\d{3}\b)")
_PLURAL = re.compile(r"^[a-z]{3,}s$")


def packed_in(text: str, sign: str | None = None) -> Packaging | None:
    """The packaging that a text of one line says; None for a text that says none, or two that disagree.

    sign: the file's decimal sign; without it a count such as 1.000 is not read.
    """
    if len(text) > _LONGEST:
        return None
    plain = _GROUPED.sub(r"\1", text).strip(" .")
    if match := _BRACKET.match(plain):
        return _agreeing(packed_in(match.group(1), sign) or _headed(match.group(1)), packed_in(match.group(2), sign))
    plain = _OPENING.sub("", plain)
    return _outer_last(plain, sign) or _outer_first(plain, sign)


def _headed(text: str) -> Packaging | None:
    code = unit_code(text)
    return Packaging(0, None, code) if code else None


def _agreeing(outer: Packaging | None, inner: Packaging | None) -> Packaging | None:
    """ "Carton (12 x 1 L)", "Carton de 6 (6 x 1,5 L)", "72 rouleaux (12x6)": the bracket says the same in more detail."""
    if outer is None or inner is None or inner.order_unit:
        return None
    head = (f"1 {outer.order_unit}",) if outer.order_unit else ()
    counted = outer.levels[len(head) :]
    if not counted:
        return Packaging(inner.content, inner.unit or "C62", outer.order_unit, (*head, *inner.levels))
    if len(counted) == 1 and inner.levels and counted[0].split()[0] == inner.levels[0].split()[0]:
        return Packaging(inner.content, inner.unit, outer.order_unit, (*head, *inner.levels))
    if inner.unit == "C62" and inner.content == outer.content:
        last = f"{inner.levels[-1].split()[0]} {outer.unit}"
        return Packaging(outer.content, outer.unit, outer.order_unit, (*head, *inner.levels[:-1], last))
    return None


def _outer_last(text: str, sign: str | None) -> Packaging | None:
    """ "12 unités/carton", "100 pièces par boîte", "12 par carton"."""
    match = _IN.match(text)
    order = unit_code(match.group(2)) if match else None
    if match is None or order is None or order in MEASURES:
        return None
    levels = _levels(match.group(1), sign)
    return _made(order, levels) if levels else None


def _outer_first(text: str, sign: str | None) -> Packaging | None:
    levels = _levels(text, sign)
    if levels:
        return _made(None, levels)
    head = _HEAD.match(text)
    order = unit_code(head.group(1)) if head else None
    levels = _levels(text[head.end() :], sign) if head and order else None
    return _made(order, levels) if levels else None


def _levels(text: str, sign: str | None) -> list[_Level] | None:
    """The counts of a chain "12 x 4 rouleaux", each with its unit; None where anything else stands between.

    "12/75cl" is twelve of 75 cl; "boîte 4/4" is the size of a tin, and no chain.
    """
    found, place, sliced = [], 0, False
    for match in _LEVEL.finditer(text):
        if match.start() != place:
            return None
        level = _level(match.group(1), match.group(2), sign)
        if level is None:
            return None
        if sliced and level.unit not in MEASURES:
            return None
        sliced = "/" in match.group()[len(match.group(1)) :]
        found.append(level)
        place = match.end()
    return found if found and place == len(text) else None


def _level(number: str, word: str | None, sign: str | None) -> _Level | None:
    count, unit = _decimal(number, sign), _content_unit(word)
    if count is None or not 0 < count < MOST or (word and unit is None):
        return None
    return _Level(count, unit)


def _content_unit(word: str | None) -> str | None:
    """Inside a packaging cell "ml" is a volume, and "200 gants" are 200 pieces."""
    if not word:
        return None
    return "MLT" if folded(word) == "ml" else unit_code(word) or ("C62" if _PLURAL.match(folded(word)) else None)


def _made(order: str | None, levels: Sequence[_Level]) -> Packaging | None:
    """Content is the product of the counts, in the innermost unit. A measure holds nothing further."""
    *outer, last = levels
    if any(level.unit in MEASURES for level in outer):
        return None
    content = prod((level.count for level in levels), start=Decimal(1))
    unit = last.unit or ("C62" if order or outer else None)
    told = [(level.count, level.unit or "C62") for level in outer] + [(last.count, last.unit or "C62")]
    texts = (*([f"1 {order}"] if order else []), *(f"{count.normalize():f} {code}" for count, code in told))
    return Packaging(int(content * 10**6), unit, order, texts if unit else ()) if content < MOST else None


def _decimal(text: str, sign: str | None) -> Decimal | None:
    """A count as written; `1.000` follows the file's sign, and is not read where nothing decides."""
    found = [char for char in ",." if char in text]
    if not found:
        return Decimal(text)
    whole, part = text.split(found[0])
    if len(part) == 3 and whole != "0":
        if sign is None:
            return None
        return Decimal(f"{whole}.{part}") if found[0] == sign else Decimal(whole + part)
    return Decimal(f"{whole}.{part}")

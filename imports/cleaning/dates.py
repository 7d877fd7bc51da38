"""Dates as French suppliers write them, Excel serials too. A day that does not exist is refused, never moved."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from decimal import Decimal

from imports.cleaning import Fault
from imports.cleaning.texts import plain
from imports.record import Cell

EPOCH = dt.date(1899, 12, 30)
SERIALS = range(20_000, 80_001)
"""Excel day numbers that are taken for dates: 1954 to 2119."""
_MONTHS = {
    **{word: index for index, word in enumerate(
        "janv fevr mars avr mai juin juil aout sept oct nov dec".split(), start=1)},
    **{word: index for index, word in enumerate(
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split(), start=1)},
    **{word: index for index, word in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)},
    **{word: index for index, word in enumerate(
        "january february march april may june july august september october november december".split(), start=1)},
}  # fmt: skip
_ISO = re.compile(
    r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?$"
)
_NUMERIC = re.compile(r"^(\d{1,2})\s?[-/. ]\s?(\d{1,2})\s?[-/. ]\s?(\d{4}|\d{2})(?:\s\d{1,2}:\d{2}(?::\d{2})?)?$")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_WORDED = re.compile(r"^(?:le )?(\d{1,2})(?:er)?[ .-]+([a-zéèûô]+)\.?[ .-]+(\d{4}|\d{2})$", re.IGNORECASE)
_ENGLISH = re.compile(r"^([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$", re.IGNORECASE)
_NO_END = frozenset(
    (
        "illimité",
        "illimitée",
        "illimite",
        "sans limite",
        "indéterminé",
        "indéterminée",
        "permanent",
        "jusqu'à nouvel ordre",
        "unlimited",
    )
)
_FOLD = str.maketrans("éèûôà", "eeuoa")


def month_first(cells: Iterable[Cell]) -> bool:
    """True when the column can only be read month first (04/25/2026); day first is the rule here."""
    pairs = [match.groups()[:2] for cell in cells if isinstance(cell, str) and (match := _NUMERIC.match(plain(cell)))]
    return any(int(second) > 12 for _, second in pairs) and not any(int(first) > 12 for first, _ in pairs)


def date(swap: bool = False) -> Callable[[Cell], dt.date | Fault | None]:
    """A cleaner of dates; `swap` reads 04/25/2026 month first."""

    def cleaner(cell: Cell) -> dt.date | Fault | None:
        if isinstance(cell, dt.datetime):
            return cell.date()
        if isinstance(cell, dt.date):
            return cell
        if isinstance(cell, Decimal):
            return _serial(cell)
        return _written(plain(cell), swap)

    return cleaner


def _serial(number: Decimal) -> dt.date | Fault:
    if int(number) in SERIALS:
        return EPOCH + dt.timedelta(days=int(number))
    match = _COMPACT.match(f"{number:f}")
    return _day(*match.groups()) if match else Fault("date.unreadable", "error")


def _written(text: str, swap: bool) -> dt.date | Fault:
    if match := _ISO.match(text) or _COMPACT.match(text):
        return _day(*match.groups())
    if match := _NUMERIC.match(text):
        first, second, year = match.groups()
        return _day(_full(year), first, second) if swap else _day(_full(year), second, first)
    if match := _WORDED.match(text):
        month = _MONTHS.get(match.group(2).lower().translate(_FOLD))
        return _day(_full(match.group(3)), str(month), match.group(1)) if month else Fault("date.unreadable", "error")
    if match := _ENGLISH.match(text):
        month = _MONTHS.get(match.group(1).lower())
        return _day(match.group(3), str(month), match.group(2)) if month else Fault("date.unreadable", "error")
    if text.isascii() and text.isdigit() and int(text) in SERIALS:
        return _serial(Decimal(text))
    return Fault("date.unreadable", "error")


def last_day(swap: bool = False) -> Callable[[Cell], dt.date | Fault | None]:
    """As `date`, for the end of a validity: "illimité" is no end."""
    read = date(swap)
    return lambda cell: None if isinstance(cell, str) and plain(cell).casefold() in _NO_END else read(cell)


_PERIOD = re.compile(
    r"^(?:valable |valide )?(?:du |de |from )?(.+?)(?: au | à | to | until | bis |\s[-–→]\s?)(.+)$", re.IGNORECASE
)
_BEGINS = re.compile(r"^(?:à partir du|à compter du|à partir de|dès le|depuis le|from|ab) (.+)$", re.IGNORECASE)
_ENDS = re.compile(r"^(?:valable |valide )?(?:jusqu['’]au|jusqu['’]à|au|fin|until|bis) (.+)$", re.IGNORECASE)
_YEAR = re.compile(r"^(?:année |an )?((?:19|20)\d\d)$", re.IGNORECASE)
Period = tuple[dt.date | None, dt.date | None]


def period(swap: bool = False) -> Callable[[Cell], Period | Fault | None]:
    """A cleaner of periods in one cell: "du 01/01/2026 au 31/12/2026", "jusqu'au 31/12/2026", "2026"; a lone day ends it."""
    read = date(swap)

    def cleaner(cell: Cell) -> Period | Fault | None:
        text = plain(cell)
        if text.casefold() in _NO_END:
            return None
        if match := _YEAR.match(text):
            return (dt.date(int(match.group(1)), 1, 1), dt.date(int(match.group(1)), 12, 31))
        first, last = _ends_of(cell, text)
        days = [None if part is None else read(part) for part in (first, last)]
        if any(isinstance(day, Fault) for day in days):
            return Fault("validity.unreadable", "warning")
        begin, end = (day if isinstance(day, dt.date) else None for day in days)
        return Fault("validity.unreadable", "warning") if begin and end and end < begin else (begin, end)

    return cleaner


def _ends_of(cell: Cell, text: str) -> tuple[Cell, Cell]:
    """First and last day as written."""
    if match := _BEGINS.match(text):
        return match.group(1), None
    if match := _ENDS.match(text):
        return None, match.group(1)
    if isinstance(cell, str) and (match := _PERIOD.match(text)):
        return match.group(1), match.group(2)
    return None, cell


def _full(year: str) -> str:
    return f"20{year}" if len(year) == 2 else year


def _day(year: str, month: str, day: str) -> dt.date | Fault:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return Fault("date.no_such_day", "error")

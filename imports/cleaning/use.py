"""How a product is used, as two cells say it: the dilution of a concentrate, and how many pages a cartridge prints.

A dilution is what is stated of the ready solution: "2 %", "1:50" and "20 ml pour 1 L" are the same. Of several stated
uses the most concentrated one counts, and the least is kept beside it. "1 bouchon pour 5 L" is no dilution.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from imports.cleaning import Fault
from imports.cleaning.amounts import squeezed
from imports.cleaning.texts import plain
from imports.record import Cell

WHOLE = 1_000_000
"""100 % in 10^-4 percent: used as it is."""
MOST_PAGES = 10_000_000

_N = r"(\d{1,6}(?:[.,]\d{1,4})?)"
_TO = r"(?:-|–|à|a|to|bis|et|/|ou)"
_VOLUME = r"(ml|cl|dl|litres?|l)\b"
_PERCENT = re.compile(rf"{_N} ?%?(?: ?{_TO} ?{_N})? ?%")
_RATIO = re.compile(rf"(?<![\d.,])1 ?[:/] ?{_N}(?![\d.,]| ?%)")
_SHARE = re.compile(
    rf"{_N}(?: ?{_VOLUME})?(?: ?{_TO} ?{_N})? ?{_VOLUME} ?(?:pour|dans|par|/|in|per|for|auf|für|pro) ?(?:{_N} ?|une? |the )?{_VOLUME}"
)
_AS_IT_IS = re.compile(
    r"^(?:pure?s?|pae|rtu|prête?s? [àa] l ?['’] ?emploi|non dilu[ée]e?|sans dilution|ready[ -]to[ -]use|undiluted"
    r"|gebrauchsfertig|unverdünnt)$"
)
_SIZES = {"ml": Decimal(1), "cl": Decimal(10), "dl": Decimal(100), "l": Decimal(1000)}
_LONGEST = 120
_PAGES = re.compile(
    r"^(?:~|≈|ENV(?:IRON|\.)? )?(\d{1,3}(?:[ .]\d{3})+|\d{1,8})(?:[.,]0+)? ?(?:PAGES?|PP?\.?|SEITEN)?(?: A4)?"
    r"(?: ?\(?(?:[ÀA@] )?5 ?%(?: DE (?:COUVERTURE|TAUX DE COUVERTURE)| COVERAGE)?\)?)?(?: ?\(?ISO[ /0-9A-Z.-]*\)?)?$"
)


@dataclass(frozen=True, slots=True)
class Dilution:
    """Concentrate in the ready solution, in 10^-4 percent: the most concentrated stated use, and the least of several."""

    most: int
    least: int | None = None


def dilution(in_percent: bool) -> Callable[[Cell], Dilution | Fault | None]:
    """A cleaner of dilution cells. `in_percent`: the header says that bare numbers are percents."""

    def cleaner(cell: Cell) -> Dilution | Fault | None:
        if isinstance(cell, Decimal):
            shares = [cell / 100] if in_percent else []
        else:
            shares = _shares(plain(cell).casefold(), in_percent)
        found = sorted({_kept(share) for share in shares})
        if not found or found[0] < 1 or found[-1] > WHOLE:
            return Fault("dilution.unreadable", "warning")
        return Dilution(found[-1], found[0] if len(found) > 1 else None)

    return cleaner


def _shares(text: str, in_percent: bool) -> list[Decimal]:
    """Every share that a text states; none where a number of it is left over."""
    if len(text) > _LONGEST:
        return []
    if _AS_IT_IS.match(text.strip(" .")):
        return [Decimal(1)]
    if in_percent and re.fullmatch(rf"{_N}(?: ?{_TO} ?{_N})?", text):
        text += "%"
    found: list[Decimal] = []
    for pattern, shares in ((_SHARE, _of_share), (_RATIO, _of_ratio), (_PERCENT, _of_percent)):
        for match in pattern.finditer(text):
            found += shares(match)
        text = pattern.sub(" ", text)
    return [] if re.search(r"\d", text) else found


def _of_share(match: re.Match[str]) -> list[Decimal]:
    """ "20 à 50 ml pour 5 L": both, out of the five litres."""
    first, own, second, unit, ready, size = match.groups()
    whole = _number(ready or "1") * _SIZES[_volume(size)]
    parts = [_number(first) * _SIZES[_volume(own or unit)]]
    parts += [_number(second) * _SIZES[_volume(unit)]] if second else []
    return [part / whole for part in parts] if whole else []


def _of_ratio(match: re.Match[str]) -> list[Decimal]:
    parts = _number(match[1])
    return [1 / parts] if parts else []


def _of_percent(match: re.Match[str]) -> list[Decimal]:
    return [_number(text) / 100 for text in match.groups() if text]


def _volume(word: str) -> str:
    return "l" if word.startswith("l") else word


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _kept(share: Decimal) -> int:
    return int((share * WHOLE).to_integral_value(ROUND_HALF_UP))


def pages(cell: Cell) -> int | Fault | None:
    """Whole pages of one cartridge: "3 000", "3000 pages", "3 000 pages à 5 %". A stretch is not guessed at."""
    if isinstance(cell, Decimal):
        found = int(cell) if cell == int(cell) else 0
    else:
        match = _PAGES.match(squeezed(cell))
        found = int(re.sub(r"[ .]", "", match[1])) if match else 0
    return found if 0 < found <= MOST_PAGES else Fault("yield_pages.unreadable", "warning")

"""Amounts, rates and quantities: text first, one number convention for the file, integers of 10^-6, never a float."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from imports.cleaning import Fault
from imports.cleaning.texts import text_of
from imports.cleaning.units import unit_code
from imports.record import Cell

MICRO = 6
MOST = Decimal(10) ** 12
"""No price, quantity or amount of a catalogue line reaches this."""
_LONGEST = 40
_NOISE = Decimal("1e-9")
_TAIL = re.compile(r"[.,]([0-9]{7,})(?![0-9])")
UNKNOWN = "?"
"""The unit of a price that names one we do not know."""

_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000\\s]+")
CURRENCIES = {
    "€": "EUR", "EUR": "EUR", "EURO": "EUR", "EUROS": "EUR", "$": "USD", "USD": "USD", "US$": "USD", "£": "GBP", "GBP": "GBP",
    "CHF": "CHF", "NOK": "NOK", "SEK": "SEK", "DKK": "DKK", "PLN": "PLN", "CZK": "CZK", "HUF": "HUF", "RON": "RON", "¥": "JPY",
    "JPY": "JPY", "CAD": "CAD", "UAH": "UAH", "RUB": "RUB", "XPF": "XPF", "XOF": "XOF", "MAD": "MAD", "TND": "TND", "CNY": "CNY",
}  # fmt: skip
_CURRENCY = "|".join(re.escape(word) for word in sorted(CURRENCIES, key=len, reverse=True))
_NUMBER = r"[0-9][0-9 .,'’]*"
_MONEY = re.compile(
    rf"^(?P<before>{_CURRENCY})? ?(?P<sign>[-−+])? ?(?P<before2>{_CURRENCY})? ?(?P<number>{_NUMBER}|[.,][0-9]+) ?"
    rf"(?P<after>{_CURRENCY})? ?\(?(?P<tax>H\.? ?T\.?|T\.? ?T\.? ?C\.?|HORS TAXES?|NET(?: HT)?|EXCL\.? VAT|INCL\.? VAT)?\)? ?"
    r"(?:(?P<each>/|LES |LE |LA |L'|PAR |POUR |PER |THE |DIE |DER |DAS |PRO )\s?"
    r"(?P<basis>(?:[0-9]{1,3}(?: 000)?|[0-9]{4,6})(?![0-9.,]) ?)?(?P<unit>[A-ZÀ-Ý].{0,24})?)?$"
)
_TWO = re.compile(
    rf"^(?:DE |ENTRE )?{_NUMBER} ?(?:{_CURRENCY})? ?(?:/|-|À|A|OU|ET|;|\||\s) ?{_NUMBER} ?(?:{_CURRENCY})?$"
)
_BETWEEN = re.compile(r" ?(?:/|;|\||\((?:SOIT )?| - | – | OU | SOIT | ET )(?= ?(?:[0-9€$£]|EUR)) ?")
"""Between two amounts of one cell."""
BASES = frozenset((10, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000))
"""Numbers of units that a price is usually for: "5,00 € / 100". Behind "les" or "par" any number is one."""
_NO_UNIT = re.compile(r"^(?:H\.? ?T|T\.? ?T\.? ?C|EUR|TVA)\b")
_GROUPED = re.compile(r"^[0-9]{1,3}(?:[ '’][0-9]{3})+(?![0-9])")
_EURO_INSIDE = re.compile(r"^([0-9]{1,6}) ?(?:€|euros?) ?(?:et )?([0-9]{2})(?: ?c(?:ts?|entimes)?)?$", re.IGNORECASE)
_ODD_DIGITS = str.maketrans("OoIl|", "00111")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as printed, in 10^-6 of its currency, with what the cell itself says of currency, unit and VAT."""

    micro: int
    currency: str | None = None
    unit: str | None = None
    includes_vat: bool | None = None
    basis: int | None = None
    """How many units (10^-6) the price is for, where the cell says so: "5,00 € / 100"."""


@dataclass(frozen=True, slots=True)
class Convention:
    """The decimal sign of a file ("," or "."; None while nothing needs one) and the cells that nothing decides.

    contradicted: as many cells show the one as the other; `undecided` then holds one of each.
    """

    sign: str | None
    undecided: tuple[str, ...] = ()
    contradicted: bool = False


def squeezed(cell: Cell) -> str:
    """The cell as compared: blanks of all kinds as one space, upper case, full-width digits as plain ones."""
    text = unicodedata.normalize("NFKC", text_of(cell)) if isinstance(cell, str) else text_of(cell)
    return _SPACES.sub(" ", text).strip().upper()


def convention_of(cells: Iterable[Cell], given: str | None = None) -> Convention:
    """The one convention of these cells' texts. `given` is a person's answer and settles it."""
    seen: Counter[str] = Counter()
    shown: dict[str, str] = {}
    undecided = []
    for cell in cells:
        if not isinstance(cell, str):
            continue
        for token in re.findall(_NUMBER, squeezed(cell)):
            sign = evidence(token.strip(" .,'’"))
            seen[sign] += 1
            shown.setdefault(sign, cell.strip())
            if sign == "?":
                undecided.append(cell.strip())
    signs = [sign for sign, _ in seen.most_common() if sign in (",", ".")]
    if given in (",", "."):
        return Convention(given)
    if len(signs) == 2 and seen[signs[0]] == seen[signs[1]]:
        return Convention(None, (shown[","], shown["."]), contradicted=True)
    return Convention(signs[0] if signs else None, () if signs else tuple(undecided))


def evidence(token: str) -> str:
    """ "," or ".": what this number shows to be the decimal sign; "?" when it may be either; "" when it has no sign."""
    commas, points = token.count(","), token.count(".")
    if commas and points:
        return "," if token.rfind(",") > token.rfind(".") else "."
    if not commas and not points:
        return ""
    sign, other = (",", ".") if commas else (".", ",")
    if commas + points > 1:
        return other
    whole, part = token.split(sign)
    if len(part) != 3 or " " in whole or "'" in whole or len(whole) > 3 or whole.startswith("0") or not whole:
        return sign
    return "?"


def number(text: str, sign: str | None) -> Decimal | str:
    """The number in `text` ("1 234,50"), or the tail of a fault code: "unreadable", "ambiguous", "convention"."""
    if not text or len(text) > _LONGEST:
        return "unreadable"
    grouped = _GROUPED.match(text)
    if " " in text.strip() or "'" in text or "’" in text:
        if not grouped:
            return "unreadable"
        text = re.sub(r"[ '’]", "", text[: grouped.end()]) + text[grouped.end() :]
        if re.search(r"[ '’]", text):
            return "unreadable"
    return _parted(text, sign)


def _parted(text: str, sign: str | None) -> Decimal | str:
    shown = evidence(text)
    if not shown:
        return Decimal(text) if text.isascii() and text.isdigit() else "unreadable"
    if shown == "?" and sign is None:
        return "ambiguous"
    if sign is not None and shown not in ("?", sign):
        return "convention"
    decimal = sign or shown
    thousands = "." if decimal == "," else ","
    whole, _, part = text.partition(decimal)
    if not re.fullmatch(r"[0-9]{0,3}(?:" + re.escape(thousands) + r"[0-9]{3})+|[0-9]*", whole) or not re.fullmatch(
        r"[0-9]*", part
    ):
        return "unreadable"
    whole = whole.replace(thousands, "")
    return Decimal(f"{whole or '0'}.{part or '0'}") if whole or part else "unreadable"


def micro(value: Decimal) -> int:
    """In 10^-6, the half of one rounded to even."""
    return int((value * 10**MICRO).to_integral_value(ROUND_HALF_EVEN))


def _whole_micro(value: Decimal) -> bool:
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -MICRO


def money(
    kind: str, sign: str | None, level: str = "error", pick: int | None = None
) -> Callable[[Cell], Money | Fault | None]:
    """A cleaner of amounts. `kind` heads the fault codes ("price.zero"), `level` is theirs.

    pick: which of two amounts in one cell is meant (0 or 1), where the cell itself does not say HT and TTC.
    """

    def cleaner(cell: Cell) -> Money | Fault | None:
        found = _amount(cell, sign)
        if found == "several" and isinstance(cell, str):
            found = _of_two(cell, sign, pick)
        if isinstance(found, Money):
            return _bounded(found, kind, level)
        proposal = _in_convention(cell, sign) if found == "convention" else _proposal(cell, sign)
        found = "unreadable" if proposal and found == "several" else found
        return Fault(f"{kind}.{found}", level, proposal=proposal)  # type: ignore[arg-type]

    return cleaner


def _bounded(found: Money, kind: str, level: str) -> Money | Fault:
    if found.micro < 0:
        return Fault(f"{kind}.negative", level)  # type: ignore[arg-type]
    if found.micro >= MOST * 10**MICRO:
        return Fault(f"{kind}.too_large", level)  # type: ignore[arg-type]
    return Fault(f"{kind}.unknown_unit", "warning", found) if found.unit == UNKNOWN else found


def _amount(cell: Cell, sign: str | None) -> Money | str:
    if isinstance(cell, Decimal):
        return Money(micro(cell)) if abs(cell) < MOST * 10 else Money(int(MOST) * 10**MICRO)
    if not isinstance(cell, str):
        return "unreadable"
    text = squeezed(cell)
    match = _MONEY.match(text) if len(text) < 80 else None
    if match is None or (match["each"] and not _for_each(match)):
        return "several" if len(text) < 80 and (_TWO.match(text) or two_amounts(text)) else "unreadable"
    value = number(match["number"].strip(), sign)
    if isinstance(value, str):
        return "several" if value == "unreadable" and _TWO.match(match["number"].strip()) else value
    return Money(-micro(value) if match["sign"] in ("-", "−") else micro(value), *_said(match))


def _said(match: re.Match[str]) -> tuple[str | None, str | None, bool | None, int | None]:
    word = match["before"] or match["before2"] or match["after"]
    tax = (match["tax"] or "").replace(".", "").replace(" ", "")
    taxed = None if not tax or tax == "NET" else tax in ("TTC", "INCLVAT")
    unit = (unit_code(match["unit"]) or UNKNOWN) if match["unit"] else None
    basis = int(match["basis"].replace(" ", "")) * 10**MICRO if match["basis"] else None
    return CURRENCIES.get(word or ""), unit, taxed, basis


def _for_each(match: re.Match[str]) -> bool:
    """Whether what stands behind "/" or "les" is what the price is for: "100" may also be a second price."""
    unit = match["unit"] or ""
    if not match["basis"] or _NO_UNIT.match(unit):
        return bool(unit) and not match["basis"]
    count = int(match["basis"].replace(" ", ""))
    if match["each"] != "/" or unit:
        return count > 1
    number = match["number"].strip()
    whole = re.split(r"[.,]", number)[0].replace(" ", "")
    small = bool(re.search(r"[.,]", number)) and count >= 100 and int(whole or 0) * 5 < count
    return count in BASES and (bool(match["before"] or match["before2"] or match["after"]) or small)


def two_amounts(text: str) -> tuple[str, str] | None:
    """The two amounts of a cell ("12,50 / 11,90", "12,50 € HT (15,00 € TTC)"), squeezed; None for any other cell."""
    parts = [part.strip(" )") for part in _BETWEEN.split(text)]
    if len(parts) != 2 or not all(parts):
        return None
    return (parts[0], parts[1]) if all(_MONEY.match(part) for part in parts) else None


def _of_two(cell: str, sign: str | None, pick: int | None) -> Money | str:
    """Of two amounts the one without VAT where the cell says which that is, else the one that was picked."""
    parts = two_amounts(squeezed(cell))
    found = [_amount(part, sign) for part in parts or ()]
    amounts = [each for each in found if isinstance(each, Money)]
    if len(amounts) < 2:
        return "several"
    without = [each for each in amounts if each.includes_vat is False]
    if len(without) == 1 and all(each.micro >= without[0].micro for each in amounts):
        return without[0]
    told = any(each.includes_vat is not None for each in amounts)
    return "several" if told or pick is None else amounts[pick]


def _proposal(cell: Cell, sign: str | None) -> str | None:
    """What the cell would be with its letters O and l read as digits, or 12€50 as 12,50: shown to the person, never taken."""
    text = text_of(cell).strip()
    mended = re.sub(r"(?<=[0-9]) *([.,]) *(?=[0-9])", r"\1", text.translate(_ODD_DIGITS))
    mended = re.sub(r"(?<=[0-9])[.,] ?[-–—]+$", f"{sign or ','}00", mended)
    if match := _EURO_INSIDE.match(text):
        mended = f"{match[1]}{sign or ','}{match[2]}"
    if mended == text or not re.search(r"[0-9]", text):
        return None
    return mended if isinstance(_amount(mended, sign), Money) else None


def _in_convention(cell: Cell, sign: str | None) -> str | None:
    """14.75 as the other prices of the file are written, 14,75: shown to the person, never taken."""
    own = _amount(cell, "." if sign == "," else ",")
    return written(Decimal(own.micro).scaleb(-MICRO), sign) if isinstance(own, Money) and own.micro > 0 else None


def written(value: Decimal, sign: str | None) -> str:
    """A number as a person would type it in this file, two decimals at least."""
    text = f"{value.normalize():f}"
    whole, _, part = text.partition(".")
    return f"{whole}{sign or ','}{part.ljust(2, '0')}"


def rounded(cell: Cell) -> bool:
    """True when a cell holds more decimals than are kept (a formula's third).

    What binary fractions leave behind (3.3000000000000003 for 3.3) is mended, and is no rounding.
    """
    if isinstance(cell, str):
        match = _TAIL.search(squeezed(cell))
        cell = Decimal(f"0.{match.group(1)}") if match else None
    if not isinstance(cell, Decimal) or _whole_micro(cell):
        return False
    return abs(cell - Decimal(micro(cell)).scaleb(-MICRO)) > _NOISE * max(Decimal(1), abs(cell))


def quantity(kind: str, sign: str | None) -> Callable[[Cell], int | Fault | None]:
    """A cleaner of quantities: 10^-6 units, above zero. "par 10" and "10 pièces" give 10."""

    def cleaner(cell: Cell) -> int | Fault | None:
        if isinstance(cell, Decimal):
            value: Decimal | str = cell
        else:
            match = re.match(
                rf"^(?:PAR |X ?|DÈS |DE |≥ ?|>= ?)?({_NUMBER})(?: ?[A-ZÀ-Ý][^0-9]{{0,20}}| ?\+)?$", squeezed(cell)
            )
            value = number(match.group(1).strip(), sign) if match else "unreadable"
        if isinstance(value, str) or not 0 < value < MOST:
            return Fault("quantity.unreadable", "warning", params={"field": kind})
        return micro(value)

    return cleaner


def days(cell: Cell) -> int | Fault | None:
    """Whole days: "5", "5 jours", "48 h", "2 semaines". A stretch or a fraction is not guessed at."""
    text = squeezed(cell)
    match = re.match(
        r"^([0-9]{1,4})(?:[.,]0+)? ?(J|JOURS?|JRS?|D|DAYS?|H|HEURES?|HOURS?|S|SEM|SEMAINES?|WEEKS?|TAGE?)?\.?(?: OUVR[ÉE]+S?)?$",
        text,
    )
    if not match:
        return Fault("days.unreadable", "warning")
    count, unit = int(match.group(1)), (match.group(2) or "J")[0]
    return -(-count // 24) if unit == "H" else count * 7 if unit in ("S", "W") else count

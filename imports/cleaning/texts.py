"""Texts, references, article numbers and hazard statements as they are typed."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal

from imports.cleaning import Fault
from imports.record import Cell

LONGEST_REFERENCE = 100
LONGEST_NAME = 1000
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_EXPONENT = re.compile(r"^[+-]?\d(?:[.,]\d+)?\s*[eE]\s*\+?\d+$")
_BLANK = frozenset(("-", "--", "---", "–", "—", "/", ".", "n/a", "#n/a", "néant", "neant", "sans objet"))
_NOTHING = _BLANK | {"na", "n.a.", "nc", "n.c.", "s.o."}
"""What people type into a cell that they leave blank; the short words may also be somebody's name."""
_LONGEST_NOTHING = 40
_LOST_FROM = 10**15
"""A workbook's number of more digits than 15 has lost the last of them."""
_CODE = re.compile(
    r"(?<![A-Za-z])(EUH|H)[\s._-]?(\d{3}(?:[A-Za-z]{1,2}(?![A-Za-z\d]))?)(?!\d)|(?<![A-Za-z])(?:GHS|SGH)[\s._-]?(0?\d)(?!\d)"
    r"|(?<=\d)/(\d{3})(?!\d)",
    re.IGNORECASE,
)
"""A statement, a pictogram, or a number that goes on with the letters before it ("EUH440/441")."""
_HALF_READ = re.compile(
    r"\bE?U?H[\s._-]?(?=[\dIlOo]*\d)[\dIlOo]{3}\b|\bR\s?\d\d?\b|\bX[in]\b"
    r"|(?:^|[,;\n])\s*(?:corrosi|irritant|toxi|nocif|nocive|harmful|inflammable|flammable)\w*\s*(?=$|[,;\n])",
    re.IGNORECASE,
)
"""What looks like a further danger beside the codes that are read: a mistyped code, an old phrase, a lone word."""
_NO_DANGER = re.compile(
    r"non\s+(?:dangereux|class|concern)|aucun|sans\s+danger|pas\s+de|not\s+(?:hazardous|classified)|none|no\s+hazard",
    re.IGNORECASE,
)
_NO_INFORMATION = re.compile(
    r"donn[ée]e|information|fiche|\bfds\b|\bsds\b|\bdata\b|renseign|communiqu|connu|known", re.IGNORECASE
)
_NONE = frozenset(("néant", "neant", "sans objet", "s.o."))
"""What says of dangers that there are none; a dash says nothing."""


def text_of(cell: Cell) -> str:
    """A cell as text, as the person sees it: 12 for 12.0, ISO dates, inner blanks kept."""
    if cell.__class__ is str:
        return cell
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)


def plain(cell: Cell) -> str:
    """One line of text: NFC, invisible characters out, blanks of all kinds as one space."""
    text = text_of(cell)
    if not text.isascii():
        text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return " ".join(text.split())


def says_nothing(cell: Cell, free: bool) -> bool:
    """True for a dash, "n/a", "néant"; outside of free text also for "nc" and "na"."""
    if not isinstance(cell, str):
        return False
    said = cell.strip()
    if len(said) > _LONGEST_NOTHING:
        return False
    if not (said.isascii() and said.isalnum()):
        said = plain(said)
    return said.casefold() in (_BLANK if free else _NOTHING)


def name(cell: Cell) -> str | Fault | None:
    """A text of one line. Control characters are an error: something broke on the way here."""
    if _CONTROL.search(text_of(cell)):
        return Fault("text.control", "error")
    text = plain(cell)
    return text[:LONGEST_NAME] or None


def long_text(cell: Cell) -> str | Fault | None:
    """A text whose line breaks are kept."""
    raw = text_of(cell)
    if _CONTROL.search(raw):
        return Fault("text.control", "error")
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", raw)).strip() or None


def several(cell: Cell) -> list[str] | Fault | None:
    """A list written in one cell: parted by semicolons, bars or line breaks, else by commas."""
    text = long_text(cell)
    if not isinstance(text, str):
        return text
    parts = re.split(r"[;|\n]+", text) if re.search(r"[;|\n]", text) else text.split(",")
    return [part.strip() for part in parts if part.strip() and part.strip().casefold() not in _NOTHING] or None


def reference(cell: Cell) -> str | Fault | None:
    """A reference stays text: leading zeros kept, `123.0` of a number cell read as 123; 3.76E+12 and dates refused."""
    if isinstance(cell, Decimal) and abs(cell) >= _LOST_FROM:
        return Fault("reference.lost_digits", "error")
    if isinstance(cell, dt.date | dt.time | dt.timedelta):
        return Fault("reference.date", "error")
    text = plain(cell)
    if _CONTROL.search(text_of(cell)):
        return Fault("text.control", "error")
    if not text:
        return None
    if _EXPONENT.match(text):
        return Fault("reference.lost_digits", "error")
    if len(text) > LONGEST_REFERENCE:
        return Fault("reference.too_long", "error", params={"limit": LONGEST_REFERENCE})
    return text


def gtin(cell: Cell) -> str | Fault | None:
    """GTIN-8, -12, -13 or -14 whose check digit holds. A lost leading zero is put back; nothing else is guessed."""
    text = plain(cell)
    if not (text.isascii() and text.isdigit()):
        text = re.sub(r"[\s\-\u2010-\u2015]", "", text).strip("'=\"")
    if not text or text.casefold() in _NOTHING:
        return None
    if _EXPONENT.match(plain(cell)):
        return Fault("gtin.lost_digits", "warning")
    digits = re.sub(r"[.,]0+$", "", text)
    if not digits.isascii() or not digits.isdigit() or not digits.strip("0"):
        return Fault("gtin.unreadable", "warning")
    return _checked(digits)


def _checked(digits: str) -> str | Fault:
    if len(digits) not in (7, 8, 11, 12, 13, 14):
        return Fault("gtin.length", "warning", params={"digits": len(digits)})
    whole = digits if len(digits) in (8, 13, 14) else digits.zfill(8 if len(digits) == 7 else 13)
    if not _holds(whole):
        return Fault("gtin.check_digit", "warning", params={"digits": len(digits)})
    return whole if whole == digits else Fault("gtin.zero_restored", "warning", whole, proposal=whole)


def _holds(whole: str) -> bool:
    """Whether the last digit checks the others: from the right every second counts three times."""
    signs = whole.encode("ascii")[::-1]
    return (sum(signs[::2]) + 3 * sum(signs[1::2]) - _ZEROS[len(signs)]) % 10 == 0


_ZEROS = {length: 48 * ((length + 1) // 2 + 3 * (length // 2)) for length in (8, 13, 14)}
"""What the signs of a number of nothing but zeros add up to."""


def hazards(cell: Cell) -> list[str] | Fault | None:
    """H and EUH statements and GHS pictograms, once each, in the order written; combined statements are kept apart.

    [] where the cell says that there are none ("non classé", "aucune mention"), None where it says nothing.
    """
    text = plain(cell)
    codes = _codes(text)
    if codes:
        half = _HALF_READ.search(_CODE.sub("", text))
        return Fault("hazard.part_read", "warning", codes) if half else codes
    if text.casefold() in _NONE:
        return codes
    if text.casefold() in _NOTHING:
        return None
    if _NO_DANGER.search(text):
        return None if _NO_INFORMATION.search(text) else []
    return Fault("hazard.unread", "warning")


def _codes(text: str) -> list[str]:
    found: dict[str, None] = {}
    kind = ""
    for match in _CODE.finditer(text):
        letters, digits, pictogram, further = match.groups()
        kind = letters or kind
        code = _pictogram(pictogram) if pictogram else _statement(kind, digits or further)
        found |= {code: None} if code else {}
    return list(found)


def _pictogram(digits: str) -> str:
    return f"GHS{digits.zfill(2)}" if digits.strip("0") else ""


def _statement(kind: str, digits: str) -> str:
    number, letters = digits[:3], digits[3:]
    allowed = ("0", "2", "3", "4") if kind.upper() == "EUH" else ("2", "3", "4")
    return f"{kind.upper()}{number}{letters}" if kind and number[0] in allowed else ""


_YES = frozenset("oui o yes y vrai true x 1 ok ✓ ✔ ☑ ja j".split())
_NO = frozenset("non n no faux false 0 nein ☐ ✗ ✘".split())


def yes_no(cell: Cell) -> bool | None:
    """Yes, no, or None when the cell says neither."""
    word = plain(cell).casefold().rstrip(".")
    return True if word in _YES else False if word in _NO else None

"""Shares of an ingredient in percent: "5 - <15 %", "< 0,5", ">= 1 - < 5", "2,5 <= x % < 10", "1 à 5 %", "0.15"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from imports.documents.layout import Piece, Printed
from imports.documents.letters import closed


@dataclass(frozen=True, slots=True)
class Share:
    """low and high in percent, None where not said; open: the bound itself is excluded ("<", ">")."""

    low: Decimal | None
    high: Decimal | None
    low_open: bool
    high_open: bool


_N = r"(?:100(?:[.,]0+)?|\d{1,2}(?:[.,]\d{1,6})?|(?<![\d\w])[.,]\d{1,6})"
_LOW, _HIGH = r"(?P<over>>=|≥|=>|⩾|³|>)", r"(?P<under><=|≤|=<|⩽|£|<)"
"""£ and ³ are what the signs for "at most" and "at least" of a symbol font read as."""
_PERCENT = r"(?:\s*%(?:\s*(?:w/w|m/m|p/p|w/v|\(?(?:vol|wt|poids|masse|gew)\.?-?%?\)?))?)?"
_TO = r"\s*(?:-|–|—|à|to|bis|et|and|…|\.\.\.?)\s*"
_AROUND = re.compile(
    rf"(?P<low>{_N}){_PERCENT}\s*(?P<over><=|≤|=<|<)\s*(?:x|c|conc\.?|w|teneur|%)?{_PERCENT}\s*(?P<under><=|≤|=<|<)\s*(?P<high>{_N}){_PERCENT}",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"{_LOW}?\s*(?P<low>{_N}){_PERCENT}(?:{_TO}|\s*(?=<|≤)){_HIGH}?\s*(?P<high>{_N}){_PERCENT}", re.IGNORECASE
)
_UPPER = re.compile(
    rf"(?:{_HIGH}|(?P<most>max\.?|jusqu.?à|up to|bis zu|inf[ée]rieure? à|moins de))\s*(?P<high>{_N}){_PERCENT}",
    re.IGNORECASE,
)
_LOWER = re.compile(rf"{_LOW}\s*(?P<low>{_N}){_PERCENT}")
_EXACT = re.compile(rf"(?:env(?:iron|\.)|ca\.?|about|approx\.?|~)?\s*(?P<low>{_N})\s*%", re.IGNORECASE)
_LOST = re.compile(rf"(?P<low>{_N})\s+(?P<high>{_N})\s*%")
"""A range whose dash the font has lost; only where a cell holds nothing else."""
_ALONE = re.compile(rf"(?P<low>{_N})")
_SHAPES = (_AROUND, _RANGE, _UPPER, _LOWER, _EXACT, _ALONE)
_UNITS = re.compile(r"(?<![^\W\d_])(?:gew|vol|masse|wt|w|m)\.?\s?-?\s?%|g ?/ ?100 ?(?:g|ml)\b", re.IGNORECASE)
"""Other ways to write "%"."""
_TWO = rf"{_LOW}?\s*{_N}{_PERCENT}{_TO}{_HIGH}?\s*{_N}{_PERCENT}"
_EDGES = (
    re.compile(rf"(?P<range>{_TWO})\s+(?:[^\W\d_]{{2}}|[A-Z][;+])", re.IGNORECASE),
    re.compile(rf".*[^\d\s.,/-]\s+(?P<range>{_TWO})\*?$", re.IGNORECASE),
)
"""A range at either edge of a cell that the next one runs into."""
_TAIL = re.compile(rf".*[^\d\s.,/-]\s+(?P<rest>{_LOW}\s*{_N}\s*%?\s*[-–—]\s*(?:<=|<|≤))$", re.IGNORECASE)
_UNFINISHED = re.compile(rf"^{_LOW}?\s*{_N}\s*%?\s*(?:(?:[-–—]|à|to|bis)\s*(?:<=|<|≤)?|<=|<|≤)$", re.IGNORECASE)
_SIGN = re.compile(r"<=|≤|<")
_BEGUN = re.compile(rf"(?:>=|≥|>|<=|≤|<)|(?:>=|≥|>)?\s*{_N}\s*%?\s*[-–—]\s*(?:<=|≤|<)?")
_GOES_ON = re.compile(rf"(?:<=|≤|<)?\s*{_N}\s*(?:%?|%?\s*[-–—]\s*(?:<=|≤|<)?)")
_NUMBER_FIRST = re.compile(rf"^(?:<=|≤|<)?\s*{_N}\s*%?(?![\d\w/.-])")
_NOISE = re.compile(
    r"\b\d{2,7}-\d{2}-\d\b|\b\d{3}-\d{3}-\d\b|\b\d{3}-\d{3}-\d{2}-[\dX]\b|\b\d{2}-\d{10}-\d{2}(?:-[\dX]{4})?\b|\([^)]*\)|\[[^\]]*\]"
    r"|\b(?:EUH|H|R|P)\s?\d{2,3}\w*\b|\bM(?:-?factor|-?Faktor)?[^=]{0,12}=\s*\d+|\bC\s*[<>≤≥]=?\s*[\d.,]+\s*%?"
    r"|[\d.,]+\s*%?\s*[<>≤≥]=?\s*C\s*[<>≤≥]=?\s*[\d.,]+\s*%?|\b(?:GHS|SGH)\s?\d\d\b"
)
_LONGEST = 1500
"""A line of more letters is no row of a table."""
_NEAR = 3
_ALIGNED = 12
"""Cells of one column begin within so many points of each other."""
_COLUMN = re.compile(
    r"%|concentration|percent|teneur|\bconc\b|quantit|gehalt|konzentration|weight|poids|gew|menge|proportion|w/w",
    re.IGNORECASE,
)
_LEADS = re.compile(r"(?:concentration|teneur|gehalt|konzentration|content|conc\.?)\s*[\[(]\s*%\s*[\])]", re.IGNORECASE)
"""A heading that runs into the next one."""


def shares_of(rows: Sequence[Printed], numbered: frozenset[int]) -> dict[int, Share]:
    """Index of a line -> the share it holds.

    numbered: the lines that hold a substance's number; only there, and under the heading of the column of shares, a bare
    figure is a share. Where that column holds the shares, no other cell does: limits of a classification are none.
    """
    column = _column(rows)
    found: dict[int, Share] = {}
    under: dict[int, Share] = {}
    spent: set[tuple[int, float]] = set()
    for index in range(len(rows)):
        share, in_column = _in_line(rows, index, column, index in numbered, spent)
        if share:
            found[index] = share
            if in_column:
                under[index] = share
    return _in_column(found, under, numbered) if under and len(under) >= len(numbered) else found


def _in_column(found: dict[int, Share], under: dict[int, Share], numbered: frozenset[int]) -> dict[int, Share]:
    """The shares under their heading, and those of numbered lines near which none stands: the heading may be set askew."""
    free = under.keys() - numbered
    askew = {
        index: share
        for index, share in found.items()
        if index in numbered and index not in under and not free & set(range(index - _NEAR, index + _NEAR + 1))
    }
    return dict(sorted((under | askew).items()))


def _in_line(
    rows: Sequence[Printed], index: int, column: Piece | None, numbered: bool, spent: set[tuple[int, float]]
) -> tuple[Share | None, bool]:
    """The share of the cell under the column's heading (then True), else of any cell, else in the midst of the line.

    spent: the cells that were read as the rest of a share above them.
    """
    if len(rows[index].text) > _LONGEST:
        return None, False
    pieces = _joined([piece for piece in rows[index].pieces if (index, piece.left) not in spent])
    under = [piece for piece in pieces if column and _overlap(piece, column)]
    others = [piece for piece in reversed(pieces) if piece not in under]
    asked = [*((piece, True) for piece in under), *((piece, False) for piece in others)]
    for piece, bare in (*asked, *((piece, True) for piece in others if numbered)):
        share = whole(_finished(rows, index, piece, column, spent), bare)
        if share or (share := _at_edge(piece.text) if piece in under else None):
            return share, piece in under
    return within(" ".join(piece.text for piece in pieces), numbered), False


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """The cells of a line, those of one share that stand wide apart (">=", "1,00 - <", "10,00 %") as one."""
    cells: list[Piece] = []
    for piece in pieces:
        text = _closed(piece.text).strip()
        if cells and _BEGUN.fullmatch(_closed(cells[-1].text).strip()) and _GOES_ON.fullmatch(text):
            cells[-1] = Piece(f"{cells[-1].text} {text}", cells[-1].left, piece.right)
        else:
            cells.append(piece)
    return cells


def _at_edge(text: str) -> Share | None:
    """The range with which a cell under the heading of the shares opens or ends, where a name stands close by it."""
    found = (match for shape in _EDGES if (match := shape.match(text.strip())))
    return next((share for match in found if (share := whole(match["range"]))), None)


def _finished(
    rows: Sequence[Printed], index: int, piece: Piece, column: Piece | None, spent: set[tuple[int, float]]
) -> str:
    """A cell that breaks off ("10 -") with what stands below it in the same column: a figure, or a sign and a figure.

    Where another cell runs into it, so that only its end breaks off, that end alone; then below the column's heading.
    """
    text = piece.text.strip()
    tail = _TAIL.match(text) if column and _overlap(piece, column) else None
    anchor = column if tail else None
    text = tail["rest"] if tail else text
    if not _UNFINISHED.match(text):
        return piece.text
    for below in range(index + 1, min(index + 4, len(rows))):
        for other in rows[below].pieces:
            rest = _NUMBER_FIRST.match(other.text) or _SIGN.fullmatch(other.text)
            if rest and (_overlap(other, anchor) if anchor else abs(other.left - piece.left) < _ALIGNED):
                spent.add((below, other.left))
                text = f"{text} {rest.group()}"
        if not _UNFINISHED.match(text):
            return text
    return piece.text


def whole(text: str, bare: bool = False) -> Share | None:
    """The share that a cell says and nothing else. bare: a figure without sign or "%" counts too, but no note like "[1]"."""
    cell = _closed(text).strip().rstrip("*").strip()
    bare = bare and not cell.startswith(("(", "["))
    for shape in (*_SHAPES, _LOST):
        match = shape.fullmatch(cell.strip(" ()[]"))
        if match and (bare or shape is not _ALONE) and (share := _share(shape, match)):
            return share
    return None


def within(text: str, numbered: bool = False) -> Share | None:
    """The share in the midst of a line: one with a sign or "%", the last one of the line; in a numbered one also a range
    or figure at its very end."""
    cleaned = _NOISE.sub(" \0 ", _closed(text))
    for shape in _SHAPES[:-1]:
        for match in reversed(list(_free(shape, cleaned))):
            signed = re.search(r"[<>≤≥%]", match.group()) is not None
            if (signed or (numbered and _last(cleaned, match))) and (share := _share(shape, match)):
                return share
    return whole(cleaned.rsplit("\0", 1)[-1], bare=True) if numbered and "\0" in cleaned else None


def _closed(text: str) -> str:
    """A line with "%" for its other spellings; one whose letters stand apart with its figures put together: "< 1 5 %"."""
    return closed(_UNITS.sub("%", text))


def _free(shape: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """Matches that are no part of a longer number or word ("C12-15", "1,2-benz...")."""
    return [
        match
        for match in shape.finditer(text)
        if not re.search(r"[\w.,/-]$|(?:^|\s)\d[\d.,]*\s+$", text[: _start(match)])
        and not re.match(r"[\w/]|[.,-]\w", text[match.end() :])
    ]


def _start(match: re.Match[str]) -> int:
    """Where the first sign or figure of a match stands; a blank may open it."""
    return match.end() - len(match.group().lstrip())


def _last(text: str, match: re.Match[str]) -> bool:
    return not re.search(r"\w", text[match.end() :])


def _share(shape: re.Pattern[str], match: re.Match[str]) -> Share | None:
    said = match.groupdict()
    low, high = _number(said.get("low")), _number(said.get("high"))
    if shape in (_EXACT, _ALONE):
        return Share(low, low, False, False)
    if low is not None and high is not None and low > high:
        return None
    return Share(low, high, _strict(said.get("over")), _strict(said.get("under")))


def _strict(sign: str | None) -> bool:
    return sign in ("<", ">")


def _number(text: str | None) -> Decimal | None:
    return Decimal(text.replace(",", ".")) if text else None


def _column(rows: Sequence[Printed]) -> Piece | None:
    """The heading of the column of shares: a short cell with one of its words, in the first lines of the section; or the
    beginning of a line that has no cells."""
    for line in rows[:40]:
        for piece in line.pieces:
            if len(line.pieces) > 1 and len(piece.text) <= 30 and _COLUMN.search(piece.text) and not whole(piece.text):
                return piece
        if len(line.pieces) == 1 and (head := _LEADS.match(line.text)):
            piece = line.pieces[0]
            wide = (piece.right - piece.left) * head.end() / len(piece.text)
            return Piece(head.group(), piece.left, piece.left + wide)
    return None


def _overlap(piece: Piece, column: Piece) -> bool:
    return piece.left < column.right + 4 and piece.right > column.left - 4

"""CAS and EC numbers of section 3 with their share in percent, row by row of the table of ingredients."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from imports.documents.layout import Piece, Printed
from imports.documents.letters import apart, mended
from imports.documents.numbers import mended_numbers, valid_cas, valid_ec
from imports.documents.record import Substance
from imports.documents.shares import Share, shares_of, whole
from imports.documents.stream import Body

_CAS = re.compile(r"(?<![\w-])(?:CAS[:\s]*)?(\d{2,7}) ?[-–‑] ?(\d{2}) ?[-–‑] ?(\d)(?![\d\w]|[-–‑]\d)")
_EC = re.compile(r"(?<![\d-])([2-9]\d{2}) ?[-–‑] ?(\d{3}) ?[-–‑] ?(\d)(?![\d\w]|[-–‑]\d)")
_LABEL = re.compile(
    r"^\W*(?:N[°ºo.]+\s*)?(?:CAS|EC|CE|EG|EINECS|RRN|REACH|INDEX|ID|REG)\b|n[°ºo.]+\s*(?:CAS|CE|index)|^\W*$|^\d[\d\s\-–]*$",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"\bn[°ºo]\.?[\s-]*CAS\b|\bCAS\b.{0,12}(?:number|no\b|n[°ºo]|nr|nummer)|identifi|chemical name|nom chimique|ingredient",
    re.IGNORECASE,
)
_NUMBERING = re.compile(r"[\s,;(]*\b(?:n[°ºo]\.?|no\.|nr\.)\s*$", re.IGNORECASE)
_LABELS = re.compile(r"\b(?:CAS|EC|CE|EG|EINECS|and|et|und)\b", re.IGNORECASE)
_OPENS = re.compile(r"^\W*(?:N[°ºo.]*\s*)?(?:CAS|EC|CE|INDEX|EINECS)\b", re.IGNORECASE)
_SECTION = re.compile(r"^\W*(?:section|rubrique|abschnitt)?\s*3\b", re.IGNORECASE)
_TALLEST, _LONGEST, _ALIGNED, _MOST, _NEAR = 6, 300, 15, 500, 4
NUMBERED = (3, 2)
"""Substances are read in section 3; section 2 adds those that only its label names."""


@dataclass(frozen=True, slots=True)
class _Row:
    """What one ingredient's row holds: its numbers (several where a mixture shares a row), where, and its share."""

    index: int
    numbers: tuple[str, ...]
    share: Share | None = None


def substances_of(body: Body) -> tuple[Substance, ...]:
    """Every numbered substance once, with the share that stands in its row; in reading order, section 3 first."""
    found: dict[str, Substance] = {}
    for section in NUMBERED:
        for substance in _in_section(body, section):
            found.setdefault(substance.cas or substance.ec or "", substance)
    return tuple(found.values())


def _in_section(body: Body, section: int) -> Iterator[Substance]:
    """The substances of section 3, by CAS number or, where it prints none, by EC number; by CAS alone in section 2."""
    rows = list(_parted(mended_numbers(body.rows(section))))
    by_cas = _rows(rows, _CAS)
    by_ec = () if by_cas or section != 3 else _rows(rows, _EC)
    shared = _with_shares(by_cas or by_ec, rows) if section == 3 else by_cas
    companions = _companions(rows, shared) if by_cas else {}
    alone = _alone(rows, by_cas, companions) if by_cas and section == 3 else []
    edge = min((piece.left for line in rows for piece in line.pieces), default=0.0)
    for row in sorted((*shared, *alone), key=lambda row: row.index):
        for number in row.numbers:
            cas, ec = (None, number) if by_ec or row in alone else (number, companions.get(number))
            yield _substance(rows, row, cas, ec, section, _name(rows, row.index, edge))


def _alone(rows: Sequence[Printed], by_cas: Sequence[_Row], companions: Mapping[str, str]) -> list[_Row]:
    """Rows of a table by CAS number that have none: an EC number that goes with no other, and a share on its own line."""
    taken = {row.index for row in by_cas}
    left = [
        row
        for row in _rows(rows, _EC)
        if row.index not in taken
        and valid_ec(row.numbers[0])
        and row.numbers[0] not in companions.values()
        and not _in_brackets(row, rows)
    ]
    shares = shares_of(rows, frozenset(row.index for row in left)) if left else {}
    return [replace(row, numbers=row.numbers[:1], share=shares[row.index]) for row in left if row.index in shares]


def _parted(rows: Sequence[Printed]) -> Iterator[Printed]:
    """A line that holds several rows of the table, as of a text that lost its breaks, in as many parts: from one CAS number
    to the next where more than a comma stands between them. A row with a number in a cell of its own is one row."""
    for row in rows:
        whole = any(_CAS.fullmatch(piece.text.strip()) for piece in row.pieces)
        numbers = [] if whole else [match for match in _CAS.finditer(row.text)]
        cuts = [
            after.start()
            for before, after in pairwise(numbers)
            if re.search(r"[^\W\d_]{2}|%", _LABELS.sub("", row.text[before.end() : after.start()]))
        ]
        for start, end in pairwise((0, *cuts, len(row.text))) if cuts else ():
            text = row.text[start:end].strip()
            yield Printed(row.page, row.line, (Piece(text, row.pieces[0].left, row.pieces[-1].right),), text)
        if not cuts:
            yield row


def _substance(
    rows: Sequence[Printed], row: _Row, cas: str | None, ec: str | None, section: int, name: str | None
) -> Substance:
    share = row.share or Share(None, None, False, False)
    valid = valid_cas(cas) if cas else valid_ec(ec or "")
    line = rows[row.index]
    return Substance(
        cas, ec, name, share.low, share.high, share.low_open, share.high_open, valid, section,
        line.page, line.line,
    )  # fmt: skip


def names_substance(text: str) -> bool:
    """Whether a text holds the CAS number of a substance."""
    return any(valid_cas("-".join(match.groups())) for match in _CAS.finditer(text))


def _rows(rows: Sequence[Printed], shape: re.Pattern[str]) -> list[_Row]:
    """The lines with numbers of this shape, each number where it stands first; one that is only mentioned there, in
    brackets, where it has a cell of its own."""
    found, seen, own = [], set[str](), _cells(rows, shape)
    for index, line in enumerate(rows):
        numbers = tuple(dict.fromkeys(_written(match) for match in shape.finditer(_read(line.text, shape))))
        if shape is _CAS:
            numbers = tuple(number for number in numbers if _plausible(number, line.text))
        mentioned = {number for number in numbers if own.get(number, index) != index and _closes(number, line.text)}
        here = (number for number in numbers if number not in seen | mentioned)
        if fresh := tuple(here):
            found.append(_Row(index, fresh))
            seen.update(fresh)
    return found[:_MOST]


def _cells(rows: Sequence[Printed], shape: re.Pattern[str]) -> dict[str, int]:
    """Number -> the first line where a cell holds it and nothing else; among synonyms it is named, not listed."""
    found: dict[str, int] = {}
    for index, row in enumerate(rows):
        for piece in row.pieces:
            if match := shape.fullmatch(piece.text.strip()):
                found.setdefault(_written(match), index)
    return found


def _closes(number: str, line: str) -> bool:
    """Whether a closing bracket follows a number."""
    return re.search(rf"{re.escape(number)}\s*\)", line) is not None


def _written(match: re.Match[str]) -> str:
    """A number without the zeros that a register of ten figures puts before it: 0000067-63-0 is 67-63-0."""
    first, *rest = match.groups()
    return "-".join((first.lstrip("0").rjust(2, "0"), *rest))


def _read(line: str, shape: re.Pattern[str]) -> str:
    """A line; where its letters stand apart and it shows no number as it is, with figures and hyphens put together."""
    return re.sub(r"(?<=[\d-]) (?=[\d-])", "", line) if apart(line) and not shape.search(line) else line


def _plausible(number: str, line: str) -> bool:
    """A right check digit, or a wrong one where the line says that it is a CAS number; dates and phones are neither."""
    return valid_cas(number) or "CAS" in line.upper()


def _with_shares(named: Sequence[_Row], rows: Sequence[Printed]) -> list[_Row]:
    """Each row with its share. Shares on the row's own line win, and a single one left near a row goes to it; where most
    have none they go before or after, as the first one does."""
    shares = shares_of(rows, frozenset(row.index for row in named))
    own = {index for index in shares if any(row.index == index for row in named)}
    if len(own) * 2 >= len(named):
        left = {index: share for index, share in shares.items() if index not in own}
        near = [None if _in_brackets(row, rows) else _left(named, at, left) for at, row in enumerate(named)]
        return [replace(row, share=shares.get(row.index) or near[at]) for at, row in enumerate(named)]
    ahead = bool(shares) and min(shares) < named[0].index if named else False
    return [replace(row, share=_nearest(named, at, shares, ahead)) for at, row in enumerate(named)]


def _in_brackets(row: _Row, rows: Sequence[Printed]) -> bool:
    """Whether a number is only mentioned: "the content of benzene (EINECS 200-753-7) lies below 0.1 %"."""
    return re.search(rf"\([^()]*{re.escape(row.numbers[0])}[^()]*\)", rows[row.index].text) is not None


def _left(named: Sequence[_Row], at: int, left: Mapping[int, Share]) -> Share | None:
    """The only share that stands near this row's number, between those before and after it, on no number's own line."""
    here = named[at].index
    floor = max(named[at - 1].index if at else -1, here - _NEAR - 1)
    ceiling = min(named[at + 1].index if at + 1 < len(named) else here + _NEAR + 1, here + _NEAR + 1)
    between = [share for index, share in left.items() if floor < index < ceiling]
    return between[0] if len(between) == 1 else None


def _nearest(named: Sequence[_Row], at: int, shares: dict[int, Share], ahead: bool) -> Share | None:
    """The share between this row's number and the one before (ahead) or the one after it."""
    here = named[at].index
    if here in shares:
        return shares[here]
    if ahead:
        floor = named[at - 1].index if at else -1
        between = [index for index in shares if floor < index < here]
        return shares[max(between)] if between else None
    ceiling = named[at + 1].index if at + 1 < len(named) else here + 12
    between = [index for index in shares if here < index < ceiling]
    return shares[min(between)] if between else None


def _companions(rows: Sequence[Printed], named: Sequence[_Row]) -> dict[str, str]:
    """CAS number -> the EC number of the same row: on its line, else the nearest one above or below it that no other has;
    of two at one distance the one above where the section opens with an EC number. Two lines with a share each are two
    rows."""
    numbers = _rows(rows, _EC)
    ahead = bool(numbers) and bool(named) and numbers[0].index < named[0].index
    shares = shares_of(rows, frozenset(row.index for row in (*named, *numbers)))
    found: dict[str, str] = {}
    taken: set[int] = set()
    for reach in (0, _NEAR):
        for row in named:
            near = [each for each in numbers if abs(each.index - row.index) <= reach and each.index not in taken]
            near = [each for each in near if each.index == row.index or not {each.index, row.index} <= shares.keys()]
            if len(row.numbers) == 1 and row.numbers[0] not in found and near:
                nearest = min(near, key=lambda each: (abs(each.index - row.index), (each.index < row.index) != ahead))
                taken.add(nearest.index)
                found[row.numbers[0]] = nearest.numbers[0]
    return found


def _name(rows: Sequence[Printed], index: int, edge: float) -> str | None:
    """The words at the left edge of the row: on the number's line and those above it that belong to the same row, or
    below it where the row opens with its numbers. edge: where the leftmost cell of the section begins."""
    here = _words(rows[index].pieces, edge)
    if here is None and rows[index].pieces[0].left <= edge + _ALIGNED and _OPENS.match(rows[index].pieces[0].text):
        return _below(rows, index, edge)
    above: list[str] = []
    for line in reversed(rows[max(index - _TALLEST, 0) : index]):
        if _HEADER.search(line.text) or _CAS.search(line.text) or _SECTION.match(line.text):
            break
        words = _words(line.pieces, edge)
        if words is None and whole(line.text):
            break
        if here and not (words and words.endswith(("-", ","))):
            break
        if words and not _ends(words):
            above.insert(0, words)
        if len(line.pieces) > 2:
            break
    whole_name = (*above, here, *_rest(rows, index, edge)) if here else above
    return _NUMBERING.sub("", " ".join(whole_name)[:_LONGEST]).rstrip(" ,(") or None


def _rest(rows: Sequence[Printed], index: int, edge: float) -> list[str]:
    """How a name goes on in the lines below its number's line: alone there, in small letters."""
    rest: list[str] = []
    for line in rows[index + 1 : index + _TALLEST]:
        words = _words(line.pieces, edge)
        if len(line.pieces) > 1 or words is None or words != line.text.strip() or not words[0].islower():
            return rest
        rest.append(words)
    return rest


def _below(rows: Sequence[Printed], index: int, edge: float) -> str | None:
    for line in rows[index + 1 : index + _TALLEST]:
        if _CAS.search(line.text):
            return None
        if words := _words(line.pieces, edge):
            return words[:_LONGEST]
    return None


def _ends(words: str) -> bool:
    """Whether a line above is a sentence or a heading of its own and not the beginning of a name."""
    return words.endswith((".", ":", "]"))


def _words(pieces: Sequence[Piece], edge: float) -> str | None:
    """The first piece with letters, cut before its numbers; nothing where it does not stand at the left edge."""
    if not pieces or pieces[0].left > edge + _ALIGNED:
        return None
    text = re.split(
        r"\b(?:CAS|RRN|EC|CE|EG|REACH|INDEX)\b *[:n#]", _CAS.sub("\0", pieces[0].text), flags=re.IGNORECASE
    )[0]
    text = text.split("\0")[0].strip(" :;–").lstrip(",")
    return mended(text) if len(re.findall(r"[^\W\d_]", text)) > 2 and not _LABEL.search(text) else None

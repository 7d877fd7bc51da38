"""H, EUH and P codes as they are printed: glued or spaced, alone or combined, broken over lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imports.documents.record import Code
from imports.documents.statements import statements
from imports.documents.stream import Body, Stream

PRECAUTIONS = frozenset(
    f"P{number}"
    for part in (
        range(101, 104), range(201, 204), range(210, 213), range(220, 224), range(230, 237), range(240, 245),
        (250, 251), range(260, 266), range(270, 274), range(280, 287), range(301, 323), range(330, 343), range(350, 355),
        range(360, 365), range(370, 379), (380, 381, 390, 391), range(401, 408), range(410, 414), (420, 422),
        range(501, 504),
    )
    for number in part
)  # fmt: skip
"""The precautionary statements of the CLP regulation, those it has dropped since among them."""

_NUMBER = r"\d ?\d ?\d(?!\d)"
_LETTERS = r"(?:F ?D|F ?d|D ?f|f ?d|[FDfdiA])"
_TAIL = rf"(?: ?(?:{_LETTERS}(?![\w’'])|\( ?{_LETTERS} ?\)))?"
_ONE = rf"(?:E ?U ?H|H|P) ?[-–]? ?{_NUMBER}{_TAIL}"
_MORE = rf"(?: ?[+&/] ?(?:(?:E ?U ?H|H|P) ?[-–]? ?)?{_NUMBER}{_TAIL})*"
_CODES = re.compile(rf"(?<![A-Za-z0-9])(?<!\bp )(?<![A-Za-z]-){_ONE}{_MORE}")
_PART = re.compile(rf"(E ?U ?H|H|P)? ?[-–]? ?({_NUMBER})({_TAIL})")
_GLUED = re.compile(r"^(?:H[234]|EUH[0-4])\d\d$")
_BRACKETS = str.maketrans("", "", "() ")
_BLANK = " "


def printed_codes(body: Body) -> tuple[Code, ...]:
    """Every code printed in the sheet, by section, each once a line, in reading order.

    What only the other word order shows (a code or combination broken over the lines of a cell) is added to it.
    """
    found: dict[tuple[int, str], Code] = {}
    for section, stream in body.in_file.items():
        codes = list(_found(body, section, stream))
        seen = {part for _, code in codes for part in code.code.split("+")}
        across = [pair for pair in _found(body, section, body.across[section]) if not parts(pair[1].code) <= seen]
        for index, code in (*codes, *across):
            found.setdefault((index, code.code), code)
    return tuple(code for _, code in sorted(found.items(), key=lambda pair: pair[0][0]))


def parts(code: str) -> frozenset[str]:
    """The single codes of a combination."""
    return frozenset(code.split("+"))


def _found(body: Body, section: int | None, stream: Stream) -> Iterator[tuple[int, Code]]:
    for match in _CODES.finditer(stream.text):
        index = stream.line(match.start())
        line = body.lines[index]
        for code in codes_in(match.group()):
            yield index, Code(code, section, line.page, line.line)


def codes_of_line(text: str) -> list[str]:
    """Every code printed in a line."""
    return [code for match in _CODES.finditer(text) for code in codes_in(match.group())]


def codes_in(text: str) -> list[str]:
    """The codes of one printed group: "H302 + 312" -> ["H302+H312"], "H315/H319" -> ["H315", "H319"]."""
    letter, singles = "", []
    for match in _PART.finditer(text):
        letter = (match.group(1) or letter).replace(_BLANK, "")
        singles.append(_known(letter, match.group(2).replace(_BLANK, ""), match.group(3).translate(_BRACKETS)))
    known = [code for code in singles if code]
    if len(known) < 2:
        return known
    if all(code.startswith("P") for code in known):
        return ["+".join(known)]
    joined = "+".join(sorted(known))
    return [joined] if joined in statements().codes else known


def _known(letter: str, number: str, tail: str) -> str | None:
    """The code as the regulation writes it; a number it does not know stays as printed, for a person to judge."""
    code = f"{letter}{number}"
    if letter == "P":
        return code if code in PRECAUTIONS else None
    known = statements().codes
    for told in (code + tail, code + tail.lower()):
        if told in known:
            return told
    return code if code in known or _GLUED.match(code) else None

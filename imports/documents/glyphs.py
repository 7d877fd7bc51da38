"""Text whose fonts name no letters but count their pictures: 6LFKHUKHLW is "Sicherheit".

A font of the old TrueType order without a table of letters gives the number of each picture where a letter should be. That
order is fixed: pictures 3 to 97 are the letters of ASCII from the blank on, those from 98 on the Macintosh's.
"""

from __future__ import annotations

from collections.abc import Sequence

_BLANK = 3
_LEAST = 0.03
"""So many of the signs of a page are blanks where it is counted; in no text is the sign of number 3 a letter."""
_FEWEST = 20
_ASCII, _LAST_ASCII, _LAST = 29, 97, 225
_LINE_ENDS = frozenset((10, 13))


def counted(codes: Sequence[int]) -> bool:
    """Whether the letters of a page are numbers of pictures."""
    return len(codes) >= _FEWEST and codes.count(_BLANK) > _LEAST * len(codes)


def letter_of(code: int) -> int:
    """The code of the letter that a picture shows. Blanks and ends of lines, which the reader sets itself, stay."""
    if code in _LINE_ENDS or code == ord(" ") or not _BLANK <= code <= _LAST:
        return code
    return code + _ASCII if code <= _LAST_ASCII else ord(bytes((code + _ASCII + 1,)).decode("mac_roman"))

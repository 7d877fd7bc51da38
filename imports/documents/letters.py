"""Letters without their spacing: sheets are printed with blanks between letters, lost accents and broken words."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

_FOLDED = {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "ﬁ": "fi", "ﬂ": "fl"}
_FIGURES_APART = re.compile(r"(?<=[\d.,/-]) (?=[\d.,/-])")
_SPACED = re.compile(r"(?<!\S)[^\W_](?: [^\W_]){2,}(?=[\s:;,.()]|$)")


def compact(text: str) -> str:
    """Letters and digits alone, lower case, without accents: "Mention d’avertissement :" -> "mentiondavertissement"."""
    if text.isascii():
        return "".join(letter for letter in text.lower() if letter.isalnum())
    return "".join(_letter(letter) for letter in text)


def _letter(letter: str) -> str:
    small = letter.lower()
    if small in _FOLDED:
        return _FOLDED[small]
    return "".join(part for part in unicodedata.normalize("NFKD", small) if part.isalnum())


def mended(text: str) -> str:
    """Words whose letters stand apart put together: "d a n g e r" -> "danger". Two blanks then part two words."""
    return " ".join(_SPACED.sub(_joined, text).split())


def _joined(found: re.Match[str]) -> str:
    """Figures alone are left: "1 5 10" are three numbers."""
    letters = found.group().replace(" ", "")
    return letters if any(letter.isalpha() for letter in letters) else found.group()


@dataclass(frozen=True, slots=True)
class Letters:
    """A stretch of words as compact text. starts[i]: where word i begins in `text`."""

    text: str
    starts: tuple[int, ...]

    def word(self, position: int) -> int:
        """The index of the word that holds a position of `text`."""
        return bisect_right(self.starts, position) - 1

    def ends_word(self, position: int) -> bool:
        """Whether a word ends just before this position, so that nothing of it is cut off."""
        at = bisect_left(self.starts, position)
        return position >= len(self.text) or (at < len(self.starts) and self.starts[at] == position)

    def begins_word(self, position: int) -> bool:
        """Whether a word begins at this position."""
        return self.ends_word(position) and position < len(self.text)


def letters_of(words: Sequence[str]) -> Letters:
    """The words one behind the other. A word without letters begins where the next one does."""
    parts = [compact(word) for word in words]
    starts = [0]
    for part in parts[:-1]:
        starts.append(starts[-1] + len(part))
    return Letters("".join(parts), tuple(starts) if parts else ())


def closed(text: str) -> str:
    """A line whose letters stand apart, with its figures and the signs between them put together; others as they are."""
    return _FIGURES_APART.sub("", text) if apart(text) else text


def apart(text: str) -> bool:
    """Whether the letters and figures of a line stand apart: most of its words are a single one."""
    words = [word for word in text.split() if any(letter.isalnum() for letter in word)]
    return len(words) > 4 and sum(len(word) == 1 for word in words) * 5 > len(words) * 3

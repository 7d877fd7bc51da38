"""One French analyser for what suppliers write and what buyers type, so that both meet on the same terms.

A text is folded (accents, case, ligatures), its measures are joined ("5 litres" -> `5l`), and it is cut into chunks at
spaces. A chunk of letters yields words, each known by its stem, and what they are when written as one
("multi-usages" -> `multiusag`); a chunk with a digit is kept whole, with the forms that mean the same ("75cl" -> `75cl`,
`750ml`; "TN-2420" -> `tn-2420`, `tn2420`) and its parts. Everything here works on the folded form alone, so an accent
typed or left out never changes the answer.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from catalog.facets.french import NUMBERS, STOP, stem

JOIN = "\x01"
"""Stands where a space was between a number and its unit, so that the chunks as typed can be told again."""
CUT = "\x02"
"""Stands between two texts that are folded in one go."""
CONCEPT = "@"
"""Before a set of synonyms among the terms."""
GTIN_DIGITS = 8
"""From how many digits on a number may be a GTIN, which is the same with or without leading zeros."""
SYNONYMS = Path(__file__).with_name("synonyms.csv")

UNITS = {
    "l": "l lt ltr litre litres",
    "ml": "ml millilitre millilitres",
    "cl": "cl centilitre centilitres",
    "dl": "dl decilitre decilitres",
    "kg": "kg kgs kilo kilos kilogramme kilogrammes",
    "g": "g/m2 g gr grs gsm gramme grammes",
    "mg": "mg milligramme milligrammes",
    "m": "m metre metres",
    "cm": "cm centimetre centimetres",
    "mm": "mm millimetre millimetres",
    "m2": "m2",
    "m3": "m3",
    "μ": "μ μm mic micron microns",
}
SCALES = (
    {"l": 1000, "dl": 100, "cl": 10, "ml": 1},
    {"kg": 1_000_000, "g": 1000, "mg": 1},
    {"m": 1000, "cm": 10, "mm": 1},
)
SHOWN = {"l", "ml", "kg", "g", "mg", "m", "mm"}
"""The units a measure is written in among the terms: the largest that leaves a whole number."""

_WORD_UNITS = {word: unit for unit, words in UNITS.items() for word in words.split()}
_ANY_UNIT = "|".join(sorted(_WORD_UNITS, key=len, reverse=True))
_MEASURE = re.compile(rf"(\d)(\s*+)(?=[{''.join(sorted({unit[0] for unit in _WORD_UNITS}))}])({_ANY_UNIT})(?![\w'])")
NUMBER_LAST = r"\p{Nd}$"
"""A chunk that a unit after it measures (RE2), unless it is a measure itself, of SQUARED."""
SQUARED = rf"\p{{Nd}}{JOIN}?m[23]$"
"""A measure that ends with a digit (RE2)."""
UNIT_FIRST = rf"^(?:{_ANY_UNIT})(?:$|[^\p{{L}}\p{{N}}_'])"
"""A chunk that is the unit of a number before it (RE2)."""
_UNIT_FIRST = re.compile(rf"({_ANY_UNIT})(?![\w'])")
_AMOUNT = re.compile(r"(\d{1,12}(?:\.\d{1,6})?)([^\W\d].*)")
_SIGNS = re.compile("[™®©℠\x00\x01\x03-\x08]")
_HIDDEN = re.compile("[\u00ad\u200b-\u200d\ufeff]")
_MARKS = re.compile("[\u0300-\u036f]")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_QUOTES = re.compile("[\u2018\u2019\u02bc\u2032\u00b4`]")
_COMMA = re.compile(r"(?<=\d),(?=\d)")
_ELISION = re.compile(r"(?<!\w)(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'(?=\w)")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_BETWEEN_LETTERS = re.compile(r"[\W_]+")
_BETWEEN_PARTS = re.compile(r"[^\w.]+|_+|(?<=\d)x(?=\d)|\.(?!\d)|(?<!\d)\.")
_NOT_KEY = re.compile(rf"[^\w{CUT}]+")


class Word(NamedTuple):
    """One thing asked or written. `terms`: what it is known by, any of them; `surface`: as written, folded."""

    surface: str
    terms: tuple[str, ...]


class Chunk(NamedTuple):
    """What stands between two spaces.

    `forms`: terms for the whole of it (only with a digit); `words`: its parts; `joined`: several words as one.
    """

    forms: tuple[str, ...]
    words: tuple[Word, ...]
    joined: Word | None = None


class Phrase(NamedTuple):
    """One way to say a concept, as terms in a row."""

    concept: str
    terms: tuple[str, ...]


def fold(text: str) -> str:
    """Lower case without accents, ligatures or typographic signs. A CUT stays."""
    text = unicodedata.normalize("NFKD", _HIDDEN.sub("", _SIGNS.sub(" ", text))).lower()
    text = _DASHES.sub("-", _QUOTES.sub("'", _MARKS.sub("", text)))
    return text.replace("œ", "oe").replace("æ", "ae").replace("ß", "ss")


def measured(folded: str) -> str:
    """Numbers joined with their units, decimal commas as points."""
    return _MEASURE.sub(_join, _COMMA.sub(".", folded))


def joined_measure(number: str, unit: str) -> str:
    """What `measured` makes of two such chunks with a space between them."""
    return number + JOIN + _UNIT_FIRST.sub(lambda match: _WORD_UNITS[match[1]], unit, count=1)


def collated(folded: str) -> str:
    """The key that names are sorted by: words only."""
    return _NOT_KEY.sub(" ", folded)


def code(text: str) -> str:
    """How a reference or GTIN is known: folded, without spaces and signs, so that "TN-2420" is typed as "tn 2420"."""
    return plain(fold(text))


def plain(folded: str) -> str:
    """The code of what is folded already. What is made of signs alone keeps them."""
    return squeezed(folded) or "".join(folded.split())


def codes_of(typed: str) -> tuple[str, ...]:
    """The codes a typed reference or GTIN may be: itself, and without leading zeros."""
    whole = plain(fold(typed.replace(JOIN, " ")))
    return tuple(dict.fromkeys((whole, bare(whole)))) if whole else ()


def squeezed(folded: str) -> str:
    """Without spaces and signs."""
    return _BETWEEN_LETTERS.sub("", folded)


def bare(number: str) -> str:
    """A number of GTIN length without its leading zeros; anything else as it is."""
    return number.lstrip("0") if len(number) >= GTIN_DIGITS and number.isdigit() else number


@lru_cache(maxsize=100_000)
def chunk(text: str) -> Chunk:
    """Take one chunk of a measured text apart."""
    text = _EDGES.sub("", _ELISION.sub("", text.replace(JOIN, "")))
    if any(letter.isdigit() for letter in text):
        return _numbered(text)
    words = tuple(_word(part) for part in _BETWEEN_LETTERS.split(text) if _tells(part))
    return Chunk((), words, _word("".join(word.surface for word in words)) if len(words) > 1 else None)


def written(piece: Chunk) -> tuple[str, ...]:
    """The terms an offer is found by for having the whole of this chunk."""
    words = (piece.joined,) if piece.joined else piece.words
    return piece.forms or tuple(term for word in words for term in word.terms)


def partly(piece: Chunk) -> tuple[str, ...]:
    """The terms an offer is found by for having a part of this chunk. A measure is also found by its number alone."""
    if not piece.forms and not piece.joined:
        return ()
    numbers = [match[1] for form in piece.forms if (match := _AMOUNT.fullmatch(form)) and _is_measure(match)]
    found = dict.fromkeys([*(term for word in piece.words for term in word.terms), *numbers])
    return tuple(term for term in found if term not in piece.forms)


def sequence(piece: Chunk) -> tuple[str, ...]:
    """The terms of a chunk in their order, as synonyms are looked for in them."""
    return piece.forms[:1] or tuple(word.terms[0] for word in piece.words)


@cache
def phrases() -> tuple[Phrase, ...]:
    """The domain's synonyms: every way to say each concept of `synonyms.csv`, longest first."""
    with SYNONYMS.open(encoding="utf-8", newline="") as file:
        found = {Phrase(CONCEPT + row["concept"], terms_of(row["words"])) for row in csv.DictReader(file)}
    return tuple(sorted(found, key=lambda phrase: (-len(phrase.terms), phrase)))


def phrases_from(term: str) -> tuple[Phrase, ...]:
    """The phrases that begin with this term, longest first."""
    return _by_first().get(term, ())


@cache
def _by_first() -> dict[str, tuple[Phrase, ...]]:
    first = sorted({phrase.terms[0] for phrase in phrases()})
    return {term: tuple(phrase for phrase in phrases() if phrase.terms[0] == term) for term in first}


def terms_of(text: str) -> tuple[str, ...]:
    """The terms of a text in their order."""
    return tuple(term for piece in measured(fold(text)).split() for term in sequence(chunk(piece)))


def _word(surface: str) -> Word:
    """A number in words is also known by its digits."""
    number = NUMBERS.get(surface)
    return Word(surface, (stem(surface), number) if number else (stem(surface),))


def _tells(part: str) -> bool:
    return bool(part) and part not in STOP


def _join(match: re.Match[str]) -> str:
    return match[1] + (JOIN if match[2] else "") + _WORD_UNITS[match[3]]


def _numbered(text: str) -> Chunk:
    parts = [part for part in _BETWEEN_PARTS.split(text) if part]
    words = tuple(word for part in parts for word in _part(part)) if len(parts) > 1 else ()
    return Chunk(_forms(text), words)


def _part(part: str) -> tuple[Word, ...]:
    if any(letter.isdigit() for letter in part):
        return (Word(part, _forms(part)),)
    return (_word(part),) if _tells(part) else ()


def _forms(text: str) -> tuple[str, ...]:
    """As written; without its punctuation; in the unit all measures of its kind are compared in."""
    match = _AMOUNT.fullmatch(text)
    same = _canonical(match) if match and _is_measure(match) else _BETWEEN_LETTERS.sub("", text)
    return tuple(dict.fromkeys((text, same)))


def _is_measure(match: re.Match[str]) -> bool:
    return match[2] in UNITS


def _canonical(match: re.Match[str]) -> str:
    number, unit = Decimal(match[1]), match[2]
    scale = next((scale for scale in SCALES if unit in scale), {unit: 1})
    total = number * scale[unit]
    fitting = [name for name in scale if (name in SHOWN or len(scale) == 1) and total % scale[name] == 0]
    shown = fitting[0] if fitting else list(scale)[-1]
    return f"{(total / scale[shown]).normalize():f}{shown}"

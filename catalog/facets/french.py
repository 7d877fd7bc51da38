"""French words said without accents: which are the same in another number or gender, and which are of one family.

Lighter than a dictionary and than the usual stemmers, which take "agrafeuse" for "agrafe": a buyer who types one does not
want the other first. A stem is what plural and gender leave; a root is what a family of words shares, and counts less.
"""

from __future__ import annotations

import re
from functools import lru_cache

STOP = frozenset("a au aux avec ce ces dans de des du en et la le les ou par pour qu que sur un une x".split())
"""Words that tell no product from another. "sans" stays: "sans parfum" is a wish; "l" stays: "taille L" is one too."""

IRREGULAR = {
    "basse": "bas",
    "blanche": "blanc",
    "douce": "doux",
    "epaisse": "epais",
    "fraiche": "frais",
    "franche": "franc",
    "grasse": "gras",
    "grosse": "gros",
    "longue": "long",
    "neuve": "neuf",
    "publique": "public",
    "rousse": "roux",
    "seche": "sec",
    "travaux": "travail",
    "vitraux": "vitrail",
}
"""Genders and plurals that no rule below tells. A gender stands without its plural."""

NUMBERS = {"deux": "2", "trois": "3", "quatre": "4", "cinq": "5", "six": "6", "sept": "7", "huit": "8", "dix": "10"}
"""Numbers in words. Not "neuf", which is "new", nor "un"."""

_ENDINGS = tuple(
    (re.compile(ending + "$"), left)
    for ending, left in (
        (r"(?<=.{3})trice", "teur"),
        (r"(?<=..)eu(?:x|se)", "eu"),
        (r"(?<=.{2})ee", "e"),
        (r"(?<=.{3})ere", "er"),
        (r"(?<=.{3})ive", "if"),
        (r"(?<=.{3})([lnt])\1e", r"\1"),
        (r"(?<=..)e", ""),
    )
)
"""Feminine -> what is left, tried in turn; only one applies, then a last -e falls."""
_PLURALS = ((re.compile("eaux$"), "eau"), (re.compile("(?<=..[^ey])aux$"), "al"), (re.compile("(?<=..)aux$"), "au"))
_FAMILY = re.compile(
    "(?<=.{4})(?:issement|ement|ation|ition|ion|ateur|iteur|eur|eu|ant|ag|abl|ibl|iqu|if|ur|oir|er|ir|e)$"
)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """A folded word without digits in the singular and the masculine, or what stands for it."""
    single = _singular(word)
    if irregular := IRREGULAR.get(single) or IRREGULAR.get(word):
        return stem(irregular)
    for ending, left in _ENDINGS:
        found, count = ending.subn(left, single)
        if count:
            return found.removesuffix("e") if left == "e" and len(found) > 3 else found
    return single


def root(stemmed: str) -> str:
    """What the words of one family share: "nettoyant", "nettoyage" and "nettoyer" have the same. Four letters or more."""
    cut = _FAMILY.sub("", stemmed)
    return cut[:-1] + "i" if cut.endswith("y") else cut


def _singular(word: str) -> str:
    if len(word) < 4:
        return word
    for ending, left in _PLURALS:
        found, count = ending.subn(left, word)
        if count:
            return found
    return word[:-1] if word[-1] == "s" and word[-2] != "s" else word

"""Which products a file of a parcel belongs to: by reference, GTIN or UFI, in its name and in what it says.

A file's name speaks first. Where name and content name different products a person decides; nothing is tied by a product's
name alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import PurePosixPath
from typing import Any

from anyascii import anyascii

from catalog.evidence.certificates import about, ufis_in
from catalog.evidence.covering import LONGEST_RUN, gtin_of, squeezed
from catalog.queries.documents import Known

SHORTEST_IN_NAME, SHORTEST_IN_TEXT = 3, 5
LONGEST_WORD = 40
_WORD = re.compile(r"[^\W_]+")
_KINDS = {
    "safety_sheet": re.compile(r"\bfds\b|\bsds\b|\bmsds\b|\bsdb\b|securite|safety|sicherheitsdatenblatt"),
    "datasheet": re.compile(r"\bft\b|\btds\b|fiche.?technique|data.?sheet|notice"),
    "ingredient_list": re.compile(r"ingredient|\binci\b|composition"),
}
KIND_WORDS = frozenset("fds sds msds sdb ft tds fr en de photo image img picto visuel certificat certificate v".split())
"""What a file's name says beside a reference."""
PICTURES = (".png", ".jpg", ".jpeg")


@dataclass(frozen=True, slots=True)
class Match:
    """found: product id -> what tied it ("reference", "gtin", "ufi"). why: a code where a person must decide.

    ambiguous and two_names keep what was found, so that the person is offered it.
    """

    found: Mapping[int, str] = field(default_factory=dict)
    why: str | None = None


@dataclass
class Index:
    """The products of one supplier by what documents call them."""

    references: dict[str, list[int]] = field(default_factory=dict)
    gtins: dict[str, list[int]] = field(default_factory=dict)
    ufis: dict[str, set[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, products: Iterable[Known]) -> Index:
        """The index of what the newest versions say."""
        made = cls()
        for known in products:
            made.references.setdefault(squeezed(known.reference), []).append(known.id)
            if known.gtin and (gtin := gtin_of(known.gtin)):
                made.gtins.setdefault(gtin, []).append(known.id)
        made.references.pop("", None)
        return made

    def learn(self, ufis: Iterable[str], products: Iterable[int]) -> None:
        """A document with these UFIs belongs to these products."""
        for ufi in ufis:
            self.ufis.setdefault(ufi, set()).update(products)

    def match(self, path: str, said: Mapping[str, Any] | None) -> Match:
        """The products of one file: its path in the parcel, and what was read in it."""
        named, unsure = self._of_name(path)
        told = self._of_text(said or {})
        if unsure and not told.keys() & unsure.keys():
            return Match(unsure, "parcel.wait.ambiguous")
        named = named or {key: how for key, how in unsure.items() if key in told}
        if named and told and not named.keys() & told.keys():
            return Match(named | told, "parcel.wait.two_names")
        found = {**told, **named}
        return Match(found) if found else Match({}, "parcel.wait.no_product")

    def _of_name(self, path: str) -> tuple[dict[int, str], dict[int, str]]:
        """What the file's own name names, else its folders; apart: products that share what it names."""
        whole = PurePosixPath(path)
        for text in (whole.stem, *(part for part in reversed(whole.parts[:-1]))):
            found, unsure = self._named(text)
            if found or unsure:
                return found, unsure
        return {}, {}

    def _named(self, text: str) -> tuple[dict[int, str], dict[int, str]]:
        found: dict[int, str] = {}
        unsure: dict[int, str] = {}
        for gtin in filter(None, map(gtin_of, re.findall(r"(?<!\d)\d{8,14}(?!\d)", text))):
            _tie(self.gtins.get(gtin, ()), "gtin", found, unsure)
        for ufi in ufis_in(text):
            found |= dict.fromkeys(self.ufis.get(ufi, ()), "ufi")
        if not found and not unsure:
            for run in self._runs(text):
                _tie(self.references[run], "reference", found, unsure)
        return found, unsure

    def _runs(self, text: str) -> Iterator[str]:
        """The longest runs of words that are a reference, left to right; a short or plain one only as the whole name."""
        words = _WORD.findall(anyascii(text[:300]).casefold())
        own = "".join(word for word in words if word not in KIND_WORDS)
        place = 0
        while place < len(words):
            longest = min(LONGEST_RUN, len(words) - place)
            runs = ("".join(words[place : place + size]) for size in range(longest, 0, -1))
            size = next((longest - at for at, run in enumerate(runs) if self._names(run, own, "".join(words))), 0)
            if size:
                yield "".join(words[place : place + size])
            place += size or 1

    def _names(self, run: str, own: str, whole: str) -> bool:
        """own: the file's name without the words that say what it is."""
        if run not in self.references:
            return False
        if len(run) <= 4 and run.isdigit():  # as a year is written
            return run == whole
        telling = len(run) >= SHORTEST_IN_NAME and any(sign.isdigit() for sign in run)
        return telling or run == own

    def _of_text(self, said: Mapping[str, Any]) -> dict[int, str]:
        found: dict[int, str] = {}
        for each in said.get("gtins", ()):
            keys = self.gtins.get(gtin_of(each["value"]) or "", ())
            found |= dict.fromkeys(keys, "gtin") if len(keys) == 1 else {}
        for each in said.get("ufis", ()):
            found |= dict.fromkeys(self.ufis.get(each["value"], ()), "ufi")
        for each in said.get("references", ()):
            keys = self.references.get(squeezed(each["value"]), ())
            found |= dict.fromkeys(keys, "reference") if len(keys) == 1 else {}
        for run in _runs_of(said.get("words", ())):
            keys = self.references.get(run, ()) if _telling(run) else ()
            found |= dict.fromkeys(keys, "reference") if len(keys) == 1 else {}
        return found


def _tie(keys: Sequence[int], how: str, found: dict[int, str], unsure: dict[int, str]) -> None:
    (found if len(keys) == 1 else unsure).update(dict.fromkeys(keys, how))


def _telling(run: str) -> bool:
    """Whether a word of a running text may be taken for a reference: letters and digits, or six digits."""
    digits = sum(sign.isdigit() for sign in run)
    return SHORTEST_IN_TEXT <= len(run) <= LONGEST_WORD and digits > 0 and (digits < len(run) or digits >= 6)


def _runs_of(words: Sequence[Sequence[Any]]) -> Iterator[str]:
    """Words as written and neighbours of one line joined: "CL 210 A" comes as three."""
    flat = [(page, line, squeezed(word)) for page, line, word in words]
    for place, (page, line, _) in enumerate(flat):
        joined = ""
        for other in islice(flat, place, place + 3):
            if other[:2] != (page, line):
                break
            joined += other[2]
            yield joined


def kind_of(path: str, said: Mapping[str, Any] | None) -> str:
    """What a file is: "picture", a kind of document, "other" where nothing says. The content speaks before the name."""
    if PurePosixPath(path).suffix.lower() in PICTURES:
        return "picture"
    told: str | None = (said or {}).get("about")
    if told == "safety_sheet":
        return told
    plain = re.sub(r"[_\-.]+", " ", anyascii(path).casefold())
    by_name = next((kind for kind, words in _KINDS.items() if words.search(plain)), None) or about(plain)
    if by_name == "safety_sheet" and said and said.get("readable"):
        by_name = None
    return told or by_name or "other"

"""Licence numbers: found in what suppliers write, and judged by their shape and by their product group.

The third level, whether the licence covers this very product, is never read from a number: a proof shows it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from catalog.tagging.records import Reason
from catalog.tagging.vocabulary import Group, Label, Vocabulary
from catalog.tagging.words import composed, plain, tokens

EU = "EU_ECOLABEL"
Fault = Literal["shape", "country", "group", "closed"]

_EU_LIKE = re.compile(
    r"(?<![\w/-])([A-Z]{1,4}(?:-?[A-Z]{1,3})?)\s?/\s?(\d{1,4})\s?/\s?(\d{1,6})(?![\w/])",
    re.IGNORECASE,
)
_EU_LOOSE = re.compile(r"(?<![\w/-])([A-Z]{2})[-._\\/ ]([0O]\d{2}|0[O\d]{2})[-._\\/ ]([\dOIl]{2,5})(?![\w/])")
"""Meant as a number of the EU Ecolabel, with other signs between its parts or a letter for a digit."""
_EU_NAMED = re.compile(r"eco-?label|licen[cs]e")
_LAWS = frozenset({"CE", "UE", "EU", "EC", "EG"})
"""Regulations are cited like licences: "CE/1907/2006"."""
_NEXT = re.compile(
    r"[\s:#()/-]{0,3}(?:n[o°]\s?|no\.?\s?|licen[cs]e\s?)?(\d{3,4} \d{3,5}|[A-Z0-9][A-Z0-9/.-]{4,18})(?!\w)",
    re.IGNORECASE,
)
_FORMAT = re.compile(r"\d\s?[xX]\s?\d|\d{13,14}$")
_REACH = 25
_BEFORE = 4
"""How far from a label's name its number may stand (characters)."""
_UZ = re.compile(r"(?:DE|RAL)-UZ", re.IGNORECASE)
"""These prefixes are the Blue Angel's own; a bare "UZ 12" may be anything, and names it by a known group alone."""
_NF_GROUP = re.compile(r"\d{3}")


@dataclass(frozen=True, slots=True)
class Licence:
    """A number as found. `shape`: it is a number this label gives; `fault` says why not. `start`, `end`: its place."""

    label: str
    number: str
    shape: bool
    group: str | None = None
    fault: Fault | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Judgement:
    """Shape, then group against family. `family` None: the family is not known, so the group cannot be compared."""

    licence: Licence
    shape: bool
    family: bool | None
    reason: Reason

    @property
    def holds(self) -> bool:
        """Both levels hold; the product inside the licence is still to be shown."""
        return self.shape and self.family is True


def find_licences(text: str | None, vocabulary: Vocabulary, asked: bool = False) -> tuple[Licence, ...]:
    """Every licence number in a text, right or nearly right, in its order; nothing for an empty text.

    asked: the text was given for its numbers, so that a slip of the pen is told though no label is named beside it.
    """
    if not text:
        return ()
    whole = composed(text)
    found = _eu_licences(whole, vocabulary, asked=asked)
    folded = plain(whole)
    hinted = bool(vocabulary.shape_hint and vocabulary.shape_hint.search(whole.upper()))
    said = vocabulary.claim_triggers & tokens(folded)
    for label in vocabulary.labels.values() if hinted or said else ():
        if label.code != EU and label.within and (label.told_by_shape or not label.triggers.isdisjoint(said)):
            found += _licences_of(label, whole, folded, said, vocabulary)
    found.sort(key=lambda licence: (licence.start, -licence.end))
    return _apart(found)


@lru_cache(maxsize=20_000)
def licence_of(label: str, number: str, vocabulary: Vocabulary) -> Licence:
    """What a number is for a label that is already known, as typed on a form or kept with a proof."""
    text = number.strip()
    if label == EU:
        return next(iter(_eu_licences(text, vocabulary, named=True)), Licence(EU, text, False, fault="shape"))
    known = vocabulary.labels.get(label)
    right = known is None or known.shape is None or bool(known.shape.match(text))
    return Licence(label, text, right, _group_within(label, text), None if right else "shape", 0, len(text))


def judge_licence(licence: Licence, family: str | None, vocabulary: Vocabulary) -> Judgement:
    """Shape, then the group (or, where a label has none, its scope) against the product's family."""
    if not licence.shape:
        return Judgement(licence, False, None, _reason(f"why.licence.{licence.fault or 'shape'}", licence, family))
    group = vocabulary.groups.get((licence.label, licence.group or ""))
    label = vocabulary.labels.get(licence.label)
    scope = group.families if group else label.families if label else frozenset()
    if family is None or not scope:
        return Judgement(licence, True, None, _reason("why.licence.family_unknown", licence, family, group))
    if family in scope:
        code = "why.licence.fits" if group else "why.licence.fits_scope"
        return Judgement(licence, True, True, _reason(code, licence, family, group))
    if group:
        return Judgement(licence, True, False, _reason("why.licence.other_group", licence, family, group))
    # What we know of a label's whole scope is not complete enough to call a number wrong.
    return Judgement(licence, True, None, _reason("why.licence.other_scope", licence, family))


def _reason(code: str, licence: Licence, family: str | None, group: Group | None = None) -> Reason:
    names = {"group_fr": group.name_fr, "group_en": group.name_en} if group else {}
    known: dict[str, str | int | None] = {
        "label": licence.label, "number": licence.number, "group": licence.group, "family": family, **names
    }  # fmt: skip
    return Reason(code, known)


def like_european(text: str) -> bool:
    """Whether anything in a text is written like a number of the EU Ecolabel."""
    return "/" in text and bool(_EU_LIKE.search(text))


def _eu_licences(text: str, vocabulary: Vocabulary, named: bool = False, asked: bool = False) -> list[Licence]:
    named = named or bool(_EU_NAMED.search(plain(text)))
    like = (_eu_licence(match, vocabulary, named) for match in _EU_LIKE.finditer(text) if "/" in text)
    found = [licence for licence in like if licence]
    return found or (_eu_slips(text, vocabulary) if named or asked else [])


def _eu_slips(text: str, vocabulary: Vocabulary) -> list[Licence]:
    """ "Ecolabel FR-020-118", "FR/O20/118": nearly a number, told as one that has not the shape."""
    found = [match for match in _EU_LOOSE.finditer(text) if match[1] in vocabulary.countries]
    return [
        Licence(EU, each.group(), False, each[2].upper().replace("O", "0"), "shape", each.start(), each.end())
        for each in found
    ]


def _eu_licence(match: re.Match[str], vocabulary: Vocabulary, named: bool) -> Licence | None:
    where, group, serial = match[1].upper(), match[2], match[3]
    if not named and (where in _LAWS or (len(group) != 3 and where[:2] not in vocabulary.countries)):
        return None
    fault = _eu_fault(where, group, serial, vocabulary)
    return Licence(EU, f"{where}/{group}/{serial}", fault is None, group, fault, match.start(), match.end())


def _eu_fault(where: str, group: str, serial: str, vocabulary: Vocabulary) -> Fault | None:
    if len(group) != 3 or not 2 <= len(serial) <= 5:
        return "shape"
    country, region = where[:2], where[2:]
    if country not in vocabulary.countries or (region and not vocabulary.countries[country]):
        return "country"
    known = vocabulary.groups.get((EU, group))
    return "group" if known is None else "closed" if known.closed else None


def _licences_of(label: Label, text: str, folded: str, said: frozenset[str], vocabulary: Vocabulary) -> list[Licence]:
    """Numbers of one label: by their shape where that is telling enough, else where the label is named before them."""
    spoken = label.words and not label.triggers.isdisjoint(said)
    named = list(label.words.finditer(folded)) if spoken and label.words else []
    found = _right_ones(label, text, vocabulary, named)
    return found or _alike(label, text, named) or _numbers_beside(label, text, named)


def _alike(label: Label, text: str, named: Sequence[re.Match[str]]) -> list[Licence]:
    """Beside the label's name, what begins as its numbers do and is none: "Ange bleu DE-UZ 1777"."""
    like = label.near.finditer(text) if label.near and named else ()
    return [_misshapen(label, each.group(), each.start()) for each in like if _beside(each, named)]


def _numbers_beside(label: Label, text: str, named: Sequence[re.Match[str]]) -> list[Licence]:
    if not (label.told_by_shape or label.code == "NORDIC_SWAN"):
        return []
    return [licence for word in named if (licence := _nearly(label, text, word.end()))]


def _misshapen(label: Label, number: str, start: int) -> Licence:
    return Licence(label.code, number, False, None, "shape", start, start + len(number))


def _right_ones(label: Label, text: str, vocabulary: Vocabulary, named: Sequence[re.Match[str]]) -> list[Licence]:
    if label.within is None or not (named or label.told_by_shape):
        return []
    found = []
    for match in label.within.finditer(text):
        group = _group_within(label.code, match.group())
        known = not _has_groups(label.code, vocabulary) or (label.code, group) in vocabulary.groups
        known = known or bool(_UZ.match(match.group()))
        if _beside(match, named) or (label.told_by_shape and known):
            found.append(Licence(label.code, match.group().strip(), True, group, None, match.start(), match.end()))
    return found


def _beside(match: re.Match[str], named: Sequence[re.Match[str]]) -> bool:
    """True for a number that stands just after or just before the label's name, and is no part of it."""
    return any(
        0 <= match.start() - word.end() <= _REACH or 0 <= word.start() - match.end() <= _BEFORE for word in named
    )


def _nearly(label: Label, text: str, after: int) -> Licence | None:
    """The number-like word right after a label's name, where it is not of the label's shape."""
    match = _NEXT.match(text, after)
    if match is None or sum(letter.isdigit() for letter in match[1]) < 4 or _FORMAT.search(match[1]):
        return None
    return _misshapen(label, match[1], match.start(1))


def _has_groups(label: str, vocabulary: Vocabulary) -> bool:
    return any(code == label for code, _ in vocabulary.groups)


def _group_within(label: str, number: str) -> str | None:
    """The product group that a number of this label names, where it names one."""
    digits = "".join(letter for letter in number if letter.isdigit())
    if label == "NORDIC_SWAN" and len(digits) == 8:
        return digits[1:4]
    if label in ("NF_ENVIRONNEMENT", "BLUE_ANGEL"):
        match = _NF_GROUP.search(number)
        return match.group() if match else None
    return None


def _apart(found: list[Licence]) -> tuple[Licence, ...]:
    """Overlapping finds: the first and longest stays."""
    kept: list[Licence] = []
    for licence in found:
        if not kept or licence.start >= kept[-1].end:
            kept.append(licence)
    return tuple(kept)

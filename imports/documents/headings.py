"""The sixteen sections of a safety data sheet, found by their headings in French, English and German.

A heading is a number (with or without "Section", "Rubrique", "Abschnitt") and the section's own words; a mention of a
section elsewhere has no such words. Where headings stand twice (a table of contents, a list of what was revised), those
are taken that run on upwards and hold the most text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from imports.documents.layout import Printed, Text
from imports.documents.letters import compact
from imports.documents.record import Heading

TITLES: dict[int, tuple[str, ...]] = {
    1: ("identification", "identificationdelasubstance", "chemicalproductand", "productandcompany", "productcompany", "chemicalidentification", "companyidentification",
        "bezeichnungdesstoff", "stoffzubereitung", "bezeichnungderzubereitung", "productidentification", "identifikation",
        "stoffgemisch", "produitetidentification", "identite"),
    2: ("hazard", "identificationdesdangers", "identificationsdesdangers", "identificationsdedangers", "moglichegefahren",
        "mogliegefahren", "dangersidentification", "hazardousidentification", "identificationdurisque",
        "identificationdesrisques", "gefahrenbezeichnung", "identificationofhazards"),
    3: ("composition", "zusammensetzung", "informationsurlescomposants", "informationonthecomposition",
        "compositon", "renseignementssurlacomposition"),
    4: ("premierssecours", "premiersecours", "premierssoins", "premiersoins", "firstaid", "erstehilfe", "mesuresdepremierssecours", "emergencyfirstaid",
        "descriptiondespremiers"),
    5: ("mesuresdeluttecontre", "mesuresdelutte", "fire", "massnahmenzurbrandbekampfung", "brandbekampfung",
        "mesuresaprendreencasdincendie", "mesuresencasdincendie", "mesuresantiincendie", "luttecontrelincendie", "mesuresdeprotectioncontrelincendie"),
    6: ("mesuresaprendreencasde", "mesuresencasde", "accidentalrelease", "massnahmenbeiunbeabsichtigter",
        "mesuresaprendreencas", "mesuresencasderejet", "spill"),
    7: ("manipulation", "manutention", "handling", "handhabung", "precautionsdestockage", "stockageetmanipulation"),
    8: ("controle", "exposure", "begrenzungunduberwachung", "controledelexposition", "protectionindividuelle",
        "expositionsbegrenzung", "maitrisedelexposition"),
    9: ("proprietes", "physicaland", "physikalische", "proprietesphysiques", "physicochemical"),
    10: ("stabilite", "stability", "stabilitat", "stabilityand"),
    11: ("informationstoxicologiques", "toxicological", "toxikologische", "informationstoxicologique",
         "donneestoxicologiques", "renseignementstoxicologiques", "informationssurleseffetstoxicologiques", "toxicology"),
    12: ("informationsecologiques", "ecological", "umweltbezogene", "donneesecologiques", "informationecologique",
         "informationssurleffet", "informationsecotoxicologiques", "okologische", "angabenzurokologie",
         "ecotoxicological"),
    13: ("considerationsrelatives", "disposal", "hinweisezurentsorgung", "informationssurlelimination", "entsorgung",
         "elimination", "donneessurlelimination", "considerations", "informationsrelativesalelimination", "wastedisposal"),
    14: ("informationsrelativesautransport", "transport", "angabenzumtransport", "informationssurletransport",
         "informationsconcernantletransport"),
    15: ("informationsreglementaires", "regulatory", "rechtsvorschriften", "rechtvorschriften", "informationsrelativesalareglementation",
         "reglementation", "vorschriften", "informationssurlareglementation", "angabenzurechtsvorschriften"),
    16: ("autresinformations", "otherinformation", "sonstigeangaben", "autresdonnees", "otherinfo", "autres",
         "additionalinformation", "informationscomplementaires"),
}  # fmt: skip
"""Section -> how the words of its heading may begin, as compact text."""
_PREFIX = re.compile(r"^(section|rubrique|abschnitt|chapitre|kapitel|partie|part|titre)?0?(\d{1,2})(.*)$")
_BARE = re.compile(r"^(?:section|rubrique|abschnitt|chapitre|kapitel|partie)?0?(\d{1,2})$")
_LONGEST = 130
_MOST_WEIGHT = 40
_OWN_TEXT = 4
"""A heading with fewer lines is one of a table of contents or of a list of what was revised."""
_MOST = 200
"""A sheet has 16 headings; a file made to be slow is not looked at any further."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A line that reads like a heading. printed: its number; number: the section its words name."""

    index: int
    printed: int
    number: int


def sections_of(text: Text, content: Sequence[bool]) -> tuple[tuple[Heading, ...], tuple[int | None, ...]]:
    """The headings, and for each line the section it stands in. content[i]: False for running headers and footers."""
    found = _candidates(text.lines, content)
    chosen = _chosen(found, content)
    of: list[int | None] = []
    now: int | None = None
    starts = {candidate.index: candidate.number for candidate in chosen}
    for index in range(len(text.lines)):
        now = starts.get(index, now)
        of.append(now)
    headings = [_heading(text.lines[candidate.index], candidate.number) for candidate in _first(chosen)]
    return tuple(headings), tuple(of)


def other_sheets(text: Text, content: Sequence[bool]) -> tuple[range, ...]:
    """The lines of each section 2 that belongs to another sheet of the same file: another language, another product."""
    found = _candidates(text.lines, content)
    taken = {candidate.index for candidate in _chosen(found, content)}
    ends = [candidate.index for candidate in found[1:]] + [len(content)]
    return tuple(
        range(one.index, end)
        for one, end in zip(found, ends, strict=True)
        if one.number == 2 and one.index not in taken and end - one.index >= _OWN_TEXT
    )


def _first(chosen: Sequence[_Candidate]) -> list[_Candidate]:
    """A heading that is repeated on the next page ("continued") is one section."""
    first = {candidate.number: candidate for candidate in reversed(chosen)}
    return [first[number] for number in sorted(first)]


def _heading(line: Printed, number: int) -> Heading:
    return Heading(number, line.page, line.line, line.text[:200])


def _candidates(lines: Sequence[Printed], content: Sequence[bool]) -> list[_Candidate]:
    found: list[_Candidate] = []
    for index, line in enumerate(lines):
        if len(found) < _MOST and content[index]:
            following = lines[index + 1].text if index + 1 < len(lines) else ""
            if read := _read(line.text, following):
                found.append(_Candidate(index, *read))
    return found


def is_heading(line: str) -> bool:
    """Whether a line alone reads as the heading of a section."""
    return _read(line, "") is not None


def _read(line: str, following: str) -> tuple[int, int] | None:
    """(printed number, section named) of a heading, else None."""
    text = compact(line[: 3 * _LONGEST])
    if bare := _BARE.match(text):
        number = int(bare.group(1))
        named = _named(compact(following), number)
        return (number, named) if 1 <= number <= 16 and named and len(following) <= _LONGEST else None
    match = _PREFIX.match(text)
    if match is None or not _numbered(line) or (len(text) > _LONGEST and not match.group(1)):
        return None
    number, named = int(match.group(2)), _named(match.group(3), int(match.group(2)))
    return (number, named) if 1 <= number <= 16 and named else None


_HEAD = re.compile(
    r"^\W*(?:[^\W\d_]\s?){0,10}\W{0,3}0?\d ?\d?\s*(?:[.:)\-–—/]|\s|(?=[^\W\d_]))(?!\s*\d)", re.IGNORECASE
)


def _numbered(line: str) -> bool:
    """The number of a section, not of a subsection: "2.1 Classification" is none, "2: Hazards" and "2 Hazards" are."""
    return bool(_HEAD.match(line))


def _named(words: str, number: int) -> int | None:
    """The section whose heading opens so: the one of this number first, else hazards and composition, once swapped."""
    if words.startswith(TITLES.get(number, ())):
        return number
    if number in (2, 3) and words.startswith(TITLES[5 - number]):
        return 5 - number
    return None


def _chosen(found: Sequence[_Candidate], content: Sequence[bool]) -> list[_Candidate]:
    """The candidates that never run down and weigh the most; one weighs the lines up to the next, one left out between
    two that are taken costs as much: so one sheet of a file is taken whole, never half of each of two."""
    if not found:
        return []
    weights = _weights(found, content)
    heaviest: list[tuple[int, int | None]] = []
    for here, candidate in enumerate(found):
        before = [
            (heaviest[i][0] - sum(weights[i + 1 : here]), i)
            for i in range(here)
            if found[i].printed <= candidate.printed
        ]
        score, previous = max(before, default=(0, None), key=lambda pair: pair[0])
        heaviest.append((weights[here] + max(score, 0), previous if score > 0 else None))
    return _walked(found, heaviest)


def _weights(found: Sequence[_Candidate], content: Sequence[bool]) -> list[int]:
    ends = [candidate.index for candidate in found[1:]] + [len(content)]
    return [1 + min(sum(content[one.index : end]), _MOST_WEIGHT) for one, end in zip(found, ends, strict=True)]


def _walked(found: Sequence[_Candidate], heaviest: Sequence[tuple[int, int | None]]) -> list[_Candidate]:
    at: int | None = max(range(len(found)), key=lambda i: heaviest[i][0])
    chosen = []
    while at is not None:
        chosen.append(found[at])
        at = heaviest[at][1]
    return chosen[::-1]

"""Hazard statements told by their sentence alone, and the substances that EUH208 names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from imports.documents.codes import parts
from imports.documents.record import Code
from imports.documents.statements import statements
from imports.documents.stream import Body, Stream

SECTIONS = (2, 3, 15)
"""Where a sentence is a statement of the label; elsewhere (first aid, toxicology) it may be an explanation."""
_NEAR_KIN = re.compile(r"H(?:4\d\d|36\d|37\d)[A-Za-z]{0,2}\W*$")
_REPEATED = {"H370": "H372", "H371": "H373"}
"""Damage to organs by one exposure and by repeated ones: the same words, the organs between, then how often."""
_REPEATEDLY = re.compile(r"^[^.;]{0,200}?(?:r[ée]p[ée]t[ée]|repeated|wiederholt)", re.IGNORECASE)
_SENTENCE = 260
_SENSITISER = "EUH208"
_NAMED = re.compile(
    r"(?:contient|contains|enth(?:ä|ae)lt)\s*:?\s*(?:\(?E ?U ?H ?2 ?0 ?8\)?\s*[:\-–]?)?\s*(?P<names>.{3,400}?)"
    r"(?=\s*[.;:,]?\s*(?:peut (?:produire|provoquer|déclencher|entraîner)|may (?:produce|cause)|kann allerg|mentions? de"
    r" danger|hazard statement|gefahrenhinweis|E?U?H ?\d{3}\b|P ?\d{3}\b|2 ?\. ?[123]\b)|$)",
    re.IGNORECASE,
)
_ANCHOR = re.compile(r"E ?U ?H ?2 ?0 ?8|r[ée]action allergique|allergic reaction|allergische Reaktion")
_PASSAGE, _MOST_ANCHORS = 460, 20
_ARTICLE = re.compile(r"^(?:du|de la|des|de l[’']|de|d[’']|the) ?(?=\w{3})", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:;|,\s|\bet\b|\band\b|\bund\b|\+)\s*")


def spoken_codes(body: Body, printed: Sequence[Code]) -> tuple[Code, ...]:
    """Codes whose sentence stands in a section without the code, each once a section, in reading order.

    What only the order across the page shows is added, unless it is part of a combination that the file's order shows.
    """
    found: list[Code] = []
    for section in SECTIONS:
        known = {part for code in printed if code.section == section for part in parts(code.code)}
        here: dict[str, tuple[int, Code]] = {}
        for stream in (body.in_file.get(section), body.across.get(section)):
            fresh = [each for each in _sentences(stream) if not parts(each[0]) <= known] if stream else []
            for code, index in fresh:
                line = body.lines[index]
                here.setdefault(code, (index, Code(code, section, line.page, line.line, printed=False)))
            known |= {part for code, _ in fresh for part in parts(code)}
        found.extend(code for _, code in sorted(here.values(), key=lambda pair: pair[0]))
    return tuple(found)


def _sentences(stream: Stream) -> Iterator[tuple[str, int]]:
    letters, places = stream.letters()
    for code, position in statements().sentences(letters):
        place = places[letters.word(position)]
        if not _short_form(stream.text[max(place - 12, 0) : place], code):
            yield _how_often(stream.text[place : place + _SENTENCE], code), stream.line(place)


def _how_often(sentence: str, code: str) -> str:
    """The code of repeated exposure where its sentence is cut in two by the organs that it names."""
    told = _REPEATEDLY.match(sentence) if code in _REPEATED else None
    return _REPEATED[code] if told and told.group().lower().count("organ") == 1 else code


def _short_form(before: str, code: str) -> bool:
    """The sentence of a printed code, in fewer words: "H412 Harmful to aquatic life" says H412, not H402."""
    return code[:2] in ("H4", "H3") and bool(_NEAR_KIN.search(before)) and code[:3] in ("H40", "H41", "H36", "H37")


def with_sensitisers(codes: Sequence[Code], body: Body) -> tuple[Code, ...]:
    """The codes, each EUH208 of section 2 with the substances that its sentence names."""
    stream = body.in_file.get(2)
    names = _names(stream.text) if stream else ()
    return tuple(
        replace(code, substances=names) if code.code == _SENSITISER and code.section == 2 else code for code in codes
    )


def _names(text: str) -> tuple[str, ...]:
    """What stands between "contains" and the sentence, in the passage that holds EUH208 or its sentence."""
    for anchor in islice(_ANCHOR.finditer(text), _MOST_ANCHORS):
        start = max(anchor.start() - _PASSAGE, 0)
        for match in _NAMED.finditer(text, start, anchor.end() + _PASSAGE):
            if match.start() - 60 <= anchor.start() <= match.end() + 60:
                names = [_ARTICLE.sub("", name.strip(" .:")) for name in _BETWEEN.split(match.group("names"))]
                return tuple(name for name in names if len(name) > 2)
    return ()

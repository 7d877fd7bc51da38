"""What a certificate says of itself, read from its lines: numbers, dates, names, GTINs, UFIs, words like references.

Everything is evidence for a person, with the page and line it stands on; nothing here decides.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Any

from anyascii import anyascii

from catalog.evidence.covering import gtin_of
from catalog.tagging.licences import find_licences
from catalog.tagging.vocabulary import Vocabulary
from imports.documents.record import Line

MOST_WORDS = 1500
MOST_FOUND = 20
LONGEST_LINE = 1000
_MONTHS = (
    "janvier january januar jan|fevrier february februar feb fev|mars march marz mar|avril april apr avr|mai may|"
    "juin june juni jun|juillet july juli jul|aout august aug|septembre september sep sept|octobre october oktober oct okt|"
    "novembre november nov|decembre december dezember dec dez"
)
MONTHS = {name: number for number, names in enumerate(_MONTHS.split("|"), 1) for name in names.split()}
_DAY = re.compile(
    r"(?<!\d)(?:(?P<d>\d{1,2})\s?[./-]\s?(?P<m>\d{1,2})\s?[./-]\s?(?P<y>\d{4})|(?P<y2>\d{4})-(?P<m2>\d{2})-(?P<d2>\d{2})"
    r"|(?P<d3>\d{1,2})(?:er|st|nd|rd|th|\.)?\s+(?P<m3>[a-z]{3,9})\.?,?\s+(?P<y3>\d{4}))(?!\d)"
)
_UNTIL = re.compile(
    r"jusqu|expir|fin de valid|date de fin|valid(?:e|ity)? (?:until|to|till)|\bau\b|\buntil\b|\bto\b|echeance|gultig bis|\bbis\b"
)
_FROM = re.compile(
    r"a compter|valable du|valide du|valid from|\bfrom\b|\bdu\b|delivre|date d.?effet|debut|depuis|issued|issue date|"
    r"date of issue|emis le|gultig ab|\bab\b|\bvom\b"
)
_HOLDER = re.compile(
    r"^\W*(?:titulaire(?: de la licence| du certificat)?|licen[cs]e ?holder|certificate holder|holder|delivre a|"
    r"issued to|awarded to|attribue a|zeichennehmer|beneficiaire)\s*[:.-]\s*(?P<name>.*)$"
)
_ISSUER = re.compile(
    r"^\W*(?:emetteur|organisme certificateur|certification body|issued by|delivre par|issuer|competent body)\s*[:.-]\s*(?P<name>.*)$"
)
_REFERENCES = re.compile(
    r"(?:\bref(?:erence)?s?\.?|code (?:article|produit)|article number|item no|product code|artikelnummer)\s*(?:produits?|articles?)?"
    r"\s*(?:n[o0]\.?)?\s*[:.-]\s*"
)
_UFI = re.compile(r"(?<![\w-])[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}(?![\w-])")
_WORD = re.compile(r"[^\W_]+(?:[-./_][^\W_]+)*")

ABOUT = (
    ("certificate", re.compile(r"\bcertificat|\battestation|\blicen[cs]e\b|\bcertificate|zertifikat|\burkunde")),
    ("ingredient_list", re.compile(r"liste des ingredients|ingredient (?:list|data ?sheet)|\binci\b")),
    ("test_report", re.compile(r"rapport d.?essai|test report|prufbericht")),
    (
        "datasheet",
        re.compile(r"fiche technique|technical data ?sheet|\btds\b|data ?sheet|notice technique|produktdatenblatt"),
    ),
)
"""What a document is by its first words, the first that fits."""
FIRST_LINES = 15


def read_certificate(lines: Sequence[Line], vocabulary: Vocabulary) -> dict[str, Any]:
    """The findings as JSON values: each with `page` and `line`; None or an empty list where there is none."""
    plain = [anyascii(line.text[:LONGEST_LINE]).casefold() for line in lines]
    days = _days(lines, plain)
    return {
        "title": next((line.text.strip()[:150] for line in lines if line.text.strip()), None),
        "about": about(" \n ".join(plain[:FIRST_LINES])),
        "numbers": _numbers(lines, vocabulary),
        "from": next((day for role, day in days if role == "from"), None),
        "until": next((day for role, day in days if role == "until"), None),
        "holder": _named(_HOLDER, lines, plain),
        "issuer": _named(_ISSUER, lines, plain),
        "gtins": _gtins(lines, plain),
        "ufis": _ufis(lines),
        "references": _references(lines, plain),
        "words": list(_words(lines)),
    }


def about(plain: str) -> str | None:
    """What a document is, by words of its head or of its file name (without accents, small letters)."""
    return next((kind for kind, words in ABOUT if words.search(plain)), None)


def _numbers(lines: Sequence[Line], vocabulary: Vocabulary) -> list[dict[str, Any]]:
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for line in lines:
        for licence in find_licences(line.text[:LONGEST_LINE], vocabulary):
            place = _place(line, label=licence.label, number=licence.number, shape=licence.shape)
            found.setdefault((licence.label, licence.number), place)
    return list(found.values())[:MOST_FOUND]


def _days(lines: Sequence[Line], plain: Sequence[str]) -> list[tuple[str, dict[str, Any]]]:
    """(role, day) of every date whose words say what it is; words of the line before count where none stand in front."""
    found = []
    for place, (line, text) in enumerate(zip(lines, plain, strict=True)):
        after = 0
        for match in _DAY.finditer(text):
            ahead = text[after : match.start()]
            after = match.end()
            if not ahead.strip(" :.-") and match.start() < 3 and place:
                ahead = plain[place - 1]
            day, role = _day(match), _role(ahead)
            if day and role:
                found.append((role, _place(line, day=day.isoformat(), quote=line.text.strip()[:200])))
    return found


def _role(ahead: str) -> str | None:
    """What the nearest words before a date say of it."""
    ends = [match.end() for match in _UNTIL.finditer(ahead)]
    starts = [match.end() for match in _FROM.finditer(ahead)]
    if not ends and not starts:
        return None
    return "until" if max(ends, default=-1) > max(starts, default=-1) else "from"


def _day(match: re.Match[str]) -> dt.date | None:
    parts = match.groupdict()
    year, month = parts["y"] or parts["y2"] or parts["y3"], parts["m"] or parts["m2"]
    number = int(month) if month else MONTHS.get(parts["m3"] or "", 0)
    with contextlib.suppress(ValueError):
        return dt.date(int(year), number, int(parts["d"] or parts["d2"] or parts["d3"]))
    return None


def _named(words: re.Pattern[str], lines: Sequence[Line], plain: Sequence[str]) -> dict[str, Any] | None:
    """The name after its heading, on the same line or the next."""
    for place, text in enumerate(plain):
        if match := words.match(text):
            written = re.split(r"[:.-]\s*", lines[place].text, maxsplit=1)[-1].strip()
            if match["name"].strip() and written:
                return _place(lines[place], name=written[:200])
            if place + 1 < len(lines) and lines[place + 1].text.strip():
                return _place(lines[place + 1], name=lines[place + 1].text.strip()[:200])
    return None


def _gtins(lines: Sequence[Line], plain: Sequence[str]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for line, text in zip(lines, plain, strict=True):
        named = "gtin" in text or "ean" in text or "gencod" in text
        for digits in re.findall(r"(?<![\d.-])\d{8,14}(?![\d.-])", text):
            gtin = gtin_of(digits)
            if gtin and (named or len(digits) > 8):
                found.setdefault(gtin, _place(line, value=digits))
    return list(found.values())[:200]


def _references(lines: Sequence[Line], plain: Sequence[str]) -> list[dict[str, Any]]:
    """What stands after "Référence :", one by one."""
    found: dict[str, dict[str, Any]] = {}
    for line, text in zip(lines, plain, strict=True):
        if _REFERENCES.search(text) and (match := _REFERENCES.search(_aligned(line.text))):
            for part in re.split(r"[,;/]\s|\s(?:et|and)\s|\s{2,}", line.text[match.end() :]):
                if word := part.strip(" ,;."):
                    found.setdefault(word, _place(line, value=word[:60]))
    return list(found.values())[:200]


def _aligned(text: str) -> str:
    """Small letters without accents, sign for sign: a place in it is a place in the text."""
    return "".join(anyascii(sign)[:1].lower() or " " for sign in text[:LONGEST_LINE])


def _ufis(lines: Sequence[Line]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for line in lines:
        for ufi in ufis_in(line.text):
            found.setdefault(ufi, _place(line, value=ufi))
    return list(found.values())[:MOST_FOUND]


def ufis_in(text: str) -> list[str]:
    """Unique formula identifiers as printed on a label: four blocks of four."""
    return [match for match in _UFI.findall(text.upper()[:LONGEST_LINE]) if not match.replace("-", "").isdigit()]


def _words(lines: Sequence[Line]) -> Iterator[list[Any]]:
    """[page, line, word] of words with a digit: what a reference may look like."""
    given = 0
    for line in lines:
        for word in _WORD.findall(line.text[:LONGEST_LINE]):
            if 2 < len(word) <= 40 and any(sign.isdigit() for sign in word):
                yield [line.page, line.line, word]
                given += 1
                if given >= MOST_WORDS:
                    return


def _place(line: Line, **found: Any) -> dict[str, Any]:
    return {**found, "page": line.page, "line": line.line}

"""The day a sheet was revised, among its other days: of issue, of printing, of the version before."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from imports.documents.letters import closed, compact

_MONTHS = {
    word: month
    for names in (
        "january february march april may june july august september october november december",
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "januar februar marz april mai juni juli august september oktober november dezember",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "janv fevr mars avr mai juin juil aout sept oct nov dec",
        "jan feb mrz apr mai jun jul aug sep okt nov dez",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    )
    for month, word in enumerate(names.split(), start=1)
}
_DAY = re.compile(
    r"(?<![\d./-])(?:(?P<iso>\d{4})[-/.](?P<iso_month>\d{1,2})[-/.](?P<iso_day>\d{1,2})"
    r"|(?P<first>\d{1,2}) ?(?P<sign>[-/.]) ?(?P<second>\d{1,2}) ?(?P=sign) ?(?P<year>\d{4}|\d{2})"
    r"|(?P<day>\d{1,2})(?:er|st|nd|rd|th|\.)?[ /-](?P<month>[^\W\d_]{3,9})\.?,?[ /-](?P<worded>\d{4}|(?<=[/-])\d{2})"
    r"|(?P<year_first>\d{4})[ ./-](?P<month_then>[^\W\d_]{3,9})\.?[ ./-](?P<day_last>\d{1,2})"
    r"|(?P<english>[^\W\d_]{3,10})\.? (?:(?P<english_day>\d{1,2})(?:st|nd|rd|th)?,? )?(?P<english_year>\d{4})"
    r"(?! (?i:jan|f[eé]v|feb|mar|m[aä]r|avr|apr|ma[iy]|jui|jun|jul|ao[uû]|aug|sep|o[ck]t|nov|d[eé]c|dez)[^\W\d_]*\.? \d))(?![\d])"
)
_REVISED = (
    "revis",
    "uberarbeit",
    "misajour",
    "dateofupdate",
    "updated",
    "actualis",
    "revu",
    "miseajour",
    "lastchange",
    "bearbeitung",
    "reviewed",
)
_CURRENT = ("currentrevision", "revisionactuelle", "revisioncourante", "aktuelleuberarbeitung")
_ISSUED = ("issue", "emission", "emis", "etabli", "version", "erstell", "ausgabe", "ausgestellt", "creation", "compil", "prepar",
           "datefds", "datedeledition", "edition", "redaction", "stand", "datum", "valid", "publi", "date", "du")  # fmt: skip
_OTHER = ("supersed", "previous", "preceden", "remplace", "annule", "ersetzt", "ersatz", "impression", "imprim", "druck",
          "printing", "printed", "vorherige", "anterieur", "replaces", "expir", "premiere", "nextrevision", "nachsteuberarbeitung",
          "prochainerevision")  # fmt: skip
_PRINTED = ("impression", "imprim", "druck", "printing", "printed", "printdate")
_AMERICAN = re.compile(r"29 ?CFR|\bOSHA\b|Hazard Communication Standard|\bHCS[- ]?20\d\d|\bUSA\b")
_EUROPEAN = re.compile(r"1907\s?/\s?2006|2020\s?/\s?878|2015\s?/\s?830|453\s?/\s?2010|91\s?/\s?155")
_HEAD = 40
"""In so many lines at its head a sheet names the regulation it follows; below, abbreviations name others too."""
_NEAR = 60
"""Letters of the text before a day in which its label stands."""


@dataclass(frozen=True, slots=True)
class _Written:
    """A day as written, and the letters of its label."""

    match: re.Match[str]
    label: str

    @property
    def figures(self) -> tuple[int, int] | None:
        """The first two figures of a day that may be read in two ways; with full stops the day always comes first."""
        told = self.match["first"] is not None and self.match["sign"] != "."
        return (int(self.match["first"]), int(self.match["second"])) if told else None


def revised(lines: Sequence[str]) -> dt.date | None:
    """The day of revision, else of issue or of the version; never one that is told to be another. Day first, unless the
    sheet tells otherwise (`_month_first`). A month alone is its first day: the sheet is no younger."""
    written = list(_written([closed(line) for line in lines]))
    month_first = _month_first(written, lines)
    best: tuple[int, dt.date] | None = None
    for each in written:
        rank, day = _rank(each.label), _day(each.match, month_first)
        if day and rank and (best is None or rank > best[0]):
            best = rank, day
    return best[1] if best else None


def _written(lines: Sequence[str]) -> Iterable[_Written]:
    before = ""
    for line in lines:
        matches = list(_DAY.finditer(line))
        ends = [0, *(match.end() for match in matches)]
        for end, match in zip(ends, matches, strict=False):
            label = line[end : match.start()]
            yield _Written(match, compact(label if len(compact(label)) > 1 or end else f"{before} {label}")[-_NEAR:])
        before = line[-2 * _NEAR :] if not matches else ""


def _rank(label: str) -> int:
    """3: of the revision that is said to be the current one; 2: of revision; 1: of issue, or a day that says no more than
    that it is one; 0: another one."""
    if any(word in label for word in _CURRENT):
        return 3
    places = [(label.rfind(word), rank) for rank, words in ((2, _REVISED), (0, _OTHER)) for word in words]
    at, rank = max(places, key=lambda pair: pair[0])
    if at >= 0:
        return rank
    return 1 if any(word in label for word in _ISSUED) else 0


def _month_first(written: Sequence[_Written], lines: Sequence[str]) -> bool:
    """Whether the month comes first: where one of the days can only be read so and none only the other way round; where
    none tells, in a sheet that would else be revised after it was printed, and in one for the United States alone."""
    pairs = [each.figures for each in written if each.figures]
    if any(first > 12 for first, _ in pairs):
        return False
    if any(second > 12 for _, second in pairs):
        return True
    if _late(written, False) and not _late(written, True):
        return True
    return any(map(_AMERICAN.search, lines)) and not any(map(_EUROPEAN.search, lines[:_HEAD]))


def _late(written: Sequence[_Written], month_first: bool) -> bool:
    """Whether a day of revision, read so, comes after every day of printing."""
    printed = [_day(each.match, month_first) for each in written if any(word in each.label for word in _PRINTED)]
    revised = [_day(each.match, month_first) for each in written if _rank(each.label) > 1]
    last = max((day for day in printed if day), default=None)
    return last is not None and any(day and day > last for day in revised)


def _day(match: re.Match[str], month_first: bool) -> dt.date | None:
    if match["iso"]:
        return _valid(match["iso"], int(match["iso_month"]), match["iso_day"])
    if match["first"]:
        turned = month_first and match["sign"] != "."
        day, month = (match["second"], match["first"]) if turned else (match["first"], match["second"])
        return _valid(match["year"], int(month), day)
    if match["day"]:
        return _valid(match["worded"], _MONTHS.get(compact(match["month"]), 0), match["day"])
    if match["year_first"]:
        return _valid(match["year_first"], _MONTHS.get(compact(match["month_then"]), 0), match["day_last"])
    return _valid(match["english_year"], _MONTHS.get(compact(match["english"]), 0), match["english_day"] or "1")


def _valid(year: str, month: int, day: str) -> dt.date | None:
    full = int(year) + (2000 if len(year) == 2 else 0)
    try:
        return dt.date(full, month, int(day)) if 1985 <= full <= 2100 else None
    except ValueError:
        return None

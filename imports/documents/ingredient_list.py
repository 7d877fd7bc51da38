"""Printed lines -> the list of all ingredients of a detergent or cosmetic: one a line, or one behind the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from imports.documents.days import revised
from imports.documents.labels import value_of
from imports.documents.layout import Printed, Text
from imports.documents.letters import compact
from imports.documents.numbers import valid_cas, valid_ec
from imports.documents.record import Ingredient, IngredientList, Language
from imports.documents.running import content_of

READER = 1
_TITLES: dict[Language, tuple[str, ...]] = {
    "fr": ("listedesingredients", "fichedesingredients", "fichedingredients", "listeingredients", "informationsurlesingredients",
           "compositiondetailleeinci", "listeinci", "informationsurlacomposition"),
    "en": ("ingredientsdatasheet", "ingredientdatasheet", "ingredientlist", "listofingredients", "ingredientinformation"),
    "de": ("inhaltsstoffliste", "listederinhaltsstoffe", "datenblattuberinhaltsstoffe", "datenblattderinhaltsstoffe",
           "datenblattdesinhaltsstoffe", "inhaltsstoffangaben", "inhaltsstoffdatenblatt", "verzeichnisderinhaltsstoffe"),
}  # fmt: skip
_NAMES = (
    "nomduproduit",
    "nomcommercial",
    "productname",
    "handelsname",
    "produktname",
    "designationcommerciale",
    "produit",
    "product",
)
_HEADER = re.compile(
    r"\bINCI\b|ingr[ée]dients?|inhaltsstoffe?|ingredients?|substance|bezeichnung|\bnom\b|\bname\b", re.IGNORECASE
)
_RUN = re.compile(
    r"(?:ingr[ée]dients?|ingredients?|inhaltsstoffe|composition|INCI)(?: ?\([^)]*\))?\s*:\s*(.+)", re.IGNORECASE
)
_CAS = re.compile(r"(?<![\w-])(\d{2,7})-(\d{2})-(\d)(?![\w-])")
_EC = re.compile(r"(?<![\w-])([2-9]\d{2})-(\d{3})-(\d)(?![\w-])")
_LEAST = 2
"""Fewer names are no list: what is absent from a list counts as absent from the product, so a list must be one."""
_LABELLED = re.compile(r".{2,60}?\s?:(?:\s|$)")
_MOST_WORDS, _LONGEST, _MOST = 12, 160, 400
_PROSE = re.compile(
    r"[.!?]\s|\b(?:règlement|regulation|verordnung|annexe|annex|page|version|date|t[ée]l|www|@|adresse|fax)\b",
    re.IGNORECASE,
)


def list_of(text: Text) -> IngredientList | None:
    """The list of a document whose title says that it is one; None for any other document, and for one without a line."""
    titled = next(((i, told) for i, line in enumerate(text.lines) if (told := _titled(line.text))), None)
    if titled is None:
        return None
    content = content_of(text.lines)
    rows = [line for i, line in enumerate(text.lines) if content[i] and i > titled[0]]
    found = tuple(_run(rows)) or tuple(_table(rows))
    if len(found) < _LEAST:
        return None
    lines = [line.text for line in text.lines]
    return IngredientList(titled[1], value_of(text.lines, _NAMES), revised(lines), found[:_MOST], text.pages, READER)


def _titled(line: str) -> Language | None:
    """The language in which a line names itself a list of ingredients."""
    words = compact(line)
    return next((language for language, titles in _TITLES.items() if any(title in words for title in titles)), None)


def _run(rows: Sequence[Printed]) -> Iterator[Ingredient]:
    """ "Ingredients: AQUA, SODIUM LAURETH SULFATE, ..." over one line or several."""
    for at, row in enumerate(rows):
        match = _RUN.search(row.text)
        if match and match.group(1).count(",") + match.group(1).count(";") >= 2:
            yield from _parted(rows, at, match.group(1))
            return


def _parted(rows: Sequence[Printed], at: int, first: str) -> Iterator[Ingredient]:
    """The names of a run that begins with `first` in row `at`; each with the line in which it ends."""
    held = ""
    for row, text in ((rows[at], first), *((row, row.text) for row in rows[at + 1 :])):
        *names, held = [part.strip() for part in re.split(r"[;•]|,(?!\d)", f"{held} {text}".strip())]
        yield from (_ingredient(name, row) for name in names if _could_name(name))
        if held.endswith(".") or not re.search(r"[,;•]", text):
            break
    if _could_name(held.rstrip(".")):
        yield _ingredient(held.rstrip("."), row)


def _table(rows: Sequence[Printed]) -> Iterator[Ingredient]:
    """A line for each ingredient below the heading of the names, or below the title, as far as they look like names."""
    numbered = next((at for at, row in enumerate(rows) if _CAS.search(row.text)), len(rows))
    heads = [at for at, row in enumerate(rows[: numbered + 1]) if _HEADER.search(row.text) and ":" not in row.text]
    first = (heads[-1] if numbered < len(rows) else heads[0]) + 1 if heads else 0
    for row in rows[first:]:
        name = _CAS.split(_EC.split(row.pieces[0].text)[0])[0].strip(" ,;:•*")
        if _could_name(name) and not _PROSE.search(row.text) and not _LABELLED.match(row.text):
            yield _ingredient(name, row)


def _could_name(name: str) -> bool:
    return (
        1 < len(name) <= _LONGEST and len(name.split()) <= _MOST_WORDS and sum(letter.isalpha() for letter in name) > 1
    )


def _ingredient(name: str, row: Printed) -> Ingredient:
    cas = next(("-".join(found.groups()) for found in _CAS.finditer(row.text)), None)
    ec = next(("-".join(found.groups()) for found in _EC.finditer(row.text)), None)
    sole = len(_CAS.findall(row.text)) == 1
    return Ingredient(
        name.strip(" ,;:•*"),
        cas if cas and sole and valid_cas(cas) else None,
        ec if ec and sole and valid_ec(ec) else None,
        row.page,
        row.line,
    )

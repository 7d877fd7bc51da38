"""Safety data sheets of our own making, in three languages and many layouts, each with what a person reads in it."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from imports.documents.statements import FILE
from tests.imports.documents.made_pdf import Run, pdf_of

TITLES = {
    "fr": (
        "Identification de la substance/du mélange et de la société/l’entreprise", "Identification des dangers",
        "Composition/informations sur les composants", "Premiers secours", "Mesures de lutte contre l’incendie",
        "Mesures à prendre en cas de dispersion accidentelle", "Manipulation et stockage",
        "Contrôles de l’exposition/protection individuelle", "Propriétés physiques et chimiques", "Stabilité et réactivité",
        "Informations toxicologiques", "Informations écologiques", "Considérations relatives à l’élimination",
        "Informations relatives au transport", "Informations relatives à la réglementation", "Autres informations",
    ),
    "en": (
        "Identification of the substance/mixture and of the company/undertaking", "Hazards identification",
        "Composition/information on ingredients", "First aid measures", "Firefighting measures", "Accidental release measures",
        "Handling and storage", "Exposure controls/personal protection", "Physical and chemical properties",
        "Stability and reactivity", "Toxicological information", "Ecological information", "Disposal considerations",
        "Transport information", "Regulatory information", "Other information",
    ),
    "de": (
        "Bezeichnung des Stoffs beziehungsweise des Gemischs und des Unternehmens", "Mögliche Gefahren",
        "Zusammensetzung/Angaben zu Bestandteilen", "Erste-Hilfe-Maßnahmen", "Maßnahmen zur Brandbekämpfung",
        "Maßnahmen bei unbeabsichtigter Freisetzung", "Handhabung und Lagerung",
        "Begrenzung und Überwachung der Exposition/Persönliche Schutzausrüstungen", "Physikalische und chemische Eigenschaften",
        "Stabilität und Reaktivität", "Toxikologische Angaben", "Umweltbezogene Angaben", "Hinweise zur Entsorgung",
        "Angaben zum Transport", "Rechtsvorschriften", "Sonstige Angaben",
    ),
}  # fmt: skip
NUMBERED = {
    "fr": ("RUBRIQUE {n} : {t}", "SECTION {n}: {t}", "{n}. {t}", "Section {n} - {t}", "{n} {t}", "RUBRIQUE {n}.{t}", "SECTION {n} – {t}"),
    "en": ("SECTION {n}: {t}", "Section {n}. {t}", "{n}. {t}", "{n} {t}", "SECTION {n} - {t}", "{n}: {t}"),
    "de": ("ABSCHNITT {n}: {t}", "{n}. {t}", "Abschnitt {n} - {t}", "{n} {t}", "* ABSCHNITT {n}: {t}"),
}  # fmt: skip
WORDS: dict[str, dict[str, Any]] = {
    "fr": {
        "title": "FICHE DE DONNÉES DE SÉCURITÉ", "name": "Nom du produit", "revised": "Date de révision", "signal": "Mention d’avertissement",
        "danger": "Danger", "warning": "Attention", "statements": "Mentions de danger", "advice": "Conseils de prudence",
        "classes": "2.1 Classification de la substance ou du mélange", "label": "2.2 Éléments d’étiquetage", "page": "Page",
        "head": ("Nom chimique", "N° CAS", "N° CE", "Concentration %", "Classification"),
        "see": "Pour le texte complet des mentions H, voir la section 16. Voir aussi section 2 et section 8.",
        "full": "Texte intégral des mentions H de la section 3 :", "prose": "Se reporter aux instructions du fabricant et aérer la pièce avec soin.",
        "none": "Ce mélange n’est pas classé dangereux selon le règlement (CE) n° 1272/2008.",
        "contains": "Contient",
    },
    "en": {
        "title": "SAFETY DATA SHEET", "name": "Product name", "revised": "Revision date", "signal": "Signal word",
        "danger": "Danger", "warning": "Warning", "statements": "Hazard statements", "advice": "Precautionary statements",
        "classes": "2.1 Classification of the substance or mixture", "label": "2.2 Label elements", "page": "Page",
        "head": ("Chemical name", "CAS No.", "EC No.", "Concentration %", "Classification"),
        "see": "For the full text of the H-statements see section 16. See also section 2 and section 8.",
        "full": "Full text of the H-statements mentioned in section 3:", "prose": "Follow the maker's instructions and air the room with care.",
        "none": "This mixture is not classified as hazardous according to regulation (EC) No 1272/2008.",
        "contains": "Contains",
    },
    "de": {
        "title": "Sicherheitsdatenblatt", "name": "Handelsname", "revised": "Überarbeitet am", "signal": "Signalwort",
        "danger": "Gefahr", "warning": "Achtung", "statements": "Gefahrenhinweise", "advice": "Sicherheitshinweise",
        "classes": "2.1 Einstufung des Stoffs oder Gemischs", "label": "2.2 Kennzeichnungselemente", "page": "Seite",
        "head": ("Bezeichnung", "CAS-Nr.", "EG-Nr.", "Gehalt %", "Einstufung"),
        "see": "Vollständiger Wortlaut der H-Sätze: siehe Abschnitt 16. Siehe auch Abschnitt 2 und Abschnitt 8.",
        "full": "Wortlaut der H-Sätze aus Abschnitt 3:", "prose": "Die Hinweise des Herstellers beachten und den Raum gut lüften.",
        "none": "Das Gemisch ist nach der Verordnung (EG) Nr. 1272/2008 nicht als gefährlich eingestuft.",
        "contains": "Enthält",
    },
}  # fmt: skip
HAZARDS = (
    "H226", "H290", "H302", "H304", "H312", "H314", "H315", "H317", "H318", "H319", "H332", "H334", "H335", "H336", "H351", "H361fd",
    "H373", "H400", "H410", "H411", "H412", "H413", "EUH066", "EUH071", "EUH206", "EUH208", "H302+H332", "H301+H311+H331",
)  # fmt: skip
ADVICE = ("P101", "P102", "P280", "P264", "P305+P351+P338", "P337+P313", "P301+P330+P331", "P501", "P405")
SUBSTANCES = (
    ("Sodium carbonate", "497-19-8", "207-838-8"), ("Sodium laureth sulfate", "68891-38-3", "500-234-8"),
    ("Citric acid", "77-92-9", "201-069-1"), ("Sodium hypochlorite", "7681-52-9", "231-668-3"),
    ("Propan-2-ol", "67-63-0", "200-661-7"), ("Alcohols, C12-14, ethoxylated", "68439-50-9", "500-213-3"),
    ("1,2-benzisothiazol-3(2H)-one", "2634-33-5", "220-120-9"), ("d-Limonene", "5989-27-5", "227-813-5"),
    ("Sodium hydroxide", "1310-73-2", "215-185-5"), ("Lactic acid", "79-33-4", "201-196-2"),
)  # fmt: skip
SHARES = (
    ("5 - < 15 %", "5", "15"), (">= 1 - < 5", "1", "5"), ("< 0,1 %", None, "0.1"), ("2,5 <= x % < 10", "2.5", "10"), ("<= 3", None, "3"),
    ("1-5", "1", "5"), ("10 - 20", "10", "20"), ("> 30 %", "30", None), ("0.05 - 0.5%", "0.05", "0.5"), ("<1%", None, "1"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ingredient:
    """A row of section 3 as written."""

    name: str
    cas: str
    ec: str
    share: str
    low: str | None
    high: str | None
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """What the sheet says, and how it is laid out."""

    language: str
    name: str
    hazards: tuple[str, ...]
    advice: tuple[str, ...]
    ingredients: tuple[Ingredient, ...]
    printed: bool
    heading: str
    after: str
    glue: str
    header: bool
    contents: bool
    upper: bool
    seed: int = field(default=0)
    narrow: bool = False


@cache
def sentence(code: str, language: str) -> str:
    """The sentence of a code in a language, as shipped."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = {(row["code"], row["language"]): row["text"] for row in reversed(list(csv.DictReader(file)))}
    return str(rows[code, language])


def made(seed: int, language: str | None = None, printed: bool | None = None) -> Made:
    """One sheet of many, told by its seed."""
    draw = random.Random(seed)
    language = language or draw.choice(sorted(TITLES))
    substances = draw.sample(SUBSTANCES, draw.randint(1, 6))
    ingredients = [_ingredient(draw, *substance) for substance in substances]
    return Made(
        language, f"Brillo {draw.randint(2, 99)} Plus", tuple(draw.sample(HAZARDS, draw.randint(0, 5))),
        tuple(draw.sample(ADVICE, draw.randint(0, 4))), tuple(ingredients),
        draw.random() < 0.8 if printed is None else printed, draw.choice(NUMBERED[language]),
        draw.choice((" ", " - ", ": ", " : ", " – ", "   ")), draw.choice(("+", " + ", "+ ")), draw.random() < 0.7,
        draw.random() < 0.3, draw.random() < 0.5, seed, draw.random() < 0.3,
    )  # fmt: skip


def _ingredient(draw: random.Random, name: str, cas: str, ec: str) -> Ingredient:
    share, low, high = draw.choice(SHARES)
    return Ingredient(name, cas, ec, share, low, high, tuple(draw.sample(HAZARDS[:20], draw.randint(1, 3))))


def rows_of(sheet: Made) -> list[tuple[str, ...]]:
    """The sheet as rows of cells."""
    return list(_rows(sheet))


def _rows(sheet: Made) -> Iterator[tuple[str, ...]]:
    words = WORDS[sheet.language]
    yield (str(words["title"]),)
    if sheet.contents:
        yield from ((_heading(sheet, number),) for number in range(1, 17))
    for number in range(1, 17):
        yield (_heading(sheet, number),)
        yield from _section(sheet, number)


def _heading(sheet: Made, number: int) -> str:
    title = TITLES[sheet.language][number - 1]
    return sheet.heading.format(n=number, t=title.upper() if sheet.upper else title)


def _section(sheet: Made, number: int) -> Iterator[tuple[str, ...]]:
    words = WORDS[sheet.language]
    if number == 1:
        yield f"{words['name']} :", sheet.name
        yield f"{words['revised']} :", "03.02.2024"
    elif number == 2:
        yield from _hazards(sheet)
    elif number == 3:
        yield from _composition(sheet)
    elif number == 16:
        yield (str(words["full"]),)
        for code in sorted({code for each in sheet.ingredients for code in each.codes}):
            yield (f"{code}{sheet.after}{sentence(code, sheet.language)}.",)
    else:
        yield (str(words["prose"]),)
        yield (str(words["see"]),)


def _hazards(sheet: Made) -> Iterator[tuple[str, ...]]:
    words = WORDS[sheet.language]
    yield (str(words["classes"]),)
    if not sheet.hazards:
        yield (str(words["none"]),)
    yield (str(words["label"]),)
    if sheet.hazards:
        yield f"{words['signal']} :", str(words["warning"])
    yield (f"{words['statements']} :",)
    for code in sheet.hazards:
        yield (_statement(sheet, code),)
    yield (f"{words['advice']} :",)
    for code in sheet.advice:
        yield (f"{code.replace('+', sheet.glue)}{sheet.after}{words['prose']}",)


def _statement(sheet: Made, code: str) -> str:
    text = sentence(code, sheet.language)
    if code == "EUH208":
        text = f"{WORDS[sheet.language]['contains']} d-Limonene. {text}"
    return f"{code.replace('+', sheet.glue)}{sheet.after}{text}." if sheet.printed else f"{text}."


def _composition(sheet: Made) -> Iterator[tuple[str, ...]]:
    yield tuple(WORDS[sheet.language]["head"])
    for each in sheet.ingredients:
        yield each.name, each.cas, each.ec, each.share, ", ".join(each.codes)
    yield (str(WORDS[sheet.language]["see"]),)


def text_file(sheet: Made) -> str:
    """The sheet as a text file: cells parted by four blanks."""
    return "\n".join("    ".join(row) for row in rows_of(sheet))


def pdf_file(sheet: Made, rows_a_page: int = 42, turned: int = 0) -> bytes:
    """The sheet as a PDF; long cells go on in the line below, each cell in its own column."""
    words, at, step = WORDS[sheet.language], 0, min(16, 720 / rows_a_page)
    pages: list[list[Run]] = [[]]
    for row in rows_of(sheet):
        lines = _wrapped(row, 8 if sheet.narrow else 26)
        if at + len(lines) > rows_a_page:
            pages.append([])
            at = 0
        for line in lines:
            pages[-1].extend(Run(x, 80 + step * at, text) for x, text in line)
            at += 1
    if sheet.header:
        for number, page in enumerate(pages, start=1):
            page.insert(0, Run(50, 40, f"{sheet.name}  –  {words['title']}"))
            page.append(Run(50, 810, f"{words['page']} {number} / {len(pages)}"))
    return pdf_of(pages, turned=turned)


COLUMNS = (50, 200, 275, 345, 420)


def _wrapped(row: Sequence[str], numbers: int) -> list[list[tuple[float, str]]]:
    """A row as printed lines of (x, text). numbers: letters that the cells of CAS and EC numbers take in one line."""
    if len(row) == 1:
        return [[(50, part)] for part in _cut(row[0], 95)]
    places = COLUMNS if len(row) > 2 else (50, 220)
    cells = [_broken(cell, numbers) if column in (1, 2) else _cut(cell, 26) for column, cell in enumerate(row)]
    return [
        [(places[column], cell[line]) for column, cell in enumerate(cells) if line < len(cell)]
        for line in range(max(len(cell) for cell in cells))
    ]


def _broken(text: str, width: int) -> list[str]:
    """A cell of numbers: one that is too long goes on in the next line behind a hyphen."""
    at = text.rfind("-", 0, width) + 1
    return [text[:at], text[at:]] if len(text) > width and at and text[-1].isdigit() else _cut(text, 26)


def _cut(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        if len(lines[-1]) + len(word) > width and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip() if lines[-1] else word
    return lines

"""What is read in documents: safety data sheets, ingredient lists, lines of text. Pure data; JSON in `envelope`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Language = Literal["fr", "en", "de"]
Kind = Literal["pdf", "text", "other"]
Params = Mapping[str, str | int | None]

PRODUCT_SECTION, INGREDIENT_SECTION = 2, 3
"""Codes of section 2 are the product's, those of section 3 its ingredients'; section 16 lists full texts."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line as a person sees it. `page` and `line` count from 1; `line` counts the printed lines of its page.

    In a text file `line` is the line of the file (pages begin at form feeds).
    """

    page: int
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """A word or number of a document and where it stands. `section`: 1-16, None before the first heading."""

    value: str
    page: int
    line: int
    section: int | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """An H, EUH or P code ("H319", "EUH208", "H302+H312", "P305+P351+P338").

    printed: False where only its sentence stands there, without the code. substances: what EUH208 names, as written.
    """

    code: str
    section: int | None
    page: int
    line: int
    printed: bool = True
    substances: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HazardClass:
    """A hazard class with its category ("Eye Irrit. 2", "Lésions oculaires graves, Catégorie 1") and the code it means."""

    text: str
    code: str
    section: int | None
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class Substance:
    """An ingredient by number. low and high in percent (None: not said); `*_open`: the bound itself is excluded.

    valid: False where the check digit of the CAS number is wrong (the number stays as printed).
    """

    cas: str | None
    ec: str | None
    name: str | None
    low: Decimal | None
    high: Decimal | None
    low_open: bool
    high_open: bool
    valid: bool
    section: int | None
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A section of the sheet (1-16) and where its heading stands."""

    number: int
    page: int
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A safety data sheet as read.

    classified: True where section 2 names a hazard statement; False where it says that there is none; None where it says
    neither. regulation: "2020/878", "2015/830", "453/2010", "1907/2006", "OSHA", "WHMIS", "GHS", None unknown.
    older_format: True where that is older than (EU) 2020/878, False where it is that one, None where it is unknown or not
    of the EU. outdated: R and S phrases and the symbols of directive 67/548 (Xi, Xn, C, N, T ...). readable: sections 2
    and 3 exist and hold readable text; section 2 does not where the file holds another sheet, as of a kit, whose section 2
    names hazards beyond these. signal: "danger", "warning" or "none". professional_only: says that it is for
    professional (or industrial) use only. product_types: of biocides, 1-22. missing: sections 1-16 without heading.
    """

    language: Language
    revised: dt.date | None
    name: str | None
    supplier: str | None
    codes: tuple[Code, ...] = ()
    classes: tuple[HazardClass, ...] = ()
    substances: tuple[Substance, ...] = ()
    outdated: tuple[Found, ...] = ()
    sections: tuple[Heading, ...] = ()
    readable: Mapping[int, bool] = field(default_factory=dict)
    classified: bool | None = None
    regulation: str | None = None
    older_format: bool | None = None
    signal: str | None = None
    pictograms: tuple[Found, ...] = ()
    ufis: tuple[Found, ...] = ()
    gtins: tuple[Found, ...] = ()
    references: tuple[Found, ...] = ()
    product_types: tuple[Found, ...] = ()
    authorisations: tuple[Found, ...] = ()
    standards: tuple[Found, ...] = ()
    professional_only: Found | None = None
    version: str | None = None
    pages: int = 1
    reader: int = 1

    @property
    def missing(self) -> tuple[int, ...]:
        seen = {heading.number for heading in self.sections}
        return tuple(number for number in range(1, 17) if number not in seen)

    def codes_of(self, section: int) -> tuple[Code, ...]:
        return tuple(code for code in self.codes if code.section == section)


@dataclass(frozen=True, slots=True)
class Ingredient:
    """One line of an ingredient list: the name as printed (INCI where it is one), numbers where printed."""

    name: str
    cas: str | None
    ec: str | None
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class IngredientList:
    """The list of all ingredients of a detergent (regulation 648/2004, annex VII D) or of a cosmetic."""

    language: Language
    name: str | None
    revised: dt.date | None
    ingredients: tuple[Ingredient, ...] = ()
    pages: int = 1
    reader: int = 1


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a document was not read: a stable code ("sheet.not_a_sheet", "document.encrypted") and its parameters."""

    code: str
    params: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """One file as read. `refused`: why it holds no safety sheet; `lines` may be there all the same, at most 3,000."""

    name: str
    kind: Kind
    pages: int
    lines: tuple[Line, ...] = ()
    sheet: Sheet | None = None
    ingredients: IngredientList | None = None
    refused: Refused | None = None

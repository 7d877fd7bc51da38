"""What a sheet is of: language, product name, supplier, UFI, article numbers, references, version, the format it follows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from imports.documents.headings import is_heading
from imports.documents.labels import behind, is_labelled, value_of
from imports.documents.layout import Printed
from imports.documents.letters import compact, mended
from imports.documents.record import Found, Language
from imports.documents.stream import Body

TITLES: dict[Language, tuple[str, ...]] = {
    "fr": ("fichededonneesdesecurite", "fichededonneedesecurite", "fichesdedonneesdesecurite", "fichedesecurite", "fichesignaletique", "fichesdedonneessecurite", "fichededonneessecurite"),
    "en": ("safetydatasheet", "materialsafetydata", "safetydatasheets"),
    "de": ("sicherheitsdatenblatt",),
}  # fmt: skip
FOREIGN = (
    "fichadedatosdeseguridad", "hojadedatosdeseguridad", "hojadeseguridad", "fichadedadosdeseguranca", "fichadeseguranca",
    "schedadidatidisicurezza", "schededidatidisicurezza", "schedadisicurezza", "schedadatidisicurezza", "veiligheidsinformatieblad",
    "sakerhetsdatablad", "sikkerhedsdatablad", "sikkerhetsdatablad", "kayttoturvallisuustiedote", "kartacharakterystyki",
    "bezpecnostnilist", "kartabezpecnostnychudajov", "biztonsagiadatlap", "fisacudatedesecuritate", "fisadatesecuritate",
    "varnostnilist", "sigurnosnotehnickilist", "ohutuskaart", "drosibasdatulapa", "saugosduomenulapas", "guvenlikbilgiformu",
)  # fmt: skip
"""How sheets in other languages name themselves."""
_WORDS: dict[Language, frozenset[str]] = {
    "fr": frozenset("le la les des du de et pour une est dans avec sur ou aux pas".split()),
    "en": frozenset("the of and for with is in not or to be are this".split()),
    "de": frozenset("der die das und nicht mit von für bei ist oder den zu auf".split()),
}
_NAMES = (
    "nomduproduit", "nomcommercial", "productname", "handelsname", "designationcommerciale", "denominationcommerciale", "tradename",
    "produktname", "nomdumelange", "nomdelapreparation", "commercialname", "materialname", "denominationduproduit", "designationduproduit",
    "nomdeproduit", "nomdelamatiere", "nomdumateriel", "produktbezeichnung", "artikelbezeichnung", "handelsnamebezeichnung", "bezeichnunghandelsname",
    "bezeichnungdesstoffesdesgemisches", "bezeichnungdesstoffesoderderzubereitung", "stoffname",
    "ghsproductidentifier", "productidentifier", "identificateurdeproduit", "identificateurduproduit", "produktidentifikator",
    "productdescription", "nomchimique", "produit", "product",
)  # fmt: skip
_SUPPLIERS = (
    "companyname", "nomdelasociete", "raisonsociale", "firmenname", "bezeichnungdesunternehmens", "nomdufournisseur", "societe", "company", "fournisseur", "fabricant",
    "suppliersdetails",
    "detailsofthesupplierofthesafetydatasheet", "renseignementsconcernantlefournisseurdelafichededonneesdesecurite",
    "einzelheitenzumlieferantendersicherheitsdatenblattbereitstellt", "einzelheitenzumlieferantenderdassicherheitsdatenblattbereitstellt",
    "supplier", "manufacturer", "firma", "herstellerlieferant", "lieferant", "hersteller", "nom",
)  # fmt: skip
_REFERENCES = (
    "productcode", "codeproduit", "numerodelamatiere", "materialnumber", "codedelamatiere", "codeduproduit", "codearticle", "reference", "references", "articlenumber", "artikelnummer", "artnr",
    "productnumber", "numerodarticle", "itemnumber", "produktnummer", "produktcode", "referenceproduit", "referencearticle", "itemno", "ref",
)  # fmt: skip
_GENERIC = 8
"""A label of so few letters ("produit") also opens sentences and names."""
_UFI = re.compile(r"\bU ?F ?I\b\W{0,6}((?:[0-9A-Z] ?){4}(?:\s?[-–]\s?(?:[0-9A-Z] ?){4}){3})(?![0-9A-Z])")
_ARTICLE = re.compile(r"\b(?:EAN|GTIN|UPC|gencod|codes?[- ]?barres?|barcode|strichcode)\b", re.IGNORECASE)
_DIGITS = re.compile(r"(?<![\d-])\d{12,14}(?![\d-])|(?<![\d-])\d{8}(?![\d-])")
_VERSION = re.compile(
    r"\b(?:version|fassung|r[ée]vision|rev\.)\s*(?:no\.?|n[°º]|nr\.?|:)*\s*(?!\d{1,2}[./-]\d{1,2}[./-]\d|\d{4}-\d\d-\d\d|\d{1,2}(?:er|st|nd|rd|th|\.)?[ -][^\W\d_]{3,9}\.?,?[ -]\d{4})((?=[\w.-]*\d)[\w.-]{1,15})",
    re.IGNORECASE,
)
_REGULATIONS = (
    ("2020/878", r"2020\s?/\s?878"), ("2015/830", r"2015\s?/\s?830"), ("453/2010", r"453\s?/\s?2010"), ("1907/2006", r"1907\s?/\s?2006"),
    ("91/155", r"91\s?/\s?155|2001\s?/\s?58"), ("WHMIS", r"WHMIS|SIMDUT|Hazardous Products Regulations"),
    ("OSHA", r"OSHA|29 CFR\s*1910|HCS[- ]?2012"), ("GHS", r"\bGHS\b|\bSGH\b"),
)  # fmt: skip
_OLDER = frozenset(("2015/830", "453/2010", "91/155"))
NEW_FORMAT = dt.date(2021, 1, 1)
"""From this day on regulation (EU) 2020/878 applies to new sheets."""


def title_of(text: str) -> Language | None:
    """The language in which a line names itself a safety data sheet."""
    words = compact(text)
    for language, titles in TITLES.items():
        if any(title in words for title in titles):
            return language
    return None


def is_foreign(text: str) -> bool:
    """Whether the head of a document names it a safety data sheet in a language that is not read."""
    words = compact(text)
    return any(title in words for title in FOREIGN)


def language_of(lines: Sequence[Printed]) -> Language:
    """The language of most common words; a title counts as forty."""
    score: dict[Language, int] = dict.fromkeys(_WORDS, 0)
    for line in lines:
        for word in line.text.lower().split():
            for each, common in _WORDS.items():
                score[each] += word in common
    titled = next((title for line in lines[:40] if (title := title_of(line.text))), None)
    if titled:
        score[titled] += 40
    return max(score, key=lambda language: score[language])


def name_of(body: Body) -> str | None:
    """The product's name by its label in section 1 (or before it), else what stands beside or below the title."""
    rows = [*body.rows(1), *body.rows(None)]
    return (
        value_of(rows, _NAMES, whole=True) or _run_on(rows) or _beside_title(body.rows(None) or list(body.lines[:12]))
    )


_NO_NAME = re.compile(
    r"regulation|règlement|conform|version|date|page|verordnung|gemäß|according|r[ée]vision|erstellt|überarbeitet|ausgestellt|\bn[°o]\b|\bISO\b|OSHA",
    re.IGNORECASE,
)


def _run_on(rows: Sequence[Printed]) -> str | None:
    """A name that follows its label without a mark or a gap: "Product name Shiny 5", as tables of narrow cells read."""
    others = tuple(label for label in (*_SUPPLIERS, *_REFERENCES, *_NAMES) if len(label) > _GENERIC)
    for label in _NAMES:
        for row in rows if len(label) > _GENERIC else ():
            name = behind(row.pieces[0].text, label)
            if name and _begins_a_name(name) and not compact(name).startswith(others):
                return name
    return None


def _begins_a_name(text: str) -> bool:
    return (text[0].isupper() or text[0].isdigit()) and not text.endswith(".") and _could_name(text)


def _beside_title(rows: Sequence[Printed]) -> str | None:
    for at, line in enumerate(rows):
        if not title_of(line.text):
            continue
        beside = re.split(r"[:–]\s", line.text, maxsplit=1)
        if len(beside) > 1 and _could_name(beside[1]):
            return mended(beside[1])
        return next((mended(below.text) for below in rows[at + 1 : at + 4] if _could_name(below.text)), None)
    return None


def _could_name(text: str) -> bool:
    return (
        len(compact(text)) > 2
        and len(text) < 120
        and not _NO_NAME.search(text)
        and not is_heading(text)
        and any(letter.isalpha() for letter in text)
    )


def supplier_of(body: Body) -> str | None:
    """Who supplies the sheet, by its label in section 1."""
    return value_of(body.rows(1), _SUPPLIERS)


def ufis_of(body: Body) -> tuple[Found, ...]:
    """Unique formula identifiers, as XXXX-XXXX-XXXX-XXXX."""
    found: dict[str, Found] = {}
    for index, line in enumerate(body.lines):
        following = body.lines[index + 1].text if index + 1 < len(body.lines) else ""
        for match in _UFI.finditer(f"{line.text} {following}"):
            letters = re.sub(r"[^0-9A-Z]", "", match.group(1))
            if match.start() < len(line.text) and sum(letter.isdigit() for letter in letters) > 2:
                value = "-".join(letters[at : at + 4] for at in range(0, 16, 4))
                found.setdefault(value, Found(value, line.page, line.line, body.section[index]))
    return tuple(found.values())


def gtins_of(body: Body) -> tuple[Found, ...]:
    """Article numbers (8, 12-14 figures, right check digit) in sections that speak of EAN, GTIN, UPC or bar codes."""
    found: dict[str, Found] = {}
    speaking = {
        section for section in (None, 1, 16) if (part := body.across.get(section)) and _ARTICLE.search(part.text)
    }
    for index, line in enumerate(body.lines):
        if body.section[index] in speaking:
            for match in _DIGITS.finditer(line.text):
                if _checked(match.group()) and (len(match.group()) > 8 or _ARTICLE.search(line.text)):
                    found.setdefault(match.group(), Found(match.group(), line.page, line.line, body.section[index]))
    return tuple(found.values())


def _checked(digits: str) -> bool:
    """Whether the last digit is the check digit: those before it, from the right, times 3, 1, 3 ..., up to a ten."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits[:-1])))
    return (total + int(digits[-1])) % 10 == 0 and digits.strip("0") != ""


def references_of(body: Body) -> tuple[Found, ...]:
    """Product codes and references by their labels in section 1."""
    rows = [*body.rows(None), *body.rows(1)]
    found: dict[str, Found] = {}
    for at, row in enumerate(rows):
        value = value_of(rows[at : at + 3], _REFERENCES) if is_labelled(row, _REFERENCES) else None
        for part in re.split(r"\s*[;,]\s*", value.rstrip(" .")) if value else ():
            if re.fullmatch(r"(?=.*\d)[\w./-]{2,40}(?: [\w./-]{1,10})?", part):
                found.setdefault(part, Found(part, row.page, row.line, 1))
    return tuple(found.values())


def version_of(lines: Sequence[Printed]) -> str | None:
    """The version printed first."""
    return next((match.group(1) for line in lines if (match := _VERSION.search(line.text))), None)


def regulation_of(body: Body) -> str | None:
    """The regulation whose format the sheet says it follows: in its title, its headers, or before section 2."""
    told = [line.text for i, line in enumerate(body.lines) if body.section[i] in (None, 1) or not body.content[i]]
    text = " ".join((*told[:120], *(line.text for line in body.lines[:12])))
    return next((code for code, shape in _REGULATIONS if re.search(shape, text)), None)


_NEW_PARTS = re.compile(
    r"\b1[12]\.[26]\.?\s*(?:endocrine|propri[ée]t[ée]s perturba|endokrin|informations sur les autres dangers|information on other hazards)",
    re.IGNORECASE,
)


def older_of(regulation: str | None, revised: dt.date | None, outdated: Sequence[Found], body: Body) -> bool | None:
    """Whether the format is older than regulation (EU) 2020/878; None where the sheet does not tell or is not of the EU."""
    if regulation in _OLDER or any(each.section == 2 and each.value[0] != "S" for each in outdated):
        return True
    if regulation == "2020/878":
        return False
    if regulation != "1907/2006":
        return None
    if any(_NEW_PARTS.search(line.text) for line in body.lines):
        return False
    return True if revised and revised < NEW_FORMAT else None

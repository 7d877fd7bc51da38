"""What a sheet says of a biocide: product types, authorisation numbers, standards, and use by professionals alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imports.documents.letters import compact
from imports.documents.record import Found
from imports.documents.stream import Body

_TYPE = re.compile(
    r"(?<![A-Za-z0-9])(?:T\.?P\.?|P\.?T\.?|PA|types? de produits?|product[- ]types?|produkt(?:typ|art)e?n?)\s?(?:n[°º]\s?)?0?(\d{1,2})"
    r"((?:\s?(?:,|/|;|et|and|und|&|-)\s?(?:TP|PT|PA)?\s?0?\d{1,2}(?![\d.]))*)(?![\d.,]\d|\d)",
    re.IGNORECASE,
)
_SPEAKS_OF_BIOCIDES = re.compile(
    r"biocid|528\s?/\s?2012|98\s?/\s?8|d[ée]sinfect|disinfect|desinfektion|\bAMM\b", re.IGNORECASE
)
_AUTHORISATION = re.compile(
    r"\b(?P<union>EU-\d{7}-\d{4})\b|\b(?P<national>(?:FR|DE|BE|NL|LU|AT|IT|ES|CH)-\d{4}-[A-Z]?-?\d{4,5})\b|\b(?P<german>N-\d{4,6})\b"
    r"|(?:\b(?:autorisation|amm|inventaire|homologation|authori[sz]ation|registration|zulassungs?|registrier\w*|EPA Reg\w*)"
    r"[^\d:]{0,25}[:°.]?\s*(?P<number>(?!(?:19|20)\d\d\b)(?:BTP-|CH-)?\d{3,7}(?:-\d{1,6}){0,2}[A-Z]?)\b)",
    re.IGNORECASE,
)
_STANDARD = re.compile(r"\b(?:NF\s?)?(?:DIN\s?)?EN(?:\s?ISO)?\s?(\d{3,5}(?:-\d{1,2})?)(?![\d/])")
_PROFESSIONAL = (
    "usageprofessionnelexclusi", "usageexclusivementprofessionnel", "usagestrictementprofessionnel", "usageprofessionneluniquement",
    "uniquementpourusageprofessionnel", "uniquementpourunusageprofessionnel", "uniquementausageprofessionnel", "pourusageprofessionneluniquement",
    "reserveaunusageprofessionnel", "reserveeaunusageprofessionnel", "reserveausageprofessionnel", "reserveauxprofessionnels",
    "reserveauxutilisateursprofessionnels", "reserveauxinstallationsindustrielles", "exclusivementreserveauxprofessionnels", "reservealusageprofessionnel",
    "exclusivementausageprofessionnel", "usagereserveauxprofessionnels", "strictementprofessionnel", "forprofessionaluseonly", "professionaluseonly",
    "foruseonlybyprofessional", "exclusivelyforprofessional", "restrictedtoprofessional", "onlyforprofessional", "forprofessionalusersonly",
    "industrialandprofessionaluseonly", "nurfurgewerbliche", "nurfurdenberuf", "nurfurdengewerblich", "nurfurprofessionelle", "nurzurgewerblichen",
    "ausschliesslichfurgewerbliche", "ausschliesslichfurdieberufs", "furdengewerblichengebrauchbestimmt", "nurfurdieberufsmassige", "nurzurprofessionellen",
)  # fmt: skip


def product_types_of(body: Body) -> tuple[Found, ...]:
    """Product types 1-22 of regulation 528/2012, each once; only where the sheet speaks of biocides or disinfection."""
    if not any(_SPEAKS_OF_BIOCIDES.search(stream.text) for stream in body.across.values()):
        return ()
    found: dict[str, Found] = {}
    for section, line_at, match in _matches(body, _TYPE):
        for number in (match.group(1), *re.findall(r"\d{1,2}", match.group(2))):
            if 1 <= int(number) <= 22:
                line = body.lines[line_at]
                found.setdefault(str(int(number)), Found(str(int(number)), line.page, line.line, section))
    return tuple(found.values())


def authorisations_of(body: Body) -> tuple[Found, ...]:
    """Authorisation, inventory and registration numbers of a biocide as printed."""
    if not any(_SPEAKS_OF_BIOCIDES.search(stream.text) for stream in body.across.values()):
        return ()
    found: dict[str, Found] = {}
    for section, line_at, match in _matches(body, _AUTHORISATION):
        value = next(part for part in match.groups() if part)
        if section in (None, 1, 2, 15, 16) and not (match["number"] and re.match(r"1907|1272|528|2012|2008", value)):
            line = body.lines[line_at]
            found.setdefault(value, Found(value, line.page, line.line, section))
    return tuple(found.values())


def standards_of(body: Body) -> tuple[Found, ...]:
    """EN standards named, each once a section: those of gloves stand in section 8, those of a disinfectant elsewhere."""
    found: dict[tuple[int | None, str], Found] = {}
    for section, line_at, match in _matches(body, _STANDARD):
        line, value = body.lines[line_at], f"EN {match.group(1)}"
        found.setdefault((section, value), Found(value, line.page, line.line, section))
    return tuple(found.values())


def professional_only(body: Body) -> Found | None:
    """Where the sheet first says that the product is for professionals alone."""
    for index, line in enumerate(body.lines):
        following = body.lines[index + 1].text if index + 1 < len(body.lines) else ""
        here, both = compact(line.text), compact(f"{line.text} {following}")
        if any(0 <= both.find(words) < len(here) for words in _PROFESSIONAL):
            return Found(line.text[:200], line.page, line.line, body.section[index])
    return None


def _matches(body: Body, shape: re.Pattern[str]) -> Iterator[tuple[int | None, int, re.Match[str]]]:
    """(section, index of the line, match) over the sections in reading order."""
    for section, stream in body.across.items():
        for match in shape.finditer(stream.text):
            yield section, stream.line(match.start()), match

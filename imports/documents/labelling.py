"""Section 2 beyond its codes: signal word, pictograms, hazard classes, and whether it says that there is no hazard."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from imports.documents.letters import compact
from imports.documents.record import Code, Found, HazardClass
from imports.documents.stream import Body

_SIGNAL = re.compile(
    r"(?:signalwords?|signalworte?|mentions?davertissement|motsdavertissement|motdavertissement|motsignal|motindicateur|avertissement)"
    r"(?:clp|ghs|sgh|us)?(danger|gefahr|warning|attention|achtung|none|no(?!td|tk|ta)|notapplicable|aucun|neant|kein|nonapplicable|sansobjet|entfallt|pas)"
)
_SIGNALS = {"danger": "danger", "gefahr": "danger", "warning": "warning", "attention": "warning", "achtung": "warning"}
_PICTOGRAM = re.compile(r"(?<![A-Za-z])(?:GHS|SGH) ?0([1-9])(?!\d)")
_PICTURED = re.compile(r"(?:pi[ck]togramm?e?s?|symbols?|symboles?)\b.{0,160}", re.IGNORECASE | re.DOTALL)
_PICTURES = (
    ("03", "flamme au-dessus|flame over|flamme über|flamme sur"), ("02", r"\bflammes?\b|\bflame\b"), ("01", "bombe|exploding bomb"),
    ("04", "bouteille de gaz|bouteille à gaz|gas cylinder|gasflasche"), ("05", r"\bcorrosion\b|ätzwirkung"),
    ("06", "tête de mort|skull|totenkopf"), ("07", "exclamation|ausrufezeichen"), ("08", "danger pour la santé|health hazard|gesundheitsgefahr"),
    ("09", r"\benvironnement\b|\benvironment\b|\bumwelt\b"),
)  # fmt: skip
_CATEGORY = r"[^\d.;]{0,70}?(?:categor(?:y|ies)|cat[ée]gories?|kategorie|cat\.?|kat\.?)\s*:?\s*([1-4]\s?[A-C]?)(?![\d])"
_NAMED = (
    ("skin (?:corrosi\\w+|irrita\\w+)|(?:corrosion|irritation) cutan[ée]e|hautreizung|[äa]tzwirkung auf die haut|ätz-?/reizwirkung auf die haut",
     {"1": "H314", "2": "H315", "3": "H316"}),
    ("eye (?:damage|irritation|corrosive)|eye damage/eye irritation|l[ée]sions? oculaires? graves?|irritation oculaire|irritation des yeux"
     "|augensch[äa]digung|augenreizung|augenschäden", {"1": "H318", "2": "H319", "2A": "H319", "2B": "H320"}),
    ("skin sensiti[sz]\\w+|sensibilisation (?:cutan[ée]e|de la peau)|sensibilisierung der haut|sensibilisation par contact", {"1": "H317"}),
    ("respiratory sensiti[sz]\\w+|sensibilisation (?:respiratoire|des voies)|sensibilisierung der atemwege", {"1": "H334"}),
    ("aspiration (?:hazard|toxicity)|danger par aspiration|aspirationsgefahr", {"1": "H304"}),
    ("flammable liquids?|liquides? inflammables?|entzündbare flüssigkeit\\w*", {"1": "H224", "2": "H225", "3": "H226", "4": "H227"}),
    ("corrosive to metals?|corrosif pour les métaux|korrosiv gegenüber metallen", {"1": "H290"}),
    ("germ cell mutagen\\w+|mutag[ée]nicité sur les cellules germinales|keimzellmutagenität", {"1": "H340", "2": "H341"}),
    ("carcinogen\\w*|canc[ée]rog[ée]nicit[ée]|karzinogenität", {"1": "H350", "2": "H351"}),
    ("reproductive toxicity|toxicit[ée] pour la reproduction|reproduktionstoxizität", {"1": "H360", "2": "H361"}),
)  # fmt: skip
_SHORT = (
    (r"Skin Corr\.?(?:/Irrit\.)?,?", {"1": "H314"}), (r"Skin Irrit\.?,?", {"2": "H315", "3": "H316"}),
    (r"Eye Dam\.?(?:/Irrit\.)?,?", {"1": "H318", "2": "H319"}), (r"Eye Irrit\.?,?", {"2": "H319", "2A": "H319", "2B": "H320"}),
    (r"Skin Sens\.?,?", {"1": "H317"}), (r"Resp\.? Sens\.?,?", {"1": "H334"}), (r"Asp\.? Tox\.?,?", {"1": "H304"}),
    (r"Muta\.?,?", {"1": "H340", "2": "H341"}), (r"Carc\.?,?", {"1": "H350", "2": "H351"}), (r"Repr\.?,?", {"1": "H360", "2": "H361"}),
    (r"STOT RE,?", {"1": "H372", "2": "H373"}), (r"STOT SE,?", {"1": "H370", "2": "H371"}), (r"Met\.? Corr\.?,?", {"1": "H290"}),
    (r"Flam\.? Liq\.?,?", {"1": "H224", "2": "H225", "3": "H226"}), (r"(?:Flam\.? )?Aerosol,?", {"1": "H222", "2": "H223", "3": "H229"}),
    (r"Aquatic Acute,?", {"1": "H400"}), (r"Aquatic Chronic,?", {"1": "H410", "2": "H411", "3": "H412", "4": "H413"}),
    (r"ED HH,?", {"1": "EUH380", "2": "EUH381"}), (r"ED ENV,?", {"1": "EUH430", "2": "EUH431"}),
)  # fmt: skip
_CLASSES = tuple(
    [(re.compile(rf"(?:{names}){_CATEGORY}", re.IGNORECASE), codes) for names, codes in _NAMED]
    + [(re.compile(rf"(?<![A-Za-z]){short} ?([1-4]\s?[A-C]?)(?![\d])"), codes) for short, codes in _SHORT]
)
_NONE = (
    "notclassified", "notconsideredhazardous", "notconsideredtobehazardous", "nonclasse", "nestpasclasse", "nonclassifie", "pasclasse",
    "hazardstatementsnone", "hazardstatementnone", "mentionsdedangeraucune", "mentiondedangeraucune", "mentionsdedangerneant",
    "nichtalsgefahrlicheingestuft", "nichtgefahrlich", "keineinstufung", "nichteingestuft", "nichtkennzeichnungspflichtig",
    "nerepondpasauxcriteres", "neremplitpaslescriteres", "doesnotmeetthecriteria", "isnothazardous", "nonhazardous",
    "notahazardous", "nestpasdangereux", "pasconsiderecommedangereux", "gefahrenhinweisekeine", "nonconcernemelangenonclasse",
    "nepresentepasdedanger", "notdangerous", "nestpasunesubstanceniunmelangedangereux", "nestpasunmelangedangereux", "substanceoumelangenondangereux",
    "nestpasunesubstancedangereuse", "classecommenondangereux", "keingefahrlicherstoffodergefahrlichesgemisch",
    "noneedforclassificationaccordingto", "keineinstufungspflichtiges",
)  # fmt: skip
_SAYS_NO_HAZARD = frozenset(("EUH210", "EUH401"))


def signal_of(body: Body) -> str | None:
    """ "danger", "warning", "none" (said so), None where no signal word is spoken of in section 2: behind its label, else
    alone in its line with a capital; in small letters it ends what the line before began ("tactile warning of danger")."""
    for stream in (body.across.get(2), body.in_file.get(2)):
        match = _SIGNAL.search(compact(stream.text)) if stream else None
        if match:
            return _SIGNALS.get(match.group(1), "none")
    alone = (_SIGNALS.get(compact(row.text)) for row in body.rows(2) if row.text[0].isupper())
    return next((signal for signal in alone if signal), None)


def pictograms_of(body: Body) -> tuple[Found, ...]:
    """GHS01-GHS09 named in section 2, by code or by what they show; each once."""
    stream = body.across.get(2)
    if stream is None:
        return ()
    places = [(match.start(), f"GHS0{match.group(1)}") for match in _PICTOGRAM.finditer(stream.text)]
    for match in _PICTURED.finditer(stream.text):
        places.extend((match.start(), code) for code in _pictures(match.group()))
    found: dict[str, Found] = {}
    for place, code in sorted(places):
        line = body.lines[stream.line(place)]
        found.setdefault(code, Found(code, line.page, line.line, 2))
    return tuple(found.values())


def _pictures(text: str) -> Iterator[str]:
    """What a passage about pictograms names, as far as the next label."""
    passage = re.split(
        r"\b(?:signal|mention|avertissement|hazard statement|gefahrenhinweis|H\d{3})", text, flags=re.IGNORECASE
    )[0]
    for code, shape in _PICTURES:
        if re.search(shape, passage, re.IGNORECASE):
            passage = re.sub(shape, " ", passage, flags=re.IGNORECASE)
            yield f"GHS{code}"


def classes_of(body: Body) -> tuple[HazardClass, ...]:
    """Hazard classes with a category in section 2, each once, with the code that class and category mean."""
    found: dict[str, HazardClass] = {}
    for stream in (body.across.get(2), body.in_file.get(2)):
        for shape, codes in _CLASSES if stream else ():
            for match in shape.finditer(stream.text) if stream else ():
                category = match.group(1).replace(" ", "")
                code = codes.get(category) or codes.get(category[:1])
                if code and code not in found and stream:
                    line = body.lines[stream.line(match.start())]
                    found[code] = HazardClass(" ".join(match.group().split()), code, 2, line.page, line.line)
    return tuple(sorted(found.values(), key=lambda each: (each.page, each.line)))


def classified_of(
    body: Body, codes: Sequence[Code], classes: Sequence[HazardClass], outdated: Sequence[Found], signal: str | None
) -> bool | None:
    """True where section 2 names a hazard in any way, False where it says that there is none, None where it is silent."""
    stated = any(code.section == 2 and code.code[0] != "P" and code.code not in _SAYS_NO_HAZARD for code in codes)
    if (
        stated
        or classes
        or any(each.section == 2 and each.value[0] != "S" for each in outdated)
        or signal in ("danger", "warning")
    ):
        return True
    stream = body.across.get(2)
    return False if stream and any(words in compact(stream.text) for words in _NONE) else None

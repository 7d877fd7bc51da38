"""Where a word stands tells whether it speaks of the product: negations, other products, packaging, batteries.

Every test looks at plain text (see `words.plain`) on one side of the word, up to the next break of the sentence.
"""

from __future__ import annotations

import re

_SMALL = r"(?:de|du|des|d'|la|le|les|l'|un|une|a|au|aux|en|pour|the|a|for|in|of)"
_NEAR = re.compile(
    rf"\b(?:non|not|no|sans|hors|sauf|aucune?|nicht|kein\w*|ni)[\s-]*"
    rf"(?:{_SMALL}\s*|(?:label|pieces?|composants?|elements?|parts?)\s+){{0,2}}$"
)
_FAR = re.compile(
    r"\b(?:pas|jamais|deconseillee?s?|interdite?s?|ne\s+convien(?:t|nent)|remplace(?:nt|r)?|replaces?|unsuitable)"
    r"\s+(?:[\w'-]+\s+){0,4}(?:[ld]')?$"
)
_TO_BE = re.compile(
    r"\b(?:destinee?s?\s+a\s+etre|pret(?:e|s|es)?\s+a\s+etre|to\s+be|"
    r"alternatives?\s+(?:aux?|a\s+la|a\s+l'|to)(?:\s+(?:toners?|cartouches?|consommables?|produits?|cartridges?))?)\s*$"
)
"""It will be, or something else is: "destinée à être remanufacturée", "alternative au toner remanufacturé"."""
_CRITERIA = re.compile(
    r"\b(?:criteres?|exigences?|referentiel|eligibles?|criteria|en cours(?!\s+de\s+valid))\b[^.;]{0,30}$"
)
_LIKE = re.compile(
    r"\b(?:equivalente?s?|equivalent|similaires?|similar|comparables?|inspiree?s?|candidate?s?|candidature|demandes?|"
    r"anciens?|anciennes?|ex|futurs?|futures?|future)\b[\s:-]*"
    r"(?:(?:a|au|aux|de|du|des|d'|la|le|les|l'|to|the|pour|certifications?|labels?|licences?|n[o°]|europeen|ue|eu|"
    r"eco-?\s?labels?)(?<=[\w'°])[\s:-]*)*$"
)
"""Right before the name of a mark: it is not held. "Toner équivalent HP 305A, NF335" is another matter."""
_OVER = r"(?=\s*(?:$|[,;|)\]]))"
_DENIED = re.compile(
    r"^\s*(?:[:=(\[>-]+\s*)*(?:est\s+|actuellement\s+|is\s+)?(?:"
    rf"(?:non|no|n|nein|neant|aucune?|\?|sans objet|n/?a|nc|0|faux|false){_OVER}|"
    r"(?:pas|non|not)\s+(?:encore\s+|yet\s+)?(?:certifie|obtenu|renouvele|requis|concerne|valid|valable|disponible|"
    r"attribue|detenu|demande|applicable|available|held|granted|certified)\w*|"
    r"(?:en cours|en attente)(?!\s+(?:de\s+)?(?:valid|renouv)|\s+jusqu)|"
    r"expiree?s?(?!\s+(?:le|au|en|fin)\b)|"
    r"(?:pending|applied for|beantragt|abgelaufen|demandee?s?|sur demande|on request|a (?:confirmer|verifier|venir)|"
    r"prevue?s?|visee?s?|perimee?s?|echue?s?|retiree?s?|suspendue?s?|perdue?s?|expired|withdrawn|suspended|"
    r"to be confirmed|tbc|criteria|compliant|like)"
    r")(?!\w)"
)
_PRINTER = re.compile(
    r"\b(?:imprimantes?|copieurs?|multifonctions?|traceurs?|printers?|copiers?)\b[^.;]*"
    r"\b(?:compatibles?|accepte\w*|utilise\w*|fonctionne\w*|accepts?|works?|takes?)\b[^.;]*$"
)
_FOR_ANOTHER = re.compile(
    r"\b(?:compatibles?|utilisables?)\s+(?:avec\s+|with\s+)?(?:les?\s+|des\s+|the\s+)?"
    r"(?:toners?|cartouches?|cartridges?|consommables?|toner\s+cartridges?)\s*$"
    r"|\b(?:pour|for|fur)\s+(?:les?\s+|des\s+|the\s+)?(?:toners?|cartouches?|cartridges?|tonerkartuschen)\s*$"
)
_PACK = re.compile(r"\b(?:sur)?(?:emballages?|conditionnements?|packagings?|packing)\b[^.;,]*$")
_BOTTLE = re.compile(
    r"\b(?:flacons?|bidons?|bouteilles?|pulverisateurs?|sprays?|cartons?|etuis?|bottles?|boites?)\b[^.;,]*$"
)
_WRAPPED = re.compile(
    r"\b(?:sur-?)?(?:emballages?|packagings?)\s*"
    r"(?:(?:en|est|carton|papier|kraft|certifiee?s?|labellisee?s?|recyclables?|100\s?%|issue?s?|de|du|:|-)\s*)*"
    r"(?:(?:fsc|pefc)\W*)?$"
)
_POWER = re.compile(
    r"\b(?:piles?|batteries?|battery|accus?|accumulateurs?|lampes?|torches?|aspirateurs?|ni-?mh|li-?ion|usb|secteur)\b"
)
_AS_NEW = re.compile(
    r"\b\d+\s+(?:[a-z]+\s+){0,2}?(?:neufs?|neuves?|new)\b|[+,&/]\s*\d{1,2}\s+(?:[a-z]+\s+){0,2}?compatibles?\b"
)
_OTHER_PRODUCT = re.compile(
    r"\b(?:avant|apres|distributeurs?|supports?|dispensers?|doseurs?|bidons?\s+vides?|pulverisateurs?\s+vides?|remplace|"
    r"compatibles?|before|after)\s+(?:[\w'-]+\s+){0,3}(?:[ld]')?$"
)
_NATIVITY = re.compile(r"^\s+de\s+noel\b")
_ITSELF = re.compile(r"\bse\s+$")


def negated(before: str) -> bool:
    """ "non remanufacturé", "ne convient pas aux crèches", "remplace la cartouche remanufacturée", "sans écolabel"."""
    return bool(_NEAR.search(before) or _FAR.search(before) or _TO_BE.search(before))


def only_criteria(before: str) -> bool:
    """ "conforme aux critères de l'écolabel": the label is not held."""
    return bool(_CRITERIA.search(before))


def only_like(before: str) -> bool:
    """ "équivalent à l'écolabel", "demande d'écolabel", "ancien écolabel": said of a mark, it is not held."""
    return bool(_LIKE.search(before))


def denied(after: str) -> bool:
    """ "Écolabel : non", "Écolabel européen en cours", "EU Ecolabel pending", "Ange bleu (expiré)": taken back at once."""
    return bool(_DENIED.search(after))


def of_wrapping(before: str) -> bool:
    """ "emballage carton FSC": the mark is of the packaging alone."""
    return bool(_WRAPPED.search(before))


def of_another(before: str) -> bool:
    """ "imprimante compatible toner remanufacturé": the word describes what goes with the product."""
    return bool(_PRINTER.search(before) or _FOR_ANOTHER.search(before))


def of_packaging(before: str, mixture: bool) -> bool:
    """ "emballage en carton recyclé", and for what is poured from it "flacon en plastique recyclé"."""
    return bool(_PACK.search(before) or (mixture and _BOTTLE.search(before)) or _ITSELF.search(before))


def of_power(text: str) -> bool:
    """A rechargeable battery, lamp or device is no product with a refill."""
    return bool(_POWER.search(text))


def partly_new(text: str) -> bool:
    """ "1 remanufacturée + 3 neuves": a pack has an attribute only when all of it has."""
    return bool(_AS_NEW.search(text))


def nativity(after: str) -> bool:
    """ "crèche de Noël" is no nursery."""
    return bool(_NATIVITY.search(after))


def names_another_product(before: str) -> bool:
    """ "avant le désinfectant", "distributeur de gel hydroalcoolique": what stands there is not the product."""
    return bool(_OTHER_PRODUCT.search(before))

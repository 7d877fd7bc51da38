"""Where a word stands tells whether it speaks of the product: negations, other products, packaging, batteries.

Every test looks at plain text (see `words.plain`) on one side of the word, up to the next break of the sentence.
"""

from __future__ import annotations

import re

_SMALL = r"(?:de|du|des|d'|la|le|les|l'|un|une|a|au|aux|en|pour|the|a|for|in|of)"
_NEAR = re.compile(rf"\b(?:non|not|no|sans|hors|sauf|aucune?|nicht|kein\w*|ni)[\s-]*(?:{_SMALL}\s*|label\s+){{0,2}}$")
_FAR = re.compile(
    r"\b(?:pas|jamais|deconseillee?s?|interdite?s?|ne\s+convien(?:t|nent)|remplace(?:nt|r)?|replaces?|unsuitable)"
    r"\s+(?:[\w'-]+\s+){0,4}(?:[ld]')?$"
)
_CRITERIA = re.compile(
    r"\b(?:criteres?|exigences?|equivalente?s?|referentiel|eligibles?|criteria|equivalent|en cours)\b[^.;]{0,30}$"
)
_PRINTER = re.compile(
    r"\b(?:imprimantes?|copieurs?|multifonctions?|traceurs?|printers?|copiers?)\b[^.;]*"
    r"\b(?:compatibles?|accepte\w*|utilise\w*|fonctionne\w*|accepts?|works?|takes?)\b[^.;]*$"
)
_FOR_ANOTHER = re.compile(
    r"\b(?:compatibles?|utilisables?)\s+(?:avec\s+|with\s+)?(?:les?\s+|des\s+|the\s+)?"
    r"(?:toners?|cartouches?|cartridges?|consommables?|toner\s+cartridges?)\s*$"
)
_PACK = re.compile(r"\b(?:sur)?(?:emballages?|conditionnements?|packagings?|packing)\b[^.;,]*$")
_BOTTLE = re.compile(
    r"\b(?:flacons?|bidons?|bouteilles?|pulverisateurs?|sprays?|cartons?|etuis?|bottles?|boites?)\b[^.;,]*$"
)
_POWER = re.compile(
    r"\b(?:piles?|batteries?|battery|accus?|accumulateurs?|lampes?|torches?|aspirateurs?|ni-?mh|li-?ion|usb|secteur)\b"
)
_AS_NEW = re.compile(r"\b\d+\s+(?:[a-z]+\s+){0,2}?(?:neufs?|neuves?|new)\b")
_OTHER_PRODUCT = re.compile(
    r"\b(?:avant|apres|distributeurs?|supports?|dispensers?|doseurs?|bidons?\s+vides?|pulverisateurs?\s+vides?|remplace|"
    r"compatibles?|before|after)\s+(?:[\w'-]+\s+){0,3}(?:[ld]')?$"
)
_NATIVITY = re.compile(r"^\s+de\s+noel\b")
_ITSELF = re.compile(r"\bse\s+$")


def negated(before: str) -> bool:
    """ "non remanufacturé", "ne convient pas aux crèches", "remplace la cartouche remanufacturée", "sans écolabel"."""
    return bool(_NEAR.search(before) or _FAR.search(before))


def only_criteria(before: str) -> bool:
    """ "conforme aux critères de l'écolabel": the label is not held."""
    return bool(_CRITERIA.search(before))


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

"""Header words to fields: how a header is compared, and what it may surely be taken for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from itertools import pairwise

from anyascii import anyascii
from rapidfuzz import fuzz, process

from imports.cleaning.unit_words import unit_code
from imports.foreign_words import foreign_words
from imports.record import Words
from imports.vocabulary import VOCABULARY, Field, Kind

FIELDS: Mapping[str, Field] = {field.name: field for field in VOCABULARY}
"""Field name -> field. `name_part` names a product only where no name column exists."""


_TERMS: Mapping[str, Kind] = {
    "base_quantity": "quantity", "price": "money", "min_quantity": "quantity", "valid_from": "date", "valid_to": "date",
}  # fmt: skip
TIERS: Mapping[str, Field] = {
    f"prices:{name}": Field(f"prices:{name}", kind, (), several=True) for name, kind in _TERMS.items()
}
"""Fields of formats that write tiers side by side: the quantity of the price itself, then the terms of each further tier."""


def known_field(name: str) -> Field | None:
    """The field of a name; `claim:ATTRIBUTE` is one for any attribute, whether or not a word of ours leads to it."""
    if name.startswith("claim:") and name not in FIELDS:
        return Field(name, "claim", (), several=True)
    return FIELDS.get(name) or TIERS.get(name)


REQUIRED = ("reference", "name", "price")

_DOTTED = re.compile(r"\b[A-Za-z](?:\.[A-Za-z])+\b\.?")
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])|(?<=[A-ZÀ-Ý]{2})(?=[A-ZÀ-Ý][a-zà-ÿ]{3})")
_NOT_WORD = re.compile(r"[^0-9a-z%]+")


@cache
def fold(text: str) -> str:
    """Header or word as compared: NFKC, camelCase and EKPreis split, dotted abbreviations closed, accents off, lower case.

    "Prix H.T." and "prixHT" both give "prix ht"; "N° article" gives "no article"; "%" is kept as a word.
    """
    plain = unicodedata.normalize("NFKC", text).replace("°", "o ")
    plain = _CAMEL.sub(" ", _DOTTED.sub(lambda match: match.group().replace(".", "") + " ", plain))
    plain = anyascii(plain).casefold().replace("%", " % ")
    return _NOT_WORD.sub(" ", plain).strip()


@cache
def _index() -> dict[str, str]:
    """Folded header word -> field name; the first field that names a word keeps it, ours before those from abroad."""
    index: dict[str, str] = {}
    for field in VOCABULARY:
        for word in (*field.words, *([] if ":" in field.name else [field.name])):
            index.setdefault(fold(word), field.name)
    for word, name in foreign_words():
        index.setdefault(fold(word), name)
    return index


_PRICE = frozenset("prix tarif pu puht px price pv pa pvht paht preis prezzo precio prijs".split())
_NOT_PRICE = frozenset(
    "date type base remise discount code quantite qte quantity basis currency devise factor validite unite unit par per "
    "debut fin from to no numero num condition conditions commentaire observation indice revision variation evolution ecart "
    "sconto descuento korting datum fecha data quantita cantidad aantal impact dal desde hasta vanaf tot".split()
)
_DISCOUNT = frozenset("remise remises rabais discount ristourne".split())
_NOISE = frozenset(
    "eur euro euros en de du des la le les l d un une the of produit article articles produits in %".split()
)
_NEVER = frozenset(
    "id uuid siret siren owner proprietaire droits role roles user utilisateur compte password tenant organisation "
    "titulaire fournisseur supplier vendor state etat statut validation valide publie approuve page".split()
)
_PARTED = re.compile(r"\s+[/|–-]\s+|\n")
_YES_OR_NO = re.compile(
    r"\s*(?:\(\s*(?:o\s*/\s*n|oui\s*/\s*non|y\s*/\s*n|yes\s*/\s*no|x)\s*\)|[ -:]\s*(?:o/n|oui/non|y/n|yes/no))\s*$",
    re.IGNORECASE,
)
"""What a header says of how its column is filled in."""
_FOR_PROGRAMS = re.compile(r"\s*[(\[][a-z]{1,12}\.[a-z_0-9]+[)\]]\s*$")
"""The name that a program gives a column, behind the one for people: "Réf.* (p.ref)"."""
_LONGEST_PAIR = 80
_BY = frozenset(("par", "per"))
"""Before a unit it says what the price is for; before a number it makes a price basis."""
_EACH = frozenset(("unite", "unit", "par", "per"))
_YEAR = re.compile(r"^(?:19|20)\d\d$")
SURE = 93
"""Least similarity (0-100) at which a mistyped header is taken for the word; below, a person is asked."""


def field_of(header: str, words: Words) -> str | None:
    """The field a header surely names, or None. Learnt words win, then whole words, then words within, then typing slips."""
    folded = fold(header)
    if not folded:
        return None
    return known_word(header, words) or _mistyped(folded)


def known_word(header: str, words: Words) -> str | None:
    """As `field_of`, without the forgiveness for typing slips: quick enough to look at every line of every sheet."""
    folded = fold(_FOR_PROGRAMS.sub("", _YES_OR_NO.sub("", header)))
    return words.headers.get(fold(header)) or _index().get(folded) or _in_two_languages(header) or _reduced(folded)


def _in_two_languages(header: str) -> str | None:
    """The field that "Référence / Reference" names twice; None where its parts name two fields, or one is unknown."""
    parts = [part for part in _PARTED.split(header) if part.strip()]
    if len(parts) < 2 or len(header) > _LONGEST_PAIR:
        return None
    named = [_index().get(fold(part)) or _reduced(fold(part)) for part in parts]
    return named[0] if set(named) in ({named[0]}, {"name", "description"}) else None


def _reduced(folded: str) -> str | None:
    """The header without currency, year, small words and a closing number: "Prix HT 2026 (EUR)", "priceAmount2"."""
    tokens = [word for word in folded.split() if word not in _NOISE and not _YEAR.match(word)]
    tokens = [re.sub(r"(?<=[a-z])\d$", "", token) for token in tokens]
    found = _index().get(" ".join(tokens)) if tokens else None
    return found or _of_a_discount(set(folded.split())) or ("price" if _of_a_price(tokens) else None)


def _of_a_discount(tokens: set[str]) -> str | None:
    """ "Taux de remise marché" is a discount, "Prix HT (hors remise)" the price before it."""
    if not tokens & _DISCOUNT:
        return None
    if tokens & _PRICE:
        return "list_price" if tokens & {"hors", "avant", "sans", "before"} else None
    return "discount_rate" if tokens & {"taux", "%", "pourcentage", "rate"} else None


def _of_a_price(tokens: list[str]) -> bool:
    """True for "prix ht carton" and "prix a unite"; not for "unite prix", "date prix", "prix par 100"."""
    other = _NOT_PRICE & set(tokens)
    if any(word in _BY and unit_code(following) for word, following in pairwise(tokens)):
        other -= _BY
    each = bool(tokens) and tokens[0] in _PRICE and bool({"unite", "unit"} & set(tokens))
    return bool(_PRICE & set(tokens)) and not (other - _EACH if each else other)


def _mistyped(folded: str) -> str | None:
    if len(folded) < 6 or never_applied(folded):
        return None
    hit = process.extractOne(folded, _index().keys(), scorer=fuzz.ratio, score_cutoff=SURE)
    return _index()[hit[0]] if hit else None


def never_applied(header: str) -> bool:
    """True for a column that looks like a right, an owner, an internal id or a state: it is listed, never taken."""
    return bool(_NEVER & set(fold(header).split())) and fold(header) not in _index()


def closeness(header: str, name: str) -> float:
    """How near (0-100) a header is to the words of a field: only to order the choices of a question."""
    hit = process.extractOne(fold(header), [fold(word) for word in FIELDS[name].words], scorer=fuzz.ratio)
    return hit[1] if hit else 0.0

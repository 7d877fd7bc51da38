"""Disinfectants, a class of their own: never ecolabelled, never suited without a protocol."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from catalog.tagging import pitfalls
from catalog.tagging.records import Product, Proof, Reason
from catalog.tagging.vocabulary import Vocabulary
from catalog.tagging.words import folded, plain, quote

FAMILY = "DISINFECTANTS"
_PRODUCT_TYPE = re.compile(r"(?<!\w)(?:tp|pt)\s?0?[1-5](?!\w)")
"""Product types 1 to 5 of the Biocides Regulation: disinfectants."""
_TYPES = re.compile(
    r"(?<!\w)(?:tp|pt|types?\s+de\s+produits?|product[\s-]types?)(?:\s+biocides?)?[\s:]{0,3}"
    r"(0?[1-5](?:(?:\s?[,/&+]\s?|\s+et\s+|\s+and\s+|-)0?[1-5](?![\w.]|,\d|\s?(?:[mc]?l|litres?|k?g|x|%)(?!\w)))*)(?!\w)"
)
_ONE = re.compile(r"[1-5]")
_AUTHORISATION = re.compile(
    r"(?<!\w)(?:(?:fr|eu)-\d{4,7}-\d{4}|amm\s?(?:n[o°]\s?)?[\d-]{4,}|inventaire\s?(?:n[o°]\s?)?\d{4,6})"
)
_STANDARD = re.compile(r"(?<!\w)en\s?(1[0-9]{3,4}|1[3-7][0-9]{3})(?!\d)")
_PROFESSIONAL = re.compile(
    r"(?:exclusivement|strictement|uniquement|reserve\w*)\s+(?:\w+\s+){0,3}profession|"
    r"usage\s+(?:exclusif\s+)?profession\w+\s+(?:uniquement|exclusi\w+)|professional\s+use\s+only"
)
_REASSURING = re.compile(
    r"(?<!\w)(?:sans (?:aucun )?(?:danger|risque|nocivite)|non[\s-]toxiques?|inoffensi(?:f|ve)s?|naturel(?:le)?s?|"
    r"ecologiques?|eco-?responsables?|biodegradables?|(?:a )?faible risque|ne nuit pas a la sante|"
    r"respect(?:e|ent|ueux|ueuses?) (?:de |des )?(?:l'environnement|la nature|la planete|les animaux|animaux)|"
    r"non[\s-]toxic|harmless|low[\s-]risk|natural|biodegradable|eco-friendly|environmentally friendly|animal friendly)"
    r"(?!\w)"
)
"""What article 72 of the Biocides Regulation forbids to say of a biocide, and words of the same kind."""


@dataclass(frozen=True, slots=True)
class Biocide:
    """How a product is known for a disinfectant: the word and where it stands ("family", "name" or "description").

    product_types: "2", "4" ... standards: "EN 14476" ... authorisations: numbers as written. professional: for
    professional use only. reassuring: words that no biocide may be advertised with.
    """

    word: str
    where: str
    product_types: tuple[str, ...] = ()
    authorisations: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    professional: bool = False
    reassuring: tuple[str, ...] = ()

    @property
    def warnings(self) -> tuple[Reason, ...]:
        """What must be shown with it, in order."""
        told = {
            "types": ", ".join(self.product_types), "numbers": ", ".join(self.authorisations),
            "standards": ", ".join(self.standards), "words": ", ".join(self.reassuring),
        }  # fmt: skip
        codes = [
            "protocol",
            "careful",
            *(["certibiocide"] if self.professional else []),
            "authorisation" if self.authorisations else "no_authorisation",
            *(["types"] if self.product_types else []),
            "standards" if self.standards else "no_standard",
            *(["reassuring"] if self.reassuring else []),
        ]
        return tuple(Reason(f"why.biocide.{code}", told) for code in codes)


def biocide_of(product: Product, vocabulary: Vocabulary) -> Biocide | None:
    """The first sign that a product is a disinfectant, with all that its words tell; None without one.

    Words count in the families of mixtures and where no family is known: a chair "antibactérienne" is no biocide. A
    bare product type counts only where disinfectants are sold: "Ruban PT2" and "Colle TP1" are models.
    """
    found = _sign(product, vocabulary)
    return _detailed(found, f"{product.name} {product.description or ''}") if found else None


def with_sheets(biocide: Biocide, proofs: Sequence[Proof]) -> Biocide:
    """The same with what its safety sheets tell."""
    sheets = [proof.sheet for proof in proofs if proof.sheet and proof.accepted is not False]
    if not sheets:
        return biocide
    return replace(
        biocide,
        product_types=_merged(biocide.product_types, *(sheet.product_types for sheet in sheets)),
        authorisations=_merged(biocide.authorisations, *(sheet.authorisations for sheet in sheets)),
        standards=_merged(biocide.standards, *(sheet.standards for sheet in sheets)),
        professional=biocide.professional or any(sheet.professional_only for sheet in sheets),
    )


def _merged(*several: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for values in several for each in values))


def _detailed(found: Biocide, text: str) -> Biocide:
    told = plain(text)
    return replace(
        found,
        product_types=_merged(_ONE.findall(" ".join(match[1] for match in _TYPES.finditer(told)))),
        authorisations=_merged([match.group().upper() for match in _AUTHORISATION.finditer(told)]),
        standards=_merged([f"EN {match[1]}" for match in _STANDARD.finditer(told)]),
        professional=bool(_PROFESSIONAL.search(told)),
        reassuring=_merged([match.group() for match in _REASSURING.finditer(told)]),
    )


def _sign(product: Product, vocabulary: Vocabulary) -> Biocide | None:
    if product.family == FAMILY:
        return Biocide(FAMILY, "family")
    if product.family is not None and product.family not in vocabulary.mixtures:
        return None
    family = product.family or vocabulary.spoken_of(plain(product.name))
    of_mixtures = family is None or family in vocabulary.mixtures
    texts = ((product.name, "name", of_mixtures), (product.description, "description", False))
    found = (_in_text(text, where, vocabulary, name) for text, where, name in texts if text)
    typed = (_by_type(text, where) for text, where, _ in texts if text and family in vocabulary.disinfected)
    return next((sign for sign in (*found, *typed) if sign), None)


def _in_text(text: str, where: str, vocabulary: Vocabulary, name: bool) -> Biocide | None:
    """`name`: words count too that say it of a product only where they stand in its name."""
    told, spoken = folded(text)
    if not vocabulary.biocide_triggers.isdisjoint(spoken):
        for word in vocabulary.biocide_words:
            for match in word.pattern.finditer(told) if name or not word.name_only else ():
                before = told[: match.start()]
                if not pitfalls.negated(before) and not pitfalls.names_another_product(before):
                    return Biocide(quote(text, match.start(), match.end()), where)
    return None


def _by_type(text: str, where: str) -> Biocide | None:
    told, _ = folded(text)
    match = _PRODUCT_TYPE.search(told) if "tp" in told or "pt" in told else None
    return Biocide(quote(text, match.start(), match.end()), where) if match else None

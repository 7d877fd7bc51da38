"""Whether a document speaks of this product: by GTIN or reference where both name one, else by the words of the name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from catalog.tagging.records import Product, Proof
from catalog.tagging.words import plain

TIED = frozenset({"gtin", "ufi"})
"""A proof tied to a product by one of these names it surely, whatever its title says."""
_TOKEN = re.compile(r"[a-z0-9]+")
_GENERAL = frozenset(
    "a an and au aux avec de des du en et for la le les l d of or ou par pour sans sur the un une with "
    "produit produits product article ref reference gamme kit lot usage professionnel professional pro pae "
    "fiche donnees securite safety data sheet fds sds msds "
    "nettoyant nettoyante cleaner cleaning detergent detergente liquide liquid gel creme poudre powder spray mousse "
    "bidon flacon carton seau dose doses recharge vaporisateur pulverisateur aerosol sachet litre litres kg ml cl".split()
)
"""Words that stand in the names of unlike products: two names that share nothing else are two products."""


def of_another(proof: Proof, product: Product) -> bool:
    """Whether the document names another product (EC-D05). False where it names none: then what tied them stands."""
    name, numbers, references = _named(proof)
    if proof.how in TIED or proof.matched:
        return False
    if product.gtin and numbers:
        return product.gtin.lstrip("0") not in {number.lstrip("0") for number in numbers}
    if references and _bare(product.reference) in {_bare(each) for each in references}:
        return False
    return bool(name) and not _alike(name or "", _said(product), product.brand or "", product.reference)


def _named(proof: Proof) -> tuple[str | None, Sequence[str], Sequence[str]]:
    if proof.sheet:
        return proof.sheet.name, proof.sheet.gtins, proof.sheet.references
    return (proof.ingredients.name if proof.ingredients else None), (), ()


def _said(product: Product) -> str:
    return " ".join(text for text in (product.name, product.brand, product.description) if text)


@lru_cache(maxsize=20_000)
def _alike(name: str, said: str, brand: str, reference: str) -> bool:
    """Whether two names share a word that tells products apart. General words, and the brand of all of a supplier's
    products, count only where the document's name has no other."""
    if len(_bare(reference)) >= 4 and _bare(reference) in _bare(name):
        return True
    if said.startswith(f"{name} "):
        return True  # all of its words are ours
    theirs, ours = _words(name), _words(said)
    telling = theirs - _GENERAL - _words(brand) or theirs - _GENERAL or theirs
    return not telling or not telling.isdisjoint(ours)


def _words(text: str) -> frozenset[str]:
    """The words of a name without plural and numbers: "5", "500" and "2" tell packs apart, not products."""
    found = (word.rstrip("sx") if len(word) > 3 else word for word in _TOKEN.findall(plain(text)))
    return frozenset(word for word in found if not word.isdigit() and len(word) > 1)


def _bare(text: str) -> str:
    return "".join(_TOKEN.findall(plain(text)))

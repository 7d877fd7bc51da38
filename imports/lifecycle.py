"""Words by which suppliers say that an article is sold, or no longer."""

from __future__ import annotations

import re

from imports.fields import fold

_IN_USE = frozenset(
    "actif active actifs en_cours nouveau nouvelle nouveaute neu new courant disponible maintenu valide vivant en_vente suivi "
    "permanent a ok aktiv activo attivo".split()
)
_GONE = re.compile(
    r"^(?:(?:article |produit |ref |reference )?(?:supprime|arrete|arret|abandonne|retire|obsolete|archive|epuise|desactive|dereference|inactif)"
    r"(?:e|es|s)?(?: definitivement| definitif)?|a supprimer|arret(?: de)? (?:commercialisation|fabrication|production)|fin de (?:serie|vie|commercialisation)"
    r"|plus (?:disponible|fabrique|commercialise)|ne se fait plus|discontinued|deleted|withdrawn|inactive|end of life|eol"
    r"|ausgelaufen|auslaufartikel|auslauf|gestrichen|inaktiv|inactivo|descatalogado|dismesso|fuori produzione)$"
)


def in_use(word: str) -> bool:
    """True where the word says that the article is sold."""
    return fold(word).replace(" ", "_") in _IN_USE


def no_longer(word: str) -> bool:
    """True where the word says that the article goes or has gone; an unknown word says neither."""
    return bool(_GONE.match(fold(word)))

"""Safety data sheets and ingredient lists of the demonstration, in the layout that the regulations prescribe."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog.reference.shipped import facts_of

PRESENT = "2020/878"
LIST = ("AQUA", "CITRIC ACID 77-92-9", "SODIUM CITRATE 68-04-2", "CAPRYLYL/CAPRYL GLUCOSIDE 68515-73-1")
SUBSTANCES = ("Acide citrique 77-92-9 1-5", "Alkylpolyglucoside 68515-73-1 1-5")


@dataclass(frozen=True, slots=True)
class SheetTold:
    """What a sheet says: hazard codes of section 2, substances of section 3 ("name CAS share"), the format it follows."""

    codes: tuple[str, ...] = ()
    substances: tuple[str, ...] = SUBSTANCES
    format: str = PRESENT


def sheet_told(content: str) -> SheetTold:
    """ "codes=H319;substances=A 77-92-9 1-5, B 64-17-5 1-5;format=2015/830"; what is not said is harmless and present."""
    said = dict(part.split("=", 1) for part in content.split(";") if part)
    listed = tuple(each.strip() for each in said.get("substances", "").split(", ") if each.strip())
    return SheetTold(tuple(said.get("codes", "").split()), listed or SUBSTANCES, said.get("format", PRESENT))


def sheet_lines(name: str, supplier: str, revised: dt.date, told: SheetTold) -> list[str]:
    """The lines of a sheet: sections 1 to 3 in full, the others by their headings."""
    return [
        "Fiche de données de sécurité",
        f"conformément au règlement (CE) n° 1907/2006, modifié par le règlement (UE) {told.format}",
        f"Date de révision : {revised:%d/%m/%Y}",
        "RUBRIQUE 1 : Identification du mélange et de la société",
        "1.1 Identificateur de produit",
        f"Nom du produit : {name}",
        f"Fournisseur : {supplier}",
        "RUBRIQUE 2 : Identification des dangers",
        "2.1 Classification du mélange",
        *_classified(told.codes),
        "RUBRIQUE 3 : Composition/informations sur les composants",
        "3.2 Mélanges",
        *(f"{_spaced(each)}" for each in told.substances),
        "RUBRIQUE 4 : Premiers secours",
        "En cas de contact avec les yeux, rincer à l’eau.",
        "RUBRIQUE 16 : Autres informations",
        "Document inventé pour la démonstration.",
    ]


def list_lines(name: str, revised: dt.date, content: str) -> list[str]:
    """The lines of an ingredient list."""
    return [
        "Liste des ingrédients",
        "Règlement (CE) n° 648/2004, annexe VII, partie D",
        f"Nom du produit : {name}",
        f"Date : {revised:%d/%m/%Y}",
        *(content.split(";") if content else LIST),
    ]


def _classified(codes: Sequence[str]) -> list[str]:
    if not codes:
        return [
            "Le mélange n’est pas classé comme dangereux selon le règlement (CE) n° 1272/2008.",
            "2.2 Éléments d’étiquetage",
            "Mentions de danger : néant",
        ]
    known: Mapping[str, str] = {fact.key: fact.payload["text_fr"] for fact in facts_of("hazard_statement")}
    return [
        "Classé selon le règlement (CE) n° 1272/2008.",
        "2.2 Éléments d’étiquetage",
        "Mentions de danger :",
        *(f"{code} {known[code]}" for code in codes),
    ]


def _spaced(substance: str) -> str:
    """ "Acide citrique 77-92-9 1-5" -> "Acide citrique CAS 77-92-9 1 - 5 %"."""
    name, cas, share = substance.rsplit(" ", 2)
    return f"{name} CAS {cas} {share.replace('-', ' - ')} %"

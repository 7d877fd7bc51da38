"""Lists of all ingredients: a line for each, or one behind the other."""

from __future__ import annotations

import datetime as dt

import pytest

from imports.documents.ingredient_list import list_of
from imports.documents.layout import plain_text
from imports.documents.record import Ingredient, IngredientList
from tests.imports.documents.made_sheet import made, text_file

TABLE = """LISTE DES INGRÉDIENTS
Règlement (CE) n° 648/2004, annexe VII D
Nom du produit : BRILLANT SOLS
Date de révision : 03/04/2023
Nom INCI    N° CAS    N° CE    Fonction
AQUA    7732-18-5    231-791-2    solvant
SODIUM LAURETH SULFATE    68891-38-3    500-234-8    tensioactif
PARFUM        parfum
LIMONENE    5989-27-5    227-813-5    parfum
BENZISOTHIAZOLINONE    2634-33-6    220-120-9    conservateur
Version 3 du 03/04/2023
"""


def read(text: str) -> IngredientList:
    found = list_of(plain_text(text))
    assert found is not None
    return found


def test_a_table() -> None:
    found = read(TABLE)
    assert (found.language, found.name, found.revised) == ("fr", "BRILLANT SOLS", dt.date(2023, 4, 3))
    assert found.ingredients == (
        Ingredient("AQUA", "7732-18-5", "231-791-2", 1, 6),
        Ingredient("SODIUM LAURETH SULFATE", "68891-38-3", "500-234-8", 1, 7),
        Ingredient("PARFUM", None, None, 1, 8),
        Ingredient("LIMONENE", "5989-27-5", "227-813-5", 1, 9),
        Ingredient("BENZISOTHIAZOLINONE", None, "220-120-9", 1, 10),
    )


def test_one_behind_the_other() -> None:
    found = read(
        "Ingredient list\nProduct name: Shiny\nIngredients (INCI): AQUA, SODIUM CHLORIDE, 1,2-HEXANEDIOL,\nCITRIC ACID; PARFUM.\nKeep away."
    )
    assert [(each.name, each.line) for each in found.ingredients] == [
        ("AQUA", 3), ("SODIUM CHLORIDE", 3), ("1,2-HEXANEDIOL", 3), ("CITRIC ACID", 4), ("PARFUM", 4),
    ]  # fmt: skip


def test_a_german_list() -> None:
    found = read(
        "Datenblatt über Inhaltsstoffe\nHandelsname: Fix\nINCI-Bezeichnung    CAS\nAQUA    7732-18-5\nCitronensäure    77-92-9"
    )
    assert [(each.name, each.cas) for each in found.ingredients] == [
        ("AQUA", "7732-18-5"),
        ("Citronensäure", "77-92-9"),
    ]
    assert (found.language, found.name) == ("de", "Fix")


@pytest.mark.parametrize(
    "text", ["Ingredients: water, salt, soap", text_file(made(4)), "", "Liste des ingrédients\n(voir le site)"]
)
def test_what_is_no_list(text: str) -> None:
    assert list_of(plain_text(text)) is None

"""Names that tell one need from another: shared words, rare ones most; a cartridge by its model."""

from __future__ import annotations

import pytest

from catalog.published.same_need import models_of, near_ones


@pytest.mark.parametrize(
    ("name", "models"),
    [
        ("Toner remanufacturé pour Kestrin TN310K noir, pièce", {"tn310k"}),
        ("Bouteille d'origine Maldora MB104C cyan, 70ml", {"mb104c"}),
        ("Toner noir 12000 pages", set()),
        ("Nettoyant sols 750ml", set()),
        ("Cartouche 305 noire", set()),
    ],
)
def test_models(name: str, models: set[str]) -> None:
    assert models_of(name) == models


def test_the_use_counts_and_not_the_scent() -> None:
    names = [
        "Détergent neutre sols sans parfum, flacon 1 L", "Nettoyant vitres sans parfum, bidon 5 L",
        "Gel WC sans parfum, flacon 750 ml", "Savon noir, bidon 5 L", "Nettoyant sols crèche, flacon 1 L",
    ]  # fmt: skip
    assert near_ones("Nettoyant sols neutre sans parfum, flacon 1 L", names) == [True, False, False, False, True]
    assert near_ones("Balai", names) == [False] * 5
    assert near_ones("Balai", []) == []

"""The family a supplier's words name."""

from __future__ import annotations

import pytest

from catalog.reference.shipped import facts_of, names
from catalog.tagging.families import family_of, family_words
from imports.fields import fold
from tests.tagging.samples import vocabulary


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Entretien", "CLEANING"),
        ("PRODUITS D'ENTRETIEN", "CLEANING"),
        ("Produits d’entretien", "CLEANING"),
        ("Lessives et lavage vaisselle", "LAUNDRY_DISH"),
        ("Hygiène > Papier toilette", "HYGIENE_PAPER"),
        ("Papier et enveloppes", "OFFICE_PAPER"),
        ("Consommables d'impression", "PRINT_CONSUMABLES"),
        ("Toners et cartouches laser", "PRINT_CONSUMABLES"),
        ("Désinfection", "DISINFECTANTS"),
        ("Savons et gels", "PERSONAL_HYGIENE"),
        ("Cartouches et toners", "PRINT_CONSUMABLES"),
        ("Papier toilette et essuie-mains", "HYGIENE_PAPER"),
        ("Détergent désinfectant", "DISINFECTANTS"),
        ("Détergents et désinfectants", None),
        ("Nettoyage & désinfection", None),
        ("Savons, désinfectants", None),
        ("Mobilier petite enfance", "CHILDCARE_FURN"),
        ("cleaning products", "CLEANING"),
        ("CLEANING", "CLEANING"),
        ("Divers", None),
        ("", None),
        ("  ", None),
        (None, None),
    ],
)
def test_a_family_cell_is_read(text: str | None, family: str | None) -> None:
    assert family_of(text, vocabulary()) == family


def test_two_families_named_alike_are_no_guess() -> None:
    assert family_of("Jouets / Linges", vocabulary()) == "TOYS"
    assert family_of("jouets et textile", vocabulary()) is None
    assert family_of("jouet linge livre", vocabulary()) is None


@pytest.mark.parametrize("fact", facts_of("family"), ids=lambda fact: fact.key)
def test_each_family_is_known_by_its_names(fact) -> None:  # type: ignore[no-untyped-def]
    french, english = names("family")[fact.key]
    assert family_of(french, vocabulary()) == fact.key
    assert family_of(english, vocabulary()) == fact.key


def test_imports_get_the_same_words_folded() -> None:
    words = family_words(vocabulary())
    assert words[fold("Produits d’entretien")] == "CLEANING"
    assert words[fold("CLEANING")] == "CLEANING"
    assert set(words.values()) == {fact.key for fact in facts_of("family")}


def test_no_word_names_two_families() -> None:
    seen: dict[str, str] = {}
    for code, words in vocabulary().families.items():
        for word in words:
            assert seen.setdefault(fold(word), code) == code, word

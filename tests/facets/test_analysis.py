"""What a text is known by: exact terms for what French suppliers write."""

from __future__ import annotations

import csv
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.facets.analysis import (
    SYNONYMS,
    bare,
    chunk,
    code,
    codes_of,
    collated,
    fold,
    measured,
    partly,
    phrases,
    sequence,
    terms_of,
    written,
)
from catalog.facets.french import root, stem


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Éponge À RÉCURER", "eponge a recurer"),
        ("Œillets", "oeillets"),
        ("L’eau", "l'eau"),
        ("multi‑usages", "multi-usages"),
        ("Swiffer®", "swiffer "),
        ("désin\u00adfectant", "desinfectant"),
        ("5\u00a0L", "5 l"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_and_accents_never_matter(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text())
def test_any_text_has_terms_none_of_which_can_pass_for_a_concept(text: str) -> None:
    pieces = [chunk(piece) for piece in measured(fold(text)).split()]
    terms = [term for piece in pieces for term in (*written(piece), *partly(piece), *sequence(piece))]
    assert all(term and term[0] not in "@~" for term in terms)


@pytest.mark.parametrize(
    ("text", "whole", "part"),
    [
        ("5 litres", ("5l",), ("5",)),
        ("5 L", ("5l",), ("5",)),
        ("5000 ml", ("5000ml", "5l"), ("5000", "5")),
        ("0,75 l", ("0.75l", "750ml"), ("0.75", "750")),
        ("75cl", ("75cl", "750ml"), ("75", "750")),
        ("80 g", ("80g",), ("80",)),
        ("80 g/m²", ("80g",), ("80",)),
        ("80g/m2", ("80g",), ("80",)),
        ("A4", ("a4",), ()),
        ("TN-2420", ("tn-2420", "tn2420"), ("tn", "2420")),
        ("30x40", ("30x40",), ("30", "40")),
        ("l'eau", ("eau",), ()),
        ("d’atelier", ("atelier",), ()),
        ("essuie-tout", ("essuietout",), ("essui", "tout")),
        ("quatre", ("quatr", "4"), ()),
        ("de la", (), ()),
    ],
)
def test_what_is_written_is_found_by_the_whole_of_it_and_less_well_by_its_parts(
    text: str, whole: tuple[str, ...], part: tuple[str, ...]
) -> None:
    pieces = [chunk(piece) for piece in measured(fold(text)).split()]
    assert tuple(term for piece in pieces for term in written(piece)) == whole
    assert tuple(term for piece in pieces for term in partly(piece)) == part


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("savons", "savon"),
        ("remanufacturée", "remanufacturé"),
        ("blanche", "blanc"),
        ("toners", "toner"),
        ("jetables", "jetable"),
        ("effaçables", "effaçable"),
        ("légère", "léger"),
        ("vertes", "vert"),
        ("nettoyants", "nettoyant"),
        ("bureaux", "bureau"),
        ("métaux", "métal"),
        ("tuyaux", "tuyau"),
        ("naturelles", "naturel"),
        ("européennes", "européen"),
        ("lumineuse", "lumineux"),
        ("distributrice", "distributeur"),
        ("actives", "actif"),
        ("fraîches", "frais"),
        ("perforées", "perforé"),
        ("bleue", "bleus"),
    ],
)
def test_plural_and_gender_fall_away(one: str, other: str) -> None:
    assert stem(fold(one)) == stem(fold(other))


@pytest.mark.parametrize(("one", "other"), [
    ("toner", "ton"), ("poster", "poste"), ("agrafe", "agrafeuse"), ("verre", "ver"), ("sel", "selle"),
    ("lavette", "lavage"), ("plateau", "plat"), ("couchette", "couche"), ("papier", "papeterie"),
])  # fmt: skip
def test_what_is_another_thing_stays_another(one: str, other: str) -> None:
    assert stem(fold(one)) != stem(fold(other))


@pytest.mark.parametrize(
    ("family", "shared"),
    [
        ("nettoyant nettoyage nettoyer", "nettoi"),
        ("désinfectant désinfection désinfecter", "desinfect"),
        ("distributeur distribution", "distribut"),
        ("agrafe agrafeuse", "agraf"),
        ("plastifier plastifieuse", "plastifi"),
        ("réglable réglage", "regl"),
        ("toner", "toner"),
        ("lavage", "lavag"),
    ],
)
def test_words_of_a_family_share_a_root_of_four_letters(family: str, shared: str) -> None:
    assert {root(stem(fold(word))) for word in family.split()} == {shared}


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("TN-2420", ("tn2420",)),
        ("tn2420", ("tn2420",)),
        ("CL  77 ", ("cl77",)),
        ("0376000123456", ("0376000123456", "376000123456")),
        ("0012", ("0012",)),
        ("!!", ("!!",)),
        (" ", ()),
    ],
)
def test_a_code_is_known_without_its_signs_and_a_gtin_without_zeros(typed: str, codes: tuple[str, ...]) -> None:
    assert codes_of(typed) == codes
    assert code(typed) == "".join(codes[:1])


def test_bare_takes_zeros_only_from_what_may_be_a_gtin() -> None:
    assert bare("00012345") == "12345"
    assert bare("0001234") == "0001234"
    assert bare("000a12345") == "000a12345"


def test_names_sort_by_their_words_alone() -> None:
    assert collated(fold("Éponge-grattoir (x 3)")).split() == ["eponge", "grattoir", "x", "3"]


def test_every_way_to_say_a_concept_has_terms() -> None:
    assert all(phrase.terms for phrase in phrases())
    assert len({phrase.concept for phrase in phrases()}) >= 25
    assert terms_of("sac à déchets") == (stem("sac"), stem("dechets"))


def test_every_synonym_stands_once_and_says_where_it_comes_from() -> None:
    with SYNONYMS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["concept", "words", "reason"]
    assert all(row["concept"] and row["words"] and row["reason"] for row in rows)
    assert len({(row["concept"], row["words"]) for row in rows}) == len(rows)
    assert len(rows) >= 200

"""What a text is known by: exact terms for what French suppliers write."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.facets.analysis import (
    bare,
    chunk,
    collated,
    exact,
    exact_forms,
    fold,
    measured,
    phrases,
    sequence,
    stem,
    terms_of,
    written,
)


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
def test_any_text_has_terms_none_of_which_can_pass_for_a_reference(text: str) -> None:
    pieces = [chunk(piece) for piece in measured(fold(text)).split()]
    terms = [term for piece in pieces for term in (*written(piece), *sequence(piece))]
    assert all(term and term[0] not in "#@" for term in terms)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("5 litres", ("5l",)),
        ("5 L", ("5l",)),
        ("0,75 l", ("0.75l", "750ml", "0.75")),
        ("75cl", ("75cl", "750ml", "75")),
        ("80 g", ("80g", "80")),
        ("TN-2420", ("tn-2420", "tn2420", "tn", "2420")),
        ("30x40", ("30x40", "30", "40")),
        ("l'eau", ("eau",)),
        ("essuie-tout", ("essui", "tout")),
    ],
)
def test_what_is_written_is_found_by(text: str, terms: tuple[str, ...]) -> None:
    found = [term for piece in measured(fold(text)).split() for term in written(chunk(piece))]
    assert set(terms) <= set(found)


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
    ],
)
def test_plural_and_gender_fall_away(one: str, other: str) -> None:
    assert stem(fold(one)) == stem(fold(other))


@pytest.mark.parametrize(("one", "other"), [("toner", "ton"), ("poster", "poste"), ("gants", "gant noir")])
def test_what_is_another_thing_stays_another(one: str, other: str) -> None:
    assert stem(fold(one)) != stem(fold(other))


@pytest.mark.parametrize(
    ("typed", "forms"),
    [
        ("TN-2420", ("#tn-2420", "#tn2420")),
        ("tn2420", ("#tn2420",)),
        ("CL  77 ", ("#cl 77", "#cl77")),
        ("0376000123456", ("#0376000123456", "#376000123456")),
        ("0012", ("#0012",)),
        ("!!", ("#!!",)),
    ],
)
def test_a_reference_is_known_as_typed_without_signs_and_a_gtin_without_zeros(
    typed: str, forms: tuple[str, ...]
) -> None:
    assert exact_forms(typed) == forms
    assert exact(typed) == forms[0]


def test_bare_takes_zeros_only_from_what_may_be_a_gtin() -> None:
    assert bare("#00012345") == "#12345"
    assert bare("#0001234") == "#0001234"
    assert bare("#000a12345") == "#000a12345"


def test_names_sort_by_their_words_alone() -> None:
    assert collated(fold("Éponge-grattoir (x 3)")).split() == ["eponge", "grattoir", "x", "3"]


def test_every_way_to_say_a_concept_has_terms() -> None:
    assert all(phrase.terms for phrase in phrases())
    assert len({phrase.concept for phrase in phrases()}) >= 25
    assert terms_of("sac à déchets") == (stem("sac"), stem("dechets"))

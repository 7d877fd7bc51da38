"""Words are found whole, begun, or one slip away; terms come ascending, each once."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from catalog.facets.codes import Codes
from catalog.facets.slips import SLIP_LETTERS, Slips, slip_table
from catalog.facets.strings import Strings, packed
from catalog.facets.vocabulary import Lexicon, Vocabulary

TERMS = ["gant", "gel", "nettoyant", "nettoyer", "poubel", "tn2420"]
WORDS = {
    "gant": 0, "gants": 0, "gel": 1, "gels": 1, "nettoyant": 2, "nettoyer": 3, "poubelle": 4, "poubelles": 4,
    "~gant gant": 0, "~gel gel": 1, "~nettoi nettoyant": 2, "~nettoi nettoyer": 3, "~poubel poubel": 4,
}  # fmt: skip
REFERENCES = ["TN-2420", "12345", None, "TN2420-1", "012.345", "", "tn 2420", "Œ/1"]
SORTED = [4, 1, 7, 0, 6, 3]
"""Their rows in the order of what they are known by; two have none."""
GTINS = [12345, 1234567890128, 3760001234560]


@pytest.fixture
def codes() -> Codes:
    rows = {"reference.rows": SORTED, "odd.rows": [5], "gtin.rows": [0, 2, 1]}
    columns = {name: np.array(each, np.uint32) for name, each in rows.items()} | {"gtin.numbers": np.array(GTINS)}
    odd = {f"odd.{name}": array for name, array in packed(pa.array(["x9"])).items()}
    return Codes(columns | odd, pa.chunked_array([pa.array(REFERENCES, pa.string())]))


@pytest.fixture
def vocabulary(codes: Codes) -> Vocabulary:
    terms, words = (Strings(**packed(pa.array(texts, pa.string()))) for texts in (TERMS, list(WORDS)))
    table = slip_table(list(WORDS))
    slips = Slips(table["slip.hashes"], table["slip.words"])
    return Vocabulary(Lexicon(terms, words, np.array(list(WORDS.values()), np.uint32), codes, slips))


def test_known_terms_come_in_their_own_order(vocabulary: Vocabulary) -> None:
    assert vocabulary.known(["poubel", "gant", "nothing", "gant"]).tolist() == [0, 4]
    assert vocabulary.known([]).tolist() == []


def test_what_a_beginning_may_become(vocabulary: Vocabulary) -> None:
    assert vocabulary.begun("g").tolist() == [0, 1]
    assert vocabulary.begun("poubelles").tolist() == [4]
    assert vocabulary.begun("z").tolist() == []
    assert vocabulary.begun("tn").tolist() == [5]


def test_words_of_a_family_are_found_by_their_root(vocabulary: Vocabulary) -> None:
    assert vocabulary.related("nettoi").tolist() == [2, 3]
    assert vocabulary.related("netto").tolist() == []


def test_codes_come_after_the_terms_as_often_as_offers_have_them(vocabulary: Vocabulary) -> None:
    assert vocabulary.terms == 6
    assert vocabulary.coded("tn2420").tolist() == [9, 10]
    assert vocabulary.coded("tn24").tolist() == []
    assert vocabulary.begun_code("tn24").tolist() == [9, 10, 11]
    assert vocabulary.coded("12345").tolist() == [7, 13]
    assert vocabulary.coded("012345").tolist() == [6]
    assert vocabulary.begun_code("12345").tolist() == [7, 13, 14]
    assert vocabulary.begun_code("37600012").tolist() == [15]
    assert vocabulary.begun_code("0").tolist() == [6]
    assert vocabulary.coded("x9").tolist() == [12]
    assert vocabulary.coded("oe1").tolist() == [8]


def test_each_code_has_its_row(codes: Codes) -> None:
    assert codes.rows(np.arange(10)).tolist() == [*SORTED, 5, 0, 2, 1]
    assert codes.rows(codes.exactly("tn2420")).tolist() == [0, 6]
    assert codes.rows(codes.exactly("12345")).tolist() == [1, 0]


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("poubele", [4]),
        ("poubellle", [4]),
        ("pouvelle", [4]),
        ("opubelle", [4]),
        ("gnats", [0]),
        ("gans", [0]),
        ("gal", []),
        ("gell", [1]),
        ("tn242", []),
        ("pubele", []),
    ],
)
def test_one_slip(vocabulary: Vocabulary, typed: str, terms: list[int]) -> None:
    assert vocabulary.near(typed).tolist() == terms


def test_terms_are_named(vocabulary: Vocabulary) -> None:
    assert vocabulary.names(vocabulary.known(["gel", "gant"])) == {"gel", "gant"}


LETTERS = st.text(alphabet="abcé", min_size=3, max_size=7)


@given(st.sets(LETTERS), LETTERS)
def test_a_slip_is_found_wherever_two_words_are_one_step_apart(words: set[str], typed: str) -> None:
    every = sorted(words, key=str.encode)
    table = slip_table(every)
    candidates = Slips(table["slip.hashes"], table["slip.words"]).candidates(typed)
    near = [place for place, word in enumerate(every) if len(word) >= SLIP_LETTERS and OSA.distance(word, typed) <= 1]
    assert set(near) <= set(candidates)
    assert candidates == sorted(set(candidates))

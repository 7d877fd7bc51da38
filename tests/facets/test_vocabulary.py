"""Words are found whole, begun, or one slip away; terms come ascending, each once."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from catalog.facets.strings import Strings, packed
from catalog.facets.vocabulary import Vocabulary

TERMS = ["#tn-2420", "#tn2420", "gant", "gel", "poubel", "tn2420"]
WORDS = {"gant": 2, "gants": 2, "gel": 3, "gels": 3, "poubelle": 4, "poubelles": 4, "tn2420": 5}


@pytest.fixture
def vocabulary() -> Vocabulary:
    terms, words = (Strings(**packed(pa.array(texts, pa.string()))) for texts in (TERMS, list(WORDS)))
    return Vocabulary(terms, words, np.array(list(WORDS.values()), np.uint32))


def test_known_terms_come_in_their_own_order(vocabulary: Vocabulary) -> None:
    assert vocabulary.known(["poubel", "gant", "nothing", "#tn2420", "gant"]).tolist() == [1, 2, 4]
    assert vocabulary.known([]).tolist() == []


def test_what_a_beginning_may_become(vocabulary: Vocabulary) -> None:
    assert vocabulary.begun("g").tolist() == [2, 3]
    assert vocabulary.begun("poubelles").tolist() == [4]
    assert vocabulary.begun("z").tolist() == []
    assert vocabulary.begun_exact("#tn").tolist() == [0, 1]


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("poubele", [4]),
        ("poubellle", [4]),
        ("pouvelle", [4]),
        ("opubelle", [4]),
        ("gnats", [2]),
        ("gans", [2]),
        ("gal", []),
        ("gell", [3]),
        ("tn242", []),
        ("pubele", []),
    ],
)
def test_one_slip(vocabulary: Vocabulary, typed: str, terms: list[int]) -> None:
    assert vocabulary.near(typed).tolist() == terms


def test_terms_are_named(vocabulary: Vocabulary) -> None:
    assert vocabulary.names(vocabulary.known(["gel", "gant"])) == {"gel", "gant"}

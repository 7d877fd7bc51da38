"""What buyers type into a catalogue of 849 invented products, and whether what they expect comes first.

The queries and what is right for each were written before the analyser was measured on them.
"""

from __future__ import annotations

import pytest

from tests.facets.relevance import Place, Shelf, mean_reciprocal_rank, queries

TRAITS = {"slip", "accent", "plural", "unit"}
MISSED = {"poucette double"}
"""Two slips from "poussette"."""
BELOW = {"papier essuie-mains": 2, "essuie main": 2, "papier A4": 5}
"""Where something else of the same kind comes first: hand towels for workshops, the thicker paper with the shorter name."""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("relevance") / "index")


@pytest.fixture(scope="module")
def places(shelf: Shelf) -> list[Place]:
    return [shelf.place(query) for query in queries("relevance_queries.csv")]


def test_the_set_is_what_it_says(shelf: Shelf) -> None:
    asked = queries("relevance_queries.csv")
    assert (len(asked), len({query.text for query in asked}), len(shelf.products)) == (150, 150, 849)
    assert sum(bool(query.traits & TRAITS) for query in asked) == 82
    sold = {product[name] for product in shelf.products for name in ("reference", "kind")}
    assert all(query.expected and query.expected <= sold for query in asked)


def test_what_is_expected_comes_first(places: list[Place]) -> None:
    """The figure itself stands here, so that a ranking that worsens anything is seen."""
    assert {place.query.text for place in places if not place.rank} == MISSED
    assert {place.query.text: place.rank for place in places if place.rank > 1} == BELOW
    assert round(mean_reciprocal_rank(places), 4) == 0.9813


def test_queries_written_once_the_analyser_was_done_find_nearly_as_much(shelf: Shelf) -> None:
    """Forty more, measured once and never worked on since: what is missed is said in words nobody wrote down as meaning
    the same. Whoever teaches one of them writes new queries here."""
    places = [shelf.place(query) for query in queries("relevance_holdout.csv")]
    assert (len(places), round(mean_reciprocal_rank(places), 4)) == (40, 0.875)
    assert {place.query.text for place in places if place.rank != 1} == {
        "gel douche bébé",
        "pochettes coin transparentes",
        "plastification A3",
        "broyeur documents",
        "gants de vaisselle",
    }


@pytest.mark.parametrize(("trait", "reached"), [("slip", 0.9), ("accent", 1.0), ("plural", 0.98), ("unit", 1.0)])
def test_no_kind_of_query_is_left_behind(places: list[Place], trait: str, reached: float) -> None:
    of_trait = [place for place in places if trait in place.query.traits]
    assert mean_reciprocal_rank(of_trait) >= reached


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("toner remanufacturé", "toner remanufacture"),
        ("toner remanufacturé", "TONER REMANUFACTURÉ"),
        ("toner remanufacturé", "  toners \t remanufacturés "),
        ("eau de javel 5 l", "l'eau de javel 5L"),
        ("eau de javel 5 l", "EAU DE JAVEL 5 litres"),
        ("eau de javel 5 l", "eau  de javel 5000 ml"),
        ("savon 500ml", "savon 0,5 l"),
        ("savon 500ml", "savons 50 cl"),
        ("papier 80 g/m²", "papier 80g"),
        ("chaise bleue", "chaises bleu"),
        ("essuie-mains", "essuie‑mains"),
    ],
)
def test_two_ways_to_type_one_thing_give_the_same_page(shelf: Shelf, one: str, other: str) -> None:
    assert shelf.page(one)
    assert shelf.page(one) == shelf.page(other)

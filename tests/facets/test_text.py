"""What a buyer types and what should come back, in the order a buyer would call right."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest

from catalog.facets.build import build
from catalog.facets.index import Index
from catalog.facets.live import Live
from catalog.facets.selection import EVERYTHING, Selection
from catalog.facets.text import MEANT, SAID
from tests.facets.world import Line, line_of, table_of, tags_of, world

CATALOGUE: list[Line] = [
    line_of(1, reference="SAV-5", name="Savon liquide mains 5 L", brand="Brosselin", gtin="3760001234560", price=900),
    line_of(2, reference="DIS-1", name="Distributeur de savon inox", brand="Brosselin", price=4000),
    line_of(3, reference="TN-2420", name="Toner remanufacturé noir 3000 pages", brand="Encrelia", price=3000),
    line_of(
        4, reference="TN-2421", name="Toner noir d'origine", brand="Orion", description="Non remanufacturé", price=8000
    ),
    line_of(5, reference="CL 77", name="Cartouche laser cyan", brand="Orion", price=7000),
    line_of(6, reference="ET/200", name="Essuie-tout blanc 2 plis, lot de 6", brand="Ouatine", price=700),
    line_of(7, reference="ET/300", name="Bobine papier absorbant", brand="Ouatine", price=1200),
    line_of(8, reference="PH-96", name="Papier toilette double épaisseur", brand="Ouatine", price=1100),
    line_of(9, reference="SAC-130", name="Sac poubelle 130 litres", description="Pour déchets légers", price=1500),
    line_of(10, reference="JAV", name="Eau de Javel 2,6 % bidon 5 litres", description="Désinfectant", price=400),
    line_of(11, reference="NET-075", name="Nettoyant désinfectant multi-usages 750 ml", brand="Éclat", price=350),
    line_of(12, reference="GANT-M", name="Gants nitrile jetables taille M", brand="Savon & Fils", price=600),
    line_of(13, reference="40012345", name="Ramette papier A4 80 g blanc", description="500 feuilles", price=450),
    line_of(14, reference="0012", name="Classeur à levier", gtin="00012345678905", price=250),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    directory = tmp_path_factory.mktemp("text") / "index"
    build(table_of(CATALOGUE), directory)
    return Index.open(directory)


def found(index: Index, text: str) -> list[int]:
    answer = index.ask(Selection(text=text, sort="relevance"), EVERYTHING, Live.of(index.offer_ids, tags_of([])))
    return [int(offer) for offer in index.offer_ids[list(answer.rows)]]


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ("savon", [1, 2, 12]),
        ("SAVONS", [1, 2, 12]),
        ("savon brosselin", [1, 2]),
        ("distributeur", [2]),
        ("toner", [4, 3, 5]),
        ("noirs", [4, 3]),
        ("noire toner", [4, 3]),
        ("désinfectant", [11, 10]),
        ("de la", [14, 11, 10, 13, 12, 6, 1, 8, 7, 9, 3, 2, 5, 4]),
        ("", [14, 11, 10, 13, 12, 6, 1, 8, 7, 9, 3, 2, 5, 4]),
        ("tronçonneuse", []),
        ("savon tronçonneuse", []),
    ],
)
def test_head_word_before_name_before_brand_before_description(index: Index, text: str, offers: list[int]) -> None:
    assert found(index, text) == offers


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("toner remanufacturé", "toner remanufacture"),
        ("TONER REMANUFACTURÉ", "toner remanufactures"),
        ("Éclat", "eclat"),
        ("double épaisseur", "doubles epaisseurs"),
        ("d'origine", "origine"),
        ("l’essuie tout", "essuie-tout"),
    ],
)
def test_accents_capitals_plurals_and_elisions_change_nothing(index: Index, one: str, other: str) -> None:
    assert found(index, one)
    assert found(index, one) == found(index, other)


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ("sav", [1, 2, 12]),
        ("savon liq", [1]),
        ("papier toi", [8]),
        ("remanuf", [3, 4]),
        ("sav inox", []),
        ("s", []),
        ("tn-24", [4, 3]),
        ("tn24", [4, 3]),
        ("13", []),
        ("300", []),
        ("multi-usag", [11]),
        ("mul-usages", []),
    ],
)
def test_the_last_word_may_be_unfinished_and_only_the_last(index: Index, text: str, offers: list[int]) -> None:
    assert found(index, text) == offers


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ("poubele", [9]),
        ("pouebelle", [9]),
        ("piubelle", [9]),
        ("poubellle", [9]),
        ("poubele litres 130", []),
        ("poubeles 130 litres", [9]),
        ("savno liquide", [1]),
        ("pubele", []),
        ("inxo", [2]),
        ("ixo", []),
        ("tn-2422", []),
        ("1300 litres", []),
        ("tonner cyan", [5]),
        ("distributuers", [2]),
        ("papier absorbnat", [6, 7]),
        ("toner/3000", [3]),
        ("tonner/3000", []),
        ("gans", [12]),
        ("gan", [12]),
        ("lat", []),
    ],
)
def test_one_slip_in_a_word_of_four_letters_and_none_in_a_number(index: Index, text: str, offers: list[int]) -> None:
    assert found(index, text) == offers


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ("sopalin", [6, 7]),
        ("essuie-tout", [6, 7]),
        ("essuie tout", [6, 7]),
        ("papier absorbant", [6, 7]),
        ("papier hygiénique", [8]),
        ("PQ", [8]),
        ("épaisseur-PQ", [8]),
        ("sac à déchets", [9]),
        ("hypochlorite de sodium", [10]),
        ("cartouche toner", [5, 4, 3]),
        ("nettoyant multi-usages", [11]),
        ("nettoyant toutes surfaces", []),
    ],
)
def test_synonyms_find_each_other(index: Index, text: str, offers: list[int]) -> None:
    assert found(index, text) == offers


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ("5 l", [1, 10]),
        ("5L", [1, 10]),
        ("5 litres", [1, 10]),
        ("5000 ml", [1, 10]),
        ("savon 5 Litre", [1]),
        ("75 cl", [11]),
        ("0,75 L", [11]),
        ("130l", [9]),
        ("2,6 %", [10]),
        ("a4", [13]),
        ("80g", [13]),
        ("500", [13]),
        ("3000", [3]),
    ],
)
def test_a_measure_is_the_same_in_every_unit(index: Index, text: str, offers: list[int]) -> None:
    assert found(index, text) == offers


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ("TN-2420", [3]),
        ("tn2420", [3]),
        ("tn 2420", [3]),
        ("CL 77", [5]),
        ("cl77", [5]),
        ("et/200", [6]),
        ("jav", [10]),
        ("40012345", [13]),
        ("40012", [13]),
        ("4001", []),
        ("3760001234560", [1]),
        ("03760001234560", [1]),
        ("3 760 001 234 560", [1]),
        ("37600012", [1]),
        ("0012345678905", [14]),
        ("12345678905", [14]),
        ("0012", [14]),
        ("savon sav-5", [1]),
        ("savon tn-2420", []),
    ],
)
def test_references_and_gtins_are_found_as_typed(index: Index, text: str, offers: list[int]) -> None:
    assert found(index, text) == offers


def test_an_exact_reference_comes_first(tmp_path: Path) -> None:
    lines = [
        line_of(1, reference="A1", name="Toner 2420 noir", price=1),
        line_of(2, reference="24200", name="Tambour", price=2),
        line_of(3, reference="2420", name="Agrafes", description="Boîte", price=3),
        line_of(4, reference="TN-2420", name="Toner", price=4),
    ]
    build(table_of(lines), tmp_path / "index")
    assert found(Index.open(tmp_path / "index"), "2420") == [3, 1]


def test_a_synonym_is_never_said_by_two_offers_together(tmp_path: Path) -> None:
    lines = [line_of(1, name="Rouleau papier", price=1), line_of(2, name="Toilette sèche", price=2)]
    build(table_of(lines), tmp_path / "index")
    index = Index.open(tmp_path / "index")
    assert found(index, "papier") == [1]
    assert found(index, "PQ") == []


def ranked(tmp_path: Path, names: list[str], text: str) -> list[str]:
    """The names found, best first. The first given is the cheapest: without a reason to do otherwise, they stay so."""
    build(table_of([line_of(place, name=name) for place, name in enumerate(names)]), tmp_path / "index")
    return [names[offer] for offer in found(Index.open(tmp_path / "index"), text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("agrafes", ["Agrafes 24/6 boîte de 1000", "Boîte pour agrafe", "Agrafeuse", "Pince agrafeuse"]),
        ("nettoyer", ["Nettoyant", "Produit de nettoyage"]),
        ("distributeur savon", ["Distributeur de savon mural blanc", "Savon pour distributeur"]),
        ("savon distributeur", ["Savon pour distributeur mural blanc", "Distributeur de savon"]),
        ("couche", ["Couche lavable taille unique", "Change et couche", "Couche-culotte"]),
        (
            "papier toilette",
            ["Papier toilette blanc 2 plis", "Papier hygiénique blanc", "Distributeur de papier toilette"],
        ),
        ("lit à barreaux", ["Lit bébé à barreaux en hêtre", "Lit bébé pliant"][:1]),
        ("taille 4", ["Couche taille 4 bébé colis", "Couche taille 3 4-9 kg"]),
        ("feutre", ["Feutre", "Feutre bleu", "Feutre bleu pointe fine"]),
        ("chaise bur", ["Chaise de bureau", "Chaise de bureau noire"]),
    ],
)
def test_what_a_buyer_would_call_the_right_order(tmp_path: Path, text: str, names: list[str]) -> None:
    assert ranked(tmp_path, names[::-1], text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("hydro alcoolique", ["Gel hydroalcoolique"]),
        ("hydro-alcoolique", ["Gel hydroalcoolique"]),
        ("multisurfaces", ["Spray multi-surfaces"]),
        ("multi surface", ["Spray multi-surfaces"]),
        ("305xl", ["Cartouche 305 XL", "Encre 305XL"]),
        ("305 xl", ["Cartouche 305 XL", "Encre 305XL"]),
        ("2plis", ["Bobine 2 plis"]),
        ("5l", []),
        ("gants taille l", ["Gants taille L"]),
        ("gants taille m", ["Gants taille M"]),
        ("l alcoolique", []),
        ("l encre", ["Encre 305XL"]),
        ("d'encre", ["Encre 305XL"]),
        ("poussette 4 places", ["Poussette quatre places"]),
        ("80g", ["Papier 80 g/m²", "Papier 80g"]),
        ("80 g/m²", ["Papier 80 g/m²", "Papier 80g"]),
        ("80 gr/m2", []),
        ("enveloppe", ["Enveloppes blanches"]),
        ("envelope", ["Enveloppes blanches"]),
        ("envelopes blanche", ["Enveloppes blanches"]),
    ],
)
def test_words_written_as_one_sizes_and_measures(tmp_path: Path, text: str, names: list[str]) -> None:
    every = ["Gel hydroalcoolique", "Spray multi-surfaces", "Cartouche 305 XL", "Encre 305XL", "Bobine 2 plis"]
    every += ["Gants taille L", "Gants taille M", "Poussette quatre places", "Papier 80 g/m²", "Papier 80g"]
    assert sorted(ranked(tmp_path, [*every, "Enveloppes blanches"], text)) == names


def test_any_text_is_answered(index: Index) -> None:
    for text in (
        "\x00\x01\x02",
        "'''",
        "#",
        "@toner",
        "##40012345",
        "é" * 5000,
        "😀 savon",
        "1" * 300,
        "a b c d",
        "²½",
    ):
        assert isinstance(found(index, text), list)
    assert found(index, "savon " * 40 + "zzzz") == found(index, "savon")
    assert found(index, "@toner") == found(index, "toner")
    assert found(index, "😀 savon") == found(index, "savon")


def test_a_text_is_understood_in_a_large_vocabulary(tmp_path: Path) -> None:
    made = world(400, seed=8)
    index = made.index(tmp_path / "index")
    everything = [line["offer"] for line in made.lines if "savon" in line["name"].lower()]
    answer = index.ask(Selection(text="savon", size=200), EVERYTHING, made.live(index))
    by_brand = [line["offer"] for line in made.lines if line["brand"] == "Savonette"]
    assert answer.total == len({*everything, *by_brand})


@pytest.mark.parametrize("names", [[], [""], ["de la"], ["!!"]])
def test_an_index_that_says_nothing_finds_nothing(tmp_path: Path, names: list[str]) -> None:
    for text in ("savon", "sav", "12345678", "tn-24"):
        assert ranked(tmp_path, names, text) == []
    assert sorted(ranked(tmp_path, names, "")) == names


def test_a_term_stands_where_it_is_closest(tmp_path: Path) -> None:
    build(table_of(CATALOGUE), tmp_path / "index")
    (group,) = Index.open(tmp_path / "index")._matcher.understand("savon")
    assert [sense.closeness for sense in group] == [SAID]
    (group,) = Index.open(tmp_path / "index")._matcher.understand("toner")
    terms = [term for sense in group for term in sense.terms.tolist()]
    assert len(terms) == len(set(terms))
    assert [sense.closeness for sense in group] == [SAID, MEANT]


def test_an_index_that_nobody_asks_any_more_goes_at_once(tmp_path: Path) -> None:
    """Without the collector of circles, which is told to leave indexes alone."""
    build(table_of(CATALOGUE), tmp_path / "index")
    matcher = Index.open(tmp_path / "index")._matcher
    assert len(matcher.understand("savon nettoyer SAV-5 poubele")) == 5
    left = weakref.ref(matcher)
    vocabulary = weakref.ref(matcher._vocabulary)
    gc.disable()
    try:
        del matcher
        assert left() is None
        assert vocabulary() is None
    finally:
        gc.enable()

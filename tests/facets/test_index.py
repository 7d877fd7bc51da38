"""Every question asked of an index is also counted by hand."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.facets.index import Index
from catalog.facets.live import Live
from catalog.facets.selection import EVERYTHING, MULTI_FACETS, SINGLE_FACETS, Answer, Scope, Selection, Sort
from tests.facets.oracle import expected
from tests.facets.oracle_text import Reading
from tests.facets.world import ATTRIBUTES, LABELS, RANGES, World, world

FACETS = (*SINGLE_FACETS, *MULTI_FACETS)
SORTS: tuple[Sort, ...] = ("price", "-price", "unit_price", "name", "relevance")


class Asked:
    def __init__(self, made: World, directory: Path) -> None:
        self.world = made
        self.index: Index = made.index(directory)
        self.live: Live = made.live(self.index)
        self.readings: dict[str, Reading] = {}

    def reading(self, text: str) -> Reading:
        if text not in self.readings:
            self.readings[text] = Reading(self.world.lines, text)
        return self.readings[text]

    def same(self, selection: Selection, scope: Scope = EVERYTHING) -> None:
        answer = self.index.ask(selection, scope, self.live)
        hand = expected(self.world.lines, selection, scope, self.reading(selection.text))
        assert answer.total == hand.total
        assert answer.facets == hand.facets
        assert answer.claimed == hand.claimed
        assert answer.other_currency == hand.other_currency
        assert tuple(self.index.offer_ids[list(answer.rows)].tolist()) == hand.offers


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    return Asked(world(500, seed=1), tmp_path_factory.mktemp("index") / "7")


def questions(count: int, seed: int, texts: list[str]) -> Iterator[tuple[Selection, Scope]]:
    dice = random.Random(seed)
    for _ in range(count):
        yield selection(dice, dice.choice(texts) if dice.random() < 0.4 else ""), scope(dice)


def selection(dice: random.Random, text: str) -> Selection:
    facets = dice.sample(FACETS, dice.choice((0, 0, 1, 1, 2, 3)))
    tags = dice.sample((*ATTRIBUTES, "unheard_of"), dice.choice((0, 0, 1, 2)))
    low, high = dice.choice(((None, None), (None, None), (None, 2_000_000), (1_000_000, None), (500_000, 3_000_000)))
    return Selection(
        text=text,
        values={facet: frozenset(dice.sample(values_of(facet), dice.choice((0, 1, 1, 2)))) for facet in facets},
        tags={tag: frozenset(dice.sample(("yes", "no", "unknown"), dice.choice((0, 1, 1, 2)))) for tag in tags},
        price_min=low,
        price_max=high,
        currency=dice.choice(("EUR", "EUR", "NOK", "XXX")),
        proof=dice.choice(("verified", "all")),
        sort=dice.choice(SORTS),
        page=dice.choice((1, 1, 1, 2, 3, 40)),
        size=dice.choice((1, 7, 50, 200)),
    )


def values_of(facet: str) -> list[str]:
    known = {
        "family": ["CLEANING", "PAPER", "IT", "OFFICE", "none"],
        "supplier": [f"S{number:02}" for number in range(12)],
        "agreement": [f"AC{number}" for number in range(4)],
        "lot": [f"L{number:02}" for number in range(12)],
        "brand": ["Brosselin", "Papéo", "Éclat", "TN-Print", "none"],
        "label": list(LABELS),
        "range": list(RANGES),
    }
    return [*known[facet], "GHOST"]


def scope(dice: random.Random) -> Scope:
    agreements = frozenset(dice.sample(["AC0", "AC1", "AC2", "AC3", "AC9"], dice.choice((0, 1, 2, 3))))
    suppliers = frozenset(dice.sample(values_of("supplier"), dice.choice((1, 2, 6))))
    return dice.choice(
        (EVERYTHING, EVERYTHING, Scope(agreements), Scope(None, suppliers), Scope(agreements, suppliers), Scope())
    )


TEXTS = [
    "savon", "toner remanufacturé", "toner", "papier toil", "essuie tout", "sopalin", "5 l", "0.75 litre", "75cl",
    "tn-10", "tn1012", "REF 00", "ref00012", "3760", "376000000", "376000000097", "poubele", "savno", "gants jetabl",
    "blanc", "blanches", "a4", "30x40", "cartouche laser noire", "de la", "!!", "zzzz", "éco", "oeillet", "citron 500",
    "brosselin savon", "eclat", "40012", "eco/12", "sac", "liquide vaiselle", "moniteur", "papier de toilette",
    "lot 12", "500", "x", "nettoyant multi-usage", "parfum sans",
]  # fmt: skip


def test_every_count_and_page_is_what_a_person_would_count(asked: Asked) -> None:
    for question, seen in questions(1200, seed=5, texts=TEXTS):
        asked.same(question, seen)


def choices(values: Iterable[str]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(sorted(values)), max_size=3)


PRICES = st.none() | st.integers(0, 5_000_000)
SELECTIONS = st.builds(
    Selection,
    text=st.sampled_from(["", *TEXTS]),
    values=st.fixed_dictionaries({}, optional={facet: choices(values_of(facet)) for facet in FACETS}),
    tags=st.fixed_dictionaries({}, optional={attribute: choices(("yes", "no", "unknown")) for attribute in ATTRIBUTES}),
    price_min=PRICES,
    price_max=PRICES,
    currency=st.sampled_from(["EUR", "NOK"]),
    proof=st.sampled_from(["verified", "all"]),
    sort=st.sampled_from(SORTS),
    page=st.integers(1, 5),
    size=st.integers(1, 60),
)
SCOPES = st.builds(Scope, st.none() | choices(values_of("agreement")), st.none() | choices(values_of("supplier")))


@given(SELECTIONS, SCOPES)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_question_is_counted_right(asked: Asked, question: Selection, seen: Scope) -> None:
    asked.same(question, seen)


@pytest.mark.parametrize(("count", "seed"), [(1, 2), (2, 3), (400, 4)])
def test_other_catalogues_are_counted_right(count: int, seed: int, tmp_path: Path) -> None:
    other = Asked(world(count, seed), tmp_path / "index")
    for question, seen in questions(100, seed, TEXTS):
        other.same(question, seen)


@pytest.mark.long
def test_ten_thousand_questions(tmp_path: Path) -> None:
    large = Asked(world(2000, seed=11), tmp_path / "index")
    for question, seen in questions(10_000, seed=12, texts=TEXTS):
        large.same(question, seen)


def ask(asked: Asked, seen: Scope = EVERYTHING, **chosen: Any) -> Answer:
    return asked.index.ask(Selection(**chosen), seen, asked.live)


def test_the_states_of_an_attribute_always_sum_to_what_the_other_filters_leave(asked: Asked) -> None:
    chosen = frozenset({"yes"})
    narrow = ask(asked, values={"family": frozenset({"IT"})}, tags={"ecolabelled": chosen})
    wide = ask(asked, values={"family": frozenset({"IT"})})
    assert sum(narrow.facets["ecolabelled"].values()) == wide.total
    assert narrow.total == wide.facets["ecolabelled"]["yes"]
    assert sum(narrow.facets["remanufactured"].values()) == narrow.total


def test_proof_all_adds_exactly_what_claimed_counts(asked: Asked) -> None:
    chosen = {"ecolabelled": frozenset({"yes"})}
    verified, widened = ask(asked, tags=chosen), ask(asked, tags=chosen, proof="all")
    assert widened.total == verified.total + verified.claimed["ecolabelled"]
    assert widened.claimed["ecolabelled"] == verified.claimed["ecolabelled"] > 0
    assert widened.facets["ecolabelled"] == verified.facets["ecolabelled"]
    refused = {"ecolabelled": frozenset({"no"})}
    assert ask(asked, tags=refused, proof="all").total == ask(asked, tags=refused).total


def test_a_chosen_value_is_there_even_when_nobody_has_it(asked: Asked) -> None:
    values = {"brand": frozenset({"Éclat", "GHOST"}), "label": frozenset({"GHOST"}), "lot": frozenset({"L01"})}
    answer = ask(asked, values=values)
    assert answer.total == 0
    assert answer.facets["brand"]["GHOST"] == 0
    assert answer.facets["label"]["GHOST"] == 0
    assert "GHOST" not in ask(asked).facets["brand"]


def test_alternatives_within_a_facet_and_unknown_ones_beside_known_ones(asked: Asked) -> None:
    one, other = (ask(asked, values={"brand": frozenset({brand})}).total for brand in ("Éclat", "Papéo"))
    assert ask(asked, values={"brand": frozenset({"Éclat", "Papéo", "GHOST"})}).total == one + other


def test_nothing_of_what_the_asker_may_not_see_is_counted(asked: Asked) -> None:
    member = Scope(agreements=frozenset({"AC1"}))
    answer = ask(asked, member, values={"agreement": frozenset({"AC0"})})
    assert answer.total == 0
    assert answer.facets["agreement"] == {"AC1": ask(asked, member).total, "AC0": 0}
    assert set(ask(asked, member).facets["lot"]) == {"L03", "L04", "L05"}
    assert ask(asked, Scope()).total == 0
    assert all(not any(counts.values()) for counts in ask(asked, Scope()).facets.values())


def test_both_sides_of_a_scope_must_hold(asked: Asked) -> None:
    both = Scope(agreements=frozenset({"AC1"}), suppliers=frozenset({"S00"}))
    rows = asked.index.offers(ask(asked, both, size=200).rows)
    assert rows
    assert {(row.agreement, row.supplier) for row in rows} == {("AC1", "S00")}


def test_offers_left_out_of_a_price_limit_for_their_currency_are_counted(asked: Asked) -> None:
    lines = asked.world.lines
    left_out = [line for line in lines if line["price"] is None or line["currency"] != "EUR"]
    answer = ask(asked, price_max=10**12)
    assert answer.other_currency == len(left_out)
    assert answer.total == len(lines) - len(left_out)
    assert ask(asked, currency="NOK").other_currency == 0
    assert ask(asked, price_min=5, price_max=4).total == 0


def test_a_page_beyond_the_end_is_empty_with_the_right_totals(asked: Asked) -> None:
    for sort in SORTS:
        answer = ask(asked, sort=sort, page=10**6, text="savon")
        assert (answer.rows, answer.page) == ((), 10**6)
        assert answer.total == ask(asked, text="savon").total > 0


def test_pages_follow_one_another_without_gap_or_double(asked: Asked) -> None:
    for sort in SORTS:
        pages = [ask(asked, sort=sort, text="toner", page=page, size=9).rows for page in range(1, 40)]
        rows = [row for page in pages for row in page]
        assert len(rows) == len(set(rows)) == ask(asked, text="toner").total


@pytest.mark.parametrize("chosen", [{"page": 0}, {"size": 0}, {"size": 201}])
def test_an_impossible_page_is_refused(asked: Asked, chosen: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="page"):
        asked.index.ask(Selection(**chosen), EVERYTHING, asked.live)  # type: ignore[arg-type]


def test_an_unknown_facet_and_the_tags_of_another_index_are_refused(asked: Asked) -> None:
    with pytest.raises(KeyError, match="colour"):
        ask(asked, values={"colour": frozenset({"red"})})
    with pytest.raises(ValueError, match="tags of 3 rows"):
        asked.index.ask(Selection(), EVERYTHING, Live.nothing(3))


def test_many_threads_ask_the_same_index(asked: Asked) -> None:
    asking = list(questions(60, seed=9, texts=TEXTS))
    alone = [asked.index.ask(question, seen, asked.live) for question, seen in asking]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda each: asked.index.ask(each[0], each[1], asked.live), asking * 3))
    assert together == alone * 3

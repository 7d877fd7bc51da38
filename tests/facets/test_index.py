"""What an answer promises: sums, scopes, pages, refusals. Whole answers are counted by hand beside."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from catalog.facets.live import Live
from catalog.facets.selection import EVERYTHING, Answer, Scope, Selection
from tests.facets.questions import SORTS, TEXTS, questions
from tests.facets.test_oracle import Asked
from tests.facets.world import world


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    return Asked(world(500, seed=1), tmp_path_factory.mktemp("index") / "7")


def ask(asked: Asked, seen: Scope = EVERYTHING, **chosen: Any) -> Answer:
    return asked.index.ask(Selection(**chosen), seen, asked.lives[0])


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
    lines = asked.days[0].lines
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
        asked.index.ask(Selection(**chosen), EVERYTHING, asked.lives[0])  # type: ignore[arg-type]


def test_an_unknown_facet_and_the_tags_of_another_index_are_refused(asked: Asked) -> None:
    with pytest.raises(KeyError, match="colour"):
        ask(asked, values={"colour": frozenset({"red"})})
    with pytest.raises(ValueError, match="tags of 3 rows"):
        asked.index.ask(Selection(), EVERYTHING, Live.nothing(3))


def test_many_threads_ask_the_same_index(asked: Asked) -> None:
    asking = list(questions(60, seed=9, texts=TEXTS))
    alone = [asked.index.ask(question, seen, asked.lives[0]) for question, seen in asking]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda each: asked.index.ask(each[0], each[1], asked.lives[0]), asking * 3))
    assert together == alone * 3

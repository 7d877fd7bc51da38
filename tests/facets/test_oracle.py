"""Whatever road an answer takes, it is the one that counting by hand gives: totals, every count, the order of the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.facets import paging, seen, sieve, tally
from catalog.facets.index import Index
from catalog.facets.live import Live
from catalog.facets.selection import EVERYTHING, Scope, Selection
from tests.facets.oracle import expected
from tests.facets.oracle_text import Reading
from tests.facets.questions import FACETS, SORTS, TEXTS, questions, values_of
from tests.facets.world import ATTRIBUTES, World, world

NEVER = 10**9
ROADS: Mapping[str, Mapping[str, int]] = {
    "short lists": {"SPARSE": 0, "LEAST_KEPT": NEVER, "SHORT": NEVER, "FEW": 0, "FEW_NEAR": 0, "COMPILED": NEVER},
    "all rows": {"SPARSE": NEVER, "LEAST_KEPT": 0, "WORTH_KEEPING": NEVER, "SHORT": 0, "SORTED": NEVER, "FEW": NEVER,
                 "FEW_NEAR": NEVER, "COMPILED": 0, "BLOCK": 1},
    "all rows, few near": {"SPARSE": NEVER, "FEW_NEAR": 0},
    "as they come": {},
}  # fmt: skip
"""What decides between two ways to the same answer, set so that one of them is always taken."""
FEW_TEXTS = ["savon", "toner remanufacturé", "5 l", "REF 00", "poubele", "376000000", "de la", "éco", "zzzz"]


class Asked:
    """A made-up catalogue with its index, on some days."""

    def __init__(self, made: World, directory: Path, days: int = 1) -> None:
        self.index: Index = made.index(directory)
        self.days = [made, *(made.on(day) for day in range(1, days))]
        self.lives = [self._live(day, directory.with_name(f"live-{number}")) for number, day in enumerate(self.days)]
        self.readings: dict[str, Reading] = {}

    def _live(self, day: World, place: Path) -> Live:
        """As another process gets it."""
        day.live(self.index).write(place)
        return Live.open(place)

    def reading(self, text: str) -> Reading:
        if text not in self.readings:
            self.readings[text] = Reading(self.days[0].lines, text)
        return self.readings[text]

    def same(self, selection: Selection, scope: Scope = EVERYTHING, day: int = 0) -> None:
        answer = self.index.ask(selection, scope, self.lives[day])
        hand = expected(self.days[day].lines, selection, scope, self.reading(selection.text))
        assert answer.total == hand.total
        assert answer.facets == hand.facets
        assert answer.claimed == hand.claimed
        assert answer.other_currency == hand.other_currency
        assert tuple(self.index.offer_ids[list(answer.rows)].tolist()) == hand.offers
        assert len(self.index.fitting(selection, scope, self.lives[day])) == hand.total


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    return Asked(world(400, seed=1, suspended=0.03), tmp_path_factory.mktemp("index") / "7", days=2)


def take(road: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ROADS[road].items():
        for module in (seen, sieve, tally, paging):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, value)


@pytest.mark.parametrize("road", ROADS)
def test_every_road_leads_to_what_a_person_would_count(
    asked: Asked, road: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(road, monkeypatch)
    for number, (question, scope) in enumerate(questions(150, seed=5, texts=FEW_TEXTS)):
        asked.same(question, scope, number % 2)


def choices(values: Iterable[str]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(sorted(values)), max_size=3)


PRICES = st.none() | st.integers(0, 5_000_000)
SELECTIONS = st.builds(
    Selection,
    text=st.sampled_from(["", *FEW_TEXTS]),
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
SCOPES = st.builds(
    Scope,
    st.none() | choices(values_of("agreement")),
    st.none() | choices(values_of("supplier")),
    choices(values_of("lot")),
)


@given(SELECTIONS, SCOPES, st.integers(0, 1))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_question_is_counted_right(asked: Asked, question: Selection, scope: Scope, day: int) -> None:
    asked.same(question, scope, day)


@pytest.mark.parametrize(("count", "seed"), [(1, 2), (2, 3), (150, 4)])
def test_other_catalogues_are_counted_right(count: int, seed: int, tmp_path: Path) -> None:
    other = Asked(world(count, seed), tmp_path / "index")
    for question, scope in questions(50, seed, FEW_TEXTS):
        other.same(question, scope)


@pytest.mark.long
@pytest.mark.parametrize("road", ROADS)
def test_ten_thousand_questions(tmp_path: Path, road: str, monkeypatch: pytest.MonkeyPatch) -> None:
    take(road, monkeypatch)
    large = Asked(world(600, seed=11, suspended=0.03), tmp_path / "index", days=3)
    for number, (question, scope) in enumerate(questions(10_000, seed=12, texts=TEXTS)):
        large.same(question, scope, number % 3)

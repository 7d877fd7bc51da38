"""Editions made from another day are those made from nothing, whatever was recorded, when, and on whatever day one looks."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from catalog.access import OPERATOR
from catalog.facets.live import STATE_CODES
from catalog.means.clock import Clock, end_of
from catalog.means.means import Means
from catalog.models import Fact
from catalog.published import making
from catalog.published.brief import STATES, Listed
from catalog.published.day_key import DayKey
from catalog.published.making import Day, from_another, from_nothing
from catalog.published.tags import dated_tags, product_tags
from catalog.queries import recorded
from catalog.services.facts.load import load_facts
from tests.proofs.world import World, build_world, decided, proof_of
from tests.published.happenings import BEGAN, Happening, days, happen, happenings

SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
TODAY = dt.date(2026, 11, 22)
OCTOBER = dt.datetime(2026, 10, 1, 10, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
LOOKS = settings(
    max_examples=12, deadline=None, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


@pytest.fixture
def world(means: Means) -> World:
    load_facts(OPERATOR, replace(means, clock=Clock(dt.date(2026, 3, 2))))
    return build_world(means)


def key_on(means: Means, day: dt.date) -> DayKey:
    return DayKey(1, day, recorded.stamp(means.session, end_of(day)))


def whole(means: Means, day: dt.date) -> Day:
    return from_nothing(means.session, key_on(means, day))


def told(day: Day) -> dict[str, Any]:
    """All that an edition says, by keys that do not depend on places."""
    brief, keys = day.brief, day.brief.keys_in_order
    offers = day.offered.offers.tolist()
    return {
        "attributes": brief.attributes,
        "tags": dict(zip(keys, zip(brief.codes.T.tolist(), brief.until.T.tolist(), strict=True), strict=True)),
        "spans": dict(zip(keys, zip(brief.since.tolist(), brief.upto.tolist(), strict=True), strict=True)),
        "labels": _pairs(brief.labels, keys),
        "ranges": _pairs(brief.ranges, offers),
        "offers": list(day.offered.values()),
    }


def _pairs(listed: Listed, names: list[Any]) -> set[tuple[Any, str]]:
    return {
        (names[place], listed.values[code])
        for place, code in zip(listed.places.tolist(), listed.codes.tolist(), strict=True)
    }


def agrees(means: Means, made: Day) -> None:
    """Equal to the one made from nothing, whose brief is what the full tags say."""
    fresh = whole(means, made.key.on)
    assert told(made) == told(fresh)
    assert made.ledger == fresh.ledger


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few products are there that all may be touched; from nothing they are tagged like many, without sentences."""
    monkeypatch.setattr(making, "SHARE", 1)
    monkeypatch.setattr(making, "FEW", 0)


def looked(means: Means, kept: list[Day], day: dt.date, which: int) -> None:
    """One more edition, from one of those made so far where that can be."""
    made = from_another(means.session, key_on(means, day), kept[which % len(kept)])
    event("from another" if made else "from nothing")
    if made is not None:
        agrees(means, made)
    kept.append(made or whole(means, day))


looks = st.lists(st.tuples(days, st.integers(0, 9)), min_size=1, max_size=4)


@SQLITE
@given(first=days, steps=st.lists(st.tuples(happenings, looks), min_size=2, max_size=5))
@LOOKS
def test_an_edition_made_from_another_is_the_one_made_from_nothing(
    means: Means, world: World, tried: None, first: dt.date, steps: list[tuple[Happening, list[tuple[dt.date, int]]]]
) -> None:
    kept, proofs, last = [whole(means, first)], list[int](), BEGAN
    point = means.session.begin_nested()
    try:
        for said, seen in steps:
            what = said.after(last)
            happen(means, world, proofs, what)
            last = max(last, what.at)
            for day, which in seen:
                looked(means, kept, day, which)
    finally:
        point.rollback()


def test_nothing_but_what_was_touched_is_tagged_again(
    means: Means, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On both databases: a decision touches what its proof covers, the next day what turns."""
    monkeypatch.setattr(making, "SHARE", 1)
    one = proof_of(means, world, "V-1", recorded_at=OCTOBER, valid_until=TODAY)
    proof_of(means, world, "V-2", recorded_at=OCTOBER, valid_until=dt.date(2027, 6, 30))
    before, asked = whole(means, TODAY), list[set[int] | None]()

    def counted(*given: Any, **more: Any) -> Any:
        asked.append(given[5] if len(given) > 5 else None)
        return dated_tags(*given, **more)

    monkeypatch.setattr(making, "dated_tags", counted)

    def made(day: dt.date, of: Day) -> Day:
        asked.clear()
        found = from_another(means.session, key_on(means, day), of)
        assert found is not None
        agrees_with_nothing(means, found)
        return found

    def agrees_with_nothing(means: Means, found: Day) -> None:
        assert told(found) == told(whole(means, found.key.on))

    decided(means, one, "accept", OCTOBER + HOUR)
    after = made(TODAY, before)
    assert asked[0] == {world.products["V-1"]}
    assert after.brief[world.organisations["VERNET"], world.products["V-1"]]["ecolabelled"].state == "yes"
    next_day = made(TODAY + dt.timedelta(days=1), after)
    assert asked[0] == {world.products["V-1"]}
    assert next_day.brief[world.organisations["VERNET"], world.products["V-1"]]["ecolabelled"].standing == "expired"
    back = made(TODAY, next_day)
    assert asked[0] == {world.products["V-1"]}
    assert told(back) == told(after)
    made(TODAY - dt.timedelta(days=7), after)
    assert asked == [None]  # nothing turns in a week: the one reading is that of the comparison


def test_a_late_commit_is_found_by_its_row_and_an_older_one_by_the_sum(means: Means, world: World) -> None:
    """A writer that commits late may hold an earlier time: within minutes its row is found, else nothing is trusted."""
    proof_of(means, world, "V-1", recorded_at=OCTOBER)
    known = recorded.ledger(means.session, end_of(TODAY))
    assert recorded.since(means.session, known, end_of(TODAY)) == recorded.Change()
    late = proof_of(means, world, "O-1", recorded_at=OCTOBER - dt.timedelta(minutes=9))
    found = recorded.since(means.session, known, end_of(TODAY))
    assert found == recorded.Change(products=frozenset({world.products["O-1"]}))
    decided(means, late, "accept", OCTOBER - dt.timedelta(minutes=11))
    assert recorded.since(means.session, known, end_of(TODAY)) is None


def test_what_was_taken_back_with_its_transaction_is_never_built_on(means: Means, world: World) -> None:
    with means.session.begin_nested() as point:
        proof_of(means, world, "V-1", recorded_at=OCTOBER)
        known = recorded.ledger(means.session, end_of(TODAY))
        point.rollback()
    proof_of(means, world, "V-2", recorded_at=OCTOBER)
    assert recorded.since(means.session, known, end_of(TODAY)) is None


@SQLITE
def test_a_fact_touches_everything_and_a_range_no_tag(means: Means, world: World) -> None:
    known = recorded.ledger(means.session, end_of(TODAY))
    happen(means, world, [], Happening("range", 0, 1, TODAY, None, True))
    found = recorded.since(means.session, known, end_of(TODAY))
    assert found == recorded.Change(ranges=True)
    shipped = means.session.query(Fact).filter_by(kind="early_childhood", key="EC-H07").one()
    means.session.add(
        Fact(
            kind=shipped.kind, key=shipped.key, version=shipped.version + 1, payload=shipped.payload, source="essai",
            confidence="own_synthesis", origin="local", reason="essai", recorded_at=means.clock.now(),
        )
    )  # fmt: skip
    means.session.flush()
    found = recorded.since(means.session, known, end_of(TODAY))
    assert found is not None
    assert found.everything


@SQLITE
@pytest.mark.parametrize("few", [0, 4])
def test_the_brief_says_what_the_full_tags_say(
    means: Means, world: World, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(making, "FEW", few)
    proof_of(means, world, "V-1", recorded_at=OCTOBER, valid_until=dt.date(2027, 1, 31))
    number = proof_of(means, world, "O-1", recorded_at=OCTOBER, valid_until=dt.date(2027, 6, 30))
    decided(means, number, "accept", OCTOBER)
    made = whole(means, TODAY)
    full = product_tags(means.session, 1, TODAY, end_of(TODAY))
    assert set(made.brief) == set(full)
    assert made.held.full == (full if few else {})
    for key, tags in full.items():
        assert set(made.brief[key]) == set(tags)
        for name, tag in tags.items():
            short = made.brief[key][name]
            assert (short.state, short.standing, short.claimed) == (tag.state, tag.standing, tag.claimed)
            assert (short.until, short.reserve, short.equivalent) == (tag.until, tag.reserve, tag.equivalent)
            assert [short.meets(profile) for profile in ("strict", "tolerant")] == [
                tag.meets(profile) for profile in ("strict", "tolerant")
            ]
    assert tuple(STATE_CODES) == STATES


def test_values_of_places_can_be_replaced() -> None:
    listed = Listed.of({3: ["b", "a"], 1: ["b"], 7: []})
    again = listed.replaced(np.array([3, 9]), {3: ["c"], 9: ["a"]})
    assert again.arrow(10).to_pylist() == [[], ["b"], [], ["c"], [], [], [], [], [], ["a"]]
    assert listed.arrow(4).to_pylist() == [[], ["b"], [], ["a", "b"]]

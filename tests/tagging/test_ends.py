"""The last day of an answer: told from its proofs where that can be, and the same as if every day were asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.tagging import engine
from catalog.tagging.records import Product, Proof, Tag
from tests.tagging.samples import CERTIFICATE, DAY, LIST, PROOF, SHEET, product, sheet, vocabulary

WEEK = dt.timedelta(days=7)
GIVEN = (SHEET, sheet("H318"), sheet("H412"), sheet(cas=("3691-35-8",)), LIST, PROOF, replace(CERTIFICATE, number=None))
PRODUCTS = (
    product(), product(hazards=("H318",)), product(hazards=("H412",)), product("Nettoyant écolabellisé"),
    product("Nettoyant vitres spray"), product("Produit", family=None), product("Toner", family="PRINT_CONSUMABLES"),
    product(cells=[(None, "Label", "Écolabel européen FR/020/901"), (None, "Label 2", "Écolabel européen FR/020/901")]),
    product("Toner compatible, non remanufacturé", family="PRINT_CONSUMABLES"), product("Désinfectant sols TP2"),
)  # fmt: skip


@st.composite
def proofs(draw: st.DrawFn) -> tuple[Proof, ...]:
    """Up to four documents that begin and end within weeks of the day, some refused or not looked at."""
    found = []
    for number in range(draw(st.integers(0, 4))):
        begins = DAY + draw(st.integers(-6, 3)) * WEEK
        weeks = draw(st.none() | st.integers(0, 9))
        ends = None if weeks is None else begins + weeks * WEEK
        accepted = draw(st.sampled_from((True, True, True, None, False)))
        one = draw(st.sampled_from(GIVEN))
        found.append(replace(one, id=number + 1, valid_from=begins, valid_until=ends, accepted=accepted))
    return tuple(found)


def tags(whole: Product, shown: Sequence[Proof], day: dt.date) -> Mapping[str, Tag]:
    engine._shared.cache_clear()
    return dict(engine.tags_of(whole, shown, (), vocabulary(), day))


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(PRODUCTS), proofs())
def test_the_last_day_is_the_one_that_asking_every_day_finds(whole: Product, shown: tuple[Proof, ...]) -> None:
    quick = tags(whole, shown, DAY)
    shortcut = engine._only_end
    engine._only_end = lambda case, tag: None
    try:
        assert tags(whole, shown, DAY) == quick
    finally:
        engine._only_end = shortcut


@settings(deadline=None, max_examples=100)
@given(st.sampled_from(PRODUCTS), proofs())
def test_up_to_the_next_turning_day_nothing_changes_but_what_sentences_say_of_the_day(
    whole: Product, shown: tuple[Proof, ...]
) -> None:
    turns = [turn for turn in engine.turning_days(shown, (), (), vocabulary()) if turn > DAY]
    later = min(turns, default=DAY + 999 * WEEK) - dt.timedelta(days=1)
    now, then = tags(whole, shown, DAY), tags(whole, shown, later)
    for name, tag in now.items():
        other = then[name]
        assert (tag.state, tag.standing, tag.claimed, tag.reserve) == (
            other.state, other.standing, other.claimed, other.reserve,
        )  # fmt: skip
        assert (tag.until, tag.labels, tag.equivalent) == (other.until, other.labels, other.equivalent)


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(PRODUCTS), proofs())
def test_without_sentences_the_answers_are_the_same(whole: Product, shown: tuple[Proof, ...]) -> None:
    full, brief = (engine.tags_of(whole, shown, (), vocabulary(), DAY, brief=brief) for brief in (False, True))
    assert [*full] == [*brief]
    for one, other in zip(full.values(), brief.values(), strict=True):
        assert (one.state, one.standing, one.claimed, one.reserve) == (
            other.state, other.standing, other.claimed, other.reserve,
        )  # fmt: skip
        assert (one.until, one.labels, one.basis, one.outcome) == (
            other.until,
            other.labels,
            other.basis,
            other.outcome,
        )

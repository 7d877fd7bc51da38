"""Who enters, who leaves and which tags move, for other facts, another day, other proofs and another range."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from catalog.facets.selection import Scope
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.published.tags import OfferKey, Tags, vocabulary_of
from catalog.published.what_if import Alternative, RangeShift, TagShift, what_if
from catalog.queries import proofs
from catalog.queries.tagging import TaggingInput
from catalog.tagging.ranges import RangeRule, RangeVerdict, judge
from catalog.tagging.vocabulary import Vocabulary
from tests.proofs.world import World

TODAY = dt.date(2026, 11, 22)


def other_facts(means: Means, kind: str, key: str, **payload: str) -> Vocabulary:
    facts = proofs.facts(means.session, end_of(TODAY))
    return Vocabulary.of([(k, n, {**row, **payload} if (k, n) == (kind, key) else row) for k, n, row in facts])


def only(rule: RangeRule, code: str = "eco") -> object:
    def verdicts(offer: OfferKey, tags: Tags) -> Mapping[str, RangeVerdict]:
        return {code: judge(offer.family, offer.lot, tags, rule)}

    return verdicts


def moved(shifts: tuple[TagShift, ...]) -> list[tuple[str, str, str, list[str]]]:
    return [(each.attribute, each.before, each.after, [one.reference for one in each.products]) for each in shifts]


def crossed(shifts: tuple[RangeShift, ...]) -> list[tuple[str, int, int, list[str], list[str]]]:
    return [
        (each.code, each.before, each.after, [f"{one.reference}/{one.lot}" for one in each.entering],
         [f"{one.reference}/{one.lot}" for one in each.leaving])
        for each in shifts
    ]  # fmt: skip


def test_nothing_otherwise_moves_nothing(means: Means, world: World) -> None:
    found = what_if(means, Alternative())

    assert (found.publication, found.day, found.products) == (1, TODAY, 3)
    assert (found.tags, found.ranges, found.restated) == ((), (), 0)


def test_facts_that_say_the_same_move_nothing(means: Means, world: World) -> None:
    found = what_if(means, Alternative(vocabulary=vocabulary_of(means.session, end_of(TODAY))))

    assert (found.tags, found.ranges) == ((), ())


def test_a_day_after_the_licence_ends_its_offers_leave_with_the_reason(means: Means, world: World) -> None:
    found = what_if(means, Alternative(day=dt.date(2027, 7, 1)))

    assert moved(found.tags) == [("ecolabelled", "yes", "unknown", ["V-1"])]
    assert crossed(found.ranges) == [("eco", 2, 0, [], ["V-1/ENT-1", "V-1/PAP-1"])]
    reason = found.ranges[0].leaving[0].reason
    assert reason == found.tags[0].products[0].reason
    assert reason.params["until"] == "2027-06-30"
    assert what_if(means, Alternative(day=dt.date(2027, 6, 30))).tags == ()


def test_a_proof_less_takes_the_tag_away(means: Means, world: World) -> None:
    def without(given: TaggingInput) -> TaggingInput:
        return replace(given, proofs=())

    found = what_if(means, Alternative(inputs=without))

    assert moved(found.tags) == [("ecolabelled", "yes", "unknown", ["V-1"])]
    assert found.tags_changed == 1
    assert found.moves == 2


def test_what_surely_cannot_change_is_not_tagged_again(means: Means, world: World) -> None:
    asked: list[str] = []

    def touches(given: TaggingInput) -> bool:
        asked.append(given.product.reference)
        return given.product.reference != "V-1"

    found = what_if(means, Alternative(day=dt.date(2028, 1, 1), touches=touches))

    assert sorted(asked) == ["O-1", "V-1", "V-2"]
    assert (found.tags, found.ranges) == ((), ())


def test_another_range_says_who_enters_and_who_leaves(means: Means, world: World) -> None:
    before, after = RangeRule(attributes=("ecolabelled",)), RangeRule(lots=("ENT-1",))
    alternative = Alternative(ranges_before=only(before), ranges_after=only(after))  # type: ignore[arg-type]

    found = what_if(means, alternative)

    assert found.tags == ()
    assert crossed(found.ranges) == [("eco", 2, 3, ["O-1/ENT-1", "V-2/ENT-1"], ["V-1/PAP-1"])]
    assert found.ranges[0].leaving[0].reason.code == "why.range.lot.fail"
    assert found.ranges[0].entering[0].reason.code == "why.range.lot.pass"


def test_a_range_that_is_new_is_entered_from_nothing(means: Means, world: World) -> None:
    alternative = Alternative(ranges_after=only(RangeRule(lots=("PAP-1",)), "neuve"))  # type: ignore[arg-type]

    found = what_if(means, alternative)

    assert crossed(found.ranges) == [
        ("eco", 2, 0, [], ["V-1/ENT-1", "V-1/PAP-1"]),
        ("neuve", 0, 1, ["V-1/PAP-1"], []),
    ]
    assert found.ranges[0].leaving[0].reason.code == "why.range.gone"


def test_only_what_the_scope_holds_counts(means: Means, world: World) -> None:
    scope = Scope(agreements=frozenset({"AC-PAP"}))

    found = what_if(means, Alternative(day=dt.date(2027, 7, 1)), scope=scope)

    assert found.products == 1
    assert crossed(found.ranges) == [("eco", 1, 0, [], ["V-1/PAP-1"])]


def test_a_label_that_no_longer_proves_takes_its_tags(means: Means, world: World) -> None:
    facts = other_facts(means, "label", "EU_ECOLABEL", attribute_proven="social")

    found = what_if(means, Alternative(vocabulary=facts))

    assert found.products == 3
    assert {shift.attribute for shift in found.tags} <= {"ecolabelled"}

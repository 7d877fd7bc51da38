"""The end of a group's criteria: who is touched, one word for the whole group, undone by a further one."""

from __future__ import annotations

import datetime as dt

import pytest

from catalog.errors import Invalid, NotAllowed, NotFound
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.models import Coverage, Proof
from catalog.published.tags import product_tags
from catalog.reference.shipped import facts_of
from catalog.services.facts.criteria import (
    CriteriaLine,
    decide_criteria,
    list_criteria,
    rehearse_criteria,
)
from catalog.services.proofs.show import show_proof
from tests.proofs.world import PUBLISHED, World, decided, second_central

EU = "EU_ECOLABEL"
GROUP = "020"
TODAY = dt.date(2026, 11, 22)
ONLY_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def line(means: Means, world: World) -> CriteriaLine:
    return next(each for each in list_criteria(world.actors["auditor"], means, None) if each.group == GROUP)


def state(means: Means, world: World) -> tuple[str, str]:
    found = product_tags(means.session, 1, TODAY, end_of(TODAY), {world.products["V-1"]})
    (tags,) = found.values()
    return tags["ecolabelled"].state, tags["ecolabelled"].standing


def test_a_group_counts_what_rests_on_it(means: Means, world: World) -> None:
    found = line(means, world)

    assert (found.proofs, found.products, found.suppliers) == (1, 1, 1)
    assert (found.decision, found.until, found.decided_by) == (None, None, None)
    every = list_criteria(world.actors["auditor"], means, None)
    assert sum(each.proofs for each in every) == 1
    assert len(every) == len(facts_of("ecolabel_group"))


@ONLY_SQLITE
def test_only_what_ends_soon_or_was_decided_is_asked(means: Means, world: World) -> None:
    reviewer = world.actors["reviewer"]
    for days in (0, 60, 400):
        for each in list_criteria(reviewer, means, days):
            assert each.criteria_end is not None
            assert each.criteria_end <= TODAY + dt.timedelta(days=days)
    decide_criteria(reviewer, means, EU, GROUP, "prolonged", dt.date(2030, 12, 31), "JO du 3 novembre")
    assert GROUP in [each.group for each in list_criteria(reviewer, means, 0)]


@ONLY_SQLITE
def test_a_group_without_a_known_last_day_is_asked_about_where_an_open_ended_licence_rests_on_it(
    means: Means, world: World
) -> None:
    reviewer = world.actors["reviewer"]
    for number, until in (("IT/016/042", None), ("FR/044/007", dt.date(2028, 1, 1))):
        assert unknown_ends(means, world) == []
        proof = Proof(attribute="ecolabelled", kind="licence", basis="label", label=EU, number=number,
                      valid_from=dt.date(2026, 1, 1), valid_until=until, recorded_at=PUBLISHED)  # fmt: skip
        means.session.add(proof)
        means.session.flush()
        key = {"supplier_id": world.organisations["VERNET"], "product_id": world.products["V-2"]}
        means.session.add(Coverage(**key, proof_id=proof.id, recorded_at=PUBLISHED))
        decided(means, proof.id, "accept", PUBLISHED)
        if until is None:
            assert unknown_ends(means, world) == ["016"]
            assert show_proof(reviewer, means, proof.id).criteria is None
            decide_criteria(reviewer, means, EU, "016", "prolonged", dt.date(2027, 12, 31), "confirmé au registre")
            assert show_proof(reviewer, means, proof.id).criteria == dt.date(2027, 12, 31)
    assert unknown_ends(means, world) == [], "one was decided, the other ends by its own day"


def unknown_ends(means: Means, world: World) -> list[str]:
    """The groups that are asked about because nobody knows their last day."""
    return [each.group for each in list_criteria(world.actors["reviewer"], means, 0) if each.ends is None]


def test_ended_takes_the_whole_group_and_a_further_word_brings_it_back(means: Means, world: World) -> None:
    reviewer = world.actors["reviewer"]
    assert state(means, world)[0] == "yes"
    rehearsed = rehearse_criteria(reviewer, means, EU, GROUP, "ended", None)
    assert [[one.reference for one in shift.products] for shift in rehearsed.what_if.tags] == [["V-1"]]
    assert [(each.code, each.before, each.after) for each in rehearsed.what_if.ranges] == [("eco", 2, 0)]
    assert state(means, world)[0] == "yes"

    assert decide_criteria(reviewer, means, EU, GROUP, "ended", None, "critères abrogés") == 1

    assert state(means, world)[0] == "unknown"
    found = line(means, world)
    assert (found.decision, found.reason, found.decided_by) == ("ended", "critères abrogés", "Nom reviewer")
    assert (found.until, found.ended(TODAY), found.asked(TODAY)) == (dt.date(2026, 11, 21), True, False)
    assert decide_criteria(reviewer, means, EU, GROUP, "open", None, "dit trop vite") == 2
    assert state(means, world)[0] == "yes"
    assert line(means, world).decision is None


def test_rehearsed_and_recorded_are_equal(means: Means, world: World) -> None:
    reviewer = world.actors["reviewer"]
    for decision, until in (("prolonged", dt.date(2031, 1, 1)), ("transition", dt.date(2026, 11, 1)), ("ended", None)):
        before = state(means, world)[0]
        moved = rehearse_criteria(reviewer, means, EU, GROUP, decision, until).what_if.tags
        decide_criteria(reviewer, means, EU, GROUP, decision, until, "essai")
        after = state(means, world)[0]
        assert [(shift.before, shift.after) for shift in moved] == ([(before, after)] if before != after else [])


@ONLY_SQLITE
def test_a_decision_needs_a_group_a_day_and_a_reason(means: Means, world: World) -> None:
    reviewer = world.actors["reviewer"]
    for decision, until, reason in (
        ("prolonged", None, "r"), ("transition", None, "r"), ("maybe", None, "r"), ("ended", None, " "),
    ):  # fmt: skip
        with pytest.raises(Invalid):
            decide_criteria(reviewer, means, EU, GROUP, decision, until, reason)
    with pytest.raises(NotFound):
        decide_criteria(reviewer, means, EU, "999", "ended", None, "r")
    for role in ("publisher", "admin", "auditor", "supplier", "buyer"):
        with pytest.raises(NotAllowed):
            decide_criteria(world.actors[role], means, EU, GROUP, "ended", None, "r")
    for role in ("supplier", "buyer"):
        with pytest.raises(NotAllowed):
            list_criteria(world.actors[role], means)


@ONLY_SQLITE
def test_a_rehearsal_tells_of_ones_own_products_and_ranges_alone(means: Means, world: World) -> None:
    """Another central body's lots, offers and ranges are none of a reviewer's business, though the fact is everybody's."""
    stranger = second_central(means, world)
    mine, theirs = (
        rehearse_criteria(actor, means, EU, GROUP, "ended", None).what_if
        for actor in (world.actors["reviewer"], stranger)
    )
    lots = [{mover.lot for shift in found.ranges for mover in shift.leaving} for found in (mine, theirs)]
    assert (mine.products, [shift.code for shift in mine.ranges], lots[0]) == (3, ["eco"], {"ENT-1", "PAP-1"})
    assert (theirs.products, theirs.ranges, theirs.tags_changed) == (1, (), 1)

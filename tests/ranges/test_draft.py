"""The shared draft: who enters and leaves, two people at once, and the version it becomes."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import Engine

from catalog.access import Actor
from catalog.db import session_scope
from catalog.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from catalog.means.means import Means
from catalog.queries import ranges
from catalog.services.ranges.draft import ByHand, Change, change, decide, discard, drafts, open_draft, start
from catalog.services.ranges.preview import compare, preview
from catalog.services.ranges.publish import publish_draft
from catalog.settings import Settings
from catalog.validating.drafted import SupplierCount
from catalog.wording.sentences import say
from tests.ranges.stage import Stage, build_stage

SAID = Change(description_fr="Produits d’entretien.", description_en="Cleaning products.")


@pytest.fixture
def stage(means: Means) -> Stage:
    return build_stage(means)


def begun(stage: Stage) -> int:
    """A draft that asks for the ecolabel; its sequence."""
    ada = stage.actors["Ada"]
    made = start(ada, stage.means, "sols", "Sols", "Floors")
    made = change(ada, stage.means, "sols", made.sequence, SAID)
    return change(ada, stage.means, "sols", made.sequence, Change(attributes=("ecolabelled",))).sequence


def told(stage: Stage) -> tuple[list[str], list[str]]:
    found = preview(stage.actors["Bea"], stage.means, stage.edition(), "sols").moves
    return [each.reference for each in found.entering], [each.reference for each in found.leaving]


def test_a_new_range_shows_what_enters_supplier_by_supplier(stage: Stage) -> None:
    begun(stage)
    assert told(stage) == (["A-1", "R-1", "R-2", "R-3", "R-4"], [])
    found = preview(stage.actors["Ada"], stage.means, stage.edition(), "sols")
    assert (found.last, found.draft.by, found.draft.sequence, found.draft.terms.number) == (None, "Ada", 3, 1)
    assert found.moves.by_supplier == (SupplierCount("AUTRE", 0, 1, 1, 0), SupplierCount("HYG", 0, 4, 4, 0))
    assert "sols" not in ranges.last_versions(stage.means.session), "nobody but staff sees a draft"


def test_hand_decisions_waive_family_and_lot_never_an_attribute(stage: Stage) -> None:
    ada = stage.actors["Ada"]
    sequence = change(ada, stage.means, "sols", begun(stage), Change(lots=("ENT-L2",))).sequence
    assert told(stage) == ([], [])
    for reference in ("R-1", "R-5"):
        sequence = decide(ada, stage.means, "sols", sequence, ByHand("HYG", reference, "in", "demande")).sequence
    assert told(stage) == (["R-1"], []), "R-5 bears no ecolabel, and no word of ours makes up for one"
    draft = change(ada, stage.means, "sols", sequence, Change(lots=()))
    draft = decide(ada, stage.means, "sols", draft.sequence, ByHand("AUTRE", "A-1", "out", "rupture"))
    assert told(stage)[0] == ["R-1", "R-2", "R-3", "R-4"]
    assert [(each["reference"], each["verdict"], each["reason"], each["by"], each["on"]) for each in draft.terms.hand] == [
        ("A-1", "out", "rupture", "Ada", "2026-11-22"), ("R-1", "in", "demande", "Ada", "2026-11-22"),
        ("R-5", "in", "demande", "Ada", "2026-11-22"),
    ]  # fmt: skip
    assert len(decide(ada, stage.means, "sols", draft.sequence, ByHand("AUTRE", "A-1", None)).terms.hand) == 2


def test_of_two_people_at_once_the_second_is_told_and_nothing_is_lost(stage: Stage) -> None:
    ada, bea, sequence = stage.actors["Ada"], stage.actors["Bea"], begun(stage)
    change(ada, stage.means, "sols", sequence, Change(families=("CLEANING",)))
    with pytest.raises(Conflict) as refused:
        change(bea, stage.means, "sols", sequence, Change(profile="tolerant"))
    assert refused.value.params == {"range": "sols", "by": "Ada", "what": "families"}
    assert "Who: Ada. What: families." in say(refused.value.code, refused.value.params, "en")
    again = change(bea, stage.means, "sols", sequence + 1, Change(profile="tolerant"))
    assert (again.terms.rule["families"], again.terms.profile, again.by) == (["CLEANING"], "tolerant", "Bea")
    for late in (
        lambda: discard(ada, stage.means, "sols", sequence),
        lambda: publish_draft(bea, stage.means, "sols", 1),
    ):
        with pytest.raises(Conflict):
            late()


def test_two_transactions_at_once_never_overwrite_each_other(engine: Engine, settings: Settings) -> None:
    with session_scope(engine, settings) as means:
        made = build_stage(means)
        sequence = begun(made)
    start_line = threading.Barrier(2)
    found: list[int | str] = []

    def act(name: str, wanted: Change) -> None:
        start_line.wait()
        try:
            with session_scope(engine, settings) as own:
                found.append(change(made.actors[name], own, "sols", sequence, wanted).sequence)
        except Conflict as refusal:
            found.append(refusal.code)

    both = [("Ada", Change(profile="tolerant")), ("Bea", Change(families=("CLEANING",)))]
    threads = [threading.Thread(target=act, args=each) for each in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found, key=str) == [sequence + 1, "range.draft_moved"]


def test_the_version_is_published_by_another_than_its_last_author(stage: Stage) -> None:
    bea, cleo, sequence = stage.actors["Bea"], stage.actors["Cleo"], begun(stage)
    sequence = change(bea, stage.means, "sols", sequence, Change(families=("CLEANING",))).sequence
    with pytest.raises(NotAllowed) as refused:
        publish_draft(bea, stage.means, "sols", sequence)
    assert refused.value.code == "range.own_version"
    assert publish_draft(cleo, stage.means, "sols", sequence) == 1
    assert drafts(bea, stage.means) == {}
    stood = ranges.standing(stage.means.session, stage.means.clock.now().replace(year=2027))["sols"]
    assert (stood.central, stood.speaking, stood.last.rule["families"]) == (frozenset({1}), {}, ["CLEANING"])

    draft = open_draft(bea, stage.means, "sols")
    with pytest.raises(Invalid) as same:
        publish_draft(cleo, stage.means, "sols", draft.sequence)
    assert same.value.params == {"range": "sols", "version": 1}
    draft = change(bea, stage.means, "sols", draft.sequence, Change(attributes=(), lots=("ENT-L1",)))
    assert told(stage) == (["A-2", "R-5", "R-6", "R-7", "R-8"], [])
    assert publish_draft(cleo, stage.means, "sols", draft.sequence) == 2
    found = compare(bea, stage.means, stage.edition(), "sols", 2, 1).moves
    assert ([each.reference for each in found.leaving], found.before, found.after) == (
        ["A-2", "R-5", "R-6", "R-7", "R-8"],
        10,
        5,
    )
    with pytest.raises(NotFound):
        compare(bea, stage.means, stage.edition(), "sols", 2, 3)


def test_a_draft_that_takes_everything_or_says_nothing_is_no_version(stage: Stage) -> None:
    ada, bea = stage.actors["Ada"], stage.actors["Bea"]
    made = start(ada, stage.means, "vide", "Vide", "Empty")
    for expected, wanted in (
        ("range.of_everything", SAID),
        ("range.description_missing", Change(description_en=" ", lots=("ENT-L1",))),
    ):
        made = change(ada, stage.means, "vide", made.sequence, wanted)
        with pytest.raises(Invalid) as refused:
            publish_draft(bea, stage.means, "vide", made.sequence)
        assert refused.value.code == expected


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (Change(attributes=("shiny",)), "range.unknown_value"), (Change(families=("NOTHING",)), "range.unknown_value"),
        (Change(lots=("ENT-L9",)), "range.unknown_value"), (Change(profile="loose"), "range.unknown_value"),
        (ByHand("HYG", "R-1", "in", " "), "range.hand_reason"), (ByHand("HYG", "R-99", "in", "x"), "product.unknown"),
        (ByHand("NOBODY", "R-1", "out", "x"), "product.unknown"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_what_it_does_not_know_is_refused(stage: Stage, wanted: Change | ByHand, code: str) -> None:
    ada, sequence = stage.actors["Ada"], begun(stage)

    def verb() -> object:
        if isinstance(wanted, Change):
            return change(ada, stage.means, "sols", sequence, wanted)
        return decide(ada, stage.means, "sols", sequence, wanted)

    with pytest.raises(Refusal) as refused:
        verb()
    assert refused.value.code == code
    assert drafts(ada, stage.means)["sols"].sequence == sequence


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_code_is_taken_once_and_a_discarded_newcomer_leaves_nothing(stage: Stage) -> None:
    ada, sequence = stage.actors["Ada"], begun(stage)
    for code, expected in (("sols", "range.code_taken"), ("Sols é", "range.code"), ("", "range.code")):
        with pytest.raises(Refusal) as refused:
            start(ada, stage.means, code, "x", "y")
        assert refused.value.code == expected
    discard(ada, stage.means, "sols", sequence)
    assert start(ada, stage.means, "sols", "x", "y").terms.number == 1


@pytest.mark.parametrize("name", ["Dora", "Hugo", "Mia"])
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_drafts_are_the_central_staffs(stage: Stage, name: str) -> None:
    sequence, who = begun(stage), stage.actors[name]
    for verb in (
        lambda: drafts(who, stage.means), lambda: open_draft(who, stage.means, "sols"),
        lambda: change(who, stage.means, "sols", sequence, SAID), lambda: discard(who, stage.means, "sols", sequence),
        lambda: publish_draft(who, stage.means, "sols", sequence),
        lambda: preview(who, stage.means, stage.edition(), "sols"),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            verb()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_another_bodys_draft_is_none(stage: Stage) -> None:
    begun(stage)
    other = Actor("x@y.example", "x", "publisher", "central", 1, 999, "ELSEWHERE", "Elsewhere")
    assert drafts(other, stage.means) == {}
    for verb in (lambda: open_draft(other, stage.means, "sols"), lambda: publish_draft(other, stage.means, "sols", 3)):
        with pytest.raises(NotFound):
            verb()

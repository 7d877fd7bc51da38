"""What lies beside proofs as the engine is given it: readings, early endings, decisions on tags, registers."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from catalog.access import OPERATOR
from catalog.means.clock import Clock, end_of
from catalog.means.means import Means
from catalog.models import DocumentReading, ProofEnding, RegisterEntry, RegisterExtract, TagDecision
from catalog.published.tags import product_tags
from catalog.queries import recorded, tagging
from catalog.queries.evidence import bare
from catalog.services.facts.load import load_facts
from catalog.tagging.records import Sighting
from catalog.tagging.seen import seen_of
from tests.proofs.world import World, decided, proof_of

TODAY = dt.date(2026, 11, 22)
FIRST, SECOND, THIRD = (dt.datetime(2026, 10, day, 10, tzinfo=dt.UTC) for day in (1, 2, 3))
SHA = "b" * 64


def given(means: Means, world: World, reference: str = "V-1", day: dt.date = TODAY) -> tagging.TaggingInput:
    (found,) = tagging.tagging_inputs(means.session, 1, end_of(day), [world.products[reference]]).values()
    return found


def said(means: Means, world: World, side: str, verdict: str, at: dt.datetime, seen: str = "s" * 64) -> None:
    means.session.add(
        TagDecision(
            supplier_id=world.organisations["VERNET"], product_id=world.products["V-1"], attribute="ecolabelled", side=side,
            verdict=verdict, reason="parce que", seen=seen, said_by="Nom", recorded_at=at,
        )
    )  # fmt: skip
    means.session.flush()


def reading(means: Means, version: int, at: dt.datetime, **payload: Any) -> None:
    told = {"is_sheet": True, "name": "Nettoyant sols", "readable": {"2": True, "3": True}, **payload}
    means.session.add(DocumentReading(document=SHA, kind="safety_sheet", version=version, payload=told, recorded_at=at))
    means.session.flush()


def test_what_was_read_in_a_document_comes_with_its_proof_from_the_day_it_was_read(means: Means, world: World) -> None:
    proof_of(means, world, "V-1", recorded_at=FIRST, document=SHA)
    reading(means, 1, SECOND, codes=[{"code": "H319", "section": 2, "page": 1, "line": 4}])
    reading(means, 2, THIRD, codes=[{"code": "H317", "section": 2, "page": 1, "line": 4}])

    def codes(day: int) -> list[str] | None:
        [proof] = given(means, world, day=dt.date(2026, 10, day)).proofs
        return [found.value for found in proof.sheet.codes] if proof.sheet else None

    assert [codes(day) for day in (1, 2, 3)] == [None, ["H319"], ["H317"]]


def test_a_proof_ends_on_the_earlier_of_both_days_and_says_why(means: Means, world: World) -> None:
    number = proof_of(means, world, "V-1", recorded_at=FIRST, valid_until=dt.date(2027, 1, 31))
    for day, why in ((dt.date(2026, 12, 1), "retirée"), (dt.date(2026, 11, 30), "absente du registre")):
        means.session.add(ProofEnding(proof_id=number, last_day=day, reason=why, recorded_at=THIRD))
    means.session.flush()

    [before] = given(means, world, day=dt.date(2026, 10, 2)).proofs
    [after] = given(means, world).proofs
    assert (before.valid_until, before.ended) == (dt.date(2027, 1, 31), None)
    assert (after.valid_until, after.ended) == (dt.date(2026, 11, 30), "absente du registre")


def test_a_later_ending_changes_nothing(means: Means, world: World) -> None:
    number = proof_of(means, world, "V-1", recorded_at=FIRST, valid_until=dt.date(2026, 12, 31))
    means.session.add(ProofEnding(proof_id=number, last_day=dt.date(2027, 6, 1), reason="retirée", recorded_at=THIRD))
    means.session.flush()
    [proof] = given(means, world).proofs
    assert (proof.valid_until, proof.ended) == (dt.date(2026, 12, 31), None)


def test_contests_and_rulings_are_those_of_the_day(means: Means, world: World) -> None:
    proof_of(means, world, "V-1", recorded_at=FIRST)
    found = given(means, world)
    said(means, world, "supplier", "contest", FIRST)
    said(means, world, "central", "for", THIRD, seen_of(found.product, found.proofs, "ecolabelled"))

    def of(day: int) -> tuple[list[str], list[tuple[str, bool]]]:
        told = given(means, world, day=dt.date(2026, 10, day))
        return [each.by for each in told.contests], [(each.verdict, each.lapsed) for each in told.rulings]

    assert [of(day) for day in (1, 2, 3)] == [(["supplier"], []), (["supplier"], []), ([], [("for", False)])]
    proof_of(means, world, "V-1", recorded_at=THIRD, document="c" * 64)
    assert of(3) == ([], [("for", True)])


def test_a_contest_makes_the_tag_contested_until_it_is_withdrawn(means: Means, world: World) -> None:
    load_facts(OPERATOR, dataclasses.replace(means, clock=Clock(dt.date(2026, 1, 6))))
    number = proof_of(means, world, "V-1", recorded_at=FIRST)
    decided(means, number, "accept", FIRST)

    def standing() -> str:
        (tags,) = product_tags(means.session, 1, TODAY, end_of(TODAY), {world.products["V-1"]}).values()
        return tags["ecolabelled"].standing

    assert standing() == "verified"
    said(means, world, "supplier", "contest", SECOND)
    assert standing() == "contested"
    said(means, world, "supplier", "withdraw", THIRD)
    assert standing() == "verified"


def test_registers_tell_of_claimed_numbers_what_their_newest_extract_lists(means: Means, world: World) -> None:
    assert given(means, world).product.sightings == ()
    for at, numbers in ((FIRST, ["FR/020/118"]), (THIRD, ["FR/020/119", "fr / 020-120"])):
        extract = RegisterExtract(
            label="EU_ECOLABEL", file_name="r.csv", sha256=SHA, extracted_on=at.date(), rows=len(numbers), imported=len(numbers),
            rejected=0, skipped=0, report={}, recorded_at=at,
        )  # fmt: skip
        means.session.add(extract)
        means.session.flush()
        for row, number in enumerate(numbers, 2):
            means.session.add(RegisterEntry(extract_id=extract.id, row=row, label="EU_ECOLABEL", number=number))
    means.session.flush()

    def seen(day: int) -> tuple[Sighting, ...]:
        return given(means, world, day=dt.date(2026, 10, day)).product.sightings

    assert seen(1) == (Sighting("EU_ECOLABEL", "FR/020/118", FIRST.date(), True),)
    assert seen(3) == (Sighting("EU_ECOLABEL", "FR/020/118", THIRD.date(), False),)
    assert bare("fr / 020-120") == "FR/020120"


def test_what_moves_a_tag_moves_the_sequence_and_a_supplier_s_yes_does_not(means: Means, world: World) -> None:
    def sequence() -> int:
        return sum(rows for rows, _ in recorded.stamp(means.session, end_of(TODAY)))

    number = proof_of(means, world, "V-1", recorded_at=FIRST)
    steps = [sequence()]
    said(means, world, "supplier", "accept", SECOND)
    steps.append(sequence())
    said(means, world, "supplier", "contest", SECOND)
    steps.append(sequence())
    reading(means, 1, SECOND)
    steps.append(sequence())
    means.session.add(ProofEnding(proof_id=number, last_day=TODAY, reason="retirée", recorded_at=THIRD))
    means.session.flush()
    steps.append(sequence())
    assert [step - steps[0] for step in steps] == [0, 0, 1, 2, 3]


def test_what_stands_beside_a_product_as_it_would_be(means: Means, world: World) -> None:
    proof_of(means, world, "V-1", recorded_at=FIRST)
    found = given(means, world)
    beside = tagging.standing(means.session, end_of(TODAY), [world.products["V-1"]])
    assert beside.of(found.supplier_id, found.product_id, found.product) == found

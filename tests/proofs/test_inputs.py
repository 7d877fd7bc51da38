"""What the engine is given: the publication's product, its claims, and the proofs known before an instant."""

from __future__ import annotations

import datetime as dt

from catalog.access import OPERATOR
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.models import Coverage
from catalog.queries import ranges, recorded, tagging
from catalog.services.proofs.check import check
from catalog.tagging.records import Claim, Product, Proof, Source
from tests.proofs.world import World, decided, proof_of

TODAY = dt.date(2026, 11, 22)
FIRST, SECOND, THIRD = (dt.datetime(2026, 10, day, 10, tzinfo=dt.UTC) for day in (1, 2, 3))


def of(means: Means, world: World, reference: str, day: dt.date = TODAY) -> tuple[Proof, ...]:
    found = tagging.tagging_inputs(means.session, 1, end_of(day), [world.products[reference]])
    (given,) = found.values()
    return given.proofs


def test_the_products_of_a_publication_with_their_claims_and_places(means: Means, world: World) -> None:
    found = tagging.tagging_inputs(means.session, 1, end_of(TODAY))
    by_reference = {given.product.reference: given for given in found.values()}

    assert set(found) == {
        (world.organisations[code], world.products[reference])
        for reference, code in (("V-1", "VERNET"), ("V-2", "VERNET"), ("O-1", "ORGE"))
    }
    place = Source("vernet.csv", None, 2, "Label")
    claim = Claim("ecolabelled", "Écolabel européen FR/020/118", "EU_ECOLABEL", "FR/020/118", False, place)
    assert by_reference["V-1"].product == Product(
        "VERNET", "V-1", "Nettoyant sols écolabellisé 5 L", None, "CLEANING", None, (), None, (claim,)
    )
    second = by_reference["V-2"].product
    assert (second.hazard_codes, second.hazard_source) == (
        ("H318",), Source("vernet.csv", None, 3, "Mentions de danger")
    )  # fmt: skip
    assert all((given.proofs, given.contests) == ((), ()) for given in found.values())
    assert tagging.tagging_inputs(means.session, 0, end_of(TODAY)) == {}
    assert tagging.tagging_inputs(means.session, 1, end_of(TODAY), []) == {}


def test_a_proof_comes_with_the_last_word_recorded_before_the_instant(means: Means, world: World) -> None:
    number = proof_of(means, world, "V-1", recorded_at=FIRST, valid_until=dt.date(2026, 12, 31))
    decided(means, number, "accept", SECOND, "lu")
    decided(means, number, "refuse", THIRD, "erreur")

    def word(day: dt.date) -> list[tuple[bool | None, dt.date | None, str | None]]:
        return [(each.accepted, each.checked_on, each.check_reason) for each in of(means, world, "V-1", day)]

    assert word(dt.date(2026, 9, 30)) == []
    assert word(dt.date(2026, 10, 1)) == [(None, None, None)]
    assert word(dt.date(2026, 10, 2)) == [(True, dt.date(2026, 10, 2), "lu")]
    assert word(TODAY) == [(False, dt.date(2026, 10, 3), "erreur")]
    assert of(means, world, "V-2") == of(means, world, "O-1") == ()


def test_the_name_of_who_checked_is_given_and_a_match_is_the_coverages(means: Means, world: World) -> None:
    number = proof_of(means, world, "V-1", recorded_at=FIRST)
    owner = world.organisations["VERNET"]
    matched = {"product_id": world.products["V-2"], "proof_id": number, "matched": True, "recorded_at": FIRST}
    means.session.add(Coverage(supplier_id=owner, **matched))
    check(world.actors["reviewer"], means, number, True, "lu")

    (first,), (second,) = of(means, world, "V-1"), of(means, world, "V-2")
    assert (first.accepted, first.checked_by, first.matched) == (True, "Nom reviewer", False)
    assert (second.id, second.matched) == (number, True)


def test_a_product_is_covered_from_the_day_its_coverage_was_recorded(means: Means, world: World) -> None:
    number = proof_of(means, world, "V-1", recorded_at=FIRST)
    later = {"product_id": world.products["V-2"], "proof_id": number, "recorded_at": THIRD}
    means.session.add(Coverage(supplier_id=world.organisations["VERNET"], **later))
    means.session.flush()

    assert [len(of(means, world, "V-2", dt.date(2026, 10, day))) for day in (1, 2, 3)] == [0, 0, 1]
    assert [len(of(means, world, "V-1", dt.date(2026, 10, day))) for day in (1, 2, 3)] == [1, 1, 1]


def test_an_instants_first_moment_is_after_the_day(means: Means, world: World) -> None:
    last = dt.datetime(2026, 10, 31, 22, 59, 59, tzinfo=dt.UTC)  # 23:59:59 in Paris, winter time
    proof_of(means, world, "V-1", recorded_at=last)
    proof_of(means, world, "V-1", recorded_at=last + dt.timedelta(seconds=1))

    assert len(of(means, world, "V-1", dt.date(2026, 10, 31))) == 1
    assert len(of(means, world, "V-1", dt.date(2026, 11, 1))) == 2


def test_the_sequence_grows_with_every_live_record_and_never_otherwise(means: Means, world: World) -> None:
    def sequence(day: dt.date = TODAY) -> int:
        return sum(rows for rows, _ in recorded.stamp(means.session, end_of(day)))

    steps = [sequence()]
    number = proof_of(means, world, "V-1", recorded_at=FIRST)
    steps.append(sequence())
    decided(means, number, "accept", THIRD)
    steps.append(sequence())
    ranges.add_version(
        means.session, central_id=world.organisations["CAP"], code="r", name_fr="r", name_en="r", rule={}, profile="strict",
        description_fr="", description_en="", by=OPERATOR, at=THIRD,
    )  # fmt: skip
    steps.append(sequence())

    assert steps == [0, 2, 3, 4]
    assert [sequence(dt.date(2026, 10, day)) for day in (1, 2, 3)] == [2, 2, 4]
    assert sequence(dt.date(2026, 9, 30)) == 0

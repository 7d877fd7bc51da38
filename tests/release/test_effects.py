"""What a rehearsal says of tags, ranges and selections is what is found after publishing, for any batch."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from typing import Any

import pytest

from catalog.access import OPERATOR, Actor
from catalog.facets.selection import EVERYTHING
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.models import Selection, SelectionLine
from catalog.published.effects_report import for_supplier
from catalog.published.tags import product_tags
from catalog.published.validated import verdict_of
from catalog.queries import agreements, effects, range_contents, ranges, release
from catalog.services.agreements import setup
from catalog.services.intake.receive import Delivery, receive
from catalog.services.proofs import add, check
from catalog.services.release.publish import publish
from catalog.services.release.rehearse import Rehearsal, rehearse
from tests.ranges.validated import validate_all
from tests.release.world import COLUMNS, TOML, actor, reading, set_up

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
RANGES = """
[[range]]
code = "ecolabel"
name_fr = "Écolabellisés"
name_en = "Ecolabelled"
central = "CENTRALE"
profile = "strict"
description_fr = "Exemple."
description_en = "Example."
attributes = ["ecolabelled"]
[[range]]
code = "linge"
name_fr = "Linge"
name_en = "Laundry"
central = "CENTRALE"
profile = "strict"
description_fr = "Exemple."
description_en = "Example."
attributes = []
families = ["LAUNDRY_DISH"]
lots = ["ENT-L1"]
"""
FAMILIES = ("CLEANING", "LAUNDRY_DISH", "DISINFECTANTS")
HAZARDS = (None, ["H318"], ["EUH208"])
Line = tuple[str, str, str, list[str] | None]
"""(reference, price, family, hazard codes)."""


def deliver(means: Means, sha256: str, lines: list[Line], lots: tuple[str, ...] = ("ENT-L1",), **answers: str) -> int:
    """Receive lines as a full file with a column of families and one of hazard codes."""
    found = reading(*((reference, f"Nettoyant {reference}", price) for reference, price, _, _ in lines))
    table = found.products.to_pylist()
    rows = [row | {"family": line[2], "hazard_codes": line[3]} for row, line in zip(table, lines, strict=True)]
    products = type(found.products).from_pylist(rows, schema=found.products.schema)
    columns = {**COLUMNS, "Famille": "family", "Dangers": "hazard_codes"}
    delivery = Delivery("HYG", lots, f"{sha256}.csv", "full", answers=answers)
    return receive(
        OPERATOR, means, delivery, sha256 * 64, dataclasses.replace(found, products=products, columns=columns)
    ).batch


def with_ranges(means: Means) -> None:
    set_up(means)
    assert setup.load(OPERATOR, means, TOML + RANGES.encode(), False).faults == ()


def prove(means: Means, *references: str) -> None:
    """An ecolabel of the product group of cleaning products, checked."""
    number = add.add(
        OPERATOR, means, supplier="HYG", references=list(references), attribute="ecolabelled",
        valid_from=dt.date(2026, 1, 1), valid_until=dt.date(2027, 12, 31), kind="licence", basis="label",
        label="EU_ECOLABEL", number="FR/020/118", issuer="X", document=None, document_name=None,
    )  # fmt: skip
    check.check(OPERATOR, means, number, True, "vu")


def state(means: Means) -> tuple[dict[tuple[str, str], str], dict[str, set[tuple[str, str]]]]:
    """((reference, attribute) -> state) of what is offered, and range -> (reference, lot), as published today."""
    today = means.clock.today()
    number, until = release.publication_on(means.session, today), end_of(today)
    offers = effects.offers_shown(means.session, number, EVERYTHING)
    tags = product_tags(means.session, number, today, until)
    states: dict[tuple[str, str], str] = {}
    inside: dict[str, set[tuple[str, str]]] = {}
    for offer in offers:
        mine = tags[offer.supplier_id, offer.product_id]
        states |= {(offer.reference, attribute): tag.state for attribute, tag in mine.items()}
    said = range_contents.said(means.session, number, {offer.product_id for offer in offers})
    for code, range_ in ranges.standing(means.session, until).items():
        inside[code] = {
            (offer.reference, offer.lot)
            for offer in offers
            for key in [(offer.supplier_id, offer.product_id)]
            if verdict_of(offer, tags[key], range_, said[key]).inside
        }
    return states, inside


def told(rehearsal: Rehearsal) -> tuple[set[Any], dict[str, Any]]:
    found = rehearsal.effects
    moves = {(move.attribute, move.before, move.after, each) for move in found.tags for each in move.references}
    return moves, {
        move.terms.code: (move.before, move.after, set(move.entering), set(move.leaving)) for move in found.ranges
    }


def expected(before: Any, after: Any) -> tuple[set[Any], dict[str, Any]]:
    (was, inside), (will, then) = before, after
    moves = {
        (attribute, was.get((reference, attribute)), will.get((reference, attribute)), reference)
        for reference, attribute in was.keys() | will.keys()
        if was.get((reference, attribute)) != will.get((reference, attribute))
        and not {was.get((reference, attribute)), will.get((reference, attribute))} <= {None, "unknown"}
    }
    moved = {
        code: (len(inside[code]), len(then[code]), then[code] - inside[code], inside[code] - then[code])
        for code in inside
        if inside[code] != then[code]
    }
    return moves, moved


@pytest.mark.parametrize("seed", range(8))
def test_effects_told_are_effects_found(means: Means, seed: int) -> None:
    with_ranges(means)
    chance = random.Random(seed)

    def lines() -> list[Line]:
        chosen = chance.sample("ABCDEFGH", chance.randint(3, 8))
        return [(name, str(chance.randint(1, 4)), chance.choice(FAMILIES), chance.choice(HAZARDS)) for name in chosen]

    publish(OPERATOR, means, [deliver(means, "1", [(name, "2", "CLEANING", None) for name in "ABCDEFGH"])])
    prove(means, "A", "B", "C", "D")
    validate_all(means)
    for sha in "2345":
        lots = chance.choice([("ENT-L1",), ("ENT-L2",), ("ENT-L1", "ENT-L2")])
        batch = deliver(means, sha, lines(), lots, withdraw=chance.choice(["yes", "no"]))
        before = state(means)
        rehearsal = rehearse(OPERATOR, means, batch)
        publish(OPERATOR, means, [batch])
        assert told(rehearsal) == expected(before, state(means))


def member(means: Means, code: str, offers: list[int], supplier: int) -> None:
    organisation = agreements.organisations(means.session)[code].id
    kept = Selection(organisation_id=organisation, name="x", by_account_id=None, recorded_at=means.clock.now())
    means.session.add(kept)
    means.session.flush()
    for offer in offers:
        means.session.add(
            SelectionLine(
                organisation_id=organisation, selection_id=kept.id, supplier_id=supplier, offer_id=offer, quantity=1,
                recorded_at=means.clock.now(),
            )
        )  # fmt: skip
    means.session.flush()


def test_members_selections_are_counted_and_a_supplier_learns_of_no_few(means: Means) -> None:
    with_ranges(means)
    publish(OPERATOR, means, [deliver(means, "1", [(name, "2", "CLEANING", None) for name in "ABC"])])
    prove(means, "B")
    validate_all(means)
    shown = {each.reference: each for each in effects.offers_shown(means.session, 1, EVERYTHING)}
    member(means, "CRECHE", [shown[name].offer_id for name in "ABC"], shown["A"].supplier_id)
    batch = deliver(means, "2", [("A", "3", "CLEANING", None), ("B", "2", "LAUNDRY_DISH", None)], withdraw="yes")
    found = rehearse(OPERATOR, means, batch).json()["effects"]
    one = {"members": 1, "lines": 1}
    assert found["selections"] == {"withdrawn": one, "price": one, "tags": one, "all": {"members": 1, "lines": 3}}
    assert found["tags"]["ecolabelled"] == [
        {"before": "yes", "after": "unknown", "products": 1, "named": [{"reference": "B", "name": "Nettoyant B"}]}
    ]
    assert [
        (each["range"], each["before"], each["after"], each["entering"], each["leaving"]) for each in found["ranges"]
    ] == [("ecolabel", 1, 0, 0, 1)], "a changed product leaves, and enters nothing before it is validated again"
    seen = rehearse(hygiene(means), means, batch).json()["effects"]
    assert (seen["selections"], [each["before"] for each in seen["ranges"]]) == ({}, [None])
    assert seen["tags"] == found["tags"]
    assert for_supplier(rehearse(OPERATOR, means, batch).effects).selections == {}


def hygiene(means: Means) -> Actor:
    return actor("supplier", "supplier", agreements.organisations(means.session)["HYG"].id, "HYG")

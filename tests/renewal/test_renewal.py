"""A renewal from the rehearsal to converted selections and back: equivalences, price gaps, tag losses, who may."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from catalog.access import OPERATOR, Actor
from catalog.errors import Conflict, Invalid, NotAllowed, NotFound
from catalog.means.clock import Clock
from catalog.means.means import Means
from catalog.published.shelf import Shelf
from catalog.services.agreements import setup
from catalog.services.buying import select as buying
from catalog.services.facts.load import load_facts
from catalog.services.proofs.add import add
from catalog.services.proofs.check import check
from catalog.services.release.publish import publish
from catalog.services.renewal.convert import Turned, convert, put_back
from catalog.services.renewal.decide import confirm_sure, decide, open_renewal
from catalog.services.renewal.show import listing, show
from catalog.services.renewal.told import told
from tests.agreements.sample import person
from tests.buying.offers import account
from tests.release.world import deliver

TOML = """
organisation = [
    { code = "CEN", kind = "central", name = "Centrale" },
    { code = "CEN2", kind = "central", name = "Autre centrale" },
    { code = "HYG", kind = "supplier", name = "Hygiaq" },
    { code = "NET", kind = "supplier", name = "Netelis" },
    { code = "CRECHE", kind = "member", name = "Crèche" },
    { code = "VILLE", kind = "member", name = "Ville" },
]

[[agreement]]
code = "E26"
name = "Entretien 2026"
central = "CEN"
starts = 2026-01-01
ends = 2026-12-31

[[agreement.lot]]
code = "OLD"
name = "Entretien"
families = ["CLEANING"]
ends = 2026-11-30
holders = ["HYG"]

[[agreement]]
code = "E27"
name = "Entretien 2027"
central = "CEN"
starts = 2026-01-01
ends = 2028-12-31

[[agreement.lot]]
code = "NEW"
name = "Entretien"
families = ["CLEANING"]
starts = 2026-12-01
holders = ["NET"]
"""
JOINED = "".join(
    f'\n[[membership]]\norganisation = "{member}"\nagreement = "{code}"\nfrom = 2026-01-01\n'
    for member in ("CRECHE", "VILLE")
    for code in ("E26", "E27")
)
LITRES = {"content_unit": "LTR", "content_per_order_unit": 5_000_000, "order_unit": "XJY"}
BEGINS = dt.date(2026, 12, 1)


@pytest.fixture
def world(means: Means) -> Means:
    assert setup.load(OPERATOR, means, (TOML + JOINED).encode(), False).faults == ()
    load_facts(OPERATOR, means)
    old = deliver(
        means, "1", ("H-1", "Nettoyant sols écologique bidon 5 L", "10.00"), ("H-2", "Brosse à chiendent bois", "4.00"),
        ("H-3", "Savon noir liquide 5 L", "12.00"), lots=("OLD",), supplier="HYG", terms=LITRES,
    )  # fmt: skip
    new = deliver(
        means, "2", ("N-1", "Nettoyant pour sols écologique 10 L", "22.00"), ("N-3", "Savon noir liquide bidon 10 L", "18.00"),
        ("N-9", "Papier toilette compact", "9.00"), lots=("NEW",), supplier="NET",
        terms={**LITRES, "content_per_order_unit": 10_000_000},
    )  # fmt: skip
    publish(OPERATOR, means, [old, new])
    return means


def at(means: Means, day: dt.date) -> Means:
    return replace(means, clock=Clock(day))


def pairs(means: Means) -> dict[str, tuple[str | None, str]]:
    found = show(OPERATOR, means, "OLD", "NEW").content.pairs
    return {pair.old.offer.reference: (pair.new.offer.reference if pair.new else None, pair.state) for pair in found}


def opened(means: Means) -> None:
    open_renewal(OPERATOR, means, "OLD", "NEW", "Fin du lot au 30 novembre", "acte d’engagement du 3 novembre 2026")


def offer(means: Means, name: str) -> int:
    edition = Shelf(means.settings.index).edition(means, BEGINS)
    return next(row.offer for row in edition.index.offers(range(edition.index.rows)) if row.reference == name)


def filled(means: Means, member: str, **wanted: int) -> tuple[Actor, int]:
    """A selection of that member: reference (H_1 for H-1) -> quantity."""
    buyer = account(means, member)
    edition = Shelf(means.settings.index).edition(means)
    made = 0
    for name, quantity in wanted.items():
        made = buying.add(buyer, means, edition, [offer(means, name.replace("_", "-"))], quantity)
    return buyer, made


def lines(means: Means, buyer: Actor, made: int) -> list[tuple[str | None, int, str]]:
    content = buying.read(buyer, means, Shelf(means.settings.index).edition(means), made).content
    return [(line.offer.reference if line.offer else None, line.quantity, line.state) for line in content.lines]


def test_the_rehearsal_proposes_and_writes_nothing(world: Means) -> None:
    found = show(OPERATOR, world, "OLD", "NEW").json()
    assert found["renewal"] is None
    assert found["counts"] == {"proposed": 2, "confirmed": 0, "none": 0, "alone": 1}
    assert pairs(world) == {"H-1": ("N-1", "proposed"), "H-2": (None, "alone"), "H-3": ("N-3", "proposed")}
    assert (found["on"], found["old_lot"], found["new_lot"]) == (
        "2026-12-01", {"lot": "OLD", "ends": "2026-11-30"}, {"lot": "NEW", "starts": "2026-12-01"}
    )  # fmt: skip
    assert [each["reference"] for each in found["arrivals"]] == ["N-9"]
    assert listing(OPERATOR, world) == []


def test_a_gap_is_per_litre_where_packs_differ(world: Means) -> None:
    gaps = {pair["old"]["reference"]: pair["gap"] for pair in show(OPERATOR, world, "OLD", "NEW").json()["pairs"]}
    assert gaps["H-1"] == {"before": "2.00", "after": "2.20", "unit": "LTR", "percent": "10"}
    assert gaps["H-3"] == {"before": "2.40", "after": "1.80", "unit": "LTR", "percent": "-25"}
    assert gaps["H-2"] is None


def test_a_person_speaks_and_the_last_word_counts(world: Means) -> None:
    opened(world)
    assert decide(OPERATOR, world, "OLD", "NEW", {"H-1": "NET/N-1", "H-2": None, "H-3": "N-9"}) == 3
    assert pairs(world) == {"H-1": ("N-1", "confirmed"), "H-2": (None, "none"), "H-3": ("N-9", "confirmed")}
    assert decide(OPERATOR, world, "OLD", "NEW", {"H-3": "N-3"}) == 1
    assert pairs(world)["H-3"] == ("N-3", "confirmed")
    assert [(each.old_lot, each.new_lot) for each in listing(OPERATOR, world)] == [("OLD", "NEW")]


def test_only_the_same_gtin_is_sure(world: Means) -> None:
    opened(world)
    assert confirm_sure(OPERATOR, world, "OLD", "NEW") == 0
    gtin = {**LITRES, "gtin": "3012345678900"}
    old = deliver(world, "3", ("H-8", "Éponge verte", "1.00"), lots=("OLD",), supplier="HYG", terms=gtin, mode="patch")
    new = deliver(
        world, "4", ("N-8", "Tampon à récurer", "1.10"), lots=("NEW",), supplier="NET", terms=gtin, mode="patch"
    )
    publish(OPERATOR, world, [old, new])
    assert pairs(world)["H-8"] == ("N-8", "proposed")
    assert confirm_sure(OPERATOR, world, "OLD", "NEW") == 1
    assert pairs(world)["H-8"] == ("N-8", "confirmed")
    assert pairs(world)["H-1"] == ("N-1", "proposed")


def test_a_proven_attribute_that_the_successor_lacks_is_lost(world: Means) -> None:
    proof = add(
        OPERATOR, world, supplier="HYG", references=["H-1"], document=b"%PDF-1.4 x", document_name="licence.pdf", attribute="ecolabelled",
        valid_from=dt.date(2026, 1, 1), valid_until=dt.date(2027, 5, 31),
    )  # fmt: skip
    check(OPERATOR, world, proof, accept=True, reason="registre lu")
    found = {pair["old"]["reference"]: pair for pair in show(OPERATOR, world, "OLD", "NEW").json()["pairs"]}
    assert (found["H-1"]["tags_lost"], found["H-1"]["tags_gained"]) == (["ecolabelled"], [])
    assert found["H-3"]["tags_lost"] == []


def test_staff_see_how_many_lines_are_touched_never_whose(world: Means) -> None:
    filled(world, "CRECHE", H_1=3, H_2=1)
    filled(world, "VILLE", H_1=4)
    opened(world)
    decide(OPERATOR, world, "OLD", "NEW", {"H-1": "N-1"})
    assert show(OPERATOR, world, "OLD", "NEW").json()["selections"] == {
        "members": 2, "lines": 3, "lines_by_state": {"confirmed": 2, "alone": 1}, "converted": 0,
    }  # fmt: skip


def test_confirmed_lines_are_turned_in_their_place(world: Means) -> None:
    buyer, made = filled(world, "CRECHE", H_1=3, H_2=1, H_3=2)
    opened(world)
    decide(OPERATOR, world, "OLD", "NEW", {"H-1": "N-1", "H-3": "N-3"})
    later = at(world, BEGINS)
    assert lines(later, buyer, made) == [("H-1", 3, "closed"), ("H-2", 1, "closed"), ("H-3", 2, "closed")]
    assert convert(OPERATOR, later, "OLD", "NEW") == Turned(2, 1)
    assert lines(later, buyer, made) == [("N-1", 2, "published"), ("H-2", 1, "closed"), ("N-3", 1, "published")]
    assert convert(OPERATOR, later, "OLD", "NEW") == Turned(0, 0)
    said = told(buyer, later, made)
    assert [(each.quantity, each.new_quantity, each.on) for each in said] == [(3, 2, BEGINS), (2, 1, BEGINS)]
    assert said[0].told == {
        "old": "Nettoyant sols écologique bidon 5 L", "reference": "H-1", "supplier": "Hygiaq", "lost": [], "gained": [],
        "currency": "EUR", "before": "2.00", "after": "2.20", "unit": "LTR", "percent": "10",
    }  # fmt: skip


def test_put_back_takes_exactly_that_away_again(world: Means) -> None:
    buyer, made = filled(world, "CRECHE", H_1=3, H_2=1, H_3=2)
    opened(world)
    decide(OPERATOR, world, "OLD", "NEW", {"H-1": "N-1", "H-3": "N-1"})
    later = at(world, BEGINS)
    convert(OPERATOR, later, "OLD", "NEW")
    assert lines(later, buyer, made) == [("N-1", 3, "published"), ("H-2", 1, "closed")]
    assert put_back(OPERATOR, later, "OLD", "NEW") == Turned(2, 1)
    assert sorted(lines(later, buyer, made)) == [("H-1", 3, "closed"), ("H-2", 1, "closed"), ("H-3", 2, "closed")]
    assert told(buyer, later, made) == []
    with pytest.raises(Conflict, match=r"renewal\.nothing_converted"):
        put_back(OPERATOR, later, "OLD", "NEW")
    assert convert(OPERATOR, later, "OLD", "NEW") == Turned(2, 1)


def test_what_a_member_changed_since_is_kept(world: Means) -> None:
    buyer, made = filled(world, "CRECHE", H_1=2)
    opened(world)
    decide(OPERATOR, world, "OLD", "NEW", {"H-1": "N-1"})
    later = at(world, BEGINS)
    convert(OPERATOR, later, "OLD", "NEW")
    edition = Shelf(world.settings.index).edition(later)
    buying.add(buyer, later, edition, [offer(world, "N-1")], 5, made)
    put_back(OPERATOR, later, "OLD", "NEW")
    assert lines(later, buyer, made) == [("N-1", 5, "published"), ("H-1", 2, "closed")]


def test_nothing_is_turned_before_the_incoming_lot_begins(world: Means) -> None:
    opened(world)
    with pytest.raises(Conflict, match=r"renewal\.not_begun"):
        convert(OPERATOR, world, "OLD", "NEW")


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_what_cannot_be_is_refused(world: Means) -> None:
    def refused(error: type[Exception], code: str, **words: Any) -> None:
        with pytest.raises(error, match=code):
            decide(OPERATOR, world, "OLD", "NEW", words["said"])

    refused(Conflict, "renewal.not_open", said={"H-1": "N-1"})
    opened(world)
    refused(NotFound, "renewal.no_offer", said={"H-1": "X"})
    refused(NotFound, "renewal.no_offer", said={"N-1": "N-1"})
    refused(NotFound, "renewal.no_offer", said={"H-1": "HYG/N-1"})
    with pytest.raises(Invalid, match=r"renewal\.same_lot"):
        show(OPERATOR, world, "OLD", "OLD")
    with pytest.raises(Invalid, match=r"renewal\.reason"):
        open_renewal(OPERATOR, world, "OLD", "NEW", " ")
    with pytest.raises(NotFound, match=r"lot\.not_found"):
        show(OPERATOR, world, "OLD", "NONE")
    assert open_renewal(OPERATOR, world, "OLD", "NEW", "again") == listing(OPERATOR, world)[0].id


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_who_may(world: Means) -> None:
    opened(world)
    for role in ("reviewer", "publisher"):
        assert decide(person(world, "CEN", role), world, "OLD", "NEW", {"H-1": "N-1"}) == 1
    for code, role in (("CEN", "auditor"), ("HYG", "supplier_admin"), ("CRECHE", "buyer_admin")):
        with pytest.raises(NotAllowed):
            decide(person(world, code, role), world, "OLD", "NEW", {"H-1": "N-1"})
    with pytest.raises(NotAllowed):
        convert(person(world, "CEN", "reviewer"), at(world, BEGINS), "OLD", "NEW")
    assert show(person(world, "CEN", "auditor"), world, "OLD", "NEW").line is not None
    assert listing(person(world, "CEN2", "auditor"), world) == []
    with pytest.raises(NotFound):
        show(person(world, "CEN2", "publisher"), world, "OLD", "NEW")
    with pytest.raises(NotAllowed):
        show(person(world, "NET", "supplier"), world, "OLD", "NEW")

"""What each actor sees of agreements, on a day, by what had been recorded by its end."""

from __future__ import annotations

import datetime as dt

import pytest

from catalog.access import OPERATOR, Actor
from catalog.errors import NotAllowed
from catalog.facets.selection import EVERYTHING, Scope
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.queries import agreements
from catalog.services.agreements import read
from catalog.services.agreements.setup import load
from tests.agreements.sample import DAY, HOMES, ROLES, WORLD, on, person, settled

DAY_AFTER = DAY + dt.timedelta(days=1)


def _scope(means: Means, actor: Actor, day: dt.date = DAY, by: dt.date = DAY) -> Scope:
    return agreements.scope_of(means.session, actor, day, end_of(by))


def _joined(means: Means, code: str, day: dt.date = DAY, by: dt.date = DAY) -> list[str]:
    return sorted(_scope(means, person(means, code, "buyer"), day, by).agreements or ())


def _says(means: Means, day: dt.date, old: str, new: str) -> None:
    assert old in WORLD
    assert load(OPERATOR, on(means, day), WORLD.replace(old, new).encode(), dry=False).faults == ()


def test_scope_by_kind_of_actor(means: Means) -> None:
    settled(means)
    assert _scope(means, OPERATOR) == EVERYTHING
    assert _scope(means, person(means, "CEN", "auditor")) == Scope(agreements=frozenset({"ENT", "NUM"}))
    assert _scope(means, person(means, "CEN2", "admin")) == Scope(agreements=frozenset({"AUTRE"}))
    assert _scope(means, person(means, "SUP-A", "supplier")) == Scope(None, frozenset({"SUP-A"}))
    assert _scope(means, person(means, "CRECHE", "buyer")) == Scope(agreements=frozenset({"ENT"}))
    assert _scope(means, person(means, "LYCEE", "prescriber")) == Scope(agreements=frozenset({"ENT", "NUM"}))
    assert _scope(means, person(means, "MAIRIE", "buyer_admin")) == Scope(agreements=frozenset())


def test_an_actor_without_organisation_sees_nothing(means: Means) -> None:
    settled(means)
    stray = Actor("x@example.org", "x", "buyer", "member")
    assert _scope(means, stray) == agreements.NOTHING
    assert agreements.lots(means.session, agreements.NOTHING) == []


def test_membership_holds_on_both_its_days(means: Means) -> None:
    settled(means)
    days = [dt.date(2025, 12, 31), dt.date(2026, 1, 1), DAY, DAY_AFTER]
    assert [_joined(means, "LYCEE", day) for day in days] == [["NUM"], ["ENT", "NUM"], ["ENT", "NUM"], ["NUM"]]


def test_an_agreement_that_ended_is_no_longer_seen(means: Means) -> None:
    settled(means)
    assert _joined(means, "LYCEE", dt.date(2027, 6, 30)) == ["NUM"]
    assert _joined(means, "LYCEE", dt.date(2027, 7, 1)) == []


def test_the_last_word_recorded_speaks(means: Means) -> None:
    """Left on 20 November by a word of the 22nd, come back on the 23rd."""
    settled(on(means, dt.date(2026, 11, 1)))
    joined = 'organisation = "CRECHE"\nagreement = "ENT"\nfrom = 2026-01-01'
    _says(means, DAY, joined, f"{joined}\nuntil = 2026-11-20")
    assert _joined(means, "CRECHE", DAY, by=dt.date(2026, 11, 21)) == ["ENT"]
    assert _joined(means, "CRECHE", DAY) == []
    assert _joined(means, "CRECHE", dt.date(2026, 11, 20)) == ["ENT"]
    _says(means, DAY_AFTER, joined, joined.replace("2026-01-01", "2026-11-23"))
    assert _joined(means, "CRECHE", DAY_AFTER, by=DAY_AFTER) == ["ENT"]
    assert _joined(means, "CRECHE", DAY, by=DAY_AFTER) == []
    said = agreements.memberships(means.session)
    assert [(m.organisation, m.agreement, m.valid_from.isoformat()) for m in said] == [
        ("CRECHE", "ENT", "2026-11-23"), ("LYCEE", "ENT", "2026-01-01"), ("LYCEE", "NUM", "2025-07-01")
    ]  # fmt: skip


def test_nothing_recorded_yet_nothing_seen(means: Means) -> None:
    settled(means)
    assert _joined(means, "CRECHE", DAY, by=DAY - dt.timedelta(days=1)) == []


def _seen(means: Means, actor: Actor) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    return {each.terms.code: [(lot.code, lot.holders) for lot in each.lots] for each in read.agreements(actor, means)}


def test_agreements_with_their_lots_and_holders(means: Means) -> None:
    settled(means)
    entretien = [("ENT-1", ("SUP-A", "SUP-B")), ("ENT-2", ("SUP-B",))]
    assert _seen(means, person(means, "CRECHE", "buyer")) == {"ENT": entretien}
    assert _seen(means, person(means, "MAIRIE", "buyer")) == {}
    assert _seen(means, person(means, "CEN", "reviewer")) == {"ENT": entretien, "NUM": [("NUM-1", ("SUP-A",))]}
    assert _seen(means, OPERATOR).keys() == {"AUTRE", "ENT", "NUM"}


def test_a_supplier_sees_its_lots_and_no_other_holder(means: Means) -> None:
    settled(means)
    assert _seen(means, person(means, "SUP-A", "supplier")) == {
        "ENT": [("ENT-1", ("SUP-A",))], "NUM": [("NUM-1", ("SUP-A",))]
    }  # fmt: skip
    assert [card.code for card in read.suppliers(person(means, "SUP-A", "supplier_admin"), means)] == ["SUP-A"]


def test_suppliers_are_those_that_hold_a_lot_one_sees(means: Means) -> None:
    settled(means)
    seen = {code: [card.code for card in read.suppliers(person(means, code, role), means)] for code, role in
            [("CRECHE", "buyer"), ("MAIRIE", "buyer"), ("CEN2", "publisher"), ("CEN", "publisher")]}  # fmt: skip
    assert seen == {"CRECHE": ["SUP-A", "SUP-B"], "MAIRIE": [], "CEN2": ["SUP-B"], "CEN": ["SUP-A", "SUP-B"]}


def test_lots_and_holders_by_code(means: Means) -> None:
    settled(means)
    found = agreements.lots_by_code(means.session, ["NUM-1", "ENT-2", "NO"])
    assert list(found) == ["ENT-2", "NUM-1"]
    assert [tuple(lot.holders) for lot in found.values()] == [("SUP-B",), ("SUP-A",)]
    assert list(agreements.organisations(means.session, ["CEN", "MAIRIE", "NO"])) == ["CEN", "MAIRIE"]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("role", "kind"), ROLES)
def test_every_role_reads_agreements_of_its_own_scope(means: Means, role: str, kind: str) -> None:
    settled(means)
    actor = person(means, HOMES[kind], role)
    expected = {"central": ["ENT", "NUM"], "supplier": ["ENT", "NUM"], "member": ["ENT"]}[kind]
    assert [each.terms.code for each in read.agreements(actor, means)] == expected
    assert "SUP-A" in [card.code for card in read.suppliers(actor, means)]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_role_that_is_none_is_refused(means: Means) -> None:
    settled(means)
    stranger = Actor("x@example.org", "x", "visitor", "member")  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        read.agreements(stranger, means)
    with pytest.raises(NotAllowed):
        read.suppliers(stranger, means)

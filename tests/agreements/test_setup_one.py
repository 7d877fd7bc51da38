"""One agreement, lot or clause changed by hand: by whom, seen by whom, never over another's change."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from catalog.access import OPERATOR
from catalog.errors import Conflict, NotAllowed, NotFound
from catalog.means.means import Means
from catalog.models import JournalEntry
from catalog.queries import agreements, price_clauses
from catalog.services.agreements.setup_one import change, facts_of
from catalog.services.agreements.show import agreement_sheet, agreement_sheets
from catalog.services.people.accounts import actor_by_email
from catalog.services.release.publish import publish
from tests.agreements.sample import WORLD, person, settled
from tests.release import world

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
NEW: dict[str, Any] = {
    "code": "MOB", "name": "Mobilier", "central": "CEN", "starts": dt.date(2027, 1, 1), "ends": dt.date(2030, 12, 31),
}  # fmt: skip
LOT: dict[str, Any] = {
    "code": "ENT-3", "name": "Nouveau lot", "agreement": "ENT", "starts": dt.date(2027, 1, 1),
    "ends": dt.date(2029, 12, 31), "families": ["CLEANING"], "holders": ["SUP-B", "SUP-A"], "allocation": "cascade",
    "maximum": "100000", "renewals": 1, "renewal_months": 12,
}  # fmt: skip
CLAUSE: dict[str, Any] = {
    "lot": "ENT-1", "kind": "firm", "from": dt.date(2027, 1, 1), "source": "CCAP 7", "ceiling": "3", "months": 12,
}  # fmt: skip


def moved(found: Any) -> list[tuple[str, str, str]]:
    return [(line.what, line.key, line.change) for line in found.lines if line.change != "unchanged"]


PEOPLE = """
[[account]]
email = "admin@cen.example"
name = "Admin"
role = "admin"
organisation = "CEN"
[[account]]
email = "publisher@cen.example"
name = "Publisher"
role = "publisher"
organisation = "CEN"
"""


def test_an_administrator_creates_and_a_publisher_changes(means: Means) -> None:
    settled(means, WORLD + PEOPLE)
    admin, publisher = (actor_by_email(means, f"{role}@cen.example") for role in ("admin", "publisher"))
    with pytest.raises(NotAllowed):
        change(publisher, means, "agreement", NEW)
    assert moved(change(admin, means, "agreement", NEW)) == [("agreement", "MOB", "new")]
    assert moved(change(admin, means, "lot", LOT)) == [
        ("lot", "ENT-3", "new"), ("holder", "SUP-B/ENT-3", "new"), ("holder", "SUP-A/ENT-3", "new"),
    ]  # fmt: skip
    lot = agreements.lots_by_code(means.session, ["ENT-3"])["ENT-3"]
    assert (lot.maximum, lot.ranks, lot.renewal_months) == (100_000_000_000, {"SUP-B": 1, "SUP-A": 2}, 12)
    _, mark = facts_of(publisher, means, "lot", "ENT-3")
    found = change(publisher, means, "lot", {**LOT, "ends": dt.date(2030, 6, 30)}, seen=mark)
    assert moved(found) == [("lot", "ENT-3", "changed")]
    assert moved(change(publisher, means, "clause", CLAUSE)) == [("clause", "ENT-1/2027-01-01", "new")]
    last = means.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert last is not None
    assert (last.actor, last.action, last.subject) == (publisher.email, "setup.clause", "ENT-1/2027-01-01")


@pytest.mark.parametrize("role", ["reviewer", "auditor"])
def test_others_change_nothing(means: Means, role: str) -> None:
    settled(means)
    with pytest.raises(NotAllowed):
        change(person(means, "CEN", role), means, "clause", CLAUSE)


def test_a_rehearsal_tells_the_same_and_writes_nothing(means: Means) -> None:
    settled(means)
    admin = person(means, "CEN", "admin")
    told = change(admin, means, "lot", LOT, dry=True)
    assert "ENT-3" not in agreements.lots_by_code(means.session)
    assert (told.members, told.offers) == (2, 0)
    assert change(admin, means, "lot", LOT) == told


def test_another_s_change_in_between_is_not_overwritten(means: Means) -> None:
    settled(means)
    one, other = person(means, "CEN", "publisher"), person(means, "CEN", "admin")
    facts, mark = facts_of(one, means, "agreement", "ENT")
    change(other, means, "agreement", {**facts, "name": "Entretien et hygiène"}, seen=mark)
    with pytest.raises(Conflict) as refused:
        change(one, means, "agreement", {**facts, "name": "Autre nom"}, seen=mark)
    assert (refused.value.code, refused.value.params) == ("agreement.changed_meanwhile", {"name": "ENT"})
    with pytest.raises(Conflict) as taken:
        change(other, means, "lot", {**LOT, "code": "ENT-1"})
    assert taken.value.code == "agreement.taken"


def test_another_central_body_s_agreement_is_not_there(means: Means) -> None:
    settled(means)
    admin = person(means, "CEN2", "admin")
    for what, table in (("lot", LOT), ("clause", CLAUSE), ("agreement", NEW)):
        with pytest.raises(NotFound):
            change(admin, means, what, table)
    with pytest.raises(NotFound):
        facts_of(admin, means, "lot", "ENT-1")
    assert change(admin, means, "agreement", {**NEW, "central": "CEN2"}).faults == ()


def test_faults_are_told_and_nothing_is_written(means: Means) -> None:
    settled(means)
    found = change(OPERATOR, means, "clause", {**CLAUSE, "ceiling": "3,12345", "lag": 2})
    assert [(fault.code, fault.params["key"]) for fault in found.faults] == [
        ("setup.clause_term", "lag"), ("setup.clause_term", "ceiling"),
    ]  # fmt: skip
    assert found.lines == ()
    lot = agreements.lots_by_code(means.session)["ENT-1"]
    assert price_clauses.clauses(means.session, [lot.id]) == {}


def test_a_holder_leaves_a_lot_in_which_nothing_is_its(means: Means) -> None:
    world.set_up(means)
    publish(OPERATOR, means, [world.deliver(means, "1", ("A", "Savon", "12"))])
    facts, mark = facts_of(OPERATOR, means, "lot", "ENT-L1")
    assert facts["holders"] == ["AUTRE", "HYG"]
    kept = change(OPERATOR, means, "lot", {**facts, "holders": ["AUTRE"]}, seen=mark)
    assert [(fault.code, fault.params["supplier"]) for fault in kept.faults] == [("setup.holder_in_use", "HYG")]
    assert moved(change(OPERATOR, means, "lot", {**facts, "holders": ["HYG"]}, seen=mark)) == [
        ("holder", "AUTRE/ENT-L1", "gone")
    ]
    assert agreements.lots_by_code(means.session)["ENT-L1"].holders == ("HYG",)


def test_a_currency_stays_once_there_are_offers(means: Means) -> None:
    world.set_up(means)
    publish(OPERATOR, means, [world.deliver(means, "1", ("A", "Savon", "12"))])
    facts, mark = facts_of(OPERATOR, means, "lot", "ENT-L1")
    found = change(OPERATOR, means, "lot", {**facts, "currency": "NOK"}, seen=mark)
    assert [fault.code for fault in found.faults] == ["setup.currency_in_use"]
    facts, mark = facts_of(OPERATOR, means, "lot", "ENT-L2")
    assert moved(change(OPERATOR, means, "lot", {**facts, "currency": "NOK"}, seen=mark)) == [
        ("lot", "ENT-L2", "changed")
    ]


@pytest.mark.parametrize(
    ("organisation", "role", "lots", "members"),
    [("CEN", "auditor", {"ENT": ["ENT-1", "ENT-2"], "NUM": ["NUM-1"]}, 2),
     ("SUP-A", "supplier", {"ENT": ["ENT-1"], "NUM": ["NUM-1"]}, None),
     ("CRECHE", "buyer", {"ENT": ["ENT-1", "ENT-2"]}, None), ("MAIRIE", "buyer", {}, None)],
)  # fmt: skip
def test_each_sees_its_own(
    means: Means, organisation: str, role: str, lots: dict[str, list[str]], members: int | None
) -> None:
    settled(means)
    change(OPERATOR, means, "clause", CLAUSE)
    who = person(means, organisation, role)
    sheets = agreement_sheets(who, means)
    assert {sheet.terms.code: [lot.terms.code for lot in sheet.lots] for sheet in sheets} == lots
    if sheets:
        assert sheets[0].members == members
        assert (sheets[0].lots[0].use is None) == (members is None)
        assert [each.kind for each in sheets[0].lots[0].clauses] == ["firm"]
        assert sheets[0].lots[0].clause is None
    if role == "supplier":
        assert dict(sheets[0].lots[0].names) == {"SUP-A": "Titulaire A"}
    with pytest.raises(NotFound):
        agreement_sheet(who, means, "AUTRE")

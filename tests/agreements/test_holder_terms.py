"""A holder's own terms in a lot: from the setup file, by hand, and kept by whoever says nothing of them."""

from __future__ import annotations

import pytest

from catalog.access import OPERATOR
from catalog.errors import Conflict, NotAllowed, NotFound
from catalog.means.means import Means
from catalog.queries import agreements
from catalog.queries.agreements import HolderTerms
from catalog.services.agreements.setup import load
from catalog.services.agreements.setup_one import change, facts_of
from catalog.services.agreements.show import agreement_sheets
from tests.agreements.sample import WORLD, person, settled

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
LISTED = 'holders = ["SUP-A", "SUP-B"]'
TABLES = f"""{LISTED}
allocation = "cascade"
[[agreement.lot.holder]]
supplier = "SUP-B"
minimum_order = "50"
free_delivery_from = 0
delivery_fee = "12.50"
lead_time_days = 5
"""
WITH = WORLD.replace(LISTED, TABLES)
OF_B = HolderTerms(2, 50_000_000, 0, 12_500_000, 5)


def held(means: Means, lot: str = "ENT-1") -> dict[str, HolderTerms]:
    return dict(agreements.lots_by_code(means.session, [lot])[lot].held)


def test_a_file_says_a_holder_s_terms(means: Means) -> None:
    settled(means, WITH)
    assert held(means) == {"SUP-A": HolderTerms(1), "SUP-B": OF_B}
    assert {line.change for line in load(OPERATOR, means, WITH.encode(), dry=True).lines} == {"unchanged"}


def test_an_older_file_leaves_them_as_they_are(means: Means) -> None:
    settled(means, WITH)
    settled(means, WORLD.replace(LISTED, f'{LISTED}\nallocation = "cascade"'))
    assert held(means) == {"SUP-A": HolderTerms(1), "SUP-B": OF_B}


def test_without_a_list_the_tables_name_the_holders(means: Means) -> None:
    tables = '[[agreement.lot.holder]]\nsupplier = "SUP-B"\n[[agreement.lot.holder]]\nsupplier = "SUP-A"\n'
    settled(means, WORLD.replace(LISTED, f'allocation = "cascade"\n{tables}'))
    assert held(means) == {"SUP-B": HolderTerms(1), "SUP-A": HolderTerms(2)}


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ('supplier = "SUP-C"', ("setup.holder_not_named", "holder")),
        ('supplier = "SUP-A"\ndelivery_fee = 1.5', ("setup.not_an_amount", "delivery_fee")),
        ('supplier = "SUP-A"\nlead_time_days = -1', ("setup.not_a_number", "lead_time_days")),
        ('supplier = "SUP-A"\n[[agreement.lot.holder]]\nsupplier = "SUP-A"', ("setup.twice", None)),
    ],
)
def test_what_cannot_be(means: Means, table: str, fault: tuple[str, str | None]) -> None:
    toml = WORLD.replace(LISTED, f"{LISTED}\n[[agreement.lot.holder]]\n{table}\n")
    found = load(OPERATOR, means, toml.encode(), dry=False)
    assert [(each.code, each.params["key"]) for each in found.faults] == [fault]


def test_terms_are_changed_by_hand_and_seen_by_those_concerned(means: Means) -> None:
    settled(means, WITH)
    publisher = person(means, "CEN", "publisher")
    facts, mark = facts_of(publisher, means, "holder", "SUP-B/ENT-1")
    assert facts == {
        "supplier": "SUP-B", "lot": "ENT-1", "minimum_order": "50", "free_delivery_from": "0", "delivery_fee": "12.5",
        "lead_time_days": 5,
    }  # fmt: skip
    done = change(publisher, means, "holder", {**facts, "delivery_fee": None, "minimum_order": "60"}, seen=mark)
    assert [(line.key, dict(line.after)) for line in done.lines] == [
        ("SUP-B/ENT-1", {"delivery_fee": None, "minimum_order": 60_000_000})
    ]
    assert held(means)["SUP-B"] == HolderTerms(2, 60_000_000, 0, None, 5)
    with pytest.raises(Conflict):
        change(publisher, means, "holder", facts, seen=mark)
    seen = {
        code: [
            list(lot.terms.held) for sheet in agreement_sheets(person(means, code, role), means) for lot in sheet.lots
        ]
        for code, role in (("SUP-B", "supplier"), ("CRECHE", "buyer"))
    }
    assert seen == {"SUP-B": [["SUP-B"], ["SUP-B"], ["SUP-B"]], "CRECHE": [["SUP-A", "SUP-B"], ["SUP-B"]]}


def test_others_change_nothing(means: Means) -> None:
    settled(means, WITH)
    table = {"supplier": "SUP-B", "lot": "ENT-1"}
    with pytest.raises(NotAllowed):
        change(person(means, "SUP-B", "supplier_admin"), means, "holder", table)
    for who, named in ((person(means, "CEN2", "admin"), table), (OPERATOR, {"supplier": "SUP-A", "lot": "ENT-2"})):
        with pytest.raises(NotFound):
            change(who, means, "holder", named)

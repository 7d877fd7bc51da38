"""One file loads the world; a rehearsal tells the same; a second load changes nothing; what is wrong is told at once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import func, select

import catalog.demo
from catalog.access import OPERATOR
from catalog.errors import NotAllowed
from catalog.facets.selection import EVERYTHING
from catalog.means.means import Means
from catalog.models import Account, Base, Holder, JournalEntry, Lot, Membership, Organisation, RangeVersion
from catalog.queries import agreements, ranges
from catalog.services.agreements.setup import load
from catalog.wording.sentences import say
from tests.agreements.sample import FIRST_COUNTS, ROLES, WORLD, person, settled


def _rows(means: Means) -> dict[str, int]:
    return {
        table.name: means.session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def _again(means: Means, old: str, new: str) -> list[tuple[str, str, str, dict[str, object], dict[str, object]]]:
    assert old in WORLD
    report = load(OPERATOR, means, WORLD.replace(old, new).encode(), dry=False)
    assert report.faults == ()
    return [
        (line.what, line.key, line.change, dict(line.before), dict(line.after))
        for line in report.lines
        if line.change != "unchanged"
    ]


def test_first_load(means: Means) -> None:
    report = settled(means)
    assert report.counts == FIRST_COUNTS
    lots = {lot.code: lot for lot in agreements.lots(means.session, EVERYTHING)}
    assert list(lots) == ["AUTRE-1", "ENT-1", "ENT-2", "NUM-1"]
    assert lots["ENT-1"].holders == ("SUP-A", "SUP-B")
    assert lots["ENT-1"].families == ("CLEANING", "LAUNDRY_DISH")
    assert (lots["ENT-1"].starts, lots["ENT-1"].ends) == (dt.date(2026, 1, 1), dt.date(2029, 12, 31))
    assert (lots["ENT-2"].ends, lots["ENT-2"].responsible) == (dt.date(2027, 12, 31), "ecolabelled")
    assert (lots["ENT-2"].free_items, lots["ENT-1"].free_items) == (True, False)
    assert (lots["AUTRE-1"].currency, lots["ENT-1"].currency) == ("NOK", "EUR")
    account = means.session.scalars(select(Account)).one()
    assert (account.email, account.role, account.password_hash) == ("achats@creche.example", "buyer", None)
    petite = ranges.last_versions(means.session)["petite-enfance"]
    assert (petite.number, petite.central, petite.profile) == (1, "CEN", "strict")
    assert petite.rule == {"attributes": ["early_childhood"], "families": ["CLEANING"], "lots": []}


def test_rehearsal_equals_the_result_and_writes_nothing(means: Means) -> None:
    empty = _rows(means)
    rehearsed = load(OPERATOR, means, WORLD.encode(), dry=True)
    assert _rows(means) == empty
    assert settled(means) == rehearsed


def test_second_load_changes_nothing(means: Means) -> None:
    settled(means)
    once = _rows(means)
    report = settled(means)
    assert {line.change for line in report.lines} == {"unchanged"}
    assert _rows(means) == once


def test_changed_names_and_dates_update_their_rows(means: Means) -> None:
    settled(means)
    assert _again(means, 'name = "Entretien"', 'name = "Entretien et hygiène"') == [
        ("agreement", "ENT", "changed", {"name": "Entretien"}, {"name": "Entretien et hygiène"})
    ]
    assert _again(means, "ends = 2027-06-30", "ends = 2028-06-30") == [
        ("agreement", "ENT", "changed", {"name": "Entretien et hygiène"}, {"name": "Entretien"}),
        ("agreement", "NUM", "changed", {"ends": "2027-06-30"}, {"ends": "2028-06-30"}),
        ("lot", "NUM-1", "changed", {"ends": "2027-06-30"}, {"ends": "2028-06-30"}),
    ]
    ends = means.session.scalars(select(Lot.ends).where(Lot.code == "NUM-1")).one()
    assert ends == dt.date(2028, 6, 30)


def test_every_change_is_in_the_journal(means: Means) -> None:
    settled(means)
    assert means.session.scalar(select(func.count()).select_from(JournalEntry)) == 24
    _again(means, 'name = "Mairie d’essai"', 'name = "Mairie"')
    last = means.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert last is not None
    assert (last.actor, last.action, last.subject) == ("operator", "setup.organisation", "MAIRIE")
    assert last.detail == {"change": "changed", "before": {"name": "Mairie d’essai"}, "after": {"name": "Mairie"}}


def test_membership_is_said_again_not_changed(means: Means) -> None:
    settled(means)
    changes = _again(means, "until = 2026-11-22", "until = 2026-12-31")
    assert changes == [("membership", "LYCEE/ENT", "changed", {"until": "2026-11-22"}, {"until": "2026-12-31"})]
    rows = means.session.scalars(select(Membership.valid_until).order_by(Membership.id)).all()
    assert rows == [None, dt.date(2026, 11, 22), None, dt.date(2026, 12, 31)]


def test_holder_is_added_and_never_removed(means: Means) -> None:
    settled(means)
    assert _again(means, 'holders = ["SUP-A"]', 'holders = ["SUP-B"]') == [
        ("holder", "SUP-B/NUM-1", "new", {}, {"supplier": "SUP-B", "lot": "NUM-1", "rank": None})
    ]
    assert means.session.scalar(select(func.count()).select_from(Holder)) == 6
    assert agreements.lots_by_code(means.session, ["NUM-1"])["NUM-1"].holders == ("SUP-A", "SUP-B")


@pytest.mark.parametrize(
    ("old", "new", "number"),
    [
        ('name_fr = "Petite enfance"', 'name_fr = "Tout-petits"', 1),
        ('families = ["CLEANING"]', 'families = ["CLEANING", "BABY_CARE"]', 2),
        ('profile = "strict"', 'profile = "tolerant"', 2),
        ('description_en = "For the youngest."', 'description_en = "For the very young."', 2),
    ],
)
def test_range_has_a_new_version_only_when_its_content_changed(means: Means, old: str, new: str, number: int) -> None:
    settled(means)
    changed = _again(means, old, new)
    assert [(line[0], line[1], line[2]) for line in changed] == [("range", "petite-enfance", "changed")]
    assert ranges.last_versions(means.session)["petite-enfance"].number == number
    assert means.session.scalar(select(func.count()).select_from(RangeVersion)) == number


def test_account_that_exists_is_left_as_it_is(means: Means) -> None:
    settled(means)
    assert _again(means, 'name = "Acheteuse"\nrole = "buyer"', 'name = "Autre"\nrole = "prescriber"') == []
    account = means.session.scalars(select(Account)).one()
    assert (account.name, account.role) == ("Acheteuse", "buyer")


def _found(means: Means, toml: str, actor: str | None = None) -> list[tuple[str, object, object, object]]:
    who = OPERATOR if actor is None else person(means, actor, "admin")
    before = _rows(means)
    report = load(who, means, toml.encode(), dry=False)
    assert report.lines == ()
    assert _rows(means) == before
    for fault in report.faults:
        for language in ("fr", "en"):
            assert "{" not in say(fault.code, fault.params, language)
    return [(f.code, f.params.get("place"), f.params.get("key"), f.params.get("value")) for f in report.faults]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('siret = "99999900600003"', 'siret = "99999900600004"',
         [("setup.not_a_siret", "organisation 1 (CEN)", "siret", "99999900600004")]),
        ("size = 18", "size = 0", [("setup.not_a_number", "organisation 5 (CRECHE)", "size", "0")]),
        ("size = 18", "size = true", [("setup.not_a_number", "organisation 5 (CRECHE)", "size", "True")]),
        ('sector = "early', 'secteur = "early',
         [("setup.unknown_key", "organisation 5 (CRECHE)", "secteur", "early_childhood")]),
        ('kind = "supplier", name = "Titulaire A"', 'kind = "shop", name = "Titulaire A"',
         [("setup.not_among", "organisation 3 (SUP-A)", "kind", "shop")]),
        ('name = "Titulaire A"', 'name = "Titulaire\\u0000 A"',
         [("setup.not_a_text", "organisation 3 (SUP-A)", "name", "Titulaire\0 A")]),
        ("ends = 2029-12-31", "ends = 2025-12-31",
         [("setup.dates_reversed", "agreement 1 (ENT)", "ends", "2025-12-31"),
          ("setup.dates_reversed", "agreement 1 (ENT), lot 1 (ENT-1)", "ends", "2025-12-31")]),
        ("ends = 2027-12-31", "ends = 2027-12-31T10:00:00",
         [("setup.not_a_date", "agreement 1 (ENT), lot 2 (ENT-2)", "ends", "2027-12-31 10:00:00")]),
        ('currency = "NOK"', 'currency = "nok"',
         [("setup.not_a_currency", "agreement 3 (AUTRE), lot 1 (AUTRE-1)", "currency", "nok")]),
        ('families = ["CLEANING", "LAUNDRY_DISH"]', 'families = ["CLEANINGG", "SOAP"]',
         [("setup.family_unknown", "agreement 1 (ENT), lot 1 (ENT-1)", "families", "CLEANINGG"),
          ("setup.family_unknown", "agreement 1 (ENT), lot 1 (ENT-1)", "families", "SOAP")]),
        ('responsible = "ecolabelled"', 'responsible = "green"',
         [("setup.attribute_unknown", "agreement 1 (ENT), lot 2 (ENT-2)", "responsible", "green")]),
        ('code = "NUM-1"', 'code = "ENT-1"', [("setup.twice", "agreement 2 (NUM), lot 1 (ENT-1)", None, None)]),
        ('code = "NUM-1"', 'code = "NUM/1"',
         [("setup.not_a_code", "agreement 2 (NUM), lot 1 (NUM/1)", "code", "NUM/1")]),
        ('holders = ["SUP-A", "SUP-B"]', 'holders = ["SUP-Z", "CRECHE"]',
         [("setup.organisation_unknown", "agreement 1 (ENT), lot 1 (ENT-1)", "supplier", "SUP-Z"),
          ("setup.not_a_supplier", "agreement 1 (ENT), lot 1 (ENT-1)", "supplier", "CRECHE")]),
        ('free_items = true', 'free_items = "yes"',
         [("setup.not_a_truth", "agreement 1 (ENT), lot 2 (ENT-2)", "free_items", "yes")]),
        ('holders = ["SUP-A"]', 'holders = "SUP-A"',
         [("setup.not_a_list", "agreement 2 (NUM), lot 1 (NUM-1)", "holders", "SUP-A")]),
        ('organisation = "LYCEE"\nagreement = "NUM"', 'organisation = "SUP-A"\nagreement = "NUM2"',
         [("setup.not_a_member", "membership 3", "organisation", "SUP-A"),
          ("setup.agreement_unknown", "membership 3", "agreement", "NUM2")]),
        ("from = 2025-07-01", "", [("setup.missing_key", "membership 3", "from", None)]),
        ('central = "CEN2"', 'central = "SUP-A"', [("setup.not_a_central", "agreement 3 (AUTRE)", "central", "SUP-A")]),
        ('attributes = ["early_childhood"]\nfamilies = ["CLEANING"]', 'attributes = []\nlots = []',
         [("setup.range_of_everything", "range 1 (petite-enfance)", "attributes", None)]),
        ('families = ["CLEANING"]', 'lots = ["ENT-9"]', [("setup.lot_unknown", "range 1 (petite-enfance)", "lots", None)]),
        ('role = "buyer"', 'role = "reviewer"',
         [("setup.role_unfit", "account 1 (Achats@creche.example)", "role", "reviewer")]),
        ('email = "Achats@creche.example"', 'email = "Achats"',
         [("setup.not_an_email", "account 1 (Achats)", "email", "Achats")]),
        ('[[range]]', '[[gamme]]\na = 1\n[[range]]', [("setup.unknown_table", None, "gamme", None)]),
        ('[[range]]', '[range]', [("setup.not_tables", None, "range", None)]),
    ],
)  # fmt: skip
def test_fault_is_told_with_its_place(
    means: Means, old: str, new: str, expected: list[tuple[str, object, object, object]]
) -> None:
    assert old in WORLD
    assert _found(means, WORLD.replace(old, new)) == expected


def test_all_faults_come_in_one_pass(means: Means) -> None:
    toml = WORLD.replace("99999900600003", "1").replace('"NOK"', '"kr"').replace('role = "buyer"', 'role = "admin"')
    assert [code for code, *_ in _found(means, toml)] == [
        "setup.not_a_siret", "setup.not_a_currency", "setup.role_unfit"
    ]  # fmt: skip


def test_file_that_is_no_toml(means: Means) -> None:
    assert _found(means, "organisation = [") == [("setup.not_toml", None, None, None)]
    report = load(OPERATOR, means, "name = é".encode("cp1252"), dry=False)
    assert [fault.code for fault in report.faults] == ["setup.not_text"]
    report = load(OPERATOR, means, b'a = 1\nb = "x\n', dry=False)
    assert [fault.params for fault in report.faults] == [{"line": 2, "column": 7}]


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ('kind = "member", name = "Mairie', 'kind = "supplier", name = "Mairie',
         "setup.kind_changed", "organisation 7 (MAIRIE)"),
        ('central = "CEN2"', 'central = "CEN"', "setup.central_changed", "agreement 3 (AUTRE)"),
        ('role = "buyer"\norganisation = "CRECHE"', 'role = "buyer"\norganisation = "MAIRIE"',
         "setup.email_taken", "account 1 (Achats@creche.example)"),
    ],
)  # fmt: skip
def test_what_a_thing_belongs_to_never_changes(means: Means, old: str, new: str, code: str, place: str) -> None:
    settled(means)
    assert [found[:2] for found in _found(means, WORLD.replace(old, new))] == [(code, place)]


def test_lot_stays_in_its_agreement(means: Means) -> None:
    settled(means)
    moved = WORLD.replace('code = "NUM-1"', 'code = "NUM-2"').replace('code = "ENT-1"', 'code = "NUM-1"')
    assert [found[:3] for found in _found(means, moved)] == [
        ("setup.lot_moved", "agreement 1 (ENT), lot 1 (NUM-1)", "agreement")
    ]


def test_staff_of_a_central_body_change_nothing_of_another(means: Means) -> None:
    settled(means)
    assert [found[:2] for found in _found(means, WORLD, "CEN")] == [
        ("setup.other_central", "organisation 2 (CEN2)"),
        ("setup.other_central", "agreement 3 (AUTRE)"),
    ]
    membership = '[[membership]]\norganisation = "MAIRIE"\nagreement = "AUTRE"\nfrom = 2026-02-01\n'
    assert [found[0] for found in _found(means, membership, "CEN")] == ["setup.other_central"]
    assert load(person(means, "CEN2", "admin"), means, membership.encode(), dry=False).faults == ()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("role", "kind"), ROLES)
def test_who_may_load(means: Means, role: str, kind: str) -> None:
    settled(means)
    who = person(means, {"central": "CEN", "supplier": "SUP-A", "member": "CRECHE"}[kind], role)
    if role == "admin":
        assert load(who, means, b"", dry=False).lines == ()
    else:
        with pytest.raises(NotAllowed):
            load(who, means, b"", dry=True)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_demo_world_has_no_fault(means: Means) -> None:
    toml = (Path(catalog.demo.__file__).parent / "world.toml").read_bytes()
    report = load(OPERATOR, means, toml, dry=False)
    assert report.faults == ()
    assert report.counts["organisation"]["new"] == means.session.scalar(select(func.count()).select_from(Organisation))

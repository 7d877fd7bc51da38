"""Terms of lots, price clauses and indices of a setup file: kept as written, said again when they change, told when wrong."""

from __future__ import annotations

import datetime as dt

import pytest

from catalog.access import OPERATOR
from catalog.facets.selection import EVERYTHING
from catalog.means.means import Means
from catalog.queries import agreements, price_clauses
from catalog.services.agreements.setup import SetupReport, load
from catalog.wording.sentences import say
from tests.agreements.sample import WORLD, settled

TERMS = """
allocation = "cascade"
maximum = "400000"
minimum_order = "50.50"
renewals = 2
renewal_months = 12
areas = ["Orvanne"]

[[agreement.lot.clause]]
kind = "index"
from = 2026-01-01
source = "CCAP, article 8"
months = 12
fixed = "0.15"
indices = [{ code = "DEMO-CHIM", weight = "0.85" }]
base_month = "2025-11"
lag = 2
ceiling = "3"
effective = 2027-01-01

[[agreement.lot.clause]]
kind = "tariff"
from = 2027-06-01
source = "Avenant 1"
discounts = { CLEANING = "12.5" }
"""
INDEX = """
[[index]]
code = "DEMO-CHIM"
name_fr = "Indice inventé"
name_en = "Invented index"
source = "invented"
confidence = "demo"
[index.values]
"2025-11" = "112.6"
"2026-11" = "118,4"
"""
TOML = WORLD.replace('holders = ["SUP-A", "SUP-B"]\n', 'holders = ["SUP-B", "SUP-A"]\n' + TERMS) + INDEX
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def again(means: Means, toml: str) -> list[tuple[str, str, str]]:
    report = load(OPERATOR, means, toml.encode(), dry=False)
    assert report.faults == ()
    return [(line.what, line.key, line.change) for line in report.lines if line.change != "unchanged"]


def test_terms_are_kept_as_written(means: Means) -> None:
    settled(means, TOML)
    lot = agreements.lots(means.session, EVERYTHING)[1]
    assert (lot.code, lot.allocation, lot.maximum, lot.minimum_order) == (
        "ENT-1",
        "cascade",
        400_000_000_000,
        50_500_000,
    )
    assert (lot.renewals, lot.renewal_months, lot.areas) == (2, 12, ("Orvanne",))
    assert (lot.holders, dict(lot.ranks)) == (("SUP-B", "SUP-A"), {"SUP-B": 1, "SUP-A": 2})
    tariff, index = price_clauses.clauses(means.session, [lot.id])[lot.id]
    assert (index.kind, index.valid_from, index.source) == ("index", dt.date(2026, 1, 1), "CCAP, article 8")
    assert index.terms == {
        "months": 12, "fixed": "0.15", "indices": [{"code": "DEMO-CHIM", "weight": "0.85"}], "base_month": "2025-11",
        "lag": 2, "ceiling": "3", "effective": "2027-01-01",
    }  # fmt: skip
    assert price_clauses.clause_on([tariff, index], dt.date(2027, 5, 31)) == index
    assert price_clauses.clause_on([tariff, index], dt.date(2027, 6, 1)) == tariff
    assert price_clauses.clause_on([tariff, index], dt.date(2025, 12, 31)) is None
    values = price_clauses.index_facts(means.session)
    assert {key: dict(each.payload) for key, each in values.items()} == {
        "DEMO-CHIM": {"name_fr": "Indice inventé", "name_en": "Invented index"},
        "DEMO-CHIM:2025-11": {"value": "112.6"}, "DEMO-CHIM:2026-11": {"value": "118.4"},
    }  # fmt: skip


def test_a_second_load_changes_nothing_and_a_change_is_a_further_row(means: Means) -> None:
    settled(means, TOML)
    assert again(means, TOML) == []
    assert again(means, TOML.replace('"118,4"', '"118.5"')) == [("index", "DEMO-CHIM", "changed")]
    assert price_clauses.index_facts(means.session)["DEMO-CHIM:2026-11"].payload == {"value": "118.5"}
    changed = TOML.replace('ceiling = "3"', 'ceiling = "4"').replace('"118,4"', '"118.5"')
    assert again(means, changed) == [("clause", "ENT-1/2026-01-01", "changed")]
    lot = agreements.lots_by_code(means.session, ["ENT-1"])["ENT-1"]
    kept = price_clauses.clauses(means.session, [lot.id])[lot.id]
    assert [each.terms.get("ceiling") for each in kept] == [None, "4", "3"]
    assert again(means, changed.replace('["SUP-B", "SUP-A"]', '["SUP-A", "SUP-B"]')) == [
        ("holder", "SUP-A/ENT-1", "changed"), ("holder", "SUP-B/ENT-1", "changed"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "code", "key"),
    [
        ('maximum = "400000"', "maximum = 4.5", "setup.not_an_amount", "maximum"),
        ('"cascade"', '"lottery"', "setup.not_among", "allocation"),
        ("renewal_months = 12", "", "setup.missing_key", "renewal_months"),
        ('fixed = "0.15"', "fixed = 0.15", "setup.clause_term", "fixed"),
        ('fixed = "0.15"', 'fixed = "0.25"', "setup.clause_term", "indices"),
        ('discounts = { CLEANING', "discounts = { SOAP", "setup.family_unknown", "discounts"),
        ('kind = "tariff"', 'kind = "gift"', "setup.not_among", "kind"),
        ('"2025-11" = "112.6"', '"2025-13" = "112.6"', "setup.not_index_values", "values"),
        ('source = "Avenant 1"', "", "setup.missing_key", "source"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(means: Means, old: str, new: str, code: str, key: str) -> None:
    assert old in TOML
    report = load(OPERATOR, means, TOML.replace(old, new).encode(), dry=False)
    assert [(fault.code, fault.params["key"]) for fault in report.faults] == [(code, key)]
    assert report == SetupReport(faults=report.faults)
    assert all("{" not in say(fault.code, fault.params, each) for fault in report.faults for each in ("fr", "en"))

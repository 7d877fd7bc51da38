"""Prices of a batch under the clause of their lot: counted, asked about, and done as a person decided."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from catalog.access import OPERATOR
from catalog.errors import Conflict, NotAllowed
from catalog.means.means import Means
from catalog.models import Publication
from catalog.queries import agreements, products, release
from catalog.services.agreements import setup
from catalog.services.agreements.schedule import load_schedule, read_schedule, schedule_request
from catalog.services.intake.answer import answer
from catalog.services.release.publish import publish
from catalog.services.release.rehearse import rehearse
from catalog.services.release.undo import undo
from tests.release.world import TOML, actor, deliver, set_up

SAVON, GEL, SPRAY = ("A", "Savon doux 5 L", "12"), ("B", "Gel mains 1 L", "3.10"), ("C", "Spray vitres", "2.05")
FIRM = """
[[agreement.lot.clause]]
kind = "firm"
from = 2026-01-01
source = "CCAP, article 7"
safeguard = "20"
"""
INDEX = """
[[agreement.lot.clause]]
kind = "index"
from = 2026-01-01
source = "CCAP, article 8"
effective = 2026-11-01
months = 12
fixed = "0.15"
indices = [{ code = "CHIM", weight = "0.85" }]
base_month = "2025-11"
lag = 2
"""
VALUES = """
[[index]]
code = "CHIM"
name_fr = "Chimie (inventé)"
name_en = "Chemistry (invented)"
source = "invented"
confidence = "demo"
values = { "2025-11" = "112.6", "2026-09" = "118.4" }
"""
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def with_clause(means: Means, clause: str, more: str = "") -> None:
    set_up(means)
    toml = TOML.decode().replace('holders = ["HYG", "AUTRE"]\n', f'holders = ["HYG", "AUTRE"]\n{clause}') + more
    assert setup.load(OPERATOR, means, toml.encode(), False).faults == ()


def prices(means: Means, lot: str = "ENT-L1") -> dict[str, int]:
    number = release.publication_on(means.session, means.clock.today())
    lots = agreements.lots_by_code(means.session)
    hyg = agreements.organisations(means.session)["HYG"].id
    found = products.offer_states(means.session, hyg, [lots[lot].id], number)
    return {reference: row["price"] for (reference, _), row in found.items()}


def told(means: Means, batch: int) -> dict[str, Any]:
    found: dict[str, Any] = rehearse(OPERATOR, means, batch).json()["prices"]
    return found


def first(means: Means) -> int:
    return publish(OPERATOR, means, [deliver(means, "1", SAVON, GEL, SPRAY)])


SECOND = (("A", "Savon doux 5 L", "15"), ("B", "Gel mains 1 L", "3.00"), ("C", "Spray vitres", "2.05"),
          ("D", "Nouveau", "9"))  # fmt: skip


def test_every_price_is_judged_and_those_beyond_are_put_to_a_person(means: Means) -> None:
    with_clause(means, FIRM)
    first(means)
    batch = deliver(means, "2", *SECOND)
    found = told(means, batch)
    assert found["counts"] == {"equal": 1, "beyond": 1, "below": 1, "no_base": 1}
    assert found["clause"] == {"ENT-L1": {"kind": "firm", "from": "2026-01-01", "source": "CCAP, article 7"}}
    assert (found["beyond"], found["beyond_standing"], found["safeguard"], found["lines_total"]) == (1, 0, 1, 4)
    line = found["lines"][0]
    assert {name: line[name] for name in ("reference", "lot", "before", "after", "allowed", "percent", "verdict")} == {
        "reference": "A", "lot": "ENT-L1", "before": "12.00", "after": "15.00", "allowed": "12.00", "percent": "25",
        "verdict": "beyond",
    }  # fmt: skip
    assert line["en"] == (
        "Firm price of €12.00 since 1\u00a0January 2026; the file says €15.00: +25.0% beyond; safeguard clause: +25.0% "
        "in a year (€12.00 before) for a threshold of 20%, the central body may end the lot."
    )
    question = found["question"]
    assert (question["id"], question["choices"]) == ("price_clause", ["accept", "keep", "allowed"])
    assert question["en"].startswith("1 prices of 4 are beyond")
    with pytest.raises(Conflict) as refused:
        publish(OPERATOR, means, [batch])
    assert (refused.value.code, refused.value.params["n"]) == ("publication.prices_wait", 1)
    assert prices(means) == {"A": 12_000_000, "B": 3_100_000, "C": 2_050_000}


@pytest.mark.parametrize(
    ("said", "price", "settled", "changed"),
    [("accept", 15_000_000, {}, 2), ("keep", 12_000_000, {"kept": 1, "left_out": 0}, 1),
     ("allowed", 12_000_000, {"allowed": 1}, 2)],
)  # fmt: skip
def test_what_was_decided_is_done(means: Means, said: str, price: int, settled: dict[str, int], changed: int) -> None:
    with_clause(means, FIRM)
    first(means)
    batch = deliver(means, "2", *SECOND)
    answer(OPERATOR, means, batch, {"price_clause": said})
    rehearsal = rehearse(OPERATOR, means, batch)
    found = rehearsal.json()
    assert (found["prices"]["question"], found["prices"]["settled"], found["prices"]["answer"]) == (None, settled, said)
    assert found["changed_offers"] == changed
    publish(OPERATOR, means, [batch])
    assert prices(means) == {"A": price, "B": 3_000_000, "C": 2_050_000, "D": 9_000_000}


def test_the_clause_s_price_of_a_formula_is_taken(means: Means) -> None:
    with_clause(means, INDEX, VALUES)
    first(means)
    batch = deliver(means, "2", ("A", "Savon doux 5 L", "13.10"), GEL, SPRAY)
    line = told(means, batch)["lines"][0]
    assert (line["verdict"], line["allowed"], line["gap"]) == ("beyond", "12.53", "4.5491")
    assert line["fr"].replace("\u00a0", " ") == (
        "12,00 € × (0,15 + 0,85 × 118,4 / 112,6) = 12,53 € (indices de septembre 2026 sur novembre 2025) ; "
        "le fichier dit 13,10 € : +4,5 % au-delà."
    )
    answer(OPERATOR, means, batch, {"price_clause": "allowed"})
    publish(OPERATOR, means, [batch])
    assert prices(means) == {"A": 12_530_000, "B": 3_100_000, "C": 2_050_000}
    hyg = agreements.organisations(means.session)["HYG"].id
    lot = agreements.lots_by_code(means.session)["ENT-L1"].id
    kept = products.offer_states(means.session, hyg, [lot], 2)[("A", "ENT-L1")]
    assert kept["printed_price"] == 13_100_000


def test_a_price_that_stands_beyond_is_counted_and_not_asked_again(means: Means) -> None:
    with_clause(means, FIRM)
    first(means)
    batch = deliver(means, "2", ("A", "Savon doux 5 L", "15"), GEL, SPRAY)
    answer(OPERATOR, means, batch, {"price_clause": "accept"})
    publish(OPERATOR, means, [batch])
    again = deliver(means, "3", ("A", "Savon doux, 5 L", "15"), GEL, ("C", "Spray vitres", "2.00"))
    found = told(means, again)
    assert (found["beyond"], found["beyond_standing"], found["question"]) == (0, 1, None)
    publish(OPERATOR, means, [again])


def test_a_later_price_is_judged_on_its_own_day(means: Means) -> None:
    with_clause(means, INDEX.replace("2026-11-01", "2027-01-01"), VALUES)
    first(means)
    tiers = [{"min_quantity": 1_000_000, "valid_from": dt.date(2026, 12, 15), "valid_to": None, "price": 12_400_000}]
    batch = deliver(means, "2", SAVON, mode="patch", terms={"prices": tiers})
    line = told(means, batch)["lines"][0]
    assert (line["on"], line["verdict"], line["allowed"], line["after"]) == ("2026-12-15", "beyond", "12.00", "12.40")
    assert "no revision before 1\u00a0January 2027" in line["en"]
    answer(OPERATOR, means, batch, {"price_clause": "allowed"})
    publish(OPERATOR, means, [batch])
    hyg = agreements.organisations(means.session)["HYG"].id
    lot = agreements.lots_by_code(means.session)["ENT-L1"].id
    kept = products.offer_states(means.session, hyg, [lot], 2)
    assert [tier["price"] for tier in kept.get(("A", "ENT-L1"), {"tiers": []})["tiers"]] == [12_000_000]


def test_a_new_offer_out_of_the_schedule_is_told_and_one_beyond_stays_out(means: Means) -> None:
    with_clause(means, FIRM.replace('"firm"', '"tariff"').replace('safeguard = "20"', 'discount = "10"'))
    rows = (("A", "Savon doux 5 L", "12"), ("B", "Gel mains 1 L", "9"))
    batch = deliver(means, "1", *rows, terms={"list_price": 10_000_000})
    assert told(means, batch)["counts"] == {"equal": 1, "beyond": 1}
    answer(OPERATOR, means, batch, {"price_clause": "keep"})
    rehearsal = rehearse(OPERATOR, means, batch).json()
    assert (rehearsal["new_products"], rehearsal["new_offers"], rehearsal["prices"]["settled"]) == (
        1, 1, {"kept": 0, "left_out": 1},
    )  # fmt: skip
    publish(OPERATOR, means, [batch])
    assert prices(means) == {"B": 9_000_000}


def test_steep_rises_without_a_clause_are_mentioned_and_block_nothing(means: Means) -> None:
    set_up(means)
    first(means)
    batch = deliver(means, "2", *SECOND)
    found = told(means, batch)
    assert (found["counts"], found["steep"]) == ({"no_clause": 4}, {"percent": "10", "offers": 1})
    assert (found["question"], found["lines"]) == (None, [])
    publish(OPERATOR, means, [batch])


def test_the_prices_of_earlier_days_are_those_of_their_publications(means: Means) -> None:
    """The base price is the one in force on the base day, whatever came since."""
    with_clause(means, FIRM.replace("2026-01-01", "2026-06-01"))
    first(means)
    batch = deliver(means, "2", ("A", "Savon doux 5 L", "11"), GEL, SPRAY)
    publish(OPERATOR, means, [batch])
    early = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
    means.session.execute(
        update(Publication).where(Publication.number == 1).values(recorded_at=early, effective=early.date())
    )
    back = deliver(means, "3", ("A", "Savon doux 5 L", "12.01"), GEL, SPRAY)
    assert next((line["allowed"], line["verdict"]) for line in told(means, back)["lines"]) == ("12.00", "beyond")


def test_only_the_central_body_decides(means: Means) -> None:
    with_clause(means, FIRM)
    first(means)
    batch = deliver(means, "2", *SECOND)
    hyg = agreements.organisations(means.session)["HYG"].id
    with pytest.raises(NotAllowed):
        answer(actor("supplier_admin", "supplier", hyg, "HYG"), means, batch, {"price_clause": "accept"})
    central = agreements.organisations(means.session)["CENTRALE"].id
    answer(actor("reviewer", "central", central, "CENTRALE"), means, batch, {"price_clause": "keep"})


def test_undo_brings_the_judged_prices_back(means: Means) -> None:
    with_clause(means, FIRM)
    first(means)
    batch = deliver(means, "2", *SECOND)
    answer(OPERATOR, means, batch, {"price_clause": "keep"})
    publish(OPERATOR, means, [batch])
    undo(OPERATOR, means)
    assert prices(means) == {"A": 12_000_000, "B": 3_100_000, "C": 2_050_000}
    assert told(means, batch)["settled"] == {"kept": 1, "left_out": 0}


def test_a_file_is_judged_by_the_schedule_of_its_day(means: Means, tmp_path: Path) -> None:
    with_clause(means, FIRM.replace('"firm"', '"schedule"'))
    path = tmp_path / "bpu.csv"
    path.write_text("Référence;Désignation;PU HT\nA;Savon;12,00\nB;Gel;3,10\n", encoding="utf-8")
    request = schedule_request(OPERATOR, means, "ENT-L1", "HYG", "bpu.csv")
    load_schedule(OPERATOR, means, "ENT-L1", "HYG", read_schedule(path, request), means.clock.today())
    batch = deliver(means, "1", ("A", "Savon", "12"), ("B", "Gel", "3.20"), ("X", "Inconnu", "1"))
    found = told(means, batch)
    assert found["counts"] == {"equal": 1, "beyond": 1, "not_in_schedule": 1}
    assert [(line["reference"], line["allowed"]) for line in found["lines"]][:2] == [("B", "3.10"), ("X", None)]


def test_a_tier_is_judged_against_the_price_of_its_quantity(means: Means) -> None:
    with_clause(means, FIRM)
    tier = {"min_quantity": 10_000_000, "valid_from": None, "valid_to": None}
    publish(OPERATOR, means, [deliver(means, "1", SAVON, terms={"prices": [{**tier, "price": 11_000_000}]})])
    batch = deliver(means, "2", SAVON, terms={"prices": [{**tier, "price": 11_500_000}]})
    line = told(means, batch)["lines"][0]
    assert {name: line[name] for name in ("quantity", "before", "after", "allowed", "verdict")} == {
        "quantity": "10", "before": "11.00", "after": "11.50", "allowed": "11.00", "verdict": "beyond",
    }  # fmt: skip
    answer(OPERATOR, means, batch, {"price_clause": "allowed"})
    found = rehearse(OPERATOR, means, batch).json()
    assert (found["changed_offers"], found["same_offers"]) == (0, 1)
    assert found["prices"]["settled"] == {"allowed": 1}


def test_a_price_out_of_its_period_is_judged_all_the_same(means: Means) -> None:
    with_clause(means, FIRM)
    first(means)
    batch = deliver(means, "2", ("A", "Savon doux 5 L", "15"), terms={"valid_to": dt.date(2026, 10, 31)})
    assert told(means, batch)["counts"] == {"beyond": 1}

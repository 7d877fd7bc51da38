"""Schedules, indices and trials: lines added from a day on, values with their source, the arithmetic on an example."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from catalog.access import OPERATOR
from catalog.errors import Conflict, Invalid, NotAllowed, NotFound
from catalog.means.means import Means
from catalog.queries import agreements, price_clauses
from catalog.services.agreements.clause import Trial, standing_under, try_clause
from catalog.services.agreements.index import add_value, indices
from catalog.services.agreements.schedule import ScheduleReport, load_schedule, read_schedule, schedule_request
from catalog.services.agreements.setup_one import change
from catalog.services.release.publish import publish
from tests.agreements.sample import person, settled
from tests.release import world

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
DAY = dt.date(2026, 11, 22)
BPU = "Référence;Désignation;PU HT\n{}"


def load(
    means: Means, tmp_path: Path, lines: str, since: dt.date = DAY, *, full: bool = False, dry: bool = False
) -> ScheduleReport:
    path = tmp_path / "bpu.csv"
    path.write_text(BPU.format(lines), encoding="utf-8")
    request = schedule_request(OPERATOR, means, "ENT-L1", "HYG", "bpu.csv")
    reading = read_schedule(path, request)
    return load_schedule(OPERATOR, means, "ENT-L1", "HYG", reading, since, full=full, dry=dry)


def counts(report: ScheduleReport) -> tuple[int, int, int, int]:
    return report.new, report.changed, report.ended, report.same


def lines(means: Means, day: dt.date) -> dict[str, int | None]:
    lot = agreements.lots_by_code(means.session)["ENT-L1"].id
    hyg = agreements.organisations(means.session)["HYG"].id
    return {key: line.price for key, line in price_clauses.schedule_on(means.session, hyg, lot, day).items()}


def test_lines_are_added_and_the_last_that_has_begun_speaks(means: Means, tmp_path: Path) -> None:
    world.set_up(means)
    assert counts(load(means, tmp_path, "A;Savon;12,00\nB;Gel;3,10\n", dry=True)) == (2, 0, 0, 0)
    assert lines(means, DAY) == {}
    assert counts(load(means, tmp_path, "A;Savon;12,00\nB;Gel;3,10\n")) == (2, 0, 0, 0)
    assert counts(load(means, tmp_path, "A;Savon;12,00\nB;Gel;3,10\n")) == (0, 0, 0, 2)
    later = dt.date(2027, 1, 1)
    assert counts(load(means, tmp_path, "A;Savon;12,60\nC;Spray;2,05\n", later, full=True)) == (1, 1, 1, 0)
    assert lines(means, DAY) == {"A": 12_000_000, "B": 3_100_000}
    assert lines(means, later) == {"A": 12_600_000, "C": 2_050_000}


def test_only_a_holder_has_a_schedule(means: Means) -> None:
    settled(means)
    with pytest.raises(Invalid, match=r"schedule\.not_holder"):
        schedule_request(OPERATOR, means, "ENT-2", "SUP-A", "bpu.csv")
    with pytest.raises(NotFound):
        schedule_request(person(means, "CEN2", "publisher"), means, "ENT-2", "SUP-B", "bpu.csv")
    with pytest.raises(NotAllowed):
        schedule_request(person(means, "CEN", "auditor"), means, "ENT-2", "SUP-B", "bpu.csv")


def test_a_file_that_is_no_schedule_is_told(means: Means, tmp_path: Path) -> None:
    world.set_up(means)
    path = tmp_path / "empty.csv"
    path.write_bytes(b"")
    request = schedule_request(OPERATOR, means, "ENT-L1", "HYG", "empty.csv")
    with pytest.raises(Invalid) as refused:
        load_schedule(OPERATOR, means, "ENT-L1", "HYG", read_schedule(path, request), DAY)
    assert refused.value.code == "schedule.unreadable"


INDEX = {
    "code": "CHIM", "name_fr": "Chimie", "name_en": "Chemistry", "source": "invented", "confidence": "demo",
    "values": {"2025-11": "112.6"},
}  # fmt: skip


def test_a_value_is_added_with_its_source_and_never_overwritten(means: Means) -> None:
    world.set_up(means)
    change(OPERATOR, means, "index", INDEX)
    value = {"code": "CHIM", "month": "2026-09", "source": "bulletin", "confidence": "verified", "reason": "mensuel"}
    assert add_value(OPERATOR, means, value="118,4", **value) == "CHIM:2026-09"
    with pytest.raises(Conflict, match=r"index\.same"):
        add_value(OPERATOR, means, value="118.40", **value)
    add_value(OPERATOR, means, value="118.5", **value)
    (found,) = indices(OPERATOR, means)
    assert (found.code, found.name_fr) == ("CHIM", "Chimie")
    assert [(each.month, each.payload["value"], each.source) for each in found.values] == [
        ("2026-09", "118.5", "bulletin"), ("2025-11", "112.6", "invented"),
    ]  # fmt: skip
    for wrong, code in (({"month": "2026-13"}, "index.month"), ({"reason": " "}, "index.reason")):
        with pytest.raises(Invalid, match=code.replace(".", r"\.")):
            add_value(OPERATOR, means, value="1", **(value | wrong))
    with pytest.raises(Invalid, match=r"index\.value"):
        add_value(OPERATOR, means, value="-1", **value)
    with pytest.raises(NotFound):
        add_value(OPERATOR, means, value="1", **(value | {"code": "NO"}))


def test_a_clause_is_tried_before_it_is_written(means: Means) -> None:
    world.set_up(means)
    change(OPERATOR, means, "index", INDEX | {"values": {"2025-11": "112.6", "2026-09": "118.4"}})
    terms = {"fixed": "0.15", "indices": [{"code": "CHIM", "weight": "0.85"}], "base_month": "2025-11", "lag": 2,
             "effective": "2026-11-01"}  # fmt: skip
    began = dt.date(2026, 1, 1)
    tried = try_clause(OPERATOR, means, Trial("index", began, terms, "13.10", base="12"))
    assert tried.judgement is not None
    assert tried.judgement.allowed == 12_530_000
    assert tried.sentence["en"].endswith("the file says €13.10: +4.5% beyond.")
    wrong = try_clause(OPERATOR, means, Trial("index", began, {**terms, "fixed": "0.2"}, "13.10"))
    assert wrong.faults[0]["en"].startswith("The fixed part and the weights of the indices make 1.05")
    publish(OPERATOR, means, [world.deliver(means, "1", ("A", "Savon", "12"), ("B", "Gel", "3.20"))])
    assert standing_under(OPERATOR, means, "ENT-L1", "firm", began, {}) == {"equal": 2}
    assert standing_under(OPERATOR, means, "ENT-L1", "tariff", began, {"discount": "5"}) == {"no_list_price": 2}
    with pytest.raises(Invalid, match=r"clause\.unreadable"):
        standing_under(OPERATOR, means, "ENT-L1", "tariff", began, {})

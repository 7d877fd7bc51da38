"""The benchmarks of screens and API work: real servers, real clicks, every figure there. No time is asserted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench import http_bench, screens_bench


@pytest.mark.long
def test_people_click_and_nothing_is_lost(tmp_path: Path) -> None:
    told = screens_bench.run(400, [2], 4.0, tmp_path)
    row = told["rows"][0]
    assert (row["people"], row["lost"]) == (2, 0)
    assert row["reruns"] >= 6
    assert row["cpu_ms"] > 0
    assert row["driver_ms"] > 0
    assert "server CPU ms/rerun" in told["text"]


@pytest.mark.long
def test_every_question_is_answered_over_http(tmp_path: Path) -> None:
    told = http_bench.run(400, tmp_path, None)
    assert told["ours"]["facets"] >= 10
    assert told["ours"]["counts"] > 100
    assert "/api/v1/search" in told["text"]

"""The browsing benchmark works: ours and the peers at hand answer alike, and a wrong answer is seen. No time is asserted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.bench import browse_bench
from tests.bench.browse_bench import run
from tests.bench.browse_facts import Answered, Facts
from tests.bench.browse_queries import Question
from tests.bench.browse_sql import Sqlite
from tests.bench.browse_table import text


class OffByOne(Sqlite):
    """A peer that finds one too many."""

    name = "Off by one"

    def ask(self, question: Question) -> Answered:
        found = super().ask(question)
        return Answered(found.total + 1, found.counts, found.page)


class Empty:
    """A peer that is quick and finds nothing."""

    name, version, setup, bytes = "Empty", "0", "none", 0

    def __init__(self, facts: Facts, folder: Path) -> None:
        self._counts = {name: np.zeros(len(values), np.int64) for name, values in facts.values.items()}

    def ask(self, question: Question) -> Answered:
        return Answered(0, self._counts, [])

    def close(self) -> None: ...


def test_ours_and_a_peer_answer_alike_and_wrong_ones_have_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    peers: dict[str, Any] = {"sqlite": Sqlite, "off": OffByOne, "empty": Empty, "gone": None}
    monkeypatch.setattr(browse_bench, "PEERS", peers)
    told = run(400, ["sqlite", "off", "empty", "gone"], 20, lambda said: None)
    assert told["ours"]["questions"] == 200
    assert told["peers"]["sqlite"]["wrong"] == 0
    assert told["peers"]["sqlite"]["questions"] == 200
    assert told["peers"]["off"]["wrong"] == 200
    assert 100 < told["peers"]["empty"]["wrong"] <= 200
    assert told["absent"] == ["gone"]
    table = text(told)
    assert "Off by one        200 answers differ: its times do not count" in table
    assert "bytes a product" in table

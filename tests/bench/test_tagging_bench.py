"""The tagging benchmark works: every kind of evidence is there, every product is counted. No time is asserted."""

from __future__ import annotations

from pathlib import Path

from tests.bench.tagging_bench import NAMES, run, text


def test_it_tags_every_product_and_moves_those_of_the_changed_rule(tmp_path: Path) -> None:
    told = run(700, tmp_path)
    assert told["kinds"] == dict.fromkeys(NAMES, 100)
    assert sum(told["states"].values()) == 700
    assert told["yes"] > 100
    assert told["moved"] > 0
    assert "of the import" in text(told)
    assert {"opened", "search", "page", "decided", "tomorrow", "again_cpu"} <= told.keys()

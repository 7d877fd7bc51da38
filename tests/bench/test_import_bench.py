"""The import benchmark works, and every path counts the same. No time is asserted: machines differ."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.bench.catalogue import HEADERS, ean, lines, write_csv, write_xlsx, write_xml
from tests.bench.import_bench import Disagreement, _agree, _step, ratios, text
from tests.bench.steps import NEEDS, PEERS, STEPS, file

PRODUCTS = 5_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("bench")
    write_xlsx(file(made, PRODUCTS, "xlsx"), PRODUCTS)
    write_xml(file(made, PRODUCTS, "xml"), PRODUCTS)
    for version in (1, 2):
        write_csv(file(made, PRODUCTS, "csv", version), PRODUCTS, version == 2)
    return made


@pytest.mark.parametrize("name", sorted(STEPS))
def test_every_step_accounts_for_every_line(folder: Path, name: str) -> None:
    if NEEDS.get(name) in [peer for peer, found in PEERS.items() if found is None]:
        pytest.skip(f"{NEEDS[name]} is not installed")
    told = STEPS[name](folder, PRODUCTS, None)
    assert told["rows"] == PRODUCTS
    assert told.get("agrees", True)


def test_a_step_runs_in_a_process_of_its_own(folder: Path) -> None:
    said: list[str] = []
    told = _step("bare_sqlite", folder, 10, said.append)
    assert (told["rows"], told["asked"], said) == (10, 10, ["bare_sqlite (10) …"])
    assert told["peak_mb"] > 0


def test_the_catalogue_is_the_same_for_the_same_number() -> None:
    first, again, next_one = list(lines(200)), list(lines(200)), list(lines(200, changed=True))
    assert first == again
    assert {len(line) for line in first} == {len(HEADERS)} == {25}
    moved = [place for place, (one, other) in enumerate(zip(first, next_one, strict=True)) if one != other]
    assert 0 < len(moved) < 40
    assert ean(0) == "3000000000007"


def _document(**changed: Any) -> dict[str, Any]:
    told: dict[str, Any] = {"rows": 10, "asked": 10, "seconds": 2.0, "cpu": 1.0, "peak_mb": 100}
    steps: dict[str, dict[str, Any]] = {"plain_xlsx": {**told, "seconds": 20.0}, "journey_xlsx": told, "difference": {**told, "agrees": True},
             "journey_csv": {**told, "fingerprint": "a"}, "journey_csv_postgres": {**told, "fingerprint": "a"}}  # fmt: skip
    for name, values in changed.items():
        steps[name] = {**steps[name], **values}
    return {"steps": steps, "missing": [], "versions": {}, "load": [0.1], "date": "", "machine": "", "python": ""}


def test_no_time_counts_unless_the_counts_agree() -> None:
    _agree(_document())
    for name, values in (
        ("plain_xlsx", {"rows": 9}),
        ("difference", {"agrees": False}),
        ("journey_csv_postgres", {"fingerprint": "b"}),
    ):
        with pytest.raises(Disagreement, match=name):
            _agree(_document(**{name: values}))


def test_ratios_stand_where_both_sides_were_measured() -> None:
    document = _document()
    document["ratios"] = ratios(document["steps"])
    assert document["ratios"] == {
        "plain into one table alone / ours, xlsx, seconds": 10.0,
        "plain into one table alone / ours, xlsx, cpu": 1.0,
    }
    assert "plain into one table alone / ours, xlsx, seconds" in text(document)

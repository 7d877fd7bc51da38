"""The same offers give the same index, whatever their order; what stands in it is in the order it promises."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from catalog.facets.build import build
from catalog.facets.index import Index
from catalog.facets.live import Live
from catalog.facets.selection import EVERYTHING, OFFERS, Selection
from tests.facets.world import line_of, table_of, world


def bytes_of(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def test_shuffled_offers_give_the_same_bytes(tmp_path: Path) -> None:
    lines = world(300, seed=3).lines
    build(table_of(lines), tmp_path / "one")
    for seed in range(3):
        random.Random(seed).shuffle(lines)
        build(table_of(lines), tmp_path / "other")
        assert bytes_of(tmp_path / "other") == bytes_of(tmp_path / "one")


def test_even_offers_that_differ_in_nothing_but_their_id(tmp_path: Path) -> None:
    twins = [line_of(offer, reference="SAME", price=1) for offer in (5, 3, 4)]
    build(table_of(twins), tmp_path / "one")
    build(table_of(twins[::-1]), tmp_path / "other")
    assert bytes_of(tmp_path / "other") == bytes_of(tmp_path / "one")
    assert Index.open(tmp_path / "one").offer_ids.tolist() == [3, 4, 5]


def test_another_price_gives_another_checksum(tmp_path: Path) -> None:
    build(table_of([line_of(1), line_of(2)]), tmp_path / "one")
    build(table_of([line_of(1), line_of(2, price=3)]), tmp_path / "other")
    assert Index.open(tmp_path / "one").checksum != Index.open(tmp_path / "other").checksum


def test_cheapest_first_then_by_name_and_without_price_last(tmp_path: Path) -> None:
    names = {1: "Éponge", 2: "Eponge verte", 3: "Épinglé", 4: "balai", 5: "Zèbre", 6: "Abeille"}
    prices = {1: 200, 2: 200, 3: 200, 4: 200, 5: 100, 6: None}
    build(table_of([line_of(key, name=names[key], price=prices[key]) for key in names]), tmp_path / "index")
    assert Index.open(tmp_path / "index").offer_ids.tolist() == [5, 4, 3, 1, 2, 6]


def test_an_offer_without_a_value_is_under_none(tmp_path: Path) -> None:
    build(table_of([line_of(1, brand=None), line_of(2, brand=""), line_of(3, brand="Éclat")]), tmp_path / "index")
    index = Index.open(tmp_path / "index")
    answer = index.ask(Selection(), EVERYTHING, Live.nothing(3))
    assert index.values("brand") == ("none", "Éclat")
    assert answer.facets["brand"] == {"none": 2, "Éclat": 1}
    assert answer.facets["family"] == {"none": 3}


def test_an_index_of_nothing_answers(tmp_path: Path) -> None:
    build(OFFERS.empty_table(), tmp_path / "index")
    index = Index.open(tmp_path / "index")
    answer = index.ask(Selection(text="savon 5 L", price_max=1, sort="relevance"), EVERYTHING, Live.nothing(0))
    assert (answer.total, answer.rows, answer.facets["family"]) == (0, (), {})
    assert index.offers([]) == []
    assert index.rows_of([4]).tolist() == [-1]


def test_offers_come_back_as_published_in_the_order_asked(tmp_path: Path) -> None:
    lines = [line_of(7, name="Savon", price=None, description="Doux"), line_of(8, name="Gel", price=1_500_000)]
    build(table_of(lines), tmp_path / "index")
    index = Index.open(tmp_path / "index")
    first, second = index.offers(index.rows_of([7, 8]))
    assert (first.offer, first.name, first.price, first.description) == (7, "Savon", None, "Doux")
    assert (second.offer, second.name, second.price, second.currency) == (8, "Gel", 1_500_000, "EUR")
    assert index.rows_of([8, 9, 7]).tolist() == [0, -1, 1]


def test_a_missing_or_mistyped_column_is_refused(tmp_path: Path) -> None:
    table = table_of([line_of(1)])
    with pytest.raises(KeyError):
        build(table.drop_columns(["lot"]), tmp_path / "index")
    words = table.set_column(table.schema.get_field_index("price"), "price", pa.array(["cher"]))
    with pytest.raises(pa.ArrowInvalid):
        build(words, tmp_path / "index")
    assert list(tmp_path.iterdir()) == []


def test_unit_prices_are_ordered_within_their_basis(tmp_path: Path) -> None:
    units = {
        1: ("sheet", 5), 2: ("litre", 900), 3: ("litre", 200), 4: (None, None), 5: ("litre_ready", 1), 6: ("litre", 900),
        7: ("litre", None), 8: (None, 3),
    }  # fmt: skip
    lines = [line_of(key, unit_basis=basis, unit_price=price) for key, (basis, price) in units.items()]
    build(table_of(lines), tmp_path / "index")
    index = Index.open(tmp_path / "index")
    answer = index.ask(Selection(sort="unit_price"), EVERYTHING, Live.nothing(8))
    assert index.offer_ids[list(answer.rows)].tolist() == [3, 2, 6, 5, 1, 4, 7, 8]
    first = index.offers(answer.rows)[0]
    assert (first.unit_basis, first.unit_price) == ("litre", 200)


def test_a_suspended_offer_is_found_by_nobody_and_shown_marked(tmp_path: Path) -> None:
    flags = [False, True, None, *[False] * 9, True]
    build(table_of([line_of(key, suspended=flag) for key, flag in enumerate(flags)]), tmp_path / "index")
    index = Index.open(tmp_path / "index")
    answer = index.ask(Selection(sort="price"), EVERYTHING, Live.nothing(len(flags)))
    assert [row.offer for row in index.offers(answer.rows)] == [0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
    assert [row.suspended for row in index.offers([0, 1, 2, 12])] == [False, True, None, True]


def test_opening_an_index_loads_no_pandas(tmp_path: Path) -> None:
    build(table_of([line_of(1), line_of(2, suspended=True)]), tmp_path / "index")
    code = "import sys, pathlib; from catalog.facets.index import Index; Index.open(pathlib.Path(sys.argv[1])); print('pandas' in sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "index")], capture_output=True, text=True, check=True
    )
    assert said.stdout == "False\n"

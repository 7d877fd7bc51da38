"""What the index shows of comparable prices: the cell of a file, its product's data, one exact amount an offer."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.access import OPERATOR
from catalog.comparable import Measure, Pack, measured, unit_price
from catalog.means.means import Means
from catalog.published.shelf import Shelf
from catalog.published.unit_prices import PACK, unit_prices
from catalog.services.release.publish import publish
from tests.release.world import deliver, set_up

LITRES = {"order_unit": "XJY", "content_unit": "LTR", "content_per_order_unit": 5_000_000}
EACH: dict[str, dict[str, Any]] = {
    "C": LITRES | {"dilution": 20_000, "dilution_least": 5_000},
    "L": LITRES,
    "T": {"order_unit": "H87", "yield_pages": 3_000},
    "R": {"order_unit": "XCT", "content_unit": "XRO", "content_per_order_unit": 96_000_000},
}
ROWS = (("C", "Concentre", "12.40"), ("L", "Gel", "12.40"), ("T", "Toner", "38.08"), ("R", "Papier", "30.00"))
COLUMNS = {"Dilution": "dilution", "Rendement (pages)": "yield_pages", "Unite": "order_unit"} | {
    "Cond.": "content_per_order_unit"
}


def shown(means: Means) -> dict[str, tuple[int | None, str | None]]:
    edition = Shelf(means.settings.index).edition(means)
    rows = edition.index.offers(range(edition.index.rows))
    return {row.reference: (row.unit_price, row.unit_basis) for row in rows}


def test_dilution_and_yield_reach_the_index_and_stay_while_a_file_is_silent(means: Means) -> None:
    set_up(means)
    publish(OPERATOR, means, [deliver(means, "1", *ROWS, each=EACH, columns=COLUMNS)])
    first = {"C": (49_600, "litre_ready"), "L": (2_480_000, "litre"), "T": (12_693, "page"), "R": (None, None)}
    assert shown(means) == first
    publish(OPERATOR, means, [deliver(means, "2", ("C", "Concentre", "12.50"), mode="patch")])
    assert shown(means) == first | {"C": (50_000, "litre_ready")}
    single = {"C": LITRES | {"dilution": 10_000}}
    publish(OPERATOR, means, [deliver(means, "3", ROWS[0], mode="patch", each=single, columns=COLUMNS)])
    assert shown(means)["C"] == (24_800, "litre_ready")


MOST = (2**63 - 1) // 4
UNITS = st.sampled_from([None, "LTR", "MLT", "KGM", "MTK", "XST", "RM", "C62", "H87", "XCT", "XRO", "XBO"])
LINE = st.tuples(
    UNITS, UNITS, st.none() | st.integers(0, 10**12), st.none() | st.integers(1, 10**6), st.none() | st.integers(1, 10**7),
    st.none() | st.integers(0, 10**13),
)  # fmt: skip


@given(lines=st.lists(LINE, max_size=30))
def test_a_block_is_what_its_lines_are_one_by_one(lines: list[tuple[Any, ...]]) -> None:
    columns = list(zip(*lines, strict=True)) or [()] * 6
    found = unit_prices(dict(zip(PACK, columns, strict=False)), pa.array(columns[5], pa.int64()))
    wanted = [(None, None) if line[5] is None else alone(line) for line in lines]
    assert list(zip(found["unit_price"].to_pylist(), found["unit_basis"].to_pylist(), strict=True)) == wanted


def alone(line: tuple[Any, ...]) -> tuple[int | None, str | None]:
    measure = measured(Pack(*line[:5]))
    if not isinstance(measure, Measure):
        return None, None
    amount = unit_price(line[5], measure)
    return (amount if amount <= MOST else None), measure.basis


@pytest.mark.parametrize("price", [10**18, 10**15 + 1, 10**13])
def test_amounts_beyond_64_bits_are_exact(price: int) -> None:
    line = ("XBO", "MLT", 7_000_000, 3, None)
    found = unit_prices({name: (value,) for name, value in zip(PACK, line, strict=True)}, pa.array([price], pa.int64()))
    assert found["unit_price"].to_pylist() == [alone((*line, price))[0]]

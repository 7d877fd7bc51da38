"""The ranges that a body looks for first: crèches by the attribute, others by what they buy."""

from __future__ import annotations

import pytest

from catalog.queries.ranges import RangeTerms
from catalog.services.buying.suited import suits


def terms(attribute: str, *families: str) -> RangeTerms:
    rule = {"attributes": [attribute], "families": list(families)}
    return RangeTerms(1, 1, "r", "CAP", "R", "R", 1, rule, "strict", "", "")


@pytest.mark.parametrize(
    ("sector", "expected"),
    [
        ("early_childhood", [True, False, False]),
        ("school", [False, False, True]),
        ("town", [False, True, False]),
        (None, [False, False, False]),
        ("unheard of", [False, False, False]),
    ],
)
def test_which_come_first(sector: str | None, expected: list[bool]) -> None:
    ranges = [
        terms("early_childhood", "CLEANING"),
        terms("ecolabelled", "CLEANING"),
        terms("ecolabelled", "OFFICE_PAPER"),
    ]
    assert [suits(each, sector) for each in ranges] == expected

"""Products of which nothing is said are nearly free: a catalogue is mostly made of them."""

from __future__ import annotations

import time

from catalog.tagging.engine import tags_of
from catalog.tagging.records import Product
from tests.tagging.samples import DAY, vocabulary

COUNT = 10_000
LIMIT = 1.0
"""Seconds of processor time; a tenth of it is what it takes."""


def test_ten_thousand_products_without_claims_take_less_than_a_second() -> None:
    text = "pH 7. Dilution 0,5 à 1 %. Sols lavables et thermoplastiques."
    items = [Product("BRUME", f"X{n}", f"Nettoyant sols neutre {n}", text, "CLEANING") for n in range(COUNT)]
    begun = time.process_time()
    tags = {id(tags_of(item, (), (), vocabulary(), DAY)) for item in items}
    assert time.process_time() - begun < LIMIT
    assert len(tags) == 1

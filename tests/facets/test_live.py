"""The day's tags come by offer and are kept by row."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from catalog.facets.live import DayTags, Live
from catalog.facets.profiles import CLAIMED

OFFERS = np.array([30, 10, 20, 40], np.int64)
"""Offer ids by row."""


def counted(live: Live, name: str) -> list[int]:
    """How many rows are unknown, yes, no, and claimed."""
    profiles = live.profiles
    found: list[int] = profiles.tally(np.arange(live.rows))[profiles.cells[name]].tolist()
    return found


@pytest.fixture
def live() -> Live:
    words = pa.list_(pa.string())
    tags = DayTags(
        offers=np.array([10, 30, 99, 20], np.int64),
        states={"ecolabelled": np.array([1, 2, 1, 0], np.uint8)},
        claimed={"ecolabelled": np.array([True, True, True, True])},
        labels=pa.array([["NF", "FSC", "NF"], None, ["GHOST"], ["FSC"]], words),
        ranges=pa.array([[], [], ["bureau"], []], words),
    )
    return Live.of(OFFERS, tags)


def test_states_find_their_rows_and_the_rest_is_unknown(live: Live) -> None:
    assert live.states["ecolabelled"].tolist() == [2, 1, 0, 0]
    assert [live.tags(row) for row in range(2)] == [{"ecolabelled": "no"}, {"ecolabelled": "yes"}]
    assert counted(live, "ecolabelled") == [2, 1, 1, 1]


def test_only_claims_on_what_is_unknown_are_kept(live: Live) -> None:
    assert live.claimed["ecolabelled"].tolist() == [False, False, True, False]
    assert counted(live, "ecolabelled")[CLAIMED] == 1


def test_proof_all_widens_yes_and_never_to_no(live: Live) -> None:
    assert live.having("ecolabelled", frozenset({"yes"}), claimed_too=False).tolist() == [False, True, False, False]
    assert live.having("ecolabelled", frozenset({"yes"}), claimed_too=True).tolist() == [False, True, True, False]
    assert live.having("ecolabelled", frozenset({"no"}), claimed_too=True).tolist() == [True, False, False, False]
    assert live.having("ecolabelled", frozenset({"perhaps"}), claimed_too=True).tolist() == [False] * 4
    assert live.having("unheard", frozenset({"unknown"}), claimed_too=False).tolist() == [True] * 4
    assert live.having("unheard", frozenset({"yes", "no"}), claimed_too=True).tolist() == [False] * 4


def test_a_label_counts_once_a_row_and_only_for_offers_of_the_index(live: Live) -> None:
    labels = live.several["label"]
    assert labels.values == ("FSC", "NF")
    assert labels.counts.tolist() == [2, 1]
    assert live.listed("label", 1) == ("FSC", "NF")
    assert live.listed("label", 0) == ()
    assert live.several["range"].values == ()


def test_lists_may_come_in_chunks() -> None:
    words = pa.list_(pa.string())
    chunks = pa.chunked_array([pa.array([["NF"]], words), pa.array([["FSC"], []], words)])
    tags = DayTags(np.array([10, 20, 30], np.int64), {}, {}, chunks, pa.nulls(3, words))
    assert Live.of(OFFERS, tags).listed("label", 2) == ("FSC",)


def test_a_claim_without_states_beside_it_is_on_what_is_unknown() -> None:
    empty = pa.nulls(1, pa.list_(pa.string()))
    tags = DayTags(np.array([10], np.int64), {}, {"ecolabelled": np.array([True])}, empty, empty)
    assert counted(Live.of(OFFERS, tags), "ecolabelled") == [4, 0, 0, 1]
    assert Live.of(OFFERS, tags).tags(1) == {"ecolabelled": "unknown"}


def test_what_was_written_is_opened(live: Live, tmp_path: Path) -> None:
    live.write(tmp_path / "live")
    opened = Live.open(tmp_path / "live")
    assert opened.rows == 4
    assert opened.states["ecolabelled"].tolist() == [2, 1, 0, 0]
    assert counted(opened, "ecolabelled") == [2, 1, 1, 1]
    assert opened.listed("label", 1) == ("FSC", "NF")


def test_nothing_known_is_unknown_everywhere() -> None:
    live = Live.nothing(3, ("ecolabelled",))
    assert live.tags(2) == {"ecolabelled": "unknown"}
    assert counted(live, "ecolabelled") == [3, 0, 0, 0]

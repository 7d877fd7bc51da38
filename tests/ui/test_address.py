"""The address of a browse page: written, read back the same, and never an error."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.facets.selection import STATES, Selection
from ui.address import (
    FACETS,
    SIZE,
    SORTS,
    Address,
    Choice,
    Named,
    choices,
    cleared,
    named_product,
    read,
    with_tag,
    with_text,
    with_value,
    without,
    write,
)

WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)
CODES = st.frozensets(WORDS, min_size=1, max_size=3)
AMOUNTS = st.none() | st.integers(0, 10**14)


@st.composite
def addresses(draw: st.DrawFn) -> Address:
    text = " ".join(draw(st.lists(WORDS, max_size=3)))
    return Address(
        Selection(
            text=text,
            values=draw(st.dictionaries(st.sampled_from(FACETS), CODES, max_size=4)),
            tags=draw(
                st.dictionaries(
                    st.text("abc_", min_size=1, max_size=9),
                    st.frozensets(st.sampled_from(STATES), min_size=1),
                    max_size=3,
                )
            ),
            price_min=draw(AMOUNTS),
            price_max=draw(AMOUNTS),
            proof=draw(st.sampled_from(("verified", "all"))),
            sort=draw(st.sampled_from(SORTS)),
            page=draw(st.integers(1, 900)),
            size=SIZE,
        ),
        draw(st.sampled_from(("list", "table"))),
        draw(st.none() | st.dates()),
    )


@given(addresses())
def test_what_is_written_reads_back_the_same(address: Address) -> None:
    assert read(write(address)) == (address, ())


@given(
    st.dictionaries(
        st.sampled_from(["q", *FACETS, "tag", "proof", "price_min", "sort", "view", "page", "on"]), st.text()
    )
)
def test_any_address_can_be_read(params: dict[str, str]) -> None:
    address, _ = read(params)
    again = read(write(address))
    assert again == (address, ())


def test_only_what_differs_from_the_default_is_written() -> None:
    assert write(Address()) == {}
    asked = Address(
        Selection(
            text="sol", values={"lot": frozenset({"ENT-2", "ENT-1"})}, tags={"early_childhood": frozenset({"yes"})},
            price_min=5_500_000, proof="all", sort="relevance", page=2, size=SIZE,
        ),
        "table",
        dt.date(2026, 11, 23),
    )  # fmt: skip
    assert write(asked) == {
        "q": "sol",
        "lot": "ENT-1~ENT-2",
        "tag": "early_childhood:yes",
        "proof": "all",
        "price_min": "5.5",
        "view": "table",
        "page": "2",
        "on": "2026-11-23",
    }


@pytest.mark.parametrize(
    "given",
    [
        {"page": "0"}, {"page": "x"}, {"page": "9999999"}, {"sort": "best"}, {"view": "grid"}, {"proof": "none"},
        {"price_min": "-1"}, {"price_max": "NaN"}, {"price_max": "1e99"}, {"on": "hier"}, {"on": "2026-02-30"},
        {"tag": "early_childhood"}, {"tag": "ecolabelled:perhaps"},
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_and_left_out(given: dict[str, str]) -> None:
    [(name, value)] = given.items()
    assert read(given) == (Address(), (f"{name}={value}",))


def test_others_parameters_are_not_looked_at() -> None:
    assert read({"lang": "de", "ref": "A/B", "utm": "x"}) == (Address(), ())


def test_a_change_goes_back_to_the_first_page() -> None:
    far = read({"page": "7", "family": "CLEANING"}).address
    assert write(with_value(far, "family", "IT", True)) == {"family": "CLEANING~IT"}
    assert write(with_value(far, "family", "CLEANING", False)) == {}
    assert write(with_tag(far, "ecolabelled", "no", True)) == {"family": "CLEANING", "tag": "ecolabelled:no"}


def test_words_bring_their_own_order_unless_another_was_chosen() -> None:
    assert with_text(Address(), "  gel   doux ").selection.sort == "relevance"
    by_price = read({"sort": "price"}).address
    assert with_text(by_price, "gel").selection.sort == "price"
    assert write(with_text(read({"q": "gel"}).address, "")) == {}


def test_each_filter_can_be_taken_off() -> None:
    asked = {"q": "gel", "family": "CLEANING", "range": "pe", "tag": "ecolabelled:yes~ecolabelled:no", "price_max": "9"}
    address = read(asked).address
    assert choices(address) == [
        Choice("q", "gel"),
        Choice("range", "pe"),
        Choice("tag", "ecolabelled:no"),
        Choice("tag", "ecolabelled:yes"),
        Choice("family", "CLEANING"),
        Choice("price_max", "9"),
    ]
    for choice in choices(address):
        assert choices(without(address, choice)) == [other for other in choices(address) if other != choice]
    assert choices(cleared(address)) == []


def test_clearing_keeps_the_view_the_day_and_the_level_of_proof() -> None:
    kept = {"proof": "all", "view": "table", "on": "2026-11-23"}
    assert write(cleared(read(kept | {"q": "gel", "page": "3"}).address)) == kept


def test_a_reference_may_hold_a_slash() -> None:
    assert named_product({"ref": "ENCRELUNE/ENC/TZ460C-N/2", "lot": "NUM-2", "on": "2026-11-23"}) == Named(
        "ENCRELUNE", "ENC/TZ460C-N/2", "NUM-2", dt.date(2026, 11, 23)
    )
    assert named_product({}) == Named("", "", None, None)

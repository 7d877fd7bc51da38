"""A product, the ranges and the interface itself: the commands' documents, and the same answer for another's thing and none."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from sqlalchemy import update

from catalog.access import OPERATOR
from catalog.api.openapi import openapi
from catalog.entrance import Entrance
from catalog.models import Product, ProductVersion
from catalog.services.buying.explain import explain
from catalog.services.ranges.show import list_ranges
from tests.api.conftest import Ask

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
PRODUCTS = "/api/v1/products"


def test_a_product_is_explained_as_by_the_command(ask: Ask, entrance: Entrance) -> None:
    answer = ask(f"{PRODUCTS}/SUP-A/A-1")
    with entrance.reading() as means:
        told = explain(OPERATOR, means, "SUP-A", "A-1").json()
    assert answer.json()["tags"] == told["tags"]
    assert answer.json()["product"] == told["product"]
    again = ask(f"{PRODUCTS}/SUP-A/A-1", if_none_match=answer.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")


def test_the_lot_is_named_where_a_reference_has_several(ask: Ask) -> None:
    assert ask(f"{PRODUCTS}/SUP-B/B-1").json()["product"]["lot"] is None
    assert ask(f"{PRODUCTS}/SUP-B/B-1?lot=ENT-2").json()["product"]["lot"] == "ENT-2"
    assert ask(f"{PRODUCTS}/SUP-B/B-1?lot=NUM-1").json()["code"] == "product.not_in_lot"


def test_another_s_thing_is_none(ask: Ask) -> None:
    for path in (f"{PRODUCTS}/SUP-A/{{}}", "/api/v1/ranges/{}"):
        theirs, none = (ask(path.format(code)) for code in ("A-2", "A-9"))
        assert (theirs.status_code, none.status_code) == (404, 404)
        assert theirs.text.replace("A-2", "A-9") == none.text


@pytest.mark.parametrize("reference", ["A/1", "A%2F1", "A 1+2", "É-1", "A?B#C", "A/", "A//B", "%", "X" * 60])
def test_a_reference_may_hold_anything(ask: Ask, entrance: Entrance, reference: str) -> None:
    with entrance.writing() as means:
        for table in (Product, ProductVersion):
            means.session.execute(update(table).where(table.reference == "A-1").values(reference=reference))
    answer = ask(f"{PRODUCTS}/SUP-A/{quote(reference, safe='')}")
    assert (answer.status_code, answer.json().get("product", {}).get("reference")) == (200, reference)


@pytest.mark.parametrize("path", ["/api/", "/api/v1", "/api/v1/", "/api/v2/search", "/api/v1/search/", "/api/v1/products/SUP-A",
                                  "/api/v1/products//A-1", "/api/v1/ranges/", "/api/v1/ranges/a/b", "/api/openapi.json/x"])  # fmt: skip
def test_other_addresses_are_none(ask: Ask, path: str) -> None:
    answer = ask(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "api.unknown")


def test_the_ranges_are_those_of_the_account(ask: Ask, entrance: Entrance) -> None:
    with entrance.reading() as means:
        told = [each.json() for each in list_ranges(OPERATOR, means)]
    assert ask("/api/v1/ranges", "staff").json() == {"ranges": told}
    one = ask("/api/v1/ranges/petite-enfance", "staff").json()
    assert {name: one[name] for name in told[0]} == told[0]
    assert (one["offers"], one["on"], len(one["content_hash"])) == (0, "2026-11-22", 64)
    assert ask("/api/v1/ranges?code=x", "staff").json()["code"] == "api.parameter"


def test_the_interface_describes_itself(ask: Ask) -> None:
    assert ask("/api/openapi.json").json() == openapi()
    assert ask("/api/openapi.json", None).status_code == 401

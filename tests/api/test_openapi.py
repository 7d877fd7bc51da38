"""The description of the interface is true: every operation that it names is asked, and every answer is as it says."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from catalog.access import OPERATOR
from catalog.api.app import Api
from catalog.api.openapi import openapi
from catalog.services.people.tokens import make_token
from tests.demo_world import copied

DOCUMENT = openapi()
BUYER, STAFF = "achats@lucioles.example", "publication@capdemo.example"
KINDS: dict[str, Any] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "object": dict,
    "array": list,
    "null": type(None),
}


def faults(value: Any, schema: dict[str, Any], at: str = "") -> Iterator[str]:
    """Where a value is not as its schema says. What the schema does not name is no fault."""
    if "$ref" in schema:
        schema = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if "oneOf" in schema:
        tried = [list(faults(value, each, at)) for each in schema["oneOf"]]
        yield from [] if tried.count([]) == 1 else [f"{at}: {tried}"]
        return
    named = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(isinstance(value, KINDS[name]) and (name == "boolean" or not isinstance(value, bool)) for name in named):
        yield f"{at}: {value!r} is no {named}"
        return
    if value not in schema.get("enum", [value]):
        yield f"{at}: {value!r} is none of {schema['enum']}"
    yield from (f"{at}: no {name}" for name in schema.get("required", ()) if name not in value)
    if isinstance(value, dict):
        for name, each in value.items():
            within = schema.get("properties", {}).get(name, schema.get("additionalProperties"))
            yield from faults(each, within, f"{at}/{name}") if within else ()
    if isinstance(value, list):
        for place, each in enumerate(value):
            yield from faults(each, schema["items"], f"{at}/{place}")


def test_the_walk_finds_what_is_wrong() -> None:
    offer = {"supplier": "S", "reference": "R", "lot": "L", "name": "N", "price": None, "currency": "EUR", "order_unit": None,
             "family": "none", "tags": {"ecolabelled": "yes", "remanufactured": "no", "early_childhood": "unknown"}}  # fmt: skip
    schema = DOCUMENT["components"]["schemas"]["Offer"]
    assert list(faults(offer, schema)) == []
    wrong = {**offer, "price": 3.95, "tags": {"ecolabelled": "maybe", "remanufactured": "no"}}
    del wrong["lot"]
    assert list(faults(wrong, schema)) == [
        ": no lot", "/price: 3.95 is no ['string', 'null']", "/tags: no early_childhood",
        "/tags/ecolabelled: 'maybe' is none of ['yes', 'no', 'unknown']",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def told(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """told(path, who, **params) -> (status, media type, document)."""
    entrance = copied(demo_home, tmp_path_factory.mktemp("api") / "home")
    with entrance.writing() as means:
        tokens = {email: make_token(OPERATOR, means, email) for email in (BUYER, STAFF)}
    client = httpx.AsyncClient(transport=httpx.ASGITransport(Api(entrance)), base_url="http://tamis.example")
    with asyncio.Runner() as loop:

        def ask(path: str, who: str, **params: str) -> tuple[int, str, Any]:
            headers = {"authorization": f"Bearer {tokens[who]}"}
            answer = loop.run(client.get(path, params=params, headers=headers))
            return answer.status_code, answer.headers["content-type"].partition(";")[0], answer.json()

        yield ask
        loop.run(client.aclose())
    entrance.close()


def filled(template: str, product: dict[str, str]) -> str:
    """A path of the document with its parts put in."""
    parts = {
        "supplier": product["supplier"],
        "reference": quote(product["reference"], safe=""),
        "code": "petite-enfance",
    }
    return template.format(**parts)


SAMPLES = {
    "q": "savon", "filter": "ecolabelled=yes", "tag": "early_childhood:unknown", "price_min": "1", "price_max": "99.50",
    "currency": "EUR", "proof": "all", "sort": "price", "page": "1", "size": "3", "on": "2026-11-22", "lang": "en",
    "ecolabelled": "yes~unknown", "remanufactured": "unknown",
}  # fmt: skip


@pytest.mark.parametrize("path", sorted(DOCUMENT["paths"]))
@pytest.mark.parametrize("who", [BUYER, STAFF])
def test_every_operation_answers_as_described(told: Any, path: str, who: str) -> None:
    _, _, found = told("/api/v1/search", who, size="1", family="CLEANING")
    status, media, document = told(filled(path, found["products"][0]), who)
    answers = DOCUMENT["paths"][path]["get"]["responses"]
    assert (status, media) == (200, "application/json")
    assert list(faults(document, answers["200"]["content"][media]["schema"])) == []


@pytest.mark.parametrize("path", sorted(DOCUMENT["paths"]))
def test_every_parameter_is_taken_and_every_refusal_is_as_described(told: Any, path: str) -> None:
    _, _, found = told("/api/v1/search", STAFF, size="1", family="CLEANING")
    operation, product = DOCUMENT["paths"][path]["get"], found["products"][0]
    named = [each["name"] for each in operation["parameters"] if each["in"] == "query"]
    known = {**SAMPLES, "lot": product["lot"], "range": "petite-enfance", "as": "LUCIOLES"}
    for name in named:
        status, _, document = told(filled(path, product), STAFF, **{name: known.get(name, "unknown")})
        assert status in (200, 404), (name, document)
    status, media, document = told(filled(path, product), STAFF, colour="red")
    assert (status, document["code"]) == (400, "api.parameter")
    assert list(faults(document, operation["responses"]["400"]["content"][media]["schema"])) == []


def test_all_that_the_search_takes_at_once(told: Any) -> None:
    params = {name: SAMPLES[name] for name in SAMPLES if name not in ("ecolabelled", "filter")}
    status, _, document = told("/api/v1/search", BUYER, **params)
    assert (status, document["size"], document["on"]) == (200, 3, "2026-11-22")

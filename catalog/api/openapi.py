"""The interface described in its own terms (OpenAPI 3.1). A test asks every operation named here and holds the answers to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from catalog import asking
from catalog.facets.selection import STATES
from catalog.reference.shipped import names
from catalog.tagging.records import ATTRIBUTES

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
TEXT_OR_NONE: Schema = {"type": ["string", "null"]}
NUMBER: Schema = {"type": "integer"}
NUMBER_OR_NONE: Schema = {"type": ["integer", "null"]}
YES_OR_NO: Schema = {"type": "boolean"}
DAY: Schema = {"type": "string", "format": "date"}
DAY_OR_NONE: Schema = {"type": ["string", "null"], "format": "date"}
STATE: Schema = {"type": "string", "enum": list(STATES)}
BOTH: dict[str, Schema] = {"fr": TEXT, "en": TEXT}


def listed(items: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": items}


def by_name(values: Schema) -> Schema:
    """An object whose names are codes."""
    return {"type": "object", "additionalProperties": values}


def record(fields: Mapping[str, Schema], optional: Sequence[str] = ()) -> Schema:
    """An object with these fields; those not named as optional are always there. More may come in a later version."""
    return {"type": "object", "properties": dict(fields), "required": [name for name in fields if name not in optional]}


def ref(name: str) -> Schema:
    """A schema of the components."""
    return {"$ref": f"#/components/schemas/{name}"}


RANGE_TOLD = record({"name": TEXT, "description": TEXT_OR_NONE, "rule": listed(TEXT)})
RANGE_FIELDS: dict[str, Schema] = {
    "code": TEXT, "central": TEXT, "version": NUMBER, "since": DAY, "profile": TEXT_OR_NONE,
    "rule": record({"attributes": listed(TEXT), "families": listed(TEXT), "lots": listed(TEXT)}), "fr": RANGE_TOLD, "en": RANGE_TOLD,
}  # fmt: skip


def either(*fields: tuple[str, Schema]) -> Schema:
    """An object with these fields, or null."""
    return {"oneOf": [{"type": "null"}, record(dict(fields))]}


PROOF = either(
    ("kind", TEXT),
    ("document", TEXT_OR_NONE),
    ("page", NUMBER_OR_NONE),
    ("issued", DAY_OR_NONE),
    ("until", DAY_OR_NONE),
)
SOURCE = either(("file", TEXT), ("sheet", TEXT_OR_NONE), ("row", NUMBER_OR_NONE), ("column", TEXT_OR_NONE))
ENDS = either(("licence", DAY_OR_NONE), ("criteria", DAY_OR_NONE), ("contract", DAY_OR_NONE))
SCHEMAS: dict[str, Schema] = {
    "Problem": record({"type": TEXT, "title": TEXT, "status": NUMBER, "code": TEXT, "detail": TEXT}),
    "Offer": record({
        "supplier": TEXT, "reference": TEXT, "lot": TEXT, "name": TEXT, "price": TEXT_OR_NONE, "currency": TEXT_OR_NONE,
        "order_unit": TEXT_OR_NONE, "family": TEXT, "tags": {**by_name(STATE), "required": list(ATTRIBUTES)},
    }),
    "Found": record({
        "total": NUMBER, "page": NUMBER, "size": NUMBER, "publication": NUMBER_OR_NONE, "on": DAY,
        "products": listed(ref("Offer")), "facets": by_name(by_name(NUMBER)), "claimed": by_name(NUMBER),
        "other_currency": NUMBER, "ms": {"type": "number"},
    }),
    "Rule": record({
        "rule": TEXT, "version": TEXT_OR_NONE, "outcome": {"type": "string", "enum": ["pass", "fail", "unknown"]},
        "value": TEXT_OR_NONE, **BOTH, "proof": PROOF, "source": SOURCE,
    }),
    "Tag": record({
        "state": STATE, "standing": TEXT, "basis": TEXT_OR_NONE, "until": DAY_OR_NONE, "labels": listed(TEXT),
        "claimed": YES_OR_NO, "outcome": TEXT_OR_NONE, "ends": ENDS, "missing": listed(record({"code": TEXT, **BOTH})),
        "warnings": listed(record(BOTH)), **BOTH, "rules": listed(ref("Rule")),
    }),
    "InRange": record({
        "in": YES_OR_NO, "rules_short": NUMBER, "version": NUMBER, "rules": listed(ref("Rule")),
        "lots": by_name(record({"in": YES_OR_NO, "rules_short": NUMBER})),
    }),
    "Product": record({
        "supplier": TEXT, "reference": TEXT, "lot": TEXT_OR_NONE, "name": TEXT, "lots": listed(TEXT), "asked": TEXT, **BOTH,
    }, ("asked", *BOTH)),
    "Explanation": record({
        "product": ref("Product"), "on": DAY, "publication": NUMBER, "tags": by_name(ref("Tag")),
        "ranges": by_name(ref("InRange")),
    }),
    "Range": record(RANGE_FIELDS),
    "RangeHeld": record({**RANGE_FIELDS, "on": DAY, "versions": by_name(NUMBER), "content_hash": TEXT, "offers": NUMBER}),
    "Ranges": record({"ranges": listed(ref("Range"))}),
    "Itself": record({
        "openapi": TEXT, "info": record({"title": TEXT, "version": TEXT}), "paths": by_name({"type": "object"}),
    }),
}  # fmt: skip


def parameter(name: str, schema: Schema, about: str, *, path: bool = False, several: bool = False) -> Schema:
    """A parameter of an operation."""
    return {
        "name": name,
        "in": "path" if path else "query",
        "required": path,
        "description": about,
        "schema": listed(schema) if several else schema,
    }


ON = parameter("on", DAY, "the day; default: today")
LANG = parameter("lang", {"type": "string", "enum": ["fr", "en"]}, "language of refusals, before Accept-Language")


def _search() -> list[Schema]:
    return [
        parameter("q", {"type": "string", "maxLength": 200}, "words, a reference or a GTIN"),
        parameter("filter", TEXT, "FACET=VALUE or ATTRIBUTE=STATE, as -f on the command line", several=True),
        *(parameter(name, TEXT, "codes, several joined by ~: alternatives", several=True) for name in asking.FACETS),
        parameter("tag", TEXT, "ATTRIBUTE:STATE, several joined by ~", several=True),
        *(parameter(name, TEXT, "states of this attribute, joined by ~", several=True) for name in names("attribute")),
        parameter("price_min", TEXT, "excluding VAT, per order unit"),
        parameter("price_max", TEXT, "excluding VAT, per order unit"),
        parameter("currency", TEXT, "of the price limits; default EUR"),
        parameter("proof", {"type": "string", "enum": list(asking.LEVELS)}, "all: with what is only claimed"),
        parameter("sort", {"type": "string", "enum": list(asking.SORTS)}, "default: name"),
        parameter("page", {"type": "integer", "minimum": 1}, "from 1"),
        parameter("size", {"type": "integer", "minimum": 1, "maximum": 200}, "offers a page; default 50"),
        parameter("as", TEXT, "as this member or supplier sees it (central body only)"),
        ON,
        LANG,
    ]


def operation(name: str, about: str, schema: str, parameters: Sequence[Schema] = (LANG,)) -> Schema:
    """A GET with its answers."""
    problems = {
        str(status): {"description": said, "content": {"application/problem+json": {"schema": ref("Problem")}}}
        for status, said in PROBLEMS.items()
    }
    found = {
        "description": about,
        "headers": {"ETag": {"schema": TEXT, "description": "send it back as If-None-Match"}},
        "content": {"application/json": {"schema": ref(schema)}},
    }
    answers = {"200": found, "304": {"description": "as before"}, **problems}
    return {"get": {"operationId": name, "summary": about, "parameters": list(parameters), "responses": answers}}


PROBLEMS = {
    400: "refused: `code` is stable, `detail` its sentence", 401: "no token, a revoked one, or a disabled account",
    403: "the token's account has not this right", 404: "no such thing, or one of others", 405: "GET and HEAD only",
    406: "JSON is not accepted", 414: "the address is too long", 429: "too many requests of one token at once",
    503: "the database is busy or not ready",
}  # fmt: skip


@cache
def openapi() -> Schema:
    """The document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Tamis",
            "version": "1",
            "description": "The published catalogue as the token's account sees it.",
        },
        "security": [{"token": []}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "from `user token EMAIL`"}
            },
            "schemas": SCHEMAS,
        },
    }


def _paths() -> dict[str, Schema]:
    named = [
        parameter("supplier", TEXT, "code", path=True),
        parameter("reference", TEXT, "percent-encoded: it may hold a slash", path=True),
        parameter("lot", TEXT, "named wherever the reference alone is ambiguous"),
        parameter("range", TEXT, "only this range"), ON, LANG,
    ]  # fmt: skip
    one_range = [parameter("code", TEXT, "the range", path=True), ON, LANG]
    return {
        "/api/v1/search": operation(
            "search", "offers that fit, and the counts of every further choice", "Found", _search()
        ),
        "/api/v1/products/{supplier}/{reference}": operation(
            "product", "each attribute and range of a product: why in, why out, what is missing", "Explanation", named
        ),
        "/api/v1/ranges": operation("ranges", "the dedicated ranges", "Ranges"),
        "/api/v1/ranges/{code}": operation(
            "range", "one range: its rule in words, its version, what it holds, content hash", "RangeHeld", one_range
        ),
        "/api/openapi.json": operation("openapi", "this document", "Itself"),
    }

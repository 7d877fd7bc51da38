"""A read document as JSON and back: to leave the child process, and to be kept as a reading in the database.

Decimals are strings, days ISO, what is missing is null. Every key of the records is a key here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from imports.documents.record import (
    Code,
    Found,
    HazardClass,
    Heading,
    Ingredient,
    IngredientList,
    Line,
    ReadDocument,
    Refused,
    Sheet,
    Substance,
)

_MANY: Mapping[str, type] = {
    "codes": Code, "classes": HazardClass, "substances": Substance, "outdated": Found, "sections": Heading, "pictograms": Found,
    "ufis": Found, "gtins": Found, "references": Found, "product_types": Found, "authorisations": Found, "standards": Found,
    "ingredients": Ingredient,
}  # fmt: skip
"""Field of a record -> what its list holds."""


def sheet_json(sheet: Sheet) -> dict[str, Any]:
    """The payload of a reading of kind "safety_sheet"."""
    return _object(sheet)


def sheet_from(payload: Mapping[str, Any]) -> Sheet:
    """The sheet of such a payload. Raises KeyError or TypeError for one of another shape."""
    readable = {int(section): said for section, said in payload["readable"].items()}
    only = payload["professional_only"]
    return Sheet(
        **_given(payload, Sheet, ("readable", "professional_only")),
        readable=readable,
        professional_only=Found(**only) if only else None,
    )


def list_json(ingredients: IngredientList) -> dict[str, Any]:
    """The payload of a reading of kind "ingredient_list"."""
    return _object(ingredients)


def list_from(payload: Mapping[str, Any]) -> IngredientList:
    """The list of such a payload."""
    return IngredientList(**_given(payload, IngredientList, ()))


def document_json(document: ReadDocument) -> dict[str, Any]:
    """The whole answer of the child."""
    return _object(document)


def document_from(payload: Mapping[str, Any]) -> ReadDocument:
    """That answer again."""
    sheet, ingredients, refused = payload["sheet"], payload["ingredients"], payload["refused"]
    return ReadDocument(
        payload["name"],
        payload["kind"],
        payload["pages"],
        tuple(Line(**line) for line in payload["lines"]),
        sheet_from(sheet) if sheet else None,
        list_from(ingredients) if ingredients else None,
        Refused(**refused) if refused else None,
    )


def _object(record: Any) -> dict[str, Any]:
    return {field.name: _plain(getattr(record, field.name)) for field in fields(record)}


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return _object(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, dt.date) else value


def _given(payload: Mapping[str, Any], record: Any, apart: tuple[str, ...]) -> dict[str, Any]:
    names = [field.name for field in fields(record) if field.name in payload and field.name not in apart]
    return {name: _read(name, payload[name]) for name in names}


def _read(name: str, value: Any) -> Any:
    if name in _MANY:
        return tuple(_one(_MANY[name], each) for each in value)
    return dt.date.fromisoformat(value) if name == "revised" and value else value


def _one(record: type, payload: Mapping[str, Any]) -> Any:
    given = dict(payload)
    if record is Code:
        given["substances"] = tuple(given.get("substances", ()))
    if record is Substance:
        given |= {bound: Decimal(given[bound]) if given[bound] is not None else None for bound in ("low", "high")}
    return record(**given)

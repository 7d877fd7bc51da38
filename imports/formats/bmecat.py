"""BMEcat 1.01, 1.2 and 2005: a new catalogue, an update of products, an update of prices.

Element names: those of 1.x say ARTICLE and AID where 2005 says PRODUCT and PID; both are read under their own names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal
from xml.etree.ElementTree import Element

import numpy as np

from imports.columns.structured import Structured
from imports.formats.alike import Alike
from imports.formats.bmecat_prices import PriceColumns, prices_of
from imports.formats.gathered import TELLING, Gathered, Telling, below, best, flat, language, leaves, rank, spoken, text
from imports.formats.markup import Texts
from imports.formats.xml import Document, Uneven
from imports.record import Cell, Column, Grid, Request, UnreadableFile

_ROWS = frozenset(("ARTICLE", "PRODUCT"))
_MAPS = frozenset(("ARTICLE_TO_CATALOGGROUP_MAP", "PRODUCT_TO_CATALOGGROUP_MAP"))
_UPDATES = frozenset(("T_UPDATE_PRODUCTS", "T_UPDATE_PRICES"))
_WANTED = _ROWS | _MAPS | {"HEADER", "CATALOG_STRUCTURE"}
_FAMILY = "CATALOG_STRUCTURE/GROUP_NAME"
_PERCENT = "P1"
"""Its code as a unit (UN/ECE Rec 20)."""
_FIELDS = {
    "SUPPLIER_ID": "reference", "DETAILS/DESCRIPTION_SHORT": "name", "DETAILS/DESCRIPTION_LONG": "description", "DETAILS/EAN": "gtin",
    "DETAILS/MANUFACTURER_NAME": "brand", "DETAILS/DELIVERY_TIME": "lead_time_days", "ORDER_DETAILS/ORDER_UNIT": "order_unit",
    "ORDER_DETAILS/CONTENT_UNIT": "content_unit", "ORDER_DETAILS/NO_CU_PER_OU": "content_per_order_unit",
    "ORDER_DETAILS/PRICE_QUANTITY": "price_basis", "ORDER_DETAILS/QUANTITY_MIN": "min_order_quantity",
    "ORDER_DETAILS/QUANTITY_INTERVAL": "order_multiple", "LOGISTIC_DETAILS/COUNTRY_OF_ORIGIN": "origin",
    "REFERENCE[followup]": "replaced_by",
}  # fmt: skip
"""Path without ARTICLE_ or PRODUCT_ -> field."""


_PASSED = Texts(
    frozenset(
        "SUPPLIER_AID SUPPLIER_PID DESCRIPTION_SHORT DESCRIPTION_LONG EAN INTERNATIONAL_PID MANUFACTURER_AID MANUFACTURER_PID BUYER_AID BUYER_PID "
        "MANUFACTURER_NAME MANUFACTURER_TYPE_DESCR ERP_GROUP_BUYER ERP_GROUP_SUPPLIER DELIVERY_TIME KEYWORD REMARKS SEGMENT NO_CU_PER_OU PRICE_QUANTITY "
        "QUANTITY_MIN QUANTITY_INTERVAL QUANTITY_MAX PRICE_AMOUNT REFERENCE_FEATURE_GROUP_ID FVALUE ART_ID_TO PROD_ID_TO ARTICLE_ORDER PRODUCT_ORDER "
        "CUSTOMS_NUMBER STATISTICS_FACTOR".split()
    ),
    frozenset(("MIME_SOURCE",)),
)  # fmt: skip


def _own(title: str) -> bool:
    """Extensions and features may be of any number, all else is the format's."""
    return not title.startswith(("USER_DEFINED_EXTENSIONS", "ARTICLE_FEATURES[", "PRODUCT_FEATURES["))


@dataclass(slots=True)
class _Catalogue:
    """What the file says outside its products, and what has been gathered of them."""

    request: Request
    telling: Telling
    rows: Gathered = field(default_factory=lambda: Gathered(_own))
    fields: dict[str, str] = field(default_factory=dict)
    prices: PriceColumns = field(default_factory=PriceColumns)
    transactions: set[str] = field(default_factory=set)
    currency: str = ""
    mime_root: str = ""
    groups: dict[str, str] = field(default_factory=dict)
    group_of: dict[str, str] = field(default_factory=dict)


def read(path: Path, request: Request) -> Structured:
    """The catalogue's products. Raises UnreadableFile."""
    try:
        return _read(path, request, _ROWS)
    except Uneven:
        return _read(path, request, frozenset())


def _read(path: Path, request: Request, apart: Set[str]) -> Structured:
    document = Document(path, _WANTED, apart)
    catalogue = _Catalogue(request, Telling(request.words, TELLING))
    alike = Alike(catalogue.rows, lambda element: _product(catalogue, element), _PASSED)
    for element in document:
        if element.tag == document.mark or element.tag in _ROWS:
            catalogue.transactions.add(document.around)
            alike.take_all(document, element)
        elif element.tag == "HEADER":
            _header(catalogue, element)
        elif element.tag == "CATALOG_STRUCTURE":
            catalogue.groups[below(element, "GROUP_ID")] = best(element.findall("GROUP_NAME"))
        else:
            reference = below(element, "ART_ID") or below(element, "PROD_ID")
            catalogue.group_of.setdefault(reference, below(element, "CATALOG_GROUP_ID"))
    return _closed(catalogue, document.encoding)


def _header(catalogue: _Catalogue, header: Element) -> None:
    catalogue.currency = below(header, "CATALOG/CURRENCY")
    catalogue.mime_root = below(header, "CATALOG/MIME_ROOT")


def _product(catalogue: _Catalogue, product: Element) -> dict[str, Cell]:
    """One product element is one row."""
    later: dict[str, Cell] = {}
    texts: list[tuple[str, str, str]] = []
    for section in product:
        kind = section.tag.removeprefix("ARTICLE_").removeprefix("PRODUCT_")
        if kind == "PRICE_DETAILS":
            continue
        if kind == "FEATURES":
            later |= _features(catalogue, section)
        elif section.tag == "MIME_INFO":
            later |= _documents(catalogue, section)
        else:
            texts += _texts(section, kind)
    cells = spoken(texts)
    _settle_gtin(cells)
    cells |= later | prices_of(
        product, catalogue.currency, catalogue.request.currency, catalogue.prices, catalogue.rows
    )
    if product.get("mode") == "delete":
        reference = cells.get("SUPPLIER_PID") or cells.get("SUPPLIER_AID")
        catalogue.rows.delete(str(reference) if reference else None)
    return cells


def _texts(section: Element, kind: str) -> Iterator[tuple[str, str, str]]:
    """(path, language, text) of a section that is nothing but texts; the type of an id is no part of its name."""
    if section.tag in ("SUPPLIER_AID", "SUPPLIER_PID"):
        yield section.tag, "", text(section)
    elif kind == "REFERENCE":
        target = below(section, "ART_ID_TO") or below(section, "PROD_ID_TO")
        yield f"{section.tag}[{section.get('type', '')}]", "", target
    elif len(section):
        for path, leaf in leaves(section, section.tag + "/"):
            yield path, language(leaf), text(leaf)
    else:
        yield section.tag, language(section), text(section)


def _settle_gtin(cells: dict[str, Cell]) -> None:
    """2005 names the article number INTERNATIONAL_PID; where EAN is absent it stands in its column."""
    ean = "PRODUCT_DETAILS/EAN"
    for kind in ("gtin", "ean", "GTIN", "EAN", "ean13"):
        other = cells.get(f"PRODUCT_DETAILS/INTERNATIONAL_PID[{kind}]")
        if other and not cells.get(ean):
            cells[ean] = cells.pop(f"PRODUCT_DETAILS/INTERNATIONAL_PID[{kind}]")


def _features(catalogue: _Catalogue, section: Element) -> dict[str, Cell]:
    """Labels, allergens and their like each in a column; the group in its classification; all others in one."""
    cells: dict[str, Cell] = {}
    system, group = below(section, "REFERENCE_FEATURE_SYSTEM_NAME"), below(section, "REFERENCE_FEATURE_GROUP_ID")
    if system and group:
        title = f"{section.tag}[{system}]/REFERENCE_FEATURE_GROUP_ID"
        cells[title] = group
        if not system.lower().startswith("udf"):
            catalogue.fields[title] = "classifications"
    others = []
    for feature in section.iter("FEATURE"):
        name, value = _feature(feature)
        said = catalogue.telling.field(name)
        if value and said:
            title = f"{section.tag}[{name}]"
            cells[title] = f"{cells[title]}; {value}" if title in cells else value
            catalogue.fields[title] = said
        elif name or value:
            others.append(f"{name}: {value}")
    if others:
        cells[section.tag] = "\n".join(dict.fromkeys(others))
    return cells


def _feature(feature: Element) -> tuple[str, str]:
    """(name, value with its unit), each in the best language."""
    said = flat(feature)
    names = feature.findall("FNAME") or feature.findall("FTEMPLATE/FT_NAME")
    name = best(names)
    values = feature.findall("FVALUE")
    if len(values) < 2:
        value = said.get("FVALUE") or said.get("FVALUE_DETAILS", "")
    else:
        first = min(rank(language(each)) for each in values)
        value = ", ".join(dict.fromkeys(text(each) for each in values if text(each) and rank(language(each)) == first))
    unit = said.get("FUNIT")
    unit = "%" if unit == _PERCENT else unit
    return name, f"{value} {unit}" if value and unit else value


def _documents(catalogue: _Catalogue, section: Element) -> dict[str, Cell]:
    """The first image, and every file that is none."""
    images: list[str] = []
    others: list[str] = []
    for mime in section.findall("MIME"):
        source = best(mime.findall("MIME_SOURCE"))
        kind = below(mime, "MIME_TYPE").lower()
        if source:
            (images if kind.startswith("image") else others).append(_address(catalogue, source))
    cells: dict[str, Cell] = {}
    if images:
        cells["MIME_INFO/MIME[image]"] = images[0]
    if len(images) > 1:
        cells["MIME_INFO/MIME[image, …]"] = "\n".join(dict.fromkeys(images[1:]))
    if others:
        cells["MIME_INFO/MIME"] = "\n".join(dict.fromkeys(others))
    return cells


def _address(catalogue: _Catalogue, source: str) -> str:
    """A source below a root that is an address becomes one; nothing is ever fetched."""
    root = catalogue.mime_root
    if "://" in root and "://" not in source:
        return f"{root.rstrip('/')}/{source.lstrip('/')}"
    return source


def _closed(catalogue: _Catalogue, encoding: str) -> Structured:
    rows = catalogue.rows
    grid = _with_families(catalogue, rows.grid())
    transaction: Literal["full", "patch"] = "patch" if catalogue.transactions & _UPDATES else "full"
    chosen = catalogue.prices.chosen()
    said = {**_named(rows.titles), **chosen.fields, **catalogue.fields}
    if foreign := catalogue.transactions - _UPDATES - {"T_NEW_CATALOG"}:
        raise UnreadableFile("file.unknown_xml", root=min(foreign) or "BMECAT", rows=rows.height)
    return Structured(
        "bmecat", (grid,), encoding, None, (*chosen.issues, *rows.warned),
        titles=tuple(rows.titles),
        fields={title: name for title, name in said.items() if title in rows.titles},
        includes_vat=chosen.includes_vat,
        left_out=rows.left_out,
        deleted=frozenset(rows.deleted),
        transaction=transaction,
        prices=chosen.asked,
    )  # fmt: skip


def _with_families(catalogue: _Catalogue, grid: Grid) -> Grid:
    """The grid with the name of the group that each product's reference is mapped to, where any is."""
    group = {reference: catalogue.groups.get(code) or None for reference, code in catalogue.group_of.items()}
    titles = catalogue.rows.titles
    held = [grid.columns[titles[title]] for title in ("SUPPLIER_AID", "SUPPLIER_PID") if title in titles]
    if not held or not any(group.values()):
        return grid
    families: list[Cell] = [None, *dict.fromkeys(name for name in group.values() if name)]
    code_of = {name: code for code, name in enumerate(families)}
    codes = np.zeros(len(grid.numbers), np.int32)
    for column in held:
        own = np.array([code_of[group.get(str(reference))] for reference in column.values], np.int32)
        codes = np.where(column.codes > 0, own[column.codes], codes).astype(np.int32)
    if not codes.any():
        return grid
    titles[_FAMILY] = len(grid.columns)
    return replace(grid, columns=(*grid.columns, Column(families, codes)))


def _named(titles: Mapping[str, int]) -> dict[str, str]:
    """The titles that the format gives a meaning to."""
    fields = {_FAMILY: "family", "MIME_INFO/MIME[image]": "image_url", "MIME_INFO/MIME": "documents"}
    for title in titles:
        plain = title.replace("ARTICLE_", "", 1).replace("PRODUCT_", "", 1).replace("SUPPLIER_AID", "SUPPLIER_ID")
        plain = plain.replace("SUPPLIER_PID", "SUPPLIER_ID")
        if plain in _FIELDS:
            fields[title] = _FIELDS[plain]
        elif plain.startswith("DETAILS/SPECIAL_TREATMENT_CLASS"):
            fields[title] = "hazard_codes"
    return {title: name for title, name in fields.items() if title in titles}

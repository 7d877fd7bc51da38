"""cXML Index, full or incremental. A request, an envelope without its catalogue, a punch-out is told and refused."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.etree.ElementTree import Element

import numpy as np

from imports.columns.structured import Structured
from imports.formats.alike import Alike
from imports.formats.gathered import (
    TELLING,
    Gathered,
    Telling,
    below,
    language,
    leaves,
    per_unit,
    same_unit,
    spoken,
    text,
)
from imports.formats.markup import Texts
from imports.formats.xml import Document, Uneven
from imports.record import Cell, Column, Grid, Request, UnreadableFile

_ROWS = frozenset(("IndexItemAdd", "IndexItemDelete", "IndexItemPunchout"))
_OTHERS = frozenset(
    ("CatalogUploadRequest", "PunchOutSetupRequest", "PunchOutSetupResponse", "PunchOutOrderMessage", "OrderRequest")
)
_REFERENCE, _SECOND = "ItemID/SupplierPartID", "ItemID/SupplierPartAuxiliaryID"
_WHOLE = f"{_REFERENCE}+{_SECOND}"
_NAME, _LONG = "ItemDetail/Description", "ItemDetail/Description[long]"
_AMOUNT = "ItemDetail/UnitPrice/Money"
_BASIS = "ItemDetail/PriceBasisQuantity/@quantity"
_FIELDS = {
    _REFERENCE: "reference", _NAME: "name", _LONG: "description", _AMOUNT: "price", f"{_AMOUNT}/@currency": "currency", _BASIS: "price_basis",
    "ItemDetail/UnitOfMeasure": "order_unit", "ItemDetail/ManufacturerName": "brand", "ItemDetail/LeadTime": "lead_time_days",
    "IndexItemDetail/EffectiveDate": "valid_from", "IndexItemDetail/ExpirationDate": "valid_to",
    "ItemDetail/AttachmentReference[image]": "image_url", "ItemDetail/AttachmentReference": "documents",
    "ItemDetail/ItemDetailIndustry/ItemDetailRetail/EANID": "gtin",
}  # fmt: skip
_IMAGES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".bmp")
_PASSED = Texts(
    frozenset(
        "SupplierPartID SupplierPartAuxiliaryID ManufacturerPartID ManufacturerName Money Classification Extrinsic LeadTime EANID".split()
    ),
    frozenset(("URL",)),
    frozenset(("Description",)),
)
_DAYS = frozenset(("EffectiveDate", "ExpirationDate"))
"""A moment is read as its day."""
_APART = frozenset(
    ("Description", "Classification", "AttachmentReference", "Extrinsic", "PriceBasisQuantity", "UnitPrice")
)


@dataclass(slots=True)
class _Index:
    """What has been gathered of the index so far."""

    telling: Telling
    rows: Gathered = field(default_factory=lambda: Gathered(_FIELDS.__contains__))
    fields: dict[str, str] = field(default_factory=dict)
    other: Element | None = None


def read(path: Path, request: Request) -> Structured:
    """The items of an index. Raises UnreadableFile."""
    try:
        return _read(path, request, _ROWS)
    except Uneven:
        return _read(path, request, frozenset())


def _read(path: Path, request: Request, apart: Set[str]) -> Structured:
    document = Document(path, _ROWS | _OTHERS, apart)
    index = _Index(Telling(request.words, TELLING | {"gtin"}))
    alike = Alike(index.rows, lambda element: _item(index, element), _PASSED)
    for element in document:
        if element.tag == document.mark or element.tag in _ROWS:
            alike.take_all(document, element)
        else:
            index.other = element
    _refuse(index, next(iter(name for name in document.holders if name), "cXML"))
    return _closed(index, document)


def _closed(index: _Index, document: Document) -> Structured:
    rows = index.rows
    grid = rows.grid()
    fields = {title: name for title, name in {**_FIELDS, **index.fields}.items() if title in rows.titles}
    if _SECOND in rows.titles and _REFERENCE in rows.titles:
        rows.titles[_WHOLE] = len(grid.columns)
        grid = replace(grid, columns=(*grid.columns, _whole(rows, grid)))
        fields = {title: name for title, name in fields.items() if title != _REFERENCE} | {_WHOLE: "reference"}
    mode = document.holders.get("Index", {}).get("loadmode", "Full").lower()
    return Structured(
        "cxml", (grid,), document.encoding, None, tuple(rows.warned),
        titles=tuple(rows.titles), fields=fields, left_out=rows.left_out, deleted=frozenset(rows.deleted),
        transaction="patch" if mode == "incremental" else "full",
    )  # fmt: skip


def _whole(rows: Gathered, grid: Grid) -> Column:
    """The part number and the one beside it that tells two products of the same number apart."""
    first, second = grid.columns[rows.titles[_REFERENCE]], grid.columns[rows.titles[_SECOND]]
    pairs, codes = np.unique(np.stack([first.codes, second.codes]), axis=1, return_inverse=True)
    joined = [
        "-".join(str(part) for part in (first.values[one], second.values[two]) if part) for one, two in pairs.T.tolist()
    ]
    return Column([None, *joined], np.where(first.codes + second.codes > 0, codes.reshape(-1) + 1, 0).astype(np.int32))


def _refuse(index: _Index, root: str) -> None:
    """What is no price list although it is cXML."""
    punched = sum(issue.code == "row.punch_out" for issue in index.rows.left_out.values())
    if punched and punched == index.rows.height:
        raise UnreadableFile("file.punch_out", rows=index.rows.height)
    if index.rows.height:
        return
    if index.other is None:
        raise (
            UnreadableFile("file.no_rows", sheet=None)
            if root == "Index"
            else UnreadableFile("file.unknown_xml", root=root)
        )
    if index.other.tag == "CatalogUploadRequest":
        raise UnreadableFile("file.attachment_only", address=below(index.other, "Attachment/URL") or None)
    if index.other.tag.startswith("PunchOut"):
        raise UnreadableFile("file.punch_out", rows=0)
    raise UnreadableFile("file.unknown_xml", root=index.other.tag)


def _item(index: _Index, item: Element) -> dict[str, Cell]:
    """One element of the index is one row."""
    rows = index.rows
    cells = spoken([*_texts(item)])
    detail = item.find("ItemDetail")
    if detail is not None:
        _described(detail, cells)
        _classified(index, detail, cells)
        _attached(detail, cells)
        _priced(index, detail, cells)
    if "ItemDetail/LeadTime" not in cells and (lead := below(item, "IndexItemDetail/LeadTime")):
        cells["ItemDetail/LeadTime"] = lead
    value = "-".join(str(cells[path]) for path in (_REFERENCE, _SECOND) if cells.get(path))
    if item.tag == "IndexItemDelete":
        rows.delete(value or None)
    elif item.tag == "IndexItemPunchout":
        rows.leave_out("row.punch_out", value or None)
    return cells


def _texts(item: Element) -> Iterator[tuple[str, str, str]]:
    """(path, language, text) of everything that is read as it stands."""
    for section in item:
        for part in section:
            if section.tag == "ItemDetail" and part.tag in _APART:
                continue
            path = f"{section.tag}/{part.tag}"
            if len(part):
                yield from ((deeper, language(leaf), text(leaf)) for deeper, leaf in leaves(part, path + "/"))
            else:
                yield path, language(part), text(part)[:10] if part.tag in _DAYS else text(part)


def _described(detail: Element, cells: dict[str, Cell]) -> None:
    """A description may hold a short name: then that is the name, and what stands around it the description."""
    texts = []
    for element in detail.findall("Description"):
        short = below(element, "ShortName")
        whole = " ".join(" ".join([element.text or "", *(child.tail or "" for child in element)]).split())
        texts += [(_NAME, language(element), short or whole), (_LONG, language(element), whole if short else "")]
    cells |= spoken(texts)


def _classified(index: _Index, detail: Element, cells: dict[str, Cell]) -> None:
    """Classes by domain; labels, allergens and their like among the extrinsics; the others together."""
    for part in detail.findall("Classification"):
        title = f"ItemDetail/Classification[{part.get('domain', '')}]"
        _add(cells, title, part.get("code") or text(part))
        index.fields[title] = "classifications"
    others = []
    for part in detail.findall("Extrinsic"):
        name, value = part.get("name", ""), text(part)
        said = index.telling.field(name)
        if value and said:
            _add(cells, f"ItemDetail/Extrinsic[{name}]", value)
            index.fields[f"ItemDetail/Extrinsic[{name}]"] = said
        elif name or value:
            others.append(f"{name}: {value}")
    if others:
        cells["ItemDetail/Extrinsic"] = "\n".join(others)


def _attached(detail: Element, cells: dict[str, Cell]) -> None:
    for part in detail.findall("AttachmentReference"):
        address = below(part, "URL")
        image = address.lower().partition("?")[0].endswith(_IMAGES)
        first = image and not cells.get("ItemDetail/AttachmentReference[image]")
        _add(cells, f"ItemDetail/AttachmentReference{'[image]' if first else ''}", address)


def _add(cells: dict[str, Cell], title: str, words: str) -> None:
    if words:
        cells[title] = f"{cells[title]}; {words}" if cells.get(title) else words


def _priced(index: _Index, detail: Element, cells: dict[str, Cell]) -> None:
    """The price of one order unit, or of several where the index prices another unit than it orders."""
    money, basis = detail.find("UnitPrice/Money"), detail.find("PriceBasisQuantity")
    amount = text(money)
    if money is not None and (currency := money.get("currency")):
        cells[f"{_AMOUNT}/@currency"] = currency
    if basis is None:
        cells |= {_AMOUNT: amount} if amount else {}
        return
    factor, quantity, unit = basis.get("conversionFactor", ""), basis.get("quantity", ""), below(basis, "UnitOfMeasure")
    cells[f"{_BASIS}[written]"] = f"{quantity} {unit} × {factor}".strip()
    price, whole = per_unit(amount, quantity, factor or "1")
    if price != amount:
        index.rows.warn("price.factor", _AMOUNT, amount, factor=factor)
    cells |= {_AMOUNT: price, _BASIS: whole}
    if not factor and unit and not same_unit(unit, below(detail, "UnitOfMeasure")):
        cells[_AMOUNT] = f"{amount} / {unit}"

"""UBL 2.0 and 2.1 catalogues: Peppol BIS 3, EHF, OIOUBL, older BII. A punch-out message is no price list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from xml.etree.ElementTree import Element

import numpy as np

from imports.columns.structured import Structured
from imports.formats.alike import Alike
from imports.formats.gathered import TELLING, Gathered, Telling, below, language, leaves, spoken, text
from imports.formats.markup import Texts
from imports.formats.ubl_prices import AMOUNT, LOCATION, TIER, prices_of
from imports.formats.xml import Document, Uneven
from imports.record import Cell, Column, Grid, Issue, Request, UnreadableFile

_LINES = frozenset(("CatalogueLine", "CataloguePricingUpdateLine", "CatalogueItemSpecificationUpdateLine"))
_HEADER = frozenset(("ActionCode", "ProfileID", "CustomizationID", "ValidityPeriod", "DeletedCatalogueReference"))
_WANTED = _HEADER | _LINES
_UPDATES = frozenset(("CataloguePricingUpdate", "CatalogueItemSpecificationUpdate"))
_ROOTS = _UPDATES | {"Catalogue", "CatalogueDeletion"}
_DELETIONS = frozenset(("delete", "deleted", "deletion"))
_CHANGES = frozenset(("update", "updated", "change", "changed", "replace", "replaced"))
_PRICE = f"{LOCATION}/Price"
_SCHEMES = {
    "TSP": "UNSPSC",
    "TST": "UNSPSC",
    "UNSPSC": "UNSPSC",
    "STI": "CPV",
    "CPV": "CPV",
    "ECLASS": "ECLASS",
    "GPC": "GPC",
}
"""Code lists of UNCL 7143 and plain names -> how the classification is called."""
_NOTHING = frozenset(("", "NA", "N/A"))
_IMAGES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".bmp", ".tif", ".tiff")
_FIELDS = {
    "Item/SellersItemIdentification/ID": "reference", "Item/Name": "name", "Item/Description": "description",
    "Item/StandardItemIdentification/ID": "gtin", "Item/BrandName": "brand", "OrderableUnit": "order_unit",
    "OrderableIndicator": "active_status", "ContentUnitQuantity": "content_per_order_unit", "ContentUnitQuantity/@unitCode": "content_unit",
    "MinimumOrderQuantity": "min_order_quantity", "OrderQuantityIncrementNumeric": "order_multiple", AMOUNT: "price",
    f"{AMOUNT}/@currencyID": "currency", f"{_PRICE}/BaseQuantity": "price_basis", f"{_PRICE}/ValidityPeriod/StartDate": "valid_from",
    f"{_PRICE}/ValidityPeriod/EndDate": "valid_to", f"{LOCATION}/MinimumQuantity": "prices:base_quantity",
    f"{LOCATION}/LeadTimeMeasure": "lead_time_days", "Item/ClassifiedTaxCategory/Percent": "vat", "Item/Certificate": "label",
    "Item/HazardousItem": "hazard_codes", "Item/OriginCountry/IdentificationCode": "origin", "ReplacementRelatedItem/ID": "replaced_by",
    "Item/ItemSpecificationDocumentReference[image]": "image_url", "Item/ItemSpecificationDocumentReference": "documents",
}  # fmt: skip
_PASSED = Texts(
    frozenset(
        "CatalogueLine/ID CataloguePricingUpdateLine/ID SellersItemIdentification/ID StandardItemIdentification/ID ManufacturersItemIdentification/ID "
        "BuyersItemIdentification/ID Item/Name Item/Description Item/Keyword Item/BrandName BrandName/Name Item/ModelName PriceAmount "
        "AdditionalItemProperty/Value ItemClassificationCode ContentUnitQuantity MinimumOrderQuantity MaximumOrderQuantity OrderQuantityIncrementNumeric "
        "LeadTimeMeasure RequiredRelatedItem/ID ReplacementRelatedItem/ID ComponentRelatedItem/ID AccessoryRelatedItem/ID".split()
    ),
    frozenset(("URI",)),
)  # fmt: skip
_OWN = frozenset((LOCATION, "Item", "ItemComparison"))
_OF_ITEM = frozenset(
    (
        "Certificate",
        "HazardousItem",
        "CommodityClassification",
        "ItemSpecificationDocumentReference",
        "AdditionalItemProperty",
    )
)


def _own(title: str) -> bool:
    """What is read, and every tier."""
    return title in _FIELDS or title.startswith(LOCATION)


@dataclass(slots=True)
class _Message:
    """What stands in the message outside its lines, and what has been gathered of them."""

    request: Request
    telling: Telling
    rows: Gathered = field(default_factory=lambda: Gathered(_own))
    fields: dict[str, str] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    first: str = ""
    last: str = ""
    actions: set[str] = field(default_factory=set)
    tiers: int = 1
    root: str = ""


def read(path: Path, request: Request) -> Structured:
    """The message's lines. Raises UnreadableFile."""
    try:
        return _read(path, request, _LINES)
    except Uneven:
        return _read(path, request, frozenset())


def _read(path: Path, request: Request, apart: Set[str]) -> Structured:
    document = Document(path, _WANTED, apart)
    message = _Message(request, Telling(request.words, TELLING))
    alike = Alike(message.rows, lambda element: _line(message, element), _PASSED)
    for element in document:
        message.root = next((name for name in document.holders if name in _ROOTS), "")
        if element.tag == document.mark or element.tag in _LINES:
            alike.take_all(document, element)
        elif document.around in _ROOTS:
            _header(message, element)
    message.root = next((name for name in document.holders if name in _ROOTS), "")
    profile = " ".join((message.said.get("ProfileID", ""), message.said.get("CustomizationID", ""))).lower()
    if "punch" in profile:
        raise UnreadableFile("file.punch_out", rows=message.rows.height)
    if message.root == "CatalogueDeletion" and not message.rows.height:
        return _whole_catalogue_gone(message, document.encoding)
    if not message.rows.height and not message.root:
        raise UnreadableFile("file.unknown_xml", root=next((name for name in document.holders if name), "Catalogue"))
    return _closed(message, document.encoding)


def _header(message: _Message, element: Element) -> None:
    if element.tag == "ValidityPeriod":
        message.first, message.last = below(element, "StartDate"), below(element, "EndDate")
    elif element.tag == "DeletedCatalogueReference":
        message.said[element.tag] = below(element, "ID")
    else:
        message.said[element.tag] = text(element)


def _whole_catalogue_gone(message: _Message, encoding: str) -> Structured:
    """A message without lines: as a whole file that names no product any more."""
    value = message.said.get("DeletedCatalogueReference") or None
    grid = Grid(None, (), np.zeros(0, np.int32))
    return Structured("ubl", (grid,), encoding, None, (Issue("file.catalogue_deleted", "warning", value=value),))


def _line(message: _Message, line: Element) -> dict[str, Cell]:
    """One catalogue line is one row."""
    rows = message.rows
    cells = spoken([*_texts(line)])
    cells |= _item(message, line)
    found, tiers = prices_of(line, _period(message, line), message.request.currency, rows)
    message.tiers = max(message.tiers, tiers)
    cells |= found
    for name in ("OrderableUnit", "ContentUnitQuantity", "MinimumOrderQuantity"):
        unit = line.find(name)
        if unit is not None and (code := unit.get("unitCode")):
            cells[f"{name}/@unitCode"] = code
    action = _action(message, line)
    message.actions.add(action)
    if action == "delete":
        rows.delete(_identity(cells))
    elif cells.get("OrderableIndicator") == "false" and not cells.get(AMOUNT):
        rows.leave_out("row.not_orderable", _identity(cells))
    return cells


def _action(message: _Message, line: Element) -> str:
    """ "delete", "update" or "": what a line says, else what the whole message does. 2 and 3 are codes of UNCL 1229."""
    code = line.find("ActionCode")
    word = text(code).lower()
    if code is not None and "1229" in code.get("listID", ""):
        word = {"2": "delete", "3": "update"}.get(word, word)
    if not word:
        word = message.said.get("ActionCode", "").lower()
    return "delete" if word in _DELETIONS else "update" if word in _CHANGES else ""


def _period(message: _Message, line: Element) -> Mapping[str, str]:
    """The days of prices that name none: the line's, else the catalogue's."""
    own = {name: below(line, f"LineValidityPeriod/{name}") for name in ("StartDate", "EndDate")}
    days = own if any(own.values()) else {"StartDate": message.first, "EndDate": message.last}
    return {f"Price/ValidityPeriod/{name}": day for name, day in days.items()}


def _identity(cells: dict[str, Cell]) -> str | None:
    """What a line that is skipped is called by: its reference, else its article number, else its name."""
    paths = ("Item/SellersItemIdentification/ID", "Item/StandardItemIdentification/ID", "Item/Name", "ID")
    return next((str(cells[path]) for path in paths if cells.get(path)), None)


def _texts(line: Element) -> Iterator[tuple[str, str, str]]:
    """(path, language, text) of everything that is read as it stands."""
    for child in line:
        if child.tag in _OWN:
            continue
        if len(child):
            yield from ((path, language(leaf), text(leaf)) for path, leaf in leaves(child, child.tag + "/"))
        else:
            yield child.tag, language(child), text(child)
    for part in line.findall("Item/*"):
        if part.tag not in _OF_ITEM and not len(part):
            yield f"Item/{part.tag}", language(part), text(part)
        elif part.tag not in _OF_ITEM:
            yield from ((path, language(leaf), text(leaf)) for path, leaf in leaves(part, f"Item/{part.tag}/"))
    for leaf in line.findall("ItemComparison/*"):
        yield f"ItemComparison/{leaf.tag}", "", text(leaf)


def _item(message: _Message, line: Element) -> dict[str, Cell]:
    """What the item says in parts: classes, certificates, dangers, documents, properties."""
    item = line.find("Item")
    if item is None:
        return {}
    cells: dict[str, Cell] = {}
    for code in item.iterfind("CommodityClassification/ItemClassificationCode"):
        scheme = code.get("listID", "")
        title = f"Item/CommodityClassification/ItemClassificationCode[{_SCHEMES.get(scheme.upper(), scheme)}]"
        _add(cells, title, text(code))
        message.fields[title] = "classifications"
    for name in ("Certificate", "HazardousItem"):
        for part in item.iterfind(name):
            _add(cells, f"Item/{name}", _worded(part))
    _documents(item, cells)
    _properties(message, item, cells)
    if not below(item, "BrandName"):
        _add(cells, "Item/BrandName", below(item, "ManufacturerParty/PartyName/Name"))
    return cells


def _worded(part: Element) -> str:
    """A certificate or a danger in words, its number last."""
    words = [text(leaf) for path, leaf in leaves(part) if not path.startswith(("ID", "DocumentReference"))]
    return ", ".join(word for word in dict.fromkeys((*words, below(part, "ID"))) if word.upper() not in _NOTHING)


def _add(cells: dict[str, Cell], title: str, words: str) -> None:
    if words:
        cells[title] = f"{cells[title]}; {words}" if cells.get(title) else words


def _documents(item: Element, cells: dict[str, Cell]) -> None:
    """Addresses only: a document that is embedded is not taken out of the message."""
    for reference in item.iterfind("ItemSpecificationDocumentReference"):
        address = below(reference, "Attachment/ExternalReference/URI")
        binary = reference.find("Attachment/EmbeddedDocumentBinaryObject")
        kind = binary.get("mimeCode", "") if binary is not None else ""
        image = kind.startswith("image") or address.lower().partition("?")[0].endswith(_IMAGES)
        title = "Item/ItemSpecificationDocumentReference"
        if image and not cells.get(f"{title}[image]"):
            _add(cells, f"{title}[image]", address)
        else:
            _add(cells, title, address)
        if binary is not None:
            _add(cells, f"{title}/EmbeddedDocumentBinaryObject", binary.get("filename") or kind)
    for proof in item.iterfind("Certificate/DocumentReference/Attachment/ExternalReference/URI"):
        _add(cells, "Item/ItemSpecificationDocumentReference", text(proof))


def _properties(message: _Message, item: Element, cells: dict[str, Cell]) -> None:
    """Labels, allergens and their like each in a column, all other properties in one."""
    others = []
    for part in item.iterfind("AdditionalItemProperty"):
        name, value = below(part, "Name"), below(part, "Value")
        said = message.telling.field(name)
        if value and said:
            title = f"Item/AdditionalItemProperty[{name}]"
            _add(cells, title, value)
            message.fields[title] = said
        elif name or value:
            others.append(f"{name}: {value}")
    if others:
        cells["Item/AdditionalItemProperty"] = "\n".join(dict.fromkeys(others))


def _closed(message: _Message, encoding: str) -> Structured:
    rows = message.rows
    grid = rows.grid()
    fields = {title: name for title, name in _FIELDS.items() if title in rows.titles}
    if "OrderableUnit" not in rows.titles and f"{_PRICE}/BaseQuantity/@unitCode" in rows.titles:
        fields[f"{_PRICE}/BaseQuantity/@unitCode"] = "order_unit"
    if message.root == "CataloguePricingUpdate" and "reference" not in fields.values() and _names(rows, grid):
        fields["ID"] = "reference"
    tiers = {
        f"{LOCATION}[{count}]/{name}": said for count in range(2, message.tiers + 1) for name, said in TIER.items()
    }
    return Structured(
        "ubl", (grid,), encoding, None, tuple(rows.warned),
        titles=tuple(rows.titles),
        fields={title: said for title, said in {**fields, **tiers, **message.fields}.items() if title in rows.titles},
        includes_vat={AMOUNT: False},
        left_out=rows.left_out,
        deleted=frozenset(rows.deleted),
        transaction=_transaction(message),
    )  # fmt: skip


def _names(rows: Gathered, grid: Grid) -> bool:
    """Whether the ids of the lines are more than numbers that count them: a price update names its lines by them alone."""
    column: Column | None = grid.columns[rows.titles["ID"]] if "ID" in rows.titles else None
    return column is not None and any(cell and not str(cell).isdigit() for cell in column.values)


def _transaction(message: _Message) -> Literal["full", "patch"]:
    """What the message says of itself, else its lines: one that updates or deletes only touches what it names."""
    action = message.said.get("ActionCode", "").lower()
    if action in ("add", "replace") and message.root not in _UPDATES:
        return "full"
    changed = message.root in _UPDATES or action in _DELETIONS | _CHANGES or message.actions & {"update", "delete"}
    return "patch" if changed else "full"

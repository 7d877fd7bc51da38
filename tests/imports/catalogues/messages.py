"""The catalogue as a message: BMEcat, UBL, cXML, CIF and PRICAT in their dialects."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from xml.sax.saxutils import escape

from tests.imports.catalogues.items import Item

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
PROFILES = {
    "peppol": ("2.1", "urn:fdc:peppol.eu:poacc:trns:catalogue:3", "urn:fdc:peppol.eu:poacc:bis:catalogue_only:3"),
    "ehf": ("2.1", "urn:www.cenbii.eu:transaction:biitrns019:ver2.0:extended:urn:www.difi.no:ehf:katalog:ver1.0",
            "urn:www.cenbii.eu:profile:bii01:ver2.0"),
    "bii": ("2.0", "urn:www.cenbii.eu:transaction:biicoretrdm019:ver1.0", "urn:www.cenbii.eu:profile:bii01:ver1.0"),
    "oioubl": ("2.0", "OIOUBL-2.02", "Catalogue-CatAdv-1.0"),
}  # fmt: skip
PREFIXES = {"": ("", "cac:", "cbc:"), "ubl": ("ubl:", "a:", "b:"), "none": ("", "", "")}


def _tag(prefix: str, name: str, content: object, attributes: str = "") -> str:
    return f"<{prefix}{name}{attributes}>{content}</{prefix}{name}>"


def bmecat(items: Sequence[Item], version: str, prefix: str, encoding: str) -> bytes:
    """A new catalogue of version 1.01, 1.2 or 2005."""
    rows = "".join(_article(item, "PRODUCT" if version == "2005" else "ARTICLE", prefix) for item in items)
    space = f" xmlns{':' + prefix[:-1] if prefix else ''}='http://www.bmecat.org/bmecat/{version}'"
    body = _tag(prefix, "T_NEW_CATALOG", rows)
    text = _tag(prefix, "BMECAT", body, f" version='{version}'{space}")
    return f"<?xml version='1.0' encoding='{encoding}'?>{text}".encode(encoding, "xmlcharrefreplace")


def _article(item: Item, kind: str, prefix: str) -> str:
    new = kind == "PRODUCT"
    details = _tag(prefix, "DESCRIPTION_SHORT", escape(item.name))
    if item.gtin:
        details += (
            _tag(prefix, "INTERNATIONAL_PID", item.gtin, " type='gtin'") if new else _tag(prefix, "EAN", item.gtin)
        )
    days = (("valid_start_date", item.first), ("valid_end_date", item.last))
    dated = "".join(_tag(prefix, "DATETIME", _tag(prefix, "DATE", day), f" type='{name}'") for name, day in days if day)
    prices = "".join(
        _tag(prefix, f"{kind}_PRICE", _tag(prefix, "PRICE_AMOUNT", f"{price:f}") + _tag(prefix, "LOWER_BOUND", quantity),
             " price_type='net_customer'")
        for quantity, price in ((1, item.price), *item.tiers)
    )  # fmt: skip
    return _tag(prefix, kind, _tag(prefix, "SUPPLIER_PID" if new else "SUPPLIER_AID", escape(item.reference))
                + _tag(prefix, f"{kind}_DETAILS", details) + _tag(prefix, f"{kind}_PRICE_DETAILS", dated + prices))  # fmt: skip


def ubl(items: Sequence[Item], dialect: str, prefixes: str, encoding: str) -> bytes:
    """A catalogue in one of the dialects, under one of the usual sets of prefixes."""
    own, parts, basics = PREFIXES[prefixes]
    names = dict(
        zip(PREFIXES[prefixes], ("Catalogue", "CommonAggregateComponents", "CommonBasicComponents"), strict=True)
    )
    spaces = "".join(f" xmlns{':' + prefix[:-1] if prefix else ''}='{UBL}{name}-2'" for prefix, name in names.items())
    head = "".join(
        _tag(basics, name, text)
        for name, text in zip(("UBLVersionID", "CustomizationID", "ProfileID"), PROFILES[dialect], strict=True)
    )
    lines = "".join(_line(number, item, parts, basics) for number, item in enumerate(items, start=1))
    text = _tag(own, "Catalogue", head + _tag(basics, "ID", "C-1") + lines, spaces)
    return f"<?xml version='1.0' encoding='{encoding}'?>{text}".encode(encoding, "xmlcharrefreplace")


def _line(number: int, item: Item, parts: str, basics: str) -> str:
    days = (("StartDate", item.first), ("EndDate", item.last))
    dated = "".join(_tag(basics, name, day) for name, day in days if day)
    prices = "".join(
        _tag(parts, "RequiredItemLocationQuantity", _tag(basics, "MinimumQuantity", quantity)
             + _tag(parts, "Price", _tag(basics, "PriceAmount", f"{price:f}", " currencyID='EUR'")))
        for quantity, price in ((1, item.price), *item.tiers)
    )  # fmt: skip
    told = _tag(basics, "Name", escape(item.name)) + _tag(
        parts, "SellersItemIdentification", _tag(basics, "ID", escape(item.reference))
    )
    if item.gtin:
        told += _tag(parts, "StandardItemIdentification", _tag(basics, "ID", item.gtin, " schemeID='0160'"))
    period = _tag(parts, "LineValidityPeriod", dated) if dated else ""
    return _tag(parts, "CatalogueLine", _tag(basics, "ID", number) + period + prices + _tag(parts, "Item", told))


def cxml(items: Sequence[Item], encoding: str) -> bytes:
    """A full index; it has no tiers and no bar codes."""
    lines = "".join(
        f"<IndexItemAdd><ItemID><SupplierPartID>{escape(item.reference)}</SupplierPartID></ItemID><ItemDetail><UnitPrice>"
        f"<Money currency='EUR'>{item.price:f}</Money></UnitPrice><Description xml:lang='fr'><ShortName>{escape(item.name)}</ShortName>"
        "</Description><UnitOfMeasure>EA</UnitOfMeasure></ItemDetail><IndexItemDetail>"
        + (f"<EffectiveDate>{item.first}T00:00:00+01:00</EffectiveDate>" if item.first else "")
        + (f"<ExpirationDate>{item.last}T23:59:59+01:00</ExpirationDate>" if item.last else "")
        + "</IndexItemDetail></IndexItemAdd>"
        for item in items
    )
    text = f"<Index loadmode='Full'><IndexItem>{lines}</IndexItem></Index>"
    return f"<?xml version='1.0' encoding='{encoding}'?>{text}".encode(encoding, "xmlcharrefreplace")


def cif(items: Sequence[Item], encoding: str, quoting: int) -> bytes:
    """CIF 3.0; it has no tiers."""
    made = io.StringIO()
    made.write(f"CIF_I_V3.0\r\nCHARSET: {encoding}\r\nLOADMODE: F\r\nCURRENCY: EUR\r\nITEMCOUNT: {len(items)}\r\n")
    made.write(
        "FIELDNAMES: Supplier Part ID,Item Description,Unit Price,EAN,Effective Date,Expiration Date\r\nDATA\r\n"
    )
    writer = csv.writer(made, quoting=quoting, lineterminator="\r\n")  # type: ignore[arg-type]
    writer.writerows((item.reference, item.name, f"{item.price:f}", item.gtin, item.first, item.last) for item in items)
    return (made.getvalue() + "ENDOFDATA\r\n").encode(encoding)


def pricat(items: Sequence[Item], signs: str = ":+.? '", end: str = "") -> bytes:
    """EDIFACT PRICAT D.96A in the signs of an interchange, Latin-1."""
    parts, elements, release, segment = signs[0], signs[1], signs[3], signs[5]

    def kept(text: str) -> str:
        return "".join(release + char if char in (parts, elements, release, segment) else char for char in text)

    lines = [
        f"UNA{signs}",
        *_told(
            f"UNB+UNOC:3+1+2+261101:0900+7{segment}UNH+1+PRICAT:D:96A:UN{segment}BGM+9+7+9{segment}CUX+2:EUR",
            parts,
            elements,
        ).split(segment),
    ]
    for number, item in enumerate(items, start=1):
        code = f"{elements}{item.gtin}{parts}EN" if item.gtin else ""
        lines.append(f"LIN{elements}{number}{elements}1{code}")
        lines.append(f"PIA{elements}1{elements}{kept(item.reference)}{parts}SA")
        lines.append(f"IMD{elements}F{elements}ANM{elements}{parts * 3}{kept(item.name)}")
        for quantity, price in ((1, item.price), *item.tiers):
            lines.append(f"PRI{elements}AAA{parts}{price:f}")
            if item.tiers:
                lines.append(f"RNG{elements}4{elements}PCE{parts}{quantity}")
            for kind, day in (("194", item.first), ("206", item.last)):
                lines += [f"DTM{elements}{kind}{parts}{day:%Y%m%d}{parts}102"] if day else []
    lines += [f"UNS{elements}D", f"UNT{elements}1{elements}1", f"UNZ{elements}1{elements}7", ""]
    return lines[0].encode() + (segment + end).join(lines[1:]).encode("latin-1")


def _told(text: str, parts: str, elements: str) -> str:
    return text.replace("+", elements).replace(":", parts)

"""A catalogue as a UBL 2.1 message of the Peppol BIS Catalogue profile, version 3. The same catalogue, the same bytes.

A certificate has no date there: what ends a proof is told as a property, and the line's validity ends with it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from catalog.writing.readable import readable
from imports.cleaning.unit_words import unit_code

SPACE = "urn:oasis:names:specification:ubl:schema:xsd:"
SPACES = {"xmlns": f"{SPACE}Catalogue-2", "xmlns:cac": f"{SPACE}CommonAggregateComponents-2",
          "xmlns:cbc": f"{SPACE}CommonBasicComponents-2"}  # fmt: skip
CUSTOMIZATION = "urn:fdc:peppol.eu:poacc:trns:catalogue:3"
PROFILE = "urn:fdc:peppol.eu:poacc:bis:catalogue_only:3"
SIRET, SIREN, GTIN = "0009", "0002", "0160"
"""Schemes of identifiers in the list of ISO 6523."""
UNLISTED = frozenset(("D64", "HAR"))
"""Units of ours that the profile's list (Rec 20 revision 11e) does not hold."""
ALIKE = {"NPR": "PR", "NRL": "XRO"}
"""The same unit by its name in that list."""
OTHER_UNIT = "ZZ"
"""« Mutually defined »."""
CLASSIFICATIONS = {"cpv": "STI", "unspsc": "TST"}
SCALE = 1_000_000
NONE = "NA"


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation with its SIRET, which is its electronic address too."""

    name: str
    siret: str


@dataclass(frozen=True, slots=True)
class PricedFrom:
    """A price per order unit (10^-6, excluding VAT) from a quantity (10^-6 units) on; until: its last day."""

    amount: int
    quantity: int
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class CertificateHeld:
    """A label that a proof in force shows. code: in the GS1 list of labels, or NA. kind: what it is about, in a word."""

    number: str
    code: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Item:
    """One line: a product in one lot. Quantities in 10^-6 of their unit, VAT in 10^-4 percent; `until` its last day.

    properties: pairs of name and value. classifications: "cpv:30197643".
    """

    reference: str
    name: str
    until: dt.date
    description: str | None = None
    brand: str | None = None
    gtin: str | None = None
    order_unit: str | None = None
    content_unit: str | None = None
    content: int | None = None
    least: int | None = None
    multiple: int | None = None
    lead_days: int | None = None
    currency: str = "EUR"
    prices: Sequence[PricedFrom] = ()
    vat: int | None = None
    origin: str | None = None
    classifications: Sequence[str] = ()
    properties: Sequence[tuple[str, str]] = ()
    certificates: Sequence[CertificateHeld] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The message. seller, contract: where all lines have one. Its lines are valid from the day on."""

    number: str
    name: str
    version: str
    day: dt.date
    provider: Party
    receiver: Party
    items: Sequence[Item]
    seller: Party | None = None
    contract: str | None = None


def ubl(catalogue: Catalogue) -> bytes:
    """The whole file. It replaces what its receiver had of this catalogue: what has left the range leaves there too."""
    root = Element("Catalogue", SPACES)
    said = (("CustomizationID", CUSTOMIZATION), ("ProfileID", PROFILE), ("ID", catalogue.number), ("ActionCode", "Replace"),
            ("Name", catalogue.name), ("IssueDate", catalogue.day.isoformat()), ("VersionID", catalogue.version))  # fmt: skip
    for name, value in said:
        _text(root, name, value)
    _period(_part(root, "ValidityPeriod"), catalogue.day, max(item.until for item in catalogue.items))
    if catalogue.contract:
        _text(_part(root, "ReferencedContract"), "ID", catalogue.contract)
    _party(_part(root, "ProviderParty"), catalogue.provider)
    _party(_part(root, "ReceiverParty"), catalogue.receiver)
    if catalogue.seller:
        _seller(_part(root, "SellerSupplierParty/Party"), catalogue.seller)
    for number, item in enumerate(catalogue.items, start=1):
        _line(_part(root, "CatalogueLine"), number, item, catalogue.day)
    indent(root, " ")
    out = BytesIO()
    ElementTree(root).write(out, encoding="UTF-8", xml_declaration=True)
    return out.getvalue()


def _part(holder: Element, path: str) -> Element:
    """New elements, one within the other."""
    for name in path.split("/"):
        holder = SubElement(holder, f"cac:{name}")
    return holder


def _text(holder: Element, name: str, value: str | None, **attributes: str) -> None:
    """A leaf; an empty one is left out, as the profile wants it."""
    if value and (said := readable(value)):
        SubElement(holder, f"cbc:{name}", attributes).text = said


def _period(holder: Element, first: dt.date, last: dt.date | None) -> None:
    _text(holder, "StartDate", first.isoformat())
    if last:
        _text(holder, "EndDate", last.isoformat())


def _party(holder: Element, party: Party) -> None:
    _text(holder, "EndpointID", party.siret, schemeID=SIRET)
    _text(_part(holder, "PartyIdentification"), "ID", party.siret, schemeID=SIRET)
    legal = _part(holder, "PartyLegalEntity")
    _text(legal, "RegistrationName", party.name)
    _text(legal, "CompanyID", party.siret[:9], schemeID=SIREN)


def _seller(holder: Element, party: Party) -> None:
    _text(holder, "EndpointID", party.siret or None, schemeID=SIRET)
    if party.siret:
        _text(_part(holder, "PartyIdentification"), "ID", party.siret, schemeID=SIRET)
    _text(_part(holder, "PartyName"), "Name", party.name)


def _line(holder: Element, number: int, item: Item, day: dt.date) -> None:
    unit = _unit(item.order_unit)
    _text(holder, "ID", str(number))
    _text(holder, "OrderableIndicator", "true" if item.prices else "false")
    _text(holder, "OrderableUnit", unit)
    if item.content is not None and item.content_unit:
        _text(holder, "ContentUnitQuantity", _number(item.content), unitCode=_unit(item.content_unit) or OTHER_UNIT)
    if item.multiple is not None:
        _text(holder, "OrderQuantityIncrementNumeric", _number(item.multiple))
    if item.least is not None:
        _text(holder, "MinimumOrderQuantity", _number(item.least), unitCode=unit or OTHER_UNIT)
    _period(_part(holder, "LineValidityPeriod"), day, item.until)
    for place, price in enumerate(item.prices):
        _priced(_part(holder, "RequiredItemLocationQuantity"), item, price, day, first=place == 0)
    _item(_part(holder, "Item"), item)


def _priced(holder: Element, item: Item, price: PricedFrom, day: dt.date, *, first: bool) -> None:
    unit = _unit(item.order_unit)
    if item.lead_days is not None and first:
        _text(holder, "LeadTimeMeasure", str(item.lead_days), unitCode="DAY")
    if len(item.prices) > 1:
        _text(holder, "MinimumQuantity", _number(price.quantity), unitCode=unit or OTHER_UNIT)
    amount = _part(holder, "Price")
    _text(amount, "PriceAmount", _number(price.amount), currencyID=item.currency)
    if unit:
        _text(amount, "BaseQuantity", "1", unitCode=unit)
    if price.until and price.until < item.until:
        _period(_part(amount, "ValidityPeriod"), day, price.until)


def _item(holder: Element, item: Item) -> None:
    _text(holder, "Description", item.description)
    _text(holder, "Name", readable(item.name) or item.reference)
    _text(holder, "BrandName", item.brand)
    _text(_part(holder, "SellersItemIdentification"), "ID", item.reference)
    if item.gtin:
        _text(_part(holder, "StandardItemIdentification"), "ID", item.gtin, schemeID=GTIN)
    if item.origin:
        _text(_part(holder, "OriginCountry"), "IdentificationCode", item.origin)
    for listed, code in _classes(item.classifications):
        _text(_part(holder, "CommodityClassification"), "ItemClassificationCode", code, listID=listed)
    if item.vat is not None:
        _taxed(_part(holder, "ClassifiedTaxCategory"), item.vat)
    for name, value in ((readable(name), readable(value)) for name, value in item.properties):
        if not name or not value:
            continue
        described = _part(holder, "AdditionalItemProperty")
        _text(described, "Name", name)
        _text(described, "Value", value)
    for each in item.certificates:
        _certificate(_part(holder, "Certificate"), each)


def _classes(said: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Those of the lists that the profile knows."""
    for each in said:
        scheme, _, code = each.partition(":")
        if scheme.lower() in CLASSIFICATIONS and code:
            yield CLASSIFICATIONS[scheme.lower()], code


def _taxed(holder: Element, rate: int) -> None:
    """S: standard, of whatever rate above zero. Z: a rate of zero."""
    _text(holder, "ID", "S" if rate else "Z")
    _text(holder, "Percent", f"{Decimal(rate) / 10_000:f}" if rate else "0")
    _text(_part(holder, "TaxScheme"), "ID", "VAT")


def _certificate(holder: Element, held: CertificateHeld) -> None:
    _text(holder, "ID", held.number)
    _text(holder, "CertificateTypeCode", held.code)
    _text(holder, "CertificateType", held.kind)
    _text(holder, "Remarks", held.label)
    _text(_part(holder, "IssuerParty/PartyName"), "Name", NONE)


def _unit(unit: str | None) -> str | None:
    """The unit as the profile lists it; mutually defined where it is none of its list."""
    if unit is None:
        return None
    code = unit_code(unit)
    return OTHER_UNIT if code is None or code in UNLISTED else ALIKE.get(code, code)


def _number(value: int) -> str:
    """A number of 10^-6 as it is written: exact, without trailing zeros beyond two decimals of none."""
    exact = Decimal(value) / SCALE
    whole = exact.to_integral_value()
    return f"{whole if whole == exact else exact.normalize():f}"

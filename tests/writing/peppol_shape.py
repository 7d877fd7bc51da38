"""The profile's rules that our own messages are held to on every run, written from its published structure and rule list.

(Peppol BIS Catalogue without response 3, transaction T19; read in its rules as published in May 2025.) The published
files themselves are asked by `test_ubl_published.py` where a folder of them is named.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

SPACE = "{urn:oasis:names:specification:ubl:schema:xsd:"
SHORT = {
    f"{SPACE}CommonBasicComponents-2}}": "cbc:",
    f"{SPACE}CommonAggregateComponents-2}}": "cac:",
    f"{SPACE}Catalogue-2}}": "",
}
PERIOD = "cbc:StartDate? cbc:EndDate?"
PARTY = "cbc:EndpointID cac:PartyIdentification? cac:PostalAddress? cac:PartyLegalEntity"
SHAPES: Mapping[str, str] = {
    "Catalogue": "cbc:CustomizationID cbc:ProfileID cbc:ID cbc:ActionCode? cbc:Name? cbc:IssueDate cbc:VersionID? cac:ValidityPeriod "
    "cac:ReferencedContract? cac:SourceCatalogueReference? cac:ProviderParty cac:ReceiverParty cac:SellerSupplierParty? "
    "cac:ContractorCustomerParty? cac:TradingTerms* cac:CatalogueLine+",
    "cac:ValidityPeriod": PERIOD,
    "cac:LineValidityPeriod": PERIOD,
    "cac:ReferencedContract": "cbc:ID",
    "cac:ProviderParty": PARTY,
    "cac:ReceiverParty": PARTY,
    "cac:PartyIdentification": "cbc:ID",
    "cac:PartyLegalEntity": "cbc:RegistrationName cbc:CompanyID? cac:RegistrationAddress?",
    "cac:SellerSupplierParty": "cac:Party",
    "cac:Party": "cbc:EndpointID? cac:PartyIdentification? cac:PartyName? cac:PostalAddress? cac:Contact?",
    "cac:PartyName": "cbc:Name",
    "cac:CatalogueLine": "cbc:ID cbc:ActionCode? cbc:OrderableIndicator? cbc:OrderableUnit? cbc:ContentUnitQuantity? "
    "cbc:OrderQuantityIncrementNumeric? cbc:MinimumOrderQuantity? cbc:MaximumOrderQuantity? cbc:WarrantyInformation? "
    "cbc:PackLevelCode? cac:LineValidityPeriod? cac:ItemComparison* cac:ComponentRelatedItem* cac:AccessoryRelatedItem* "
    "cac:RequiredRelatedItem* cac:ReplacedRelatedItem* cac:RequiredItemLocationQuantity* cac:Item",
    "cac:RequiredItemLocationQuantity": "cbc:LeadTimeMeasure? cbc:MinimumQuantity? cbc:MaximumQuantity? "
    "cac:ApplicableTerritoryAddress* cac:Price?",
    "cac:Price": "cbc:PriceAmount cbc:BaseQuantity? cbc:PriceType? cbc:OrderableUnitFactorRate? cac:ValidityPeriod?",
    "cac:Item": "cbc:Description* cbc:PackQuantity? cbc:PackSizeNumeric? cbc:Name cbc:Keyword* cbc:BrandName* "
    "cac:BuyersItemIdentification? cac:SellersItemIdentification? cac:ManufacturersItemIdentification? "
    "cac:StandardItemIdentification? cac:ItemSpecificationDocumentReference* cac:OriginCountry? cac:CommodityClassification* "
    "cac:TransactionConditions* cac:HazardousItem* cac:ClassifiedTaxCategory? cac:AdditionalItemProperty* cac:ManufacturerParty? "
    "cac:ItemInstance* cac:Certificate* cac:Dimension*",
    "cac:SellersItemIdentification": "cbc:ID",
    "cac:StandardItemIdentification": "cbc:ID",
    "cac:OriginCountry": "cbc:IdentificationCode",
    "cac:CommodityClassification": "cbc:ItemClassificationCode",
    "cac:ClassifiedTaxCategory": "cbc:ID cbc:Percent? cac:TaxScheme",
    "cac:TaxScheme": "cbc:ID",
    "cac:AdditionalItemProperty": "cbc:ID? cbc:Name cbc:NameCode? cbc:Value cbc:ValueQuantity? cbc:ValueQualifier?",
    "cac:Certificate": "cbc:ID cbc:CertificateTypeCode cbc:CertificateType cbc:Remarks* cac:IssuerParty cac:DocumentReference*",
    "cac:IssuerParty": "cac:PartyName",
}
"""Element -> its children in order: ? none or one, * any number, + one or more, else exactly one."""
ATTRIBUTES: Mapping[str, str] = {
    "cbc:EndpointID": "schemeID", "cac:StandardItemIdentification/cbc:ID": "schemeID", "cbc:PriceAmount": "currencyID",
    "cbc:BaseQuantity": "unitCode", "cbc:MinimumQuantity": "unitCode", "cbc:MinimumOrderQuantity": "unitCode",
    "cbc:ContentUnitQuantity": "unitCode", "cbc:LeadTimeMeasure": "unitCode", "cbc:ItemClassificationCode": "listID",
}  # fmt: skip
PROFILES = {
    "urn:fdc:peppol.eu:poacc:bis:catalogue_only:3", "urn:fdc:peppol.eu:poacc:bis:catalogue_wo_response:3",
}  # fmt: skip
DATES = ("cbc:IssueDate", "cbc:StartDate", "cbc:EndDate")


def faults(content: bytes) -> list[str]:
    """Whatever the message breaks of the rules, in words; nothing where it keeps them all."""
    root = ElementTree.fromstring(content)
    found = [fault for element in root.iter() for fault in _of(element)]
    return [*found, *_header(root), *_periods(root), *_lines(root)]


def short(tag: str) -> str:
    """The name with its prefix."""
    space, _, name = tag.partition("}")
    return SHORT[space + "}"] + name


def text(holder: Element, path: str) -> str:
    """The text at a path of short names; "" where there is none."""
    found: Element | None = holder
    for name in path.split("/"):
        found = next((each for each in found if short(each.tag) == name), None) if found is not None else None
    return (found.text or "") if found is not None else ""


def every(holder: Element, name: str) -> list[Element]:
    """Every element of a short name below."""
    return [each for each in holder.iter() if short(each.tag) == name]


def _of(element: Element) -> Iterator[str]:
    name = short(element.tag)
    children = " ".join(short(each.tag) for each in element)
    if not children and not (element.text or "").strip():
        yield f"PEPPOL-COMMON-R001 {name} is empty"
    if name.startswith("cbc:"):
        wanted = ATTRIBUTES.get(name)
        if wanted and wanted not in element.attrib:
            yield f"{name} has no {wanted}"
        if name in DATES and not _day(element.text or ""):
            yield f"PEPPOL-COMMON-R030 {name} {element.text}"
    elif name not in SHAPES:
        yield f"{name} is not of the profile"
    elif not re.fullmatch(_pattern(SHAPES[name]), children + " "):
        yield f"{name} holds {children}"


def _pattern(shape: str) -> str:
    parts = [(each.rstrip("?*+"), each[len(each.rstrip("?*+")) :]) for each in shape.split()]
    return "".join(f"(?:{re.escape(name)} ){many}" for name, many in parts) if parts else ""


def _day(text_: str) -> bool:
    try:
        return len(text_) == 10 and bool(dt.date.fromisoformat(text_))
    except ValueError:
        return False


def _header(root: Element) -> Iterator[str]:
    if text(root, "cbc:ProfileID") not in PROFILES:
        yield "PEPPOL-T19-R017"
    if not text(root, "cbc:CustomizationID").startswith("urn:fdc:peppol.eu:poacc:trns:catalogue:3"):
        yield "PEPPOL-T19-R018"
    if text(root, "cbc:ActionCode") not in ("", "Add", "Replace", "Update", "Delete"):
        yield "action"


def _span(holder: Element, period: str, outer: tuple[str, str]) -> tuple[str, str]:
    return (text(holder, f"{period}/cbc:StartDate") or outer[0], text(holder, f"{period}/cbc:EndDate") or outer[1])


def _periods(root: Element) -> Iterator[str]:
    """R001, R007, R011, R013, R016: each period in order, and within the one around it."""
    whole = _span(root, "cac:ValidityPeriod", ("0000-00-00", "9999-99-99"))
    yield from ["PEPPOL-T19-R001"] if whole[0] > whole[1] else []
    for line in every(root, "cac:CatalogueLine"):
        own = _span(line, "cac:LineValidityPeriod", whole)
        if not whole[0] <= own[0] <= own[1] <= whole[1]:
            yield f"PEPPOL-T19-R007 {own}"
        for price in every(line, "cac:Price"):
            held = _span(price, "cac:ValidityPeriod", own)
            if not own[0] <= held[0] <= held[1] <= own[1]:
                yield f"PEPPOL-T19-R011 {held}"


def _lines(root: Element) -> Iterator[str]:
    for line in every(root, "cac:CatalogueLine"):
        least = text(line, "cbc:MinimumOrderQuantity")
        if least and Decimal(least) < 0:
            yield "PEPPOL-T19-R009"
        if any(Decimal(text(price, "cbc:PriceAmount")) < 0 for price in every(line, "cac:Price")):
            yield "PEPPOL-T19-R006"
        item = every(line, "cac:Item")[0]
        names = ("cac:SellersItemIdentification/cbc:ID", "cac:StandardItemIdentification/cbc:ID")
        if not any(text(item, name) for name in names):
            yield "PEPPOL-T19-R012"
        for tax in every(item, "cac:ClassifiedTaxCategory"):
            yield from _tax(text(tax, "cbc:ID"), text(tax, "cbc:Percent"))


def _tax(code: str, percent: str) -> Iterator[str]:
    if not percent and code != "O":
        yield "PEPPOL-T19-R014"
    if code == "S" and not (percent and Decimal(percent) > 0):
        yield "PEPPOL-T19-R015"

"""Documents and what they are matched against: the products of a supplier, what was read, parcels and their files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from catalog.models import (
    Account,
    Claim,
    Coverage,
    DocumentReading,
    Organisation,
    Parcel,
    ParcelItem,
    Product,
    ProductDocument,
    ProductVersion,
    Proof,
)
from catalog.queries.products import BLOCK

Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """A product as its newest version names it."""

    id: int
    reference: str
    name: str
    gtin: str | None
    family: str | None


@dataclass(frozen=True, slots=True)
class ParcelLine:
    """A parcel and how its files stand: state -> how many. `by`: the person, None for the operator."""

    id: int
    supplier_id: int
    supplier: str
    supplier_name: str
    file_name: str
    recorded_at: dt.datetime
    by: str | None
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def files(self) -> int:
        """How many files it held: taken, waiting, dismissed and refused together."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class ProductDocumentLine:
    """A document of a product that proves nothing: datasheet, picture."""

    id: int
    kind: str
    document: str
    name: str
    recorded_at: dt.datetime


def known_products(session: Session, supplier_id: int) -> Iterator[Known]:
    """Every product of the supplier that has a version without an end, by reference."""
    version = ProductVersion
    query = (
        select(version.product_id, version.reference, version.name, version.gtin, version.family)
        .where(version.supplier_id == supplier_id, version.until.is_(None))
        .order_by(version.reference)
    )
    return (Known(*row) for row in session.execute(query.execution_options(yield_per=2000)))


def ids_by_gtin(session: Session, supplier_id: int, gtins: Collection[str]) -> dict[str, list[int]]:
    """GTIN of 14 digits -> the products that bear it; one may stand on several."""
    written = {short: gtin for gtin in gtins for short in _spellings(gtin)}
    found: dict[str, list[int]] = {}
    for block in blocks(sorted(written)):
        query = select(ProductVersion.gtin, ProductVersion.product_id).where(
            ProductVersion.supplier_id == supplier_id, ProductVersion.until.is_(None), ProductVersion.gtin.in_(block)
        )
        for gtin, number in session.execute(query.order_by(ProductVersion.product_id)):
            found.setdefault(written[str(gtin)], []).append(number)
    return found


def _spellings(gtin: str) -> list[str]:
    return [gtin[-length:] for length in (14, 13, 12, 8) if set(gtin[:-length]) <= {"0"}]


def ids_by_family(session: Session, supplier_id: int, families: Collection[str]) -> dict[str, list[int]]:
    """Family -> the products of it."""
    found: dict[str, list[int]] = {}
    query = (
        select(ProductVersion.family, ProductVersion.product_id)
        .where(ProductVersion.supplier_id == supplier_id, ProductVersion.until.is_(None))
        .where(ProductVersion.family.in_(sorted(families)))
        .order_by(ProductVersion.reference)
    )
    for family, number in session.execute(query) if families else ():
        found.setdefault(str(family), []).append(number)
    return found


def claimed_numbers(session: Session, supplier_id: int, label: str) -> list[tuple[int, str]]:
    """(product id, number as written) of the claims of a label that stand in the supplier's newest file with a number."""
    query = (
        select(Claim.product_id, Claim.number)
        .where(Claim.supplier_id == supplier_id, Claim.until.is_(None), Claim.label == label)
        .where(Claim.number.is_not(None), Claim.against.is_(False))
        .distinct()
    )
    return [(product, str(number)) for product, number in session.execute(query)]


def uncovered_numbers(session: Session, supplier_id: int | None = None) -> list[tuple[str, str]]:
    """(label, number as written) that newest files claim for a product which no proof of that label covers."""
    covered = (
        select(Coverage.proof_id)
        .join(Proof, Proof.id == Coverage.proof_id)
        .where(Coverage.supplier_id == Claim.supplier_id, Coverage.product_id == Claim.product_id)
        .where(Proof.label == Claim.label)
        .exists()
    )
    query = (
        select(Claim.label, Claim.number)
        .where(Claim.until.is_(None), Claim.label.is_not(None), Claim.number.is_not(None), Claim.against.is_(False))
        .where(~covered)
        .distinct()
    )
    if supplier_id is not None:
        query = query.where(Claim.supplier_id == supplier_id)
    return [(str(label), str(number)) for label, number in session.execute(query)]


def references_of(session: Session, supplier_id: int, ids: Collection[int]) -> dict[int, str]:
    """product id -> the reference it has now, else the one it was first known by."""
    found: dict[int, str] = {}
    for block in blocks(sorted(ids)):
        query = (
            select(Product.id, func.coalesce(ProductVersion.reference, Product.reference))
            .join(ProductVersion, _newest(), isouter=True)
            .where(Product.supplier_id == supplier_id, Product.id.in_(block))
        )
        found |= {number: reference for number, reference in session.execute(query)}
    return found


def _newest() -> ColumnElement[bool]:
    return and_(
        ProductVersion.supplier_id == Product.supplier_id,
        ProductVersion.product_id == Product.id,
        ProductVersion.until.is_(None),
    )


def reading(session: Session, document: str, kind: str) -> Payload | None:
    """What was read in a document, by the newest reader; None where nothing of that kind was."""
    query = (
        select(DocumentReading.payload)
        .where(DocumentReading.document == document, DocumentReading.kind == kind)
        .order_by(DocumentReading.version.desc())
        .limit(1)
    )
    return session.scalar(query)


def read_already(session: Session, documents: Collection[str], kind: str, version: int) -> set[str]:
    """Those documents that this reader has read."""
    found: set[str] = set()
    for block in blocks(sorted(set(documents))):
        query = select(DocumentReading.document).where(
            DocumentReading.document.in_(block), DocumentReading.kind == kind, DocumentReading.version == version
        )
        found |= set(session.scalars(query))
    return found


def sheets_of(session: Session, supplier_id: int) -> dict[str, set[int]]:
    """Document of a safety sheet -> the supplier's products that it covers."""
    query = (
        select(Proof.document, Coverage.product_id)
        .join(Coverage, Coverage.proof_id == Proof.id)
        .where(Coverage.supplier_id == supplier_id, Proof.kind == "safety_sheet", Proof.document.is_not(None))
    )
    found: dict[str, set[int]] = {}
    for document, product in session.execute(query):
        found.setdefault(str(document), set()).add(product)
    return found


def products_with(session: Session, supplier_id: int, document: str) -> set[int]:
    """The products that a document lies with already."""
    one = ProductDocument
    query = select(one.product_id).where(one.supplier_id == supplier_id, one.document == document)
    return set(session.scalars(query))


def parcel_of(session: Session, supplier_id: int, sha256: str) -> int | None:
    """The parcel of a supplier that holds these very bytes."""
    return session.scalar(select(Parcel.id).where(Parcel.supplier_id == supplier_id, Parcel.sha256 == sha256))


def parcels(session: Session, supplier_id: int | None = None, limit: int = 200) -> list[ParcelLine]:
    """Parcels, the newest first; of one supplier where it is named."""
    query = _parcels().order_by(Parcel.id.desc()).limit(limit)
    if supplier_id is not None:
        query = query.where(Parcel.supplier_id == supplier_id)
    rows = session.execute(query).all()
    counts = _counts(session, [row[0] for row in rows])
    return [replace(ParcelLine(*row), counts=counts.get(row[0], {})) for row in rows]


def parcel(session: Session, parcel_id: int) -> ParcelLine | None:
    """One parcel, whosever it is."""
    row = session.execute(_parcels().where(Parcel.id == parcel_id)).one_or_none()
    return replace(ParcelLine(*row), counts=_counts(session, [parcel_id]).get(parcel_id, {})) if row else None


def _parcels() -> Select[*tuple[Any, ...]]:
    account = and_(Account.organisation_id == Parcel.by_organisation_id, Account.id == Parcel.by_account_id)
    chosen: Select[*tuple[Any, ...]] = (
        select(
            Parcel.id, Parcel.supplier_id, Organisation.code, Organisation.name, Parcel.file_name, Parcel.recorded_at,
            Account.name,
        )
        .join(Organisation, Organisation.id == Parcel.supplier_id)
        .join(Account, account, isouter=True)
    )  # fmt: skip
    return chosen


def _counts(session: Session, ids: Sequence[int]) -> dict[int, dict[str, int]]:
    query = (
        select(ParcelItem.parcel_id, ParcelItem.state, func.count())
        .where(ParcelItem.parcel_id.in_(ids))
        .group_by(ParcelItem.parcel_id, ParcelItem.state)
    )
    found: dict[int, dict[str, int]] = {}
    for number, state, files in session.execute(query):
        found.setdefault(number, {})[state] = files
    return found


def items(session: Session, parcel_id: int, state: str | None = None) -> list[ParcelItem]:
    """The files of a parcel, by name; in one state where it is named."""
    query = select(ParcelItem).where(ParcelItem.parcel_id == parcel_id).order_by(ParcelItem.name, ParcelItem.id)
    if state is not None:
        query = query.where(ParcelItem.state == state)
    return list(session.scalars(query))


def items_of(session: Session, parcel_id: int, ids: Collection[int]) -> list[ParcelItem]:
    """Those files of a parcel, by name."""
    found: list[ParcelItem] = []
    for block in blocks(sorted(set(ids))):
        found += session.scalars(select(ParcelItem).where(ParcelItem.parcel_id == parcel_id, ParcelItem.id.in_(block)))
    return sorted(found, key=lambda item: (item.name, item.id))


def item(session: Session, item_id: int) -> ParcelItem | None:
    """The file of that id, whosever parcel it came in."""
    return session.scalar(select(ParcelItem).where(ParcelItem.id == item_id))


def documents_of_product(session: Session, supplier_id: int, product_id: int) -> list[ProductDocumentLine]:
    """The datasheets and pictures of a product, the newest first."""
    one = ProductDocument
    query = (
        select(one.id, one.kind, one.document, one.document_name, one.recorded_at)
        .where(one.supplier_id == supplier_id, one.product_id == product_id)
        .order_by(one.recorded_at.desc(), one.id.desc())
    )
    return [ProductDocumentLine(*row) for row in session.execute(query)]


def product_document(session: Session, number: int) -> ProductDocument | None:
    """The document of that id, whosever product it is of."""
    return session.scalar(select(ProductDocument).where(ProductDocument.id == number))


def blocks(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Keys in stretches that one statement may name."""
    return (keys[start : start + BLOCK] for start in range(0, len(keys), BLOCK))

"""Requests to validate, what they ask for, and the validations that were recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session, aliased

from catalog.models import (
    Account,
    Organisation,
    Product,
    Range,
    RangeVersion,
    RequestedRange,
    ValidatedProduct,
    Validation,
    ValidationRequest,
)


@dataclass(frozen=True, slots=True)
class AskedRange:
    """A range version that a request asks to validate."""

    version_id: int
    code: str
    version: int
    name_fr: str
    name_en: str


@dataclass(frozen=True, slots=True)
class AskedRequest:
    """A request as kept. closed: "validated", "revoked", "replaced" or None; by: who asked, None for the operator."""

    id: int
    supplier_id: int
    supplier: str
    supplier_name: str
    central_id: int
    central: str
    central_name: str
    due: dt.date
    message: str
    recorded_at: dt.datetime
    closed: str | None
    closed_at: dt.datetime | None
    by_email: str | None
    by_name: str | None
    by_language: str | None
    ranges: tuple[AskedRange, ...] = ()


@dataclass(frozen=True, slots=True)
class Signed:
    """A validation as recorded: one range version, with the content of each product."""

    id: int
    supplier_id: int
    supplier: str
    supplier_name: str
    request_id: int | None
    code: str
    version: int
    name_fr: str
    name_en: str
    content_hash: str
    signer: str
    authority: str
    recorded_at: dt.datetime
    version_id: int
    products: tuple[tuple[int, str, str], ...] = ()
    """(product id, the reference it was first known by, content), by reference."""


def request(session: Session, request_id: int) -> AskedRequest | None:
    """One request with its ranges, whoever may see it."""
    row = session.execute(_requests().where(ValidationRequest.id == request_id)).one_or_none()
    return _with_ranges(session, [row])[0] if row else None


def requests(
    session: Session,
    *,
    supplier_id: int | None = None,
    central_id: int | None = None,
    open_only: bool = False,
    ids: Collection[int] | None = None,
) -> list[AskedRequest]:
    """Requests, the newest first; of one supplier, of one central body, of these ids."""
    asked = _requests().order_by(ValidationRequest.recorded_at.desc(), ValidationRequest.id.desc())
    if supplier_id is not None:
        asked = asked.where(ValidationRequest.supplier_id == supplier_id)
    if central_id is not None:
        asked = asked.where(ValidationRequest.central_id == central_id)
    if ids is not None:
        asked = asked.where(ValidationRequest.id.in_(sorted(ids)))
    if open_only:
        asked = asked.where(ValidationRequest.closed.is_(None))
    return _with_ranges(session, session.execute(asked).all())


def held(session: Session, supplier_id: int, request_id: int, *, alone: bool) -> str | None:
    """How a request is closed (None: open), read under a lock; alone: nobody else may hold it until this ends."""
    one = select(ValidationRequest.closed).where(
        ValidationRequest.supplier_id == supplier_id, ValidationRequest.id == request_id
    )
    return session.execute(one.with_for_update(read=not alone)).scalar_one()


def hold_supplier(session: Session, supplier_id: int) -> None:
    """Nobody else asks this supplier anything until this transaction ends."""
    one = select(Organisation.id).where(Organisation.id == supplier_id)
    session.execute(one.with_for_update(key_share=True)).all()


def _requests() -> Select[*tuple[Any, ...]]:
    one, supplier, central = ValidationRequest, aliased(Organisation), aliased(Organisation)
    chosen: Select[*tuple[Any, ...]] = (
        select(one.id, one.supplier_id, supplier.code, supplier.name, one.central_id, central.code, central.name,
               one.due, one.message, one.recorded_at, one.closed, one.closed_at, Account.email, Account.name,
               Account.language)
        .join(supplier, supplier.id == one.supplier_id)
        .join(central, central.id == one.central_id)
        .join(Account, and_(Account.organisation_id == one.by_organisation_id, Account.id == one.by_account_id),
              isouter=True)
    )  # fmt: skip
    return chosen


def _with_ranges(session: Session, rows: Sequence[Any]) -> list[AskedRequest]:
    ranges = asked_ranges(session, [row[0] for row in rows])
    return [replace(AskedRequest(*row), ranges=ranges.get(row[0], ())) for row in rows]


def asked_ranges(session: Session, request_ids: Collection[int]) -> Mapping[int, tuple[AskedRange, ...]]:
    """Request id -> what it asks for, by code."""
    rows = session.execute(
        select(
            RequestedRange.request_id, RangeVersion.id, Range.code, RangeVersion.number, Range.name_fr, Range.name_en
        )
        .join(RangeVersion, RangeVersion.id == RequestedRange.range_version_id)
        .join(Range, Range.id == RangeVersion.range_id)
        .where(RequestedRange.request_id.in_(sorted(request_ids)))
        .order_by(Range.code)
    )
    found: dict[int, list[AskedRange]] = {}
    for request_id, version_id, code, number, name_fr, name_en in rows:
        found.setdefault(request_id, []).append(AskedRange(version_id, code, number, name_fr, name_en))
    return {request_id: tuple(several) for request_id, several in found.items()}


def signed(
    session: Session, *, supplier_id: int | None = None, request_id: int | None = None, with_products: bool = True
) -> list[Signed]:
    """Validations, of one supplier or one request, the newest last."""
    one = Validation
    asked: Select[*tuple[Any, ...]] = (
        select(one.id, one.supplier_id, Organisation.code, Organisation.name, one.request_id, Range.code,
               RangeVersion.number, Range.name_fr, Range.name_en, one.content_hash, one.signer, one.authority,
               one.recorded_at, one.range_version_id)
        .join(Organisation, Organisation.id == one.supplier_id)
        .join(RangeVersion, RangeVersion.id == one.range_version_id)
        .join(Range, Range.id == RangeVersion.range_id)
        .order_by(one.recorded_at, Range.code, one.id)
    )  # fmt: skip
    if supplier_id is not None:
        asked = asked.where(one.supplier_id == supplier_id)
    if request_id is not None:
        asked = asked.where(one.request_id == request_id)
    rows = session.execute(asked).all()
    products = _validated(session, [row[0] for row in rows]) if with_products else {}
    return [replace(Signed(*row), products=tuple(products.get(row[0], ()))) for row in rows]


def _validated(session: Session, validation_ids: Collection[int]) -> dict[int, list[tuple[int, str, str]]]:
    rows = session.execute(
        select(ValidatedProduct.validation_id, Product.id, Product.reference, ValidatedProduct.content)
        .join(
            Product,
            and_(Product.supplier_id == ValidatedProduct.supplier_id, Product.id == ValidatedProduct.product_id),
        )
        .where(ValidatedProduct.validation_id.in_(sorted(validation_ids)))
        .order_by(Product.reference)
    )
    found: dict[int, list[tuple[int, str, str]]] = {}
    for validation_id, product_id, reference, content in rows:
        found.setdefault(validation_id, []).append((product_id, reference, content))
    return found


def version_key(session: Session, code: str, number: int | None = None) -> tuple[int, int, int] | None:
    """(version id, its number, central body's id) of a range's version, the last one by default."""
    asked = (
        select(RangeVersion.id, RangeVersion.number, Range.central_id)
        .join(Range, Range.id == RangeVersion.range_id)
        .where(Range.code == code)
        .order_by(RangeVersion.number.desc())
    )
    row = session.execute(asked.where(RangeVersion.number == number) if number else asked).first()
    return (row[0], row[1], row[2]) if row else None


def accounts_of(session: Session, organisation_id: int, roles: Collection[str] | None = None) -> list[tuple[str, str]]:
    """(e-mail, language) of the enabled accounts of an organisation, of these roles or all."""
    asked = select(Account.email, Account.language).where(
        Account.organisation_id == organisation_id, Account.disabled_at.is_(None)
    )
    if roles is not None:
        asked = asked.where(Account.role.in_(sorted(roles)))
    return [(email, language) for email, language in session.execute(asked.order_by(Account.email))]

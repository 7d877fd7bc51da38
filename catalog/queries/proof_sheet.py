"""One proof with all that hangs on it: the products it covers, every decision on it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from catalog.models import Account, Coverage, Decision, Organisation, Product, ProductVersion
from catalog.queries.products import in_force


@dataclass(frozen=True, slots=True)
class CoveredProduct:
    """A product that a proof covers. `name`: as published, None where the product is not published now."""

    supplier: str
    supplier_name: str
    reference: str
    name: str | None
    matched: bool


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision. `by`: the name of the person, None for the operator of the command line."""

    verdict: str
    reason: str
    recorded_at: dt.datetime
    by: str | None


def covered_products(
    session: Session, proof_id: int, publication: int, supplier_id: int | None = None
) -> list[CoveredProduct]:
    """The products that a proof covers (of one supplier where it is named), by supplier and reference."""
    version = ProductVersion
    shown = func.coalesce(version.reference, Product.reference)
    query = (
        select(Organisation.code, Organisation.name, shown, version.name, Coverage.matched)
        .select_from(Coverage)
        .join(Product, and_(Product.supplier_id == Coverage.supplier_id, Product.id == Coverage.product_id))
        .join(Organisation, Organisation.id == Coverage.supplier_id)
        .join(
            version,
            and_(
                version.supplier_id == Product.supplier_id,
                version.product_id == Product.id,
                in_force(version, publication),
            ),
            isouter=True,
        )
        .where(Coverage.proof_id == proof_id)
        .order_by(Organisation.code, shown)
    )
    if supplier_id is not None:
        query = query.where(Coverage.supplier_id == supplier_id)
    return [CoveredProduct(*row) for row in session.execute(query)]


def decisions(session: Session, proof_id: int) -> list[DecisionLine]:
    """Every decision on a proof, the last one first."""
    account = and_(Account.organisation_id == Decision.by_organisation_id, Account.id == Decision.by_account_id)
    query = (
        select(Decision.verdict, Decision.reason, Decision.recorded_at, Account.name)
        .join(Account, account, isouter=True)
        .where(Decision.proof_id == proof_id)
        .order_by(Decision.recorded_at.desc(), Decision.id.desc())
    )
    return [DecisionLine(*row) for row in session.execute(query)]

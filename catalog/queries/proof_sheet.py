"""One proof with all that hangs on it: the products it covers, every decision on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from catalog.models import Account, Coverage, Decision, Organisation, Product, ProductVersion, Proof, ProofEnding
from catalog.queries.products import BLOCK, in_force


@dataclass(frozen=True, slots=True)
class CoveredProduct:
    """A product that a proof covers. `name`: as published, None where the product is not published now.

    how: what tied the two; score: 0 to 100, of a proposal that a person took.
    """

    supplier: str
    supplier_name: str
    reference: str
    name: str | None
    matched: bool
    how: str = "reference"
    score: int | None = None


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision. `by`: the name of the person, None for the operator of the command line."""

    verdict: str
    reason: str
    recorded_at: dt.datetime
    by: str | None


@dataclass(frozen=True, slots=True)
class EndingLine:
    """An earlier end that a person, or a register that no longer lists it, gave a proof."""

    last_day: dt.date
    reason: str
    recorded_at: dt.datetime
    by: str | None


@dataclass(frozen=True, slots=True)
class Tie:
    """What ties a proof to one product."""

    supplier_id: int
    product_id: int
    how: str
    attribute: str


def ties(session: Session, proof_id: int) -> list[Tie]:
    """Every product that a proof covers, by id."""
    query = (
        select(Coverage.supplier_id, Coverage.product_id, Coverage.how, Proof.attribute)
        .join(Proof, Proof.id == Coverage.proof_id)
        .where(Coverage.proof_id == proof_id)
        .order_by(Coverage.supplier_id, Coverage.product_id)
    )
    return [Tie(*row) for row in session.execute(query)]


def covering_ids(
    session: Session, supplier_id: int, attribute: str, products: Collection[int]
) -> dict[int, tuple[int, ...]]:
    """product id -> the proofs of an attribute that cover it, refused ones too, by id."""
    found: dict[int, tuple[int, ...]] = {}
    ids = sorted(products)
    for start in range(0, len(ids), BLOCK):
        query = (
            select(Coverage.product_id, Coverage.proof_id)
            .join(Proof, Proof.id == Coverage.proof_id)
            .where(Coverage.supplier_id == supplier_id, Proof.attribute == attribute)
            .where(Coverage.product_id.in_(ids[start : start + BLOCK]))
            .order_by(Coverage.proof_id)
        )
        for product, proof in session.execute(query):
            found[product] = (*found.get(product, ()), proof)
    return found


def covered_products(
    session: Session, proof_id: int, publication: int, supplier_id: int | None = None
) -> list[CoveredProduct]:
    """The products that a proof covers (of one supplier where it is named), by supplier and reference."""
    version = ProductVersion
    shown = func.coalesce(version.reference, Product.reference)
    query = (
        select(
            Organisation.code, Organisation.name, shown, version.name, Coverage.matched, Coverage.how, Coverage.score
        )
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
        .order_by(Decision.id.desc())
    )
    return [DecisionLine(*row) for row in session.execute(query)]


def endings(session: Session, proof_id: int) -> list[EndingLine]:
    """Every earlier end that was given to a proof, the last recorded first."""
    one = ProofEnding
    account = and_(Account.organisation_id == one.by_organisation_id, Account.id == one.by_account_id)
    query = (
        select(one.last_day, one.reason, one.recorded_at, Account.name)
        .join(Account, account, isouter=True)
        .where(one.proof_id == proof_id)
        .order_by(one.recorded_at.desc(), one.id.desc())
    )
    return [EndingLine(*row) for row in session.execute(query)]

"""Published offers on top of the small world of agreements: what selections and exports are made of."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from catalog.access import OPERATOR, Actor
from catalog.means.means import Means
from catalog.models import (
    Account,
    Batch,
    Coverage,
    Decision,
    Lot,
    Offer,
    OfferVersion,
    Organisation,
    PriceTier,
    Product,
    ProductVersion,
    Proof,
    Publication,
)
from catalog.published.shelf import Edition, Shelf
from catalog.services.facts.load import load_facts
from tests.agreements.sample import person, settled

NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
RISKY = '=HYPERLINK("http://x.example";"Savon")'
PRODUCTS: Mapping[str, tuple[str, str]] = {
    "A-1": ("SUP-A", "Détergent sols 5 L"),
    "A-2": ("SUP-A", "Cartouche noire"),
    "B-1": ("SUP-B", RISKY),
    "B-2": ("SUP-B", "Pære rengjøring"),
}
OFFERS: Mapping[tuple[str, str], dict[str, Any]] = {
    ("A-1", "ENT-1"): {
        "price": 3_950_000,
        "vat": 200_000,
        "order_unit": "XJY",
        "content_unit": "LTR",
        "content_per_order_unit": 5_000_000,
    },
    ("A-2", "NUM-1"): {"price": 49_900_000, "vat": 200_000, "order_unit": "H87"},
    ("B-1", "ENT-1"): {"price": 1_234_567, "vat": 55_000},
    ("B-1", "ENT-2"): {"price": 1_100_000, "vat": None},
    ("B-2", "AUTRE-1"): {"price": 80_000_000, "vat": 250_000, "currency": "NOK"},
}
Offers = Mapping[tuple[str, str], int]


def published(means: Means) -> Offers:
    """The world, with publication 1: (reference, lot) -> offer id. Ten cartridges cost less each."""
    settled(means)
    load_facts(OPERATOR, means)
    means.session.add(
        Publication(number=1, kind="publish", undoes=None, effective=NOON.date(), offers=5, note=None, recorded_at=NOON)
    )
    means.session.flush()
    products = {reference: _product(means, reference) for reference in PRODUCTS}
    offers = {key: _offer(means, products[key[0]], key[1], terms) for key, terms in OFFERS.items()}
    version = means.session.scalars(select(OfferVersion).where(OfferVersion.offer_id == offers["A-2", "NUM-1"])).one()
    means.session.add(
        PriceTier(
            supplier_id=version.supplier_id, offer_version_id=version.id, min_quantity=10_000_000, price=45_000_000
        )
    )
    _proven(means, products["A-1"], "licence", "label", "EU_ECOLABEL")
    _proven(means, products["B-1"], "equivalence", "equivalence", None)
    return offers


@cache
def _shelf(folder: Path) -> Shelf:
    return Shelf(folder)


def edition(means: Means) -> Edition:
    """Today's edition, from the one shelf of this test."""
    return _shelf(means.settings.index).edition(means)


def withdrawn(means: Means, offer: int) -> None:
    """Publication 2, without one offer."""
    means.session.add(
        Publication(number=2, kind="publish", undoes=None, effective=NOON.date(), offers=4, note=None, recorded_at=NOON)
    )
    means.session.flush()
    means.session.execute(update(OfferVersion).where(OfferVersion.offer_id == offer).values(until=2))


def account(means: Means, code: str, role: str = "buyer", name: str = "one") -> Actor:
    """Somebody with an account."""
    actor = person(means, code, role)
    assert actor.organisation_id is not None
    email = f"{name}.{actor.email}"
    row = Account(
        organisation_id=actor.organisation_id, email=email, name=name, role=role, language="fr", recorded_at=NOON
    )
    means.session.add(row)
    means.session.flush()
    return dataclasses.replace(actor, email=email, account_id=row.id)


def _product(means: Means, reference: str) -> Product:
    supplier, name = PRODUCTS[reference]
    owner = means.session.scalars(select(Organisation.id).where(Organisation.code == supplier)).one()
    product = Product(supplier_id=owner, reference=reference, recorded_at=NOON)
    means.session.add(product)
    means.session.flush()
    batch = _batch(means, owner)
    means.session.add(
        ProductVersion(
            supplier_id=owner, product_id=product.id, since=1, reference=reference, name=name, family="CLEANING", digest=reference, batch_id=batch,
            gtin="3012345678900" if reference == "A-1" else None,
        )
    )  # fmt: skip
    means.session.flush()
    return product


def _batch(means: Means, owner: int) -> int:
    held = means.session.scalars(select(Batch.id).where(Batch.supplier_id == owner)).first()
    if held:
        return held
    batch = Batch(
        supplier_id=owner,
        sha256="a" * 64,
        file_name="f.csv",
        mode="full",
        scope="full",
        state="published",
        recorded_at=NOON,
    )
    means.session.add(batch)
    means.session.flush()
    return batch.id


def _offer(means: Means, product: Product, lot: str, terms: Mapping[str, Any]) -> int:
    lot_id = means.session.scalars(select(Lot.id).where(Lot.code == lot)).one()
    offer = Offer(supplier_id=product.supplier_id, product_id=product.id, lot_id=lot_id, recorded_at=NOON)
    means.session.add(offer)
    means.session.flush()
    values = {"currency": "EUR", "printed_price": terms["price"], **terms}
    batch = _batch(means, product.supplier_id)
    means.session.add(
        OfferVersion(supplier_id=product.supplier_id, offer_id=offer.id, since=1, batch_id=batch, digest=lot, **values)
    )
    means.session.flush()
    return offer.id


def _proven(means: Means, product: Product, kind: str, basis: str, label: str | None) -> None:
    """An ecolabel proof until 31 May 2027, accepted."""
    proof = Proof(
        attribute="ecolabelled", kind=kind, basis=basis, label=label, valid_from=dt.date(2026, 1, 1),
        valid_until=dt.date(2027, 5, 31), document="b" * 64, document_name="x.pdf", recorded_at=NOON,
    )  # fmt: skip
    means.session.add(proof)
    means.session.flush()
    key = {"supplier_id": product.supplier_id, "product_id": product.id}
    means.session.add(Coverage(**key, proof_id=proof.id, recorded_at=NOON))
    means.session.add(Decision(proof_id=proof.id, verdict="accept", reason="vu", recorded_at=NOON))
    means.session.flush()

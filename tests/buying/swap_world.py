"""An ordinary concentrate, and what could stand in for it: in the same lot, in another lot, in an agreement not joined."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from sqlalchemy import select, update

from catalog.access import OPERATOR, Actor
from catalog.means.means import Means
from catalog.models import Coverage, Decision, Holder, Lot, Organisation, Product, Proof
from catalog.published.shelf import Edition, Shelf
from catalog.services.agreements import setup
from catalog.services.facts.load import load_facts
from catalog.services.release.publish import publish
from tests.release.world import TOML, actor, deliver

FURTHER = b"""
[[agreement]]
code = "LOIN"
name = "Accord que la creche n'a pas rejoint"
central = "CENTRALE"
starts = 2026-01-01
ends = 2029-12-31
[[agreement.lot]]
code = "LOIN-L1"
name = "Lointain"
currency = "EUR"
families = ["CLEANING"]
holders = ["AUTRE"]
[[range]]
code = "verte"
name_fr = "Verte"
name_en = "Green"
central = "CENTRALE"
profile = "strict"
description_fr = "Ecolabellise."
description_en = "Ecolabelled."
attributes = ["ecolabelled"]
families = ["CLEANING"]
"""
NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
CAN: dict[str, Any] = {"order_unit": "XJY", "content_unit": "LTR", "content_per_order_unit": 5_000_000}
BOTTLE: dict[str, Any] = {"order_unit": "XBO", "content_unit": "LTR", "content_per_order_unit": 1_000_000}
TIERS = [{"min_quantity": 1_000_000, "valid_from": None, "valid_to": None, "price": 12_000_000},
         {"min_quantity": 12_000_000, "valid_from": None, "valid_to": None, "price": 10_000_000}]  # fmt: skip
COLUMNS = {"Dilution": "dilution", "Unite": "order_unit", "Cond.": "content_per_order_unit", "Eco": "eco_contribution",
           "Multiple": "order_multiple"}  # fmt: skip
HYG: dict[str, dict[str, Any]] = {
    "P": CAN | {"dilution": 20_000},
    "X": CAN | {"dilution": 5_000},
    "E3": CAN,
    "S": {"order_unit": "XRO"},
}
E1: dict[str, Any] = BOTTLE | {
    "dilution": 5_000,
    "order_multiple": 6_000_000,
    "eco_contribution": 100_000,
    "prices": TIERS,
}
GREEN = ("E1", "E2", "E3", "E4")


def sold(means: Means) -> None:
    """Publication 1. P is ordinary; X cheaper and no better; E1 to E4 are ecolabelled, each its own way."""
    assert setup.load(OPERATOR, means, TOML + FURTHER, False).faults == ()
    load_facts(OPERATOR, means)
    batches = [
        _sent(means, "1", "HYG", "ENT-L1", HYG, P="20.00", X="1.00", E3="1.00", S="1.00"),
        _sent(means, "2", "AUTRE", "ENT-L1", {"E1": E1}, E1="12.00"),
        _sent(means, "3", "HYG", "ENT-L2", {"E2": CAN | {"dilution": 10_000}}, E2="35.00"),
        _sent(means, "4", "AUTRE", "LOIN-L1", {"E4": CAN | {"dilution": 5_000}}, E4="2.00"),
    ]
    publish(OPERATOR, means, batches)
    for product in means.session.scalars(select(Product).where(Product.reference.in_(GREEN))):
        _proven(means, product)


def edition(means: Means) -> Edition:
    """Today's edition."""
    return Shelf(means.settings.index).edition(means)


def member(means: Means, code: str = "CRECHE") -> Actor:
    """A buyer of the member that has joined ENT alone; or of another."""
    return actor("buyer", "member", organisation(means, code), code)


def supplier(means: Means, code: str = "HYG") -> Actor:
    """Somebody of a supplier."""
    return dataclasses.replace(actor("supplier", "supplier", organisation(means, code), code))


def organisation(means: Means, code: str) -> int:
    return means.session.scalars(select(Organisation.id).where(Organisation.code == code)).one()


def allocated(means: Means, how: str, rank: int | None = None) -> None:
    """The first lot goes to its holders in this way; the second one's rank."""
    means.session.execute(update(Lot).where(Lot.code == "ENT-L1").values(allocation=how))
    mine = Holder.supplier_id == organisation(means, "AUTRE")
    means.session.execute(update(Holder).where(mine).values(rank=rank))


def _sent(means: Means, digit: str, owner: str, lot: str, each: dict[str, dict[str, Any]], **prices: str) -> int:
    rows = [(reference, f"Nettoyant {reference}", price) for reference, price in prices.items()]
    return deliver(means, digit, *rows, lots=(lot,), supplier=owner, each=each, columns=COLUMNS)


def _proven(means: Means, product: Product) -> None:
    proof = Proof(
        attribute="ecolabelled", kind="licence", basis="label", label="EU_ECOLABEL", valid_from=dt.date(2026, 1, 1),
        valid_until=dt.date(2027, 5, 31), document="b" * 64, document_name="x.pdf", recorded_at=NOON,
    )  # fmt: skip
    means.session.add(proof)
    means.session.flush()
    key = {"supplier_id": product.supplier_id, "product_id": product.id}
    means.session.add(Coverage(**key, proof_id=proof.id, recorded_at=NOON))
    means.session.add(Decision(proof_id=proof.id, verdict="accept", reason="vu", recorded_at=NOON))
    means.session.flush()

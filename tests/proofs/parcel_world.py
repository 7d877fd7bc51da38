"""The small world of proofs in a database of its own, with a door to send parcels through."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import func, select, update

from catalog import deposits
from catalog.access import OPERATOR, Actor
from catalog.entrance import Entrance
from catalog.models import (
    Coverage,
    DocumentReading,
    JournalEntry,
    Parcel,
    ParcelItem,
    Product,
    ProductDocument,
    ProductVersion,
    Proof,
)
from catalog.services.facts.load import load_facts
from catalog.services.proofs.parcel_show import show_parcel
from catalog.settings import Settings
from tests.proofs.papers import zipped
from tests.proofs.world import LONG_AGO, World, build_world

EAN = "3017620422003"
UFI = "A123-C456-D789-E012"
SUMS = ("taken", "waiting", "dismissed", "refused")


@dataclass(frozen=True)
class Place:
    """The world in a database of its own, with the door."""

    entrance: Entrance
    world: World

    def who(self, role: str) -> Actor:
        return self.world.actors[role]

    def send(
        self, files: Mapping[str, bytes] | Sequence[tuple[str, bytes]], role: str = "supplier", supplier: str = "VERNET"
    ) -> int:
        sha256 = self.entrance.files.put_stream(io.BytesIO(zipped(files)))
        return deposits.receive_parcel(self.entrance, self.who(role), supplier, sha256, "documents.zip")

    def states(self, parcel: int) -> dict[str, tuple[str, str | None, str | None]]:
        """File -> (state, kind, reason)."""
        with self.entrance.reading() as means:
            sheet = show_parcel(self.who("reviewer"), means, parcel)
        return {item.name: (item.state, item.kind, item.reason) for item in sheet.items}

    def covered(self, parcel: int) -> dict[str, list[tuple[str, str]]]:
        """File -> (reference, what tied it) of the proof that it became."""
        names = {number: reference for reference, number in self.world.products.items()}
        with self.entrance.reading() as means:
            rows = means.session.execute(
                select(ParcelItem.name, Coverage.product_id, Coverage.how)
                .join(Coverage, Coverage.proof_id == ParcelItem.proof_id)
                .where(ParcelItem.parcel_id == parcel)
            ).all()
        found: dict[str, list[tuple[str, str]]] = {}
        for name, product, how in rows:
            found[name] = sorted([*found.get(name, []), (names[product], how)])
        return found


@pytest.fixture
def place(settings: Settings) -> Place:
    entrance = Entrance(settings)
    with entrance.writing() as means:
        world = build_world(means)
        load_facts(OPERATOR, means)
        for old, new in (("V-1", "VN-1001"), ("V-2", "VN-1002"), ("O-1", "OR-1001")):
            renamed(means, world, old, new)
        version = ProductVersion
        gtin = update(version).where(version.product_id == world.products["VN-1002"]).values(gtin=EAN)
        means.session.execute(gtin)
    return Place(entrance, world)


def renamed(means: Any, world: World, old: str, new: str) -> None:
    """References as suppliers have them: long enough to be told apart in a file's name."""
    number = world.products[new] = world.products.pop(old)
    means.session.execute(update(Product).where(Product.id == number).values(reference=new))
    means.session.execute(update(ProductVersion).where(ProductVersion.product_id == number).values(reference=new))


def number_of(name: str) -> str:
    return "".join(sign for sign in name.replace("2026", "") if sign.isdigit())


def more_products(world: World, means: Any, many: int) -> None:
    owner = world.organisations["VERNET"]
    like = means.session.scalars(
        select(ProductVersion).where(ProductVersion.product_id == world.products["VN-1001"])
    ).one()
    for n in range(many):
        reference = f"VN-{n:04}"
        from_model(means, owner, reference, like)


def from_model(means: Any, owner: int, reference: str, like: ProductVersion) -> None:
    product = Product(supplier_id=owner, reference=reference, recorded_at=LONG_AGO)
    means.session.add(product)
    means.session.flush()
    means.session.add(
        ProductVersion(
            supplier_id=owner, product_id=product.id, since=1, reference=reference, name=f"Nettoyant {reference}",
            family="CLEANING", digest=reference, hazard_codes=[], data={}, batch_id=like.batch_id, sheet=None, row=9,
        )
    )  # fmt: skip


def counts(place: Place) -> dict[str, int]:
    tables = (Proof, Coverage, ProductDocument, Parcel, ParcelItem, DocumentReading, JournalEntry)
    with place.entrance.reading() as means:
        return {
            table.__tablename__: means.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables
        }

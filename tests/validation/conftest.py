"""Two suppliers' products asked to be validated in a range of ecolabelled cleaners: V-1 proven, V-3 claimed only, O-1 proven."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from catalog.access import OPERATOR, Actor
from catalog.means.means import Means
from catalog.models import Batch, Claim, Coverage, Offer, OfferVersion, Product, ProductVersion, Proof
from catalog.queries import ranges
from catalog.services.facts.load import load_facts
from catalog.services.validation.ask import Asked, request_validation
from catalog.services.validation.lines import TagLine, lines
from tests.proofs.world import LONG_AGO, PUBLISHED, World, build_world, decided

DUE = dt.date(2026, 12, 6)
LINK = "marie@vernet.example"


@dataclass(frozen=True, slots=True)
class Scene:
    """The world, and the request that VERNET was sent."""

    world: World
    request: int
    token: str

    def actor(self, name: str) -> Actor:
        return self.world.actors[name]

    def lines(self, means: Means, actor: str = "supplier") -> list[TagLine]:
        """The lines of the request, by reference and attribute."""
        asked = lines(self.actor(actor), means, self.request)
        return [line for product in asked.products for line in product.lines]

    def line(self, means: Means, reference: str) -> TagLine:
        """The one line of a product."""
        asked = lines(self.actor("supplier"), means, self.request)
        return next(line for product in asked.products if product.reference == reference for line in product.lines)


@pytest.fixture
def world(means: Means) -> World:
    return build(means)


def build(means: Means) -> World:
    """The world with its range, proofs and products."""
    made = build_world(means)
    load_facts(OPERATOR, means)
    add_range(means, made, "GAMME-ECO")
    prove(means, made, "V-1", "VERNET")
    prove(means, made, "O-1", "ORGE")
    add_product(means, made, "V-3", claimed=True)
    return made


@pytest.fixture
def scene(means: Means, world: World) -> Scene:
    asked = Asked("VERNET", ("GAMME-ECO",), DUE, "Merci de répondre.", addresses=(LINK,))
    made = request_validation(world.actors["publisher"], means, asked)
    return Scene(world, made.request, made.links[0].token)


def add_range(means: Means, world: World, code: str, attributes: Sequence[str] = ("ecolabelled",)) -> None:
    """A range of CAP, in one more version."""
    ranges.add_version(
        means.session, central_id=world.organisations["CAP"], code=code, name_fr="Entretien écolabellisé",
        name_en="Ecolabelled cleaning", rule={"attributes": list(attributes), "lots": ["ENT-1"]}, profile="strict",
        description_fr="Essai", description_en="Trial", by=OPERATOR, at=PUBLISHED,
    )  # fmt: skip


def prove(means: Means, world: World, reference: str, supplier: str, *, accepted: bool = True) -> int:
    """A certificate of a product's label, entered by nobody, accepted by the operator; its id."""
    proof = Proof(
        attribute="ecolabelled", kind="certificate", basis="label", label="EU_ECOLABEL", number="FR/020/118",
        issuer="Exemple", valid_from=dt.date(2026, 1, 1), valid_until=dt.date(2027, 6, 30), document="b" * 64,
        document_name="licence.pdf", recorded_at=PUBLISHED,
    )  # fmt: skip
    means.session.add(proof)
    means.session.flush()
    key = {"supplier_id": world.organisations[supplier], "product_id": world.products[reference]}
    means.session.add(Coverage(**key, proof_id=proof.id, recorded_at=PUBLISHED))
    means.session.flush()
    if accepted:
        decided(means, proof.id, "accept", PUBLISHED)
    return proof.id


def add_product(means: Means, world: World, reference: str, *, claimed: bool = False, supplier: str = "VERNET") -> int:
    """One more product of a supplier in ENT-1, published; its id."""
    session, owner = means.session, {"supplier_id": world.organisations[supplier]}
    batch = session.query(Batch).filter_by(**owner).first()
    assert batch is not None
    product = Product(**owner, reference=reference, recorded_at=LONG_AGO)
    session.add(product)
    session.flush()
    world.products[reference] = product.id
    place = {"batch_id": batch.id, "sheet": None, "row": 9}
    session.add(
        ProductVersion(
            **owner, **place, product_id=product.id, since=1, reference=reference, name=f"Produit {reference}",
            family="CLEANING", digest=reference, hazard_codes=[], data={},
        )
    )  # fmt: skip
    offer = Offer(**owner, product_id=product.id, lot_id=world.lots["ENT-1"], recorded_at=LONG_AGO)
    session.add(offer)
    session.flush()
    session.add(
        OfferVersion(
            **owner, offer_id=offer.id, since=1, currency="EUR", price=1_000_000, printed_price=1_000_000,
            batch_id=batch.id, digest=reference,
        )
    )  # fmt: skip
    if claimed:
        session.add(
            Claim(
                **owner, **place, product_id=product.id, since=1, attribute="ecolabelled", label="EU_ECOLABEL",
                number="FR/020/118", quote="Écolabel européen FR/020/118", file=batch.file_name, column="Label",
            )
        )  # fmt: skip
    session.flush()
    return product.id

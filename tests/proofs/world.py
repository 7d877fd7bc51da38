"""A small world for proofs and ranges: one central body, two suppliers, two members, two agreements, three products.

VERNET holds lot ENT-1 of AC-ENT and lot PAP-1 of AC-PAP; its product V-1 (an ecolabel claim) lies in both lots, V-2 in
ENT-1 only. ORGE holds ENT-1 too, with O-1. CRECHE joined AC-ENT, LYCEE joined AC-PAP.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from catalog.access import Actor, Role
from catalog.means.means import Means
from catalog.models import (
    Account,
    Agreement,
    Batch,
    Claim,
    Coverage,
    Decision,
    Holder,
    Lot,
    Membership,
    Offer,
    OfferVersion,
    Organisation,
    Product,
    ProductVersion,
    Proof,
    Publication,
)

LONG_AGO = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC)
PUBLISHED = dt.datetime(2026, 3, 1, 9, 0, tzinfo=dt.UTC)
PDF = b"%PDF-1.7\nexample\n%%EOF\n"


@dataclass(slots=True)
class World:
    """Ids by code, and an actor for every role."""

    organisations: dict[str, int] = field(default_factory=dict)
    lots: dict[str, int] = field(default_factory=dict)
    products: dict[str, int] = field(default_factory=dict)
    offers: dict[tuple[str, str], int] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)


ORGANISATIONS = {"CAP": "central", "VERNET": "supplier", "ORGE": "supplier", "CRECHE": "member", "LYCEE": "member"}
ACCOUNTS: Mapping[str, tuple[str, Role]] = {
    "reviewer": ("CAP", "reviewer"),
    "second_reviewer": ("CAP", "reviewer"),
    "publisher": ("CAP", "publisher"),
    "admin": ("CAP", "admin"),
    "auditor": ("CAP", "auditor"),
    "supplier": ("VERNET", "supplier"),
    "supplier_admin": ("VERNET", "supplier_admin"),
    "other_supplier": ("ORGE", "supplier"),
    "buyer": ("CRECHE", "buyer"),
    "buyer_admin": ("CRECHE", "buyer_admin"),
    "prescriber": ("CRECHE", "prescriber"),
    "other_buyer": ("LYCEE", "buyer"),
}
LOTS = {"ENT-1": "AC-ENT", "PAP-1": "AC-PAP"}
PRODUCTS = {
    "V-1": ("VERNET", "Nettoyant sols écolabellisé 5 L", ("ENT-1", "PAP-1")),
    "V-2": ("VERNET", "Dégraissant alcalin 5 L", ("ENT-1",)),
    "O-1": ("ORGE", "Nettoyant vitres 750 ml", ("ENT-1",)),
}


def build_world(means: Means) -> World:
    """The world, flushed: publication 1 of 1 March 2026 holds all four offers."""
    world, session = World(), means.session
    _people(session, world)
    _agreements(session, world)
    session.add(
        Publication(
            number=1,
            kind="publish",
            undoes=None,
            effective=PUBLISHED.date(),
            offers=4,
            note=None,
            recorded_at=PUBLISHED,
        )
    )
    session.flush()
    for supplier in ("VERNET", "ORGE"):
        _products(session, world, supplier)
    session.flush()
    return world


def _people(session: Session, world: World) -> None:
    for code, kind in ORGANISATIONS.items():
        one = Organisation(kind=kind, code=code, name=f"{code} (démo)", recorded_at=LONG_AGO)
        session.add(one)
        session.flush()
        world.organisations[code] = one.id
    for key, (code, role) in ACCOUNTS.items():
        owner = world.organisations[code]
        account = Account(
            organisation_id=owner, email=f"{key}@{code.lower()}.example", name=f"Nom {key}", role=role, language="fr",
            recorded_at=LONG_AGO,
        )  # fmt: skip
        session.add(account)
        session.flush()
        kind = ORGANISATIONS[code]
        world.actors[key] = Actor(account.email, account.name, role, kind, account.id, owner, code, code)  # type: ignore[arg-type]


def _agreements(session: Session, world: World) -> None:
    days = {"starts": dt.date(2026, 1, 1), "ends": dt.date(2029, 12, 31), "recorded_at": LONG_AGO}
    for code, member in (("AC-ENT", "CRECHE"), ("AC-PAP", "LYCEE")):
        one = Agreement(central_id=world.organisations["CAP"], code=code, name=code, **days)
        session.add(one)
        session.flush()
        session.add(
            Membership(
                organisation_id=world.organisations[member], agreement_id=one.id, valid_from=dt.date(2026, 1, 1),
                valid_until=None, recorded_at=LONG_AGO,
            )
        )  # fmt: skip
        for lot, agreement in LOTS.items():
            if agreement == code:
                made = Lot(agreement_id=one.id, code=lot, name=lot, currency="EUR", families=["CLEANING"], **days)
                session.add(made)
                session.flush()
                world.lots[lot] = made.id
    for supplier, lot in (("VERNET", "ENT-1"), ("VERNET", "PAP-1"), ("ORGE", "ENT-1")):
        key = {"supplier_id": world.organisations[supplier], "lot_id": world.lots[lot]}
        session.add(Holder(**key, recorded_at=LONG_AGO))
    session.flush()


def _products(session: Session, world: World, supplier: str) -> None:
    owner = world.organisations[supplier]
    batch = Batch(
        supplier_id=owner, sha256="a" * 64, file_name=f"{supplier.lower()}.csv", mode="full", scope="full", state="published",
        report={"columns": {"Référence": "reference", "Mentions de danger": "hazard_codes"}}, recorded_at=LONG_AGO,
    )  # fmt: skip
    session.add(batch)
    session.flush()
    for row, (reference, (holder, name, lots)) in enumerate(PRODUCTS.items(), start=2):
        if holder == supplier:
            _product(session, world, batch, reference, name, lots, row)


def _product(
    session: Session, world: World, batch: Batch, reference: str, name: str, lots: tuple[str, ...], row: int
) -> None:
    owner = {"supplier_id": batch.supplier_id}
    product = Product(**owner, reference=reference, recorded_at=LONG_AGO)
    session.add(product)
    session.flush()
    world.products[reference] = product.id
    place = {"batch_id": batch.id, "sheet": None, "row": row}
    session.add(
        ProductVersion(
            **owner, **place, product_id=product.id, since=1, reference=reference, name=name, family="CLEANING", digest=reference,
            hazard_codes=["H318"] if reference == "V-2" else [], data={},
        )
    )  # fmt: skip
    if reference == "V-1":
        session.add(
            Claim(
                **owner, **place, product_id=product.id, since=1, attribute="ecolabelled", label="EU_ECOLABEL",
                number="FR/020/118", quote="Écolabel européen FR/020/118", file=batch.file_name, column="Label",
            )
        )  # fmt: skip
    for lot in lots:
        _offer(session, world, product, batch, lot)


def _offer(session: Session, world: World, product: Product, batch: Batch, lot: str) -> None:
    owner = {"supplier_id": product.supplier_id}
    offer = Offer(**owner, product_id=product.id, lot_id=world.lots[lot], recorded_at=LONG_AGO)
    session.add(offer)
    session.flush()
    world.offers[(product.reference, lot)] = offer.id
    session.add(
        OfferVersion(
            **owner, offer_id=offer.id, since=1, currency="EUR", price=3_950_000, printed_price=3_950_000,
            batch_id=batch.id, digest=lot,
        )
    )  # fmt: skip
    session.flush()


def proof_of(
    means: Means,
    world: World,
    reference: str,
    *,
    recorded_at: dt.datetime,
    valid_until: dt.date | None = None,
    document: str | None = "b" * 64,
    by: str | None = None,
    replaces: int | None = None,
) -> int:
    """An ecolabel licence for one product, recorded at a time of the test's choosing; nobody looked at it yet."""
    supplier = world.organisations[PRODUCTS[reference][0]]
    actor = world.actors[by] if by else None
    proof = Proof(
        attribute="ecolabelled", kind="licence", basis="label", label="EU_ECOLABEL", number="FR/020/118", issuer="Exemple",
        valid_from=dt.date(2026, 1, 1), valid_until=valid_until, document=document, document_name="licence.pdf",
        recorded_at=recorded_at, replaces_id=replaces, by_organisation_id=actor and actor.organisation_id, by_account_id=actor and actor.account_id,
    )  # fmt: skip
    means.session.add(proof)
    means.session.flush()
    covered = {"supplier_id": supplier, "product_id": world.products[reference], "proof_id": proof.id}
    means.session.add(Coverage(**covered, recorded_at=recorded_at))
    means.session.flush()
    return proof.id


def decided(means: Means, proof: int, verdict: str, recorded_at: dt.datetime, reason: str = "lu") -> None:
    """A decision of the operator, recorded at a time of the test's choosing."""
    means.session.add(Decision(proof_id=proof, verdict=verdict, reason=reason, recorded_at=recorded_at))
    means.session.flush()


def second_central(means: Means, world: World) -> Actor:
    """One more central body, AUTRE, whose lot AUTRE-1 VERNET holds with V-1; no member has joined it. Its reviewer."""
    session, days = means.session, {"starts": dt.date(2026, 1, 1), "ends": dt.date(2029, 12, 31)}
    body = Organisation(kind="central", code="AUTRE", name="AUTRE (démo)", recorded_at=LONG_AGO)
    session.add(body)
    session.flush()
    account = Account(organisation_id=body.id, email="reviewer@autre.example", name="Nom autre", role="reviewer",
                      language="fr", recorded_at=LONG_AGO)  # fmt: skip
    agreement = Agreement(central_id=body.id, code="AC-AUTRE", name="AC-AUTRE", recorded_at=LONG_AGO, **days)
    session.add_all([account, agreement])
    session.flush()
    lot = Lot(agreement_id=agreement.id, code="AUTRE-1", name="AUTRE-1", currency="EUR", families=["CLEANING"],
              recorded_at=LONG_AGO, **days)  # fmt: skip
    session.add(lot)
    session.flush()
    world.lots["AUTRE-1"], owner = lot.id, world.organisations["VERNET"]
    session.add(Holder(supplier_id=owner, lot_id=lot.id, recorded_at=LONG_AGO))
    product = session.get_one(Product, (owner, world.products["V-1"]))
    _offer(session, world, product, session.query(Batch).filter_by(supplier_id=owner).first(), "AUTRE-1")  # type: ignore[arg-type]
    return Actor(account.email, account.name, "reviewer", "central", account.id, body.id, "AUTRE", "AUTRE")

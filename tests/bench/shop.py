"""A whole instance around the made-up catalogue: what the pages and the API are measured on.

Straight into the tables, as one publication: organisations, agreements, lots, holders, members who joined all of them,
people with open sessions and a token, products, offers, licences and claims.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from sqlalchemy import insert, select

from catalog.access import OPERATOR
from catalog.entrance import Entrance
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
from catalog.models.base import new_id
from catalog.reference.shipped import names
from catalog.services.agreements.setup import load
from catalog.services.facts.load import load_facts
from catalog.services.people import sign_in
from catalog.services.people.tokens import make_token
from catalog.settings import Settings
from tests.bench.browse_catalogue import offers, tags

DAY = dt.date(2026, 11, 22)
BEGINS, ENDS = dt.date(2026, 1, 1), dt.date(2029, 12, 31)
MEMBERS, BLOCK, SHARED = 10, 5_000, 20
"""Members; rows of one statement; products of one licence."""
WORLD = """
organisation = [{ code = "CEN", kind = "central", name = "Centrale du banc" }]
[[agreement]]
code = "AC00"
name = "Accord 00"
central = "CEN"
starts = 2026-01-01
ends = 2029-12-31
[[range]]
code = "responsable"
name_fr = "Achats responsables"
name_en = "Responsible purchases"
central = "CEN"
profile = "strict"
description_fr = "Prouvé."
description_en = "Proven."
attributes = ["ecolabelled"]
"""
Row = dict[str, Any]
Ids = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Shop:
    """home: to serve. sessions: the cookies of that many buyers. token: a buyer's, for the API. table: the offers."""

    home: Path
    sessions: tuple[str, ...]
    token: str
    table: pa.Table


def opened(home: Path, products: int, people: int) -> Shop:
    """Make an instance of that size on DAY."""
    entrance = Entrance(Settings(home=home, database_url=f"sqlite:///{home}/tamis.sqlite", day=DAY))
    entrance.migrate()
    table = offers(products)
    with entrance.writing() as means:
        load_facts(OPERATOR, means)
        load(OPERATOR, means, WORLD.encode(), dry=False)
        lots, suppliers = _agreed(means, table)
        _published(means, table, lots, suppliers)
    with entrance.writing() as means:
        sessions = tuple(_signed_in(means, number) for number in range(people))
        token = make_token(OPERATOR, means, _email(0))
    with entrance.reading() as means:
        entrance.shelf.edition(means)
    entrance.engine.dispose()
    return Shop(home, sessions, token, table)


def _agreed(means: Means, table: pa.Table) -> tuple[Ids, Ids]:
    """Everybody and everything that offers stand on; lot code -> id, supplier code -> id."""
    now = means.clock.now()
    central = means.session.scalars(select(Organisation.id).where(Organisation.code == "CEN")).one()
    suppliers = {code: new_id() for code in sorted(set(table["supplier"].to_pylist()))}
    members = {f"M{number:02}": new_id() for number in range(MEMBERS)}
    agreements = {code: new_id() for code in sorted(set(table["agreement"].to_pylist())) if code != "AC00"}
    agreements["AC00"] = means.session.scalars(select(Agreement.id).where(Agreement.code == "AC00")).one()
    lots = {lot: new_id() for lot in sorted(set(table["lot"].to_pylist()))}
    within = dict(zip(table["lot"].to_pylist(), table["agreement"].to_pylist(), strict=True))
    held = sorted(set(zip(table["supplier"].to_pylist(), table["lot"].to_pylist(), strict=True)))
    dated = {"starts": BEGINS, "ends": ENDS, "recorded_at": now}
    _put(means, Organisation, (
        {"id": number, "kind": kind, "code": code, "name": f"{word} {code[1:]}", "recorded_at": now}
        for kind, word, found in (("supplier", "Fournisseur", suppliers), ("member", "Membre", members))
        for code, number in found.items()
    ))  # fmt: skip
    _put(means, Agreement, ({"id": number, "central_id": central, "code": code, "name": f"Accord {code[2:]}", **dated}
                            for code, number in agreements.items() if code != "AC00"))  # fmt: skip
    _put(means, Lot, ({"id": number, "agreement_id": agreements[within[code]], "code": code, "name": f"Lot {code[1:]}",
                       "currency": "EUR", "families": [], "areas": [], **dated} for code, number in lots.items()))  # fmt: skip
    _put(
        means,
        Holder,
        ({"supplier_id": suppliers[supplier], "lot_id": lots[lot], "recorded_at": now} for supplier, lot in held),
    )
    _put(means, Membership, (
        {"organisation_id": member, "id": new_id(), "agreement_id": number, "valid_from": BEGINS, "recorded_at": now}
        for member in members.values() for number in agreements.values()
    ))  # fmt: skip
    return lots, suppliers


def _published(means: Means, table: pa.Table, lots: Ids, suppliers: Ids) -> None:
    now = means.clock.now()
    one = {"number": 1, "kind": "publish", "effective": DAY, "offers": table.num_rows, "recorded_at": now}
    _put(means, Publication, [one])
    batches = {code: new_id() for code in suppliers}
    _put(means, Batch, (
        {"supplier_id": suppliers[code], "id": number, "sha256": hashlib.sha256(code.encode()).hexdigest(),
         "file_name": "catalogue.xlsx", "mode": "full", "scope": "full", "state": "published", "recorded_at": now}
        for code, number in batches.items()
    ))  # fmt: skip
    lines = [(new_id(), new_id(), *each) for each in _lines(table, suppliers, batches)]
    _put(means, Product, ({"supplier_id": owner, "id": product, "reference": line["reference"], "recorded_at": now}
                          for product, _, owner, _, line in lines))  # fmt: skip
    _put(means, ProductVersion, (
        {"supplier_id": owner, "id": new_id(), "product_id": product, "since": 1, "reference": line["reference"],
         "name": line["name"], "brand": line["brand"], "gtin": line["gtin"], "family": line["family"],
         "hazard_codes": [], "data": {}, "batch_id": batch, "digest": line["reference"]}
        for product, _, owner, batch, line in lines
    ))  # fmt: skip
    _put(means, Offer, ({"supplier_id": owner, "id": offer, "product_id": product, "lot_id": lots[line["lot"]], "recorded_at": now}
                        for product, offer, owner, _, line in lines))  # fmt: skip
    _put(means, OfferVersion, (
        {"supplier_id": owner, "id": new_id(), "offer_id": offer, "since": 1, "currency": "EUR", "price": line["price"],
         "printed_price": line["price"], "order_unit": "H87", "batch_id": batch, "digest": "x"}
        for _, offer, owner, batch, line in lines
    ))  # fmt: skip
    _proven(means, table, [(owner, product, batch) for product, _, owner, batch, _ in lines])


def _lines(table: pa.Table, suppliers: Ids, batches: Ids) -> Iterator[tuple[int, int, Row]]:
    """(supplier, batch, line), the families among the known ones."""
    known = known_families()
    for line in table.select(["supplier", "reference", "lot", "name", "brand", "gtin", "family", "price"]).to_pylist():
        line["family"] = known[int(line["family"]) % len(known)]
        yield suppliers[line["supplier"]], batches[line["supplier"]], line


def known_families() -> list[str]:
    """The codes that a made-up family stands for, by its number."""
    return sorted(names("family"))


def _proven(means: Means, table: pa.Table, keys: Sequence[tuple[int, int, int]]) -> None:
    """A licence for every SHARED products that are to be yes, and the claims of the others that claim."""
    now, found = means.clock.now(), tags(table)
    yes = [key for key, state in zip(keys, found.states["ecolabelled"].tolist(), strict=True) if state == 1]
    said = [key for key, claims in zip(keys, found.claimed["ecolabelled"].tolist(), strict=True) if claims]
    licences = [new_id() for _ in range(0, len(yes), SHARED)]
    _put(means, Proof, (
        {"id": number, "attribute": "ecolabelled", "kind": "licence", "basis": "label", "label": "EU_ECOLABEL",
         "document": f"{place:064x}", "document_name": "licence.pdf", "valid_from": BEGINS, "valid_until": dt.date(2027, 6, 30), "recorded_at": now}
        for place, number in enumerate(licences)
    ))  # fmt: skip
    _put(means, Decision, ({"id": new_id(), "proof_id": number, "verdict": "accept", "reason": "lu", "recorded_at": now}
                           for number in licences))  # fmt: skip
    _put(means, Coverage, (
        {"supplier_id": owner, "id": new_id(), "product_id": product, "proof_id": licences[place // SHARED], "recorded_at": now}
        for place, (owner, product, _) in enumerate(yes)
    ))  # fmt: skip
    _put(means, Claim, (
        {"supplier_id": owner, "id": new_id(), "product_id": product, "since": 1, "attribute": "ecolabelled",
         "quote": "écolabel", "batch_id": batch, "file": "catalogue.xlsx"}
        for owner, product, batch in said
    ))  # fmt: skip


def _put(means: Means, table: Any, rows: Iterator[Row] | Sequence[Row]) -> None:
    """Many rows of one table, a block a statement."""
    every = list(rows)
    for start in range(0, len(every), BLOCK):
        means.session.execute(insert(table), every[start : start + BLOCK])


def _email(number: int) -> str:
    return f"acheteur{number}@banc.example"


def _signed_in(means: Means, number: int) -> str:
    """A buyer with a session that is open."""
    code = f"M{number % MEMBERS:02}"
    home = means.session.scalars(select(Organisation.id).where(Organisation.code == code)).one()
    means.session.add(
        Account(
            organisation_id=home,
            email=_email(number),
            name=f"Acheteur {number}",
            role="buyer",
            recorded_at=means.clock.now(),
        )
    )
    means.session.flush()
    knocked = sign_in.knock(means, _email(number), f"192.0.2.{number}")
    token = knocked and sign_in.enter(means, knocked, matched=True)
    assert token, "the try was counted among too many"
    return token

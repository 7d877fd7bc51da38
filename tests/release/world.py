"""A small world for tests of publications: one central body, one agreement with two lots, one supplier; made readings."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pyarrow as pa

from catalog.access import OPERATOR, Actor
from catalog.means.means import Means
from catalog.services.agreements import setup
from catalog.services.facts.load import load_facts
from catalog.services.intake.receive import Delivery, Mode, receive
from imports.record import PRODUCTS, Reading

TOML = b"""
[[organisation]]
code = "CENTRALE"
kind = "central"
name = "Centrale"
[[organisation]]
code = "HYG"
kind = "supplier"
name = "Hygiene"
[[organisation]]
code = "AUTRE"
kind = "supplier"
name = "Autre"
[[organisation]]
code = "CRECHE"
kind = "member"
name = "Creche"
[[agreement]]
code = "ENT"
name = "Entretien"
central = "CENTRALE"
starts = 2026-01-01
ends = 2029-12-31
[[agreement.lot]]
code = "ENT-L1"
name = "General"
currency = "EUR"
families = ["CLEANING"]
holders = ["HYG", "AUTRE"]
[[agreement.lot]]
code = "ENT-L2"
name = "Ecolabellise"
currency = "EUR"
families = ["CLEANING"]
responsible = "ecolabelled"
holders = ["HYG"]
[[membership]]
organisation = "CRECHE"
agreement = "ENT"
from = 2026-01-01
"""
COLUMNS = {"Ref": "reference", "Designation": "name", "Prix HT": "price"}


def set_up(means: Means) -> None:
    """Load the world and the shipped facts."""
    report = setup.load(OPERATOR, means, TOML, False)
    assert report.faults == ()
    load_facts(OPERATOR, means)


Each = dict[str, dict[str, Any]]


def reading(
    *rows: tuple[str, str, str], terms: dict[str, Any] | None = None, columns: dict[str, str] | None = None,
    each: Each | None = None,
) -> Reading:  # fmt: skip
    """A reading of rows (reference, name, price in euros), all with these terms, as the importer would hand it over.

    columns: further header -> field. each: reference -> values of its own row.
    """
    lines = [
        {
            "row": place,
            "reference": reference,
            "name": name,
            "price": int(Decimal(price) * 1_000_000),
            "currency": "EUR",
            **(terms or {}),
            **(each or {}).get(reference, {}),
        }
        for place, (reference, name, price) in enumerate(rows, 2)
    ]
    table = pa.Table.from_pylist([{**dict.fromkeys(PRODUCTS.names), **line} for line in lines], schema=PRODUCTS)
    return Reading("import", "csv", "utf-8", ";", None, (1,), columns=COLUMNS | (columns or {}), rows=len(rows), imported=len(rows),
                   products=table)  # fmt: skip


def deliver(
    means: Means, sha256: str, *rows: tuple[str, str, str], lots: tuple[str, ...] = ("ENT-L1",), mode: Mode = "full",
    answers: dict[str, str] | None = None, actor: Actor = OPERATOR, supplier: str = "HYG", terms: dict[str, Any] | None = None,
    columns: dict[str, str] | None = None, each: Each | None = None,
) -> int:  # fmt: skip
    """Receive made rows as one file (`sha256`: one hex digit); its batch id."""
    delivery = Delivery(supplier, lots, f"{sha256}.csv", mode, answers=answers or {})
    return receive(actor, means, delivery, sha256 * 64, reading(*rows, terms=terms, columns=columns, each=each)).batch


def actor(role: Any, kind: Any, organisation_id: int | None = None, organisation: str | None = None) -> Actor:
    """Somebody with a role in an organisation."""
    return Actor(f"{role}@test.example", role, role, kind, None, organisation_id, organisation)


NEXT_DAY = dt.date(2026, 11, 23)

"""A small world for tests of agreements and buying: two central bodies, three agreements, three members, two suppliers."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from catalog.access import OPERATOR, Actor
from catalog.means.clock import Clock, end_of
from catalog.means.means import Means
from catalog.models import Organisation
from catalog.services.agreements.setup import SetupReport, load

DAY = dt.date(2026, 11, 22)
WORLD = """
organisation = [
    { code = "CEN", kind = "central", name = "Centrale d’essai", siret = "99999900600003" },
    { code = "CEN2", kind = "central", name = "Autre centrale" },
    { code = "SUP-A", kind = "supplier", name = "Titulaire A" },
    { code = "SUP-B", kind = "supplier", name = "Titulaire B" },
    { code = "CRECHE", kind = "member", name = "Crèche d’essai", sector = "early_childhood", size = 18 },
    { code = "LYCEE", kind = "member", name = "Lycée d’essai" },
    { code = "MAIRIE", kind = "member", name = "Mairie d’essai" },
]

[[agreement]]
code = "ENT"
name = "Entretien"
central = "CEN"
starts = 2026-01-01
ends = 2029-12-31

[[agreement.lot]]
code = "ENT-1"
name = "Produits généraux"
families = ["CLEANING", "LAUNDRY_DISH"]
holders = ["SUP-A", "SUP-B"]

[[agreement.lot]]
code = "ENT-2"
name = "Produits écolabellisés"
currency = "EUR"
ends = 2027-12-31
responsible = "ecolabelled"
free_items = true
holders = ["SUP-B"]

[[agreement]]
code = "NUM"
name = "Numérique"
central = "CEN"
starts = 2025-07-01
ends = 2027-06-30

[[agreement.lot]]
code = "NUM-1"
name = "Consommables"
holders = ["SUP-A"]

[[agreement]]
code = "AUTRE"
name = "Accord de l’autre centrale"
central = "CEN2"
starts = 2026-01-01
ends = 2026-12-31

[[agreement.lot]]
code = "AUTRE-1"
name = "Seul lot"
currency = "NOK"
holders = ["SUP-B"]

[[membership]]
organisation = "CRECHE"
agreement = "ENT"
from = 2026-01-01

[[membership]]
organisation = "LYCEE"
agreement = "ENT"
from = 2026-01-01
until = 2026-11-22

[[membership]]
organisation = "LYCEE"
agreement = "NUM"
from = 2025-07-01

[[range]]
code = "petite-enfance"
name_fr = "Petite enfance"
name_en = "Early childhood"
central = "CEN"
profile = "strict"
description_fr = "Pour les tout-petits."
description_en = "For the youngest."
attributes = ["early_childhood"]
families = ["CLEANING"]

[[account]]
email = "Achats@creche.example"
name = "Acheteuse"
role = "buyer"
organisation = "CRECHE"
"""
FIRST_COUNTS = {
    "organisation": {"new": 7, "changed": 0, "unchanged": 0},
    "agreement": {"new": 3, "changed": 0, "unchanged": 0},
    "lot": {"new": 4, "changed": 0, "unchanged": 0},
    "holder": {"new": 5, "changed": 0, "unchanged": 0},
    "membership": {"new": 3, "changed": 0, "unchanged": 0},
    "range": {"new": 1, "changed": 0, "unchanged": 0},
    "account": {"new": 1, "changed": 0, "unchanged": 0},
}
KINDS = {"central": ("reviewer", "publisher", "admin", "auditor"), "supplier": ("supplier", "supplier_admin"),
         "member": ("buyer", "buyer_admin", "prescriber")}  # fmt: skip
HOMES = {"central": "CEN", "supplier": "SUP-A", "member": "CRECHE"}
ROLES = [(role, kind) for kind, roles in KINDS.items() for role in roles]


def settled(means: Means, toml: str = WORLD) -> SetupReport:
    """The world loaded by the operator; no fault."""
    report = load(OPERATOR, means, toml.encode(), dry=False)
    assert report.faults == ()
    return report


def person(means: Means, code: str, role: str) -> Actor:
    """Somebody of an organisation, in a role."""
    found = means.session.execute(select(Organisation).where(Organisation.code == code)).scalar_one()
    return Actor(
        email=f"{role}@{code.lower()}.example", name=role, role=role, kind=found.kind,  # type: ignore[arg-type]
        organisation_id=found.id, organisation=code, organisation_name=found.name,
    )  # fmt: skip


def on(means: Means, day: dt.date) -> Means:
    """The same transaction on another day."""
    return Means(means.session, Clock(day), means.files, means.settings)


def known_by(day: dt.date) -> dt.datetime:
    """The instant before which something had been recorded by the end of that day."""
    return end_of(day)

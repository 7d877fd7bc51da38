"""Three organisations and their people, each with the same known password."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from catalog.means.means import Means
from catalog.models import Account, Organisation
from catalog.models.base import new_id

PASSWORD = "quatre lampes sous la pluie"
NAMES = {
    "CENTRALE": "Centrale d’achat de l’essai",
    "LYCEE": "Lycée de l’essai",
    "CRECHE": "Crèche de l’essai",
    "SAVON": "Savonnerie de l’essai",
    "PAPIER": "Papeterie de l’essai",
}
PEOPLE = {
    "CENTRALE": ("central", ("reviewer", "publisher", "admin", "auditor")),
    "LYCEE": ("member", ("buyer", "buyer_admin")),
    "CRECHE": ("member", ("buyer", "buyer_admin")),
    "SAVON": ("supplier", ("supplier", "supplier_admin")),
    "PAPIER": ("supplier", ("supplier",)),
}


def cheap_hash(password: str) -> str:
    """Argon2id at its lowest cost: tests sign in often."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(password)


def add_people(means: Means, password_hash: str | None = None) -> None:
    """Accounts ROLE@ORGANISATION.example, all with PASSWORD."""
    now, hashed = means.clock.now(), password_hash or cheap_hash(PASSWORD)
    for code, (kind, roles) in PEOPLE.items():
        organisation = Organisation(id=new_id(), kind=kind, code=code, name=NAMES[code], recorded_at=now)
        means.session.add(organisation)
        means.session.flush()
        means.session.add_all(
            Account(
                organisation_id=organisation.id,
                email=f"{role}@{code.lower()}.example",
                name=role,
                role=role,
                password_hash=hashed,
                language="fr",
                recorded_at=now,
            )
            for role in roles
        )
    means.session.flush()


@pytest.fixture(scope="session")
def password_hash() -> str:
    return cheap_hash(PASSWORD)


@pytest.fixture
def people(means: Means, password_hash: str) -> Means:
    """Means over a database with those people."""
    add_people(means, password_hash)
    return means

"""Three organisations and their people, each with the same known password."""

from __future__ import annotations

import pytest

from catalog.means.means import Means
from catalog.means.secrecy import hash_password
from catalog.models import Account, Organisation

PASSWORD = "quatre lampes sous la pluie"
PEOPLE = {
    "CENTRALE": ("central", ("reviewer", "publisher", "admin", "auditor")),
    "LYCEE": ("member", ("buyer", "buyer_admin")),
    "CRECHE": ("member", ("buyer", "buyer_admin")),
    "SAVON": ("supplier", ("supplier", "supplier_admin")),
}


@pytest.fixture(scope="session")
def password_hash() -> str:
    return hash_password(PASSWORD)


@pytest.fixture
def people(means: Means, password_hash: str) -> Means:
    """Accounts ROLE@ORGANISATION.example, all with PASSWORD."""
    now = means.clock.now()
    for code, (kind, roles) in PEOPLE.items():
        organisation = Organisation(kind=kind, code=code, name=code.title(), recorded_at=now)
        means.session.add(organisation)
        means.session.flush()
        for role in roles:
            means.session.add(
                Account(
                    organisation_id=organisation.id,
                    email=f"{role}@{code.lower()}.example",
                    name=role,
                    role=role,
                    password_hash=password_hash,
                    language="fr",
                    recorded_at=now,
                )
            )
    means.session.flush()
    return means

"""Locks inside the database: one publisher at a time."""

from __future__ import annotations

import hashlib

from sqlalchemy import text
from sqlalchemy.orm import Session


def alone(session: Session, name: str) -> None:
    """Hold `name` until the transaction ends. SQLite's writer is alone already (see `catalog.db`)."""
    if session.get_bind().dialect.name == "postgresql":
        key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:7], "big")
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})

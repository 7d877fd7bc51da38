"""Every check, unique and foreign key of the tables is broken once, by name, on both databases.

A sound row of each table stands in `sound.py`. A case changes one such row, or adds a second one beside it, and must
be refused. A constraint of the metadata without a case fails `test_every_constraint_has_a_breaking_case`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import CheckConstraint, Connection, Engine, ForeignKeyConstraint, UniqueConstraint, insert, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from catalog.models import Base
from tests.models.sound import AT, CENTRAL, NOBODY, OTHER, RIVAL, SOUND, Row, fill


@dataclass(frozen=True, slots=True)
class Break:
    """What is done to the first sound row of a table: changed in place, or (`beside`) copied with changes."""

    constraint: str
    table: str
    changes: Row
    beside: bool = False


def changed(constraint: str, table: str, **changes: Any) -> Break:
    return Break(constraint, table, changes)


def beside(constraint: str, table: str, **changes: Any) -> Break:
    return Break(constraint, table, {"id": 900, **changes} if "id" in Base.metadata.tables[table].c else changes, True)


CHECKS = [
    changed("ck_organisation_kind", "organisation", kind="bank"),
    changed("ck_organisation_code", "organisation", code=""),
    changed("ck_organisation_siret", "organisation", siret="123"),
    changed("ck_organisation_size", "organisation", size=0),
    changed("ck_account_role", "account", role="root"),
    changed("ck_account_email", "account", email="nobody"),
    changed("ck_account_language", "account", language="de"),
    changed("ck_agreement_dates", "agreement", ends=dt.date(2025, 12, 31)),
    changed("ck_agreement_code", "agreement", code=""),
    changed("ck_lot_dates", "lot", ends=dt.date(2025, 12, 31)),
    changed("ck_lot_currency", "lot", currency="eur"),
    beside("ck_membership_dates", "membership", valid_until=dt.date(2025, 12, 31)),
    changed("ck_batch_mode", "batch", mode="delta"),
    changed("ck_batch_state", "batch", state="lost"),
    changed("ck_batch_conservation", "batch", imported=2),
    changed("ck_batch_counts", "batch", imported=-1, rejected=3),
    changed("ck_batch_sha256", "batch", sha256="abc"),
    changed("ck_batch_actor", "batch", by_account_id=None),
    changed("ck_batch_issue_level", "batch_issue", level="info"),
    changed("ck_publication_number", "publication", number=-1),
    changed("ck_publication_kind", "publication", kind="draft"),
    changed("ck_publication_undoes", "publication", kind="undo"),
    beside("ck_publication_order", "publication", number=3, kind="undo", undoes=3),
    changed("ck_publication_actor", "publication", by_account_id=None),
    changed("ck_product_reference", "product", reference=""),
    changed("ck_product_version_interval", "product_version", until=1),
    changed("ck_product_version_name", "product_version", name=""),
    changed("ck_offer_version_interval", "offer_version", until=1),
    changed("ck_offer_version_price", "offer_version", price=-1),
    changed("ck_offer_version_vat", "offer_version", vat=1_000_001),
    changed("ck_offer_version_currency", "offer_version", currency="EURO"),
    changed("ck_offer_version_validity", "offer_version", valid_to=dt.date(2025, 12, 31)),
    changed("ck_price_tier_min_quantity", "price_tier", min_quantity=0),
    changed("ck_price_tier_price", "price_tier", price=-1),
    changed("ck_price_tier_validity", "price_tier", valid_to=dt.date(2025, 12, 31)),
    beside("ck_fact_version", "fact", version=0),
    beside("ck_fact_origin", "fact", version=2, origin="rumour"),
    beside("ck_fact_actor", "fact", version=2, by_organisation_id=None),
    changed("ck_claim_interval", "claim", until=1),
    beside("ck_proof_kind", "proof", kind="word"),
    beside("ck_proof_basis", "proof", basis="trust"),
    beside("ck_proof_dates", "proof", valid_until=dt.date(2025, 12, 31)),
    beside("ck_proof_document", "proof", document="abc"),
    beside("ck_proof_actor", "proof", by_organisation_id=None),
    beside("ck_decision_verdict", "decision", verdict="maybe"),
    beside("ck_decision_reason", "decision", reason=""),
    beside("ck_decision_actor", "decision", by_organisation_id=None),
    changed("ck_range_code", "range", code=""),
    beside("ck_range_version_number", "range_version", number=0),
    beside("ck_range_version_profile", "range_version", number=2, profile="lax"),
    beside("ck_range_version_actor", "range_version", number=2, by_account_id=None),
    changed("ck_selection_actor", "selection", by_account_id=None),
    changed("ck_selection_line_quantity", "selection_line", quantity=0),
    changed("ck_selection_line_actor", "selection_line", by_account_id=None),
]

UNIQUES = [
    beside("uq_organisation_code", "organisation"),
    beside("uq_account_email", "account"),
    beside("uq_sign_in_token_hash", "sign_in"),
    beside("uq_token_token_hash", "token"),
    beside("uq_agreement_code", "agreement"),
    beside("uq_lot_code", "lot"),
    beside("uq_batch_supplier_id_sha256_scope", "batch"),
    beside("uq_product_supplier_id_reference", "product"),
    beside("uq_product_version_supplier_id_product_id_since", "product_version"),
    beside("uq_offer_supplier_id_product_id_lot_id", "offer"),
    beside("uq_offer_version_supplier_id_offer_id_since", "offer_version"),
    beside("uq_price_tier_dated", "price_tier"),
    beside("uq_fact_kind_key_version", "fact"),
    beside("uq_coverage_supplier_id_product_id_proof_id", "coverage"),
    beside("uq_range_code", "range"),
    beside("uq_range_version_range_id_number", "range_version"),
    beside("uq_selection_line_offer", "selection_line"),
]

KEYS = [
    beside("fk_account_organisation_id", "account", organisation_id=NOBODY, email="c@d.example"),
    changed("fk_sign_in_organisation_id_account_id", "sign_in", organisation_id=OTHER),
    changed("fk_token_organisation_id_account_id", "token", organisation_id=OTHER),
    beside("fk_journal_entry_organisation_id", "journal_entry", organisation_id=NOBODY),
    changed("fk_agreement_central_id", "agreement", central_id=NOBODY),
    changed("fk_lot_agreement_id", "lot", agreement_id=NOBODY),
    changed("fk_holder_supplier_id", "holder", supplier_id=NOBODY),
    changed("fk_holder_lot_id", "holder", lot_id=NOBODY),
    beside("fk_membership_organisation_id", "membership", organisation_id=NOBODY),
    beside("fk_membership_agreement_id", "membership", agreement_id=NOBODY),
    beside("fk_batch_supplier_id", "batch", supplier_id=NOBODY),
    changed("fk_batch_by_organisation_id_by_account_id", "batch", by_organisation_id=OTHER),
    changed("fk_batch_lot_supplier_id_batch_id", "batch_lot", supplier_id=RIVAL),
    changed("fk_batch_lot_lot_id", "batch_lot", lot_id=NOBODY),
    changed("fk_batch_issue_supplier_id_batch_id", "batch_issue", supplier_id=RIVAL),
    beside("fk_publication_undoes", "publication", number=9, kind="undo", undoes=8),
    changed("fk_publication_by_organisation_id_by_account_id", "publication", by_organisation_id=OTHER),
    changed("fk_publication_batch_supplier_id_batch_id", "publication_batch", supplier_id=RIVAL),
    changed("fk_publication_batch_publication", "publication_batch", publication=NOBODY),
    beside("fk_product_supplier_id", "product", supplier_id=NOBODY),
    beside("fk_product_version_supplier_id_product_id", "product_version", supplier_id=RIVAL, batch_id=41),
    changed("fk_product_version_supplier_id_batch_id", "product_version", batch_id=41),
    changed("fk_product_version_since", "product_version", since=NOBODY, until=None),
    changed("fk_product_version_until", "product_version", until=NOBODY),
    beside("fk_offer_supplier_id_product_id", "offer", supplier_id=RIVAL),
    changed("fk_offer_lot_id", "offer", lot_id=NOBODY),
    beside("fk_offer_version_supplier_id_offer_id", "offer_version", supplier_id=RIVAL, batch_id=41),
    changed("fk_offer_version_supplier_id_batch_id", "offer_version", batch_id=41),
    changed("fk_offer_version_since", "offer_version", since=NOBODY, until=None),
    changed("fk_offer_version_until", "offer_version", until=NOBODY),
    changed("fk_price_tier_supplier_id_offer_version_id", "price_tier", supplier_id=RIVAL),
    beside("fk_fact_by_organisation_id_by_account_id", "fact", version=2, by_organisation_id=OTHER),
    beside("fk_claim_supplier_id_product_id", "claim", supplier_id=RIVAL, batch_id=41),
    changed("fk_claim_supplier_id_batch_id", "claim", batch_id=41),
    changed("fk_claim_since", "claim", since=NOBODY, until=None),
    changed("fk_claim_until", "claim", until=NOBODY),
    beside("fk_proof_by_organisation_id_by_account_id", "proof", by_organisation_id=OTHER),
    beside("fk_coverage_supplier_id_product_id", "coverage", supplier_id=RIVAL),
    beside("fk_coverage_proof_id", "coverage", proof_id=NOBODY),
    beside("fk_decision_proof_id", "decision", proof_id=NOBODY),
    beside("fk_decision_by_organisation_id_by_account_id", "decision", by_organisation_id=OTHER),
    changed("fk_range_central_id", "range", central_id=NOBODY),
    beside("fk_range_version_range_id", "range_version", range_id=NOBODY),
    beside("fk_range_version_by_organisation_id_by_account_id", "range_version", number=2, by_organisation_id=OTHER),
    beside("fk_selection_organisation_id", "selection", organisation_id=NOBODY),
    changed("fk_selection_by_organisation_id_by_account_id", "selection", by_organisation_id=OTHER),
    changed("fk_selection_line_organisation_id_selection_id", "selection_line", organisation_id=CENTRAL),
    changed("fk_selection_line_by_organisation_id_by_account_id", "selection_line", by_organisation_id=OTHER),
]

PARTIAL = [
    beside("uq_product_version_current", "product_version", since=2, until=None),
    beside("uq_offer_version_current", "offer_version", since=2, until=None),
    beside("uq_price_tier_undated", "price_tier", valid_from=None),
]
"""Two rows of these in a row: one is allowed, the second is not."""


def attempt(connection: Connection, case: Break) -> None:
    table = Base.metadata.tables[case.table]
    row = SOUND[case.table][0]
    if case.beside:
        more = {"recorded_at": AT} if "recorded_at" in table.c else {}
        connection.execute(insert(table), {**row, **more, **case.changes})
    else:
        where = [column == row[column.name] for column in table.primary_key.columns]
        connection.execute(update(table).where(*where).values(case.changes))


def names(*kinds: type) -> set[str]:
    tables = Base.metadata.tables.values()
    return {str(item.name) for table in tables for item in table.constraints if isinstance(item, kinds)}


def test_every_constraint_has_a_breaking_case() -> None:
    assert {case.constraint for case in CHECKS} == names(CheckConstraint)
    assert {case.constraint for case in UNIQUES} == names(UniqueConstraint)
    assert {case.constraint for case in KEYS} == names(ForeignKeyConstraint)
    indices = {str(index.name) for table in Base.metadata.tables.values() for index in table.indexes if index.unique}
    assert {case.constraint for case in PARTIAL} == indices


def test_every_table_has_a_sound_row() -> None:
    assert set(SOUND) == set(Base.metadata.tables)


def test_each_broken_constraint_is_refused_by_name(engine: Engine) -> None:
    """One database for all: each case in a savepoint of its own."""
    with engine.connect() as connection:
        fill(connection)
        refused = {case.constraint: refusal(connection, case) for case in (*CHECKS, *UNIQUES, *KEYS)}
        connection.rollback()
    taken = {name for name, words in refused.items() if words is None}
    assert taken == set()
    wrong = {name: words for name, words in refused.items() if not speaks_of(name, words or "")}
    assert wrong == {}


def refusal(connection: Connection, case: Break) -> str | None:
    """The database's words; None when it took the row."""
    point = connection.begin_nested()
    try:
        attempt(connection, case)
    except IntegrityError as fault:
        return str(fault.orig)
    finally:
        point.rollback()
    return None


def speaks_of(constraint: str, words: str) -> bool:
    """PostgreSQL names every constraint; SQLite names checks only, and tells the kind of the others."""
    if constraint in words:
        return True
    kind = {"uq": "UNIQUE constraint failed", "fk": "FOREIGN KEY constraint failed"}.get(constraint[:2], "none")
    return kind in words


def test_one_current_version_and_one_undated_tier(engine: Engine) -> None:
    third = {"number": 3, "kind": "publish", "offers": 1, "recorded_at": AT}
    for case in PARTIAL:
        with engine.connect() as connection:
            fill(connection)
            connection.execute(insert(Base.metadata.tables["publication"]), third)
            attempt(connection, case)
            later = {"since": 3} if "since" in case.changes else {}
            with pytest.raises(IntegrityError):
                attempt(connection, beside(case.constraint, case.table, **{**case.changes, "id": 901, **later}))
            connection.rollback()


OWNED = sorted(
    name
    for name, table in Base.metadata.tables.items()
    if "supplier_id" in table.primary_key.columns and name not in ("holder", "product", "batch")
)


@pytest.mark.parametrize("table", OWNED)
def test_a_child_row_moved_to_another_supplier_is_refused(engine: Engine, table: str) -> None:
    with engine.connect() as connection:
        fill(connection)
        with pytest.raises(DatabaseError, match=r"(?i)foreign key|append-only"):
            attempt(connection, changed("", table, supplier_id=RIVAL))
        connection.rollback()


APPEND_ONLY = ("journal_entry", "membership", "fact", "proof", "coverage", "decision", "range_version")


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_what_was_recorded_is_neither_changed_nor_taken_away(engine: Engine, table: str) -> None:
    made = Base.metadata.tables[table]
    for statement in (update(made).values(id=made.c.id), made.delete()):
        with engine.connect() as connection:
            fill(connection)
            with pytest.raises(DatabaseError, match="append-only"):
                connection.execute(statement)
            connection.rollback()

"""What lies beside proofs: what was read in their documents, why they end early, what people decided, registers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from catalog.means.clock import day_of
from catalog.models import DocumentReading, Organisation, ProofEnding, RegisterEntry, RegisterExtract, TagDecision
from catalog.tagging.decisions import Said
from catalog.tagging.records import Product, Sighting
from catalog.tagging.sheets import Ingredients, Sheet, ingredients_of, sheet_of

Key = tuple[int, int]
BLOCK = 400
"""How many documents or proofs one statement names."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one document: a safety sheet, an ingredient list, both or neither."""

    sheet: Sheet | None = None
    ingredients: Ingredients | None = None


def readings(session: Session, recorded_before: dt.datetime, documents: Collection[str]) -> dict[str, Reading]:
    """Document hash -> what the newest reader known before an instant found in it."""
    asked, found = sorted(set(documents)), dict[tuple[str, str], Mapping[str, Any]]()
    for start in range(0, len(asked), BLOCK):
        rows = session.execute(
            select(DocumentReading.document, DocumentReading.kind, DocumentReading.payload)
            .where(DocumentReading.document.in_(asked[start : start + BLOCK]))
            .where(DocumentReading.recorded_at < recorded_before)
            .order_by(DocumentReading.version)
        )
        found |= {(document, kind): payload for document, kind, payload in rows}
    return {document: _reading(document, found) for document in {document for document, _ in found}}


def _reading(document: str, found: Mapping[tuple[str, str], Mapping[str, Any]]) -> Reading:
    sheet, listed = found.get((document, "safety_sheet")), found.get((document, "ingredient_list"))
    return Reading(sheet_of(sheet) if sheet else None, ingredients_of(listed) if listed else None)


def endings(
    session: Session, recorded_before: dt.datetime, ids: Sequence[int] | None = None
) -> dict[int, tuple[dt.date, str]]:
    """Proof id -> the earliest day on which it was made to end before its time, and why. ids: of these proofs alone."""
    statement = (
        select(ProofEnding.proof_id, ProofEnding.last_day, ProofEnding.reason)
        .where(ProofEnding.recorded_at < recorded_before)
        .order_by(ProofEnding.last_day.desc(), ProofEnding.id.desc())
    )
    if ids is not None:
        statement = statement.where(ProofEnding.proof_id.in_(ids))
    return {proof: (last_day, reason) for proof, last_day, reason in session.execute(statement)}


def said(session: Session, recorded_before: dt.datetime, ids: Collection[int] | None) -> dict[Key, list[Said]]:
    """(supplier id, product id) -> what was decided on its tags before an instant, in the order of recording.

    ids: product ids, None for all. Products of which nobody said anything are left out. Within a day ids tell the order:
    a set day begins anew each real midnight.
    """
    row = TagDecision
    statement: Select[*tuple[Any, ...]] = (
        select(
            row.supplier_id, row.product_id, row.attribute, row.side, row.verdict, row.reason, row.seen,
            row.recorded_at, row.said_by, row.id,
        )
        .where(row.recorded_at < recorded_before)
    )  # fmt: skip
    if ids is not None:
        suppliers = select(Organisation.id).where(Organisation.kind == "supplier")
        statement = statement.where(row.supplier_id.in_(suppliers), row.product_id.in_(ids))
    found: dict[Key, list[Said]] = {}
    rows = sorted(session.execute(statement), key=lambda each: (day_of(each.recorded_at), each.id))
    for supplier, product, attribute, side, verdict, reason, seen, at, by, _ in rows:
        each = Said(attribute, side, verdict, reason, seen, day_of(at), by)
        found.setdefault((supplier, product), []).append(each)
    return found


@dataclass(frozen=True, slots=True)
class Registers:
    """The newest extract of each register: label -> (its day, the licence numbers it lists, as written there)."""

    newest: Mapping[str, tuple[dt.date, frozenset[str]]]

    def sightings(self, product: Product) -> tuple[Sighting, ...]:
        """What the registers say of the licence numbers that a product claims."""
        return tuple(
            Sighting(claim.label, claim.number, day, bare(claim.number) in numbers)
            for claim in product.claims
            if claim.label and claim.number and not claim.against and claim.label in self.newest
            for day, numbers in (self.newest[claim.label],)
        )


def registers(session: Session, recorded_before: dt.datetime) -> Registers:
    """The registers as known before an instant; nothing for a label whose register was never loaded."""
    known = RegisterExtract
    last: dict[str, tuple[int, dt.date]] = {}
    rows = session.execute(
        select(known.label, known.id, known.extracted_on)
        .where(known.recorded_at < recorded_before)
        .order_by(known.extracted_on, known.id)
    )
    for label, number, day in rows:
        last[label] = (number, day)
    return Registers({label: (day, _numbers(session, number)) for label, (number, day) in last.items()})


def _numbers(session: Session, extract: int) -> frozenset[str]:
    entry = RegisterEntry
    rows = session.scalars(
        select(entry.number).where(entry.extract_id == extract, entry.number.is_not(None)).distinct()
    )
    return frozenset(bare(number) for number in rows if number)


def bare(number: str) -> str:
    """A licence number without spaces and hyphens, in capitals: registers write them one way and suppliers another."""
    return "".join(number.split()).replace("-", "").upper()


def moving(table: Any) -> tuple[Any, ...]:
    """Which rows of a table move anything. A yes to a tag moves none, and a supplier gives hundreds of them."""
    return (table.verdict != "accept",) if table is TagDecision else ()

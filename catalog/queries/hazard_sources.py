"""The cell that a product's hazard codes were read from: its own row's, or that of the earlier file which said them last."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Text, and_, cast, select
from sqlalchemy.orm import Session

from catalog.models import Batch, Organisation, ProductVersion
from catalog.queries.products import BLOCK
from catalog.tagging.records import Source

Key = tuple[int, int]
"""(supplier id, product id)."""
FIELD = "hazard_codes"


class _Row(NamedTuple):
    batch: int
    file: str
    sheet: str | None
    row: int | None


def hazard_sources(session: Session, versions: Sequence[Any], publication: int) -> dict[Key, Source]:
    """The source for each of these versions (rows with the columns of ProductVersion and `file_name`) with hazard codes."""
    spoken = [each for each in versions if each.hazard_codes]
    rows = {
        (each.supplier_id, each.product_id): _Row(each.batch_id, each.file_name, each.sheet, each.row)
        for each in spoken
    }
    rows |= _said_last(session, [each.product_id for each in spoken if each.hazards_carried], publication)
    columns = _headers(session, {each.batch for each in rows.values()})
    return {key: Source(each.file, each.sheet, each.row, columns.get(each.batch)) for key, each in rows.items()}


def _said_last(session: Session, products: Collection[int], publication: int) -> dict[Key, _Row]:
    """The rows that last said hazard codes themselves, up to a publication."""
    asked, one = sorted(products), ProductVersion
    suppliers = select(Organisation.id).where(Organisation.kind == "supplier")
    spoke = (~one.hazards_carried, cast(one.hazard_codes, Text) != "[]", one.since <= publication)
    found: dict[Key, _Row] = {}
    for start in range(0, len(asked), BLOCK):
        rows = session.execute(
            select(one.supplier_id, one.product_id, one.batch_id, Batch.file_name, one.sheet, one.row)
            .join(Batch, and_(Batch.supplier_id == one.supplier_id, Batch.id == one.batch_id))
            .where(one.supplier_id.in_(suppliers), one.product_id.in_(asked[start : start + BLOCK]), *spoke)
            .order_by(one.since)
        )
        found |= {(row[0], row[1]): _Row(*row[2:]) for row in rows}
    return found


def _headers(session: Session, batches: Collection[int]) -> Mapping[int, str]:
    """batch id -> the header under which its file gives the hazard codes."""
    asked = sorted(batches)
    found: dict[int, str | None] = {}
    for start in range(0, len(asked), BLOCK):
        statement = select(Batch.id, Batch.report).where(Batch.id.in_(asked[start : start + BLOCK]))
        found |= {batch: _header(report.get("columns") or {}) for batch, report in session.execute(statement)}
    return {batch: header for batch, header in found.items() if header}


def _header(columns: Mapping[str, str]) -> str | None:
    return next((header for header, name in columns.items() if name == FIELD), None)

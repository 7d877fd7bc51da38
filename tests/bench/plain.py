"""The plain path beside ours: openpyxl, a loop over the rows, objects of the mapper. Careful, but plain.

`import_plainly` writes one table and is done; `publish_plainly` reaches what ours reaches, to the same fingerprint: products,
offers, claims, the search index.
"""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from itertools import chain
from pathlib import Path
from typing import Any

from sqlalchemy import UniqueConstraint, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from catalog.means.means import Means
from catalog.models import (
    Batch,
    Claim,
    Lot,
    Offer,
    OfferVersion,
    Organisation,
    Product,
    ProductVersion,
    Publication,
    new_id,
)
from catalog.published.shelf import build_index
from catalog.reference.shipped import shipped_facts
from catalog.staging.said import claim_records
from catalog.tagging.families import family_of
from catalog.tagging.vocabulary import Vocabulary
from tests.bench.catalogue import HEADERS

RATES = (Decimal("0"), Decimal("2.1"), Decimal("5.5"), Decimal("10"), Decimal("20"))
YES_NO = ("oui", "non")


class Base(DeclarativeBase):
    """The plain path's own tables."""


class Article(Base):
    """One line of the catalogue: 25 columns, one unique key."""

    __tablename__ = "article"
    __table_args__ = (UniqueConstraint("reference"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str]
    name: Mapped[str]
    description: Mapped[str | None]
    brand: Mapped[str | None]
    ean: Mapped[str | None]
    family: Mapped[str | None]
    cpv: Mapped[str | None]
    price: Mapped[int]
    vat: Mapped[int]
    currency: Mapped[str | None]
    unit: Mapped[str | None]
    minimum: Mapped[int | None]
    multiple: Mapped[int | None]
    days: Mapped[int | None]
    contribution: Mapped[str | None]
    ecolabelled: Mapped[str | None]
    remanufactured: Mapped[str | None]
    early_childhood: Mapped[str | None]
    labels: Mapped[str | None]
    hazards: Mapped[str | None]
    origin: Mapped[str | None]
    valid_from: Mapped[dt.date | None]
    valid_to: Mapped[dt.date | None]
    photo: Mapped[str | None]
    status: Mapped[str | None]


COLUMNS = [column.name for column in Article.__table__.columns if column.name != "id"]


def import_plainly(path: Path, database: Path) -> int:
    """Read, check and write a workbook row by row; how many rows were written. Raises ValueError for a faulty one."""
    engine = create_engine(f"sqlite:///{database}")
    Base.metadata.create_all(engine)
    seen: set[str] = set()
    with Session(engine) as session:
        for row in _rows(path):
            session.add(Article(**_checked(row, seen)))
        session.commit()
    engine.dispose()
    return len(seen)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    book: Any = importlib.import_module("openpyxl").load_workbook(path, read_only=True, data_only=True)
    rows = book.worksheets[0].iter_rows(values_only=True)
    header = next(rows)
    if header != HEADERS:
        raise ValueError(f"another header: {header}")
    yield from (dict(zip(COLUMNS, row, strict=True)) for row in rows)
    book.close()


def _checked(row: dict[str, Any], seen: set[str]) -> dict[str, Any]:
    """Reference once, a name, a price, a known rate, a check digit, yes or no, days: what our path checks, and less."""
    reference = str(row["reference"] or "").strip()
    if not reference or reference in seen or not str(row["name"] or "").strip():
        raise ValueError(f"{reference}: reference or name")
    seen.add(reference)
    price, vat = _decimal(row["price"]), _decimal(row["vat"])
    if price <= 0 or vat not in RATES or not _check_digit(str(row["ean"])):
        raise ValueError(f"{reference}: price, rate or number")
    if any(row[name] not in YES_NO for name in ("ecolabelled", "remanufactured", "early_childhood")):
        raise ValueError(f"{reference}: neither yes nor no")
    days = {name: dt.date.fromisoformat(row[name]) for name in ("valid_from", "valid_to")}
    amounts = {"price": int(price * 1_000_000), "vat": int(vat * 10_000), "contribution": str(row["contribution"])}
    return {**row, **days, **amounts}


def _decimal(cell: object) -> Decimal:
    try:
        return Decimal(str(cell).replace(",", "."))
    except InvalidOperation:
        raise ValueError(f"no number: {cell}") from None


def _check_digit(code: str) -> bool:
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(code[:12]))
    return len(code) == 13 and code.isdigit() and (total + int(code[12])) % 10 == 0


UNITS = {"pièce": "H87", "boîte": "XBX", "carton": "XCT", "lot": "XLT"}
MICRO = 1_000_000


def publish_plainly(path: Path, means: Means, day: dt.date) -> int:
    """Read, check and publish a workbook row by row as publication 1; how many offers it has."""
    supplier = means.session.scalars(select(Organisation).where(Organisation.code == "HYG")).one()
    lot = means.session.scalars(select(Lot).where(Lot.code == "ENT-L1")).one()
    acted: dict[str, Any] = {"recorded_at": means.clock.now(), "by_organisation_id": None, "by_account_id": None}
    means.session.add(Publication(number=1, kind="publish", effective=day, offers=0, **acted))
    batch = Batch(supplier_id=supplier.id, sha256="0" * 64, file_name=path.name, mode="full", scope="full:ENT-L1",
                  state="published", **acted)  # fmt: skip
    means.session.add(batch)
    means.session.flush()
    words = Vocabulary.of((fact.kind, fact.key, fact.payload) for fact in shipped_facts())
    seen: set[str] = set()
    waiting: list[list[Any]] = [[], [], []]
    for number, row in enumerate(_rows(path), 2):
        made = _made(batch, lot.id, words, number, _checked(row, seen))
        for place, each in enumerate(made):
            waiting[place].append(each)
        if len(waiting[0]) == FLUSHED:
            _flush(means.session, waiting)
    _flush(means.session, waiting)
    build_index(means.session, 1, day, means.settings.index)
    return len(seen)


def _flush(session: Session, waiting: list[list[Any]]) -> None:
    """Products, then their offers, then what stands on either."""
    for objects in waiting:
        session.add_all(chain.from_iterable(each if isinstance(each, list) else [each] for each in objects))
        session.flush()
        objects.clear()


def _made(
    batch: Batch, lot_id: int, words: Vocabulary, number: int, row: dict[str, Any]
) -> tuple[Product, Offer, list[Any]]:
    """One row as a product, its offer, and the version of each with the claims."""
    owner = {"supplier_id": batch.supplier_id}
    place = {**owner, "batch_id": batch.id, "since": 1, "sheet": "Catalogue", "row": number}
    product = Product(**owner, id=new_id(), reference=row["reference"], recorded_at=batch.recorded_at)
    offer = Offer(**owner, id=new_id(), product_id=product.id, lot_id=lot_id, recorded_at=batch.recorded_at)
    family = family_of(row["family"], words) or "CLEANING"
    claims = [Claim(**place, product_id=product.id, file=batch.file_name, **claim)
              for claim in claim_records(_told(row), HEADED, words, family)]  # fmt: skip
    said = ProductVersion(**place, digest="", product_id=product.id, family=family, **_product(row))
    return product, offer, [said, OfferVersion(**place, digest="", offer_id=offer.id, **_terms(row)), *claims]


FLUSHED = 1000
HEADED = {"Désignation": "name", "Description": "description"}
CLAIMED = (("ecolabelled", "Écolabel"), ("remanufactured", "Remanufacturé"), ("early_childhood", "Petite enfance"),
           (None, "Labels"))  # fmt: skip


def _told(row: dict[str, Any]) -> dict[str, Any]:
    cells = [
        {"attribute": attribute, "column": title, "text": row[attribute or "labels"]} for attribute, title in CLAIMED
    ]
    return {"name": row["name"], "description": row["description"], "claim_cells": [c for c in cells if c["text"]]}


def _product(row: dict[str, Any]) -> dict[str, Any]:
    data = {"classifications": [f"cpv:{row['cpv']}"], "image_url": row["photo"], "origin": row["origin"]}
    return {"reference": row["reference"], "name": row["name"], "description": row["description"], "brand": row["brand"],
            "gtin": row["ean"], "hazard_codes": [row["hazards"]] if row["hazards"] else [], "data": data}  # fmt: skip


def _terms(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "currency": row["currency"], "price": row["price"], "printed_price": row["price"], "price_includes_vat": False,
        "vat": row["vat"], "eco_contribution": int(Decimal(row["contribution"]) * MICRO), "order_unit": UNITS[row["unit"]],
        "min_order_quantity": row["minimum"] * MICRO, "order_multiple": row["multiple"] * MICRO,
        "lead_time_days": row["days"], "valid_from": row["valid_from"], "valid_to": row["valid_to"],
    }  # fmt: skip

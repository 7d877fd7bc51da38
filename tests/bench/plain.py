"""The plain path beside ours: openpyxl, a loop over the rows, one object of the mapper a row. Careful, but plain."""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from sqlalchemy import UniqueConstraint, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

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

"""References: how one is written when it is looked up, and which product it names now, named, or was first known by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session, aliased

from catalog.models import Product, ProductVersion, Publication
from catalog.queries.products import BLOCK, in_force

INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
Statement = Select[*tuple[Any, ...]]
RENAMING = ("publish", "rename")
"""The kinds of publications in which a product takes another reference: a file's, after a person's answer, or a verb."""


def normalised(reference: str) -> str:
    """NFC, without invisible characters, blanks as one space. Case and signs stay: they tell references apart."""
    return " ".join(unicodedata.normalize("NFC", INVISIBLE.sub("", reference)).split())


def ids_by_reference(
    session: Session, supplier_id: int, references: Collection[str], publication: int | None = None
) -> dict[str, int]:
    """reference -> product id, for those of the supplier that exist.

    What a publication shows (None: the newest) goes first, then former names, then what is shown now, then the
    reference that a product was first known by.
    """
    found: dict[str, int] = {}
    shown, now = _shown(publication), _shown(None)
    ways: tuple[Callable[[int, list[str]], Statement], ...] = (shown, _former_of(publication), now, _first)
    for way in ways:
        for block in _blocks(sorted(set(references) - found.keys())):
            found |= {reference: number for reference, number in session.execute(way(supplier_id, block))}
    return found


def former_names(session: Session, supplier_id: int, publication: int) -> dict[str, str]:
    """Former reference -> the one that the product has in a publication, of renames that stand."""
    old = _renamed(publication).subquery()
    version = ProductVersion
    rows = session.execute(
        select(old.c.reference, version.reference)
        .join(version, and_(version.supplier_id == old.c.supplier_id, version.product_id == old.c.product_id))
        .where(version.supplier_id == supplier_id, in_force(version, publication))
        .order_by(old.c.since)
    )
    shown = {former: now for former, now in rows}
    return {former: now for former, now in shown.items() if former != now}


def _shown(publication: int | None) -> Callable[[int, list[str]], Statement]:
    version = ProductVersion
    seen = version.until.is_(None) if publication is None else in_force(version, publication)

    def statement(supplier: int, block: list[str]) -> Statement:
        chosen: Statement = select(version.reference, version.product_id)
        return chosen.where(version.supplier_id == supplier, version.reference.in_(block), seen)

    return statement


def _former_of(publication: int | None) -> Callable[[int, list[str]], Statement]:
    def statement(supplier: int, block: list[str]) -> Statement:
        old = _renamed(publication).subquery()
        chosen: Statement = select(old.c.reference, old.c.product_id)
        return chosen.where(old.c.supplier_id == supplier, old.c.reference.in_(block)).order_by(old.c.since)

    return statement


def _renamed(publication: int | None) -> Statement:
    """supplier_id, product_id, reference before, since: of every renaming that neither an undo nor a setting aside took
    away by a publication (None: by now)."""
    before, after, away = aliased(ProductVersion), aliased(ProductVersion), aliased(Publication)
    gone = select(away.number).where(away.undoes == after.since)
    statement: Statement = (
        select(before.supplier_id, before.product_id, before.reference, after.since)
        .join(after, and_(after.supplier_id == before.supplier_id, after.product_id == before.product_id,
                          after.since == before.until, after.reference != before.reference))
        .join(Publication, and_(Publication.number == after.since, Publication.kind.in_(RENAMING)))
    )  # fmt: skip
    if publication is None:
        return statement.where(~gone.exists())
    return statement.where(after.since <= publication, ~gone.where(away.number <= publication).exists())


def _first(supplier_id: int, block: list[str]) -> Statement:
    chosen: Statement = select(Product.reference, Product.id)
    return chosen.where(Product.supplier_id == supplier_id, Product.reference.in_(block))


def _blocks(keys: list[str]) -> list[list[str]]:
    return [keys[start : start + BLOCK] for start in range(0, len(keys), BLOCK)]

"""A selection as a file: exact columns and values, no purchase order, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from sqlalchemy import update

from catalog.access import OPERATOR
from catalog.errors import Invalid, NotAllowed, NotFound
from catalog.means.means import Means
from catalog.models import ProductVersion, Selection
from catalog.published.shelf import Edition
from catalog.services.buying.export import export
from catalog.services.buying.select import add
from catalog.writing.delimited import plain
from tests.agreements.sample import DAY, HOMES, ROLES, on, person
from tests.buying.offers import RISKY, account, edition, published, withdrawn

HEADERS = [
    "Accord-cadre", "Lot", "Titulaire", "Référence", "Désignation", "GTIN", "Conditionnement", "Quantité", "Devise",
    "Prix unitaire HT", "TVA (%)", "Total HT", "Situation",
]  # fmt: skip
DATE = dt.datetime(2026, 11, 22)  # noqa: DTZ001 - a workbook's days have no zone
END = dt.datetime(2027, 5, 31)  # noqa: DTZ001


def _lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def _values(content: bytes) -> list[list[object]]:
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def _lycee(means: Means) -> tuple[int, dict[tuple[str, str], int]]:
    offers = dict(published(means))
    buyer = account(means, "LYCEE")
    made = add(
        buyer, means, edition(means), [offers["A-1", "ENT-1"], offers["B-1", "ENT-1"], offers["A-2", "NUM-1"]], 12
    )
    return made, offers


def test_workbook(means: Means) -> None:
    made, _ = _lycee(means)
    file = export(person(means, "LYCEE", "buyer"), means, edition(means), made, "xlsx")
    assert file.file_name == "selection-2026-11-22.xlsx"
    assert file.media_type == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    rows = _values(file.content)
    assert [row[0] for row in rows[:3]] == [
        "Ce document n’est pas un bon de commande.",
        "Sélection du 22\u00a0novembre 2026",
        "État au 22\u00a0novembre 2026, publication n° 1. Prix hors taxes, par unité de commande.",
    ]
    assert rows[4][: len(HEADERS)] == HEADERS
    assert rows[5][:13] == [
        "ENT", "ENT-1", "Titulaire A", "A-1", "Détergent sols 5 L", "3012345678900", "bidon de 5 L", 12, "EUR", 3.95, 20,
        47.4, "au catalogue",
    ]  # fmt: skip
    assert rows[6][3:13] == ["B-1", RISKY, None, None, 12, "EUR", 1.234567, 5.5, 14.81, "au catalogue"]
    assert rows[7][3:13] == ["A-2", "Cartouche noire", None, "pièce", 12, "EUR", 45, 20, 540, "au catalogue"]
    assert [(row[0], row[8], row[11]) for row in rows[8:]] == [
        ("Total HT Titulaire A", "EUR", 587.4), ("Total HT Titulaire B", "EUR", 14.81), ("Total HT", "EUR", 602.21)
    ]  # fmt: skip


def test_every_attribute_with_its_proof(means: Means) -> None:
    """A proof's last day only where the state is yes; an equivalent is never called ecolabelled."""
    made, _ = _lycee(means)
    rows = _values(export(person(means, "LYCEE", "buyer"), means, edition(means), made).content)
    place = len(HEADERS)
    label = rows[4].index("Écolabellisé")
    assert rows[4][label + 1] == "«\u00a0Écolabellisé\u00a0» jusqu’au"
    assert rows[5][label : label + 2] == ["oui", END]
    assert rows[6][label : label + 2] == ["équivalence reconnue, sans écolabel", END]
    assert rows[7][label : label + 2] == ["inconnu", None]
    assert rows[4][-2:] == ["Publication", "Jour"]
    assert [row[-2:] for row in rows[5:8]] == [[1, DATE]] * 3
    assert len(rows[4]) >= place + 2 * 3 + 2


def test_csv_in_english(means: Means) -> None:
    made, _ = _lycee(means)
    file = export(person(means, "LYCEE", "buyer_admin"), means, edition(means), made, "csv", "en")
    assert (file.file_name, file.media_type) == ("selection-2026-11-22.csv", "text/csv; charset=utf-8")
    rows = _lines(file.content)
    assert rows[0] == ["This document is not a purchase order."]
    assert rows[3] == []
    assert rows[4][:4] == ["Framework agreement", "Lot", "Supplier", "Reference"]
    assert rows[5][6:13] == ["jerrycan of 5 L", "12", "EUR", "3,95", "20", "47,4", "in the catalogue"]
    assert rows[6][4] == "'" + RISKY
    assert rows[6][9:12] == ["1,234567", "5,5", "14,81"]
    assert rows[5][-2:] == ["1", "2026-11-22"]
    assert {len(row) for row in rows[4:]} == {len(rows[4])}


def test_both_formats_say_the_same(means: Means) -> None:
    made, _ = _lycee(means)
    buyer = person(means, "LYCEE", "buyer")
    book = export(buyer, means, edition(means), made, "xlsx").content
    text = _lines(export(buyer, means, edition(means), made, "csv").content)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert [[_shown(cell) for cell in row] for row in sheet[4:]] == [[plain(cell) for cell in row] for row in text[4:]]


def _shown(cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:.6f}".rstrip("0").rstrip(".").replace(".", ",")
    return str(cell)


def test_what_has_gone_or_may_no_longer_be_seen(means: Means) -> None:
    made, offers = _lycee(means)
    withdrawn(means, offers["A-2", "NUM-1"])
    later = on(means, DAY + dt.timedelta(days=1))
    rows = _values(export(person(means, "LYCEE", "buyer"), later, edition(later), made).content)
    assert rows[3][0] == (
        "2 ligne(s) de la sélection ne figurent pas ici : votre organisme n’a plus accès à leur accord-cadre."
    )
    assert rows[6][:5] == ["NUM", "NUM-1", "Titulaire A", "A-2", "Cartouche noire"]
    assert rows[6][6:13] == [None, 12, None, None, None, None, "n’est plus au catalogue"]
    assert rows[6][13:-2] == [None] * (len(rows[5]) - 15)
    assert len(rows) == 7
    assert "ENT-1" not in str(rows)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_nothing_to_export(means: Means) -> None:
    made, _ = _lycee(means)
    buyer = account(means, "CRECHE")
    empty = Selection(organisation_id=buyer.organisation_id, name="Vide", recorded_at=means.clock.now())
    means.session.add(empty)
    means.session.flush()
    with pytest.raises(Invalid) as raised:
        export(buyer, means, edition(means), empty.id)
    assert raised.value.code == "selection.empty"
    with pytest.raises(Invalid) as raised:
        export(buyer, means, edition(means), empty.id, "pdf")  # type: ignore[arg-type]
    assert raised.value.code == "selection.format"
    for unknown in (made, 999):
        with pytest.raises(NotFound) as missing:
            export(buyer, means, edition(means), unknown)
        assert missing.value.code == "thing.unknown"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_who_may_export(means: Means) -> None:
    made, _ = _lycee(means)
    today = edition(means)
    homes = {**HOMES, "member": "LYCEE"}
    actors = [person(means, homes[kind], role) for role, kind in ROLES]
    exported = {actor.role for actor in actors if _exports(actor, means, today, made)}
    assert exported == {"buyer", "buyer_admin"}
    assert not _exports(OPERATOR, means, today, made)


def _exports(actor: object, means: Means, today: Edition, made: int) -> bool:
    try:
        return bool(export(actor, means, today, made, "csv").content)  # type: ignore[arg-type]
    except NotAllowed:
        return False


NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffe\uffff"), min_size=1, max_size=30)
LEADING = st.builds("".join, st.tuples(st.sampled_from(["=", "+", "-", "@", "\t", "\r", "'="]), NAMES))


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_no_name_becomes_a_formula(means: Means) -> None:
    """Names typed by people, in both formats: the selection's own and a withdrawn product's."""
    made, offers = _lycee(means)
    withdrawn(means, offers["A-2", "NUM-1"])
    buyer = person(means, "LYCEE", "buyer")

    @settings(max_examples=25, deadline=None)
    @given(name=NAMES | LEADING)
    def every_name_is_text(name: str) -> None:
        means.session.execute(update(Selection).values(name=name))
        means.session.execute(update(ProductVersion).values(name=name))
        rows = _lines(export(buyer, means, edition(means), made, "csv").content)
        assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
        assert (plain(rows[1][0]), plain(rows[7][4])) == (name, name)
        book = CalamineWorkbook.from_filelike(io.BytesIO(export(buyer, means, edition(means), made).content))
        sheet = book.get_sheet_by_index(0).to_python()
        assert (sheet[1][0], sheet[7][4]) == (name, name)

    every_name_is_text()
